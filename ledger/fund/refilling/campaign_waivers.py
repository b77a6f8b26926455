"""What a household need not pay (减免): asked for with a reason, granted by a second person."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund.refilling.campaign import RUNNING, Campaign, hold_campaign, refuse_state
from ledger.fund.refilling.campaign_status import Entry, read_entries
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name, shown


class Waiver(NamedTuple):
    """A remission.

    Attributes:
        granted: whether it counts; False while it waits for a second person.
        is_new: False where the same was asked for, or granted, before.
    """

    campaign: Campaign
    household: str
    amount_fen: int
    reason: str
    granted: bool
    is_new: bool


class _Row(NamedTuple):
    waiver_id: int
    amount_fen: int
    reason: str
    who: str
    granted: bool


def ask(  # what a person says of a remission
    tx: Tx,
    code: str,
    household: str,
    *,
    amount_fen: int | None,
    reason: str,
    who: str,
    clock: Clock,
) -> Waiver:
    """Ask that a household need not pay, all that is open or a part; counts at once without users.

    Raises:
        Refused: `campaign_unknown`, `campaign_state`, `campaign_household`,
            `amount_not_positive`, `waiver_excessive`.
    """
    campaign = hold_campaign(tx, code)
    refuse_state(campaign, RUNNING)
    entry = find_entry(tx, campaign, household, clock)
    reason = clean_name(reason, _("减免原因"))
    for row in _asked(tx, campaign, entry):
        if row.reason == reason and amount_fen in {None, row.amount_fen}:
            return Waiver(campaign, entry.code, row.amount_fen, reason, row.granted, is_new=False)
    fen = entry.account.open_fen if amount_fen is None else amount_fen
    _refuse_amount(entry, fen)
    alone = not has_users(tx)
    asked = _write(tx, campaign, entry, fen, reason, None, who, clock)
    if alone:
        _write(tx, campaign, entry, fen, reason, asked, who, clock)
    return Waiver(campaign, entry.code, fen, reason, granted=alone, is_new=True)


def grant(tx: Tx, code: str, household: str, *, who: str, clock: Clock) -> Waiver:
    """Grant what was asked for a household, as somebody else; granting again changes nothing.

    Raises:
        Refused: `campaign_unknown`, `campaign_state`, `campaign_household`, `waiver_missing`,
            `waiver_self`, `waiver_excessive`.
    """
    campaign = hold_campaign(tx, code)
    refuse_state(campaign, RUNNING)
    entry = find_entry(tx, campaign, household, clock)
    rows = _asked(tx, campaign, entry)
    waiting = [row for row in rows if not row.granted]
    if not waiting:
        if rows:
            last = rows[-1]
            return Waiver(
                campaign, entry.code, last.amount_fen, last.reason, granted=True, is_new=False
            )
        raise Refused(
            "waiver_missing",
            _("{household} 没有待批准的减免").format(household=shown(household)),
            _("请先由经办人运行 wxzj fund replenish waive"),
        )
    row = waiting[0]
    if row.who == who and has_users(tx):
        raise Refused(
            "waiver_self",
            _("{household} 的减免由 {who} 提出，不能自己批准").format(
                household=shown(household), who=who
            ),
            _("请由另一人批准"),
        )
    _refuse_amount(entry, row.amount_fen)
    _write(tx, campaign, entry, row.amount_fen, row.reason, row.waiver_id, who, clock)
    return Waiver(campaign, entry.code, row.amount_fen, row.reason, granted=True, is_new=True)


def find_entry(tx: Tx, campaign: Campaign, household: str, clock: Clock) -> Entry:
    """Return a household of a campaign as it stands today.

    Raises:
        Refused: `campaign_household`.
    """
    for entry in read_entries(tx, campaign, clock.today):
        if entry.code == household:
            return entry
    raise not_listed(campaign, household)


def not_listed(campaign: Campaign, household: str) -> Refused:
    """Return the refusal of a household that is not on the list of a campaign."""
    return Refused(
        "campaign_household",
        _("{household} 不在续筹方案 {code} 的名单里").format(
            household=shown(household), code=campaign.code
        ),
        _("名单见 wxzj fund replenish status {code} --by household").format(code=campaign.code),
    )


def _refuse_amount(entry: Entry, fen: int) -> None:
    if fen <= 0:
        raise Refused(
            "amount_not_positive",
            _("{household} 没有可减免的金额").format(household=entry.code),
            _("请核对欠交金额"),
        )
    if fen > entry.account.open_fen:
        raise Refused(
            "waiver_excessive",
            _("{household} 只欠交 {open} 元，不能减免 {amount} 元").format(
                household=entry.code,
                open=format_fen(entry.account.open_fen),
                amount=format_fen(fen),
            ),
            _("已交的不减免；多交的请用 wxzj fund refund 退款"),
        )


def _asked(tx: Tx, campaign: Campaign, entry: Entry) -> list[_Row]:
    table = schema.campaign_waiver
    granted = table.alias("granted")
    campaign_id = _campaign_id(campaign, entry)
    return [
        _Row(row.waiver_id, row.amount_fen, row.reason, row.who, row.granted is not None)
        for row in tx.conn.execute(
            select(table, granted.c.waiver_id.label("granted"))
            .outerjoin(
                granted,
                (granted.c.book_id == table.c.book_id) & (granted.c.asks == table.c.waiver_id),
            )
            .where(
                table.c.book_id == entry.book_id,
                table.c.campaign_id == campaign_id,
                table.c.sub_id == entry.sub_id,
                table.c.asks.is_(None),
            )
            .order_by(table.c.waiver_id)
        )
    ]


def _campaign_id(campaign: Campaign, entry: Entry) -> int:
    return next(own.campaign_id for own in campaign.books if own.book.book_id == entry.book_id)


def _write(  # a row of the register
    tx: Tx,
    campaign: Campaign,
    entry: Entry,
    fen: int,
    reason: str,
    asks: int | None,
    who: str,
    clock: Clock,
) -> int:
    table = schema.campaign_waiver
    last = tx.conn.execute(
        select(func.max(table.c.waiver_id)).where(table.c.book_id == entry.book_id)
    ).scalar_one()
    waiver_id = int(last or 0) + 1
    tx.conn.execute(
        table.insert().values(
            book_id=entry.book_id,
            waiver_id=waiver_id,
            campaign_id=_campaign_id(campaign, entry),
            sub_id=entry.sub_id,
            asks=asks,
            amount_fen=fen,
            reason=reason,
            who=who,
            at=clock.at,
        )
    )
    return waiver_id
