"""The register of the bank's movements (银行流水): what became of each number of a bank account.

Whatever room books a movement of the bank, or draws it up, writes the bank's number here beside
its voucher or its draft. A row stands while its draft waits, and once it is posted until its
voucher is reversed; of one account and number one row stands at most, which the database holds
too. What is in a bank's statement is found here by account and number.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, and_, func, literal, or_, select

from ledger.journal.reading import number_of
from ledger.journal.voucher import Draft
from ledger.store import schema
from ledger.store.database import Tx

_WAITING: Final = ("DRAFT", "CHECKED")


class Standing(NamedTuple):
    """A movement that is booked, or waits.

    Attributes:
        kind: what became of it, such as `deposit` or `refund`.
        moved_on: the day of the bank.
        amount_fen: what came in (+) or went out (-).
        code: of the voucher, or of the draft that waits.
    """

    kind: str
    moved_on: date
    amount_fen: int
    counterparty: str | None
    code: str


class Owned(NamedTuple):
    """The place of a draft, or of a voucher, whose movements are to be written."""

    draft: Draft
    draft_id: int | None = None
    voucher_id: int | None = None


def write_movements(tx: Tx, owned: Iterable[Owned]) -> None:
    """Enter the movements that drafts or vouchers, written before, name; each in its turn.

    Raises:
        Refused: `bank_ref_used`, `bank_account_wrong`, of the database.
    """
    table = schema.bank_movement
    for one in owned:
        for move in one.draft.movements:
            tx.conn.execute(
                table.insert().values(
                    book_id=one.draft.book_id,
                    bank_account_id=move.bank_account_id,
                    bank_ref=move.bank_ref,
                    turn=_next_turn(one.draft.book_id, move.bank_account_id, move.bank_ref),
                    kind=move.kind,
                    moved_on=one.draft.dated_on,
                    amount_fen=move.amount_fen,
                    counterparty=move.counterparty,
                    draft_id=one.draft_id,
                    voucher_id=one.voucher_id,
                )
            )


def write_from(tx: Tx, table: FromClause, kind: str, which: ColumnElement[bool]) -> None:
    """Enter the movements of rows that lie in a table, such as deposits, in one statement.

    Args:
        tx: a transaction.
        table: has `book_id`, `bank_account_id`, `bank_ref`, `dated_on`, `amount_fen`, `payer`, and
            `draft_id` or `voucher_id`.
        kind: what became of them.
        which: of its rows.
    """
    owner = "voucher_id" if "voucher_id" in table.c else "draft_id"
    row = table.c
    rows = (
        select(
            row.book_id,
            row.bank_account_id,
            row.bank_ref,
            _next_turn(row.book_id, row.bank_account_id, row.bank_ref),
            literal(kind),
            row.dated_on,
            row.amount_fen,
            row.payer,
            row[owner],
        )
        .where(which, row.bank_ref.is_not(None))
        .order_by(row.book_id, row.bank_account_id, row.bank_ref)
    )
    columns = (
        "book_id",
        "bank_account_id",
        "bank_ref",
        "turn",
        "kind",
        "moved_on",
        "amount_fen",
        "counterparty",
        owner,
    )
    tx.conn.execute(schema.bank_movement.insert().from_select(columns, rows))


def _next_turn(book_id: Any, bank_account_id: Any, bank_ref: Any) -> ColumnElement[int]:
    turns = schema.bank_movement.alias("turns")
    return (
        select(func.coalesce(func.max(turns.c.turn), 0) + 1)
        .where(
            turns.c.book_id == book_id,
            turns.c.bank_account_id == bank_account_id,
            turns.c.bank_ref == bank_ref,
        )
        .scalar_subquery()
    )


def find_standing(tx: Tx, book_id: int, bank_account_id: int, bank_ref: str) -> Standing | None:
    """Return the movement of this number that stands, if any."""
    table = schema.bank_movement
    query = standing().where(
        table.c.book_id == book_id,
        table.c.bank_account_id == bank_account_id,
        table.c.bank_ref == bank_ref,
    )
    row = tx.conn.execute(query).one_or_none()
    return None if row is None else read_standing(row)


def standing(*more: ColumnElement[Any]) -> Select[Any]:
    """Return the question for the movements that stand; `read_standing` reads its rows.

    Args:
        more: columns of `bank_movement` beside those of `Standing`.
    """
    table, draft, voucher = schema.bank_movement, schema.draft, schema.voucher
    red, book = voucher.alias("red"), schema.book
    voucher_id = func.coalesce(table.c.voucher_id, draft.c.voucher_id)
    return (
        select(
            table.c.kind,
            table.c.moved_on,
            table.c.amount_fen,
            table.c.counterparty,
            book.c.code.label("book"),
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            table.c.draft_id,
            *more,
        )
        .join_from(table, book, book.c.book_id == table.c.book_id)
        .outerjoin(
            draft,
            and_(draft.c.book_id == table.c.book_id, draft.c.draft_id == table.c.draft_id),
        )
        .outerjoin(
            voucher, and_(voucher.c.book_id == table.c.book_id, voucher.c.voucher_id == voucher_id)
        )
        .outerjoin(red, and_(red.c.book_id == table.c.book_id, red.c.reverses == voucher_id))
        .where(
            or_(voucher.c.voucher_id.is_not(None), draft.c.state.in_(_WAITING)),
            red.c.voucher_id.is_(None),
        )
    )


def read_standing(row: Any) -> Standing:
    """Turn a row of `standing` into what it tells."""
    tail = f"D-{row.draft_id}" if row.period is None else number_of(row.period, row.word, row.no)
    return Standing(
        row.kind, row.moved_on, int(row.amount_fen), row.counterparty, f"{row.book}:{tail}"
    )
