"""The register of receipts as people read it: lots with what is left, and each receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, Subquery, and_, case, func, literal, select, union_all

from ledger.fund.collecting.receipt_numbers import Number, gaps
from ledger.fund.collecting.receipt_returns import Place, given_back
from ledger.journal.reading import number_of
from ledger.store import schema
from ledger.store.database import Tx

_GAPS_SHOWN = 5


class LotState(NamedTuple):
    """A lot and how many of its receipts became what.

    Attributes:
        left: those that are still to be used.
        gaps: runs of unused numbers below one that was used or is void.
        gap_count: how many numbers these are.
    """

    book: str
    lot_no: int
    kind: str
    first: str
    last: str
    received_on: date
    keeper: str
    size: int
    used: int
    void: int
    left: int
    gap_count: int
    gaps: str


class Entry(NamedTuple):
    """A receipt that was used or is void.

    Attributes:
        state: `used`, `void`; or it must be made void: `cancelled`, as the deposit was, or
            `refunded`, as the deposit went back wholly.
        refunds: the vouchers that gave its deposit back, wholly or in part.
    """

    book: str
    receipt: str
    state: str
    on: date | None
    household: str | None
    amount_fen: int | None
    voucher: str | None
    reason: str | None
    refunds: str | None


def lot_states(tx: Tx, book_ids: Collection[int]) -> Iterator[LotState]:
    """Walk the lots of books, in the order in which they were received."""
    lot, book = schema.receipt_lot, schema.book
    rows = tx.conn.execute(
        select(lot, book.c.code)
        .join(book, book.c.book_id == lot.c.book_id)
        .where(lot.c.book_id.in_(sorted(book_ids)))
        .order_by(book.c.code, lot.c.lot_no)
    ).all()
    for row in rows:
        used, void = (_count(tx, table, row) for table in (schema.receipt_use, schema.receipt_void))
        both = tx.conn.execute(
            select(func.count()).select_from(_taken(row.book_id, row.lot_no))
        ).scalar_one()
        count = row.last_no - row.first_no + 1
        runs = list(gap_runs(tx, row))
        told = [
            f"{Number(row.prefix, row.width, first)}–{Number(row.prefix, row.width, last)}"
            if first != last
            else str(Number(row.prefix, row.width, first))
            for first, last in runs[:_GAPS_SHOWN]
        ]
        yield LotState(
            row.code,
            row.lot_no,
            row.kind,
            str(Number(row.prefix, row.width, row.first_no)),
            str(Number(row.prefix, row.width, row.last_no)),
            row.received_on,
            row.keeper,
            count,
            used - (used + void - both),
            void,
            count - both,
            sum(last - first + 1 for first, last in runs),
            "、".join([*told, "…"] if len(runs) > _GAPS_SHOWN else told),
        )


def _count(tx: Tx, table: Any, row: Any) -> int:
    query = select(func.count(table.c.no.distinct())).where(
        table.c.book_id == row.book_id, table.c.lot_no == row.lot_no
    )
    return int(tx.conn.execute(query).scalar_one())


def _taken(book_id: int, lot_no: int) -> Subquery:
    """Return the numbers of a lot that were used or are void, each once."""
    parts = [
        select(table.c.no).where(table.c.book_id == book_id, table.c.lot_no == lot_no)
        for table in (schema.receipt_use, schema.receipt_void)
    ]
    return select(union_all(*parts).subquery().c.no).distinct().subquery()


def gap_runs(tx: Tx, lot: Any) -> Iterator[tuple[int, int]]:
    """Walk the runs of numbers of a lot that were passed over."""
    taken = _taken(lot.book_id, lot.lot_no)
    before = func.coalesce(func.lag(taken.c.no).over(order_by=taken.c.no), lot.first_no - 1)
    steps = select(before.label("before"), taken.c.no).subquery()
    query = select(steps.c.before, steps.c.no).where(steps.c.no > steps.c.before + 1)
    for last_taken, no in tx.conn.execute(query.order_by(steps.c.no)):
        yield from gaps([no], int(last_taken) + 1)


def count_cancelled(tx: Tx, book_id: int) -> int:
    """Count the receipts of a book that are to be made void: their deposit was cancelled."""
    use, void, voucher = schema.receipt_use, schema.receipt_void, schema.voucher
    red = voucher.alias("red")
    last = schema.receipt_use.alias("last")
    query = (
        select(func.count())
        .select_from(use)
        .join(red, and_(red.c.book_id == use.c.book_id, red.c.reverses == use.c.voucher_id))
        .outerjoin(void, and_(void.c.book_id == use.c.book_id, void.c.receipt == use.c.receipt))
        .outerjoin(
            last,
            and_(
                last.c.book_id == use.c.book_id,
                last.c.receipt == use.c.receipt,
                last.c.use_no > use.c.use_no,
            ),
        )
        .where(use.c.book_id == book_id, void.c.receipt.is_(None), last.c.receipt.is_(None))
    )
    return int(tx.conn.execute(query).scalar_one())


def entries(tx: Tx, book_ids: Collection[int]) -> Iterator[Entry]:
    """Walk the receipts that were used or are void, by book and number."""
    rows = tx.conn.execute(
        union_all(_used(book_ids), _voided(book_ids)).order_by("code", "receipt", "use_no"),
        execution_options={"yield_per": 2000},
    )
    back = given_back(tx, book_ids)
    for row in rows:
        number = None if row.no is None else number_of(row.period, row.word, row.no)
        gone = back.get(Place(row.book_id, row.voucher_id, row.sub_id))
        is_whole = gone is not None and gone.fen >= row.held_fen
        yield Entry(
            row.code,
            row.receipt,
            "refunded" if is_whole and row.state == "used" else row.state,
            row.dated_on,
            row.household,
            row.amount_fen,
            None if number is None else f"{row.code}:{number}",
            row.reason,
            None if gone is None else "、".join(gone.vouchers),
        )


def _used(book_ids: Collection[int]) -> Select[Any]:
    use, book, voucher, sub, share, void = (
        schema.receipt_use,
        schema.book,
        schema.voucher,
        schema.sub_account,
        schema.share,
        schema.receipt_void,
    )
    red, deposit = voucher.alias("red"), schema.deposit
    cancelled = red.c.voucher_id.is_not(None)
    return (
        select(
            book.c.code.label("code"),
            use.c.receipt.label("receipt"),
            use.c.use_no.label("use_no"),
            case((cancelled, literal("cancelled")), else_=literal("used")).label("state"),
            voucher.c.dated_on.label("dated_on"),
            sub.c.code.label("household"),
            func.coalesce(deposit.c.amount_fen, share.c.amount_fen).label("amount_fen"),
            voucher.c.period.label("period"),
            voucher.c.word.label("word"),
            voucher.c.no.label("no"),
            literal(None, type_=schema.receipt_void.c.reason.type).label("reason"),
            use.c.book_id.label("book_id"),
            use.c.voucher_id.label("voucher_id"),
            use.c.sub_id.label("sub_id"),
            share.c.amount_fen.label("held_fen"),
        )
        .join_from(use, book, book.c.book_id == use.c.book_id)
        .join(
            voucher,
            and_(voucher.c.book_id == use.c.book_id, voucher.c.voucher_id == use.c.voucher_id),
        )
        .join(sub, and_(sub.c.book_id == use.c.book_id, sub.c.sub_id == use.c.sub_id))
        .join(
            share,
            and_(
                share.c.book_id == use.c.book_id,
                share.c.voucher_id == use.c.voucher_id,
                share.c.sub_id == use.c.sub_id,
                share.c.part == 0,
            ),
        )
        .outerjoin(
            deposit,
            and_(
                deposit.c.book_id == use.c.book_id,
                deposit.c.deposit_key == use.c.deposit_key,
                deposit.c.voucher_id == use.c.voucher_id,
            ),
        )
        .outerjoin(red, and_(red.c.book_id == use.c.book_id, red.c.reverses == use.c.voucher_id))
        .outerjoin(void, and_(void.c.book_id == use.c.book_id, void.c.receipt == use.c.receipt))
        .where(use.c.book_id.in_(sorted(book_ids)), void.c.receipt.is_(None))
    )


def _voided(book_ids: Collection[int]) -> Select[Any]:
    void, book, voucher = schema.receipt_void, schema.book, schema.voucher

    def nothing(column: Any) -> Any:
        return literal(None, type_=column.type)

    return (
        select(
            book.c.code,
            void.c.receipt,
            literal(0),
            literal("void"),
            void.c.voided_on,
            nothing(schema.sub_account.c.code),
            nothing(schema.share.c.amount_fen),
            nothing(voucher.c.period),
            nothing(voucher.c.word),
            nothing(voucher.c.no),
            void.c.reason,
            void.c.book_id,
            nothing(voucher.c.voucher_id),
            nothing(schema.share.c.sub_id),
            nothing(schema.share.c.amount_fen),
        )
        .join_from(void, book, book.c.book_id == void.c.book_id)
        .where(void.c.book_id.in_(sorted(book_ids)))
    )
