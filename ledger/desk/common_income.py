"""The window of common income before it reaches the fund (公共收益单列账)."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.renovation.common.holding import Done, Told, hand_over, record, status
from ledger.renovation.common.split import Income
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class RecordWords(TypedDict):
    """What else is said of common income; see `holding.Told`."""

    on: date | None
    decision: str | None
    request_key: str | None


class CommonIncomeDesk:
    """Record common income, hand it over to the fund, show what is overdue."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def record(
        self,
        estate: str,
        gross_fen: int,
        *,
        source: str,
        evidence: str,
        shares: tuple[int, int, int, int] = (0, 0, 0, 0),
        dry_run: bool = False,
        **words: Unpack[RecordWords],
    ) -> Sheet:
        """Record what common parts of an estate brought in, once; with users it waits.

        Args:
            estate: its code.
            gross_fen: all that came in.
            source: a word of `split.SOURCES`.
            evidence: what shows income and cost.
            shares: reasonable cost, the manager's share, what is an investor's or
                operator's, and what the owners keep.
            dry_run: do everything, keep nothing.
            words: the day, today when None, and what else is said.
        """
        counter = self._counter
        income = Income(gross_fen, *shares)
        day = words["on"] or counter.clock.today
        told = Told(estate, source, income, evidence, day, words["decision"], words["request_key"])
        with counter.act("common.record", f"{estate} {gross_fen}", dry_run=dry_run) as tx:
            done = record(tx, told, who=counter.who, clock=counter.clock)
        return tried(_sheet(done), dry_run=dry_run)

    def transfer(
        self,
        estate: str,
        amount_fen: int,
        *,
        bank_ref: str,
        bank_account: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Hand common income over to the fund, in both books at once; with users it waits.

        Args:
            estate: its code.
            amount_fen: at most what is due and open.
            bank_ref: the bank's number of the movement; the same is booked once.
            bank_account: of the fund; may be left out where only one is registered.
            on: the day of the bank; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("common.transfer", f"{estate} {amount_fen}", dry_run=dry_run) as tx:
            done = hand_over(
                tx,
                estate,
                amount_fen,
                bank_ref,
                bank_account=bank_account,
                on=on or counter.clock.today,
                who=counter.who,
                clock=counter.clock,
            )
        return tried(_sheet(done), dry_run=dry_run)

    def status(self, *, estate: str | None = None, on: date | None = None) -> Sheet:
        """Show common income by estate and quarter, and how many days it is overdue."""
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            found = status(tx, estate, on=day)
        rows = [
            (
                each.estate.code,
                quarter.first,
                quarter.income.gross_fen,
                quarter.income.cost_fen,
                quarter.income.manager_fen,
                quarter.income.others_fen,
                quarter.income.kept_fen,
                quarter.income.due_fen,
                quarter.handed_fen,
                quarter.open_fen,
                quarter.due_on,
                quarter.overdue_days,
            )
            for each in found
            for quarter in each.quarters
        ]
        return Sheet(
            kind="common_income",
            title=_("公共收益：收入、成本、应交和逾期"),
            columns=(
                Column("estate", _("小区")),
                Column("first_period", _("季度自"), "period"),
                Column("gross_fen", _("收入（元）"), "fen"),
                Column("cost_fen", _("合理成本（元）"), "fen"),
                Column("manager_fen", _("管理分成（元）"), "fen"),
                Column("others_fen", _("他人应得（元）"), "fen"),
                Column("kept_fen", _("业主留存（元）"), "fen"),
                Column("due_fen", _("应交资金（元）"), "fen"),
                Column("handed_fen", _("已交（元）"), "fen"),
                Column("open_fen", _("未交（元）"), "fen"),
                Column("due_on", _("应交日"), "date"),
                Column("overdue_days", _("逾期天数"), "int"),
            ),
            rows=rows,
            fields={"on": day, "open_fen": sum(row[9] for row in rows)},
            labels=(
                Column("on", _("日期"), "date"),
                Column("open_fen", _("未交合计"), "fen"),
            ),
        )


def _sheet(done: Done) -> Sheet:
    notes = []
    if done.replayed:
        notes.append(_("同一笔已经登记过，没有重复入账"))
    if done.is_draft:
        codes = " ".join(done.codes)
        notes.append(_("等待另一人审核后过账：wxzj voucher check {code}").format(code=codes))
    return Sheet(
        kind="common_record",
        title=_("公共收益登记"),
        columns=(
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("summary", _("摘要")),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=[
            (code, draft.dated_on, draft.summary, draft.debit_fen)
            for code, draft in zip(done.codes, done.drafts, strict=True)
        ],
        fields={"replayed": done.replayed, "draft": done.is_draft},
        notes=notes,
    )
