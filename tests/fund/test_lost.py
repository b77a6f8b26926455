"""Houses that are lost: who is owed what, and what a lost house no longer does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.closing.closer import close_book
from ledger.fund.earning import earnings
from ledger.fund.leaving import lost
from ledger.fund.leaving.lost_sharing import Held, LostHome, LostUnit, owed, with_own
from ledger.fund.refilling import replenish
from ledger.fund.using.consent import electorate
from ledger.fund.using.scope import make_scope, read_bearers, read_voters
from ledger.registry.estates import find_estate
from ledger.registry.households import read_page
from ledger.registry.titles import find_door
from ledger.reports.house_history import read_history
from ledger.store.database import Database
from tests.fund.losses import (
    HOME,
    NEXT,
    OTHER,
    SOLD,
    SOLD_TOO,
    UNIT,
    declare,
    lines,
    losing_town,
    move,
    owing,
    own_fen,
    put_aside,
    undo,
    warned,
)
from tests.fund.steps import FEBRUARY, approved, cancel, refused
from tests.fund.town import BANKS, CLOCK, House, Town


@pytest.fixture
def town(db: Database) -> Iterator[Town]:
    """Lend a town that is verified and closed at the end."""
    with losing_town(db) as town:
        yield town


# ---- recognition ----


def test_what_a_lost_house_held_is_owed_to_its_owner(town: Town) -> None:
    declared = declare(town, HOME)
    assert declared.loss.code == "ML-A01-001"
    [code] = declared.vouchers
    assert lines(town, code) == [
        ("5101", "D", 10_000, "灭失", 1),
        ("2001", "C", 10_000, "ML-A01-001", 0),
    ]
    assert town.balances(HOME) == (0, 0, 0)
    assert owing(town) == [(HOME, "OWNER", 10_000, 0)]
    assert warned(town) == {"earlier_month_open": "以前月份未结账：2026-01"}


def test_declared_again_nothing_changes(town: Town) -> None:
    first = declare(town, HOME, NEXT)
    before = town.counts()
    again = declare(town, NEXT, HOME)
    assert (again.replayed, again.vouchers) == (True, first.vouchers)
    assert town.counts() == before
    refused(town, "already_lost", lambda: declare(town, HOME))
    refused(town, "already_lost", lambda: declare(town, HOME, NEXT, reason="火灾"))


def test_a_dry_run_keeps_nothing(town: Town) -> None:
    before = town.counts()
    with town.db.write(dry_run=True) as tx:
        request = lost.Request(FEBRUARY, "拆除", (HOME,))
        assert lost.declare(tx, request, who="张三", clock=CLOCK).loss.amount_fen == 10_000
    assert town.counts() == before
    assert owing(town) == []


def test_what_it_earned_of_the_pool_is_given_out_before(town: Town) -> None:
    """Interest of 16.00: 10,000 : 5,000 : 1,000 from one day on, so HOME gets 10.00 of it."""
    with town.write() as tx:
        advice = earnings.Advice("interest", 1_600, BANKS["C"], on=date(2026, 1, 21))
        earnings.record(tx, advice, who="张三", clock=CLOCK)
    with town.write() as tx:
        close_book(tx, 1, 202601, who="单人", clock=CLOCK)
    declared = declare(town, HOME)
    settled, gone = declared.vouchers
    assert lines(town, settled) == [
        ("3101", "D", 1_000, None, 0),
        ("3001", "C", 1_000, "结清收益", 1),
    ]
    assert [line[2] for line in lines(town, gone)] == [11_000, 11_000]
    # What stays is shared as if the lost house had never been there.
    assert [row[2] for row in owing(town)] == [11_000]
    assert declare(town, NEXT, reason="火灾").loss.amount_fen == 5_500
    for code in ("ML-A01-002", "ML-A01-001"):
        undo(town, code)
    assert town.balances(HOME) == (10_000, 0, 0)


def test_without_settling_the_earnings_stay(town: Town) -> None:
    with town.write() as tx:
        advice = earnings.Advice("interest", 1_600, BANKS["C"], on=date(2026, 1, 21))
        earnings.record(tx, advice, who="张三", clock=CLOCK)
    with town.write() as tx:
        close_book(tx, 1, 202601, who="单人", clock=CLOCK)
    assert declare(town, HOME, settle=False).loss.amount_fen == 10_000


def test_the_selling_units_part_never_goes_to_the_owner(town: Town) -> None:
    """60.00 of 100.00 m² sold: 6/10 of the unit's 10.01, rounded down; the rest with the last."""
    declare(town, SOLD)
    assert owing(town) == [(SOLD, "OWNER", 600, 0), (UNIT, "SELLING_UNIT", 600, 0)]
    assert town.balances(UNIT) == (401, 0, 0)
    declare(town, SOLD_TOO)
    assert owing(town)[-1] == (UNIT, "SELLING_UNIT", 401, 0)
    assert town.balances(UNIT) == (0, 0, 0)


