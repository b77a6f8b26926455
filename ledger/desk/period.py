"""The window for months (会计期间): what state they are in, check, carry, close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import and_, select

from ledger.closing.checklist import run_checklist, stops
from ledger.closing.run import Outcome, carry_books, close_books
from ledger.desk.counter import Counter
from ledger.journal.checking import read_month
from ledger.journal.voucher import Line, Side
from ledger.registry.books import KINDS, Book, find_book, list_books
from ledger.registry.custodians import find_custodian
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import InputError
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.period import format_period, last_day, period_of
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet


class PeriodDesk:
    """Check, carry and close months."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def status(self, *, book: str | None = None, custodian: str | None = None) -> Sheet:
        """List the months of the books, the newest close of each with its checkpoint."""
        with self._counter.look() as tx:
            everybody = book is None and custodian is None
            books = _books(tx, book, custodian, all_books=everybody)
            rows = list(_months(tx, books))
        columns = (
            Column("book", _("账套")),
            Column("period", _("会计期间"), "period"),
            Column("state", _("状态")),
            Column("close_no", _("结账次数"), "int"),
            Column("who", _("结账人")),
            Column("at", _("结账时间")),
            Column("root", _("日志根")),
            Column("checkpoint", _("检查点")),
        )
        words = {"OPEN": _("未结账"), "CLOSED": _("已结账"), "LOCKED": _("已锁定")}
        return Sheet(
            kind="months",
            title=_("会计期间"),
            columns=columns,
            rows=[(row[0], row[1], str(row[2]).lower(), *row[3:]) for row in rows],
            paper=Sheet(
                kind="months",
                title=_("会计期间"),
                columns=columns[:6],
                rows=[(row[0], row[1], words[str(row[2])], *row[3:6]) for row in rows],
            ),
        )

    def check(
        self,
        period: int,
        *,
        book: str | None = None,
        custodian: str | None = None,
        progress: Progress = silent,
    ) -> Sheet:
        """Run the checklist of a close; nothing changes."""
        findings: list[Finding] = []
        with self._counter.look() as tx:
            books = _books(tx, book, custodian)
            begun = [each for each in books if _has_begun(tx, each, period)]
            for done, each in enumerate(begun):
                progress(done, len(begun), _("检查 {book}").format(book=each.code))
                findings += run_checklist(tx, read_month(tx, each.book_id, each.code, period))
        progress(len(begun), len(begun), _("检查"))
        late = [each.code for each in books if each not in begun]
        notes = [_("{books} 在该月还没有开始").format(books="、".join(late))] if late else []
        return _checklist(period, findings, notes)

    def carry(
        self,
        period: int,
        *,
        book: str | None = None,
        custodian: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Sheet:
        """Carry earnings before the month ends (中期结转).

        Args:
            on: the day of the voucher; left out, today, or the last day of a month that is over.

        Raises:
            InputError: `date_outside_month`.
        """
        counter = self._counter
        day = on or min(last_day(period), counter.clock.today)
        if on is not None and period_of(on) != period:
            raise InputError(
                "date_outside_month",
                _("日期 {on} 不在 {period} 里").format(
                    on=on.isoformat(), period=format_period(period)
                ),
                _("请核对月份和 --on"),
            )
        with counter.look() as tx:
            books = _books(tx, book, custodian)
        outcomes = carry_books(
            books,
            day,
            transact=lambda each: counter.act(
                "period.carry", f"{each.code} {day.isoformat()}", dry_run=dry_run
            ),
            who=counter.who,
            clock=counter.clock,
            progress=progress,
        )
        if dry_run:
            return self._preview("carry", _("中期结转（试算，未入账）"), period, outcomes)
        return _outcomes("carry", _("中期结转"), period, outcomes)

    def close(
        self,
        period: int,
        *,
        book: str | None = None,
        custodian: str | None = None,
        all_books: bool = False,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Sheet:
        """Close a month of one book, of a custodian's books, or of all; each for itself."""
        counter = self._counter
        with counter.look() as tx:
            books = _books(tx, book, custodian, all_books=all_books)
        outcomes = close_books(
            books,
            period,
            transact=lambda each: counter.act(
                "period.close", f"{each.code} {format_period(period)}", dry_run=dry_run
            ),
            who=counter.who,
            clock=counter.clock,
            progress=progress,
        )
        if dry_run:
            return self._preview("close", _("结账（试算，未入账）"), period, outcomes)
        return _outcomes("close", _("结账"), period, outcomes)

    def _preview(self, kind: str, title: str, period: int, outcomes: Sequence[Outcome]) -> Sheet:
        """Show the lines that would be posted."""
        with self._counter.look() as tx:
            account, estate = schema.account, schema.estate
            named = select(account.c.chart, account.c.account, account.c.name)
            names = {(row.chart, row.account): row.name for row in tx.conn.execute(named)}
            estates: dict[int | None, str] = {
                row.estate_id: row.code
                for row in tx.conn.execute(select(estate.c.estate_id, estate.c.code))
            }
        rows: list[tuple[object, ...]] = []
        for each in outcomes:
            head = (each.book.code, each.state, each.message)
            lines: Iterable[Line] = () if each.draft is None else each.draft.lines
            shown = [_line_cells(each.book.kind, line, names, estates) for line in lines]
            rows += [(*head, *cells) for cells in shown or [(None,) * 5]]
        columns = (
            Column("book", _("账套")),
            Column("state", _("状态")),
            Column("message", _("说明")),
            Column("account", _("科目")),
            Column("name", _("名称")),
            Column("estate", _("小区")),
            Column("debit_fen", _("借方（元）"), "fen"),
            Column("credit_fen", _("贷方（元）"), "fen"),
        )
        notes = [_("试算：没有改动任何数据")]
        words = {**_state_words(), "closed": _("可以结账"), "carried": _("可以结转")}
        return Sheet(
            kind=kind,
            title=title,
            columns=columns,
            rows=rows,
            fields={"period": period, "dry_run": True, "ok": _is_well(outcomes)},
            notes=notes,
            paper=Sheet(
                kind=kind,
                title=title,
                columns=columns,
                rows=[(row[0], words[str(row[1])], *row[2:]) for row in rows],
                notes=notes,
            ),
        )


def _books(
    tx: Tx, book: str | None, custodian: str | None, *, all_books: bool = False
) -> list[Book]:
    """Return one book, all of them, or those of a custodian: that of `book init` by default."""
    if book is not None:
        return [find_book(tx, book, KINDS)]
    if all_books:
        return list_books(tx, kinds=KINDS)
    return list_books(tx, [find_custodian(tx, custodian).custodian_id], KINDS)


def _has_begun(tx: Tx, book: Book, period: int) -> bool:
    month = schema.month
    query = select(month.c.period).where(month.c.book_id == book.book_id, month.c.period <= period)
    return tx.conn.execute(query.limit(1)).first() is not None


def _months(tx: Tx, books: Sequence[Book]) -> Iterator[tuple[object, ...]]:
    month, log, book = schema.month, schema.close_log, schema.book
    rows = tx.conn.execute(
        select(
            book.c.code,
            month.c.period,
            month.c.state,
            month.c.close_no,
            log.c.who,
            log.c.at,
            log.c.root,
            log.c.checkpoint,
        )
        .join_from(month, book, book.c.book_id == month.c.book_id)
        .outerjoin(
            log,
            and_(
                log.c.book_id == month.c.book_id,
                log.c.period == month.c.period,
                log.c.close_no == month.c.close_no,
                log.c.act == "CLOSE",
            ),
        )
        .where(month.c.book_id.in_([each.book_id for each in books]))
        .order_by(book.c.code, month.c.period)
    )
    for row in rows:
        root = None if row.root is None else bytes(row.root).hex()
        yield (*row[:6], root, row.checkpoint)


def _checklist(period: int, findings: Sequence[Finding], notes: Sequence[str]) -> Sheet:
    results = {"ok": _("通过"), "stop": _("拦截"), "warn": _("提示"), "error": _("拦截")}
    return Sheet(
        kind="checklist",
        title=_("{period} 结账检查").format(period=format_period(period)),
        columns=(
            Column("book", _("账套")),
            Column("check", _("检查项")),
            Column("severity", _("级别")),
            Column("ok", _("通过"), "flag"),
            Column("message", _("说明")),
        ),
        rows=[(each.where, each.code, each.severity, each.ok, each.message) for each in findings],
        fields={"period": period, "ok": not stops(findings)},
        notes=notes,
        paper=Sheet(
            kind="checklist",
            title=_("{period} 结账检查").format(period=format_period(period)),
            columns=(
                Column("book", _("账套")),
                Column("check", _("检查项")),
                Column("result", _("结果")),
                Column("message", _("说明")),
            ),
            rows=[
                (
                    each.where,
                    _check_title(each.code),
                    results["ok" if each.ok else each.severity],
                    each.message,
                )
                for each in findings
            ],
            notes=notes,
        ),
    )


def _check_title(code: str) -> str:
    return {
        "earlier_month_open": _("以前月份"),
        "drafts": _("凭证草稿"),
        "trial_balance": _("试算平衡"),
        "sub_accounts": _("分户账与总账"),
        "number_gap": _("凭证号"),
        "negative_balance": _("分户透支"),
        "event_in_part": _("成组业务"),
        "bank_overdrawn": _("专户透支"),
        "granted_floor": _("经批准透支"),
        "suspense": _("待认领资金"),
        "earmarks": _("使用预留"),
        "receipt_register": _("票据领用登记"),
        "receipts": _("票据"),
        "lost_payable": _("应付灭失返还"),
        "closed_accounts": _("已销户分户账"),
        "imprest": _("备用金"),
        "custody_to_come": _("未划完的划转"),
        "disputed_shares": _("分摊争议"),
    }[code]


def _line_cells(
    chart: str, line: Line, names: dict[tuple[str, str], str], estates: dict[int | None, str]
) -> tuple[object, ...]:
    is_debit = line.side is Side.DEBIT
    return (
        line.account,
        names.get((chart, line.account)),
        estates.get(line.estate_id),
        line.amount_fen if is_debit else None,
        None if is_debit else line.amount_fen,
    )


def _is_well(outcomes: Iterable[Outcome]) -> bool:
    return all(each.state != "failed" for each in outcomes)


def _state_words() -> dict[str, str]:
    return {
        "closed": _("已结账"),
        "carried": _("已结转"),
        "already_closed": _("早已结账"),
        "nothing": _("没有要结转的"),
        "failed": _("没有办成"),
        "skipped": _("还没有开始"),
    }


def _outcomes(kind: str, title: str, period: int, outcomes: Sequence[Outcome]) -> Sheet:
    states = _state_words()
    notes = [] if outcomes else [_("还没有账套")]
    return Sheet(
        kind=kind,
        title=title,
        columns=(
            Column("book", _("账套")),
            Column("state", _("状态")),
            Column("message", _("说明")),
            Column("root", _("日志根")),
            Column("voucher", _("结转凭证")),
            Column("checkpoint", _("检查点")),
        ),
        rows=[
            (
                each.book.code,
                each.state,
                each.message,
                None if each.root is None else each.root.hex(),
                each.voucher,
                each.checkpoint,
            )
            for each in outcomes
        ],
        fields={"period": period, "ok": _is_well(outcomes)},
        notes=notes,
        paper=Sheet(
            kind=kind,
            title=f"{title} {format_period(period)}",
            columns=(
                Column("book", _("账套")),
                Column("state", _("状态")),
                Column("voucher", _("结转凭证")),
                Column("message", _("说明")),
            ),
            rows=[
                (each.book.code, states[each.state], each.voucher, each.message)
                for each in outcomes
            ],
            notes=notes,
        ),
    )
