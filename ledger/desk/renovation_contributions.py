"""The window for contributions of households (居民出资): plan, lists, pay, waive, use the fund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.renovation_projects import unchanged
from ledger.desk.trying import tried
from ledger.fund.using.roll import read_homes
from ledger.intake import case_files
from ledger.intake.reader import read_rows
from ledger.renovation.benefit.moves import Moved, Said, ask, grant, pay, use_fund
from ledger.renovation.benefit.plans import Plan, Wish, find_plan, make_plan, recomputed
from ledger.renovation.benefit.standing import Standing, read_standings
from ledger.renovation.planning.projects import find_item, find_project
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class ContributionsDesk:
    """Keep what households bear of a project."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def plan(  # noqa: PLR0913 # one for each thing that a person says
        self,
        code: str,
        item: int,
        *,
        estate: str | None = None,
        scopes: Sequence[str] = (),
        by: str | None = None,
        weights: str | None = None,
        amount_fen: int | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Work out what each household bears of a cost line, and write it down.

        Args:
            code, item: the project and the number of the line.
            estate: whose households; where the line has several.
            scopes: buildings, stairs or doors; none for the whole estate.
            by: a word of `weighing.Basis`; by area when left out.
            weights: a file of coefficients by household or by floor.
            amount_fen: the residents' part; what residents and the fund are matched with if left
                out.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        intake = None if weights is None else read_rows(weights, case_files.weights(), go_on=True)
        wish = Wish(item, estate, scopes, by, intake, amount_fen, on)
        with counter.act("contribute.plan", f"{code} {item}", dry_run=dry_run) as tx:
            plan, is_new = make_plan(tx, code, wish, who=counter.who, clock=counter.clock)
            sheet = _sheet(plan, read_standings(tx, plan), unchanged(is_new=is_new))
        return tried(sheet, dry_run=dry_run)

    def list(self, code: str, item: int) -> Sheet:
        """List what each household bears and where it stands; the worksheet is worked out again."""
        with self._counter.look() as tx:
            plan = self._find(tx, code, item)
            return _sheet(plan, read_standings(tx, plan))

    def signatures(self, code: str, item: int) -> Sheet:
        """Print the list on which households sign (出资签名表)."""
        with self._counter.look() as tx:
            plan = self._find(tx, code, item)
            books = [own.book.book_id for own in plan.books]
            homes = read_homes(tx, plan.estate, books, self._counter.clock.today)
            standings = read_standings(tx, plan)
        rows = []
        for no, each in enumerate(standings, start=1):
            owners = homes[each.due.book_id, each.due.sub_id].owners
            rows.append((no, each.due.code, "、".join(owners), each.due.area, each.due.due_fen, ""))
        return Sheet(
            kind="contribution_signatures",
            title=_("{name} {title} 居民出资签名表").format(
                name=plan.project.name, title=plan.item.title
            ),
            columns=(
                Column("no", _("序号"), "int"),
                Column("household", _("房屋编号")),
                Column("owner", _("业主姓名")),
                Column("area", _("建筑面积（㎡）"), "area"),
                Column("due_fen", _("出资金额（元）"), "fen"),
                Column("signature", _("业主签名")),
            ),
            rows=rows,
            fields={
                "project": code,
                "item": item,
                "resident_fen": plan.resident_fen,
                "digest": plan.digest,
            },
            labels=(
                Column("resident_fen", _("居民出资合计（元）"), "fen"),
                Column("digest", _("摘要（SHA-256）")),
            ),
        )

    def paid(
        self,
        code: str,
        item: int,
        household: str,
        *,
        evidence: str,
        amount_fen: int | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Write down that a household paid itself: all that is open, or a part."""
        counter = self._counter
        said = Said(household, amount_fen, evidence, on)
        with counter.act("contribute.paid", f"{code} {item} {household}", dry_run=dry_run) as tx:
            moved = pay(tx, code, item, said, who=counter.who, clock=counter.clock)
        return tried(_one(moved), dry_run=dry_run)

    def waive(
        self,
        code: str,
        item: int,
        household: str,
        *,
        reason: str,
        amount_fen: int | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Ask that a household need not pay; from the first user on somebody else grants it."""
        counter = self._counter
        said = Said(household, amount_fen, reason)
        with counter.act("contribute.waive", f"{code} {item} {household}", dry_run=dry_run) as tx:
            moved = ask(tx, code, item, said, who=counter.who, clock=counter.clock)
        return tried(_one(moved), dry_run=dry_run)

    def grant(self, code: str, item: int, household: str, *, dry_run: bool = False) -> Sheet:
        """Grant a waiver that somebody else asked for."""
        counter = self._counter
        with counter.act("contribute.grant", f"{code} {item} {household}", dry_run=dry_run) as tx:
            moved = grant(tx, code, item, household, who=counter.who, clock=counter.clock)
        return tried(_one(moved), dry_run=dry_run)

    def fund(  # one for each thing that a person says
        self,
        code: str,
        item: int,
        *,
        households: Sequence[str] = (),
        payee: str | None = None,
        work: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Draft a case of the fund for what households owe; it then goes the fund's own way.

        Args:
            code, item: the project and the number of the line.
            households: those who pay so; all that owe something when left out.
            payee: who is to be paid.
            work: the kind of work, as the fund knows it.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("contribute.fund", f"{code} {item}", dry_run=dry_run) as tx:
            plan, case, is_new = use_fund(
                tx,
                code,
                item,
                households,
                payee=payee,
                work=work,
                on=on,
                who=counter.who,
                clock=counter.clock,
            )
            standings = read_standings(tx, plan)
        notes = [
            *unchanged(is_new=is_new),
            _("使用项目 {case}，接着按维修资金的程序：wxzj fund usage vote {case}").format(
                case=case.code
            ),
        ]
        sheet = _sheet(plan, standings, notes)
        sheet = replace(sheet, fields={**sheet.fields, "case": case.code})
        return tried(sheet, dry_run=dry_run)

    @staticmethod
    def _find(tx: Tx, code: str, item: int) -> Plan:
        project = find_project(tx, code)
        return find_plan(tx, project, find_item(tx, project, item))


def _sheet(plan: Plan, standings: Sequence[Standing], notes: Sequence[str] = ()) -> Sheet:
    rows = [_row(each) for each in standings]
    again = recomputed(plan, [each.due for each in standings])
    return Sheet(
        kind="contributions",
        title=_("{code} 第 {no} 项“{title}”居民出资").format(
            code=plan.project.code, no=plan.item.item_no, title=plan.item.title
        ),
        columns=_columns(),
        rows=rows,
        fields={
            "project": plan.project.code,
            "item": plan.item.item_no,
            "plan": plan.plan_no,
            "basis": plan.basis,
            "resident_fen": plan.resident_fen,
            "paid_fen": sum(each.paid_fen for each in standings),
            "waived_fen": sum(each.waived_fen for each in standings),
            "fund_fen": sum(each.fund_fen for each in standings),
            "pending_fen": sum(each.pending_fen for each in standings),
            "open_fen": sum(each.open_fen for each in standings),
            "digest": plan.digest,
            "reproduced": again == plan.digest,
        },
        labels=(
            Column("resident_fen", _("居民出资合计（元）"), "fen"),
            Column("paid_fen", _("已交（元）"), "fen"),
            Column("waived_fen", _("已减免（元）"), "fen"),
            Column("fund_fen", _("维修资金已付（元）"), "fen"),
            Column("open_fen", _("待出资（元）"), "fen"),
            Column("digest", _("摘要（SHA-256）")),
            Column("reproduced", _("重算一致"), "flag"),
        ),
        notes=notes,
    )


def _one(moved: Moved) -> Sheet:
    notes = unchanged(is_new=moved.is_new)
    if not moved.granted:
        notes.append(_("待另一名用户批准：wxzj renovation contribute grant"))
    return Sheet(
        kind="contribution",
        title=_("{household} 出资").format(household=moved.standing.due.code),
        columns=_columns(),
        rows=[_row(moved.standing)],
        fields={"project": moved.plan.project.code, "granted": moved.granted},
        notes=notes,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("household", _("房屋编号")),
        Column("area", _("建筑面积（㎡）"), "area"),
        Column("weight", _("分摊数"), "int"),
        Column("due_fen", _("出资金额（元）"), "fen"),
        Column("paid_fen", _("已交（元）"), "fen"),
        Column("waived_fen", _("已减免（元）"), "fen"),
        Column("fund_fen", _("维修资金已付（元）"), "fen"),
        Column("pending_fen", _("拟由维修资金付（元）"), "fen"),
        Column("open_fen", _("待出资（元）"), "fen"),
    )


def _row(each: Standing) -> tuple[object, ...]:
    return (
        each.due.code,
        each.due.area,
        each.due.weight,
        each.due.due_fen,
        each.paid_fen,
        each.waived_fen,
        each.fund_fen,
        each.pending_fen,
        each.open_fen,
    )
