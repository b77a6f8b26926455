"""The window for what the money earns (增值收益): interest, charges, common income."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.earnings import Advice, Recorded, record
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class EarningsDesk:
    """Record interest, charges and common income."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def record(  # one for each thing that the bank tells
        self,
        *,
        kind: str,
        amount_fen: int,
        bank_account: str | None = None,
        estate: str | None = None,
        bank_ref: str | None = None,
        on: date | None = None,
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Record one movement that the bank told, once; with users it waits to be checked.

        Args:
            kind: `interest`, `bond`, `charge`, `income`, `disposal` or `other`.
            amount_fen: more than nothing.
            bank_account: may be left out where only one is registered.
            estate: for common income (income, disposal) only.
            bank_ref: the bank's number of the movement.
            on: the day of the bank; today when left out.
            request_key: tells two equal movements of a day apart, where the bank gives no number.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        advice = Advice(kind, amount_fen, bank_account, estate, bank_ref, request_key, on)
        with counter.act("earnings.record", f"{kind} {amount_fen}", dry_run=dry_run) as tx:
            recorded = record(tx, advice, who=counter.who, clock=counter.clock)
        return tried(_sheet(recorded), dry_run=dry_run)


def _sheet(recorded: Recorded) -> Sheet:
    notes = []
    if recorded.replayed:
        notes.append(
            _("同一笔已经登记过，没有重复入账；确是另一笔，请给出银行流水号（--bank-ref）")
        )
    if recorded.is_draft:
        notes.append(
            _("等待另一人审核后过账：wxzj voucher check {code}").format(code=recorded.code)
        )
    draft = recorded.draft
    return Sheet(
        kind="earnings_record",
        title=_("登记收支"),
        columns=(
            Column("book", _("账套")),
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("account", _("科目")),
            Column("summary", _("摘要")),
            Column("bank_account", _("专户")),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=[
            (
                recorded.book.code,
                recorded.code,
                draft.dated_on,
                recorded.source.account,
                draft.summary,
                recorded.bank_account,
                draft.debit_fen,
            )
        ],
        fields={"replayed": recorded.replayed, "draft": recorded.is_draft},
        notes=notes,
    )
