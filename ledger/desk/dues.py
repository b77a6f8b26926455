"""The window for what is due at first: fixed by rules, owed, paid in parts or later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.collecting.arrears import Owing, owing
from ledger.fund.collecting.plans import Asked, Made, add_plan
from ledger.fund.collecting.selling_dues import selling_dues
from ledger.fund.refilling.replenish import Selection, choose
from ledger.registry.books import Book, list_books
from ledger.registry.due_rules import (
    COST,
    PRICE,
    SELLING_HIGH,
    SELLING_LOW,
    STANDARD,
    Standards,
    selling_basis,
)
from ledger.registry.dues import Fixed, fix_dues, read_standards
from ledger.registry.kinds import kind_title
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet


class DuesDesk:
    """Fix, list and follow up what households owe at first."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def dues(
        self,
        *,
        estate: str | None = None,
        custodian: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Fix by the rules the dues that nobody told, and list all dues with the rule behind.

        Args:
            estate: only this estate's households.
            custodian: only this custodian's.
            on: the day whose rules hold; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        day = on or counter.clock.today
        with counter.act("registry.dues", estate or custodian or "", dry_run=dry_run) as tx:
            chosen = choose(tx, estate=estate, custodian=custodian)
            books = [book for book in list_books(tx) if book.book_id in chosen.book_ids]
            fixed = [self._fix(tx, book, chosen, day) for book in books]
            rows = [*_homes(tx, chosen, day), *_selling(tx, chosen, books, day)]
        count = sum(each.household_count for each in fixed)
        sheet = Sheet(
            kind="dues",
            title=_("首期应交"),
            columns=(
                Column("household", _("房屋")),
                Column("kind", _("房屋性质")),
                Column("area", _("建筑面积（㎡）"), "area"),
                Column("due_fen", _("应交（元）"), "fen"),
                Column("paid_fen", _("已交（元）"), "fen"),
                Column("open_fen", _("未交（元）"), "fen"),
                Column("rule", _("规则")),
                Column("basis", _("计算")),
                Column("source", _("依据")),
            ),
            rows=rows,
            fields={"fixed_count": count, "fixed_fen": sum(each.due_fen for each in fixed)},
            notes=[_("按规则核定了 {count} 户的应交金额").format(count=count)] if count else [],
        )
        return tried(sheet, dry_run=dry_run)

    def _fix(self, tx: Tx, book: Book, chosen: Selection, day: date) -> Fixed:
        counter = self._counter
        lock_head(tx, book.book_id)
        return fix_dues(
            tx,
            book,
            on=day,
            who=counter.who,
            clock=counter.clock,
            estate_id=chosen.estate_id,
        )

    def arrears(
        self,
        *,
        estate: str | None = None,
        custodian: str | None = None,
        on: date | None = None,
    ) -> Sheet:
        """List who owes what is due at first, how much of it is overdue, and since when.

        Args:
            estate: only this estate's households.
            custodian: only this custodian's.
            on: the day up to which parts of plans count; today when left out.
        """
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            chosen = choose(tx, estate=estate, custodian=custodian)
            found = list(owing(tx, chosen, day, only_open=True))
        rows = [
            (
                each.household,
                each.owner,
                each.due_fen,
                each.paid_fen,
                each.open_fen,
                each.late.fen,
                each.late.since,
                None if each.late.since is None else (day - each.late.since).days,
                None if each.plan is None else _plan_word(each.plan.kind),
            )
            for each in found
        ]
        return Sheet(
            kind="arrears",
            title=_("欠交清单"),
            columns=(
                Column("household", _("房屋")),
                Column("owner", _("产权人")),
                Column("due_fen", _("应交（元）"), "fen"),
                Column("paid_fen", _("已交（元）"), "fen"),
                Column("open_fen", _("未交（元）"), "fen"),
                Column("late_fen", _("已到期（元）"), "fen"),
                Column("since", _("到期日"), "date"),
                Column("days", _("天数"), "int"),
                Column("plan", _("分期缓交")),
            ),
            rows=rows,
            fields={
                "on": day,
                "open_fen": sum(each.open_fen for each in found),
                "late_fen": sum(each.late.fen for each in found),
            },
            labels=(
                Column("on", _("截至"), "date"),
                Column("open_fen", _("未交合计（元）"), "fen"),
                Column("late_fen", _("已到期合计（元）"), "fen"),
            ),
        )

    def add_plan(
        self,
        household: str,
        *,
        reason: str,
        times: int | None = None,
        first_on: date | None = None,
        every_months: int = 1,
        ended: bool = False,
        dry_run: bool = False,
    ) -> Sheet:
        """Let a household pay in parts, or later, or no longer so; the last plan counts.

        Args:
            household: its code.
            reason: why.
            times: in so many parts; at once, later, when left out.
            first_on: the day of the first part, or until which all is deferred; today when left
                out.
            every_months: so many months lie between two parts.
            ended: end the plan in force.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        first = None if ended else first_on or counter.clock.today
        asked = Asked(household, reason, times, first, every_months)
        with counter.act("plan.add", household, dry_run=dry_run) as tx:
            made = add_plan(tx, asked, who=counter.who, clock=counter.clock)
        return tried(_made(made), dry_run=dry_run)

    def list_plans(self, *, estate: str | None = None, custodian: str | None = None) -> Sheet:
        """List the parts of the plans in force, with what was paid of each.

        Args:
            estate: only this estate's households.
            custodian: only this custodian's.
        """
        today = self._counter.clock.today
        with self._counter.look() as tx:
            chosen = choose(tx, estate=estate, custodian=custodian)
            found = [
                each for each in owing(tx, chosen, today, only_open=False) if each.plan is not None
            ]
        return _plans([row for each in found for row in _parts(each, today)])


def _homes(tx: Tx, chosen: Selection, day: date) -> Iterator[tuple[object, ...]]:
    for each in owing(tx, chosen, day, only_open=False):
        rule, basis = each.rule, None
        if rule is not None:
            basis = _basis(rule, each.rate or 0)
        elif each.standard_fen is not None:
            basis = _("清册：{rate} 元/㎡").format(rate=format_fen(each.standard_fen))
        elif each.due_fen:
            basis = _("清册")
        yield (
            each.household,
            kind_title(each.kind),
            each.area,
            each.due_fen,
            each.paid_fen,
            each.open_fen,
            rule,
            basis,
            each.source,
        )


def _selling(
    tx: Tx, chosen: Selection, books: list[Book], day: date
) -> Iterator[tuple[object, ...]]:
    standards: dict[int, Standards] = {
        book.book_id: read_standards(tx, book.custodian_id, day) for book in books
    }
    for each in selling_dues(tx, chosen, standards):
        low = selling_basis(standards[each.book_id], lift=False)
        high = selling_basis(standards[each.book_id], lift=True)
        words = [f"{_basis(low.rule, low.rate)}，{_basis(high.rule, high.rate)}"]
        if each.unpriced_count:
            words.append(_("{count} 户没有房款").format(count=each.unpriced_count))
        yield (
            each.code,
            _("售房单位"),
            None,
            each.due_fen,
            each.paid_fen,
            max(each.due_fen - each.paid_fen, 0),
            low.rule,
            "，".join(words),
            standards[each.book_id].sources[low.rule],
        )


def _basis(rule: str, rate: int) -> str:
    """Say by what a due was reckoned."""
    percent = f"{rate // 10}.{rate % 10} %" if rate % 10 else f"{rate // 10} %"
    return {
        STANDARD: _("面积×{rate} 元/㎡").format(rate=format_fen(rate)),
        PRICE: _("房款×{percent}").format(percent=percent),
        COST: _("面积×房改成本价×{percent}").format(percent=percent),
        SELLING_LOW: _("多层：房款×{percent}").format(percent=percent),
        SELLING_HIGH: _("高层：房款×{percent}").format(percent=percent),
    }[rule]


def _plan_word(kind: str) -> str:
    return {"INSTALMENTS": _("分期"), "DEFERRED": _("缓交")}[kind]


def _made(made: Made) -> Sheet:
    sheet = _plans(list(_parts(made.owing, None)))
    notes = [_("原来就是这样，没有改变任何数据")] if made.unchanged else []
    if made.owing.plan is None:
        notes.append(_("分期或缓交已终止，欠交的即为到期"))
    return Sheet(
        kind="plan",
        title=sheet.title,
        columns=sheet.columns,
        rows=sheet.rows,
        fields={"unchanged": made.unchanged},
        notes=notes,
    )


def _parts(each: Owing, today: date | None) -> Iterator[tuple[object, ...]]:
    for step_no, part in enumerate(each.filled(), start=1):
        assert each.plan is not None
        is_late = today is not None and part.step.due_on < today and part.open_fen
        yield (
            each.household,
            _plan_word(each.plan.kind),
            step_no,
            part.step.due_on,
            part.step.amount_fen,
            part.paid_fen,
            part.open_fen,
            _("逾期") if is_late else (_("未到期") if part.open_fen else _("已交清")),
            each.plan.reason,
        )


def _plans(rows: list[tuple[object, ...]]) -> Sheet:
    return Sheet(
        kind="plans",
        title=_("分期缓交"),
        columns=(
            Column("household", _("房屋")),
            Column("kind", _("方式")),
            Column("step", _("期次"), "int"),
            Column("due_on", _("到期日"), "date"),
            Column("amount_fen", _("应交（元）"), "fen"),
            Column("paid_fen", _("已交（元）"), "fen"),
            Column("open_fen", _("未交（元）"), "fen"),
            Column("state", _("状态")),
            Column("reason", _("原因")),
        ),
        rows=rows,
    )
