"""Kept figures against the lines and shares that made them. Set-wise, over all books at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all

from ledger.journal.verify_log import Books, wrong
from ledger.journal.verify_vouchers import Check, same_voucher
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import safe

HOUSEHOLDS: Final = 1  # the control of accounts that households hold


def turnover(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare the kept turnover with the lines."""
    line, voucher, kept = schema.line, schema.voucher, schema.turnover
    written: Select[Any] = select(
        line.c.book_id,
        voucher.c.period,
        line.c.account,
        func.coalesce(line.c.estate_id, 0).label("estate_id"),
        func.coalesce(line.c.bank_account_id, 0).label("bank_account_id"),
        voucher.c.kind,
        case((line.c.side == "D", line.c.amount_fen), else_=0).label("debit"),
        case((line.c.side == "D", 0), else_=line.c.amount_fen).label("credit"),
    ).join_from(line, voucher, same_voucher(line, voucher))
    stands: Select[Any] = select(
        kept.c.book_id,
        kept.c.period,
        kept.c.account,
        kept.c.estate_id,
        kept.c.bank_account_id,
        kept.c.kind,
        -kept.c.debit_fen,
        -kept.c.credit_fen,
    )
    both = union_all(written, stands).subquery()
    keys = (both.c.book_id, both.c.period, both.c.account)
    query = (
        select(*keys)
        .group_by(*keys, both.c.estate_id, both.c.bank_account_id, both.c.kind)
        .having(or_(func.sum(both.c.debit) != 0, func.sum(both.c.credit) != 0))
        .subquery()
    )
    for book_id, period, account in tx.conn.execute(select(query).distinct()):
        yield wrong(
            "turnover_differs",
            f"{books.book(book_id)}:{period // 100:04}-{period % 100:02}",
            _("科目 {account} 的发生额与分录不符").format(account=safe(account)),
        )


