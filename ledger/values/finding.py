"""Findings: what a check has to say, collected as values and never raised.

Only the close decides whether a finding stops it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "stop", "warn"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one check.

    Attributes:
        code: the stable word of the check.
        severity: `error` where the books contradict themselves, `stop` where a close must not
            go on, `warn` where people should look.
        where: the book, voucher, household or month, by its code.
        message: what was found, in the language in force.
        ok: True where the check was made and found nothing wrong.
    """

    code: str
    severity: Severity
    where: str
    message: str
    ok: bool = False
