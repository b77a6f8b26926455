"""How far a user reaches: which custodians' books and which estates may be seen and touched."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown


@dataclass(slots=True, eq=False)
class Reach:
    """The reach of who stands at the counter.

    Whoever was given no reach reaches everything. A question that never asks for an estate or a
    custodian cannot be answered within a reach: `was_asked` tells whether it did.

    Attributes:
        is_limited: False reaches everything.
        custodian_ids: the custodians whose whole books are within reach.
        estate_ids: estates within reach, whoever keeps them.
        household_codes: single households within reach: an owner's own.
        keeper_ids: the custodians who keep those estates; their books may be looked up by name.
        was_asked: whether something was held against this reach.
    """

    is_limited: bool = False
    custodian_ids: frozenset[int] = frozenset()
    estate_ids: frozenset[int] = frozenset()
    household_codes: frozenset[str] = frozenset()
    keeper_ids: frozenset[int] = frozenset()
    was_asked: bool = False

    def holds_estate(self, estate_id: int | None, custodian_id: int) -> bool:
        """Tell whether what lies in an estate is within reach; None for what lies in no estate."""
        self.was_asked = True
        whole = not self.is_limited or custodian_id in self.custodian_ids
        return whole or estate_id in self.estate_ids

    def holds_household(self, estate_id: int | None, custodian_id: int, code: str) -> bool:
        """Tell whether a household is within reach, by itself or with its estate."""
        return self.holds_estate(estate_id, custodian_id) or code in self.household_codes

    def holds_custodian(self, custodian_id: int) -> bool:
        """Tell whether all that a custodian keeps is within reach."""
        self.was_asked = True
        return not self.is_limited or custodian_id in self.custodian_ids

    def names_custodian(self, custodian_id: int) -> bool:
        """Tell whether a custodian's books may be looked up: all of them, or for an estate."""
        if self.custodian_ids:
            self.was_asked = True
        return not self.is_limited or custodian_id in self.custodian_ids | self.keeper_ids


EVERYWHERE = Reach()


def beyond_reach(what: str) -> Refused:
    """Return the refusal of what lies beyond a reach."""
    return Refused(
        "out_of_reach",
        _("{what}不在您的办理范围内").format(what=what),
        _("请写明范围内的小区（--estate），或请登记人员调整；范围见 wxzj user list"),
    )


def refuse_estate(reach: Reach, estate_id: int | None, custodian_id: int, title: str) -> None:
    """Refuse what lies in an estate beyond a reach.

    Raises:
        Refused: `out_of_reach`.
    """
    if not reach.holds_estate(estate_id, custodian_id):
        raise beyond_reach(shown(title))


def refuse_household(reach: Reach, estate_id: int | None, custodian_id: int, code: str) -> None:
    """Refuse a household beyond a reach.

    Raises:
        Refused: `out_of_reach`.
    """
    if not reach.holds_household(estate_id, custodian_id, code):
        raise beyond_reach(shown(code))


def refuse_unasked(reach: Reach) -> None:
    """Refuse an answer that was never held against a limited reach.

    Raises:
        Refused: `out_of_reach`.
    """
    if reach.is_limited and not reach.was_asked:
        raise beyond_reach(_("这项内容"))
