"""The window for imprest (备用金): draw, settle against a case, give back, list by holder."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.desk.usage_money_sheets import paid_sheet
from ledger.fund.using import imprest, paying
from ledger.fund.waiting import waiting_note
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class ImprestDesk:
    """Draw, settle and give back imprest."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def draw(
        self,
        *,
        holder: str,
        amount_fen: int,
        bank_account: str | None = None,
        on: date | None = None,
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Pay imprest to a holder, once; with users it waits to be checked."""
        counter = self._counter
        slip = imprest.Slip(holder, amount_fen, bank_account, on, request_key)
        with counter.act("imprest.draw", f"{holder} {amount_fen}", dry_run=dry_run) as tx:
            slipped = imprest.draw(tx, slip, who=counter.who, clock=counter.clock)
        return tried(_slip_sheet(_("领用备用金"), amount_fen, slipped), dry_run=dry_run)

    def give_back(
        self,
        *,
        holder: str,
        amount_fen: int,
        bank_account: str | None = None,
        on: date | None = None,
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Take back what a holder did not use, once; with users it waits to be checked."""
        counter = self._counter
        slip = imprest.Slip(holder, amount_fen, bank_account, on, request_key)
        with counter.act("imprest.return", f"{holder} {amount_fen}", dry_run=dry_run) as tx:
            slipped = imprest.give_back(tx, slip, who=counter.who, clock=counter.clock)
        return tried(_slip_sheet(_("退回备用金"), amount_fen, slipped), dry_run=dry_run)

    def settle(
        self,
        code: str,
        *,
        holder: str,
        amount_fen: int,
        payee: str | None = None,
        invoice: str | None = None,
        on: date | None = None,
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Charge what a holder spent to an approved case: a payment in parts without the bank.

        Args:
            code: the case.
            holder: whose imprest it was.
            amount_fen: of the whole cost, as with `money.pay`.
            payee: who was paid; the case's payee when left out.
            invoice: its number.
            on: the day of the voucher; today when left out.
            request_key: tells two equal payments of a day apart.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        asked = paying.Instalment(
            amount_fen,
            payee=payee,
            invoice=invoice,
            on=on,
            request_key=request_key,
            holder=holder,
        )
        with counter.act("imprest.settle", f"{code} {holder}", dry_run=dry_run) as tx:
            paid = paying.pay_part(tx, code, asked, who=counter.who, clock=counter.clock)
        return tried(paid_sheet(paid), dry_run=dry_run)

    def list(self) -> Sheet:
        """List what every holder drew, settled and still has."""
        with self._counter.look() as tx:
            holders = imprest.list_holders(tx)
        return Sheet(
            kind="imprest",
            title=_("备用金"),
            columns=(
                Column("book", _("账套")),
                Column("holder", _("领用人")),
                Column("drawn_fen", _("领用（元）"), "fen"),
                Column("settled_fen", _("报销、退回（元）"), "fen"),
                Column("held_fen", _("未结清（元）"), "fen"),
            ),
            rows=[
                (each.book, each.holder, each.drawn_fen, each.settled_fen, each.held_fen)
                for each in holders
            ],
            fields={"held_fen": sum(each.held_fen for each in holders)},
            labels=(Column("held_fen", _("未结清合计"), "fen"),),
        )


def _slip_sheet(title: str, amount_fen: int, slipped: imprest.Slipped) -> Sheet:
    notes = [_("这笔已经登记过，没有重复入账")] if slipped.replayed else []
    if slipped.is_draft:
        notes.append(waiting_note())
    return Sheet(
        kind="imprest_slip",
        title=title,
        columns=(
            Column("book", _("账套")),
            Column("voucher", _("凭证")),
            Column("holder", _("领用人")),
            Column("amount_fen", _("金额（元）"), "fen"),
            Column("held_fen", _("未结清（元）"), "fen"),
        ),
        rows=[(slipped.book.code, slipped.code, slipped.holder, amount_fen, slipped.held_fen)],
        fields={"replayed": slipped.replayed, "draft": slipped.is_draft},
        notes=notes,
    )
