"""An estate goes over to another keeper, in one go or in instalments, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.closing.forms import net_assets
from ledger.fund.earning import earnings
from ledger.fund.leaving import custody
from ledger.fund.leaving.custody_parts import Balance, Holding, part_of_holding
from ledger.fund.leaving.custody_register import custodies, find_custody
from ledger.fund.refilling import replenish
from ledger.fund.using.scope import make_scope, read_bearers
from ledger.fund.waiting import post_waiting
from ledger.journal.balances import read_figures
from ledger.journal.drafts import check_drafts, find_draft, return_drafts
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Line, Part, Share, Side
from ledger.registry.books import list_books
from ledger.registry.custodians import find_custodian
from ledger.registry.estates import add_estates, find_estate
from ledger.registry.rule_changes import Wish, set_rule
from ledger.registry.titles import find_door
from ledger.reports.household import household
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.reach import Reach
from tests.fund.handing import (
    HOME,
    NEW_BANKS,
    NEXT,
    OTHER,
    SOLD,
    UNIT,
    back,
    held,
    keeper,
    keeping_town,
    lines,
    more,
    order,
    post_to_old,
    with_earnings,
)
from tests.fund.steps import FEBRUARY, approved, cancel, refused
from tests.fund.town import BANKS, CLOCK, House, Town


@pytest.fixture
def town(db: Database) -> Iterator[Town]:
    """Lend a town that is verified and closed at the end."""
    with keeping_town(db) as town:
        yield town


def test_what_the_owners_deposited_goes_and_the_selling_units_money_stays(town: Town) -> None:
    before = {**held(town, "F1-C"), **held(town, "F1-P")}
    moved = order(town)
    assert [(part.book.code, part.amount_fen) for part in moved.parts] == [
        ("F1-C", 15_177),
        ("M1-C", 15_177),
        ("F1-P", 600),
        ("M1-P", 600),
    ]
    assert lines(town, moved.parts[0].code) == [
        ("3001", "D", 15_177, True),
        ("1001", "C", 15_177, False),
    ]
    assert lines(town, moved.parts[1].code) == [
        ("1001", "D", 15_177, False),
        ("3001", "C", 15_177, True),
    ]
    assert held(town, "M1-C") == {HOME: before[HOME], NEXT: before[NEXT]}
    assert held(town, "M1-P") == {SOLD: before[SOLD]}
    assert held(town, "F1-C") == {OTHER: before[OTHER]}
    assert held(town, "F1-P") == {UNIT: before[UNIT]}
    assert keeper(town) == 2
    assert moved.custody.to_come_fen == 0


def test_ordered_again_nothing_changes(town: Town) -> None:
    first = order(town)
    before = town.counts()
    again = order(town)
    assert again.replayed
    assert [part.code for part in again.parts] == [part.code for part in first.parts]
    assert town.counts() == before
    refused(town, "custody_same", lambda: order(town, resolution="大会2号"))
    refused(town, "custody_complete", lambda: more(town))


def test_a_hand_over_is_seen_by_whom_its_estate_is_within_reach(town: Town) -> None:
    """The new keeper's clerk sees it, though the old keeper's books are beyond reach."""
    code = order(town).custody.code
    with town.db.read() as tx:
        estate = find_estate(tx, "A01")
        own = Reach(
            is_limited=True,
            estate_ids=frozenset({estate.estate_id}),
            keeper_ids=frozenset({estate.custodian_id}),
        )
        assert [each.code for each in custodies(replace(tx, reach=own))] == [code]
        other = Reach(is_limited=True, estate_ids=frozenset({estate.estate_id + 99}))
        assert custodies(replace(tx, reach=other)) == []


def test_a_dry_run_keeps_nothing(town: Town) -> None:
    before = town.counts()
    with town.db.write(dry_run=True) as tx:
        ask = custody.Order("A01", "M1", FEBRUARY, "大会1号", bytes(32), custody.Money(FEBRUARY))
        assert custody.order(tx, ask, who="张三", clock=CLOCK).custody.stands
    assert town.counts() == before
    assert keeper(town) == 1


def test_the_estates_part_of_3101_and_of_the_pool_goes(town: Town) -> None:
    """Integrals from 5 January: 15,177 of 20,177 (the earnings of NEXT count), of 20.00."""
    with_earnings(town)
    moved = order(town)
    pool = 2_000 * 15_177 // 20_177
    assert lines(town, moved.parts[0].code) == [
        ("3001", "D", 15_177, True),
        ("3101", "D", 30, True),
        ("3101", "D", pool, False),
        ("1001", "C", 15_177 + 30 + pool, False),
    ]
    assert lines(town, moved.parts[1].code)[-1] == ("3101", "C", 30 + pool, True)
    with town.db.read() as tx:
        [new] = [each for each in list_books(tx) if each.code == "M1-C"]
        for book_id, sign in ((1, -1), (new.book_id, 1)):
            rows = net_assets(read_figures(tx, book_id, 202602)).rows
            [row] = [row for row in rows if row[0] == "本年划转"]
            assert row[1:] == (sign * 15_177, 0, sign * (30 + pool), sign * (15_207 + pool))


def test_what_it_earned_may_be_named_but_not_beyond_what_was_received(town: Town) -> None:
    with_earnings(town)
    refused(town, "custody_earnings_over", lambda: order(town, earnings={"C": 2_001}))
    moved = order(town, earnings={"C": 12})
    assert ("3101", "D", 12, False) in lines(town, moved.parts[0].code)


def test_the_doors_bring_along_what_was_due_and_deposited(town: Town) -> None:
    order(town)
    house, title = schema.household, schema.title
    with town.db.read() as tx:
        door = find_door(tx, HOME)
        assert door.book == "M1-C"
        row = tx.conn.execute(
            select(house).where(house.c.book_id == door.book_id, house.c.sub_id == door.sub_id)
        ).one()
        assert (row.due_fen, row.deposited_before_fen) == (40_000, 10_000)
        assert tx.conn.execute(select(title).where(title.c.book_id == door.book_id)).all() == []
        scope = make_scope(tx, find_estate(tx, "A01"), [])
        assert {bearer.book_id for bearer in read_bearers(tx, scope).doors} <= {
            book.book_id for book in list_books(tx, [2])
        }
        due = [each.household for each in replenish.due(tx, replenish.choose(tx), day=FEBRUARY)]
        assert due == [HOME]  # once, in the new book
        told = household(tx, HOME, on=FEBRUARY)
        assert told.fields["other_books"] == ["F1-C"]
        assert len(list(household(tx, HOME, on=FEBRUARY, book="F1-C").rows)) == 2
    refused(town, "sub_account_closed", lambda: post_to_old(town))


def test_it_goes_in_instalments_while_money_is_bound(town: Town) -> None:
    """Of 90.00, 60.00 and 30.01: first 100.00 pro rata, then the rest with what came since."""
    doors = [f"A03-1-1-10{no}" for no in (1, 2, 3)]
    town.settle([House(door) for door in doors], "A03")
    for door, fen in zip(doors, (9_000, 6_000, 3_001), strict=True):
        town.deposit(door, fen)
    refused(town, "custody_amount", lambda: order(town, estate="A03", amount_fen=18_002))
    refused(town, "custody_amount", lambda: order(town, amount_fen=1_000))  # two fund types
    first = order(town, estate="A03", amount_fen=10_000)
    assert first.custody.to_come_fen == 8_001
    came = {doors[0]: (5_000, 0), doors[1]: (3_333, 0), doors[2]: (1_667, 0)}
    assert held(town, "M1-C") == came
    assert keeper(town, "A03") == 2
    refused(town, "custody_begun", lambda: order(town, estate="A03", to="F1", resolution="回"))
    second = more(town, "HZ-A03-001", amount_fen=4_000)
    before = town.counts()
    assert more(town, "HZ-A03-001", amount_fen=4_000).replayed
    assert town.counts() == before
    assert second.custody.to_come_fen == 4_001
    assert more(town, "HZ-A03-001", on=date(2026, 2, 28)).custody.to_come_fen == 0
    assert held(town, "M1-C") == {doors[0]: (9_000, 0), doors[1]: (6_000, 0), doors[2]: (3_001, 0)}
    undone = back(town, "HZ-A03-001")
    assert len(undone.codes) == 6
    assert held(town, "F1-C")[doors[0]] == (9_000, 0)


_FEN = st.integers(1, 10**9)


@given(st.lists(_FEN, min_size=1, max_size=8), _FEN, _FEN, st.data())
def test_instalments_add_up_to_the_whole(
    fens: list[int], own: int, settled: int, data: st.DataObject
) -> None:
    rest = Holding(
        tuple(Balance(no, Part.PRINCIPAL, fen) for no, fen in enumerate(fens)), own, settled
    )
    whole, moved = rest.total_fen, 0
    while rest.total_fen:
        amount = data.draw(st.integers(max(1, rest.total_fen // 3), rest.total_fen))
        part = part_of_holding(rest, amount)
        assert part.total_fen == amount
        gone = {each.sub_id: each.amount_fen for each in part.balances}
        left = tuple(
            Balance(each.sub_id, each.part, each.amount_fen - gone.get(each.sub_id, 0))
            for each in rest.balances
            if each.amount_fen - gone.get(each.sub_id, 0)
        )
        assert all(each.amount_fen > 0 for each in left)
        rest = Holding(
            left,
            rest.undistributed_fen - part.undistributed_fen,
            rest.settled_fen - part.settled_fen,
        )
        moved += amount
    assert moved == whole


def test_it_is_taken_back_in_both_books(town: Town) -> None:
    before = {book: held(town, book) for book in ("F1-C", "F1-P")}
    order(town)
    undone = back(town)
    assert [code.partition(":")[0] for code in undone.codes] == ["M1-C", "M1-P", "F1-C", "F1-P"]
    assert {book: held(town, book) for book in before} == before
    assert keeper(town) == 1
    assert back(town).codes == ()
    town.deposit(OTHER, 1, FEBRUARY)
    again = order(town)
    assert again.custody.code == "HZ-A01-002"
    assert held(town, "M1-C") == {HOME: before["F1-C"][HOME], NEXT: before["F1-C"][NEXT]}


def test_what_the_new_keeper_has_used_is_not_taken_back(town: Town) -> None:
    order(town)
    with town.write() as tx:
        income = earnings.Advice("income", 30, NEW_BANKS["C"], "A01", on=FEBRUARY)
        earnings.record(tx, income, who="张三", clock=CLOCK)
    refused(town, "custody_used", lambda: back(town))


def test_it_comes_back_by_a_hand_over_of_its_own(town: Town) -> None:
    """The meeting gives it back to the bureau: the doors of the old book open again."""
    before = held(town, "F1-C")
    order(town)
    again = order(town, to="F1", resolution="大会2号", on=date(2026, 2, 20))
    assert again.custody.code == "HZ-A01-002"
    assert keeper(town) == 1
    assert held(town, "F1-C") == before
    assert held(town, "M1-C") == {}
    with town.db.read() as tx:
        house = schema.household
        door = find_door(tx, HOME)
        assert door.book == "F1-C"
        row = tx.conn.execute(
            select(house).where(house.c.book_id == door.book_id, house.c.sub_id == door.sub_id)
        ).one()
        assert row.deposited_before_fen == 0  # what it received stands in this book
    third = order(town, resolution="大会3号", on=date(2026, 2, 25))
    assert third.custody.code == "HZ-A01-003"
    assert held(town, "M1-C") == {HOME: before[HOME], NEXT: before[NEXT]}


def test_what_runs_or_waits_stands_in_the_way(town: Town) -> None:
    case = approved(town)
    assert case in refused(town, "case_open", lambda: order(town))
    cancel(town, case)
    with town.write() as tx:
        income = earnings.Advice("income", 30, BANKS["C"], "A01", on=FEBRUARY)
        earnings.record(tx, income, who="张三", clock=CLOCK)
    refused(town, "custody_uncarried", lambda: order(town))


def test_what_is_said_must_fit(town: Town) -> None:
    refused(town, "date_in_future", lambda: order(town, on=date(2026, 4, 1)))
    refused(town, "custody_notice", lambda: order(town, notice=date(2026, 2, 11)))
    refused(town, "custody_same", lambda: order(town, to="F1"))
    refused(town, "custodian_unknown", lambda: order(town, to="M9"))
    refused(town, "estate_unknown", lambda: order(town, estate="A09"))
    refused(town, "custody_unknown", lambda: more(town, "HZ-A01-009"))
    with town.db.write() as tx:
        add_estates(tx, [("A07", "空苑")], 1)
    refused(town, "custody_nothing", lambda: order(town, estate="A07"))


# ---- with users ----


def test_with_users_both_sides_are_checked_and_posted_together(town: Town) -> None:
    town.add_users("张三", "李四")
    moved = order(town)
    codes = [part.code for part in moved.parts]
    assert all(part.is_draft for part in moved.parts)
    assert keeper(town) == 1
    assert order(town).replayed
    refused(town, "custody_waits", lambda: back(town))
    refused(town, "custody_begun", lambda: order(town, resolution="大会2号"))
    with town.db.read() as tx:
        due = [each.household for each in replenish.due(tx, replenish.choose(tx), day=FEBRUARY)]
        assert due == [HOME]  # once, in the old book
    with town.write() as tx:
        check_drafts(tx, [find_draft(tx, code) for code in codes], "李四")

    def post_some(some: list[str]) -> None:
        with town.write() as tx:
            post_waiting(tx, [find_draft(tx, code) for code in some], "李四", clock=CLOCK)

    refused(town, "event_split", lambda: post_some(codes[:1]))
    post_some(codes)
    assert keeper(town) == 2
    undone = back(town)
    assert undone.is_draft
    assert back(town).codes == undone.codes
    assert keeper(town) == 2
    with town.write() as tx:
        check_drafts(tx, [find_draft(tx, code) for code in undone.codes], "李四")
    post_some(list(undone.codes))
    assert keeper(town) == 1


def test_a_returned_hand_over_is_ordered_anew(town: Town) -> None:
    town.add_users("张三", "李四")
    codes = [part.code for part in order(town).parts]
    with town.write() as tx:
        return_drafts(tx, [find_draft(tx, code) for code in codes], "再核")
    town.deposit(OTHER, 1, FEBRUARY)
    again = order(town)
    assert (again.custody.code, again.replayed) == ("HZ-A01-002", False)
    with town.write() as tx:
        kept = [find_draft(tx, part.code) for part in again.parts]
        check_drafts(tx, kept, "李四")
    with town.write() as tx:
        kept = [find_draft(tx, part.code) for part in again.parts]
        post_waiting(tx, kept, "李四", clock=CLOCK)
    assert keeper(town) == 2
    with town.db.read() as tx:
        assert find_custody(tx, "HZ-A01-002").to_come_fen == 0


# ---- common income, and the rule of the place ----


def test_common_income_goes_with_its_own_sub_account(town: Town) -> None:
    """A sub-account of common income holds 0.20 of the estate's 0.30: both go, told apart."""
    with_earnings(town)
    with town.write() as tx:
        sub = schema.sub_account
        newest = tx.conn.execute(
            select(sub.c.sub_id).where(sub.c.book_id == 1).order_by(sub.c.sub_id.desc())
        ).scalars()
        row = {"book_id": 1, "sub_id": next(iter(newest)) + 1, "estate_id": 1}
        tx.conn.execute(
            sub.insert().values(kind="COMMON_INCOME", control="3101", code="A01-公共收益", **row)
        )
        parts = (
            Line("3101", Side.DEBIT, 20, estate_id=1),
            Line("3101", Side.CREDIT, 20, estate_id=1, shares=(Share(row["sub_id"], 20),)),
        )
        given = Draft(
            1,
            Kind.GENERAL,
            FEBRUARY,
            FEBRUARY,
            "归集公共收益",
            parts,
            "common",
            "张三",
            estate_id=1,
        )
        post(tx, given, clock=CLOCK)
    moved = order(town, earnings={"C": 0})
    assert lines(town, moved.parts[1].code)[1:] == [
        ("3001", "C", 15_177, True),
        ("3101", "C", 20, True),
        ("3101", "C", 10, True),
    ]
    assert held(town, "M1-C")["A01-公共收益"] == (20, 0)


def test_where_contracts_are_settled_the_amount_has_to_be_named(town: Town) -> None:
    wish = Wish("custody.settle_earnings", "contractual", date(2026, 1, 1), "存款协议第5条")
    with town.write() as tx:
        set_rule(tx, find_custodian(tx, "F1"), wish, who="张三", clock=CLOCK)
    refused(town, "custody_earnings_missing", lambda: order(town))
    with_earnings(town)
    moved = order(town, earnings={"C": 2_345, "P": 0})  # more than the 20.00 that came
    assert ("3101", "D", 2_345, False) in lines(town, moved.parts[0].code)
