"""How a campaign of refilling looks: lists to scripts, papers to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from ledger.fund.campaign import Campaign, State, state_word
from ledger.fund.campaign_plan import Planned, target_word
from ledger.fund.campaign_rules import NoticeKind, Rule, Silence
from ledger.fund.campaign_status import Entry, Notice, Sum, add_up, by_stair
from ledger.fund.campaign_vote import needed_to_raise
from ledger.fund.campaign_waivers import Waiver
from ledger.fund.consent import Ballot, Ruleset
from ledger.fund.notices import Given, manner_title, notice_title
from ledger.fund.replenish import BUILD_UP, REFILL
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet

_BAR_CELLS: Final = 20
_WORDS: Final = {Rule.REFILL: REFILL, Rule.BUILD_UP: BUILD_UP}


def _title(campaign: Campaign) -> str:
    return _("续筹方案 {code}").format(code=campaign.code)


def _facts(campaign: Campaign) -> dict[str, object]:
    terms = campaign.terms
    return {
        "plan": campaign.code,
        "estate": campaign.estate.code,
        "state": campaign.state.value,
        "target": terms.aim.target.value,
        "permille": terms.aim.permille,
        "standard_fen": terms.aim.standard_fen,
        "amount_fen": terms.aim.total_fen,
        "scope": list(terms.scope),
        "everyone": terms.everyone,
        "times": terms.times,
        "every_months": terms.every_months,
        "pay_days": terms.pay_days,
        "planned_on": terms.planned_on,
        "due_days": campaign.days,
        "replaces": terms.replaces,
        "households": campaign.household_count,
        "due_fen": campaign.due_fen,
    }


def _paper_facts(campaign: Campaign) -> dict[str, object]:
    terms = campaign.terms
    return {
        **_facts(campaign),
        "estate": campaign.estate.name,
        "state": state_word(campaign.state),
        "target": target_word(terms.aim.target),
        "scope": "、".join(terms.scope) or _("全小区"),
        "due_days": "、".join(day.isoformat() for day in campaign.days),
        "times": _("一次交清") if terms.times == 1 else _("分 {n} 期").format(n=terms.times),
    }


def _labels(facts: Mapping[str, object]) -> list[Column]:
    labels = (
        Column("plan", _("方案编号")),
        Column("estate", _("小区")),
        Column("state", _("进度")),
        Column("target", _("续筹至")),
        Column("standard_fen", _("每平方米（元）"), "fen"),
        Column("scope", _("范围")),
        Column("times", _("缴款方式")),
        Column("due_days", _("缴款期限")),
        Column("planned_on", _("名单截止日"), "date"),
        Column("replaces", _("取代方案")),
        Column("households", _("户数"), "int"),
        Column("due_fen", _("应交合计（元）"), "fen"),
    )
    return [label for label in labels if facts.get(label.key) not in {None, ""}]


# ---- the plan ----


def plan_sheet(planned: Planned) -> Sheet:
    """Lay out the list of a campaign."""
    campaign = planned.campaign
    build_up = sum(row.due_fen for row in planned.rows if row.rule is Rule.BUILD_UP)
    total = sum(row.due_fen for row in planned.rows)
    notes = [
        _("{count} 户合计 {total} 元（其中补建 {build_up} 元），与方案登记的合计相符").format(
            count=len(planned.rows), total=format_fen(total), build_up=format_fen(build_up)
        ),
        _("收付实现制：名单和通知都不入账，钱到专户才入账"),
    ]
    if not planned.is_new:
        notes.append(_("同样的方案已经拟定，没有重复拟定"))
    assert (len(planned.rows), total) == (campaign.household_count, campaign.due_fen)
    columns = (
        Column("household", _("房屋编号")),
        Column("rule", _("事项")),
        Column("area", _("建筑面积（㎡）"), "area"),
        Column("initial_fen", _("首期应交（元）"), "fen"),
        Column("balance_fen", _("余额（元）"), "fen"),
        Column("due_fen", _("本次应交（元）"), "fen"),
    )
    sheet = Sheet(
        kind="replenish_plan",
        title=_title(campaign),
        columns=columns,
        rows=[
            (
                row.house.code,
                _WORDS[row.rule],
                row.house.area,
                row.house.initial_fen,
                row.house.balance_fen,
                row.due_fen,
            )
            for row in planned.rows
        ],
        fields={**_facts(campaign), "build_up_fen": build_up, "replayed": not planned.is_new},
        notes=notes,
    )
    facts = _paper_facts(campaign)
    return replace(sheet, paper=replace(sheet, fields=facts, labels=_labels(facts)))


def vote_sheet(campaign: Campaign, counted: Ballot) -> Sheet:
    """Lay out a vote that passed."""
    rows = [
        (_("范围内全体业主"), counted.total),
        (_("参与表决"), counted.present),
        (_("同意"), counted.agreed),
        (_("持异议"), counted.objected),
    ]
    vote = next(step.vote for step in campaign.steps if step.vote is not None)
    return Sheet(
        kind="replenish_vote",
        title=_("{code} 业主表决").format(code=campaign.code),
        columns=(
            Column("what", _("项目")),
            Column("area", _("面积（㎡）"), "area"),
            Column("heads", _("人数"), "int"),
        ),
        rows=[(what, measured.area, measured.heads) for what, measured in rows],
        fields={**_facts(campaign), "passed": True, "vote": dict(vote)},
        notes=[
            _("表决通过"),
            needed_to_raise(Ruleset(str(vote["ruleset"]))),
            _("首期缴款到 {day} 止").format(day=campaign.days[0]),
        ],
    )


def step_sheet(campaign: Campaign, notes: Sequence[str]) -> Sheet:
    """Lay out a campaign without its list."""
    facts = _paper_facts(campaign)
    sheet = Sheet(
        kind="replenish_step", title=_title(campaign), fields=_facts(campaign), notes=notes
    )
    return replace(sheet, paper=replace(sheet, fields=facts, labels=_labels(facts)))


def waiver_sheet(waiver: Waiver) -> Sheet:
    """Lay out a remission."""
    notes = []
    if not waiver.is_new:
        notes.append(_("同样的减免已经登记，没有重复登记"))
    if not waiver.granted:
        notes.append(
            _("等待另一人批准：wxzj fund replenish approve-waiver {code} {household}").format(
                code=waiver.campaign.code, household=waiver.household
            )
        )
    return Sheet(
        kind="replenish_waiver",
        title=_("{code} 减免").format(code=waiver.campaign.code),
        columns=(
            Column("household", _("房屋编号")),
            Column("amount_fen", _("减免（元）"), "fen"),
            Column("reason", _("原因")),
            Column("granted", _("已批准"), "flag"),
        ),
        rows=[(waiver.household, waiver.amount_fen, waiver.reason, waiver.granted)],
        fields={"plan": waiver.campaign.code, "replayed": not waiver.is_new},
        notes=notes,
    )


# ---- notices ----


def given_sheet(given: Given, banks: Mapping[int, str]) -> Sheet:
    """Lay out what a run of notices wrote, and why the others got none."""
    new = set(given.codes.values())
    told = [each for entry in given.entries for each in entry.notices if each.code in new]
    sheet = notice_sheet(given.campaign, given.entries, told, banks)
    counts: dict[Silence, int] = {}
    for silence in given.silent.values():
        counts[silence] = counts.get(silence, 0) + 1
    notes = [
        _("新写通知 {count} 份").format(count=len(told)),
        *(
            _("{count} 户未通知：{why}").format(count=count, why=_silence_word(silence))
            for silence, count in counts.items()
        ),
    ]
    fields = {
        **sheet.fields,
        "new": len(told),
        "silent": {silence.value: count for silence, count in counts.items()},
    }
    return replace(sheet, fields=fields, notes=notes)


def _silence_word(silence: Silence) -> str:
    return {
        Silence.PAID: _("已交清"),
        Silence.NOT_LATE: _("没有逾期"),
        Silence.STILL_RUNNING: _("上一次通知的缴款期未满"),
        Silence.PUBLISHED: _("已公告"),
    }[silence]


def notice_sheet(
    campaign: Campaign,
    entries: Iterable[Entry],
    told: Sequence[Notice],
    banks: Mapping[int, str],
) -> Sheet:
    """Lay out notices, one a row: the register, and what is printed for each household."""
    homes = {(entry.book_id, entry.sub_id): entry for entry in entries}
    rows = []
    for notice in told:
        home = homes[notice.book_id, notice.sub_id]
        bank = banks.get(notice.book_id, "")
        rows.append(
            (
                notice.code,
                notice_title(notice.kind, notice.urge_no),
                campaign.estate.name,
                home.code,
                notice.owner,
                home.area,
                home.initial_fen,
                home.balance_fen,
                notice.open_fen,
                notice.now_fen,
                notice.pay_until,
                bank,
                notice.dated_on,
                notice.urge_no,
                notice.delivered_on,
                None if notice.manner is None else manner_title(notice.manner),
                _letter(campaign, home, notice, bank),
            )
        )
    return Sheet(
        kind="replenish_notices",
        title=_("{code} 催交通知登记簿").format(code=campaign.code),
        columns=_notice_columns(),
        rows=rows,
        fields={"plan": campaign.code, "estate": campaign.estate.code},
    )


def _notice_columns() -> tuple[Column, ...]:
    return (
        Column("notice", _("通知编号")),
        Column("kind", _("通知")),
        Column("estate", _("小区")),
        Column("household", _("房屋编号")),
        Column("owner", _("产权人")),
        Column("area", _("建筑面积（㎡）"), "area"),
        Column("initial_fen", _("首期应交（元）"), "fen"),
        Column("balance_fen", _("余额（元）"), "fen"),
        Column("open_fen", _("应交余额（元）"), "fen"),
        Column("now_fen", _("本期应交（元）"), "fen"),
        Column("pay_until", _("缴款期限"), "date"),
        Column("bank_account", _("专户")),
        Column("on", _("通知日期"), "date"),
        Column("urge_no", _("催交次数"), "int"),
        Column("delivered_on", _("送达日期"), "date"),
        Column("manner", _("送达方式")),
        Column("text", _("正文")),
    )


def _letter(campaign: Campaign, home: Entry, notice: Notice, bank: str) -> str:
    """Write the body of a notice; what the owner reads first is what to pay, by when, where to."""
    words = {
        "estate": campaign.estate.name,
        "household": home.code,
        "owner": notice.owner or _("业主"),
        "balance": format_fen(home.balance_fen),
        "initial": format_fen(home.initial_fen),
        "now": format_fen(notice.now_fen),
        "open": format_fen(notice.open_fen),
        "until": notice.pay_until,
        "bank": bank,
        "planned": campaign.terms.planned_on,
    }
    if home.rule is Rule.BUILD_UP:
        told = _(
            "{owner}：{estate} {household} 尚未建立维修资金，请于 {until} 前将 {now} 元存入专户"
            " {bank}，摘要写“补建”和房屋编号；全部应交 {open} 元。"
        ).format(**words)
    else:
        told = _(
            "{owner}：{estate} {household} 的维修资金截至 {planned} 余额 {balance} 元（首期应交"
            " {initial} 元），请于 {until} 前将 {now} 元存入专户 {bank}，摘要写“续交”和房屋编号；"
            "全部应交 {open} 元。"
        ).format(**words)
    if notice.kind is not NoticeKind.NOTICE:
        told += _("此前的通知已过缴款期，请尽快缴纳；已缴纳的请忽略。")
    return told


def delivered_sheet(campaign: Campaign, codes: Sequence[str], manner: str, on: date) -> Sheet:
    """Lay out which notices arrived."""
    notes = [
        _("登记送达 {count} 份").format(count=len(codes))
        if codes
        else _("没有等待送达的通知，没有改动")
    ]
    return Sheet(
        kind="replenish_delivered",
        title=_("{code} 送达登记").format(code=campaign.code),
        columns=(Column("notice", _("通知编号")),),
        rows=[(code,) for code in codes],
        fields={"plan": campaign.code, "manner": manner, "on": on},
        notes=notes,
    )


# ---- how it stands ----


def status_sheet(
    campaign: Campaign, entries: Sequence[Entry], on: date, *, by: str, late: bool
) -> Sheet:
    """Lay out what came in and what is open, by stair or by household."""
    whole = add_up("", entries, on)
    shown = [entry for entry in entries if not late or entry.account.overdue_fen(on)]
    fields = {**_facts(campaign), **_sums(whole), "on": on, "instalments": _parts(entries, on)}
    notes = _status_notes(campaign, whole)
    title = _("{title} 收缴情况").format(title=_title(campaign))
    facts = _paper_facts(campaign) | _sums(whole) | {"on": on, "rate": _percent(whole)}
    labels = [
        *_labels(facts),
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
            Column("bar", _("进度")),
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
                _WORDS[entry.rule],
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
