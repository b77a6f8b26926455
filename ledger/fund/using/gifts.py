"""What common income gives the sub-accounts of a case for a payment, which takes it from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ledger.fund.using.bearing import NOTHING, Parts
from ledger.fund.using.cases import Case, CaseBook, read_shares
from ledger.fund.using.common_part import Gift, common_at, gifts_at, most_of, read_gifts
from ledger.fund.using.frozen import read_frozen, shares_of
from ledger.fund.using.payments import Made, covered_events, portions_by_sub
from ledger.store.database import Tx


def target_gifts(tx: Tx, case: Case, own: CaseBook, amount_fen: int) -> dict[int, int]:
    """Divide what common income pays over the sub-accounts of a book, by the frozen scope."""
    whole = portions_by_sub(shares_of(read_frozen(tx, case), case.total_fen))
    book_id = own.book.book_id
    shares = {sub_id: each for (book, sub_id), each in whole.items() if book == book_id}
    return gifts_at(amount_fen, shares) if shares else {}


def still_due(target: Mapping[int, int], before: Mapping[int, int]) -> tuple[Gift, ...]:
    """Return what is to be given yet; what was given too much is less than nothing.

    >>> still_due({1: 5, 2: 7}, {2: 7, 3: 1})
    (Gift(sub_id=1, amount_fen=5), Gift(sub_id=3, amount_fen=-1))
    """
    gifts = (
        Gift(sub_id, target.get(sub_id, 0) - before.get(sub_id, 0))
        for sub_id in sorted(target.keys() | before.keys())
    )
    return tuple(gift for gift in gifts if gift.amount_fen)


def gifts_due(
    tx: Tx, case: Case, register: Sequence[Made], costs: Mapping[int, int]
) -> dict[int, tuple[Gift, ...]]:
    """Return what common income has to give each sub-account yet, by book; less goes back."""
    most = most_of(read_shares(tx, case))
    if not most:
        return {}
    covered, found = covered_events(case, register), {}
    for own in case.books:
        book_id = own.book.book_id
        if book_id in costs:
            fen = common_at(costs[book_id], most).get(book_id, 0)
            before = read_gifts(tx, own, without=covered)
            found[book_id] = still_due(target_gifts(tx, case, own, fen), before)
    return {book_id: gifts for book_id, gifts in found.items() if gifts}


def with_gifts(
    changes: Sequence[tuple[int, Parts]], gifts: Iterable[Gift]
) -> list[tuple[int, Parts]]:
    """Return what sub-accounts pay, with what they were given for it, in their principal."""
    paid = dict(changes)
    for sub_id, fen in gifts:
        own = paid.get(sub_id, NOTHING)
        paid[sub_id] = Parts(own.principal_fen + fen, own.earnings_fen)
    return [(sub_id, parts) for sub_id, parts in sorted(paid.items()) if any(parts)]
