"""What the fund room checks of its own papers before a month is closed."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import Select, and_, exists, func, select

from ledger.fund.collecting.receipt_list import count_cancelled, lot_states
from ledger.fund.collecting.receipt_returns import to_take_back
from ledger.fund.entries import IMPREST
from ledger.fund.entries_leaving import LOST_PAYABLE
from ledger.fund.leaving.custody_register import custodies
from ledger.fund.leaving.verify_lost import closed_holding, owed_by_register
from ledger.fund.using.disputes import count_open
from ledger.journal.balances import THE_BOOK, THE_PERIOD, account_balances, accounts_at
from ledger.journal.checking import Check, Month, found
from ledger.journal.checks import SHOWN_MAX
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import last_day

_DECEMBER: Final = 12


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
    """Hold the register of receipts against deposits: numbers passed over, deposits undone."""
    gap_count = sum(lot.gap_count for lot in lot_states(tx, [month.book_id]))
    cancelled = count_cancelled(tx, month.book_id)
    refunded = len(to_take_back(tx, month.book_id))
    told = []
    if gap_count:
        told.append(_("票据断号 {count} 张").format(count=gap_count))
    if cancelled:
        told.append(_("交存已注销而票据未作废 {count} 张").format(count=cancelled))
    if refunded:
        told.append(_("交存已退尽而票据未收回作废 {count} 张").format(count=refunded))
    return found(
        "receipt_register",
        month,
        bad="；".join(told),
        good=_("票据与交存相符"),
        severity="warn",
    )


def lost_payable(tx: Tx, month: Month) -> Finding:
    """Compare 2001 with the register of what is owed for lost houses, at the month's end."""
    held = accounts_at()
    booked_fen = -int(
        tx.conn.execute(
            select(func.coalesce(func.sum(held.c.balance_fen), 0)).where(
                held.c.account == LOST_PAYABLE
            ),
            month.words,
        ).scalar_one()
    )
    owed_fen = owed_by_register(tx, month.book_id, month.period)
    bad = ""
    if booked_fen != owed_fen:
        bad = _("2001 余额 {booked} 元，灭失返还登记簿应付 {owed} 元").format(
            booked=format_fen(booked_fen), owed=format_fen(owed_fen)
        )
    return found(
        "lost_payable", month, bad=bad, good=_("应付灭失返还与登记簿一致"), severity="warn"
    )


def closed_accounts(tx: Tx, month: Month) -> Finding:
    """Look for closed sub-accounts that hold something."""
    codes = closed_holding(tx, month.book_id)
    bad = _("已销户而有余额：{codes}").format(codes="、".join(codes[:SHOWN_MAX])) if codes else ""
    return found("closed_accounts", month, bad=bad, good=_("已销户的分户账余额都是零"))


def custody_to_come(tx: Tx, month: Month) -> Finding:
    """Tell how much of hand-overs that have begun is still to come."""
    left = [
        _("{code} 未划转 {amount} 元").format(code=each.code, amount=format_fen(side.to_come_fen))
        for each in custodies(tx)
        for side in each.sides
        if side.old.book_id == month.book_id and side.to_come_fen
    ]
    good = _("没有未划完的划转")
    return found("custody_to_come", month, bad="；".join(left), good=good, severity="warn")


def imprest(tx: Tx, month: Month) -> Finding:
    """Tell at the year's end what imprest holders still have (备用金年末结清)."""
    bad = ""
    if month.period % 100 == _DECEMBER:
        balances = account_balances(tx, month.book_id, month.period)
        fen = int(
            tx.conn.execute(
                select(func.coalesce(func.sum(balances.c.balance_fen), 0)).where(
                    balances.c.account == IMPREST
                )
            ).scalar_one()
        )
        bad = _("年末备用金还有 {amount} 元").format(amount=format_fen(fen)) if fen else ""
    return found("imprest", month, bad=bad, good=_("没有要结清的备用金"), severity="warn")


def disputed_shares(tx: Tx, month: Month) -> Finding:
    """Count the disputes of shares that were open at the month's end."""
    count = count_open(tx, month.book_id, last_day(month.period))
    bad = _("{count} 户的分摊有争议未处理").format(count=count) if count else ""
    return found("disputed_shares", month, bad=bad, good=_("没有未处理的分摊争议"), severity="warn")


CHECKS: Final[tuple[Check, ...]] = (
    receipts,
    receipt_register,
    lost_payable,
    closed_accounts,
    custody_to_come,
    imprest,
    disputed_shares,
)
