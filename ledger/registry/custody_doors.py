"""An estate's doors go over into another keeper's book (划转): sub-accounts, households, titles.

Households lie in the book, so a door has a row in each book that ever kept it; only one of them is
open. In a book that keeps the estate for the first time they are made, closed until the money is
there; in one that kept it before they are brought up to date.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)

from ledger.registry.books import Book
from ledger.registry.closed import CUSTODY, is_open
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

KIND: Final = "custody"
# What moves; the selling unit's money stays with the keeper (部令165号第15条).
MOVING: Final = ("HOUSEHOLD", "DEVELOPER", "COMMON_INCOME")
_SAME: Final = (
    "building",
    "unit",
    "room",
    "floor",
    "lift",
    "structure",
    "kind",
    "usage",
    "area",
    "share_area",
    "vote_area",
    "heads",
    "price_fen",
    "standard_fen",
    "due_fen",
    "selling_unit",
)
_TITLE: Final = ("owner", "id_no", "phone", "owned_from", "owned_until", "share_num", "share_den")


def moving_subs(book_id: int, estate_id: int) -> Select[Any]:
    """Return the question for the open sub-accounts of an estate that move, by id."""
    sub = schema.sub_account
    return select(sub.c.sub_id).where(
        sub.c.book_id == book_id,
        sub.c.estate_id == estate_id,
        sub.c.kind.in_(MOVING),
        is_open(sub),
    )


def copy_doors(
    tx: Tx,
    old: Book,
    new: Book,
    estate_id: int,
    event: str,
    on: date,
    *,
    who: str,
    clock: Clock,
) -> None:
    """Make, or bring up to date, the doors of an estate in the book that is to keep them.

    They stay closed until the money is there. What was due, what was ever deposited and who owns
    the house go with them.

    Args:
        tx: a transaction that writes; the heads of both books are locked.
        old: the book that keeps the estate.
        new: the book that is to keep it.
        estate_id: the estate.
        event: of the hand-over.
        on: its day.
        who: the user.
        clock: today and now.

    Raises:
        Refused: `custody_door_open`, where one of the doors is open in the new book.
    """
    _refuse_open(tx, old, new, estate_id)
    count = tx.conn.execute(
        select(func.count()).select_from(moving_subs(old.book_id, estate_id).subquery())
    ).scalar_one()
    change_id = record_master_change(
        tx,
        new.book_id,
        kind=KIND,
        summary=f"{event} 自 {old.code} 划入 {count} 个分户账",
        row_count=count,
        content=_content(tx, old, estate_id),
        who=who,
        clock=clock,
    )
    _add_subs(tx, old, new, estate_id, event, on, change_id)
    _update_households(tx, old, new, estate_id, change_id)
    _add_households(tx, old, new, estate_id, change_id)
    _end_titles(tx, old, new, estate_id, change_id)
    _add_titles(tx, old, new, estate_id, change_id)


def set_keeper(tx: Tx, estate_id: int, custodian_id: int) -> None:
    """Let a custodian keep an estate from now on."""
    estate = schema.estate
    tx.conn.execute(
        update(estate).where(estate.c.estate_id == estate_id).values(custodian_id=custodian_id)
    )


def _pair(old: Book, new: Book, estate_id: int) -> tuple[Any, Any, ColumnElement[bool]]:
    """Return the sub-accounts of both books, and how they belong together: by their codes."""
    was, will = schema.sub_account.alias("was"), schema.sub_account.alias("will")
    return (
        was,
        will,
        and_(
            was.c.book_id == old.book_id,
            was.c.estate_id == estate_id,
            was.c.kind.in_(MOVING),
            will.c.book_id == new.book_id,
            will.c.code == was.c.code,
        ),
    )


def _refuse_open(tx: Tx, old: Book, new: Book, estate_id: int) -> None:
    was, will, same = _pair(old, new, estate_id)
    code = tx.conn.execute(
        select(will.c.code).select_from(was.join(will, same)).where(is_open(will)).limit(1)
    ).scalar_one_or_none()
    if code is not None:
        raise Refused(
            "custody_door_open",
            _("{code} 在账套 {book} 已有分户账").format(code=shown(code), book=new.code),
            _("一个门牌只能由一个账套管着，请核对清册"),
        )


def _content(tx: Tx, old: Book, estate_id: int) -> bytes:
    """Digest the codes that go over, in their order."""
    sub = schema.sub_account
    digest = hashlib.sha256()
    for code in tx.conn.execute(
        select(sub.c.code)
        .where(
            sub.c.book_id == old.book_id,
            sub.c.sub_id.in_(moving_subs(old.book_id, estate_id)),
        )
        .order_by(sub.c.code)
    ).scalars():
        digest.update(netstring(code).encode())
    return digest.digest()


def _add_subs(
    tx: Tx, old: Book, new: Book, estate_id: int, event: str, on: date, change_id: int
) -> None:
    sub, close = schema.sub_account, schema.sub_close
    last = tx.conn.execute(
        select(func.coalesce(func.max(sub.c.sub_id), 0)).where(sub.c.book_id == new.book_id)
    ).scalar_one()
    was, there = sub.alias("was"), sub.alias("there")
    tx.conn.execute(
        sub.insert().from_select(
            ["book_id", "sub_id", "kind", "control", "code", "estate_id"],
            select(
                literal(new.book_id),
                func.row_number().over(order_by=was.c.sub_id) + last,
                was.c.kind,
                was.c.control,
                was.c.code,
                was.c.estate_id,
            ).where(
                was.c.book_id == old.book_id,
                was.c.sub_id.in_(moving_subs(old.book_id, estate_id)),
                ~exists().where(there.c.book_id == new.book_id, there.c.code == was.c.code),
            ),
        )
    )
    tx.conn.execute(
        close.insert().from_select(
            ["book_id", "event", "sub_id", "cause", "closed_on", "reason", "since"],
            select(
                sub.c.book_id,
                literal(event),
                sub.c.sub_id,
                literal(CUSTODY),
                literal(on, type_=close.c.closed_on.type),
                literal("待划入"),
                literal(change_id),
            ).where(sub.c.book_id == new.book_id, sub.c.sub_id > last),
        )
    )


def _received(owner: FromClause) -> ColumnElement[int]:
    balance = schema.sub_balance
    return (
        select(func.coalesce(func.sum(balance.c.received_fen), 0))
        .where(balance.c.book_id == owner.c.book_id, balance.c.sub_id == owner.c.sub_id)
        .correlate(owner)
        .scalar_subquery()
    )


def _add_households(tx: Tx, old: Book, new: Book, estate_id: int, change_id: int) -> None:
    household = schema.household
    was, will, same = _pair(old, new, estate_id)
    house, there = household.alias("house"), household.alias("there")
    tx.conn.execute(
        household.insert().from_select(
            ["book_id", "sub_id", "estate_id", *_SAME, "deposited_before_fen", "change_id"],
            select(
                will.c.book_id,
                will.c.sub_id,
                will.c.estate_id,
                *(house.c[name] for name in _SAME),
                house.c.deposited_before_fen + _received(house),
                literal(change_id),
            )
            .select_from(was.join(will, same))
            .join(house, and_(house.c.book_id == was.c.book_id, house.c.sub_id == was.c.sub_id))
            .where(
                ~exists().where(there.c.book_id == will.c.book_id, there.c.sub_id == will.c.sub_id)
            ),
        )
    )


def _update_households(tx: Tx, old: Book, new: Book, estate_id: int, change_id: int) -> None:
    """Bring doors that the book kept before up to date."""
    household = schema.household
    was, will, same = _pair(old, new, estate_id)
    house = household.alias("house")
    now = (
        select(
            will.c.book_id,
            will.c.sub_id,
            *(house.c[name] for name in _SAME),
            (house.c.deposited_before_fen + _received(house)).label("ever_fen"),
        )
        .select_from(was.join(will, same))
        .join(house, and_(house.c.book_id == was.c.book_id, house.c.sub_id == was.c.sub_id))
        .subquery()
    )
    rest = now.c.ever_fen - _received(household)
    tx.conn.execute(
        update(household)
        .where(household.c.book_id == now.c.book_id, household.c.sub_id == now.c.sub_id)
        .values(
            {
                **{household.c[name]: now.c[name] for name in _SAME},
                household.c.deposited_before_fen: case((rest > 0, rest), else_=0),
                household.c.change_id: change_id,
            }
        )
    )


def _titles_there(old: Book, new: Book, estate_id: int) -> Select[Any]:
    was, will, same = _pair(old, new, estate_id)
    title = schema.title.alias("before")
    return (
        select(
            will.c.book_id,
            will.c.sub_id,
            title.c.title_no,
            *(title.c[name] for name in _TITLE),
        )
        .select_from(was.join(will, same))
        .join(title, and_(title.c.book_id == was.c.book_id, title.c.sub_id == was.c.sub_id))
    )


def _add_titles(tx: Tx, old: Book, new: Book, estate_id: int, change_id: int) -> None:
    title = schema.title
    came, there = _titles_there(old, new, estate_id).subquery(), title.alias("there")
    tx.conn.execute(
        title.insert().from_select(
            ["book_id", "sub_id", "title_no", *_TITLE, "change_id"],
            select(
                came.c.book_id,
                came.c.sub_id,
                came.c.title_no,
                *(came.c[name] for name in _TITLE),
                literal(change_id),
            ).where(
                ~exists().where(
                    there.c.book_id == came.c.book_id,
                    there.c.sub_id == came.c.sub_id,
                    there.c.title_no == came.c.title_no,
                )
            ),
        )
    )


def _end_titles(tx: Tx, old: Book, new: Book, estate_id: int, change_id: int) -> None:
    """End the titles that ended while another book kept the door."""
    title = schema.title
    came = _titles_there(old, new, estate_id).subquery()
    tx.conn.execute(
        update(title)
        .where(
            title.c.book_id == came.c.book_id,
            title.c.sub_id == came.c.sub_id,
            title.c.title_no == came.c.title_no,
            or_(
                title.c.owned_until.is_distinct_from(came.c.owned_until),
                title.c.owned_from.is_distinct_from(came.c.owned_from),
            ),
        )
        .values(owned_until=came.c.owned_until, owned_from=came.c.owned_from, change_id=change_id)
    )
