"""Accounts and month-end balances of an export, as its asserted truth.

Every account that moved in a month is told with its balance at the month's end, and so is every
account of the chart above it. They come from sums over lines and shares, not from what is kept,
so that a program which reads the export checks the one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from types import TracebackType
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    exists,
    func,
    select,
)

from ledger.journal.voucher import Part
from ledger.reports.journal_export import Extract
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.streams import Stream


class Opened(NamedTuple):
    """An account and the month in which it first moved."""

    account: str
    period: int


class Balance(NamedTuple):
    """An account's balance at a month's end, debit positive.

    Attributes:
        own_fen: of the account itself, None where it is only what stands below it.
        whole_fen: with all that stands below it, None where another row says so.
    """

    account: str
    own_fen: int | None
    whole_fen: int | None


def opened_accounts(tx: Tx, extract: Extract) -> Iterator[Opened]:
    """Walk all accounts of an export, once each, in order of their codes."""
    whole = _grouped_lines(extract, split=True).subquery()
    yield from (
        Opened(extract.names.accounts[account], period)
        for account, period in tx.conn.execute(
            select(whole.c.account, func.min(whole.c.period))
            .group_by(whole.c.account)
            .order_by(whole.c.account)
        )
    )
    plain = _grouped_lines(extract, split=False).subquery()
    keys = (plain.c.account, plain.c.estate_id, plain.c.bank_account_id)
    for *key, period in tx.conn.execute(
        select(*keys, func.min(plain.c.period))
        .group_by(*keys)
        .order_by(*(key.nulls_first() for key in keys))
    ):
        name = extract.names.of_line(*key)
        if name not in extract.names.accounts.values():
            yield Opened(name, period)
    claims = _claims(extract).subquery()
    first = tx.conn.execute(select(func.min(claims.c.period))).scalar_one()
    if extract.names.claim and first is not None:
        yield Opened(extract.names.claim, first)
    yield from _opened_sub_accounts(tx, extract)


def _opened_sub_accounts(tx: Tx, extract: Extract) -> Iterator[Opened]:
    moved, sub = _grouped_shares(extract).subquery(), schema.sub_account
    query = (
        select(
            moved.c.account,
            sub.c.code,
            func.min(case((moved.c.principal_count > 0, moved.c.period))).label("principal"),
            func.min(case((moved.c.earnings_count > 0, moved.c.period))).label("earnings"),
        )
        .join(sub, and_(sub.c.book_id == extract.book_id, sub.c.sub_id == moved.c.sub_id))
        .group_by(moved.c.account, moved.c.sub_id, sub.c.code)
        .order_by(moved.c.account, moved.c.sub_id)
    )
    with Stream(tx, query) as rows:
        for row in rows:
            for part, period in ((Part.PRINCIPAL, row.principal), (Part.EARNINGS, row.earnings)):
                if period is not None:
                    yield Opened(extract.names.of_share(row.account, row.code, part), period)


class MonthEnds:
    """The balances of all month ends; months are to be asked for in order."""

    def __init__(self, tx: Tx, extract: Extract) -> None:
        self._names = extract.names
        plain = _running(
            _grouped_lines(extract, split=False), "account", "estate_id", "bank_account_id"
        )
        with ExitStack() as opened:
            self._whole = opened.enter_context(
                Stream(tx, _running(_grouped_lines(extract, split=True), "account"))
            )
            self._plain = opened.enter_context(Stream(tx, plain))
            self._held = opened.enter_context(Stream(tx, _running_shares(extract)))
            self._claims = opened.enter_context(Stream(tx, _running(_claims(extract))))
            self._opened = opened.pop_all()

    def of(self, period: int) -> Iterator[Balance]:
        """Walk the balances at the end of a month of the accounts that moved in it."""
        names = self._names
        for row in self._whole.of(period):
            yield Balance(names.accounts[row.account], None, row.fen)
        for row in self._plain.of(period):
            name = names.of_line(row.account, row.estate_id, row.bank_account_id)
            is_whole = name not in names.accounts.values()
            yield Balance(name, row.fen, row.fen if is_whole else None)
        for row in self._claims.of(period) if names.claim else ():
            yield Balance(names.claim, -row.fen, -row.fen)
        for row in self._held.of(period):
            if row.principal_ever:
                name = names.of_share(row.account, row.code, Part.PRINCIPAL)
                yield Balance(name, row.principal_fen, row.principal_fen + row.earnings_fen)
            if row.earnings_count:
                name = names.of_share(row.account, row.code, Part.EARNINGS)
                yield Balance(name, row.earnings_fen, row.earnings_fen)

    def __enter__(self) -> Self:
        """Read until the block ends."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.close()


