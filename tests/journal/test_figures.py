"""Any sequence of postings: what is kept equals what lines and shares add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from ledger.journal.posting import post_many
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Part, Share, reversal_of
from ledger.store.database import Database, Tx
from ledger.values.errors import Refused
from tests.worlds import CLOCK, COMMODITY, credit, debit, deposit, interest, repair, voucher

HERE: dict[str, Any] = {"estate_id": 1}
EPOCH = date(1970, 1, 1)


def distribution(key: str, fen_of: Mapping[int, int], **more: Any) -> Draft:
    shares = [Share(sub, fen, Part.EARNINGS) for sub, fen in fen_of.items()]
    total = sum(fen_of.values())
    lines = [debit("3101", total), credit("3001", total, shares, **HERE)]
    return voucher(key, lines, kind=Kind.DISTRIBUTION, **more)


def capitalisation(key: str, fen_of: Mapping[int, int], **more: Any) -> Draft:
    """Return earnings that become principal: no money moves on the control account."""
    total = sum(fen_of.values())
    taken = [Share(sub, -fen, Part.EARNINGS) for sub, fen in fen_of.items()]
    given_ = [Share(sub, fen) for sub, fen in fen_of.items()]
    lines = [debit("3001", total, taken, **HERE), credit("3001", total, given_, **HERE)]
    return voucher(key, lines, **more)


def earned(key: str, fen_of: Mapping[int, int], **more: Any) -> Draft:
    return interest(key, sum(fen_of.values()), **more)


@dataclass(frozen=True)
class Act:
    """One thing that somebody does; `make` is None for cancelling the newest voucher."""

    make: Callable[..., Draft] | None
    fen_of: dict[int, int]
    on: date
    value_on: date


# Three months, so that some vouchers open a month and some come late to one.
DAYS = st.integers(0, 55).map(lambda days: date(2026, 1, 10) + timedelta(days))
ACTS = st.lists(
    st.builds(
        Act,
        st.sampled_from([deposit, deposit, repair, distribution, capitalisation, earned, None]),
        st.dictionaries(st.sampled_from([1, 2, 3, 4]), st.integers(1, 30_000), min_size=1),
        DAYS,
        DAYS,
    ),
    min_size=1,
    max_size=14,
)


def drawn_up(tx: Tx, number: int, act: Act) -> list[Draft]:
    if act.make is not None:
        return [act.make(f"{number}", act.fen_of, dated_on=act.on, value_on=act.value_on)]
    newest = tx.conn.execute(
        text("SELECT max(voucher_id) FROM voucher WHERE book_id=1 AND reverses IS NULL")
    ).scalar_one()
    stored = None if newest is None else read_voucher(tx, COMMODITY, newest)
    if stored is None:
        return []
    red = reversal_of(stored.draft, newest, stored.number, act.on, maker="单人", reason="x")
    return [red]


class Figures(NamedTuple):
    """What is kept of a book.

    Attributes:
        subs: by sub-account and part: amount, moment, money received.
        turnover: by month, account, estate, bank account and kind: debit and credit.
        numbers: by month and word: all numbers, in the order of the log.
    """

    subs: dict[Any, list[int]]
    turnover: dict[Any, list[int]]
    numbers: dict[Any, list[int]]


def added_up(tx: Tx) -> Figures:
    """Add up lines and shares, in Python, from the first."""
    found = Figures(defaultdict(lambda: [0, 0, 0]), defaultdict(lambda: [0, 0]), defaultdict(list))
    rows = {}
    for row in tx.conn.execute(text("SELECT * FROM voucher WHERE book_id=1 ORDER BY voucher_id")):
        rows[row.voucher_id] = row
        found.numbers[row.period, row.word].append(row.no)
    for share in tx.conn.execute(text("SELECT * FROM share WHERE book_id=1")):
        day = (date.fromisoformat(str(rows[share.voucher_id].value_on)) - EPOCH).days
        sums = found.subs[share.sub_id, share.part]
        sums[0] += share.amount_fen
        sums[1] += share.amount_fen * day
        sums[2] += 0 if share.payer_class is None else share.amount_fen
    for line in tx.conn.execute(text("SELECT * FROM line WHERE book_id=1")):
        row = rows[line.voucher_id]
        key = (row.period, line.account, line.estate_id or 0, line.bank_account_id or 0, row.kind)
        found.turnover[key][line.side == "C"] += line.amount_fen
    return found


def kept(tx: Tx) -> Figures:
    """Read what the seal has kept."""
    return Figures(
        {
            (row.sub_id, row.part): [row.amount_fen, row.moment, row.received_fen]
            for row in tx.conn.execute(text("SELECT * FROM sub_balance WHERE book_id=1"))
            if row.voucher_id
        },
        {
            (row.period, row.account, row.estate_id, row.bank_account_id, row.kind): [
                row.debit_fen,
                row.credit_fen,
            ]
            for row in tx.conn.execute(text("SELECT * FROM turnover WHERE book_id=1"))
        },
        {
            (row.period, row.word): list(range(1, row.last_no + 1))
            for row in tx.conn.execute(text("SELECT * FROM number WHERE book_id=1"))
        },
    )


def assert_sound(figures: Figures) -> None:
    assert all(amount >= 0 for amount, _, _ in figures.subs.values())
    sides = {key: credit_ - debit_ for key, (debit_, credit_) in figures.turnover.items()}
    assert sum(sides.values()) == 0
    # Σ sub-accounts = control account + what will close into it.
    into = {"3001", "4001", "5001", "5101"}
    controlled = sum(fen for key, fen in sides.items() if key[1] in into)
    assert sum(amount for amount, _, _ in figures.subs.values()) == controlled


def post_what_may_be(tx: Tx, drafts: list[Draft]) -> int:
    """Post `drafts` all or none, as a transaction of its own would."""
    try:
        with tx.conn.begin_nested():
            return len(post_many(tx, drafts, clock=CLOCK))
    except Refused:
        return 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=ACTS, together=st.booleans())
def test_kept_figures_are_what_lines_and_shares_add_up_to(
    acts: list[Act],
    together: bool,  # noqa: FBT001 # drawn by Hypothesis
    office: Database,
) -> None:
    # Given up at the end, so that one database serves all examples.
    with office.write(dry_run=True) as tx:
        if together:
            post_what_may_be(
                tx, [draft for n, act in enumerate(acts) for draft in drawn_up(tx, n, act)]
            )
        else:
            for number, act in enumerate(acts):
                post_what_may_be(tx, drawn_up(tx, number, act))
        assert kept(tx) == added_up(tx)
        assert_sound(kept(tx))