def test_where_the_selling_unit_is_gone_the_treasury_gets_its_part(town: Town) -> None:
    loss = declare(town, estate="A01", building="2", treasury="市财政局").loss
    told = [(each.sub_code, each.payee_class, each.payee) for each in loss.payables]
    assert told == [
        (SOLD, "OWNER", "业主（未登记）"),
        (UNIT, "TREASURY", "市财政局"),
    ]
    again = declare(town, estate="A01", building="2", treasury="市财政局")
    assert again.replayed


_FEN = st.integers(0, 10**9)
_HOMES = st.lists(st.tuples(st.integers(1, 10**6), _FEN, _FEN), min_size=1, max_size=6)


@given(_HOMES, st.integers(0, 5), _FEN, _FEN)
def test_no_fen_is_lost_and_none_crosses_over(
    homes: list[tuple[int, int, int]], kept: int, principal: int, earned: int
) -> None:
    """Homes may be lost in two goes; the unit gives all that it holds with the last of them."""
    made = [
        LostHome(no, f"h{no}", "1", "业主", is_sold=True, area=area, held=Held(mine, own))
        for no, (area, mine, own) in enumerate(homes)
    ]
    first, rest = made[kept:], made[:kept]
    open_area, held = sum(home.area for home in made), Held(principal, earned)
    to_unit = to_owners = 0
    for part in (first, rest):
        if not part:
            continue
        unit = LostUnit(99, "SU", "厂", open_area, held)
        rows = owed(part, {"1": unit}, None)
        [own] = [row for row in rows if row.sub_id == unit.sub_id]
        assert own.payee_class == "SELLING_UNIT"
        to_unit += own.amount_fen
        to_owners += sum(row.amount_fen for row in rows if row.payee_class == "OWNER")
        open_area -= sum(home.area for home in part)
        held = Held(held.principal_fen - own.principal_fen, held.earnings_fen - own.earnings_fen)
        assert own.closes == (open_area == 0)
    assert to_unit == principal + earned
    assert to_owners == sum(mine + own for _area, mine, own in homes)


# ---- what a lost house no longer does ----


def test_a_lost_house_has_no_vote_bears_no_repair_and_is_not_asked_to_replenish(
    town: Town,
) -> None:
    declare(town, HOME)
    with town.db.read() as tx:
        scope = make_scope(tx, find_estate(tx, "A01"), [])
        assert HOME not in {door.code for door in read_bearers(tx, scope).doors}
        assert electorate(read_voters(tx, scope, FEBRUARY).values()).heads == 4
        due = replenish.due(tx, replenish.choose(tx, estate="A01"), day=CLOCK.today)
        assert HOME not in {each.household for each in due}


def test_a_lost_house_is_listed_when_asked_for_and_its_history_tells_of_it(town: Town) -> None:
    declare(town, HOME)
    with town.db.read() as tx:
        estate_id = find_estate(tx, "A01").estate_id
        standing = [row.code for row in read_page(tx, estate_id, on=FEBRUARY)]
        every = read_page(tx, estate_id, on=FEBRUARY, with_lost=True)
        before = read_page(tx, estate_id, on=date(2026, 1, 31), with_lost=True)
        told = [row[:6] for row in read_history(tx, find_door(tx, HOME)) if row[4]]
    assert HOME not in standing
    assert [(row.code, row.lost_on) for row in every if row.lost_on] == [(HOME, FEBRUARY)]
    assert len(every) == len(before) == len(standing) + 1
    assert not [row for row in before if row.lost_on]
    assert told == [(FEBRUARY, "灭失", "", "F1-C:2026-02:转-1", "拆除", "张三")]


def test_nothing_more_is_posted_to_it(town: Town) -> None:
    declare(town, HOME)
    refused(town, "sub_account_closed", lambda: town.deposit(HOME, 100, FEBRUARY))
    refused(town, "household_unknown", lambda: declare(town, "A01-1-1-999"))


def test_a_house_with_money_set_aside_is_not_lost_before_the_case_ends(town: Town) -> None:
    case = approved(town, scope=("1",))
    told = refused(town, "lost_earmarked", lambda: declare(town, HOME))
    assert case in told
    cancel(town, case)
    declare(town, HOME)


