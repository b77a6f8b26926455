"""What a home is built as (建筑类型): by it the standards of deposits tell homes apart.

165号令 art. 8 tells 多层 from 高层, and many cities' standards do so. Where the roster says which,
that holds, be there a lift or none; where it does not, a lift stands for 高层.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, case

from ledger.values.i18n import _

MULTI_STOREY: Final = "multi_storey"
HIGH_RISE: Final = "high_rise"


def is_high(household: FromClause) -> ColumnElement[Any]:
    """Return 1 for a home that pays as one with a lift, 0 for one without, NULL where unknown.

    Args:
        household: the table, or an alias of it.
    """
    told = household.c.structure
    return case((told == HIGH_RISE, 1), (told == MULTI_STOREY, 0), else_=household.c.lift)


def structure_title(structure: str) -> str:
    """Return what people call a structure."""
    return {MULTI_STOREY: _("多层"), HIGH_RISE: _("高层")}[structure]