def set_aside(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare what sub-accounts keep of earmarks and floors with the rows that moved them."""
    balance, sub = schema.sub_balance, schema.sub_account
    below = balance.c.amount_fen - balance.c.earmark_fen < balance.c.floor_fen
    few = or_(balance.c.earmark_fen != 0, balance.c.floor_fen != 0, below)
    kept: Select[Any] = select(
        balance.c.book_id,
        balance.c.sub_id,
        balance.c.part,
        balance.c.earmark_fen.label("earmark_fen"),
        balance.c.floor_fen.label("floor_fen"),
        case((below, 1), else_=0).label("below"),
    ).where(few)
    every = union_all(kept, _earmarks(), _floors()).subquery()
    keys = (every.c.book_id, every.c.sub_id, every.c.part)
    sums = [func.sum(every.c[name]) for name in ("earmark_fen", "floor_fen", "below")]
    bad = (
        select(*keys, *(each.label(f"fault{no}") for no, each in enumerate(sums)))
        .group_by(*keys)
        .having(or_(*(each != 0 for each in sums)))
        .subquery()
    )
    rows = tx.conn.execute(
        select(bad, sub.c.code).outerjoin_from(
            bad, sub, and_(sub.c.book_id == bad.c.book_id, sub.c.sub_id == bad.c.sub_id)
        )
    )
    for book_id, _sub, part, earmark_wrong, floor_wrong, is_below, code in rows:
        where = sub_account(books, book_id, code, part)
        if earmark_wrong:
            yield wrong("earmark_differs", where, _("预留金额与预留记录不符"))
        if floor_wrong:
            yield wrong("floor_differs", where, _("透支限额与批准记录不符"))
        if is_below:
            yield wrong("negative_balance", where, _("可用余额低于限额"))


def _earmarks() -> Select[Any]:
    """Return a query on what was set aside and released, with the opposite sign."""
    earmark = schema.earmark
    return select(
        earmark.c.book_id,
        earmark.c.sub_id,
        earmark.c.part,
        -earmark.c.amount_fen,
        literal(0),
        literal(0),
    )


def _floors() -> Select[Any]:
    """Return a query on the floor that was granted last, with the opposite sign."""
    grant = schema.floor_grant
    keys = (grant.c.book_id, grant.c.sub_id, grant.c.part)
    newest = select(*keys, func.max(grant.c.grant_id).label("last")).group_by(*keys).subquery()
    return select(*keys, literal(0), -grant.c.floor_fen, literal(0)).join_from(
        newest, grant, and_(grant.c.book_id == newest.c.book_id, grant.c.grant_id == newest.c.last)
    )


def control_accounts(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare what households hold with their control account and what will close into it."""
    held: dict[tuple[int, str, int], int] = _held_by_control(tx)
    for key, fen in _unclosed_by_control(tx).items():
        held[key] = held.get(key, 0) + fen
    estate = schema.estate
    codes = {
        row.estate_id: row.code
        for row in tx.conn.execute(select(estate.c.estate_id, estate.c.code))
    }
    for (book_id, control, estate_id), fen in sorted(held.items()):
        if fen:
            yield wrong(
                "sub_accounts_differ",
                books.book(book_id),
                _("{account} {estate} 分户账合计与总账相差 {amount} 元").format(
                    account=control,
                    estate=safe(codes.get(estate_id, "") or _("未定小区")),
                    amount=format_fen(fen),
                ),
            )


def _held_by_control(tx: Tx) -> dict[tuple[int, str, int], int]:
    balance, sub = schema.sub_balance, schema.sub_account
    book, account = schema.book, schema.account
    keys = (sub.c.book_id, sub.c.control, func.coalesce(sub.c.estate_id, 0))
    rows = tx.conn.execute(
        select(*keys, func.sum(balance.c.amount_fen))
        .join_from(
            sub, balance, and_(balance.c.book_id == sub.c.book_id, balance.c.sub_id == sub.c.sub_id)
        )
        .join(book, book.c.book_id == sub.c.book_id)
        .join(account, and_(account.c.chart == book.c.chart, account.c.account == sub.c.control))
        .where(account.c.control == HOUSEHOLDS, balance.c.amount_fen != 0)
        .group_by(sub.c.book_id, sub.c.control, sub.c.estate_id)
    )
    return {(row[0], row[1], row[2]): int(row[3]) for row in rows}


def _unclosed_by_control(tx: Tx) -> dict[tuple[int, str, int], int]:
    """Return debit less credit of each control account and of what closes into it."""
    moved = schema.turnover
    sums: dict[tuple[int, str, int], int] = {}
    keys = (moved.c.book_id, moved.c.account, moved.c.estate_id, moved.c.period)
    rows = tx.conn.execute(
        select(*keys, func.sum(moved.c.debit_fen - moved.c.credit_fen))
        .group_by(*keys)
        .having(func.sum(moved.c.debit_fen - moved.c.credit_fen) != 0)
        .execution_options(yield_per=2000)
    )
    rules = _Rules(tx)
    for book_id, account, estate_id, period, fen in rows:
        control = rules.targets(book_id, period).get(account)
        if control is not None:
            key = (book_id, control, estate_id)
            sums[key] = sums.get(key, 0) + int(fen)
    return sums


class _Rules:
    """The closing rules of all books, read once: few rows, asked for by book and month."""

    def __init__(self, tx: Tx) -> None:
        book, rule, account = schema.book, schema.account_rule, schema.account
        controls = {
            (row.chart, row.account): row.control
            for row in tx.conn.execute(
                select(account.c.chart, account.c.account, account.c.control)
            )
        }
        self._kinds = {
            row.book_id: (row.chart, row.fund_type)
            for row in tx.conn.execute(select(book.c.book_id, book.c.chart, book.c.fund_type))
        }
        self._dated: defaultdict[tuple[str, str], list[tuple[int, str, str | None]]]
        self._dated = defaultdict(list)
        for row in tx.conn.execute(select(rule).order_by(rule.c.valid_from)):
            target = row.closes_to or row.account
            demands = controls.get((row.chart, target)) == HOUSEHOLDS
            since = row.valid_from.year * 100 + row.valid_from.month
            self._dated[row.chart, row.fund_type].append(
                (since, row.account, target if demands else None)
            )
        self._known: dict[tuple[str, str, int], dict[str, str | None]] = {}

    def targets(self, book_id: int, period: int) -> Mapping[str, str | None]:
        """Return where the accounts of households' money close to in a month."""
        kind = self._kinds.get(book_id, ("", ""))
        key = (*kind, period)
        if key not in self._known:
            self._known[key] = {
                account: target for since, account, target in self._dated[kind] if since <= period
            }
        return self._known[key]


def sub_account(books: Books, book_id: int, code: str | None, part: int) -> str:
    """Return what a part of a sub-account is called."""
    name = _("本金") if part == Part.PRINCIPAL else _("收益")
    return f"{books.book(book_id)} {safe(code or '?')} {name}"


CHECKS: Final[tuple[Check, ...]] = (turnover, set_aside, control_accounts)
