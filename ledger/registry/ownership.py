"""A house gets new owners (过户): their titles begin, the former ones end, no money moves.

The sub-account is the house's and goes over with its balance (部令165号第28条). The change is an
entry of the book's log, so it can be told afterwards who wrote it and when.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from typing import Any, Final, NamedTuple

from sqlalchemy import select, update

from ledger.intake.identity import parse_id_no
from ledger.registry.kind_changes import SOLD, Home, read_home, refuse_unpaid, sell
from ledger.registry.lineage import refuse_gone
from ledger.registry.titles import Door, Title, find_door, read_titles
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.ratio import Ratio
from ledger.values.text import clean_name, shown

KIND: Final = "titles"
_DAY: Final = timedelta(days=1)
_PRINCIPAL, _EARNINGS = 0, 1  # as journal.voucher.Part; the journal is not known here


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is to own a part of a house.

    Attributes:
        share: None where all shares are equal.
    """

    name: str
    share: Ratio | None = None
    id_no: str | None = None
    phone: str | None = None


class Holding(NamedTuple):
    """What a sub-account holds, in fen."""

    principal_fen: int
    earnings_fen: int
    earmark_fen: int

    @property
    def balance_fen(self) -> int:
        """Principal and earnings together."""
        return self.principal_fen + self.earnings_fen


class Handover(NamedTuple):
    """What became of a change of owners.

    Attributes:
        titles: of the new owners.
        former: titles that end by it.
        home: as it is now.
        changed: false where the very same was registered before.
        was: the home before, where its kind changed with its owner.
    """

    door: Door
    titles: Sequence[Title]
    former: Sequence[Title]
    holding: Holding
    home: Home
    changed: bool
    was: Home | None = None


def set_owners(
    tx: Tx,
    code: str,
    owners: Sequence[Owner],
    on: date,
    reason: str,
    *,
    stays_unsold: bool = False,
    who: str,
    clock: Clock,
) -> Handover:
    """Give a household new owners from a day on; the same again changes nothing.

    A change on the very day on which the present owners' titles begin puts these right.

    Args:
        tx: a transaction that writes.
        code: of the household.
        owners: all that own it from then on.
        on: the first day of their titles.
        reason: why, for the log, such as 买卖 or 继承.
        stays_unsold: an unsold home stays so: its owner is put right, it is not sold.
        who: the user.
        clock: today and now.

    Raises:
        Refused: `owner_unnamed`, `owner_twice`, `owner_share_missing`, `owner_share_sum`,
            `date_in_future`, `household_unknown`, `household_closed`, `owner_date_before`,
            `owner_same`, `top_up_unpaid`.
        InputError: what `clean_name` and `parse_id_no` raise.
    """
    reason = clean_name(reason, _("变更原因"))
    wanted = wanted_titles(owners)
    _refuse_future(on, clock)
    door = find_door(tx, code)
    refuse_gone(tx, door)
    lock_head(tx, door.book_id)  # two offices may register the same house at once
    titles = read_titles(tx, door)
    holding = read_holding(tx, door)
    same_day = [each for each in titles if each.owned_from == on and not each.is_void]
    if same_day and said(same_day) == said(wanted):
        return Handover(door, same_day, (), holding, read_home(tx, door, on), changed=False)
    present = [each for each in titles if each.owned_until is None]
    _refuse_date(present, on)
    _refuse_same(door, present, wanted)
    first = len(titles) + 1
    fresh = [
        each._replace(title_no=no, owned_from=on) for no, each in enumerate(wanted, start=first)
    ]
    former = [each._replace(owned_until=on - _DAY) for each in present]
    home = read_home(tx, door, on)
    if not same_day:  # else the change of that day is put right
        refuse_unpaid(door, home, holding.balance_fen)
    _write(tx, door, former, fresh, reason, who, clock)
    if home.kind not in SOLD or stays_unsold:
        return Handover(door, fresh, former, holding, home, changed=True)
    sold = sell(tx, door, home, on, reason, who=who, clock=clock)
    return Handover(door, fresh, former, holding, sold, changed=True, was=home)


def wanted_titles(owners: Sequence[Owner]) -> list[Title]:
    """Return owners that were named as titles, without a number and a day.

    Raises:
        Refused: `owner_unnamed`, `owner_twice`, `owner_share_missing`, `owner_share_sum`.
        InputError: what `clean_name` and `parse_id_no` raise.
    """
    wanted = _with_shares([_read(owner) for owner in owners])
    _refuse_twice(wanted)
    return wanted


def read_holding(tx: Tx, door: Door) -> Holding:
    """Read what the sub-account of a household holds now."""
    balance = schema.sub_balance
    rows = tx.conn.execute(
        select(balance.c.part, balance.c.amount_fen, balance.c.earmark_fen).where(
            balance.c.book_id == door.book_id, balance.c.sub_id == door.sub_id
        )
    ).all()
    held = {row.part: row.amount_fen for row in rows}
    return Holding(
        held.get(_PRINCIPAL, 0), held.get(_EARNINGS, 0), sum(r.earmark_fen for r in rows)
    )


def _read(owner: Owner) -> Owner:
    return Owner(
        clean_name(owner.name, _("产权人")),
        owner.share,
        None if owner.id_no is None else parse_id_no(owner.id_no, _("证件号")),
        None if owner.phone is None else clean_name(owner.phone, _("联系电话")),
    )