def test_the_last_homes_get_what_their_estate_has_earned_of_its_own(town: Town) -> None:
    """3.01 by area over the three homes of the book, 0.20 of it from a sub-account of its own.

    Homes of another book, or the first to go of this one, get nothing of it.
    """
    with town.write() as tx:
        advice = earnings.Advice("income", 301, BANKS["C"], "A01", on=FEBRUARY)
        earnings.record(tx, advice, who="张三", clock=CLOCK)
    told = refused(town, "lost_undistributed", lambda: declare(town, estate="A01"))
    assert "3.01" in told
    town.settle([House("A02-1-1-101")], "A02")
    refused(town, "lost_undistributed", lambda: declare(town, estate="A01"))
    for period in (202601, 202602):
        with town.write() as tx:
            close_book(tx, 1, period, who="单人", clock=CLOCK)
    common = put_aside(town, 20)
    on = date(2026, 3, 1)
    assert declare(town, estate="A01", building="2", on=on).loss.amount_fen == 600 + 1_001
    undo(town)
    first = declare(town, OTHER, on=on).loss
    assert first.amount_fen == 1_000
    undo(town, first.code)
    before = town.balances(HOME), town.balances(common), own_fen(town)
    whole = declare(town, estate="A01", on=on)
    assert whole.loss.amount_fen == 10_000 + 5_000 + 1_000 + 600 + 1_001 + 301
    earned = {each.sub_code: each.earnings_fen for each in whole.loss.payables}
    assert earned == {HOME: 101, NEXT: 100, OTHER: 100, SOLD: 0, UNIT: 0}
    assert lines(town, whole.vouchers[0]) == [
        ("3101", "D", 20, None, 1),
        ("3101", "D", 281, None, 0),
        ("3001", "C", 301, "结清收益", 3),
    ]
    assert (town.balances(common), own_fen(town)) == ((0, 0, 0), 0)
    counts = town.counts()
    assert declare(town, estate="A01", on=on).replayed
    assert town.counts() == counts
    undo(town, whole.loss.code)
    assert (town.balances(HOME), town.balances(common), own_fen(town)) == before


_AREAS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8).filter(any)


@given(_AREAS, st.integers(0, 10**12))
def test_an_estates_own_earnings_are_given_out_to_the_fen(areas: list[int], own: int) -> None:
    homes = [
        LostHome(no, f"h{no}", "1", "业主", is_sold=False, area=area, held=Held(5, 7, 3))
        for no, area in enumerate(areas)
    ]
    got = [home.held.settled_fen - 3 for home in with_own(homes, own)]
    assert sum(got) == own
    whole = sum(areas)
    assert all(
        abs(part * whole - own * area) < whole for part, area in zip(got, areas, strict=True)
    )


def test_a_whole_estate_is_lost_in_both_books_at_once(town: Town) -> None:
    loss = declare(town, estate="A01").loss
    assert [book.code for book in loss.books] == ["F1-C", "F1-P"]
    assert loss.amount_fen == 10_000 + 5_000 + 1_000 + 600 + 1_001
    assert len(loss.homes) == 5
    refused(town, "scope_unknown", lambda: declare(town, estate="A01", reason="又拆"))
    undo(town)
    assert town.balances(UNIT) == (1_001, 0, 0)


def test_a_house_that_held_nothing_is_closed_by_the_log_and_opened_again(town: Town) -> None:
    loss = declare(town, SOLD_TOO, SOLD).loss
    assert loss.amount_fen == 600 + 1_001
    undo(town)
    town.settle([House("A01-5-1-501")])
    empty = declare(town, "A01-5-1-501")
    assert (empty.vouchers, empty.loss.payables) == ((), ())
    refused(town, "sub_account_closed", lambda: town.deposit("A01-5-1-501", 100, FEBRUARY))
    assert declare(town, "A01-5-1-501").replayed
    undo(town, empty.loss.code)
    town.deposit("A01-5-1-501", 100, FEBRUARY)


def test_what_is_not_said_or_not_yet_is_refused(town: Town) -> None:
    refused(town, "lost_place_missing", lambda: declare(town))
    refused(town, "lost_place_missing", lambda: declare(town, HOME, estate="A01"))
    refused(town, "date_in_future", lambda: declare(town, HOME, on=date(2026, 4, 1)))
    refused(town, "scope_unknown", lambda: declare(town, estate="A01", building="7"))
    refused(town, "lost_unknown", lambda: move(town, "ML-A01-009"))
