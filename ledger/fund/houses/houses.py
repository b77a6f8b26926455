"""What is known of a house that is to be split, merged or moved to another estate.

Read from the registry and from sealed rows: what it holds, what was ever deposited for it and by
whom, and the movements that interest counts on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, func, select, union_all

from ledger.fund.houses.succession import Moves
from ledger.journal.drafts import find_draft
from ledger.journal.voucher import Part, PayerClass
from ledger.registry.lineage import Figures, events_of
from ledger.registry.standing import INTO
from ledger.registry.titles import Door, Title, read_titles
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown

_WAITING: Final = ("DRAFT", "CHECKED")
_OVER: Final = ("PAID", "CANCELLED", "RECOVERED", "WRITTEN_OFF")


class House(NamedTuple):
    """A house as it stands now.

    Attributes:
        row: its row of the roster.
        figures: what its successors must have together.
        moves: what interest counts on it, by part and value date.
        titles: of its present owners.
        title_count: how many titles it ever had.
        received_fen: what the database counts as received on its own sub-account.
        last_on: the day of the last voucher that touched it.
    """

    door: Door
    row: Any
    figures: Figures
    moves: Moves
    titles: tuple[Title, ...]
    title_count: int
    received_fen: int
    last_on: date | None

    def integral(self, on: date) -> int:
        """Return the interest integral (积数) up to a day, in fen·days."""
        return integral(self.moves, on)


def integral(moves: Moves, on: date) -> int:
    """Return what movements add up to by a day: each amount times its days, in fen·days."""
    return sum(fen * (on - day).days for (_part, day), fen in moves.items())


def read_house(tx: Tx, door: Door) -> House:
    """Read a house."""
    home, balance = schema.household, schema.sub_balance
    row = tx.conn.execute(
        select(home).where(home.c.book_id == door.book_id, home.c.sub_id == door.sub_id)
    ).one()
    held = {
        each.part: each
        for each in tx.conn.execute(
            select(balance).where(
                balance.c.book_id == door.book_id, balance.c.sub_id == door.sub_id
            )
        )
    }
    received = sum(each.received_fen for each in held.values())
    before, by_class = _deposited(tx, door, row.deposited_before_fen)
    titles = read_titles(tx, door)
    return House(
        door,
        row,
        Figures(
            row.area,
            row.due_fen,
            held[Part.PRINCIPAL].amount_fen,
            held[Part.EARNINGS].amount_fen,
            before,
            *(by_class[each] for each in PayerClass),
        ),
        read_moves(tx, door),
        tuple(each for each in titles if each.owned_until is None),
        len(titles),
        received,
        _last_on(tx, door),
    )


def _deposited(tx: Tx, door: Door, before: int) -> tuple[int, dict[PayerClass, int]]:
    """Return what was deposited before the books began, and since by the class of who paid."""
    base, since = Figures(0, 0, 0, 0, before, 0, 0, 0), 0
    for event in events_of(tx, door.book_id, door.sub_id):
        for member in event.members:
            if member.sub_id == door.sub_id and member.role == INTO:
                base, since = member.figures, event.change_id
    counted = dict(
        zip(PayerClass, (base.owner_fen, base.selling_unit_fen, base.developer_fen), strict=True)
    )
    share = schema.share
    for payer, fen in tx.conn.execute(
        select(share.c.payer_class, func.sum(share.c.amount_fen))
        .where(
            share.c.book_id == door.book_id,
            share.c.sub_id == door.sub_id,
            share.c.payer_class.is_not(None),
            share.c.voucher_id > since,
        )
        .group_by(share.c.payer_class)
    ):
        counted[PayerClass(payer)] += int(fen)
    return base.before_fen, counted


def read_moves(tx: Tx, door: Door) -> Moves:
    """Read what interest counts on a sub-account: its shares, and what was carried over to it."""
    share, voucher, carried = schema.share, schema.voucher, schema.carried_move
    both = union_all(
        select(share.c.part, voucher.c.value_on, share.c.amount_fen)
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(share.c.book_id == door.book_id, share.c.sub_id == door.sub_id),
        select(carried.c.part, carried.c.value_on, carried.c.amount_fen).where(
            carried.c.book_id == door.book_id, carried.c.sub_id == door.sub_id
        ),
    ).subquery()
    rows = tx.conn.execute(
        select(both.c.part, both.c.value_on, func.sum(both.c.amount_fen)).group_by(
            both.c.part, both.c.value_on
        )
    )
    return {(Part(part), day): int(fen) for part, day, fen in rows if fen}


def _last_on(tx: Tx, door: Door) -> date | None:
    share, voucher = schema.share, schema.voucher
    newest: date | None = tx.conn.execute(
        select(func.max(voucher.c.dated_on))
        .join_from(
            share,
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(share.c.book_id == door.book_id, share.c.sub_id == door.sub_id)
    ).scalar_one()
    return newest


# ---- what keeps a house from going ----


def refuse_busy(tx: Tx, house: House, on: date, *, but: str | None = None) -> None:
    """Refuse a house of which something is still in hand.

    Args:
        but: a draft that may wait.

    Raises:
        Refused: `earmarked`, `draft_waiting`, `date_before_movement`, `overdrawn`.
    """
    door = house.door
    cases = open_cases(tx, door)
    if cases:
        raise Refused(
            "earmarked",
            _("{code} 还有未了的使用项目：{cases}").format(
                code=shown(door.code), cases=shown("、".join(cases))
            ),
            _("请先拨付或撤销这些项目，再分割、合并"),
        )
    waiting = [code for code in waiting_drafts(tx, door) if code != but]
    if waiting:
        raise Refused(
            "draft_waiting",
            _("{code} 还有待过账的单据：{drafts}").format(
                code=shown(door.code), drafts="、".join(waiting)
            ),
            _("请先过账或退回"),
        )
    known = [house.last_on, *(event.dated_on for event in events_of(tx, door.book_id, door.sub_id))]
    last = max((day for day in known if day is not None), default=None)
    if last is not None and on < last:
        raise Refused(
            "date_before_movement",
            _("{code} 在 {last} 还有变动，日期 {on} 不能早于这一天").format(
                code=shown(door.code), last=last.isoformat(), on=on.isoformat()
            ),
            _("请把日期写成 {last} 或以后").format(last=last.isoformat()),
        )
    for fen in (house.figures.principal_fen, house.figures.earnings_fen):
        if fen < 0:
            raise Refused(
                "overdrawn",
                _("{code} 的分户账透支 {amount} 元").format(
                    code=shown(door.code), amount=format_fen(-fen)
                ),
                _("请先补足，再分割、合并"),
            )


def open_cases(tx: Tx, door: Door) -> list[str]:
    """Return the approved cases that the house still bears a part of, by code."""
    case, share, earmark = schema.usage_case, schema.usage_share, schema.earmark
    frozen = (
        select(share.c.case_id)
        .join(case, and_(case.c.book_id == share.c.book_id, case.c.case_id == share.c.case_id))
        .where(
            share.c.book_id == door.book_id,
            share.c.sub_id == door.sub_id,
            case.c.approved_on.is_not(None),
            case.c.state.not_in(_OVER),
        )
    )
    held = (
        select(earmark.c.case_id)
        .where(earmark.c.book_id == door.book_id, earmark.c.sub_id == door.sub_id)
        .group_by(earmark.c.case_id)
        .having(func.sum(earmark.c.amount_fen) != 0)
    )
    return list(
        tx.conn.execute(
            select(case.c.code)
            .where(
                case.c.book_id == door.book_id,
                case.c.case_id.in_(frozen) | case.c.case_id.in_(held),
            )
            .order_by(case.c.code)
        ).scalars()
    )


def waiting_drafts(tx: Tx, door: Door) -> list[str]:
    """Return the drafts that touch a sub-account and wait to be checked or posted."""
    table = schema.draft
    ids: Sequence[int] = list(
        tx.conn.execute(
            select(table.c.draft_id)
            .where(
                table.c.book_id == door.book_id,
                table.c.state.in_(_WAITING),
                table.c.body.contains(f"[{door.sub_id}, "),
            )
            .order_by(table.c.draft_id)
        ).scalars()
    )
    found = [find_draft(tx, f"{door.book}:D-{draft_id}") for draft_id in ids]
    return [
        kept.code
        for kept in found
        if any(share.sub_id == door.sub_id for line in kept.draft.lines for share in line.shares)
    ]
