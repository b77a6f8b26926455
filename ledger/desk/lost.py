"""The window for lost houses (灭失): declare, pay, take back, list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from ledger.desk.counter import Counter
from ledger.desk.papers import open_paper
from ledger.desk.trying import tried
from ledger.fund.leaving import lost, lost_pay
from ledger.fund.leaving.lost_register import Loss, Payable, payables
from ledger.fund.leaving.lost_undo import undo
from ledger.fund.refilling.replenish import choose
from ledger.registry.books import list_books
from ledger.store.vault import vault_of
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class LostDesk:
    """Owe what lost houses held to who paid it in, and pay it."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def declare(  # noqa: PLR0913 # one for each thing that is said of a loss
        self,
        households: Sequence[str] = (),
        *,
        on: date,
        reason: str,
        estate: str | None = None,
        building: str | None = None,
        treasury: str | None = None,
        settle: bool = True,
        paper: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Declare homes lost, once; with users the vouchers wait to be checked.

        Args:
            households: codes, all of one estate; none where `estate` says which.
            on: the day of the loss.
            reason: why.
            estate: all homes of it.
            building: all homes of this building of the estate.
            treasury: who gets the selling units' part where they no longer exist.
            settle: give out before what the homes have earned of the pooled money.
            paper: the file that shows the loss; a copy is kept beside the database, and its
                SHA-256 goes into the vouchers.
            dry_run: do everything, keep nothing, not even the copy.

        Raises:
            InputError: `file_missing`, `file_unreadable`, `file_empty`, `paper_too_large`.
            BookError: `files_folder_unset`, `files_unwritable`.
        """
        counter = self._counter
        copy = None if paper is None else open_paper(Path(paper))
        request = lost.Request(
            on,
            reason,
            tuple(households),
            estate,
            building,
            treasury,
            settle=settle,
            paper=None if copy is None else copy.sha256,
        )
        subject = " ".join(households) or f"{estate} {building or ''}".strip()
        with counter.act("lost.declare", subject, dry_run=dry_run) as tx:
            declared = lost.declare(tx, request, who=counter.who, clock=counter.clock)
            if copy is not None and not declared.replayed and not dry_run:
                vault_of(counter.db).keep(copy.path, copy.sha256)
        notes = _notes(declared.vouchers, is_draft=declared.is_draft, replayed=declared.replayed)
        if copy is not None and declared.replayed:
            notes.append(_("早已认定灭失，这次给的文件没有另外登记"))
        sheet = _loss_sheet(_("灭失认定"), declared.loss, notes)
        if copy is not None and not declared.replayed:
            label = Column("sha256", _("摘要（SHA-256）"))
            fields = {**sheet.fields, "sha256": copy.sha256.hex()}
            sheet = replace(sheet, fields=fields, labels=(*sheet.labels, label))
        return tried(sheet, dry_run=dry_run)

    def pay(  # one for each thing that is said of a payment
        self,
        code: str,
        *,
        household: str | None = None,
        amount_fen: int | None = None,
        bank_accounts: Sequence[str] = (),
        bank_ref: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Pay what is owed for a loss, once; with users it waits to be checked.

        Args:
            code: of the loss.
            household: whose part only; all that is open when left out.
            amount_fen: a part of one payable.
            bank_accounts: one for each fund type concerned.
            bank_ref: the bank's number of the payment.
            on: the day of the payment; today when left out.
            dry_run: do everything, keep nothing.
        """
        order = lost_pay.Order(code, household, amount_fen, tuple(bank_accounts), bank_ref, on)
        return self._moved("lost.pay", _("支付灭失返还款"), order, dry_run=dry_run)

    def returned(
        self,
        code: str,
        *,
        household: str | None = None,
        amount_fen: int | None = None,
        bank_accounts: Sequence[str] = (),
        bank_ref: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Book a payment that the bank sent back: what it paid is owed again.

        Args:
            code: of the loss.
            household: whose payment.
            amount_fen: a part; all that was paid when left out.
            bank_accounts: where the money came back to.
            bank_ref: the bank's number of the movement.
            on: the day on which it came back; today when left out.
            dry_run: do everything, keep nothing.
        """
        order = lost_pay.Order(
            code, household, amount_fen, tuple(bank_accounts), bank_ref, on, is_return=True
        )
        return self._moved("lost.returned", _("灭失返还款退回"), order, dry_run=dry_run)

    def _moved(self, act: str, title: str, order: lost_pay.Order, *, dry_run: bool) -> Sheet:
        counter = self._counter
        with counter.act(act, order.code, dry_run=dry_run) as tx:
            paid = lost_pay.pay(tx, order, who=counter.who, clock=counter.clock)
        codes = [each.code for each in paid.moved]
        sheet = Sheet(
            kind="lost_payment",
            title=title,
            columns=(
                Column("book", _("账套")),
                Column("voucher", _("凭证")),
                Column("bank_account", _("专户")),
                Column("amount_fen", _("金额（元）"), "fen"),
            ),
            rows=[
                (each.book.code, each.code, each.bank_account, each.amount_fen)
                for each in paid.moved
            ],
            fields={"code": order.code, "replayed": paid.replayed, "draft": paid.is_draft},
            notes=_notes(codes, is_draft=paid.is_draft, replayed=paid.replayed),
        )
        return tried(sheet, dry_run=dry_run)

    def undo(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Take a loss back by red vouchers; what was paid must have come back before.

        Args:
            code: of the loss.
            reason: why.
            on: the day of the red vouchers; that of the loss when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("lost.undo", code, dry_run=dry_run) as tx:
            undone = undo(tx, code, reason, on, who=counter.who, clock=counter.clock)
        notes = _notes(undone.codes, is_draft=undone.is_draft, replayed=not undone.codes)
        return tried(_loss_sheet(_("冲销灭失认定"), undone.loss, notes), dry_run=dry_run)

    def list(
        self,
        *,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
    ) -> Sheet:
        """List what is owed for lost houses, and what of it was paid.

        Args:
            book: only this book's.
            estate: only this estate's.
            custodian: only this custodian's.
        """
        with self._counter.look() as tx:
            chosen = choose(tx, book=book, estate=estate, custodian=custodian)
            books = [each for each in list_books(tx) if each.book_id in chosen.book_ids]
            rows = [
                each for each in payables(tx, books) if chosen.estate_id in {None, each.estate_id}
            ]
        open_fen = sum(each.amount_fen - each.paid_fen for each in rows if each.stands)
        return Sheet(
            kind="lost_list",
            title=_("灭失返还登记簿"),
            columns=_columns(),
            rows=_rows(rows),
            fields={"open_fen": open_fen},
            notes=(_("未付合计即 2001 应付房屋灭失返还资金的余额"),),
            labels=(Column("open_fen", _("未付合计（元）"), "fen"),),
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("book", _("账套")),
        Column("code", _("灭失登记")),
        Column("no", _("序号"), "int"),
        Column("household", _("房屋")),
        Column("payee_class", _("收款方")),
        Column("payee", _("收款人")),
        Column("on", _("灭失日期"), "date"),
        Column("principal_fen", _("本金（元）"), "fen"),
        Column("earnings_fen", _("收益（元）"), "fen"),
        Column("amount_fen", _("应付（元）"), "fen"),
        Column("paid_fen", _("已付（元）"), "fen"),
        Column("open_fen", _("未付（元）"), "fen"),
        Column("state", _("状态")),
    )


def _rows(owed: Iterable[Payable]) -> list[tuple[object, ...]]:
    return [
        (
            each.book.code,
            each.code,
            each.no,
            each.sub_code,
            _payee_word(each.payee_class),
            each.payee,
            each.lost_on,
            each.principal_fen,
            each.earnings_fen,
            each.amount_fen,
            each.paid_fen,
            each.amount_fen - each.paid_fen if each.stands else 0,
            _state_word(each),
        )
        for each in owed
    ]


def _payee_word(payee_class: str) -> str:
    return {"OWNER": _("业主"), "SELLING_UNIT": _("售房单位"), "TREASURY": _("同级国库")}[
        payee_class
    ]


def _state_word(each: Payable) -> str:
    if not each.stands:
        return _("未过账或已冲销")
    if each.waiting_fen:
        return _("支付待审核")
    if each.paid_fen == each.amount_fen:
        return _("已付清")
    return _("部分支付") if each.paid_fen else _("未付")


def _loss_sheet(title: str, loss: Loss, notes: Sequence[str]) -> Sheet:
    return Sheet(
        kind="lost",
        title=f"{title} {loss.code}",
        columns=_columns(),
        rows=_rows(loss.payables),
        fields={
            "code": loss.code,
            "on": loss.on,
            "reason": loss.reason,
            "households": len(loss.homes),
            "total_fen": loss.amount_fen,
            "vouchers": "、".join(loss.vouchers),
        },
        notes=notes,
        labels=(
            Column("on", _("灭失日期"), "date"),
            Column("reason", _("原因")),
            Column("households", _("户数"), "int"),
            Column("total_fen", _("应付合计（元）"), "fen"),
            Column("vouchers", _("凭证")),
        ),
    )


def _notes(codes: Sequence[str], *, is_draft: bool, replayed: bool) -> list[str]:
    notes = []
    if replayed:
        notes.append(_("同一笔已经登记过，没有重复入账"))
    if is_draft:
        drafts = " ".join(code for code in codes if ":D-" in code)
        notes.append(_("等待另一人审核后过账：wxzj voucher check {code}").format(code=drafts))
    return notes
