"""What a wrong deposit paid for meanwhile (倒冲): which repairs are charged anew, newest first.

A repair that took from the wrong household what was never its money is cancelled, the deposit is
moved, and the repair is charged again in the same amount: what the wrong household cannot bear
from its own is borne by the right one, as far as that is in the scope of the case and was left
owing then. Money that went out in cash, or to another keeper, is not got back by any order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import and_, func, select

from ledger.fund import entries
from ledger.fund.collecting.deposited import Deposited
from ledger.journal.reading import Stored, read_voucher
from ledger.journal.voucher import Draft, Part, Posted
from ledger.store import schema
from ledger.store.database import Tx


@dataclass(frozen=True, slots=True)
class Charge:
    """A repair that stands and took principal from the wrong household.

    Attributes:
        taken_fen: what it took.
        room_fen: what the right household was left owing of the same case.
    """

    voucher_id: int
    taken_fen: int
    room_fen: int


class Recharge(NamedTuple):
    """A repair to be charged anew: `fen` of it to the right household."""

    voucher_id: int
    fen: int


def choose_charges(charges: Sequence[Charge], short_fen: int) -> tuple[list[Recharge], int]:
    """Return the repairs to be charged anew, newest first, and what even they leave short.

    Args:
        charges: the newest first.
        short_fen: what the wrong household lacks for the move.

    >>> choose_charges([Charge(9, 100, 60), Charge(7, 100, 100)], 80)
    ([Recharge(voucher_id=9, fen=60), Recharge(voucher_id=7, fen=20)], 0)
    """
    chosen = []
    for charge in charges:
        fen = min(charge.taken_fen, charge.room_fen, short_fen)
        if fen > 0:
            chosen.append(Recharge(charge.voucher_id, fen))
            short_fen -= fen
    return chosen, short_fen


def read_charges(tx: Tx, deposit: Deposited, right_id: int | None) -> list[Charge]:
    """Return the repairs charged to a deposit's household after it came, the newest first.

    Args:
        tx: a transaction.
        deposit: the deposit at the wrong household.
        right_id: the right household in the same book and estate, None where it is elsewhere.
    """
    voucher, share, line = schema.voucher, schema.share, schema.line
    red = voucher.alias("red")
    book_id = deposit.book.book_id
    rows = tx.conn.execute(
        select(voucher.c.voucher_id, voucher.c.case_id, -share.c.amount_fen)
        .join_from(
            voucher,
            share,
            and_(
                share.c.book_id == book_id,
                share.c.voucher_id == voucher.c.voucher_id,
                share.c.sub_id == deposit.sub_id,
                share.c.part == int(Part.PRINCIPAL),
            ),
        )
        .join(
            line,
            and_(
                line.c.book_id == book_id,
                line.c.voucher_id == voucher.c.voucher_id,
                line.c.line_no == share.c.line_no,
                line.c.account == entries.REPAIR,
            ),
        )
        .outerjoin(red, and_(red.c.book_id == book_id, red.c.reverses == voucher.c.voucher_id))
        .where(
            voucher.c.book_id == book_id,
            voucher.c.estate_id == deposit.estate_id,
            voucher.c.voucher_id > deposit.voucher_id,
            voucher.c.case_id.is_not(None),
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
            share.c.amount_fen < 0,
        )
        .order_by(voucher.c.voucher_id.desc())
    ).all()
    return [
        Charge(voucher_id, int(fen), _room(tx, book_id, case_id, right_id))
        for voucher_id, case_id, fen in rows
    ]


def _room(tx: Tx, book_id: int, case_id: int, right_id: int | None) -> int:
    """Return what the right household still owes of a case: its share, less what it paid."""
    if right_id is None:
        return 0
    part, voucher, share = schema.usage_share, schema.voucher, schema.share
    owed = tx.conn.execute(
        select(func.sum(part.c.share_fen)).where(
            part.c.book_id == book_id, part.c.case_id == case_id, part.c.sub_id == right_id
        )
    ).scalar_one()
    paid = tx.conn.execute(
        select(func.sum(-share.c.amount_fen))
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id == book_id,
            voucher.c.case_id == case_id,
            share.c.sub_id == right_id,
        )
    ).scalar_one()
    return max(0, int(owed or 0) - int(paid or 0))


def read_vouchers(tx: Tx, book_id: int, voucher_ids: Iterable[int]) -> list[Stored]:
    """Read vouchers whole, in the order given."""
    found = (read_voucher(tx, book_id, voucher_id) for voucher_id in voucher_ids)
    return [stored for stored in found if stored is not None]


def follow_correction(tx: Tx, draft: Draft, posted: Posted) -> None:
    """Let the case that a cancelled voucher paid be paid by the one that replaces it."""
    case = schema.usage_case
    if draft.corrects is not None and draft.case_id is not None:
        tx.conn.execute(
            case.update()
            .where(
                case.c.book_id == draft.book_id,
                case.c.case_id == draft.case_id,
                case.c.voucher_id == draft.corrects,
            )
            .values(voucher_id=posted.voucher_id)
        )
