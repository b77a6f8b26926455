"""Telling households what they owe (征缴通知, 续筹催交): numbered, dated, kept for good.

A household is told once, urged in writing when it is late, and published in the end; who paid is
left in peace. So the same run again on the same day tells nobody anything new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.fund.refilling.campaign import IN_FORCE, Campaign, hold_campaign, refuse_state
from ledger.fund.refilling.campaign_plan import STOP, read_houses
from ledger.fund.refilling.campaign_rules import (
    NoticeKind,
    Silence,
    is_full,
    next_notice,
    pay_until,
)
from ledger.fund.refilling.campaign_status import Entry, read_entries
from ledger.fund.refilling.campaign_waivers import not_listed
from ledger.fund.using.scope import make_scope
from ledger.fund.using.usage import refuse_future
from ledger.registry.rulebook import int_rule
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

MANNERS: Final = ("in_person", "mail", "sms", "electronic", "posted", "public")
_COLUMNS: Final = (
    "book_id",
    "notice_id",
    "campaign_id",
    "sub_id",
    "code",
    "kind",
    "urge_no",
    "dated_on",
    "open_fen",
    "now_fen",
    "pay_until",
    "owner",
    "who",
    "at",
)


class Given(NamedTuple):
    """What a run of notices did.

    Attributes:
        codes: of the new notices, by household.
        silent: why the others got none.
    """

    campaign: Campaign
    entries: list[Entry]
    codes: dict[str, str]
    silent: dict[str, Silence]


class _Letter(NamedTuple):
    entry: Entry
    kind: NoticeKind
    urge_no: int
    until: date


def give_notices(
    tx: Tx,
    code: str,
    *,
    households: Sequence[str] = (),
    on: date | None,
    who: str,
    clock: Clock,
) -> Given:
    """Write the notices that are due on a day, to all households of a campaign or to some.

    Raises:
        Refused: `campaign_unknown`, `campaign_state`, `date_in_future`, `notice_early`,
            `campaign_household`.
    """
    on = on or clock.today
    refuse_future(on, clock)
    campaign = hold_campaign(tx, code)
    refuse_state(campaign, IN_FORCE)
    began = campaign.steps[0].dated_on
    if on < began:
        raise Refused(
            "notice_early",
            _("方案 {code} 自 {began} 起征收，不能在 {on} 通知").format(
                code=campaign.code, began=began, on=on
            ),
            _("请核对通知日期"),
        )
    urges = int_rule(tx, campaign.estate.custodian_id, "replenish.urges", on)
    full = _full(tx, campaign, on)
    letters, silent = [], {}
    for entry in _chosen(campaign, read_entries(tx, campaign, on), households):
        turn: tuple[NoticeKind, int] | Silence = Silence.CLOSED
        if entry.is_open:
            turn = next_notice(
                entry.account, entry.last, on, urges=urges, pay_days=campaign.terms.pay_days
            )
            if turn is not Silence.PAID and (entry.book_id, entry.sub_id) in full:
                turn = Silence.FULL
        if isinstance(turn, Silence):
            silent[entry.code] = turn
            continue
        kind, urge_no = turn
        until = pay_until(on, campaign.terms.pay_days)
        if kind is NoticeKind.NOTICE:
            until = max(until, entry.account.next_day())
        letters.append(_Letter(entry, kind, urge_no, until))
    codes = _write(tx, campaign, letters, on, who, clock)
    return Given(campaign, read_entries(tx, campaign, on), codes, silent)


def _full(tx: Tx, campaign: Campaign, on: date) -> set[tuple[int, int]]:
    """Return the homes of a campaign that are asked no more, their balance being back, by rule."""
    stop = int_rule(tx, campaign.estate.custodian_id, STOP, on)
    scope = make_scope(tx, campaign.estate, campaign.terms.scope)
    return {
        (house.book_id, house.sub_id)
        for house in read_houses(tx, scope, on)
        if is_full(house, campaign.terms.aim, stop)
    }


def _chosen(campaign: Campaign, entries: Sequence[Entry], households: Sequence[str]) -> list[Entry]:
    if not households:
        return list(entries)
    listed = {entry.code: entry for entry in entries}
    for household in households:
        if household not in listed:
            raise not_listed(campaign, household)
    return [listed[household] for household in sorted(set(households))]


def _write(
    tx: Tx, campaign: Campaign, letters: Sequence[_Letter], on: date, who: str, clock: Clock
) -> dict[str, str]:
    notice = schema.notice
    codes: dict[str, str] = {}
    for own in campaign.books:
        book_id = own.book.book_id
        last, given = tx.conn.execute(
            select(
                func.coalesce(func.max(notice.c.notice_id), 0),
                select(func.count())
                .select_from(notice)
                .where(notice.c.book_id == book_id, notice.c.campaign_id == own.campaign_id)
                .scalar_subquery(),
            ).where(notice.c.book_id == book_id)
        ).one()
        mine = [letter for letter in letters if letter.entry.book_id == book_id]
        numbers = {
            letter.entry.code: f"{campaign.code}-{own.book.fund_type}{given + place:05d}"
            for place, letter in enumerate(mine, start=1)
        }
        insert_rows(
            tx,
            notice,
            _COLUMNS,
            (
                (
                    book_id,
                    last + place,
                    own.campaign_id,
                    letter.entry.sub_id,
                    numbers[letter.entry.code],
                    letter.kind.value,
                    letter.urge_no,
                    on,
                    letter.entry.account.open_fen,
                    letter.entry.account.now_fen(letter.until),
                    letter.until,
                    letter.entry.owner,
                    who,
                    clock.at,
                )
                for place, letter in enumerate(mine, start=1)
            ),
        )
        codes |= numbers
    return codes


def record_deliveries(  # what a person says of a delivery
    tx: Tx,
    code: str,
    *,
    households: Sequence[str] = (),
    manner: str,
    on: date | None,
    who: str,
    clock: Clock,
) -> tuple[Campaign, list[str]]:
    """Record that the newest notices reached their households; return the new ones' codes.

    A notice that is known to have arrived is left alone.

    Raises:
        Refused: `campaign_unknown`, `date_in_future`, `campaign_household`, `notice_missing`,
            `delivery_early`.
    """
    on = on or clock.today
    refuse_future(on, clock)
    campaign = hold_campaign(tx, code)
    chosen = _chosen(campaign, read_entries(tx, campaign, clock.today), households)
    newest = [entry.notices[-1] for entry in chosen if entry.notices]
    if households and len(newest) < len(chosen):
        silent = next(entry.code for entry in chosen if not entry.notices)
        raise Refused(
            "notice_missing",
            _("{household} 还没有通知").format(household=shown(silent)),
            _("请先运行 wxzj fund replenish notice {code}").format(code=campaign.code),
        )
    fresh = [notice for notice in newest if notice.delivered_on is None]
    for notice in fresh:
        if on < notice.dated_on:
            raise Refused(
                "delivery_early",
                _("通知 {code} 写于 {dated}，不能在 {on} 送达").format(
                    code=notice.code, dated=notice.dated_on, on=on
                ),
                _("请核对送达日期"),
            )
    _write_deliveries(
        tx, [(each.book_id, each.notice_id) for each in fresh], manner, on, who, clock
    )
    return campaign, [notice.code for notice in fresh]


def _write_deliveries(  # a row of the register
    tx: Tx,
    notices: Iterable[tuple[int, int]],
    manner: str,
    on: date,
    who: str,
    clock: Clock,
) -> None:
    table = schema.notice_delivery
    by_book: dict[int, list[int]] = {}
    for book_id, notice_id in notices:
        by_book.setdefault(book_id, []).append(notice_id)
    for book_id, ids in by_book.items():
        last = tx.conn.execute(
            select(func.coalesce(func.max(table.c.delivery_id), 0)).where(
                table.c.book_id == book_id
            )
        ).scalar_one()
        insert_rows(
            tx,
            table,
            ("book_id", "delivery_id", "notice_id", "delivered_on", "manner", "who", "at"),
            (
                (book_id, last + place, notice_id, on, manner, who, clock.at)
                for place, notice_id in enumerate(ids, start=1)
            ),
        )


def notice_title(kind: NoticeKind, urge_no: int) -> str:
    """Return what a notice is called."""
    return {
        NoticeKind.NOTICE: _("征缴通知书"),
        NoticeKind.URGE: _("续筹催交通知（第 {no} 次）").format(no=urge_no),
        NoticeKind.PUBLIC: _("续筹催交公告"),
    }[kind]


def manner_title(manner: str) -> str:
    """Return how a notice was delivered, as people call it."""
    return {
        "in_person": _("直接送达"),
        "mail": _("邮寄"),
        "sms": _("短信"),
        "electronic": _("电子送达"),
        "posted": _("张贴"),
        "public": _("公告"),
    }[manner]
