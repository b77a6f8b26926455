"""What the journal checks of itself before a month is closed. Each check gives one finding.

The checks look at the month's own vouchers and at kept balances, so that they cost what the month
moved. None of them trusts a figure that it could compare with another.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    union_all,
)

from ledger.journal.balances import (
    THE_BOOK,
    THE_PERIOD,
    accounts_at,
    holdings_at,
)
from ledger.journal.checking import Check, Month, found
from ledger.journal.reading import number_of
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Dialect, Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import first_day, format_period, last_day
from ledger.values.text import safe

SHOWN_MAX: Final = 3  # how many of the bad rows a finding names
HOUSEHOLDS: Final = 1  # the control of accounts that households hold


def trial_balance(tx: Tx, month: Month) -> Finding:
    """Compare debits with credits, and the month's lines with the turnover that is kept."""
    differing = tx.conn.execute(_differing_turnover(), month.words).scalars().all()
    gap_fen = tx.conn.execute(_debit_less_credit(), month.words).scalar_one() or 0
    bad = ""
    if differing:
        bad = _("发生额与分录不符的科目：{accounts}").format(accounts="、".join(differing))
    elif gap_fen:
        bad = _("借贷不平，相差 {amount} 元").format(amount=format_fen(int(gap_fen)))
    return found("trial_balance", month, bad=bad, good=_("借贷平衡"))


@cache
def _differing_turnover() -> Select[Any]:
    line, voucher, kept = schema.line, schema.voucher, schema.turnover
    debit = case((line.c.side == "D", line.c.amount_fen), else_=0)
    credit = case((line.c.side == "C", line.c.amount_fen), else_=0)
    written = (
        select(line.c.account, debit.label("debit"), credit.label("credit"))
        .join_from(
            voucher,
            line,
            and_(line.c.book_id == THE_BOOK, line.c.voucher_id == voucher.c.voucher_id),
        )
        .where(voucher.c.book_id == THE_BOOK, voucher.c.period == THE_PERIOD)
    )
    summed = select(kept.c.account, -kept.c.debit_fen, -kept.c.credit_fen).where(
        kept.c.book_id == THE_BOOK, kept.c.period == THE_PERIOD
    )
    both = union_all(written, summed).subquery()
    return (
        select(both.c.account)
        .group_by(both.c.account)
        .having(or_(func.sum(both.c.debit) != 0, func.sum(both.c.credit) != 0))
        .order_by(both.c.account)
    )


@cache
def _debit_less_credit() -> Select[Any]:
    return select(func.sum(accounts_at().c.balance_fen))


def sub_accounts(tx: Tx, month: Month) -> Finding:
    """Compare what sub-accounts hold with their control account and what will close into it."""
    targets = tuple(
        (rule.account, rule.target) for rule in month.rules.values() if rule.control == HOUSEHOLDS
    )
    query = _gaps(tx.dialect, targets, has_later=month.end.has_later)
    told = [
        _("{account} {estate} 相差 {amount} 元").format(
            account=row[0], estate=safe(row[1] or _("未定小区")), amount=format_fen(int(row[2]))
        )
        for row in tx.conn.execute(query, month.words)
    ]
    return found("sub_accounts", month, bad="；".join(told), good=_("分户账合计与总账一致"))


@cache
def _gaps(
    dialect: Dialect, targets: tuple[tuple[str, str], ...], *, has_later: bool
) -> Select[Any]:
    """Return the question for control accounts and estates that differ; `targets` are few."""
    accounts, held = accounts_at(), holdings_at(dialect, has_later=has_later)
    sub, estate = schema.sub_account, schema.estate
    target = dict(targets)
    ledger = select(
        case(target, value=accounts.c.account, else_=None).label("control"),
        accounts.c.estate_id,
        accounts.c.balance_fen.label("fen"),
    ).where(accounts.c.account.in_(target))
    households = (
        select(sub.c.control, func.coalesce(sub.c.estate_id, 0), held.c.amount_fen)
        .join_from(held, sub, and_(sub.c.book_id == THE_BOOK, sub.c.sub_id == held.c.sub_id))
        .where(sub.c.control.in_(sorted(set(target.values()))), held.c.amount_fen != 0)
    )
    both = union_all(ledger, households).subquery()
    gap = func.sum(both.c.fen)
    return (
        select(both.c.control, estate.c.code, gap)
        .outerjoin_from(both, estate, estate.c.estate_id == both.c.estate_id)
        .group_by(both.c.control, estate.c.code)
        .having(gap != 0)
        .order_by(both.c.control, estate.c.code)
        .limit(SHOWN_MAX)
    )


