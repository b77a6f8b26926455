"""Sub-accounts of households frozen by a court or a dispute (冻结): nothing may be taken out.

Money still comes in. The freeze is the household's alone: a repair of its building goes on, its
share is collected otherwise. Each freeze and each end of one is an entry of the book's log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, func, select

from ledger.registry.titles import Door, find_door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

KIND: Final = "freezes"
FREEZE: Final = "FREEZE"
UNFREEZE: Final = "UNFREEZE"


class Freeze(NamedTuple):
    """One act upon a household's sub-account.

    Attributes:
        freeze_no: counted from 1 within the household; odd ones freeze.
        act: `FREEZE` or `UNFREEZE`.
    """

    door: Door
    freeze_no: int
    act: str
    dated_on: date
    reason: str
    who: str


def set_freeze(
    tx: Tx, code: str, act: str, on: date, reason: str, *, who: str, clock: Clock
) -> tuple[Freeze, bool]:
    """Freeze a household's sub-account, or end the freeze; return the act, and whether it is new.

    The same act again, as long as it is the last one, changes nothing where it says the same.

    Args:
        on: the day from which it holds.

    Raises:
        Refused: `date_in_future`, `household_unknown`, `household_frozen` where it is frozen
            already, `household_not_frozen` where it is not, `freeze_dates`.
        InputError: what `clean_name` raises.
    """
    reason = clean_name(reason, _("冻结原因"))
    if on > clock.today:
        raise Refused("date_in_future", _("日期 {on} 在今天之后").format(on=on), _("请核对日期"))
    door = find_door(tx, code)
    lock_head(tx, door.book_id)
    last = _last(tx, door)
    if last is not None and (last.act, last.dated_on, last.reason) == (act, on, reason):
        return last, False
    _refuse_turn(door, last, act, on)
    fresh = Freeze(door, 1 if last is None else last.freeze_no + 1, act, on, reason, who)
    _write(tx, fresh, clock)
    return fresh, True


def _refuse_turn(door: Door, last: Freeze | None, act: str, on: date) -> None:
    frozen = last is not None and last.act == FREEZE
    if act == FREEZE and frozen:
        raise frozen_refusal(door.code)
    if act == UNFREEZE and not frozen:
        raise Refused(
            "household_not_frozen",
            _("房屋 {code} 没有冻结").format(code=shown(door.code)),
            _("请核对房屋编号，或运行 wxzj registry frozen 查看"),
        )
    if last is not None and on < last.dated_on:
        raise Refused(
            "freeze_dates",
            _("日期 {on} 早于上一次冻结或解冻的 {last}").format(on=on, last=last.dated_on),
            _("请核对日期"),
        )


def frozen_refusal(code: str) -> Refused:
    """Return the refusal of what a freeze forbids."""
    return Refused(
        "household_frozen",
        _("房屋 {code} 的分户账已冻结").format(code=shown(code)),
        _("请先运行 wxzj registry unfreeze 解冻；原因见 wxzj registry frozen"),
    )


def refuse_frozen(tx: Tx, book_id: int, sub_id: int, code: str) -> None:
    """Refuse to take anything of a sub-account that is frozen.

    Raises:
        Refused: `household_frozen`.
    """
    if (book_id, sub_id) in frozen_homes(tx, [book_id]):
        raise frozen_refusal(code)


def frozen_homes(tx: Tx, book_ids: Iterable[int]) -> frozenset[tuple[int, int]]:
    """Return the households that are frozen, each a book and a sub-account."""
    table = schema.household_freeze
    return frozenset(
        (row.book_id, row.sub_id)
        for row in tx.conn.execute(
            select(table.c.book_id, table.c.sub_id)
            .where(table.c.book_id.in_(list(book_ids)))
            .group_by(table.c.book_id, table.c.sub_id)
            .having(func.count() % 2 == 1)  # freezing and freeing take turns
        )
    )


def read_freezes(tx: Tx, estate_id: int) -> list[Freeze]:
    """Return every act upon the households of an estate, by household and turn."""
    table, sub, book = schema.household_freeze, schema.sub_account, schema.book
    return [
        Freeze(
            Door(row.book_id, row.book, row.sub_id, row.code),
            row.freeze_no,
            row.act,
            row.dated_on,
            row.reason,
            row.who,
        )
        for row in tx.conn.execute(
            select(table, sub.c.code, book.c.code.label("book"))
            .join(sub, and_(sub.c.book_id == table.c.book_id, sub.c.sub_id == table.c.sub_id))
            .join(book, book.c.book_id == table.c.book_id)
            .where(sub.c.estate_id == estate_id)
            .order_by(sub.c.code, table.c.book_id, table.c.freeze_no)
        )
    ]


def _last(tx: Tx, door: Door) -> Freeze | None:
    table = schema.household_freeze
    row = tx.conn.execute(
        select(table)
        .where(table.c.book_id == door.book_id, table.c.sub_id == door.sub_id)
        .order_by(table.c.freeze_no.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Freeze(door, row.freeze_no, row.act, row.dated_on, row.reason, row.who)


def _write(tx: Tx, fresh: Freeze, clock: Clock) -> None:
    door = fresh.door
    words = "冻结" if fresh.act == FREEZE else "解冻"  # records are in Chinese
    text = netstring(door.code, fresh.freeze_no, fresh.act, fresh.dated_on, fresh.reason)
    change_id = record_master_change(
        tx,
        door.book_id,
        kind=KIND,
        summary=f"{words} {door.code}，{fresh.dated_on} 起；{fresh.reason}",
        row_count=1,
        content=hashlib.sha256(text.encode()).digest(),
        who=fresh.who,
        clock=clock,
    )
    tx.conn.execute(
        schema.household_freeze.insert().values(
            book_id=door.book_id,
            sub_id=door.sub_id,
            freeze_no=fresh.freeze_no,
            act=fresh.act,
            dated_on=fresh.dated_on,
            reason=fresh.reason,
            who=fresh.who,
            at=clock.at,
            change_id=change_id,
        )
    )
