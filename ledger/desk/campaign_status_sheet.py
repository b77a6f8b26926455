"""How a campaign stands: what came in and what is open, by stair or by household."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ledger.desk.campaign_sheets import RULE_WORDS, campaign_title, facts_of, labels_of, paper_facts
from ledger.fund.refilling.campaign import Campaign, State
from ledger.fund.refilling.campaign_status import Entry, Sum, add_up, by_stair
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet

_BAR_CELLS: Final = 20


def status_sheet(
    campaign: Campaign, entries: Sequence[Entry], on: date, *, by: str, late: bool
) -> Sheet:
    """Lay out what came in and what is open, by stair or by household."""
    whole = add_up("", entries, on)
    shown = [entry for entry in entries if not late or entry.account.overdue_fen(on)]
    fields = {**facts_of(campaign), **_sums(whole), "on": on, "instalments": _parts(entries, on)}
    notes = _status_notes(campaign, whole)
    title = _("{title} 收缴情况").format(title=campaign_title(campaign))
    facts = paper_facts(campaign) | _sums(whole) | {"on": on, "rate": _percent(whole)}
    labels = [
        *labels_of(facts),
        Column("on", _("截至"), "date"),
        Column("told", _("已通知户数"), "int"),
        Column("done", _("交清户数"), "int"),
        Column("waived_fen", _("减免（元）"), "fen"),
        Column("collected_fen", _("已收（元）"), "fen"),
        Column("rate", _("收缴率")),
        Column("open_fen", _("未收（元）"), "fen"),
        Column("overdue_fen", _("逾期（元）"), "fen"),
    ]
    if by == "household":
        columns, rows = _household_rows(shown, on)
        paper_columns, paper_rows = columns, rows
    else:
        sums = by_stair(shown, on)
        columns, rows = _stair_columns(), [_stair_row(each) for each in sums]
        paper_columns = (
            *columns[:-1],
            Column("rate", _("收缴率")),
            Column("bar", _("图示")),
        )
        paper_rows = [(*_stair_row(each)[:-1], _percent(each), _bar(each)) for each in sums]
    sheet = Sheet(
        kind="replenish_status",
        title=title,
        columns=columns,
        rows=rows,
        fields=fields,
        notes=notes,
    )
    paper = replace(sheet, columns=paper_columns, rows=paper_rows, fields=facts, labels=labels)
    return replace(sheet, paper=paper)


def _sums(whole: Sum) -> dict[str, object]:
    return {
        "told": whole.told,
        "done": whole.done,
        "waived_fen": whole.waived_fen,
        "collected_fen": whole.paid_fen,
        "open_fen": whole.open_fen,
        "overdue_fen": whole.overdue_fen,
        "rate_permille": whole.permille,
    }


def _status_notes(campaign: Campaign, whole: Sum) -> list[str]:
    if campaign.state is State.PLANNED:
        return [_("还没有表决：wxzj fund replenish vote {code}").format(code=campaign.code)]
    if campaign.state in {State.STOPPED, State.REPLACED}:
        last = campaign.steps[-1]
        return [_("{on} 停止：{reason}").format(on=last.dated_on, reason=last.reason)]
    if whole.open_fen == 0:
        return [_("全部交清，可以停止：wxzj fund replenish stop {code}").format(code=campaign.code)]
    return []


def _parts(entries: Sequence[Entry], on: date) -> list[dict[str, object]]:
    """Return the instalments: what each asks for, and what of it came in, the oldest first."""
    days = entries[0].account.days if entries else ()
    told = []
    for place, day in enumerate(days):
        due = paid = 0
        for entry in entries:
            parts = entry.account.parts()
            due += parts[place]
            paid += min(max(entry.account.paid_fen - sum(parts[:place]), 0), parts[place])
        told.append(
            {
                "no": place + 1,
                "due_on": day,
                "due_fen": due,
                "collected_fen": paid,
                "open_fen": due - paid,
                "passed": day < on,
            }
        )
    return told


def _percent(each: Sum) -> str:
    return f"{each.permille // 10}.{each.permille % 10}%"


def _bar(each: Sum) -> str:
    full = each.permille * _BAR_CELLS // 1000
    return "█" * full + "·" * (_BAR_CELLS - full)


def _stair_columns() -> tuple[Column, ...]:
    return (
        Column("stair", _("单元")),
        Column("households", _("户数"), "int"),
        Column("told", _("已通知"), "int"),
        Column("done", _("交清"), "int"),
        Column("due_fen", _("应交（元）"), "fen"),
        Column("waived_fen", _("减免（元）"), "fen"),
        Column("collected_fen", _("已收（元）"), "fen"),
        Column("open_fen", _("未收（元）"), "fen"),
        Column("overdue_fen", _("逾期（元）"), "fen"),
        Column("rate_permille", _("收缴率（‰）"), "int"),
    )


def _stair_row(each: Sum) -> tuple[object, ...]:
    return (
        each.name,
        each.households,
        each.told,
        each.done,
        each.due_fen,
        each.waived_fen,
        each.paid_fen,
        each.open_fen,
        each.overdue_fen,
        each.permille,
    )


def _household_rows(
    entries: Iterable[Entry], on: date
) -> tuple[tuple[Column, ...], list[tuple[object, ...]]]:
    columns = (
        Column("household", _("房屋编号")),
        Column("owner", _("产权人")),
        Column("rule", _("事项")),
        Column("due_fen", _("应交（元）"), "fen"),
        Column("waived_fen", _("减免（元）"), "fen"),
        Column("collected_fen", _("已收（元）"), "fen"),
        Column("open_fen", _("未收（元）"), "fen"),
        Column("overdue_fen", _("逾期（元）"), "fen"),
        Column("urge_no", _("催交次数"), "int"),
        Column("notice", _("最近通知")),
        Column("delivered_on", _("送达日期"), "date"),
    )
    rows: list[tuple[object, ...]] = []
    for entry in entries:
        account = entry.account
        newest = entry.notices[-1] if entry.notices else None
        rows.append(
            (
                entry.code,
                entry.owner,
                RULE_WORDS[entry.rule],
                account.due_fen,
                account.waived_fen,
                account.paid_fen,
                account.open_fen,
                account.overdue_fen(on),
                None if newest is None else newest.urge_no,
                None if newest is None else newest.code,
                None if newest is None else newest.delivered_on,
            )
        )
    return columns, rows
