"""The window for vouchers (凭证): draw up, check, post, return, reverse, look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.intake.reader import read_rows
from ledger.intake.voucher_file import voucher_file
from ledger.journal import drafts
from ledger.journal.draft_file import drafts_of_rows
from ledger.journal.posting import post
from ledger.journal.reading import Stored, number_of, read_voucher
from ledger.journal.voucher import CLOSING_KINDS, Draft, Posted, Side, reversal_of
from ledger.journal.vouchers import find_voucher, list_vouchers, open_date_for
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.period import first_day
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet


class VoucherDesk:
    """Draft, check, post, reverse and show vouchers."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def draft(
        self,
        path: str,
        *,
        unit_wan: bool = False,
        use_cached: bool = False,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Sheet:
        """Draw up vouchers from a file; they wait to be checked and posted.

        What the file says and waits or is posted already is not drawn up again.
        """
        progress(0, 0, _("读取文件"))
        with self._counter.act("voucher.draft", path, dry_run=dry_run) as tx:
            intake = read_rows(path, voucher_file(), unit_wan=unit_wan, use_cached=use_cached)
            drawn = drafts_of_rows(
                tx, intake.rows, file=intake.name, default_book=None, maker=self._counter.who
            )
            saved = drafts.save_new_drafts(tx, drawn, clock=self._counter.clock)
        sheet = Sheet(
            kind="drafts",
            title=_("已制单"),
            columns=_draft_columns(),
            rows=[
                (kept.code, one.dated_on, one.summary, one.debit_fen, drafts.state_word(kept.state))
                for kept, one in zip(saved, drawn, strict=True)
            ],
            notes=(*intake.notices, *_known_notes(saved)),
        )
        return tried(sheet, dry_run=dry_run)

    def list(
        self,
        *,
        book: str | None = None,
        estate: str | None = None,
        period: int | None = None,
        state: str = "all",
    ) -> Sheet:
        """List posted vouchers, or what waits to be posted."""
        return Sheet(
            kind="vouchers",
            title=_("凭证"),
            columns=(
                Column("voucher", _("编号")),
                Column("on", _("日期"), "date"),
                Column("summary", _("摘要")),
                Column("estate", _("小区")),
                Column("debit_fen", _("金额（元）"), "fen"),
                Column("maker", _("制单")),
                Column("checker", _("审核")),
                Column("state", _("状态")),
            ),
            rows=self._listed(book, estate, period, state),
        )

    def _listed(
        self, book: str | None, estate: str | None, period: int | None, state: str
    ) -> Iterator[tuple[object, ...]]:
        with self._counter.look() as tx:
            if state in {"draft", "checked", "all"} and estate is None:
                yield from _waiting(tx, book, period, state)
            if state in {"posted", "all"}:
                for row in list_vouchers(tx, book=book, estate=estate, period=period):
                    told = _("已注销") if row.reversed_by else _("已过账")
                    yield (
                        f"{row.book}:{number_of(row.period, row.word, row.no)}",
                        row.dated_on,
                        row.summary,
                        row.estate,
                        row.debit_fen,
                        row.maker,
                        row.checker,
                        _("红字") if row.reverses else told,
                    )

    def check(self, codes: Sequence[str], *, dry_run: bool = False) -> Sheet:
        """Check drafts, as somebody else than their maker."""
        with self._counter.act("voucher.check", " ".join(codes), dry_run=dry_run) as tx:
            kept = [drafts.find_draft(tx, code) for code in codes]
            drafts.check_drafts(tx, kept, self._counter.who)
        return tried(_acted(_("已审核"), kept, "CHECKED"), dry_run=dry_run)

    def send_back(self, codes: Sequence[str], *, reason: str, dry_run: bool = False) -> Sheet:
        """Return drafts to their makers, with a reason."""
        with self._counter.act("voucher.return", " ".join(codes), dry_run=dry_run) as tx:
            kept = [drafts.find_draft(tx, code) for code in codes]
            drafts.return_drafts(tx, kept, reason)
        return tried(_acted(_("已退回"), kept, "RETURNED"), dry_run=dry_run)

    def post(
        self, codes: Sequence[str], *, dry_run: bool = False, progress: Progress = silent
    ) -> Sheet:
        """Post drafts, all or none; from the first user on they must have been checked."""
        progress(0, len(codes), _("过账"))
        with self._counter.act("voucher.post", " ".join(codes), dry_run=dry_run) as tx:
            kept = [drafts.find_draft(tx, code) for code in codes]
            poster = self._counter.who if _has_users(tx) else None
            posted = drafts.post_drafts(tx, kept, poster, clock=self._counter.clock)
        progress(len(codes), len(codes), _("过账"))
        return tried(_posted_sheet([one.draft for one in kept], posted), dry_run=dry_run)

    def reverse(
        self, no: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Cancel a posted voucher by its red equal (注销), dated in an open month.

        Args:
            on: left out, the original's day, or the first day of the next open month.

        Raises:
            Refused: `reversal_of_closing`, or what posting refuses.
        """
        with self._counter.act("voucher.reverse", no, dry_run=dry_run) as tx:
            book_id, voucher_id = find_voucher(tx, no)
            stored = read_voucher(tx, book_id, voucher_id)
            assert stored is not None
            if stored.draft.kind in CLOSING_KINDS:
                raise Refused(
                    "reversal_of_closing",
                    _("{no} 是结转凭证").format(no=no),
                    _("结转凭证随结账产生，不能单独注销"),
                )
            red = reversal_of(
                stored.draft,
                voucher_id,
                stored.number,
                on or _reversal_day(tx, stored),
                maker=self._counter.who,
                reason=reason,
            )
            if _has_users(tx):
                codes = drafts.save_drafts(tx, [red], clock=self._counter.clock)
                sheet = _drawn_sheet(codes, [red])
            else:
                sheet = _posted_sheet([red], [post(tx, red, clock=self._counter.clock)])
        return tried(sheet, dry_run=dry_run)

    def show(self, no: str) -> Sheet:
        """Show a voucher, or a draft, with its lines and shares."""
        with self._counter.look() as tx:
            if ":D-" in no:
                kept = drafts.find_draft(tx, no)
                return _voucher_sheet(tx, no, kept.draft, drafts.state_word(kept.state))
            stored = read_voucher(tx, *find_voucher(tx, no))
            assert stored is not None
            return _voucher_sheet(tx, no.replace("：", ":"), stored.draft, _("已过账"))


def _known_notes(saved: Sequence[drafts.Saved]) -> list[str]:
    count = sum(not one.is_new for one in saved)
    return [_("其中 {count} 张以前已制单，没有重复制单").format(count=count)] if count else []


def _has_users(tx: Tx) -> bool:
    return tx.conn.execute(select(schema.login.c.name).limit(1)).first() is not None


def _waiting(
    tx: Tx, book: str | None, period: int | None, state: str
) -> Iterator[tuple[object, ...]]:
    table, books = schema.draft, schema.book
    states = {"draft": ["DRAFT", "RETURNED"], "checked": ["CHECKED"]}.get(
        state, ["DRAFT", "RETURNED", "CHECKED"]
    )
    query = (
        select(table, books.c.code)
        .join(books, books.c.book_id == table.c.book_id)
        .where(table.c.state.in_(states))
        .order_by(books.c.code, table.c.draft_id)
    )
    if book is not None:
        query = query.where(books.c.code == book)
    for row in tx.conn.execute(query):
        if period in {None, row.dated_on.year * 100 + row.dated_on.month}:
            yield (
                f"{row.code}:D-{row.draft_id}",
                row.dated_on,
                row.summary,
                None,
                row.debit_fen,
                row.maker,
                row.checker,
                drafts.state_word(row.state),
            )


def _reversal_day(tx: Tx, stored: Stored) -> date:
    original = stored.draft
    period = original.dated_on.year * 100 + original.dated_on.month
    open_period = open_date_for(tx, original.book_id, period)
    if open_period is None:
        raise InputError(
            "date_missing",
            _("原凭证的月份已结账，之后没有未结账的月份"),
            _("请用 --on 写明注销凭证的日期"),
        )
    return original.dated_on if open_period == period else first_day(open_period)


def _draft_columns() -> tuple[Column, ...]:
    return (
        Column("draft", _("编号")),
        Column("on", _("日期"), "date"),
        Column("summary", _("摘要")),
        Column("debit_fen", _("金额（元）"), "fen"),
        Column("state", _("状态")),
    )


def _acted(title: str, kept: Sequence[drafts.Kept], state: str) -> Sheet:
    return Sheet(
        kind="drafts",
        title=title,
        columns=_draft_columns(),
        rows=[
            (
                one.code,
                one.draft.dated_on,
                one.draft.summary,
                one.draft.debit_fen,
                drafts.state_word(state),
            )
            for one in kept
        ],
    )


def _drawn_sheet(codes: Sequence[str], drawn: Sequence[Draft]) -> Sheet:
    return Sheet(
        kind="drafts",
        title=_("已制单，待审核"),
        columns=_draft_columns(),
        rows=[
            (code, one.dated_on, one.summary, one.debit_fen, _("待审核"))
            for code, one in zip(codes, drawn, strict=True)
        ],
    )


def _posted_sheet(drawn: Sequence[Draft], posted: Sequence[Posted]) -> Sheet:
    return Sheet(
        kind="posted",
        title=_("已过账"),
        columns=(
            Column("voucher", _("凭证号")),
            Column("on", _("日期"), "date"),
            Column("summary", _("摘要")),
            Column("debit_fen", _("金额（元）"), "fen"),
            Column("replayed", _("以前已过账"), "flag"),
        ),
        rows=[
            (one.code, draft.dated_on, draft.summary, draft.debit_fen, one.replayed)
            for draft, one in zip(drawn, posted, strict=True)
        ],
    )


def _voucher_sheet(tx: Tx, no: str, draft: Draft, state: str) -> Sheet:
    names = {
        row.account: row.name
        for row in tx.conn.execute(
            select(schema.account.c.account, schema.account.c.name)
            .join(schema.book, schema.book.c.chart == schema.account.c.chart)
            .where(schema.book.c.book_id == draft.book_id)
        )
    }
    estates = {
        row.estate_id: row.code
        for row in tx.conn.execute(select(schema.estate.c.estate_id, schema.estate.c.code))
    }
    banks = {
        row.bank_account_id: row.number
        for row in tx.conn.execute(
            select(schema.bank_account.c.bank_account_id, schema.bank_account.c.number)
        )
    }
    return Sheet(
        kind="voucher",
        title=_("记账凭证 {no}").format(no=no),
        columns=(
            Column("line", _("行"), "int"),
            Column("account", _("科目")),
            Column("name", _("名称")),
            Column("detail", _("明细")),
            Column("estate", _("小区")),
            Column("bank_account", _("专户")),
            Column("debit_fen", _("借方（元）"), "fen"),
            Column("credit_fen", _("贷方（元）"), "fen"),
            Column("household", _("分户")),
            Column("part", _("部分")),
            Column("share_fen", _("分户金额（元）"), "fen"),
        ),
        rows=list(_voucher_rows(tx, draft, names, estates, banks)),
        fields={
            "voucher": no,
            "on": draft.dated_on,
            "value_on": draft.value_on,
            "summary": draft.summary,
            "voucher_kind": draft.kind.value,
            "state": state,
            "maker": draft.maker,
            "checker": draft.checker,
            "poster": draft.poster,
            "attachments": draft.attachment_count,
            "debit_fen": draft.debit_fen,
        },
        labels=(
            Column("on", _("日期"), "date"),
            Column("summary", _("摘要")),
            Column("maker", _("制单")),
            Column("checker", _("审核")),
            Column("poster", _("记账")),
            Column("attachments", _("附件"), "int"),
            Column("state", _("状态")),
        ),
    )


def _voucher_rows(
    tx: Tx,
    draft: Draft,
    names: dict[str, str],
    estates: dict[int, str],
    banks: dict[int, str],
) -> Iterator[tuple[object, ...]]:
    sub = schema.sub_account
    wanted = sorted({share.sub_id for line in draft.lines for share in line.shares})
    codes: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        for row in tx.conn.execute(
            select(sub.c.sub_id, sub.c.code).where(
                sub.c.book_id == draft.book_id, sub.c.sub_id.in_(wanted[start : start + 500])
            )
        ):
            codes[row.sub_id] = row.code
    for number, line in enumerate(draft.lines, start=1):
        is_debit = line.side is Side.DEBIT
        yield (
            number,
            line.account,
            names.get(line.account),
            line.detail,
            estates.get(line.estate_id) if line.estate_id else None,
            banks.get(line.bank_account_id) if line.bank_account_id else None,
            line.amount_fen if is_debit else None,
            None if is_debit else line.amount_fen,
            None,
            None,
            None,
        )
        for share in sorted(line.shares, key=lambda share: codes.get(share.sub_id, "")):
            yield (
                number,
                line.account,
                names.get(line.account),
                None,
                None,
                None,
                None,
                None,
                codes.get(share.sub_id),
                _("收益") if share.part else _("本金"),
                share.amount_fen,
            )
