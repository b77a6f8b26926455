"""Which houses went into others (分割, 合并, 小区调整), and what they became, day by day.

A house that went is never deleted: its sub-account is closed, at nothing, and stays readable. It
stands again only when its successors are merged back into its door.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, func, select

from ledger.registry.standing import FROM, INTO, SELF
from ledger.registry.titles import Door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

SPLIT: Final = "SPLIT"
MERGE: Final = "MERGE"
RECUT: Final = "RECUT"
KIND: Final = "KIND"
RESALE: Final = "RESALE"
LOST: Final = "LOST"
RECORDED: Final = {
    SPLIT: "房屋分割",
    MERGE: "房屋合并",
    RECUT: "小区调整",
}  # records are in Chinese


class Figures(NamedTuple):
    """What a house has that its successors must have together.

    Attributes:
        area: in 0.01 m².
        due_fen: the initial amount due.
        before_fen: deposited before the books began, by whomever.
        owner_fen, selling_unit_fen, developer_fen: deposited since, by the class of who paid.
    """

    area: int
    due_fen: int
    principal_fen: int
    earnings_fen: int
    before_fen: int
    owner_fen: int
    selling_unit_fen: int
    developer_fen: int

    @property
    def deposited_fen(self) -> int:
        """All that was ever deposited for it."""
        return self.before_fen + self.owner_fen + self.selling_unit_fen + self.developer_fen


class Member(NamedTuple):
    """A house that took part in an event.

    Attributes:
        role: FROM where it went, INTO where it came, SELF where it changed and stayed.
    """

    sub_id: int
    code: str
    role: str
    kind: str
    kind_before: str | None
    figures: Figures


class Event(NamedTuple):
    """What became of houses on a day.

    Attributes:
        voucher_id: the voucher that moved the money; None where there was none to move.
        change_id: the place in the book's log.
    """

    book_id: int
    event_no: int
    act: str
    dated_on: date
    area_gap: int
    reason: str
    voucher_id: int | None
    change_id: int
    who: str
    at: str
    members: tuple[Member, ...]

    def of_role(self, role: str) -> list[Member]:
        """Return those that took part in one way, by code."""
        return [member for member in self.members if member.role == role]


def events_of(tx: Tx, book_id: int, sub_id: int) -> list[Event]:
    """Read the events in which a house took part, the oldest first, with all who took part."""
    event, part, sub = schema.house_event, schema.house_part, schema.sub_account
    own = select(part.c.event_no).where(part.c.book_id == book_id, part.c.sub_id == sub_id)
    rows = tx.conn.execute(
        select(event)
        .where(event.c.book_id == book_id, event.c.event_no.in_(own))
        .order_by(event.c.event_no)
    ).all()
    members: dict[int, list[Member]] = {row.event_no: [] for row in rows}
    for row in tx.conn.execute(
        select(part, sub.c.code)
        .join(sub, and_(sub.c.book_id == part.c.book_id, sub.c.sub_id == part.c.sub_id))
        .where(part.c.book_id == book_id, part.c.event_no.in_(own))
        .order_by(part.c.event_no, sub.c.code)
    ):
        figures = Figures(*(getattr(row, name) for name in Figures._fields))
        members[row.event_no].append(
            Member(row.sub_id, row.code, row.role, row.kind, row.kind_before, figures)
        )
    return [
        Event(
            row.book_id,
            row.event_no,
            row.act,
            row.dated_on,
            row.area_gap,
            row.reason,
            row.voucher_id,
            row.change_id,
            row.who,
            row.at,
            tuple(members[row.event_no]),
        )
        for row in rows
    ]


def gone_by(tx: Tx, book_id: int, sub_id: int) -> Event | None:
    """Return the event by which a house went, None where it stands."""
    for event in reversed(events_of(tx, book_id, sub_id)):
        for member in event.members:
            if member.sub_id == sub_id and member.role != SELF:
                return event if member.role == FROM else None
    return None


def refuse_gone(tx: Tx, door: Door) -> None:
    """Refuse a house that went into others, and name these.

    Raises:
        Refused: `household_closed`.
    """
    event = gone_by(tx, door.book_id, door.sub_id)
    if event is not None:
        raise closed(door.code, event)


def closed(code: str, event: Event) -> Refused:
    """Return the refusal of a house that went by `event`."""
    heirs = "、".join(member.code for member in event.of_role(INTO))
    return Refused(
        "household_closed",
        _("房屋 {code} 已于 {on} {act}，分户账已销").format(
            code=shown(code), on=event.dated_on.isoformat(), act=act_word(event.act)
        ),
        _("请用承继的房屋：{codes}").format(codes=shown(heirs))
        if heirs
        else _("请运行 wxzj registry history {code} 查看").format(code=shown(code)),
    )


def act_word(act: str) -> str:
    """Return what people call an event of a house."""
    return {
        SPLIT: _("分割"),
        MERGE: _("合并"),
        RECUT: _("小区调整"),
        KIND: _("变更性质"),
        RESALE: _("上市出售转为商品住宅"),
        LOST: _("灭失"),
    }[act]


def event_content(
    act: str,
    on: date,
    parts: Iterable[tuple[int, str, str, str | None, Figures]],
    moves: Iterable[tuple[int, Mapping[Any, int]]] = (),
) -> bytes:
    """Digest the canonical text of an event: its parts, then what it carries over.

    Args:
        act: what happened.
        on: the day.
        parts: of each house its sub-account, its role, its kind, the kind before, its figures.
        moves: of each sub-account the movements that are carried over, by part and value date.
    """
    digest = hashlib.sha256(netstring(act, on).encode())
    for sub_id, role, kind, before, figures in sorted(parts, key=lambda part: part[:2]):
        digest.update(netstring(sub_id, role, kind, before, *figures).encode())
    for sub_id, own in sorted(moves, key=lambda pair: pair[0]):
        for (part, day), fen in sorted(own.items()):
            digest.update(netstring(sub_id, int(part), day, fen).encode())
    return digest.digest()


def next_event_no(tx: Tx, book_id: int) -> int:
    """Return the number of the next event of a house in a book whose log's head is held."""
    event = schema.house_event
    newest = tx.conn.execute(
        select(func.max(event.c.event_no)).where(event.c.book_id == book_id)
    ).scalar_one()
    return int(newest or 0) + 1
