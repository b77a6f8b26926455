"""The window for the money of approved cases: parts, settlement, returns, recoveries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.desk.usage_money_sheets import moved_sheet, paid_sheet, settled_sheet
from ledger.fund.using import final_cost, paying, recovery, returning
from ledger.fund.waiting import waiting_note
from ledger.registry.estates import find_estate
from ledger.renovation.building.fund_money import follow_return
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class UsageMoneyDesk:
    """Pay cases in parts, settle them, take payments back, recover."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def pay(  # noqa: PLR0913 # one for each thing that is said of a payment
        self,
        code: str,
        *,
        amount_fen: int | None = None,
        again: int | None = None,
        stage: str | None = None,
        bank_accounts: Sequence[str] = (),
        payee: str | None = None,
        invoice: str | None = None,
        on: date | None = None,
        request_key: str | None = None,
        order_only: bool = False,
        dry_run: bool = False,
    ) -> Sheet:
        """Pay a part of a case; with users it waits to be checked.

        Args:
            code: the case.
            amount_fen: of the whole cost; the fund pays its part of it.
            again: the number of a returned payment that is made again.
            stage: of the place's plan, where it has one.
            bank_accounts: one for each fund concerned; none where each fund has one only.
            payee: who is paid; the case's payee when left out.
            invoice: its number.
            on: the day of the bank; today when left out.
            request_key: tells two equal payments of a day apart.
            order_only: only order it; it is booked when its draft is posted.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        asked = paying.Instalment(
            amount_fen,
            again,
            stage,
            bank_accounts,
            payee,
            invoice,
            on,
            request_key,
            order_only,
        )
        with counter.act("usage.advance", code, dry_run=dry_run) as tx:
            paid = paying.pay_part(tx, code, asked, who=counter.who, clock=counter.clock)
        return tried(paid_sheet(paid), dry_run=dry_run)

    def returned(
        self,
        code: str,
        *,
        reason: str,
        payment: int | None = None,
        book: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Take a payment back that the bank sent back; the last one where none is named."""
        counter = self._counter
        with counter.act("usage.returned", f"{code} {reason}", dry_run=dry_run) as tx:
            back = returning.take_back(
                tx,
                code,
                payment_no=payment,
                book=book,
                reason=reason,
                on=on,
                who=counter.who,
                clock=counter.clock,
            )
            day = on or counter.clock.today
            follow_return(tx, back, reason=reason, on=day, who=counter.who, clock=counter.clock)
        notes = [_("这笔退汇已经登记过，没有重复处理")] if back.replayed else []
        if any(each.is_draft for each in back.backs):
            notes.append(waiting_note())
        sheet = Sheet(
            kind="usage_returned",
            title=_("退汇 {code}").format(code=code),
            columns=(
                Column("book", _("账套")),
                Column("voucher", _("凭证")),
                Column("amount_fen", _("金额（元）"), "fen"),
            ),
            rows=[(each.made.book.code, each.code, each.made.fund_fen) for each in back.backs],
            fields={
                "case": code,
                "payment": back.payment_no,
                "state": back.case.state.value,
                "replayed": back.replayed,
            },
            labels=(Column("payment", _("第几笔"), "int"),),
            notes=notes,
        )
        return tried(sheet, dry_run=dry_run)

    def settle(  # noqa: PLR0913 # one for each thing that is said of a settlement
        self,
        code: str,
        *,
        final_fen: int,
        audited_fen: int | None = None,
        audit_paper: str | None = None,
        retained_fen: int = 0,
        retained_until: date | None = None,
        refunded: bool = False,
        bank_accounts: Sequence[str] = (),
        payee: str | None = None,
        invoice: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Settle a case: divide the final cost afresh and book the differences.

        Args:
            code: the case.
            final_fen: the whole cost.
            audited_fen: as the price audit found it.
            audit_paper: the number of its report.
            retained_fen: what is kept back of the cost.
            retained_until: when that is due.
            refunded: what was paid too much has come back to the bank account.
            bank_accounts: one for each fund concerned; none where each fund has one only.
            payee: who is paid; the case's payee when left out.
            invoice: its number.
            on: the day of the bank; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        final = final_cost.Final(
            final_fen,
            audited_fen,
            audit_paper,
            retained_fen,
            retained_until,
            refunded,
            bank_accounts,
            payee,
            invoice,
            on,
        )
        with counter.act("usage.settle", f"{code} {final_fen}", dry_run=dry_run) as tx:
            settled = final_cost.settle(tx, code, final, who=counter.who, clock=counter.clock)
        return tried(settled_sheet(_("结算 {code}"), settled), dry_run=dry_run)

    def pay_retention(
        self,
        code: str,
        *,
        deducted_fen: int = 0,
        reason: str | None = None,
        bank_accounts: Sequence[str] = (),
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Pay what was kept back, less what defects have cost."""
        counter = self._counter
        with counter.act("usage.pay_retention", code, dry_run=dry_run) as tx:
            settled = final_cost.pay_held(
                tx,
                code,
                deducted_fen=deducted_fen,
                reason=reason,
                bank_accounts=bank_accounts,
                on=on,
                who=counter.who,
                clock=counter.clock,
            )
        return tried(settled_sheet(_("支付质保金 {code}"), settled), dry_run=dry_run)

    def retention(
        self, *, estate: str | None = None, due: bool = False, on: date | None = None
    ) -> Sheet:
        """List what is kept back of cases, those due first come first.

        Args:
            estate: of one estate only.
            due: only what is due.
            on: the day; today when left out.
        """
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            held = final_cost.list_held(tx, None if estate is None else find_estate(tx, estate))
        return Sheet(
            kind="usage_retention",
            title=_("质保金（{on}）").format(on=day),
            columns=(
                Column("case", _("项目编号")),
                Column("estate", _("小区")),
                Column("title", _("项目名称")),
                Column("payee", _("收款单位")),
                Column("final_fen", _("结算金额（元）"), "fen"),
                Column("retained_fen", _("质保金（元）"), "fen"),
                Column("until", _("到期日"), "date"),
                Column("due", _("已到期"), "flag"),
            ),
            rows=[
                (
                    each.case.code,
                    each.case.estate.code,
                    each.case.title,
                    each.case.payee,
                    each.settlement.final_fen,
                    each.settlement.retained_fen,
                    each.settlement.retained_until,
                    each.is_due(day),
                )
                for each in held
                if each.is_due(day) or not due
            ],
        )

    def recover(  # noqa: PLR0913 # one for each thing that is said of a receipt
        self,
        code: str,
        *,
        amount_fen: int,
        source: str,
        payer: str | None = None,
        bank_account: str | None = None,
        reason: str | None = None,
        on: date | None = None,
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Book money that came back: 5001 in red over the original scope.

        Args:
            code: the case.
            amount_fen: more than nothing, not more than was taken.
            source: a word of `recovery.SOURCES`.
            payer: who paid it; the case's payee when left out.
            bank_account: where it came in.
            reason: why.
            on: the day of the bank; today when left out.
            request_key: tells two equal receipts of a day apart.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        receipt = recovery.Receipt(amount_fen, source, payer, bank_account, reason, on, request_key)
        with counter.act("usage.recover", f"{code} {amount_fen}", dry_run=dry_run) as tx:
            back = recovery.recover(tx, code, receipt, who=counter.who, clock=counter.clock)
        notes = [_("这笔追回已经登记过，没有重复入账")] if back.replayed else []
        sheet = moved_sheet(
            "usage_recovered",
            _("追回 {code}").format(code=code),
            back.case,
            [back.booked],
            {"source": source, "left_fen": back.left_fen},
            (
                Column("source", _("来源")),
                Column("left_fen", _("尚可追回"), "fen"),
            ),
            notes,
            replayed=back.replayed,
            told={"source": recovery.source_word(source)},
        )
        return tried(sheet, dry_run=dry_run)
