"""The window for what the money earns (增值收益): interest, charges, common income."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from ledger.desk.counter import Counter
from ledger.desk.distribution_sheets import (
    comparison_sheet,
    distribution_sheet,
    runs_sheet,
    undone_sheet,
)
from ledger.desk.trying import tried
from ledger.fund.earning.distribution import distribute
from ledger.fund.earning.distribution_diff import compare
from ledger.fund.earning.distribution_order import Order, find_scope
from ledger.fund.earning.distribution_undo import undo
from ledger.fund.earning.earnings import Advice, Recorded, record
from ledger.fund.earning.runs import list_runs, state_of
from ledger.fund.refilling.replenish import choose
from ledger.registry.books import list_books
from ledger.values.i18n import _
from ledger.values.interest import Method
from ledger.values.sheet import Column, Sheet


class IncomeWords(TypedDict):
    """What is said of common income; see `fund.earnings.Advice`."""

    kind: str
    amount_fen: int
    bank_account: str | None
    estate: str | None
    bank_ref: str | None
    on: date | None
    request_key: str | None
    net_fen: int | None
    decision: str | None


class EarningsDesk:
    """Record interest, charges and common income; give earnings out."""

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
            kind: a word of `fund.earnings.SOURCES`.
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

    def income(self, *, dry_run: bool = False, **words: Unpack[IncomeWords]) -> Sheet:
        """Record what the common parts of an estate brought in, once, and what of it is the fund's.

        Args:
            dry_run: do everything, keep nothing.
            words: what the bank told, and what is said of the owners' whole income.
        """
        counter = self._counter
        advice = Advice(**words)
        subject = f"{advice.kind} {advice.amount_fen}"
        with counter.act("earnings.record", subject, dry_run=dry_run) as tx:
            recorded = record(tx, advice, who=counter.who, clock=counter.clock)
        return tried(_sheet(recorded), dry_run=dry_run)

    def distribute(
        self,
        *,
        book: str | None = None,
        estate: str | None = None,
        first: date | None = None,
        last: date | None = None,
        amount_fen: int | None = None,
        method: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Give earnings out to the households, once; with users it waits to be checked.

        Args:
            book: may be left out where there is only one.
            estate: give out what its common parts brought in, within it.
            first: of the period of the integral; of the newest interest year that is over.
            last: of the period, inside it.
            amount_fen: all that may be given out when left out.
            method: `pooled`, `rate_table` or `flat`, or `area` within one estate; as the rules
                say when left out.
            on: the day of the vouchers; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        order = _order(book, estate, (first, last), amount_fen, method, on)
        subject = f"{book or ''} {estate or ''} {last or on or ''}"
        with counter.act("earnings.distribute", subject, dry_run=dry_run) as tx:
            done = distribute(tx, order, who=counter.who, clock=counter.clock)
        return tried(distribution_sheet(done), dry_run=dry_run)

    def undo(
        self,
        number: int,
        *,
        reason: str,
        book: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Cancel a distribution whole, once; with users the red vouchers wait to be checked.

        Args:
            number: of the run in its book.
            reason: why; it stands in the red vouchers.
            book: may be left out where there is only one.
            on: the day of the red vouchers; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("earnings.undo", f"{book or ''} {number}", dry_run=dry_run) as tx:
            [owner, _estate] = find_scope(tx, Order(book))
            done = undo(
                tx, owner, number, reason=reason, on=on, who=counter.who, clock=counter.clock
            )
        return tried(undone_sheet(done), dry_run=dry_run)

    def compare(
        self,
        *,
        against: int | None = None,
        book: str | None = None,
        estate: str | None = None,
        first: date | None = None,
        last: date | None = None,
        amount_fen: int | None = None,
        method: str | None = None,
        on: date | None = None,
    ) -> Sheet:
        """Set an earlier distribution beside the books of today; nothing changes.

        Args:
            against: the number of the run; the one that stands for the period when left out.
            book, estate, first, last, amount_fen, method, on: as in `distribute`.
        """
        counter = self._counter
        order = _order(book, estate, (first, last), amount_fen, method, on)
        with counter.act("earnings.compare", str(against or ""), dry_run=True) as tx:
            return comparison_sheet(compare(tx, order, against))

    def runs(self, *, book: str | None = None, custodian: str | None = None) -> Sheet:
        """List what was given out, by what it was reckoned, and whether it stands."""
        with self._counter.look() as tx:
            chosen = set(choose(tx, book=book, custodian=custodian).book_ids)
            runs = [
                (run, state_of(tx, run))
                for each in list_books(tx)
                if each.book_id in chosen
                for run in list_runs(tx, each)
                if tx.reach.holds_estate(run.estate_id, each.custodian_id)
            ]
            return runs_sheet(tx, runs)


def _order(
    book: str | None,
    estate: str | None,
    period: tuple[date | None, date | None],
    amount_fen: int | None,
    method: str | None,
    on: date | None,
) -> Order:
    by_area = method == "area"
    named = None if method is None or by_area else Method(method)
    return Order(book, estate, *period, amount_fen, by_area, on, named)


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
