"""The moment at which something is done: given to whoever needs it, never looked up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment.

    Attributes:
        today: the day at the office; no voucher is dated after it.
        at: the moment in UTC, `YYYY-MM-DDTHH:MM:SSZ`, for the record of who did what when.
    """

    today: date
    at: str
