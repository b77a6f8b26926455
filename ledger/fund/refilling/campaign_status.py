"""How the households of a campaign stand: what came in since, what is open, who was told what.

What was collected is read from the journal, never kept a second time: money with the purpose 续交,
补建 or 补足 that came in after the day of the plan. A deposit that was cancelled, moved or given
back counts no longer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, func, or_, select

from ledger.fund.refilling.campaign import Campaign
from ledger.fund.refilling.campaign_rules import Account, NoticeKind, Rule, Told, pay_until
from ledger.registry.closed import is_open
from ledger.registry.titles import owned_on
from ledger.store import schema
from ledger.store.database import Tx

PURPOSES: Final = ("续交", "补建", "补足")
_Key = tuple[int, int]  # a book and a sub-account


class Notice(NamedTuple):
    """A notice as the register has it.

    Attributes:
        pay_until: counted from the delivery where that is known, else from the notice.
    """

    book_id: int
    notice_id: int
    sub_id: int
    code: str
    kind: NoticeKind
    urge_no: int
    dated_on: date
    open_fen: int
    now_fen: int
    pay_until: date
    owner: str | None
    delivered_on: date | None
    manner: str | None


class Entry(NamedTuple):
    """A household of a campaign.

    Attributes:
        stair: building and unit, as `3-2`.
        is_open: False where the sub-account was closed since: the house was lost or split.
        notices: oldest first.
    """

    book_id: int
    sub_id: int
    code: str
    stair: str
    rule: Rule
    area: int
    initial_fen: int
    balance_fen: int
    owner: str | None
    account: Account
    notices: tuple[Notice, ...]
    is_open: bool = True

    @property
    def last(self) -> Told | None:
        """What it was told last."""
        if not self.notices:
            return None
        newest = self.notices[-1]
        return Told(newest.kind, newest.urge_no, newest.pay_until)


def read_entries(tx: Tx, campaign: Campaign, on: date) -> list[Entry]:
    """Return all households of a campaign as they stand at the end of a day, by code."""
    days = campaign.days
    received = _received(tx, campaign, on)
    waived = _waived(tx, campaign)
    owners = _owners(tx, campaign, on)
    told: dict[_Key, list[Notice]] = {}
    for notice in read_notices(tx, campaign, on):
        told.setdefault((notice.book_id, notice.sub_id), []).append(notice)
    entries = []
    for row in _list(tx, campaign):
        key = (row.book_id, row.sub_id)
        notices = tuple(told.get(key, ()))
        entries.append(
            Entry(
                row.book_id,
                row.sub_id,
                row.code,
                f"{row.building}-{row.unit or '0'}",
                Rule(row.rule),
                row.area,
                row.initial_fen,
                row.balance_fen,
                "、".join(owners.get(key, ())) or None,
                Account(
                    row.due_fen,
                    waived.get(key, 0),
                    received.get(key, 0),
                    days,
                    notices[0].pay_until if notices else None,
                ),
                notices,
                row.is_open,
            )
        )
    return sorted(entries, key=lambda entry: entry.code)


def _list(tx: Tx, campaign: Campaign) -> Iterator[Any]:
    due, sub, home = schema.campaign_due, schema.sub_account, schema.household
    for own in campaign.books:
        yield from tx.conn.execute(
            select(due, sub.c.code, home.c.building, home.c.unit, is_open(due).label("is_open"))
            .join(sub, and_(sub.c.book_id == due.c.book_id, sub.c.sub_id == due.c.sub_id))
            .join(home, and_(home.c.book_id == due.c.book_id, home.c.sub_id == due.c.sub_id))
            .where(due.c.book_id == own.book.book_id, due.c.campaign_id == own.campaign_id)
        )


def _owners(tx: Tx, campaign: Campaign, on: date) -> dict[_Key, list[str]]:
    title, due = schema.title, schema.campaign_due
    owners: dict[_Key, list[str]] = {}
    for own in campaign.books:
        for row in tx.conn.execute(
            select(title.c.sub_id, title.c.owner)
            .join(due, and_(due.c.book_id == title.c.book_id, due.c.sub_id == title.c.sub_id))
            .where(
                due.c.book_id == own.book.book_id,
                due.c.campaign_id == own.campaign_id,
                *owned_on(on),
            )
            .order_by(title.c.sub_id, title.c.title_no)
        ):
            owners.setdefault((own.book.book_id, row.sub_id), []).append(row.owner)
    return owners


# ---- money ----


def _received(tx: Tx, campaign: Campaign, on: date) -> dict[_Key, int]:
    """Return what came in of each household after the plan, until a day or the campaign's end."""
    share, voucher, line = schema.share, schema.voucher, schema.line
    original = voucher.alias("original")
    since = campaign.terms.planned_on
    until = on if campaign.ended_on is None else min(on, campaign.ended_on)
    received: dict[_Key, int] = {}
    for own in campaign.books:
        book_id = own.book.book_id
        given_back = _older_refunds(tx, campaign, book_id)
        for row in tx.conn.execute(
            select(share.c.sub_id, func.sum(share.c.amount_fen).label("fen"))
            .select_from(voucher)
            .join(
                share,
                and_(
                    share.c.book_id == voucher.c.book_id,
                    share.c.voucher_id == voucher.c.voucher_id,
                ),
            )
            .join(
                line,
                and_(
                    line.c.book_id == share.c.book_id,
                    line.c.voucher_id == share.c.voucher_id,
                    line.c.line_no == share.c.line_no,
                ),
            )
            .outerjoin(
                original,
                and_(
                    original.c.book_id == voucher.c.book_id,
                    original.c.voucher_id == voucher.c.reverses,
                ),
            )
            .where(
                voucher.c.book_id == book_id,
                voucher.c.estate_id == campaign.estate.estate_id,
                voucher.c.dated_on > since,
                voucher.c.dated_on <= until,
                or_(original.c.voucher_id.is_(None), original.c.dated_on > since),
                voucher.c.voucher_id.not_in(given_back),
                share.c.payer_class.is_not(None),
                line.c.detail.in_(PURPOSES),
            )
            .group_by(share.c.sub_id)
        ):
            received[book_id, row.sub_id] = int(row.fen)
    return received


