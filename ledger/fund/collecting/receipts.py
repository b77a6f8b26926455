"""The register of receipts (专用票据, 165号令 art. 14): received in lots, used once, or void.

A deposit uses the receipt that its list names; one without is given its own later. While a book
has a register, a receipt that was never received, is void or stands for another deposit is
refused; whoever keeps the receipts does not issue them (handbook of duties: 票据管理员 ≠ 开票).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, select

from ledger.fund.collecting.receipt_numbers import Lot, Number, as_number, lot_of
from ledger.fund.collecting.receipt_uses import Use, choose_book, read_lots, write_uses
from ledger.fund.using.usage import refuse_future
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

_LOT_MAX: Final = 10_000_000  # receipts in a lot: more is a slip of the keyboard


class Received(NamedTuple):
    """A lot, and what became of the request.

    Attributes:
        used_count: deposits in the books that name receipts of the lot already.
        twice: receipts that more than one of them names; the first has it.
        unchanged: whether the lot had been received before.
    """

    book: Book
    lot: Lot
    used_count: int
    twice: Sequence[str]
    unchanged: bool


# ---- received ----


def receive(
    tx: Tx,
    first: str,
    last: str,
    *,
    kind: str,
    book: str | None,
    on: date | None,
    who: str,
    clock: Clock,
) -> Received:
    """Note that a lot of receipts was received, once.

    Deposits that name receipts of the lot and were booked before use them.

    Raises:
        InputError: `receipt_number`, or a kind that cannot be kept.
        Refused: `receipt_range`, `receipt_overlap`, `book_ambiguous`, `date_in_future`.
    """
    day = on or clock.today
    refuse_future(day, clock)
    kind = clean_name(kind, _("票据种类"))
    begin, end = as_number(first), as_number(last)
    _refuse_range(begin, end)
    of = choose_book(tx, book)
    lock_head(tx, of.book_id)
    lots = read_lots(tx).get(of.book_id, [])
    lot = Lot(of.book_id, len(lots) + 1, begin.prefix, begin.width, begin.no, end.no, who)
    known = _received_before(tx, lots, lot, kind, day)
    if known is not None:
        return Received(of, known, 0, (), unchanged=True)
    tx.conn.execute(
        schema.receipt_lot.insert().values(
            book_id=of.book_id,
            lot_no=lot.lot_no,
            kind=kind,
            prefix=lot.prefix,
            width=lot.width,
            first_no=lot.first_no,
            last_no=lot.last_no,
            received_on=day,
            keeper=who,
            at=clock.at,
        )
    )
    uses, twice = _named_before(tx, lot)
    write_uses(tx, of.book_id, [lot], uses, who, clock)
    return Received(of, lot, len(uses), twice, unchanged=False)


def _refuse_range(begin: Number, end: Number) -> None:
    is_range = (begin.prefix, begin.width) == (end.prefix, end.width) and begin.no <= end.no
    if not is_range or end.no - begin.no >= _LOT_MAX:
        raise Refused(
            "receipt_range",
            _("{first} 到 {last} 不是一段票据号").format(
                first=shown(str(begin)), last=shown(str(end))
            ),
            _("起止号的字头和位数要相同，止号不小于起号，一次不超过一千万张"),
        )


def _received_before(tx: Tx, lots: Sequence[Lot], lot: Lot, kind: str, day: date) -> Lot | None:
    """Return the same lot where it was received before.

    Raises:
        Refused: `receipt_overlap`, where a part of it was, or it was said otherwise.
    """
    table = schema.receipt_lot
    for known in lots:
        same = (known.prefix, known.width) == (lot.prefix, lot.width)
        if not same or known.first_no > lot.last_no or known.last_no < lot.first_no:
            continue
        row = tx.conn.execute(
            select(table.c.kind, table.c.received_on).where(
                table.c.book_id == known.book_id, table.c.lot_no == known.lot_no
            )
        ).one()
        said = (known.first_no, known.last_no, row.kind, row.received_on)
        if said == (lot.first_no, lot.last_no, kind, day):
            return known
        raise Refused(
            "receipt_overlap",
            _("{first} 至 {last} 已于 {on} 领用").format(
                first=Number(known.prefix, known.width, known.first_no),
                last=Number(known.prefix, known.width, known.last_no),
                on=row.received_on,
            ),
            _("请核对起止号；运行 wxzj fund receipt list 查看"),
        )
    return None


def _named_before(tx: Tx, lot: Lot) -> tuple[list[Use], list[str]]:
    """Return the uses by deposits that stand in the books, and what more than one names."""
    deposit, voucher = schema.deposit, schema.voucher
    red = voucher.alias("red")
    first, last = (str(Number(lot.prefix, lot.width, no)) for no in (lot.first_no, lot.last_no))
    query = (
        select(deposit.c.receipt, deposit.c.voucher_id, deposit.c.sub_id, deposit.c.deposit_key)
        .outerjoin(
            red, and_(red.c.book_id == deposit.c.book_id, red.c.reverses == deposit.c.voucher_id)
        )
        .where(
            deposit.c.book_id == lot.book_id,
            deposit.c.receipt.between(first, last),
            red.c.voucher_id.is_(None),
        )
        .order_by(deposit.c.receipt, deposit.c.voucher_id, deposit.c.deposit_key)
    )
    uses: dict[str, Use] = {}
    twice = []
    for row in tx.conn.execute(query):
        if lot_of([lot], row.receipt) is None:
            continue
        if uses.setdefault(row.receipt, Use(*row)) != Use(*row):
            twice.append(row.receipt)
    return list(uses.values()), twice
