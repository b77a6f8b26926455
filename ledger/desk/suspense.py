"""The window for money that nobody has claimed yet (待认领)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.collecting import suspense, unclaimed
from ledger.fund.collecting.claiming import Claim, assign
from ledger.fund.collecting.suspense import Booked, Receipt
from ledger.fund.refilling.replenish import choose
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class SuspenseDesk:
    """Book receipts of unknown households, list them, assign them."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def record(
        self,
        *,
        amount_fen: int,
        bank_ref: str,
        bank_account: str | None = None,
        payer: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Book a receipt that nobody has claimed, once; with users it waits to be checked.

        Args:
            amount_fen: more than nothing.
            bank_ref: the bank's number of the movement.
            bank_account: may be left out where only one is registered.
            payer: whom the bank names as the payer.
            on: the day of the bank; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        receipt = Receipt(amount_fen, bank_account, bank_ref, payer, on)
        with counter.act("suspense.record", f"{bank_ref} {amount_fen}", dry_run=dry_run) as tx:
            booked = suspense.record(tx, receipt, who=counter.who, clock=counter.clock)
        sheet = _sheet(booked, "suspense_record", _("登记待认领款"), booked.draft.debit_fen)
        return tried(sheet, dry_run=dry_run)

    def assign(
        self,
        item: str,
        *,
        household: str,
        amount_fen: int | None = None,
        purpose: str | None = None,
        payer: str = "业主",
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Give a receipt, or a part, to a household, once; with users it waits to be checked.

        Args:
            item: the code of the item, or the bank's number of the receipt.
            household: its code.
            amount_fen: a part; all that is open when left out.
            purpose: 首期, 续交, 补建 or 补足; found out when left out.
            payer: 业主, 售房单位 or 开发单位.
            on: the day of the voucher; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        claim = Claim(item, household, amount_fen, purpose, payer, on)
        with counter.act("suspense.assign", f"{item} {household}", dry_run=dry_run) as tx:
            booked = assign(tx, claim, who=counter.who, clock=counter.clock)
        given = booked.draft.lines[1]  # the household's
        sheet = _sheet(booked, "suspense_assign", _("认领"), given.amount_fen)
        return tried(sheet, dry_run=dry_run)

    def list(
        self,
        *,
        book: str | None = None,
        custodian: str | None = None,
        on: date | None = None,
    ) -> Sheet:
        """List what nobody has claimed, and for how many days it has waited.

        Args:
            book: only this book's.
            custodian: only this custodian's.
            on: as things stood at the end of this day; as they stand now when left out.
        """
        with self._counter.look() as tx:
            chosen = choose(tx, book=book, custodian=custodian)
        rows = list(self._rows(set(chosen.book_ids), on))
        total_fen = sum(int(str(row[-1])) for row in rows)
        plain = Sheet(
            kind="suspense_list",
            title=_("待认领款"),
            columns=(
                Column("item", _("编号")),
                Column("book", _("账套")),
                Column("bank_account", _("专户")),
                Column("bank_ref", _("流水号")),
                Column("payer", _("付款方")),
                Column("on", _("到账日期"), "date"),
                Column("days", _("天数"), "int"),
                Column("amount_fen", _("未认领（元）"), "fen"),
            ),
            rows=rows,
            fields={"on": on or self._counter.clock.today, "total_fen": total_fen},
        )
        labels = (Column("on", _("截至"), "date"), Column("total_fen", _("合计（元）"), "fen"))
        return replace(plain, paper=replace(plain, labels=labels))

    def _rows(self, book_ids: set[int], on: date | None) -> Iterator[tuple[object, ...]]:
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            for item in unclaimed.items(tx, book_ids=book_ids, on=on):
                told = unclaimed.told(tx, item)
                came = None if item.receipt is None else item.receipt.draft.dated_on
                yield (
                    item.code,
                    item.book.code,
                    told.bank_account,
                    told.bank_ref,
                    told.payer,
                    came,
                    None if came is None else (day - came).days,
                    item.open_fen,
                )


def _sheet(booked: Booked, kind: str, title: str, fen: int) -> Sheet:
    notes = []
    if booked.replayed:
        notes.append(_("同一笔已经登记过，没有重复入账"))
    if booked.is_draft:
        notes.append(_("等待另一人审核后过账：wxzj voucher check {code}").format(code=booked.code))
    return Sheet(
        kind=kind,
        title=title,
        columns=(
            Column("item", _("编号")),
            Column("book", _("账套")),
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("value_on", _("起息日"), "date"),
            Column("summary", _("摘要")),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=[
            (
                booked.item,
                booked.book.code,
                booked.code,
                booked.draft.dated_on,
                booked.draft.value_on,
                booked.draft.summary,
                fen,
            )
        ],
        fields={"replayed": booked.replayed, "draft": booked.is_draft},
        notes=notes,
    )
