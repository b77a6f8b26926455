"""Who owns an asset and who keeps it, from which day on.

Owners, the government or an operator hold it, in turns. A turn begins on its day and ends where the
next begins, so that from the first day on an asset has one owner and one keeper, never none and
never two. The first turn comes with the register; each later one with the switch of a hand-over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, select

from ledger.registry.operators import Operator, list_operators
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _


class Role(StrEnum):
    """In what regard an asset is held: as property (产权), or to keep it in repair (维护管理)."""

    OWNER = "OWNER"
    KEEPER = "KEEPER"


class Holder(StrEnum):
    """Who holds an asset: the owners together, a government unit, or an operator."""

    OWNERS = "OWNERS"
    GOVERNMENT = "GOVERNMENT"
    OPERATOR = "OPERATOR"


class Holding(NamedTuple):
    """A turn of holding an asset.

    Attributes:
        since: its first day.
        operator: which operator, where one holds it.
        handover_id: the hand-over that brought it; None for the first turn.
        reason: on what ground.
    """

    role: Role
    turn_no: int
    holder: Holder
    operator: Operator | None
    since: date
    handover_id: int | None
    reason: str

    @property
    def title(self) -> str:
        """What people call the holder."""
        return holder_title(self.holder) if self.operator is None else self.operator.name


def holder_title(holder: Holder) -> str:
    """Return what people call a holder that is no operator."""
    return {
        Holder.OWNERS: _("业主共有"),
        Holder.GOVERNMENT: _("政府单位"),
        Holder.OPERATOR: _("专业经营单位"),
    }[holder]


def holding_on(holdings: Iterable[Holding], role: Role, on: date) -> Holding | None:
    """Return the turn that a day lies in; None before the first.

    >>> first = Holding(Role.KEEPER, 1, Holder.OWNERS, None, date(2026, 1, 1), None, "")
    >>> holding_on([first], Role.KEEPER, date(2026, 5, 1)).holder.value
    'OWNERS'
    """
    begun = [each for each in holdings if each.role is role and each.since <= on]
    return max(begun, key=lambda each: each.since, default=None)


def read_holdings(tx: Tx, asset_ids: Select[tuple[int]]) -> dict[int, list[Holding]]:
    """Return the turns of the assets that a query names, by asset, oldest first."""
    operators = {each.operator_id: each for each in list_operators(tx)}
    table = schema.asset_holding
    found: dict[int, list[Holding]] = {}
    query = (
        select(table)
        .where(table.c.asset_id.in_(asset_ids))
        .order_by(table.c.asset_id, table.c.role, table.c.turn_no)
    )
    for row in tx.conn.execute(query):
        found.setdefault(row.asset_id, []).append(
            Holding(
                Role(row.role),
                row.turn_no,
                Holder(row.holder),
                None if row.operator_id is None else operators[row.operator_id],
                row.since,
                row.handover_id,
                row.reason,
            )
        )
    return found


def add_holding(tx: Tx, asset_id: int, turn: Holding, *, who: str, clock: Clock) -> None:
    """Write a turn down. It must follow the last one of its role, by number and by day."""
    tx.conn.execute(
        schema.asset_holding.insert().values(
            asset_id=asset_id,
            role=turn.role.value,
            turn_no=turn.turn_no,
            holder=turn.holder.value,
            operator_id=None if turn.operator is None else turn.operator.operator_id,
            since=turn.since,
            handover_id=turn.handover_id,
            reason=turn.reason,
            who=who,
            at=clock.at,
        )
    )


def next_turn(
    held: Sequence[Holding],
    role: Role,
    operator: Operator,
    since: date,
    *,
    handover_id: int,
    reason: str,
) -> Holding:
    """Return the turn with which an operator follows upon who held an asset so far.

    Raises:
        Refused: `asset_dates` where the day is not after the first day of the last turn.
    """
    last = [each for each in held if each.role is role][-1]
    if since <= last.since:
        raise Refused(
            "asset_dates",
            _("{since} 不晚于现在的{holder}开始的日期 {last}").format(
                since=since, holder=last.title, last=last.since
            ),
            _("请核对日期"),
        )
    return Holding(role, last.turn_no + 1, Holder.OPERATOR, operator, since, handover_id, reason)