def _with_shares(owners: Sequence[Owner]) -> list[Title]:
    """Return the owners as titles without a number and a day."""
    if not owners:
        raise Refused("owner_unnamed", _("没有写明产权人"), _("请加 --owner 姓名"))
    told = [owner.share for owner in owners if owner.share is not None]
    if told and len(told) != len(owners):
        raise Refused(
            "owner_share_missing",
            _("{count} 个产权人中只有 {told} 个写明了份额").format(
                count=len(owners), told=len(told)
            ),
            _("每个产权人都写明份额，如 张三=1/3；或者都不写，按等额共有登记"),
        )
    total = sum((Fraction(share.num, share.den) for share in told), Fraction(0))
    if told and total != 1:
        raise Refused(
            "owner_share_sum",
            _("产权份额合计是 {total}，不是 1").format(total=total),
            _("核对每个产权人的份额"),
        )
    equal = Ratio(1, len(owners))
    return [
        Title(0, owner.name, owner.id_no, owner.phone, None, None, owner.share or equal)
        for owner in owners
    ]


def _refuse_twice(titles: Sequence[Title]) -> None:
    """Refuse the same person twice: one identity number, or one name and nothing to tell apart."""
    for one, other in combinations(titles, 2):
        alike = one.owner == other.owner and None in (one.id_no, other.id_no)
        if alike or (one.id_no is not None and one.id_no == other.id_no):
            raise Refused(
                "owner_twice",
                _("产权人“{name}”写了两次").format(name=shown(other.owner)),
                _("同一个人只写一次；同名的两个人请都写明证件号"),
            )


def _refuse_future(on: date, clock: Clock) -> None:
    if on > clock.today:
        raise Refused(
            "date_in_future",
            _("产权变更日期 {on} 还没有到").format(on=on),
            _("请在变更生效之后登记"),
        )


def _refuse_date(present: Sequence[Title], on: date) -> None:
    since = max((each.owned_from for each in present if each.owned_from), default=None)
    if since is not None and on < since:
        raise Refused(
            "owner_date_before",
            _("现产权人{owners}自 {since} 起拥有，变更日期不能早于这一天").format(
                owners=shown(_names(present)), since=since
            ),
            _("核对变更日期；运行 wxzj registry owners 查看产权登记"),
        )


def _refuse_same(door: Door, present: Sequence[Title], wanted: Sequence[Title]) -> None:
    if present and said(present) == said(wanted):
        raise Refused(
            "owner_same",
            _("{owners}已经是 {code} 的产权人").format(
                owners=shown(_names(present)), code=shown(door.code)
            ),
            _("请核对姓名和房屋编号；运行 wxzj registry owners 查看产权登记"),
        )


def _write(
    tx: Tx,
    door: Door,
    former: Sequence[Title],
    fresh: Sequence[Title],
    reason: str,
    who: str,
    clock: Clock,
) -> None:
    names = _names(former) or "（无）"  # records are in Chinese
    on = fresh[0].owned_from
    write_titles(
        tx,
        [(door, [*former, *fresh])],
        summary=f"产权变更 {door.code}：{names} → {_names(fresh)}，{on} 起；{reason}",
        who=who,
        clock=clock,
    )


def write_titles(
    tx: Tx,
    changes: Sequence[tuple[Door, Sequence[Title]]],
    *,
    summary: str,
    who: str,
    clock: Clock,
) -> None:
    """Write titles of houses of one book as they are after a change: ended ones, and new ones.

    Args:
        changes: each house, and of its titles those that change.
        summary: what was done, for the log.
    """
    title, count = schema.title, sum(len(titles) for _door, titles in changes)
    if not count:
        return
    digest = hashlib.sha256()
    for door, titles in changes:
        _digest_titles(digest, door, titles)
    book_id = changes[0][0].book_id
    change_id = record_master_change(
        tx,
        book_id,
        kind=KIND,
        summary=summary,
        row_count=count,
        content=digest.digest(),
        who=who,
        clock=clock,
    )
    for door, titles in changes:
        for each in titles:
            if each.owned_until is not None:
                tx.conn.execute(
                    update(title)
                    .where(
                        title.c.book_id == door.book_id,
                        title.c.sub_id == door.sub_id,
                        title.c.title_no == each.title_no,
                    )
                    .values(owned_until=each.owned_until, change_id=change_id)
                )
                continue
            tx.conn.execute(
                title.insert().values(
                    book_id=door.book_id,
                    sub_id=door.sub_id,
                    title_no=each.title_no,
                    owner=each.owner,
                    id_no=each.id_no,
                    phone=each.phone,
                    owned_from=each.owned_from,
                    owned_until=None,
                    share_num=each.share.num,
                    share_den=each.share.den,
                    change_id=change_id,
                )
            )


def title_content(door: Door, titles: Sequence[Title]) -> bytes:
    """Digest the canonical text of titles that changed, as they are after the change."""
    digest = hashlib.sha256()
    _digest_titles(digest, door, titles)
    return digest.digest()


def _digest_titles(digest: Any, door: Door, titles: Sequence[Title]) -> None:
    for each in titles:
        text = netstring(
            door.code,
            each.title_no,
            each.owner,
            each.id_no,
            each.phone,
            each.owned_from,
            each.owned_until,
            each.share.num,
            each.share.den,
        )
        digest.update(text.encode())


def said(titles: Sequence[Title]) -> list[tuple[str, str, str, Fraction]]:
    """Return what titles say of their owners, in one order, to be compared."""
    return sorted(
        (each.owner, each.id_no or "", each.phone or "", Fraction(each.share.num, each.share.den))
        for each in titles
    )


def _names(titles: Sequence[Title]) -> str:
    return "、".join(each.owner for each in titles)