def number_gap(tx: Tx, month: Month) -> Finding:
    """Look for numbers of vouchers that are missing, by word."""
    told = [
        _("{word}字号应有 {last} 张，实有 {count} 张").format(
            word=row.word, last=row.last_no, count=row.filed or 0
        )
        for row in tx.conn.execute(_numbers(), month.words)
        if not row.last_no == row.filed == row.last
    ]
    return found("number_gap", month, bad="；".join(told), good=_("凭证号连续"))


@cache
def _numbers() -> Select[Any]:
    voucher, number = schema.voucher, schema.number
    counted = (
        select(voucher.c.word, func.count().label("filed"), func.max(voucher.c.no).label("last"))
        .where(voucher.c.book_id == THE_BOOK, voucher.c.period == THE_PERIOD)
        .group_by(voucher.c.word)
        .subquery()
    )
    return (
        select(number.c.word, number.c.last_no, counted.c.filed, counted.c.last)
        .outerjoin_from(number, counted, counted.c.word == number.c.word)
        .where(number.c.book_id == THE_BOOK, number.c.period == THE_PERIOD)
        .order_by(number.c.word)
    )


def drafts(tx: Tx, month: Month) -> Finding:
    """Count what waits to be posted and is dated in the month."""
    days = {"first": first_day(month.period), "last": last_day(month.period)}
    waiting = tx.conn.execute(_waiting(), {**month.words, **days}).scalar_one()
    bad = _("还有 {count} 张凭证草稿未记账").format(count=waiting) if waiting else ""
    return found("drafts", month, bad=bad, good=_("没有未记账的草稿"))


@cache
def _waiting() -> Select[Any]:
    draft = schema.draft
    return select(func.count()).where(
        draft.c.book_id == THE_BOOK,
        draft.c.state.in_(("DRAFT", "CHECKED")),
        draft.c.dated_on.between(bindparam("first", type_=Date), bindparam("last", type_=Date)),
    )


def earlier_month_open(tx: Tx, month: Month) -> Finding:
    """Look for earlier months that are open."""
    periods = tx.conn.execute(_earlier(), month.words).scalars()
    bad = "、".join(map(format_period, periods))
    if bad:
        bad = _("以前月份未结账：{periods}").format(periods=bad)
    return found("earlier_month_open", month, bad=bad, good=_("以前月份都已结账"))


@cache
def _earlier() -> Select[Any]:
    table = schema.month
    return (
        select(table.c.period)
        .where(table.c.book_id == THE_BOOK, table.c.period < THE_PERIOD, table.c.state == "OPEN")
        .order_by(table.c.period)
    )


def negative_balance(tx: Tx, month: Month) -> Finding:
    """Look for sub-accounts below what they may hold; nothing where no floor was granted."""
    told = _holders(tx, month, granted=False)
    return found("negative_balance", month, bad=told, good=_("没有透支的分户"))


def granted_floor(tx: Tx, month: Month) -> Finding:
    """List the sub-accounts that may stand below nothing by a second person's leave."""
    told = _holders(tx, month, granted=True)
    bad = _("经批准可以透支的分户：{codes}").format(codes=told) if told else ""
    return found("granted_floor", month, bad=bad, good=_("没有经批准透支的分户"), severity="warn")


def _holders(tx: Tx, month: Month, *, granted: bool) -> str:
    """Name the first of the sub-accounts that are asked for, and say whether there are more."""
    rows = tx.conn.execute(_low_balances(granted=granted), month.words).all()
    told = [
        _("{code} {part} {amount} 元").format(
            code=safe(code),
            part=_("本金") if part == Part.PRINCIPAL else _("收益"),
            amount=format_fen(fen),
        )
        for code, part, fen in rows[:SHOWN_MAX]
    ]
    return "；".join([*told, "…"] if len(rows) > SHOWN_MAX else told)


@cache
def _low_balances(*, granted: bool) -> Select[Any]:
    balance, sub = schema.sub_balance, schema.sub_account
    below = balance.c.amount_fen - balance.c.earmark_fen < balance.c.floor_fen
    return (
        select(sub.c.code, balance.c.part, balance.c.amount_fen)
        .join_from(balance, sub, and_(sub.c.book_id == THE_BOOK, sub.c.sub_id == balance.c.sub_id))
        .where(balance.c.book_id == THE_BOOK, balance.c.floor_fen < 0 if granted else below)
        .order_by(sub.c.code, balance.c.part)
        .limit(SHOWN_MAX + 1)
    )


