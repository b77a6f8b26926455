"""The window for using the fund (使用): draft, share, vote, approve, pay, cancel, show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.separation import refuse_approving
from ledger.desk.trying import tried
from ledger.desk.usage_sheets import (
    case_sheet,
    direct_notes,
    means_note,
    ratio_note,
    share_sheet,
    vote_sheet,
)
from ledger.desk.usage_story import with_story
from ledger.desk.voting import figures
from ledger.fund.using import approval, ballot, payment, recovery, usage, what_if
from ledger.fund.using.cases import State, find_case
from ledger.fund.using.consent import Ruleset
from ledger.fund.using.payment import Payment
from ledger.fund.using.usage import Order
from ledger.fund.using.what_if import WhatIf
from ledger.intake import case_files
from ledger.intake.reader import Intake, read_rows
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class UsageDesk:
    """Spend the fund on repairs."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def draft(  # noqa: PLR0913 # one for each thing that a person says
        self,
        *,
        estate: str,
        title: str,
        amount_fen: int,
        scopes: Sequence[str] = (),
        payee: str | None = None,
        emergency: str | None = None,
        work: str | None = None,
        on: date | None = None,
        warranty_until: date | None = None,
        by: str | None = None,
        weights: str | None = None,
        within_means: bool = False,
        common: int | str | None = None,
        assets: Sequence[str] = (),
        networks: Sequence[str] = (),
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Draft a case; the same order on the same day is one case.

        Args:
            estate, title: its code, and what is repaired.
            amount_fen: the whole cost.
            scopes: buildings, stairs or doors that bear it; none for the whole estate.
            payee: who is to be paid; may follow when it is paid.
            emergency, work: why it cannot wait for a vote; the kind of work, in either language.
            on, warranty_until: the day, today when left out; the last of the warranty.
            by, weights: a word of `weighing.Basis`; a file of coefficients, areas, exclusions.
            within_means: no more than what the poorest household can bear in full.
            common: what common income pays of it, in fen, or `all` that it can.
            assets: codes of what is repaired; what an operator keeps is refused.
            networks: networks that are repaired whole, by code or in Chinese.
            request_key: the same key drafts one case only.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        order = replace(
            Order(estate, title, amount_fen, scopes, payee, emergency, work, on),
            request_key=request_key,
            by=by,
            weights=_read_weights(weights),
            warranty_until=warranty_until,
            common=common,
            assets=assets,
            networks=networks,
        )
        notes: list[str] = []
        with counter.act("usage.draft", f"{estate} {title}", dry_run=dry_run) as tx:
            if within_means:
                order, means = what_if.within_means(tx, order)
                notes = [means_note(means)]
            shared, is_new = usage.draft(tx, order, who=counter.who, clock=counter.clock)
            if not is_new:
                notes.append(_("这个项目已经立过，没有重复立项"))
            sheet = case_sheet(tx, shared, notes=notes + ratio_note(shared))
        return tried(sheet, dry_run=dry_run)

    def share(
        self,
        code: str,
        *,
        amount_fen: int | None = None,
        by: str | None = None,
        weights: str | None = None,
        within_means: bool = False,
    ) -> Sheet:
        """Show who bears what: what it would be now, or from the approval on what it is.

        Args:
            code: the case.
            amount_fen: what if it cost this.
            by: what if it were divided by this, a word of `weighing.Basis`.
            weights: and by the numbers of this file.
            within_means: what if it were scaled down to what the poorest household can bear.
        """
        asked = WhatIf(amount_fen, by, _read_weights(weights), within_means)
        with self._counter.look() as tx:
            shared, means = what_if.what_if(tx, code, asked)
        return share_sheet(shared, means)

    def vote(  # noqa: PLR0913 # the figures of a ballot, each by area and by number
        self,
        code: str,
        *,
        present_area: int | None = None,
        present_heads: int | None = None,
        agreed_area: int | None = None,
        agreed_heads: int | None = None,
        objected_area: int = 0,
        objected_heads: int = 0,
        ruleset: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record how the owners voted, where it passed; who is concerned is counted here.

        Without any figure the ballots are counted.

        Args:
            code: the case.
            present_area: of those who took part.
            present_heads: the same.
            agreed_area: of those who said yes.
            agreed_heads: the same.
            objected_area: of those who said no; decides in an objection vote only.
            objected_heads: the same.
            ruleset: a word of `RULESETS`; the rules of the day when left out.
            on: the day of the vote; today when left out.
            dry_run: do everything, keep nothing.

        Raises:
            InputError: `vote_figures` where some of the figures are left out.
        """
        counter = self._counter
        reported = figures(
            present_area=present_area,
            present_heads=present_heads,
            agreed_area=agreed_area,
            agreed_heads=agreed_heads,
            objected_area=objected_area,
            objected_heads=objected_heads,
        )
        with counter.act("usage.vote", code, dry_run=dry_run) as tx:
            case, counted = ballot.record_vote(
                tx,
                code,
                reported,
                ruleset=None if ruleset is None else Ruleset(ruleset),
                on=on,
                clock=counter.clock,
            )
        return tried(vote_sheet(case, counted), dry_run=dry_run)

    def approve(self, code: str, *, on: date | None = None, dry_run: bool = False) -> Sheet:
        """Approve a case: freeze who bears what and set the money aside.

        Raises:
            Refused: `amount_above_limit`, or what `approval.approve` refuses.
        """
        counter = self._counter
        with counter.act("usage.approve", code, dry_run=dry_run) as tx:
            shared = approval.approve(tx, code, on=on, who=counter.who, clock=counter.clock)
            refuse_approving(tx, shared.case, counter.who)
        return tried(share_sheet(shared), dry_run=dry_run)

    def pay(
        self,
        code: str,
        *,
        bank_accounts: Sequence[str] = (),
        payee: str | None = None,
        invoice: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Pay a case out of the fund; the same payment again gives the same vouchers.

        Args:
            code: the case.
            bank_accounts: one for each fund concerned; none where each fund has one only.
            payee: who is paid, where the case does not say.
            invoice: its number.
            on: the day of the bank; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        how = Payment(bank_accounts, payee, invoice, on)
        with counter.act("usage.pay", code, dry_run=dry_run) as tx:
            outcome = payment.pay(tx, code, how, who=counter.who, clock=counter.clock)
        replayed = all(each.voucher.replayed for each in outcome.paid)
        sheet = Sheet(
            kind="usage_payment",
            title=_("拨付 {code}").format(code=code),
            columns=(
                Column("book", _("账套")),
                Column("voucher", _("凭证")),
                Column("bank_account", _("专户")),
                Column("amount_fen", _("金额（元）"), "fen"),
            ),
            rows=[
                (each.book.code, each.voucher.code, each.bank_account, each.amount_fen)
                for each in outcome.paid
            ],
            fields={
                "case": code,
                "payee": outcome.case.payee,
                "paid_fen": sum(each.amount_fen for each in outcome.paid),
                "replayed": replayed,
            },
            labels=(Column("payee", _("收款单位")), Column("paid_fen", _("拨付合计"), "fen")),
            notes=[
                *([_("这笔拨付已经入账，没有重复支付")] if replayed else []),
                *direct_notes(outcome.portions),
            ],
        )
        return tried(sheet, dry_run=dry_run)

    def cancel(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Cancel a case and let go of what was set aside; after an advance it is recovered."""
        counter = self._counter
        with counter.act("usage.cancel", f"{code} {reason}", dry_run=dry_run) as tx:
            case, released_fen = recovery.stop(
                tx, code, reason=reason, on=on, who=counter.who, clock=counter.clock
            )
            notes = (
                [_("已付的款须追回：wxzj fund usage recover {code}").format(code=code)]
                if case.state is State.RECOVERING
                else []
            )
        sheet = Sheet(
            kind="usage_cancelled",
            title=_("撤销 {code}").format(code=code),
            fields={"case": code, "state": case.state.value, "released_fen": released_fen},
            labels=(Column("released_fen", _("解除冻结"), "fen"),),
            notes=notes,
        )
        return tried(sheet, dry_run=dry_run)

    def show(self, code: str) -> Sheet:
        """Show one case whole: how far it is, who bears what, its vouchers."""
        with self._counter.look() as tx:
            shared = usage.preview(tx, find_case(tx, code))
            sheet = case_sheet(tx, shared, notes=ratio_note(shared), portions=shared.portions)
            return with_story(tx, shared.case, sheet)


def _read_weights(path: str | None) -> Intake | None:
    return None if path is None else read_rows(path, case_files.weights(), go_on=True)
