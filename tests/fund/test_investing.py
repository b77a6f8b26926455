"""Term deposits and treasury bonds: bought once, held, paid back, never more than there is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.closing.closer import close_book
from ledger.fund.earning.earnings import Advice, record
from ledger.fund.earning.investing import Invested, Purchase, Redemption, buy, redeem
from ledger.fund.earning.investments import find_by_ref, read_standing
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.waiting import post_waiting
from ledger.journal.drafts import check_drafts, find_draft, return_drafts
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import reversal_of
from ledger.registry.banks import find_bank_accounts
from ledger.registry.books import find_book
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.earners import CLOCK, move
from tests.fund.town import BANKS, House, Town, found

START = date(2026, 3, 2)
DUE = date(2026, 6, 2)


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House("A01-1-1-101")])
    move(town, "A01-1-1-101", 1_000_000, date(2026, 1, 5))
    return town


def bought(town: Town, **words: Any) -> Invested:
    given: dict[str, Any] = {
        "kind": "term",
        "amount_fen": 600_000,
        "ref": "存单1",
        "due_on": DUE,
        "rate_ppm": 15_000,
        "bank_account": BANKS["C"],
        "on": START,
        **words,
    }
    with town.write() as tx:
        return buy(tx, Purchase(**given), who="张三", clock=CLOCK)


def bond(town: Town, **words: Any) -> Invested:
    return bought(
        town,
        **{"kind": "bond", "ref": "国债1", "name": "26国债03", "consent": "业主大会5号", **words},
    )


def back(town: Town, ref: str, interest_fen: int, on: date = DUE, **words: Any) -> Invested:
    with town.write() as tx:
        wanted = Redemption(ref, interest_fen, on=on, **words)
        return redeem(tx, wanted, who="张三", clock=CLOCK)


def state(town: Town, ref: str, on: date = DUE) -> tuple[str, int]:
    with town.db.read() as tx:
        found = find_by_ref(tx, find_book(tx, "F1-C"), ref)
        assert found is not None
        standing = read_standing(tx, found)
    return standing.state(on), standing.held_fen


def newest(town: Town) -> list[tuple[str, str, int, str | None]]:
    """Return the lines of the newest voucher."""
    line = schema.line
    last = select(func.max(line.c.voucher_id)).where(line.c.book_id == 1).scalar_subquery()
    query = (
        select(line.c.account, line.c.side, line.c.amount_fen, line.c.detail)
        .where(line.c.book_id == 1, line.c.voucher_id == last)
        .order_by(line.c.line_no)
    )
    with town.db.read() as tx:
        return [(row[0], row[1], row[2], row[3]) for row in tx.conn.execute(query)]


def counts(town: Town) -> dict[str, int]:
    with town.db.read() as tx:
        rows: int = tx.conn.execute(
            select(func.count()).select_from(schema.investment)
        ).scalar_one()
    return {**town.counts(), "investment": rows}


def test_a_term_deposit_is_one_voucher_and_no_income(town: Town) -> None:
    assert bought(town).code == "F1-C:2026-03:付-1"
    assert newest(town) == [("1001", "D", 600_000, "定期"), ("1001", "C", 600_000, "活期")]
    assert state(town, "存单1", START) == ("held", 600_000)
    assert state(town, "存单1") == ("due", 600_000)


def test_it_comes_back_with_its_interest(town: Town) -> None:
    bought(town)
    assert not back(town, "存单1", 2250).is_early
    assert newest(town) == [
        ("1001", "D", 602_250, "活期"),
        ("1001", "C", 600_000, "定期"),
        ("4101", "C", 2250, None),
    ]
    assert state(town, "存单1") == ("redeemed", 0)


def test_it_may_be_ended_early_and_in_part(town: Town) -> None:
    bought(town)
    early = back(town, "存单1", 0, date(2026, 4, 1), amount_fen=100_000)
    assert early.is_early
    assert newest(town)[-1] == ("1001", "C", 100_000, "定期")
    assert state(town, "存单1") == ("due", 500_000)
    assert back(town, "F1-C:I-1", 1900).principal_fen == -500_000
    assert state(town, "存单1") == ("redeemed", 0)


def test_what_is_bound_pays_nothing_else(town: Town) -> None:
    bought(town)
    with town.write() as tx:
        bank = find_bank_accounts(tx, [BANKS["C"]])[BANKS["C"]]
        refuse_short(tx, 1, bank, 400_000, START)
        with pytest.raises(Refused, match="bank_short"):
            refuse_short(tx, 1, bank, 400_001, START)


def test_a_bond_is_held_at_the_cash_that_was_paid_until_it_matures(town: Town) -> None:
    bond(town, amount_fen=99_000)
    assert newest(town) == [("1101", "D", 99_000, "26国债03"), ("1001", "C", 99_000, None)]
    before = counts(town)
    with pytest.raises(Refused, match="bond_before_maturity"):
        back(town, "国债1", 0, date(2026, 6, 1))
    with pytest.raises(Refused, match="bond_in_part"):
        back(town, "国债1", 0, amount_fen=50_000)
    assert counts(town) == before
    back(town, "国债1", 3500)
    assert newest(town) == [
        ("1001", "D", 102_500, None),
        ("1101", "C", 99_000, "26国债03"),
        ("4102", "C", 3500, None),
    ]


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("amount_not_positive", {"amount_fen": 0}),
        ("date_in_future", {"on": date(2026, 7, 16), "due_on": date(2026, 9, 1)}),
        ("due_before_start", {"due_on": START}),
        ("consent_missing", {"kind": "bond", "name": "26国债03"}),
        ("bond_unnamed", {"kind": "bond", "consent": "业主大会5号"}),
        ("bank_account_unknown", {"bank_account": "9999"}),
        ("bank_short", {"amount_fen": 1_000_001}),
    ],
)
def test_a_purchase_that_is_refused_leaves_nothing(
    town: Town, word: str, words: dict[str, Any]
) -> None:
    before = counts(town)
    with pytest.raises(Refused, match=word):
        bought(town, **words)
    assert counts(town) == before


@pytest.mark.parametrize(
    ("word", "ref", "words"),
    [
        ("investment_unknown", "存单9", {}),
        ("amount_not_positive", "存单1", {"amount_fen": 0}),
        ("amount_not_positive", "存单1", {"interest_fen": -1}),
        ("date_in_future", "存单1", {"on": date(2026, 7, 16)}),
        ("redeem_before_start", "存单1", {"on": date(2026, 3, 1)}),
        ("investment_short", "存单1", {"amount_fen": 600_001}),
    ],
)
def test_a_redemption_that_is_refused_leaves_nothing(
    town: Town, word: str, ref: str, words: dict[str, Any]
) -> None:
    bought(town)
    before = counts(town)
    with pytest.raises(Refused, match=word):
        back(town, ref, **{"interest_fen": 0, **words})
    assert counts(town) == before


def test_the_same_again_changes_nothing(town: Town) -> None:
    first = bought(town)
    before = counts(town)
    assert bought(town) == first._replace(replayed=True)
    with pytest.raises(Refused, match="investment_differs"):
        bought(town, amount_fen=1)
    assert counts(town) == before
    paid = back(town, "存单1", 2250)
    before = counts(town)
    again = back(town, "存单1", 2250)
    assert (again.replayed, again.code) == (True, paid.code)
    with pytest.raises(Refused, match="investment_short"):
        back(town, "存单1", 2251)
    assert counts(town) == before


def test_what_was_reversed_may_be_bought_again(town: Town) -> None:
    bought(town)
    with town.write() as tx:
        voucher_id = tx.conn.execute(
            select(func.max(schema.voucher.c.voucher_id)).where(schema.voucher.c.book_id == 1)
        ).scalar_one()
        stored = read_voucher(tx, 1, voucher_id)
        assert stored is not None
        red = reversal_of(stored.draft, voucher_id, stored.number, START, maker="张三", reason="错")
        post(tx, red, clock=CLOCK)
    assert state(town, "存单1") == ("undone", 0)
    with pytest.raises(Refused, match="investment_unposted"):
        back(town, "存单1", 0)
    again = bought(town)
    assert (again.replayed, again.investment.code) == (False, "F1-C:I-1")
    assert state(town, "存单1") == ("due", 600_000)


def test_with_users_both_wait_for_a_second_person(town: Town) -> None:
    town.add_users("张三", "李四")
    first = bought(town)
    assert (first.is_draft, first.code) == (True, "F1-C:D-1")
    assert bought(town) == first._replace(replayed=True)
    assert state(town, "存单1") == ("waiting", 0)
    checked(town, first.code)
    paid = back(town, "存单1", 2250)
    assert state(town, "存单1") == ("due", 600_000)
    assert back(town, "存单1", 2250) == paid._replace(replayed=True, is_early=False)
    with pytest.raises(Refused, match="investment_short"):
        back(town, "存单1", 1)
    with town.write() as tx:
        return_drafts(tx, [find_draft(tx, paid.code)], "利息不符")
    checked(town, back(town, "存单1", 2251).code)
    assert state(town, "存单1") == ("redeemed", 0)


def checked(town: Town, code: str) -> None:
    with town.write() as tx:
        check_drafts(tx, [find_draft(tx, code)], "李四")
        post_waiting(tx, [find_draft(tx, code)], "李四", clock=CLOCK)


def test_the_months_close_over_an_investment(town: Town) -> None:
    bought(town)
    bond(town, amount_fen=100_000)
    back(town, "存单1", 2250)
    with town.write() as tx:
        advice = Advice("bond", 300, BANKS["C"], on=date(2026, 6, 20))
        record(tx, advice, who="张三", clock=CLOCK)
    for period in range(202601, 202607):
        with town.write() as tx:
            assert close_book(tx, 1, period, who="张三", clock=CLOCK).fresh