def _grouped_lines(extract: Extract, *, split: bool) -> Select[Any]:
    """Return a query on what lines moved, by month and dimension.

    Args:
        split: with the lines that have shares too, which are told share by share.
    """
    line, voucher, share = schema.line, schema.voucher, schema.share
    query = (
        select(
            voucher.c.period,
            line.c.account,
            # A bank account stands for itself, whatever estate its line may name.
            case((line.c.bank_account_id.is_(None), line.c.estate_id)).label("estate_id"),
            line.c.bank_account_id,
            _debit().label("fen"),
        )
        .join_from(
            line,
            voucher,
            and_(voucher.c.book_id == extract.book_id, voucher.c.voucher_id == line.c.voucher_id),
        )
        .where(extract.own_lines(), extract.own_vouchers())
    )
    if not split:
        shared = and_(
            share.c.book_id == extract.book_id,
            share.c.voucher_id == line.c.voucher_id,
            share.c.line_no == line.c.line_no,
        )
        query = query.where(~exists().where(shared))
    rows = query.subquery()
    keys = (rows.c.period, rows.c.account, rows.c.estate_id, rows.c.bank_account_id)
    return select(*keys, _summed(rows.c.fen, "fen")).group_by(*keys)


def _debit() -> ColumnElement[int]:
    line = schema.line
    return case((line.c.side == "D", line.c.amount_fen), else_=-line.c.amount_fen)


def _claims(extract: Extract) -> Select[Any]:
    """Return a query on what an estate's own lines moved, where they left a claim.

    A month whose every voucher balances within the estate leaves none.
    """
    line, voucher = schema.line, schema.voucher
    by_voucher = (
        select(voucher.c.period, _summed(_debit(), "fen"))
        .join_from(
            line,
            voucher,
            and_(voucher.c.book_id == extract.book_id, voucher.c.voucher_id == line.c.voucher_id),
        )
        .where(extract.own_lines(), extract.own_vouchers())
        .group_by(voucher.c.period, voucher.c.voucher_id)
        .having(func.sum(_debit()) != 0)
        .subquery()
    )
    return select(by_voucher.c.period, _summed(by_voucher.c.fen, "fen")).group_by(
        by_voucher.c.period
    )


def _grouped_shares(extract: Extract) -> Select[Any]:
    """Return a query on what shares moved, by month, line's account and sub-account."""
    line, voucher, share = schema.line, schema.voucher, schema.share
    principal = share.c.part == int(Part.PRINCIPAL)
    return (
        select(
            voucher.c.period,
            line.c.account,
            share.c.sub_id,
            _summed(case((principal, -share.c.amount_fen), else_=0), "principal_fen"),
            _summed(case((principal, 0), else_=-share.c.amount_fen), "earnings_fen"),
            func.sum(case((principal, 1), else_=0)).label("principal_count"),
            func.sum(case((principal, 0), else_=1)).label("earnings_count"),
        )
        .join_from(
            share,
            voucher,
            and_(voucher.c.book_id == extract.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .join(
            line,
            and_(line.c.voucher_id == share.c.voucher_id, line.c.line_no == share.c.line_no),
        )
        .where(share.c.book_id == extract.book_id, extract.own_lines(), extract.own_vouchers())
        .group_by(voucher.c.period, line.c.account, share.c.sub_id)
    )


def _running(moved: Select[Any], *keys: str) -> Select[Any]:
    """Return `moved`, added up over `keys`, with the balance so far instead of the movement."""
    rows: Subquery = moved.subquery()
    own = [rows.c[key] for key in keys]
    by_month = (
        select(rows.c.period, *own, _summed(rows.c.fen, "fen"))
        .group_by(rows.c.period, *own)
        .subquery()
    )
    own = [by_month.c[key] for key in keys]
    so_far = func.sum(by_month.c.fen).over(partition_by=own or None, order_by=by_month.c.period)
    return select(by_month.c.period, *own, cast(so_far, BigInteger).label("fen")).order_by(
        by_month.c.period, *(key.nulls_first() for key in own)
    )


def _running_shares(extract: Extract) -> Select[Any]:
    moved, sub = _grouped_shares(extract).subquery(), schema.sub_account

    def so_far(column: ColumnElement[Any]) -> ColumnElement[int]:
        return cast(
            func.sum(column).over(
                partition_by=(moved.c.account, moved.c.sub_id), order_by=moved.c.period
            ),
            BigInteger,
        )

    return (
        select(
            moved.c.period,
            moved.c.account,
            sub.c.code,
            moved.c.earnings_count,
            so_far(moved.c.principal_fen).label("principal_fen"),
            so_far(moved.c.earnings_fen).label("earnings_fen"),
            so_far(moved.c.principal_count).label("principal_ever"),
        )
        .join(sub, and_(sub.c.book_id == extract.book_id, sub.c.sub_id == moved.c.sub_id))
        .order_by(moved.c.period, moved.c.account, moved.c.sub_id)
    )


def _summed(column: ColumnElement[Any], name: str) -> ColumnElement[Any]:
    return cast(func.sum(column), BigInteger).label(name)
