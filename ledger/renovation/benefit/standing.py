"""Where each household stands with its contribution: due, paid, waived, out of the fund, open."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import func, select

from ledger.fund.using.cases import State, cases_of, read_shares
from ledger.renovation.benefit.plans import Due, Plan, read_dues
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

PAID_BY_FUND = frozenset({State.PAID, State.RETAINED, State.REOPENED})
GONE = frozenset({State.CANCELLED, State.RECOVERING, State.RECOVERED, State.WRITTEN_OFF})

Door = tuple[int, int]


class Standing(NamedTuple):
    """A household's contribution.

    Attributes:
        paid_fen: what it paid itself.
        waived_fen: what was granted.
        asked_fen: what somebody asked to waive and nobody granted yet.
        fund_fen: what a paid case of the fund covered.
        pending_fen: what a case of the fund is to cover that is not paid yet.
    """

    due: Due
    paid_fen: int
    waived_fen: int
    asked_fen: int
    fund_fen: int
    pending_fen: int

    @property
    def open_fen(self) -> int:
        """What is still to come, leaving out what a case of the fund is to cover."""
        settled = self.paid_fen + self.waived_fen + self.fund_fen + self.pending_fen
        return self.due.due_fen - settled


def read_standings(tx: Tx, plan: Plan) -> list[Standing]:
    """Return where each household of a plan stands, in the order of codes."""
    sums = _sums(tx, plan)
    fund, pending = _by_fund(tx, plan)
    return [
        Standing(
            due,
            sums["PAID"].get(key, 0),
            sums["GRANTED"].get(key, 0),
            sums["ASKED"].get(key, 0) - sums["GRANTED"].get(key, 0),
            fund.get(key, 0),
            pending.get(key, 0),
        )
        for due in read_dues(tx, plan)
        for key in [(due.book_id, due.sub_id)]
    ]


def find_standing(tx: Tx, plan: Plan, household: str) -> Standing:
    """Return where a household stands.

    Raises:
        Refused: `contribution_household`.
    """
    for each in read_standings(tx, plan):
        if each.due.code == household:
            return each
    raise Refused(
        "contribution_household",
        _("{household} 不在第 {no} 项的出资方案里").format(
            household=shown(household), no=plan.item.item_no
        ),
        _("名单见 wxzj renovation contribute list"),
    )


def _sums(tx: Tx, plan: Plan) -> dict[str, dict[Door, int]]:
    table = schema.benefit_move
    found: dict[str, dict[Door, int]] = defaultdict(dict)
    for own in plan.books:
        for row in tx.conn.execute(
            select(
                table.c.book_id,
                table.c.sub_id,
                table.c.act,
                func.sum(table.c.amount_fen).label("fen"),
            )
            .where(table.c.book_id == own.book.book_id, table.c.plan_id == own.plan_id)
            .group_by(table.c.book_id, table.c.sub_id, table.c.act)
        ):
            found[row.act][row.book_id, row.sub_id] = int(row.fen)
    return found


def _by_fund(tx: Tx, plan: Plan) -> tuple[dict[Door, int], dict[Door, int]]:
    """Return what cases of the fund have covered and are to cover, by door.

    What a case leaves a household to pay itself is not covered by it.
    """
    table = schema.benefit_move
    covered: dict[Door, int] = defaultdict(int)
    pending: dict[Door, int] = defaultdict(int)
    cases = {
        (own.book.book_id, own.case_id): case
        for case in cases_of(tx, [plan.estate.code])
        for own in case.books
    }
    itself: dict[str, dict[Door, int]] = {}
    for own in plan.books:
        for row in tx.conn.execute(
            select(table).where(
                table.c.book_id == own.book.book_id,
                table.c.plan_id == own.plan_id,
                table.c.act == "FUND",
            )
        ):
            case = cases[row.book_id, row.case_id]
            key = (row.book_id, row.sub_id)
            if case.state in GONE:
                continue
            if case.code not in itself:
                itself[case.code] = {
                    (each.book_id, each.sub_id): each.to_collect_fen
                    for each in read_shares(tx, case)
                    if each.sub_id is not None
                }
            fen = row.amount_fen - itself[case.code].get(key, 0)
            (covered if case.state in PAID_BY_FUND else pending)[key] += fen
    return covered, pending
