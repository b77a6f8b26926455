"""Houses that went into others, held to the log and to the shares. All books at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, union_all

from ledger.journal.verify_log import Books, wrong
from ledger.journal.voucher import Part
from ledger.registry.lineage import Figures, event_content
from ledger.registry.standing import FROM, INTO
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _

_Part = tuple[int, str, str, str | None, Figures]


def houses(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare each event with its leaf in the log and with its voucher."""
    yield from _without_event(tx, books)
    yield from _other_than_logged(tx, books)
    yield from _other_than_posted(tx, books)


def _without_event(tx: Tx, books: Books) -> Iterator[Finding]:
    event = schema.house_event
    for table in (schema.house_part, schema.carried_move):
        here = and_(event.c.book_id == table.c.book_id, event.c.event_no == table.c.event_no)
        for book_id, event_no in tx.conn.execute(
            select(table.c.book_id, table.c.event_no).distinct().where(~exists().where(here))
        ):
            yield wrong(
                "house_register_differs",
                f"{books.book(book_id)} #{event_no}",
                _("房屋变更登记没有对应的事项"),
            )


def _other_than_logged(tx: Tx, books: Books) -> Iterator[Finding]:
    event, part, carried, change = (
        schema.house_event,
        schema.house_part,
        schema.carried_move,
        schema.master_change,
    )
    parts: dict[tuple[int, int], list[_Part]] = defaultdict(list)
    for row in tx.conn.execute(select(part)):
        figures = Figures(*(getattr(row, name) for name in Figures._fields))
        parts[row.book_id, row.event_no].append(
            (row.sub_id, row.role, row.kind, row.kind_before, figures)
        )
    moves: dict[tuple[int, int], dict[int, dict[tuple[Part, date], int]]] = defaultdict(dict)
    for row in tx.conn.execute(select(carried)):
        own = moves[row.book_id, row.event_no].setdefault(row.sub_id, {})
        own[Part(row.part), row.value_on] = row.amount_fen
    for row in tx.conn.execute(
        select(event, change.c.content).outerjoin(
            change,
            and_(change.c.book_id == event.c.book_id, change.c.change_id == event.c.change_id),
        )
    ):
        key = (row.book_id, row.event_no)
        content = event_content(row.act, row.dated_on, parts[key], moves[key].items())
        if row.content is None or content != bytes(row.content):
            yield wrong(
                "house_register_differs",
                f"{books.book(row.book_id)} #{row.change_id}",
                _("房屋变更登记与日志不符"),
            )


def _other_than_posted(tx: Tx, books: Books) -> Iterator[Finding]:
    event, part, share = schema.house_event, schema.house_part, schema.share
    sign = case((part.c.role == INTO, 1), else_=-1)
    said: list[Any] = [
        select(part.c.book_id, part.c.event_no, part.c.sub_id, (sign * column).label("fen")).where(
            part.c.role.in_((FROM, INTO))
        )
        for column in (part.c.principal_fen, part.c.earnings_fen)
    ]
    own, other = schema.voucher.alias("own"), schema.voucher.alias("other")
    # A move between estates has two vouchers of one event; the register names the second.
    posted = (
        select(part.c.book_id, part.c.event_no, share.c.sub_id, -share.c.amount_fen)
        .join_from(
            part,
            event,
            and_(event.c.book_id == part.c.book_id, event.c.event_no == part.c.event_no),
        )
        .join(own, and_(own.c.book_id == event.c.book_id, own.c.voucher_id == event.c.voucher_id))
        .join(
            other,
            and_(
                other.c.book_id == own.c.book_id,
                or_(other.c.voucher_id == own.c.voucher_id, other.c.event == own.c.event),
            ),
        )
        .join(
            share,
            and_(
                share.c.book_id == other.c.book_id,
                share.c.voucher_id == other.c.voucher_id,
                share.c.sub_id == part.c.sub_id,
            ),
        )
    )
    both = union_all(*said, posted).subquery()
    keys = (both.c.book_id, both.c.event_no)
    differing = (
        select(*keys).group_by(*keys, both.c.sub_id).having(func.sum(both.c.fen) != 0).distinct()
    )
    for book_id, event_no in tx.conn.execute(differing):
        yield wrong(
            "house_register_differs",
            f"{books.book(book_id)} #{event_no}",
            _("房屋变更登记与凭证的分户明细不符"),
        )
