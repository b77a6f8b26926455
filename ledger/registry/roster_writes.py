"""Writing the new households of a staged roster into one book, set-wise, and into its log."""

from __future__ import annotations

import hashlib
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, literal, select

from ledger.registry.books import Book
from ledger.registry.roster_rows import staged_household
from ledger.store import schema
from ledger.store.canon import fields
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock

KIND: Final = "households"
_BATCH: Final = 5000  # rows read at a time
_STAGED: Final = staged_household.c


class BookShare(NamedTuple):
    """What a roster brought to one book."""

    book: Book
    household_count: int
    area: int
    due_fen: int
    change_id: int = 0


def take_over(tx: Tx, book: Book, file: str, who: str, clock: Clock) -> BookShare:
    """Register the new households of one book."""
    sub = schema.sub_account
    content, share = _content(tx, book)
    change_id = record_master_change(
        tx,
        book.book_id,
        kind=KIND,
        summary=f"导入房屋清册 {file}：{share.household_count} 户",
        row_count=share.household_count,
        content=content,
        who=who,
        clock=clock,
    )
    last = tx.conn.execute(
        select(func.coalesce(func.max(sub.c.sub_id), 0)).where(sub.c.book_id == book.book_id)
    ).scalar_one()
    _add_sub_accounts(tx, book, last)
    _add_households(tx, book, last, change_id)
    _add_titles(tx, book, last, change_id)
    _add_selling_units(tx, book, last + share.household_count)
    return share._replace(change_id=change_id)


def _is_new_in(book: Book) -> ColumnElement[bool]:
    """Tell whether a staged row, joined to its estate, is a new household of `book`."""
    estate, sub = schema.estate, schema.sub_account
    return and_(
        _STAGED.fund_type == book.fund_type,
        estate.c.custodian_id == book.custodian_id,
        ~exists(
            select(sub.c.sub_id).where(sub.c.book_id == book.book_id, sub.c.code == _STAGED.code)
        ),
    )


def _content(tx: Tx, book: Book) -> tuple[bytes, BookShare]:
    """Digest the canonical text of the new households, in order of their codes, and count them."""
    estate = schema.estate
    due_fen = func.coalesce(_STAGED.due_fen, 0)
    query = (
        select(
            fields(
                _STAGED.code,
                _STAGED.kind,
                _STAGED.floor,
                _STAGED.lift,
                _STAGED.structure,
                _STAGED.usage,
                _STAGED.area,
                _STAGED.share_area,
                _STAGED.vote_area,
                _STAGED.heads,
                _STAGED.price_fen,
                _STAGED.standard_fen,
                due_fen,
                _STAGED.selling_unit,
                _STAGED.owner,
                _STAGED.owned_from,
                _STAGED.id_no,
                _STAGED.phone,
            ),
            _STAGED.area,
            due_fen,
        )
        .join_from(staged_household, estate, estate.c.code == _STAGED.estate)
        .where(_is_new_in(book))
        .order_by(_STAGED.code)
    )
    digest = hashlib.sha256()
    count = area = due = 0
    for text, own_area, own_due in tx.conn.execute(query, execution_options={"yield_per": _BATCH}):
        digest.update(text.encode())
        count += 1
        area += own_area
        due += own_due
    return digest.digest(), BookShare(book, count, area, due)


def _add_sub_accounts(tx: Tx, book: Book, last: int) -> None:
    sub, estate = schema.sub_account, schema.estate
    place = func.row_number().over(order_by=_STAGED.row_no)
    tx.conn.execute(
        sub.insert().from_select(
            ["book_id", "sub_id", "kind", "control", "code", "estate_id"],
            select(
                literal(book.book_id),
                place + last,
                literal("HOUSEHOLD"),
                literal(book.control),
                _STAGED.code,
                estate.c.estate_id,
            )
            .join_from(staged_household, estate, estate.c.code == _STAGED.estate)
            .where(_is_new_in(book)),
        )
    )


def _add_households(tx: Tx, book: Book, last: int, change_id: int) -> None:
    sub, household = schema.sub_account, schema.household
    same = (
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
        "selling_unit",
    )
    tx.conn.execute(
        household.insert().from_select(
            [
                "book_id",
                "sub_id",
                "estate_id",
                *same,
                "due_fen",
                "deposited_before_fen",
                "change_id",
            ],
            select(
                sub.c.book_id,
                sub.c.sub_id,
                sub.c.estate_id,
                *(_STAGED[name] for name in same),
                func.coalesce(_STAGED.due_fen, 0),
                literal(0),
                literal(change_id),
            ).join_from(staged_household, sub, _is_opened(book, last)),
        )
    )


def _add_titles(tx: Tx, book: Book, last: int, change_id: int) -> None:
    """Note the owners, where the roster names them."""
    sub, title = schema.sub_account, schema.title
    tx.conn.execute(
        title.insert().from_select(
            [
                "book_id",
                "sub_id",
                "title_no",
                "owner",
                "id_no",
                "phone",
                "owned_from",
                "share_num",
                "share_den",
                "change_id",
            ],
            select(
                sub.c.book_id,
                sub.c.sub_id,
                literal(1),
                _STAGED.owner,
                _STAGED.id_no,
                _STAGED.phone,
                _STAGED.owned_from,
                literal(1),
                literal(1),
                literal(change_id),
            )
            .join_from(staged_household, sub, _is_opened(book, last))
            .where(_STAGED.owner.is_not(None)),
        )
    )


def _is_opened(book: Book, last: int) -> ColumnElement[bool]:
    """Join a staged row to its sub-account, where that came after `last`."""
    sub = schema.sub_account
    return and_(sub.c.book_id == book.book_id, sub.c.code == _STAGED.code, sub.c.sub_id > last)


def _add_selling_units(tx: Tx, book: Book, last: int) -> None:
    """Open the sub-account of each building's selling unit, where the roster names one."""
    if book.fund_type != "P":
        return
    sub, estate = schema.sub_account, schema.estate
    code = _STAGED.estate + "-" + _STAGED.building + "-SU"
    named = (
        select(code.label("code"), estate.c.estate_id)
        .join_from(staged_household, estate, estate.c.code == _STAGED.estate)
        .where(
            _STAGED.fund_type == book.fund_type,
            _STAGED.selling_unit.is_not(None),
            estate.c.custodian_id == book.custodian_id,
            ~exists(select(sub.c.sub_id).where(sub.c.book_id == book.book_id, sub.c.code == code)),
        )
        .distinct()
        .subquery()
    )
    tx.conn.execute(
        sub.insert().from_select(
            ["book_id", "sub_id", "kind", "control", "code", "estate_id"],
            select(
                literal(book.book_id),
                func.row_number().over(order_by=named.c.code) + last,
                literal("SELLING_UNIT"),
                literal(book.control),
                named.c.code,
                named.c.estate_id,
            ),
        )
    )
