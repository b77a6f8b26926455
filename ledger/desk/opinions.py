"""The list on which owners sign what they say to a case or a campaign (业主意见表)."""

from __future__ import annotations

from datetime import date
from typing import Final

from ledger.desk.campaign_sheets import campaign_title
from ledger.fund.refilling.campaign import Campaign
from ledger.fund.refilling.campaign_plan import frozen_rows
from ledger.fund.refilling.campaign_vote import subject_of
from ledger.fund.using.electors import read_electorate
from ledger.fund.using.roll import Home, read_homes
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet

NOBODY_HOME: Final = Home("", "", None, "", 0, (), (), (), 0, 0, 0, 0)
_PHONE_HEAD: Final = 3  # digits of a telephone number that are shown
_PHONE_TAIL: Final = 4


def opinion_columns(amount: str) -> tuple[Column, ...]:
    """Return the columns of the list; `amount` says what the amount of each home is."""
    return (
        Column("no", _("序号"), "int"),
        Column("owner", _("业主姓名")),
        Column("building", _("幢")),
        Column("unit", _("单元")),
        Column("room", _("房号")),
        Column("area", _("建筑面积（㎡）"), "area"),
        Column("share_fen", amount, "fen"),
        Column("signature", _("业主签名")),
        Column("signed_on", _("签名时间")),
        Column("phone", _("联系电话")),
    )


def opinion_row(no: int, home: Home, amount_fen: int) -> tuple[object, ...]:
    """Return the row of a home; its telephones show their ends only."""
    return (
        no,
        "、".join(home.owners),
        home.building,
        home.unit,
        home.room,
        home.area,
        amount_fen,
        "",
        "",
        "、".join(_masked_phone(phone) for phone in home.phones),
    )


def campaign_opinions(tx: Tx, campaign: Campaign, today: date) -> Sheet:
    """Lay out the list of a campaign: who was frozen to vote, else who would be today."""
    subject = subject_of(tx, campaign)
    electorate = read_electorate(tx, subject)
    if electorate is None:
        day, voters = today, set(subject.voters(today))
    else:
        day, voters = electorate.frozen_on, {seat.home for seat in electorate.seats}
    homes = read_homes(tx, campaign.estate, subject.keys, day)
    due = {(row.house.book_id, row.house.sub_id): row.due_fen for row in frozen_rows(tx, campaign)}
    doors = sorted(voters, key=lambda key: _door(homes[key]))
    return Sheet(
        kind="replenish_opinions",
        title=_("{title} 业主意见表").format(title=campaign_title(campaign)),
        columns=opinion_columns(_("本次应交（元）")),
        rows=[
            opinion_row(no, homes[key], due.get(key, 0)) for no, key in enumerate(doors, start=1)
        ],
        fields={
            "plan": campaign.code,
            "estate": campaign.estate.name,
            "scope": "、".join(campaign.terms.scope) or _("全小区"),
            "owners_on": day,
            "due_fen": campaign.due_fen,
        },
        labels=(
            Column("estate", _("小区")),
            Column("scope", _("范围")),
            Column("owners_on", _("业主按此日"), "date"),
            Column("due_fen", _("应交合计（元）"), "fen"),
        ),
        notes=(_("本次应交为零的业主也有表决权"),),
    )


def _door(home: Home) -> tuple[str, str, str]:
    return home.building, home.unit, home.room


def _masked_phone(phone: str) -> str:
    """Return a telephone number with its middle hidden: the list hangs in a stairway.

    >>> _masked_phone("13800138000"), _masked_phone("87654321"), _masked_phone("110")
    ('138****8000', '876*4321', '***')
    """
    hidden = len(phone) - _PHONE_HEAD - _PHONE_TAIL
    if hidden <= 0:
        return "*" * len(phone)
    return phone[:_PHONE_HEAD] + "*" * hidden + phone[-_PHONE_TAIL:]
