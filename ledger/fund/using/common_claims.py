"""What common income of an estate is claimed for repairs, so that nobody spends it twice.

The approval of a case claims what common income pays of it; each payment uses the claim up, and
a case that ends lets the rest go.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from sqlalchemy import select

from ledger.fund.earning.runs import list_runs, state_of
from ledger.fund.earning.undistributed import read_undistributed
from ledger.fund.using.cases import Case, CaseBook, State, find_case
from ledger.fund.using.common_part import ALL, most_of, read_gifts
from ledger.fund.using.scope import Bearers, Scope
from ledger.fund.using.settlements import last_settlement
from ledger.fund.using.sharing import Payer, Portion, Property, property_of
from ledger.registry.books import Book
from ledger.registry.rulebook import flag_rule
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen

_ENDLESS: Final = date(2999, 12, 31)
_OPEN: Final = frozenset(
    {State.APPROVED, State.PAYING, State.SUSPENDED, State.RETAINED, State.REOPENED}
)
_SETTLED: Final = frozenset({State.RETAINED, State.REOPENED})


def plan(
    tx: Tx, asked: int | str | None, total_fen: int, scope: Scope, bearers: Bearers
) -> list[Portion]:
    """Return what common income would pay of a cost now, no more than is there; a row a book.

    Only a book of whose sub-accounts some bear a part can pass it on.
    """
    if asked is None:
        return []
    passing = {
        door.book_id
        for door in bearers.doors
        if property_of(door) in {Property.PRIVATE, Property.SOLD_PUBLIC}
    }
    left_fen = total_fen if asked == ALL else min(int(asked), total_fen)
    found = []
    for book in sorted(scope.books):
        if book.book_id in passing:
            fen = min(left_fen, free_fen(tx, book, scope.estate.estate_id, _ENDLESS))
            left_fen -= fen
            if fen:
                found.append(Portion(book.book_id, Payer.COMMON_INCOME, None, None, 0, fen, fen))
    return found


def refuse_common(tx: Tx, case: Case, on: date) -> None:
    """Refuse that common income pays where the place does not let it, or more than the cost.

    Raises:
        Refused: `common_income_forbidden`, `common_income_over`.
    """
    asked = case.grounds.common
    if asked is None:
        return
    if not flag_rule(tx, case.estate.custodian_id, "use.common_income", on):
        raise Refused(
            "common_income_forbidden",
            _("本地规则不许用共有收益直接支付维修费用"),
            _("请不带 --common-income 立项，或核对规则 use.common_income"),
        )
    if asked != ALL and not 0 < int(asked) <= case.total_fen:
        raise Refused(
            "common_income_over",
            _("共有收益支付 {amount} 元，应大于零、不多于预算 {total} 元").format(
                amount=format_fen(int(asked)), total=format_fen(case.total_fen)
            ),
            _("请核对 --common-income"),
        )


def refuse_common_short(
    tx: Tx, case: Case, portions: Iterable[Portion], books: Iterable[Book], on: date
) -> None:
    """Refuse an approval where less common income lies there than the case asks for.

    Raises:
        Refused: `common_income_short`.
    """
    asked = case.grounds.common
    if asked is None:
        return
    planned = most_of(portions)
    there = {book.book_id: free_fen(tx, book, case.estate.estate_id, on) for book in books}
    planned_fen = sum(fen for _book_id, fen in planned)
    lacks = any(there[book_id] < fen for book_id, fen in planned)
    if lacks or planned_fen < (1 if asked == ALL else int(asked)):
        raise _short(sum(there.values()), None if asked == ALL else int(asked))


def _short(there_fen: int, wanted_fen: int | None) -> Refused:
    wanted = "" if wanted_fen is None else format_fen(wanted_fen)
    return Refused(
        "common_income_short",
        _("本小区可用的共有收益只有 {there} 元，要付 {wanted} 元").format(
            there=format_fen(there_fen), wanted=wanted
        )
        if wanted
        else _("本小区没有可用的共有收益"),
        _("请先登记共有收益并运行 wxzj period carry 结转，或减少 --common-income 后重新立项"),
    )


def refuse_gift_short(tx: Tx, case: Case, own: CaseBook, amount_fen: int, on: date) -> None:
    """Refuse a payment for which the estate's common income lacks money by now.

    Raises:
        Refused: `common_income_short`.
    """
    if amount_fen > 0:
        there = free_fen(tx, own.book, case.estate.estate_id, on, but=case.code)
        if there < amount_fen:
            raise _short(there, amount_fen)


def free_fen(tx: Tx, book: Book, estate_id: int, on: date, *, but: str | None = None) -> int:
    """Return what lies on 3101 of an estate and nothing waits for: no case, no distribution.

    Args:
        tx: a transaction.
        book: the book.
        estate_id: the estate.
        on: the day on which it is to be spent.
        but: the code of a case whose own claim does not count.
    """
    there = read_undistributed(tx, book.book_id, estate_id, on)
    promised_fen = sum(
        run.total_fen
        for run in list_runs(tx, book)
        if run.estate_id == estate_id and state_of(tx, run) == "waiting"
    )
    claimed_fen = claimed(tx, book, estate_id, but=but)
    return max(0, there.free_fen(nets_charges=False) - promised_fen - claimed_fen)


def claimed(tx: Tx, book: Book, estate_id: int, *, but: str | None = None) -> int:
    """Return what approved cases may still take of an estate's common income in a book."""
    case, share = schema.usage_case, schema.usage_share
    rows = tx.conn.execute(
        select(case, share.c.share_fen)
        .join(share, (share.c.book_id == case.c.book_id) & (share.c.case_id == case.c.case_id))
        .where(
            case.c.book_id == book.book_id,
            case.c.estate_id == estate_id,
            case.c.state.in_([state.value for state in _OPEN]),
            case.c.code != (but or ""),
            share.c.payer == Payer.COMMON_INCOME.value,
        )
    ).all()
    total_fen = 0
    for row in rows:
        most_fen = row.share_fen
        if State(row.state) in _SETTLED:
            settled = last_settlement(tx, find_case(tx, row.code))
            most_fen = most_fen if settled is None else min(most_fen, settled.final_fen)
        total_fen += max(
            0, most_fen - sum(read_gifts(tx, CaseBook(book, row.case_id, row.amount_fen)).values())
        )
    return total_fen
