"""The detailed ledger of one account (明细账): every line, totals of each month and of the year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Row, and_, func, select

from ledger.closing.statements import read_accounts
from ledger.journal.balances import account_balances
from ledger.journal.reading import number_of
from ledger.journal.voucher import Kind
from ledger.reports.scope import Scope, scope_fields, title_fields, title_labels
from ledger.reports.words import side_title
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import periods, prev_period, year_of
from ledger.values.sheet import Column, Sheet
from ledger.values.text import shown


class Span(NamedTuple):
    """The months that are shown, of one year."""

    first: int
    last: int


class _Turnover(NamedTuple):
    """What moved in a month."""

    debit_fen: int
    credit_fen: int


def ledger_account(tx: Tx, scope: Scope, account: str, span: Span) -> Sheet:
    """Show the lines of an account in `span`.

    Raises:
        Refused: `account_unknown`.
    """
    accounts = read_accounts(tx, scope.books[0].book_id) if scope.books else {}
    if account not in accounts:
        raise Refused(
            "account_unknown",
            _("没有科目“{account}”").format(account=shown(account)),
            _("请用 wxzj report trial-balance 查看科目编码"),
        )
    opening_fen = _opening(tx, scope, account, span)
    rows = list(_rows(tx, scope, account, span, opening_fen))
    fields = {
        **scope_fields(scope),
        "account": account,
        "name": accounts[account].name,
        "from_period": span.first,
        "until_period": span.last,
    }
    paper_fields = {**title_fields(scope), "account": f"{account} {accounts[account].name}"}
    columns = (
        Column("on", _("日期"), "date"),
        Column("voucher", _("凭证号")),
        Column("summary", _("摘要")),
        Column("debit_fen", _("借方"), "fen"),
        Column("credit_fen", _("贷方"), "fen"),
        Column("side", _("方向")),
        Column("balance_fen", _("余额"), "fen"),
    )
    title = _("明细账 {account} {name}").format(account=account, name=accounts[account].name)
    return Sheet(
        kind="ledger",
        title=title,
        columns=columns,
        rows=rows,
        fields=fields,
        paper=Sheet(
            kind="ledger",
            title=title,
            columns=columns,
            rows=[_printed(row) for row in rows],
            fields=paper_fields,
            labels=title_labels(paper_fields, of_day=True),
        ),
    )


def _printed(row: tuple[object, ...]) -> tuple[object, ...]:
    """Leave the side empty on which a line did nothing; totals say so in figures."""
    on, voucher, summary, debit_fen, credit_fen, side, balance_fen = row
    if voucher is not None:
        debit_fen, credit_fen = debit_fen or None, credit_fen or None
    return (on, voucher, summary, debit_fen, credit_fen, side_title(str(side)), balance_fen)


def _opening(tx: Tx, scope: Scope, account: str, span: Span) -> int:
    """Return the balance before the span, debit positive; opening vouchers in it count too."""
    fen = 0
    for book in scope.books:
        before = account_balances(tx, book.book_id, prev_period(span.first))
        query = select(func.sum(before.c.balance_fen)).where(before.c.account == account)
        moved = schema.turnover
        brought = select(func.sum(moved.c.debit_fen - moved.c.credit_fen)).where(
            moved.c.book_id == book.book_id,
            moved.c.period.between(*span),
            moved.c.account == account,
            moved.c.kind == Kind.OPENING.value,
        )
        if scope.estate is not None:
            query = query.where(before.c.estate_id == scope.estate.estate_id)
            brought = brought.where(moved.c.estate_id == scope.estate.estate_id)
        fen += int(tx.conn.execute(query).scalar_one() or 0)
        fen += int(tx.conn.execute(brought).scalar_one() or 0)
    return fen


def _rows(
    tx: Tx, scope: Scope, account: str, span: Span, opening_fen: int
) -> Iterator[tuple[object, ...]]:
    balance_fen = opening_fen
    first_of_year = span.first % 100 == 1
    yield _row(None, _("上年结转") if first_of_year else _("期初余额"), None, balance_fen)
    turnover = _turnover(tx, scope, account, span)
    lines = _lines(tx, scope, account, span)
    year = _summed(turnover, year_of(span.first) * 100 + 1, prev_period(span.first))
    for period in periods(*span):
        for line in [line for line in lines if line.period == period]:
            debit_fen = line.amount_fen if line.side == "D" else 0
            credit_fen = 0 if line.side == "D" else line.amount_fen
            balance_fen += debit_fen - credit_fen
            yield _row(line, line.summary, _Turnover(debit_fen, credit_fen), balance_fen)
        month = turnover.get(period, _Turnover(0, 0))
        year = _Turnover(year.debit_fen + month.debit_fen, year.credit_fen + month.credit_fen)
        yield _row(None, _("本月合计"), month, balance_fen)
        yield _row(None, _("本年累计"), year, balance_fen)


def _row(
    line: Row[tuple[object, ...]] | None, summary: str, moved: _Turnover | None, balance_fen: int
) -> tuple[object, ...]:
    number = None
    if line is not None:
        number = f"{line.book}:{number_of(line.period, line.word, line.no)}"
    side = "平" if not balance_fen else "借" if balance_fen > 0 else "贷"
    return (
        None if line is None else line.dated_on,
        number,
        summary,
        None if moved is None else moved.debit_fen,
        None if moved is None else moved.credit_fen,
        side,
        abs(balance_fen),
    )


def _summed(turnover: dict[int, _Turnover], first: int, last: int) -> _Turnover:
    own = [moved for period, moved in turnover.items() if first <= period <= last]
    return _Turnover(sum(moved.debit_fen for moved in own), sum(moved.credit_fen for moved in own))


def _turnover(tx: Tx, scope: Scope, account: str, span: Span) -> dict[int, _Turnover]:
    """Return what moved in each month of the year up to the end of the span."""
    moved = schema.turnover
    query = (
        select(moved.c.period, func.sum(moved.c.debit_fen), func.sum(moved.c.credit_fen))
        .where(
            moved.c.book_id.in_([book.book_id for book in scope.books]),
            moved.c.period.between(year_of(span.first) * 100 + 1, span.last),
            moved.c.account == account,
            moved.c.kind != Kind.OPENING.value,
        )
        .group_by(moved.c.period)
    )
    if scope.estate is not None:
        query = query.where(moved.c.estate_id == scope.estate.estate_id)
    return {row[0]: _Turnover(int(row[1]), int(row[2])) for row in tx.conn.execute(query)}


def _lines(tx: Tx, scope: Scope, account: str, span: Span) -> Sequence[Row[tuple[object, ...]]]:
    line, voucher, book = schema.line, schema.voucher, schema.book
    query = (
        select(
            book.c.code.label("book"),
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            voucher.c.dated_on,
            voucher.c.summary,
            line.c.side,
            line.c.amount_fen,
        )
        .join_from(
            voucher,
            line,
            and_(line.c.book_id == voucher.c.book_id, line.c.voucher_id == voucher.c.voucher_id),
        )
        .join(book, book.c.book_id == voucher.c.book_id)
        .where(
            voucher.c.book_id.in_([each.book_id for each in scope.books]),
            voucher.c.period.between(*span),
            voucher.c.kind != Kind.OPENING.value,
            line.c.account == account,
        )
        .order_by(voucher.c.dated_on, book.c.code, voucher.c.voucher_id, line.c.line_no)
    )
    if scope.estate is not None:
        query = query.where(line.c.estate_id == scope.estate.estate_id)
    return tx.conn.execute(query).all()  # type: ignore[return-value] # rows of named columns
