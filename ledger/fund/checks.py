"""What the fund room checks of its own papers before a month is closed."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import Select, and_, exists, func, select

from ledger.fund.receipt_list import count_cancelled, lot_states
from ledger.journal.balances import THE_BOOK, THE_PERIOD
from ledger.journal.checking import Check, Month, found
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _


def receipts(tx: Tx, month: Month) -> Finding:
    """Count the month's deposits for which no receipt (专用票据) is recorded."""
    count = tx.conn.execute(_without_receipt(), month.words).scalar_one()
    bad = _("{count} 笔交存没有票据号").format(count=count) if count else ""
    return found("receipts", month, bad=bad, good=_("交存都有票据号"), severity="warn")


@cache
def _without_receipt() -> Select[Any]:
    """Return the question; a deposit whose voucher was cancelled needs no receipt."""
    voucher, deposit, use = schema.voucher, schema.deposit, schema.receipt_use
    red = voucher.alias("red")
    return (
        select(func.count())
        .select_from(voucher)
        .join(
            deposit,
            and_(deposit.c.book_id == THE_BOOK, deposit.c.voucher_id == voucher.c.voucher_id),
        )
        .outerjoin(red, and_(red.c.book_id == THE_BOOK, red.c.reverses == voucher.c.voucher_id))
        .where(
            voucher.c.book_id == THE_BOOK,
            voucher.c.period == THE_PERIOD,
            deposit.c.receipt.is_(None),
            ~exists().where(
                use.c.book_id == THE_BOOK,
                use.c.voucher_id == deposit.c.voucher_id,
                use.c.sub_id == deposit.c.sub_id,
                use.c.deposit_key.is_(None),
            ),
            red.c.voucher_id.is_(None),
        )
    )


def receipt_register(tx: Tx, month: Month) -> Finding:
    """Hold the register of receipts against deposits: numbers passed over, cancelled deposits."""
    gap_count = sum(lot.gap_count for lot in lot_states(tx, [month.book_id]))
    cancelled = count_cancelled(tx, month.book_id)
    told = []
    if gap_count:
        told.append(_("票据断号 {count} 张").format(count=gap_count))
    if cancelled:
        told.append(_("交存已注销而票据未作废 {count} 张").format(count=cancelled))
    return found(
        "receipt_register",
        month,
        bad="；".join(told),
        good=_("票据与交存相符"),
        severity="warn",
    )


CHECKS: Final[tuple[Check, ...]] = (receipts, receipt_register)