def _older_refunds(tx: Tx, campaign: Campaign, book_id: int) -> list[int]:
    """Return the refunds after the plan of deposits that came in before it, and their reversals."""
    voucher = schema.voucher
    since = campaign.terms.planned_on
    refunds = {
        row.voucher_id: int(row.event.split(":")[1])
        for row in tx.conn.execute(
            select(voucher.c.voucher_id, voucher.c.event).where(
                voucher.c.book_id == book_id,
                voucher.c.estate_id == campaign.estate.estate_id,
                voucher.c.dated_on > since,
                voucher.c.event.startswith("refund:"),
            )
        )
    }
    dated = {
        deposit: tx.conn.execute(
            select(voucher.c.dated_on).where(
                voucher.c.book_id == book_id, voucher.c.voucher_id == deposit
            )
        ).scalar_one()
        for deposit in set(refunds.values())
    }
    return [refund for refund, deposit in refunds.items() if dated[deposit] <= since]


def _waived(tx: Tx, campaign: Campaign) -> dict[_Key, int]:
    """Return what was granted to each household."""
    table = schema.campaign_waiver
    return {
        (own.book.book_id, row.sub_id): int(row.fen)
        for own in campaign.books
        for row in tx.conn.execute(
            select(table.c.sub_id, func.sum(table.c.amount_fen).label("fen"))
            .where(
                table.c.book_id == own.book.book_id,
                table.c.campaign_id == own.campaign_id,
                table.c.asks.is_not(None),
            )
            .group_by(table.c.sub_id)
        )
    }


# ---- notices ----


def read_notices(tx: Tx, campaign: Campaign, on: date) -> list[Notice]:
    """Return the notices of a campaign up to a day, oldest first."""
    notice, delivery = schema.notice, schema.notice_delivery
    first = (
        select(
            delivery.c.book_id,
            delivery.c.notice_id,
            func.min(delivery.c.delivery_id).label("delivery_id"),
        )
        .group_by(delivery.c.book_id, delivery.c.notice_id)
        .subquery()
    )
    return [
        _notice(row, campaign.terms.pay_days)
        for own in campaign.books
        for row in tx.conn.execute(
            select(notice, delivery.c.delivered_on, delivery.c.manner)
            .outerjoin(
                first,
                and_(first.c.book_id == notice.c.book_id, first.c.notice_id == notice.c.notice_id),
            )
            .outerjoin(
                delivery,
                and_(
                    delivery.c.book_id == first.c.book_id,
                    delivery.c.delivery_id == first.c.delivery_id,
                ),
            )
            .where(
                notice.c.book_id == own.book.book_id,
                notice.c.campaign_id == own.campaign_id,
                notice.c.dated_on <= on,
            )
            .order_by(notice.c.notice_id)
        )
    ]


def _notice(row: Any, pay_days: int) -> Notice:
    until = row.pay_until
    if row.delivered_on is not None:
        until = max(until, pay_until(row.delivered_on, pay_days))
    return Notice(
        row.book_id,
        row.notice_id,
        row.sub_id,
        row.code,
        NoticeKind(row.kind),
        row.urge_no,
        row.dated_on,
        row.open_fen,
        row.now_fen,
        until,
        row.owner,
        row.delivered_on,
        row.manner,
    )


# ---- by stair ----


class Sum(NamedTuple):
    """What several households owe and paid together."""

    name: str
    households: int
    told: int
    done: int
    due_fen: int
    waived_fen: int
    paid_fen: int
    open_fen: int
    overdue_fen: int

    @property
    def permille(self) -> int:
        """How much of what is owed was paid, cut, so that not quite all is never all."""
        whole = self.due_fen - self.waived_fen
        return self.paid_fen * 1000 // whole if whole else 1000


def add_up(name: str, entries: Iterable[Entry], on: date) -> Sum:
    """Add up households."""
    own: Sequence[Entry] = list(entries)
    return Sum(
        name,
        len(own),
        sum(bool(entry.notices) for entry in own),
        sum(entry.account.open_fen == 0 for entry in own),
        sum(entry.account.due_fen for entry in own),
        sum(entry.account.waived_fen for entry in own),
        sum(entry.account.paid_fen for entry in own),
        sum(entry.account.open_fen for entry in own),
        sum(entry.account.overdue_fen(on) for entry in own),
    )


def by_stair(entries: Iterable[Entry], on: date) -> list[Sum]:
    """Add up the households of each stair (单元), in the order of the codes."""
    stairs: dict[str, list[Entry]] = {}
    for entry in entries:
        stairs.setdefault(entry.stair, []).append(entry)
    return [add_up(stair, own, on) for stair, own in stairs.items()]
