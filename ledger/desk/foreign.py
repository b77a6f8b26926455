"""The window for money on the fund's account that is not the fund's (误入)."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.collecting.foreign import (
    Booked,
    GiveBack,
    list_foreign,
    record_foreign,
    return_foreign,
)
from ledger.fund.collecting.suspense import Receipt
from ledger.fund.refilling.replenish import choose
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class ForeignDesk:
    """Book money that is not the fund's, give it back, list it."""

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
        """Book money that is not the fund's, once; with users it waits to be checked.

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
        with counter.act("foreign.record", f"{bank_ref} {amount_fen}", dry_run=dry_run) as tx:
            booked = record_foreign(tx, receipt, who=counter.who, clock=counter.clock)
        return tried(_sheet("foreign_record", _("登记误入款"), booked), dry_run=dry_run)

    def give_back(
        self,
        ref: str,
        *,
        payee: str,
        amount_fen: int | None = None,
        bank_account: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Give money that is not the fund's back; with users it waits to be checked.

        Args:
            ref: the bank's number of the receipt.
            payee: who gets it.
            amount_fen: a part; all that is left when left out.
            bank_account: the account that took it, needed where several have this number.
            on: the day of the payment; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        asked = GiveBack(ref, payee, amount_fen, bank_account, on)
        with counter.act("foreign.return", ref, dry_run=dry_run) as tx:
            booked = return_foreign(tx, asked, who=counter.who, clock=counter.clock)
        return tried(_sheet("foreign_return", _("退回误入款"), booked), dry_run=dry_run)

    def list(self, *, book: str | None = None, custodian: str | None = None) -> Sheet:
        """List what is not the fund's and lies on its accounts, and for how many days.

        Args:
            book: only this book's.
            custodian: only this custodian's.
        """
        today = self._counter.clock.today
        with self._counter.look() as tx:
            chosen = choose(tx, book=book, custodian=custodian)
            found = list(list_foreign(tx, set(chosen.book_ids)))
        rows: list[tuple[object, ...]] = []
        for each in found:
            came = each.received
            assert came is not None
            on = came.draft.dated_on
            days = (today - on).days
            rows.append(
                (
                    each.book.code,
                    each.bank_account,
                    each.ref,
                    each.payer,
                    on,
                    days,
                    came.fen,
                    each.open_fen,
                )
            )
        return Sheet(
            kind="foreign_list",
            title=_("误入款"),
            columns=(
                Column("book", _("账套")),
                Column("bank_account", _("专户")),
                Column("bank_ref", _("流水号")),
                Column("payer", _("付款方")),
                Column("on", _("到账日期"), "date"),
                Column("days", _("天数"), "int"),
                Column("amount_fen", _("金额（元）"), "fen"),
                Column("open_fen", _("未退（元）"), "fen"),
            ),
            rows=rows,
            fields={"total_fen": sum(each.open_fen for each in found)},
        )


def _sheet(kind: str, title: str, booked: Booked) -> Sheet:
    notes = []
    if booked.replayed:
        notes.append(_("同一笔已经登记过，没有重复入账"))
    if booked.is_draft:
        notes.append(_("等待另一人审核后过账：wxzj voucher check {code}").format(code=booked.code))
    return Sheet(
        kind=kind,
        title=title,
        columns=(
            Column("book", _("账套")),
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("summary", _("摘要")),
            Column("amount_fen", _("金额（元）"), "fen"),
            Column("left_fen", _("未退（元）"), "fen"),
        ),
        rows=[
            (
                booked.book.code,
                booked.code,
                booked.draft.dated_on,
                booked.draft.summary,
                booked.fen,
                booked.left_fen,
            )
        ],
        fields={"replayed": booked.replayed, "draft": booked.is_draft},
        notes=notes,
    )
