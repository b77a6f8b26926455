"""The window for deposits that are given back (退款)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.collecting.deposit_checks import payer_title
from ledger.fund.collecting.deposited import deposits_of, left_of
from ledger.fund.collecting.receipt_returns import receipts_of
from ledger.fund.collecting.refund import Refunded, Request, refund
from ledger.fund.collecting.refund_batch import refund_rows
from ledger.intake.reader import read_rows
from ledger.intake.refund_file import refund_file
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet


class RefundDesk:
    """Give deposits back to who paid them."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def refund(  # noqa: PLR0913 # one for each thing that is said of a refund
        self,
        household: str,
        *,
        amount_fen: int,
        reason: str,
        payee: str,
        deposit_on: date | None = None,
        voucher: str | None = None,
        bank_account: str | None = None,
        bank_ref: str | None = None,
        on: date | None = None,
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Give a deposit back, once; with users it waits to be checked.

        Args:
            household: whose sub-account loses it: a household's code, or a selling unit's.
            amount_fen: more than nothing, not more than is left of the deposit.
            reason: why.
            payee: who gets it.
            deposit_on: the day of the deposit; needed with `voucher` only where several fit.
            voucher: the number of the deposit's voucher.
            bank_account: what it is paid from; the one that took the deposit when left out.
            bank_ref: the bank's number of the payment.
            on: the day of the payment; today when left out.
            request_key: the same key gives the same refund.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        request = Request(
            household,
            amount_fen,
            reason,
            payee,
            deposit_on=deposit_on,
            voucher=voucher,
            bank_account=bank_account,
            bank_ref=bank_ref,
            request_key=request_key,
            on=on,
        )
        with counter.act("fund.refund", f"{household} {amount_fen}", dry_run=dry_run) as tx:
            refunded = refund(tx, request, who=counter.who, clock=counter.clock)
            receipts = receipts_of(tx, refunded.deposit)
        return tried(_sheet(household, refunded, receipts), dry_run=dry_run)

    def deposits(self, household: str) -> Sheet:
        """List the deposits that a household, or another payer, has in the books.

        Args:
            household: a household's code, a selling unit's or a developer's.
        """
        with self._counter.look() as tx:
            found = [(each, left_of(tx, each)) for each in deposits_of(tx, household)]
        return Sheet(
            kind="deposits",
            title=_("交存明细"),
            columns=(
                Column("book", _("账套")),
                Column("voucher", _("凭证")),
                Column("on", _("交存日期"), "date"),
                Column("purpose", _("摘要")),
                Column("payer_class", _("交款方")),
                Column("amount_fen", _("金额（元）"), "fen"),
                Column("left_fen", _("还可退（元）"), "fen"),
            ),
            rows=[
                (
                    each.book.code,
                    each.voucher,
                    each.dated_on,
                    each.purpose,
                    payer_title(each.payer_class),
                    each.amount_fen,
                    left_fen,
                )
                for each, left_fen in found
            ],
        )

    def refund_file(
        self, path: str, *, dry_run: bool = False, progress: Progress = silent
    ) -> Sheet:
        """Give many deposits back by one file, all or none; with users they wait to be checked.

        Args:
            path: a file of refunds, one a row.
            dry_run: do everything, keep nothing.
            progress: told how far it is.
        """
        counter = self._counter
        progress(0, 0, _("读取文件"))
        with counter.act("fund.refund_file", path, dry_run=dry_run) as tx:
            intake = read_rows(path, refund_file())
            rows = list(intake.rows)
            done = refund_rows(tx, rows, file=intake.name, who=counter.who, clock=counter.clock)
            receipts = [receipts_of(tx, refunded.deposit) for refunded in done]
        houses = (str(row.values["household"]) for row in rows)
        sheets = list(map(_sheet, houses, done, receipts))
        notes = [
            *intake.notices,
            *(
                _taking_back(one, held)
                for one, held in zip(done, receipts, strict=True)
                if held and not one.left_fen
            ),
        ]
        replayed = sum(refunded.replayed for refunded in done)
        if replayed:
            notes.append(_("其中 {count} 笔以前已经登记过，没有重复入账").format(count=replayed))
        drafts = [refunded.code for refunded in done if refunded.is_draft]
        if drafts:
            notes.append(
                _("等待另一人审核后过账：wxzj voucher check {code}").format(code=" ".join(drafts))
            )
        sheet = Sheet(
            kind="fund_refunds",
            title=_("批量退款"),
            columns=_columns(),
            rows=[row for each in sheets for row in each.rows],
            fields={"count": len(done), "replayed": replayed},
            notes=notes,
        )
        return tried(sheet, dry_run=dry_run)


def _columns() -> tuple[Column, ...]:
    return (
        Column("book", _("账套")),
        Column("voucher", _("凭证")),
        Column("on", _("日期"), "date"),
        Column("household", _("房屋")),
        Column("account", _("科目")),
        Column("summary", _("摘要")),
        Column("bank_account", _("专户")),
        Column("deposit_voucher", _("交存凭证")),
        Column("amount_fen", _("金额（元）"), "fen"),
        Column("left_fen", _("还可退（元）"), "fen"),
    )


def _taking_back(refunded: Refunded, receipts: Sequence[str]) -> str:
    return _("{voucher} 的交存退尽，请收回票据并作废：wxzj fund receipt void {receipts}").format(
        voucher=refunded.deposit.voucher, receipts=" ".join(receipts)
    )


def _sheet(household: str, refunded: Refunded, receipts: Sequence[str]) -> Sheet:
    notes = []
    if receipts and not refunded.left_fen:
        notes.append(_taking_back(refunded, receipts))
    if refunded.replayed:
        notes.append(
            _("同一笔退款已经登记过，没有重复入账；确是另一笔，请给出银行流水号（--bank-ref）")
        )
    if refunded.is_draft:
        notes.append(
            _("等待另一人审核后过账：wxzj voucher check {code}").format(code=refunded.code)
        )
    draft, deposit = refunded.draft, refunded.deposit
    return Sheet(
        kind="fund_refund",
        title=_("退款"),
        columns=_columns(),
        rows=[
            (
                deposit.book.code,
                refunded.code,
                draft.dated_on,
                household,
                draft.lines[0].account,
                draft.summary,
                refunded.bank_account,
                deposit.voucher,
                draft.debit_fen,
                refunded.left_fen,
            )
        ],
        fields={
            "replayed": refunded.replayed,
            "draft": refunded.is_draft,
            "receipts": list(receipts),
        },
        notes=notes,
    )
