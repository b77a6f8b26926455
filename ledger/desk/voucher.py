"""The window for vouchers (凭证): draw up, check, post, return, reverse, look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from ledger.desk.counter import Counter
from ledger.desk.drawer import Choice, check_all, in_turn, left_notes, pick, with_left
from ledger.desk.separation import refuse_checking
from ledger.desk.trying import tried
from ledger.desk.voucher_sheets import draft_sheet, list_sheet, posted_sheet, voucher_sheet
from ledger.fund.collecting.deposited import refuse_taken
from ledger.fund.earning.runs import find_whole
from ledger.fund.using.booking import after_posting, after_return, before_posting
from ledger.fund.using.common_part import MARK
from ledger.fund.waiting import let_go, post_waiting, refuse_split
from ledger.intake.reader import read_rows
from ledger.intake.voucher_file import voucher_file
from ledger.journal import drafts
from ledger.journal.draft_file import drafts_of_rows
from ledger.journal.posting import post
from ledger.journal.reading import Stored, number_of, read_voucher
from ledger.journal.voucher import CLOSING_KINDS, reversal_of
from ledger.journal.vouchers import find_voucher, list_vouchers, open_date_for
from ledger.registry.books import FUND, KINDS, find_book, kind_of_book, list_books
from ledger.registry.estates import find_estate
from ledger.registry.reach import only_estate
from ledger.registry.users import has_users
from ledger.renovation.building.booking import refuse_short_books
from ledger.renovation.building.fund_money import in_project
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.period import first_day
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Sheet


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
        sheet = draft_sheet(
            _("已制单"),
            [(kept.code, kept.state, one) for kept, one in zip(saved, drawn, strict=True)],
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
        maker: str | None = None,
        mine: bool = False,
        event: str | None = None,
    ) -> Sheet:
        """List posted vouchers, or what waits to be posted.

        Args:
            book: only this book's.
            estate: only this estate's posted vouchers.
            period: only those dated in this month.
            state: draft, checked, waiting (both), posted or all.
            maker: only those that this user drew up.
            mine: only those of the person at the counter.
            event: only those of which the event begins so.
        """
        who = self._counter.who if mine else maker
        with self._counter.look() as tx:
            estate = only_estate(tx, estate)
            if book is not None:
                find_book(tx, book, KINDS)
            if estate is not None:
                find_estate(tx, estate)
        return list_sheet(lambda: self._listed(book, estate, period, state, who, event))

    def _listed(
        self,
        book: str | None,
        estate: str | None,
        period: int | None,
        state: str,
        maker: str | None,
        event: str | None,
    ) -> Iterator[tuple[object, ...]]:
        with self._counter.look() as tx:
            if estate is not None:
                find_estate(tx, estate)
            if state in {"draft", "checked", "waiting", "all"} and estate is None:
                yield from _waiting(tx, book, period, state, maker, event)
            if state in {"posted", "all"}:
                for row in list_vouchers(
                    tx, book=book, estate=estate, period=period, maker=maker, event=event
                ):
                    told = "REVERSED" if row.reversed_by else "POSTED"
                    yield (
                        f"{row.book}:{number_of(row.period, row.word, row.no)}",
                        row.dated_on,
                        row.summary,
                        row.estate,
                        row.debit_fen,
                        row.maker,
                        row.checker,
                        "RED" if row.reverses else told,
                    )

    def check(self, codes: Sequence[str], *, dry_run: bool = False) -> Sheet:
        """Check drafts, as somebody else than their maker.

        Raises:
            Refused: `cashier_apart`, `amount_above_limit`, or what `drafts.check_drafts` refuses.
        """
        with self._counter.act("voucher.check", " ".join(codes), dry_run=dry_run) as tx:
            kept = find_whole(tx, codes)
            refuse_checking(tx, kept, self._counter.who)
            drafts.check_drafts(tx, kept, self._counter.who)
        sheet = draft_sheet(_("已审核"), [(one.code, "CHECKED", one.draft) for one in kept])
        return tried(sheet, dry_run=dry_run)

    def check_many(  # which drafts are meant
        self,
        *,
        path: str | None = None,
        book: str | None = None,
        period: int | None = None,
        maker: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Check all drafts that wait, or those that a file of deposits made, and may be checked.

        What the person at the counter must not check is left and told of. Again changes nothing.

        Args:
            path: only those that this file made.
            book: only this book's.
            period: only those dated in this month.
            maker: only those that this user drew up.
            dry_run: do everything, keep nothing.
        """
        choice = Choice(path, book, period, maker)
        with self._counter.act("voucher.check", choice.told(), dry_run=dry_run) as tx:
            done, left = check_all(tx, pick(tx, choice, "DRAFT"), self._counter.who)
        rows = [(one.code, "CHECKED", one.draft) for one in done]
        notes = left_notes(left) or ([] if rows else [_("没有等待的单据，没有改动")])
        sheet = draft_sheet(_("已审核"), rows, notes=notes)
        return tried(with_left(sheet, left), dry_run=dry_run)

    def post_many(
        self,
        *,
        path: str | None = None,
        book: str | None = None,
        period: int | None = None,
        maker: str | None = None,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Sheet:
        """Post all checked drafts, or those that a file of deposits made: all of them or none.

        In 单人模式 those that nobody checked are posted too. The words are those of `check_many`.
        """
        choice = Choice(path, book, period, maker)
        with self._counter.act("voucher.post", choice.told(), dry_run=dry_run) as tx:
            users = has_users(tx)
            kept = pick(tx, choice, "CHECKED")
            if not users:
                kept = sorted([*pick(tx, choice, "DRAFT"), *kept], key=in_turn)
            progress(0, len(kept), _("过账"))
            poster = self._counter.who if users else None
            posted = post_waiting(tx, kept, poster, clock=self._counter.clock)
            refuse_short_books(tx, [each.draft for each in kept])
        progress(len(kept), len(kept), _("过账"))
        sheet = posted_sheet([one.draft for one in kept], posted)
        if not kept:
            sheet = replace(sheet, notes=[_("没有等待的单据，没有改动")])
        return tried(sheet, dry_run=dry_run)

    def send_back(self, codes: Sequence[str], *, reason: str, dry_run: bool = False) -> Sheet:
        """Return drafts to their makers, with a reason."""
        with self._counter.act("voucher.return", " ".join(codes), dry_run=dry_run) as tx:
            kept = find_whole(tx, codes)
            refuse_split(tx, kept)
            drafts.return_drafts(tx, kept, reason)
            let_go(tx, kept)
            after_return(tx, kept, who=self._counter.who, clock=self._counter.clock)
        sheet = draft_sheet(_("已退回"), [(one.code, "RETURNED", one.draft) for one in kept])
        return tried(sheet, dry_run=dry_run)

    def post(
        self, codes: Sequence[str], *, dry_run: bool = False, progress: Progress = silent
    ) -> Sheet:
        """Post drafts, all or none; from the first user on they must have been checked."""
        progress(0, len(codes), _("过账"))
        with self._counter.act("voucher.post", " ".join(codes), dry_run=dry_run) as tx:
            kept = find_whole(tx, codes)
            poster = self._counter.who if has_users(tx) else None
            before_posting(tx, kept)
            posted = post_waiting(tx, kept, poster, clock=self._counter.clock)
            after_posting(tx, kept, posted, who=self._counter.who, clock=self._counter.clock)
            refuse_short_books(tx, [each.draft for each in kept])
        progress(len(codes), len(codes), _("过账"))
        return tried(posted_sheet([one.draft for one in kept], posted), dry_run=dry_run)

    def reverse(
        self, no: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Cancel a posted voucher by its red equal (注销), dated in an open month.

        Args:
            on: left out, the original's day, or the first day of the next open month.

        Raises:
            Refused: `reversal_of_closing`, `deposit_refunded`, `event_split`, or what posting
                refuses.
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
            _refuse_undoing(tx, stored)
            red = reversal_of(
                stored.draft,
                voucher_id,
                stored.number,
                on or _reversal_day(tx, stored),
                maker=self._counter.who,
                reason=reason,
            )
            if has_users(tx):
                codes = drafts.save_drafts(tx, [red], clock=self._counter.clock)
                sheet = draft_sheet(_("已制单，待审核"), [(code, "DRAFT", red) for code in codes])
            else:
                sheet = posted_sheet([red], [post(tx, red, clock=self._counter.clock)])
                refuse_short_books(tx, [red])
        return tried(sheet, dry_run=dry_run)

    def show(self, no: str) -> Sheet:
        """Show a voucher, or a draft, with its lines and shares."""
        with self._counter.look() as tx:
            if ":D-" in no:
                kept = drafts.find_draft(tx, no)
                return voucher_sheet(tx, no, kept.draft, kept.state)
            stored = read_voucher(tx, *find_voucher(tx, no))
            assert stored is not None
            return voucher_sheet(tx, no.replace("：", ":"), stored.draft, "POSTED")


def _known_notes(saved: Sequence[drafts.Saved]) -> list[str]:
    count = sum(not one.is_new for one in saved)
    return [_("其中 {count} 张以前已制单，没有重复制单").format(count=count)] if count else []


def _waiting(
    tx: Tx,
    book: str | None,
    period: int | None,
    state: str,
    maker: str | None,
    event: str | None,
) -> Iterator[tuple[object, ...]]:
    table, books = schema.draft, schema.book
    states = {
        "draft": ["DRAFT", "RETURNED"],
        "checked": ["CHECKED"],
        "waiting": ["DRAFT", "CHECKED"],
    }.get(state, ["DRAFT", "RETURNED", "CHECKED"])
    query = (
        select(table, books.c.code)
        .join(books, books.c.book_id == table.c.book_id)
        .where(table.c.state.in_(states))
        .order_by(books.c.code, table.c.draft_id)
    )
    if book is not None:
        query = query.where(books.c.code == book)
    if maker is not None:
        query = query.where(table.c.maker == maker)
    if event is not None:
        query = query.where(drafts.of_event(event))
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
                row.state,
            )


def _refuse_undoing(tx: Tx, stored: Stored) -> None:
    """Refuse to cancel a deposit that was given back, or a part of a move of several vouchers."""
    draft = stored.draft
    if in_project(tx, draft.event):
        raise Refused(
            "event_split",
            _("{no} 是维修资金支付改造工程的凭证之一，不能单独注销").format(no=stored.number),
            _("请用 wxzj fund usage returned，两本账一起冲回"),
        )
    if kind_of_book(tx, draft.book_id) != FUND:
        return
    [book] = [each for each in list_books(tx) if each.book_id == draft.book_id]
    refuse_taken(tx, book, stored.voucher_id)
    event = draft.event or ""
    voucher = schema.voucher
    if event.startswith("custody:"):
        raise Refused(
            "event_split",
            _("{no} 是划转的凭证之一，不能单独注销").format(no=stored.number),
            _("请用 wxzj fund custody undo，两边账套一起冲回"),
        )
    if event.endswith(MARK):
        raise Refused(
            "event_split",
            _("{no} 是共有收益支付维修的几张凭证之一，不能单独注销").format(no=stored.number),
            _("请用 wxzj fund usage returned，一起冲回"),
        )
    if event.startswith("move:"):
        count = tx.conn.execute(
            select(func.count()).where(voucher.c.event == event, voucher.c.reverses.is_(None))
        ).scalar_one()
        if count > 1:
            raise Refused(
                "event_split",
                _("{no} 是一笔改记的几张凭证之一，不能单独注销").format(no=stored.number),
                _("请用 wxzj fund move 把款记回原来的房屋"),
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
