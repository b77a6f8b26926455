"""How what a sub-account paid came about where a case was paid in parts or settled (结算差额).

All that the case has cost so far is divided afresh over the frozen scope, and only the difference
to what was taken before is booked. So the last division says it all: cost × weight / weights, the
fen that largest remainders add, less what was taken before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.fund.using.cases import Case, find_case
from ledger.fund.using.frozen import read_frozen, shares_of
from ledger.fund.using.payments import Made, paid_fen, read_register
from ledger.fund.using.settlements import read_settlements
from ledger.fund.using.sharing import Portion
from ledger.reports.share_levels import Group, Level, levels
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.reach import EVERYWHERE

_PARTS: Final = frozenset({"advance", "progress", "final", "retention"})


class Taken(NamedTuple):
    """What a voucher moved on the sub-account, both parts together; negative is a payment."""

    voucher_id: int
    amount_fen: int


class Division(NamedTuple):
    """One division afresh, as the sub-account came out of it.

    Attributes:
        kind: `advance`, `progress`, `final` or `retention`.
        approved_fen: the cost as it was approved.
        cost_fen: all that the case has cost so far.
        levels: how `cost_fen` comes down to the share; the last is the door's own.
        floor_fen: the exact share of the last level, cut to the fen.
        remainder: what is left beyond it, in parts of `weights`.
        share_fen: with the fen of the largest remainders.
        taken_fen: what the sub-account had paid before.
        moved_fen: what it pays now; less than nothing comes back.
    """

    kind: str
    approved_fen: int
    cost_fen: int
    levels: Sequence[Level]
    floor_fen: int
    remainder: int
    share_fen: int
    taken_fen: int
    moved_fen: int

    @property
    def difference_fen(self) -> int:
        """What the share has grown by."""
        return self.share_fen - self.taken_fen

    @property
    def past_fund_fen(self) -> int:
        """What of it the sub-account does not pay, having nothing more set aside or free."""
        return self.difference_fen - self.moved_fen


def read_divisions(
    tx: Tx, code: str, basis: str, book_id: int, sub_id: int, taken: Sequence[Taken]
) -> dict[int, Division]:
    """Return the divisions of a case by the vouchers that booked them.

    The household itself was asked for; the rest of the scope is told as sums only.

    Args:
        code: of the case.
        basis: what the doors bear by.
        taken: all that the case moved on the sub-account, by voucher.
    """
    everywhere = replace(tx, reach=EVERYWHERE)
    case = find_case(everywhere, code)
    if not _has_frozen(everywhere, case):
        return {}
    register = read_register(everywhere, case)
    bearers = read_frozen(everywhere, case)
    weights = {(door.book_id, door.sub_id): door.weight for door in bearers.doors}
    divisions = {}
    for made, cost_fen in _costs(everywhere, case, register, book_id):
        assert made.voucher_id is not None
        portions = shares_of(bearers, cost_fen)
        told = _levels(case, portions, weights, (book_id, sub_id), basis)
        if told:
            before = -sum(each.amount_fen for each in taken if each.voucher_id < made.voucher_id)
            moved = -sum(each.amount_fen for each in taken if each.voucher_id == made.voucher_id)
            divisions[made.voucher_id] = _division(case, made, cost_fen, told, before, moved)
    return divisions


def _division(
    case: Case, made: Made, cost_fen: int, told: Sequence[Level], before: int, moved: int
) -> Division:
    last = told[-1]
    floor, remainder = last.amount_fen, 0
    if last.weight is not None and last.weights:
        floor, remainder = divmod(last.total_fen * last.weight, last.weights)
    return Division(
        made.kind,
        case.total_fen,
        cost_fen,
        told,
        floor,
        remainder,
        last.amount_fen,
        before,
        moved,
    )


def _has_frozen(tx: Tx, case: Case) -> bool:
    table, own = schema.usage_bearer, case.books[0]
    found = tx.conn.execute(
        select(table.c.sub_id)
        .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
        .limit(1)
    ).first()
    return found is not None


def _costs(
    tx: Tx, case: Case, register: Sequence[Made], book_id: int
) -> Iterator[tuple[Made, int]]:
    """Yield the payments in parts of a book, each with what the case had cost with it.

    Where a payment before came back or was recovered, only a settlement says what it was.
    """
    finals = {
        each.payment_no: each.final_fen - each.retained_fen
        for each in read_settlements(tx, case)
        if each.payment_no is not None
    }
    plain = True
    for made in register:
        plain = plain and made.kind in _PARTS and made.reversed_on is None
        if made.book.book_id != book_id or made.voucher_id is None or made.kind not in _PARTS:
            continue
        if made.payment_no in finals and made.kind == "final":
            yield made, finals[made.payment_no]
        elif plain:
            so_far = [each for each in register if each.payment_no <= made.payment_no]
            yield made, paid_fen(so_far, made.book)


def _levels(
    case: Case,
    portions: Sequence[Portion],
    weights: Mapping[tuple[int, int], int],
    door: tuple[int, int],
    basis: str,
) -> Sequence[Level]:
    types = {own.book.book_id: own.book.fund_type for own in case.books}
    groups = []
    own: Group | None = None
    for each in portions:
        key = (each.book_id, each.sub_id or 0)
        group = Group(each.payer, types[each.book_id], weights.get(key, each.area), each.share_fen)
        groups.append(group)
        if key == door:
            own = group
    return () if own is None else levels(groups, own, basis)
