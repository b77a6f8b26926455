"""Homes whose kind hangs on their owner: unsold ones that are sold, public ones that are resold.

The deposit of an unsold home (未售) is due when it is sold. Of sold
public housing 北京市物业管理条例 art. 81(3) demands, before a transfer, the standard of commodity
housing in force; whether a city does is the rule `deposit.resale_top_up`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select, update

from ledger.registry.kinds import due_of, kind_title
from ledger.registry.lineage import KIND, Figures, event_content, next_event_no
from ledger.registry.rulebook import flag_rule, table_rule
from ledger.registry.standing import SELF
from ledger.registry.structure import is_high
from ledger.registry.titles import Door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown

SOLD: Final[Mapping[str, str]] = {
    "unsold_commodity": "commodity",
    "unsold_public": "sold_public",
}
RESOLD: Final = "sold_public"
_COMMODITY: Final = "commodity"


class Home(NamedTuple):
    """What a change of owner must know of a home.

    Attributes:
        lift: whether it pays as one with a lift, None where unknown.
        standards: of the initial deposit on the day, in fen for each m², by kind and lift.
        tops_up: whether sold public housing is topped up before it is resold.
    """

    kind: str
    area: int
    lift: int | None
    due_fen: int
    standards: Mapping[str, int]
    tops_up: bool


def read_home(tx: Tx, door: Door, on: date) -> Home:
    """Read a home and the rules of its custodian on a day."""
    home, book = schema.household, schema.book
    row = tx.conn.execute(
        select(
            home.c.kind,
            home.c.area,
            is_high(home).label("lift"),
            home.c.due_fen,
            book.c.custodian_id,
        )
        .join(book, book.c.book_id == home.c.book_id)
        .where(home.c.book_id == door.book_id, home.c.sub_id == door.sub_id)
    ).one()
    return Home(
        row.kind,
        row.area,
        row.lift,
        row.due_fen,
        table_rule(tx, row.custodian_id, "deposit.standard", on),
        flag_rule(tx, row.custodian_id, "deposit.resale_top_up", on),
    )


def standard_fen(standards: Mapping[str, int], kind: str, lift: int | None) -> int | None:
    """Return the standard for a kind of home, None where the rule says nothing of it. Pure.

    >>> standard_fen({"commodity/any": 100_00, "commodity/lift": 120_00}, "commodity", 1)
    12000
    """
    words = {1: "lift", 0: "no_lift"}
    told = standards.get(f"{kind}/{words[lift]}") if lift is not None else None
    return standards.get(f"{kind}/any") if told is None else told


def top_up_fen(home: Home, balance_fen: int) -> int:
    """Return what a resale needs to be paid up to the standard of commodity housing. Pure.

    Nothing where the place does not ask for it, or has published no standard.
    """
    standard = standard_fen(home.standards, _COMMODITY, home.lift)
    if home.kind != RESOLD or not home.tops_up or standard is None:
        return 0
    return max(0, due_of(home.area, standard) - balance_fen)


def refuse_unpaid(door: Door, home: Home, balance_fen: int) -> None:
    """Refuse to hand over sold public housing before it is topped up.

    Raises:
        Refused: `top_up_unpaid`.
    """
    fen = top_up_fen(home, balance_fen)
    if fen:
        raise Refused(
            "top_up_unpaid",
            _("{code} 是已售公有住房，转让前须按现行商品住宅标准补足 {amount} 元").format(
                code=shown(door.code), amount=format_fen(fen)
            ),
            _("请先交存（摘要写补足），入账后再登记；规则见 deposit.resale_top_up"),
        )


def sell(tx: Tx, door: Door, home: Home, on: date, reason: str, *, who: str, clock: Clock) -> Home:
    """Make an unsold home a sold one of its fund; its initial amount is due from then on.

    An initial amount of nothing is set by the standard of the day, where there is one.
    """
    kind = SOLD[home.kind]
    standard = standard_fen(home.standards, kind, home.lift)
    due = home.due_fen or (0 if standard is None else due_of(home.area, standard))
    figures = Figures(home.area, due, 0, 0, 0, 0, 0, 0)
    change_id = record_master_change(
        tx,
        door.book_id,
        kind="houses",
        summary=f"房屋性质 {door.code}：{home.kind} → {kind}，{on} 起；{reason}",
        row_count=1,
        content=event_content(KIND, on, [(door.sub_id, SELF, kind, home.kind, figures)]),
        who=who,
        clock=clock,
    )
    table = schema.household
    tx.conn.execute(
        update(table)
        .where(table.c.book_id == door.book_id, table.c.sub_id == door.sub_id)
        .values(kind=kind, due_fen=due, change_id=change_id)
    )
    event_no = next_event_no(tx, door.book_id)
    tx.conn.execute(
        schema.house_part.insert().values(
            book_id=door.book_id,
            sub_id=door.sub_id,
            event_no=event_no,
            role=SELF,
            dated_on=on,
            kind=kind,
            kind_before=home.kind,
            **figures._asdict(),
        )
    )
    tx.conn.execute(
        schema.house_event.insert().values(
            book_id=door.book_id,
            event_no=event_no,
            act=KIND,
            dated_on=on,
            area_gap=0,
            reason=reason,
            change_id=change_id,
            who=who,
            at=clock.at,
        )
    )
    return home._replace(kind=kind, due_fen=due)


def kind_note(before: Home, after: Home) -> str:
    """Say what became of an unsold home, and what is due for it."""
    return _("房屋性质由{before}改为{after}，首期应交 {due} 元从此应收").format(
        before=kind_title(before.kind),
        after=kind_title(after.kind),
        due=format_fen(after.due_fen),
    )
