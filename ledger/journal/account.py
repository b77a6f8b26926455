"""An account in a book on a day: what its lines must hold. Pure, so that rules can be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AccountRule:
    """What holds for an account in a book on a day.

    Attributes:
        control: of its target: 1 demands household shares, 2 forbids them, 0 has none.
        closes_to: where the period's balance goes, None for accounts of the balance sheet.
        target: `closes_to`, or the account itself.
    """

    account: str
    name: str
    account_class: str
    side: str
    names_bank: bool
    names_estate: bool
    closes_to: str | None
    target: str
    control: int
