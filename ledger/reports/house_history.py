"""What became of a house (房屋沿革): its owners, freezes, and what it came from and went into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from ledger.journal.reading import number_of
from ledger.registry.closed import CUSTODY, EMPTY, LOST
from ledger.registry.freezes import FREEZE, UNFREEZE
from ledger.registry.kinds import kind_title
from ledger.registry.lineage import Event, act_word, events_of
from ledger.registry.standing import FROM, INTO
from ledger.registry.titles import Door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.i18n import _

# A row, by its day and its place in the log.
_Told = tuple[tuple[date, int], tuple[object, ...]]


def read_history(tx: Tx, door: Door) -> Iterator[tuple[object, ...]]:
    """Walk what is registered of a house, by day and then by its place in the log.

    Rows: the day (None where it is not known), what happened, of whom, the voucher, the reason,
    who registered it and when.
    """
    told: list[_Told] = []
    for event in events_of(tx, door.book_id, door.sub_id):
        voucher = None if event.voucher_id is None else _number(tx, door, event.voucher_id)
        own = next(member for member in event.members if member.sub_id == door.sub_id)
        what, detail = act_word(event.act), _detail(event, own.role)
        row = (event.dated_on, what, detail, voucher, event.reason, event.who, event.at)
        told.append(((event.dated_on, event.change_id), row))
    told += _titles(tx, door)
    told += _freezes(tx, door)
    told += _leavings(tx, door)
    told.sort(key=lambda pair: pair[0])
    return (row for _key, row in told)


def _detail(event: Event, role: str) -> str:
    went = "、".join(member.code for member in event.of_role(FROM))
    came = "、".join(member.code for member in event.of_role(INTO))
    if role == FROM:
        return _("变为 {codes}").format(codes=came) if came else ""
    if role == INTO:
        return _("来自 {codes}").format(codes=went) if went else ""
    [own] = [member for member in event.members if member.role == role]
    return f"{kind_title(own.kind_before or own.kind)} → {kind_title(own.kind)}"


def _number(tx: Tx, door: Door, voucher_id: int) -> str:
    voucher = schema.voucher
    row = tx.conn.execute(
        select(voucher.c.period, voucher.c.word, voucher.c.no).where(
            voucher.c.book_id == door.book_id, voucher.c.voucher_id == voucher_id
        )
    ).one()
    return f"{door.book}:{number_of(*row)}"


def _freezes(tx: Tx, door: Door) -> list[_Told]:
    """Return when the sub-account was frozen (冻结), and freed."""
    table, words = schema.household_freeze, {FREEZE: _("冻结"), UNFREEZE: _("解冻")}
    query = (
        select(table)
        .where(table.c.book_id == door.book_id, table.c.sub_id == door.sub_id)
        .order_by(table.c.freeze_no)
    )
    return [
        (
            (row.dated_on, row.change_id),
            (row.dated_on, words[row.act], "", None, row.reason, row.who, row.at),
        )
        for row in tx.conn.execute(query)
    ]


def _leavings(tx: Tx, door: Door) -> list[_Told]:
    """Return how the house left the fund: lost, handed over, or closed by hand."""
    close, voucher, change = schema.sub_close, schema.voucher, schema.master_change
    words = {LOST: _("灭失"), CUSTODY: _("划转"), EMPTY: _("销户")}
    query = (
        select(
            close,
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            func.coalesce(voucher.c.maker, change.c.who).label("who"),
            func.coalesce(voucher.c.posted_at, change.c.at).label("at"),
        )
        .outerjoin(
            voucher,
            and_(voucher.c.book_id == close.c.book_id, voucher.c.voucher_id == close.c.since),
        )
        .outerjoin(
            change, and_(change.c.book_id == close.c.book_id, change.c.change_id == close.c.since)
        )
        .where(
            close.c.book_id == door.book_id,
            close.c.sub_id == door.sub_id,
            close.c.cause.in_(tuple(words)),
            close.c.since.is_not(None),
            close.c.until.is_(None),
        )
        .order_by(close.c.since)
    )
    told: list[_Told] = []
    for row in tx.conn.execute(query):
        number = (
            None if row.no is None else f"{door.book}:{number_of(row.period, row.word, row.no)}"
        )
        facts = (row.closed_on, words[row.cause], "", number, row.reason, row.who, row.at)
        told.append(((row.closed_on, row.since), facts))
    return told


def _titles(tx: Tx, door: Door) -> list[_Told]:
    title, change = schema.title, schema.master_change
    rows: list[Any] = list(
        tx.conn.execute(
            select(title, change.c.who, change.c.at)
            .join(
                change,
                and_(change.c.book_id == title.c.book_id, change.c.change_id == title.c.change_id),
            )
            .where(title.c.book_id == door.book_id, title.c.sub_id == door.sub_id)
            .order_by(title.c.title_no)
        )
    )
    told: list[_Told] = []
    for row in rows:
        share = "" if row.share_num == row.share_den else f" {row.share_num}/{row.share_den}"
        until = "" if row.owned_until is None else _("，至 {day}").format(day=row.owned_until)
        told.append(
            (
                (row.owned_from or date.min, row.change_id),
                (
                    row.owned_from,
                    _("产权人"),
                    f"{row.owner}{share}{until}",
                    None,
                    None,
                    row.who,
                    row.at,
                ),
            )
        )
    return told