def bank_overdrawn(tx: Tx, month: Month) -> Finding:
    """Look for bank accounts that would stand below nothing at the end of the month."""
    told = [
        _("专户 {number} 账面余额 {amount} 元").format(
            number=safe(row.number), amount=format_fen(row.balance_fen)
        )
        for row in tx.conn.execute(_overdrawn(), month.words)
    ]
    good = _("没有透支的专户")
    return found("bank_overdrawn", month, bad="；".join(told), good=good, severity="warn")


@cache
def _overdrawn() -> Select[Any]:
    balances, bank = accounts_at(), schema.bank_account
    return (
        select(bank.c.number, balances.c.balance_fen)
        .join(balances, balances.c.bank_account_id == bank.c.bank_account_id)
        .where(balances.c.balance_fen < 0)
        .order_by(bank.c.number)
    )


def event_in_part(tx: Tx, month: Month) -> Finding:
    """Look for business acts of several vouchers that were cancelled in part and not mended."""
    touched = tx.conn.execute(_events_touched(), month.words).scalars().all()
    if not touched:
        return found("event_in_part", month, bad="", good=_("没有只注销了一部分的业务"))
    voucher = schema.voucher
    original, mending = voucher.alias("original"), voucher.alias("mending")

    def answered(by: str) -> ColumnElement[bool]:
        other = mending.c[by]
        return exists().where(
            mending.c.book_id == original.c.book_id, other == original.c.voucher_id
        )

    # An event may reach into the books of others, so the books are not named here.
    rows = tx.conn.execute(
        select(
            original.c.event,
            original.c.period,
            original.c.word,
            original.c.no,
            answered("reverses").label("undone"),
            answered("corrects").label("mended"),
        ).where(original.c.event.in_(touched), original.c.reverses.is_(None))
    ).all()
    bad = []
    for event in sorted(touched):
        own = [row for row in rows if row.event == event]
        standing = [row for row in own if not row.undone]
        missing = [row for row in own if row.undone and not row.mended]
        if standing and missing:
            bad += [number_of(row.period, row.word, row.no) for row in missing]
    told = _("同一业务只注销了一部分：{numbers}").format(numbers="、".join(bad)) if bad else ""
    return found("event_in_part", month, bad=told, good=_("没有只注销了一部分的业务"))


@cache
def _events_touched() -> Select[Any]:
    voucher = schema.voucher
    return (
        select(voucher.c.event)
        .distinct()
        .where(
            voucher.c.book_id == THE_BOOK,
            voucher.c.period == THE_PERIOD,
            voucher.c.reverses.is_not(None),
            voucher.c.event.is_not(None),
        )
    )


def suspense(tx: Tx, month: Month) -> Finding:
    """Tell how much money waits to be identified."""
    fen = int(tx.conn.execute(_suspended(), month.words).scalar_one() or 0)
    bad = _("待认领资金 {amount} 元").format(amount=format_fen(fen)) if fen else ""
    return found("suspense", month, bad=bad, good=_("没有待认领资金"), severity="warn")


@cache
def _suspended() -> Select[Any]:
    balance, sub = schema.sub_balance, schema.sub_account
    return (
        select(func.sum(balance.c.amount_fen))
        .join_from(
            sub,
            balance,
            and_(balance.c.book_id == THE_BOOK, balance.c.sub_id == sub.c.sub_id),
        )
        .where(sub.c.book_id == THE_BOOK, sub.c.kind == "SUSPENSE")
    )


def earmarks(tx: Tx, month: Month) -> Finding:
    """Tell how much is set aside for approved cases."""
    fen = int(tx.conn.execute(_set_aside(), month.words).scalar_one() or 0)
    bad = _("已批准未支付的使用预留 {amount} 元").format(amount=format_fen(fen)) if fen else ""
    return found("earmarks", month, bad=bad, good=_("没有未支付的使用预留"), severity="warn")


@cache
def _set_aside() -> Select[Any]:
    balance = schema.sub_balance
    return select(func.sum(balance.c.earmark_fen)).where(balance.c.book_id == THE_BOOK)


# In the order in which people mend them.
CHECKS: Final[tuple[Check, ...]] = (
    earlier_month_open,
    drafts,
    trial_balance,
    sub_accounts,
    number_gap,
    negative_balance,
    event_in_part,
    bank_overdrawn,
    granted_floor,
    suspense,
    earmarks,
)
