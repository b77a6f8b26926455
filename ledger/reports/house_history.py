"""What became of a house (房屋沿革): its owners, and the houses it came from and went into."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from ledger.journal.reading import number_of
from ledger.registry.kinds import kind_title
from ledger.registry.lineage import Event, act_word, events_of
from ledger.registry.standing import FROM, INTO
from ledger.registry.titles import Door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.i18n import _


def read_history(tx: Tx, door: Door) -> Iterator[tuple[object, ...]]:
    """Walk what is registered of a house, by day and then by its place in the log.

    Rows: the day (None where it is not known), what happened, of whom, the voucher, the reason,
    who registered it and when.
    """
    told: list[tuple[tuple[date, int], tuple[object, ...]]] = []
    for event in events_of(tx, door.book_id, door.sub_id):
        voucher = None if event.voucher_id is None else _number(tx, door, event.voucher_id)
        own = next(member for member in event.members if member.sub_id == door.sub_id)
        what, detail = act_word(event.act), _detail(event, own.role)
        row = (event.dated_on, what, detail, voucher, event.reason, event.who, event.at)
        told.append(((event.dated_on, event.change_id), row))
    told += _titles(tx, door)
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


def _titles(tx: Tx, door: Door) -> list[tuple[tuple[date, int], tuple[object, ...]]]:
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
    told: list[tuple[tuple[date, int], tuple[object, ...]]] = []
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
