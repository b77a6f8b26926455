"""By which rules a distribution was reckoned, as they were in force on its day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ledger.values.interest import Method


@dataclass(frozen=True, slots=True)
class Terms:
    """The parameters of a run.

    Attributes:
        year_start: the first day of the interest year, `MM-DD`.
        by_area: shared by floor area instead of the integral.
        capitalise: what is given out becomes principal; earnings otherwise.
        min_balance_fen: whoever holds less at the end of the period gets nothing.
    """

    method: Method = Method.POOLED
    year_start: str = "07-01"
    by_area: bool = False
    capitalise: bool = False
    min_balance_fen: int = 0

    def as_row(self) -> dict[str, Any]:
        """Return the terms as the register keeps them."""
        return asdict(self)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Terms:
        """Read terms from the register."""
        return cls(**{**row, "method": Method(row["method"])})
