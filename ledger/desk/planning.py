"""The lists of a case before its approval: who bears what (支取分摊清册), who signs (意见表)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.opinions import NOBODY_HOME, opinion_columns, opinion_row
from ledger.desk.ownership import masked
from ledger.fund.using.cases import Case, find_case
from ledger.fund.using.roll import Home, read_homes
from ledger.fund.using.sharing import Payer, Portion
from ledger.fund.using.usage import Shared, preview
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class PlanningDesk:
    """Print the lists that go to the owners."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def listed(self, code: str) -> Sheet:
        """List what each household bears and can spend (支取分摊清册)."""
        with self._counter.look() as tx:
            shared = preview(tx, find_case(tx, code))
            homes = _homes(tx, shared.case, self._counter.clock.today)
        return Sheet(
            kind="usage_list",
            title=_("{code} {title} 支取分摊清册").format(code=code, title=shared.case.title),
            columns=_list_columns(),
            rows=list(_list_rows(shared.portions, homes)),
            fields={
                "case": code,
                "frozen": shared.frozen,
                "total_fen": shared.case.total_fen,
                "households_fen": sum(
                    each.share_fen for each in shared.portions if each.payer is Payer.HOUSEHOLD
                ),
            },
            labels=(
                Column("total_fen", _("分摊总额"), "fen"),
                Column("households_fen", _("其中各户"), "fen"),
            ),
        )

    def opinions(self, code: str) -> Sheet:
        """Print the list on which each owner signs (意见表); telephones show their ends only."""
        with self._counter.look() as tx:
            shared = preview(tx, find_case(tx, code))
            homes = _homes(tx, shared.case, self._counter.clock.today)
        case = shared.case
        return Sheet(
            kind="usage_opinions",
            title=_("物业专项维修资金使用业主意见表"),
            columns=opinion_columns(_("预计分摊金额（元）")),
            rows=list(_opinion_rows(shared, homes)),
            fields={
                "case": code,
                "estate": case.estate.name,
                "title": case.title,
                "scope": "、".join(case.scope) or _("全小区"),
                "total_fen": case.total_fen,
            },
            labels=(
                Column("estate", _("小区")),
                Column("title", _("项目名称")),
                Column("scope", _("维修范围")),
                Column("total_fen", _("使用金额"), "fen"),
            ),
            notes=(
                _(
                    "公示材料：使用方案、施工单位选定确认书、施工合同、分摊方式说明、会议记录、审核报告"
                ),
            ),
        )


def _homes(tx: Tx, case: Case, today: date) -> Mapping[tuple[int, int], Home]:
    return read_homes(tx, case.estate, (own.book.book_id for own in case.books), today)


def _home_of(portion: Portion, homes: Mapping[tuple[int, int], Home]) -> Home:
    return homes.get((portion.book_id, portion.sub_id or 0), NOBODY_HOME)


def _list_columns() -> tuple[Column, ...]:
    return (
        Column("household", _("房屋编号")),
        Column("building", _("幢")),
        Column("unit", _("单元")),
        Column("floor", _("层")),
        Column("room", _("房号")),
        Column("owner", _("业主姓名")),
        Column("area", _("面积（㎡）"), "area"),
        Column("id_no", _("身份证号")),
        Column("share_fen", _("分摊金额（元）"), "fen"),
        Column("principal_fen", _("支取本金（元）"), "fen"),
        Column("earnings_fen", _("支取利息（元）"), "fen"),
        Column("to_collect_fen", _("自筹金额（元）"), "fen"),
        Column("principal_free_fen", _("可用本金（元）"), "fen"),
        Column("earnings_free_fen", _("可用利息（元）"), "fen"),
        Column("principal_balance_fen", _("本金余额（元）"), "fen"),
        Column("earnings_balance_fen", _("利息余额（元）"), "fen"),
    )


def _list_rows(
    portions: Iterable[Portion], homes: Mapping[tuple[int, int], Home]
) -> Iterator[tuple[object, ...]]:
    for portion in portions:
        if portion.payer is not Payer.HOUSEHOLD:
            continue
        home = _home_of(portion, homes)
        yield (
            portion.code,
            home.building,
            home.unit,
            home.floor,
            home.room,
            "、".join(home.owners),
            portion.area,
            "、".join(masked(id_no) or "" for id_no in home.id_nos),
            portion.share_fen,
            portion.principal_fen,
            portion.earnings_fen,
            portion.to_collect_fen,
            home.principal_free_fen,
            home.earnings_free_fen,
            home.principal_fen,
            home.earnings_fen,
        )


def _opinion_rows(
    shared: Shared, homes: Mapping[tuple[int, int], Home]
) -> Iterator[tuple[object, ...]]:
    concerned = (each for each in shared.portions if each.payer is Payer.HOUSEHOLD)
    for no, portion in enumerate(concerned, start=1):
        yield opinion_row(no, _home_of(portion, homes), portion.share_fen)
