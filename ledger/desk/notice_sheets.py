"""How notices of a campaign look: the register, and what is printed for each household."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from ledger.fund.refilling.campaign import Campaign
from ledger.fund.refilling.campaign_rules import NoticeKind, Rule, Silence
from ledger.fund.refilling.campaign_status import Entry, Notice
from ledger.fund.refilling.notices import Given, manner_title, notice_title
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.sheet import Column, Sheet


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
        Silence.CLOSED: _("已销户"),
        Silence.FULL: _("余额已回到规定的比例，按规定停止续交"),
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
