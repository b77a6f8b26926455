from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.closing.closer import close_book
from ledger.closing.verify import verify_books
from ledger.fund import entries
from ledger.fund.collecting import suspense, unclaimed
from ledger.fund.collecting.claiming import Claim, assign
from ledger.fund.collecting.suspense import Booked, Receipt
from ledger.fund.refilling import replenish
from ledger.journal.drafts import check_drafts, find_draft, post_drafts, return_drafts
from ledger.journal.posting import post
from ledger.journal.reading import number_of, read_voucher
from ledger.journal.voucher import Draft, Kind, Movement, PayerClass, Share, reversal_of
from ledger.registry.banks import register_bank_account
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.period import next_period
from tests.fund.steps import FEBRUARY, approved, pay, refused, share
from tests.fund.town import BANKS, CLOCK, JANUARY, House, Town, found

ITEM = "待认领-6222-1-S1"
HOME = "A01-1-1-101"
NEXT_YEAR = Clock(today=date(2027, 2, 3), at="2027-02-03T08:00:00Z")


@pytest.fixture
def town(db: Database) -> Iterator[Town]:
    """Settle two homes of the commodity fund and one of the other; verify it at the end."""
    town = found(db)
    town.settle(
        [House(HOME, due_fen=1000), House("A01-1-1-102"), House("A01-2-1-201", "sold_public")]
    )
    yield town
    with db.read() as tx:
        assert verify_books(tx).findings == []


def told(town: Town, amount_fen: int = 1000, **words: Any) -> Booked:
    clock = words.pop("clock", CLOCK)
    said: dict[str, Any] = {"bank_account": BANKS["C"], "bank_ref": "S1", "on": FEBRUARY, **words}
    receipt = Receipt(amount_fen, **said)
    with town.write() as tx:
        return suspense.record(tx, receipt, who="张三", clock=clock)


def given(town: Town, item: str = "S1", household: str = HOME, **words: Any) -> Booked:
    clock = words.pop("clock", CLOCK)
    with town.write() as tx:
        return assign(tx, Claim(item, household, **words), who="张三", clock=clock)


def open_items(town: Town, on: date | None = None) -> dict[str, int]:
    with town.db.read() as tx:
        return {item.code: item.open_fen for item in unclaimed.items(tx, on=on)}


def lines(town: Town, code: str) -> list[tuple[Any, ...]]:
    """Return account, side, amount, whether an estate is named, detail, shares of a voucher."""
    with town.db.read() as tx:
        voucher_id = next(
            row.voucher_id
            for row in tx.conn.execute(select(schema.voucher))
            if code.endswith(number_of(row.period, row.word, row.no))
        )
        stored = read_voucher(tx, 1, voucher_id)
        assert stored is not None
        return [
            (
                line.account,
                line.side,
                line.amount_fen,
                line.estate_id is not None,
                line.detail,
                [(each.amount_fen, each.payer_class) for each in line.shares],
            )
            for line in stored.draft.lines
        ]


def reverse(town: Town, code: str) -> None:
    with town.write() as tx:
        row = next(
            row
            for row in tx.conn.execute(select(schema.voucher))
            if code.endswith(number_of(row.period, row.word, row.no))
        )
        stored = read_voucher(tx, row.book_id, row.voucher_id)
        assert stored is not None
        red = reversal_of(
            stored.draft, row.voucher_id, stored.number, FEBRUARY, maker="张三", reason="错"
        )
        post(tx, red, clock=CLOCK)


def close_months(town: Town, last: int, clock: Clock = NEXT_YEAR) -> None:
    period = 202602
    while period <= last:
        with town.write() as tx:
            close_book(tx, 1, period, who="单人", clock=clock)
        period = next_period(period)


def test_a_receipt_is_booked_at_once_and_once(town: Town) -> None:
    first = told(town, payer="李某")
    assert (first.item, first.code, first.replayed) == (ITEM, "F1-C:2026-02:收-1", False)
    assert lines(town, first.code) == [
        ("1001", "D", 1000, False, None, []),
        ("4001", "C", 1000, False, "待认领", [(1000, None)]),
    ]
    again = told(town, payer="李某")
    assert (again.code, again.replayed) == (first.code, True)
    assert open_items(town) == {ITEM: 1000}
    with town.db.read() as tx:
        [item] = unclaimed.items(tx)
        assert unclaimed.told(tx, item) == ("6222-1", "S1", "李某")


def test_a_number_used_otherwise_is_refused(town: Town) -> None:
    told(town)
    refused(town, "bank_ref_used", lambda: told(town, 999))
    refused(town, "bank_ref_used", lambda: told(town, on=date(2026, 2, 11)))
    told(town, bank_ref="S2")
    assert open_items(town) == {ITEM: 1000, "待认领-6222-1-S2": 1000}


def test_a_number_under_which_a_deposit_stands_is_refused(town: Town) -> None:
    with town.write() as tx:
        insert_rows(
            tx,
            schema.import_file,
            ("import_id", "kind", "name", "row_count", "who", "at"),
            [("x", "deposits", "x", 1, "x", "x")],
        )
        columns = (
            "book_id",
            "deposit_key",
            "attempt",
            "voucher_id",
            "sub_id",
            "bank_account_id",
            "dated_on",
            "amount_fen",
            "purpose",
            "payer_class",
            "import_id",
        )
        row = (1, "ref:6222-1:S1", 1, 2, 1, 1, FEBRUARY, 5, "首期", 1, "x")
        insert_rows(tx, schema.deposit, columns, [row])
        # The deposit refers to the voucher with which it is sealed.
        draft = Draft(
            book_id=1,
            kind=Kind.GENERAL,
            dated_on=FEBRUARY,
            value_on=FEBRUARY,
            summary="交存",
            lines=entries.deposit(1, 1, "首期", [Share(1, 5, payer_class=PayerClass.OWNER)]),
            request_key="deposit",
            maker="张三",
            estate_id=1,
            movements=(Movement(1, "S1", "deposit", 5),),
        )
        post(tx, draft, clock=CLOCK)
    refused(town, "bank_ref_used", lambda: told(town))


def test_what_was_reversed_may_be_recorded_rightly(town: Town) -> None:
    reverse(town, told(town, 999).code)
    assert open_items(town) == {}
    refused(town, "suspense_unchecked", lambda: given(town))
    second = told(town)
    assert not second.replayed
    assert told(town).code == second.code
    assert open_items(town) == {ITEM: 1000}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("amount_not_positive", {"amount_fen": 0}),
        ("amount_not_positive", {"amount_fen": -1}),
        ("bank_account_unknown", {"bank_account": "1"}),
        ("bank_account_missing", {"bank_account": None}),
        ("date_in_future", {"on": date(2026, 4, 1)}),
    ],
)
def test_a_receipt_is_refused_by_name(town: Town, code: str, words: dict[str, Any]) -> None:
    refused(town, code, lambda: told(town, **words))
    with town.db.read() as tx:
        subs = select(schema.sub_account).where(schema.sub_account.c.kind == "SUSPENSE")
        assert tx.conn.execute(subs).first() is None


def test_in_the_same_year_the_income_turns_to_the_household(town: Town) -> None:
    told(town)
    first = given(town)
    assert (first.code, first.replayed) == ("F1-C:2026-03:转-1", False)
    assert lines(town, first.code) == [
        ("4001", "C", -1000, False, "待认领", [(-1000, None)]),
        ("4001", "C", 1000, True, "首期", [(1000, 1)]),
    ]
    assert first.draft.value_on == FEBRUARY
    assert town.balances(HOME)[0] == 1000
    assert open_items(town) == {}
    assert open_items(town, date(2026, 3, 30)) == {ITEM: 1000}
    again = given(town, ITEM)
    assert (again.code, again.replayed) == (first.code, True)


def test_interest_runs_from_the_day_of_the_bank(town: Town) -> None:
    told(town)
    given(town)
    town.deposit("A01-1-1-102", 1000, FEBRUARY)
    balance = schema.sub_balance
    with town.db.read() as tx:
        moments = tx.conn.execute(
            select(balance.c.moment, balance.c.received_fen)
            .where(balance.c.book_id == 1, balance.c.part == 0)
            .order_by(balance.c.sub_id)
        ).all()
    assert moments[0] == moments[1]
    assert moments[0].moment > 0
    assert tuple(moments[-1]) == (0, 0)


def test_a_receipt_may_be_assigned_in_parts(town: Town) -> None:
    told(town)
    first = given(town, amount_fen=400, purpose="补建")
    assert given(town, amount_fen=400, purpose="补建").code == first.code
    refused(town, "suspense_short", lambda: given(town, amount_fen=601))
    assert open_items(town) == {ITEM: 600}
    second = given(town, household="A01-1-1-102", payer="开发单位")
    assert given(town, household="A01-1-1-102", payer="开发单位").code == second.code
    assert lines(town, second.code)[1] == ("4001", "C", 600, True, "首期", [(600, 3)])
    refused(town, "suspense_short", lambda: given(town, purpose="续交"))
    assert (town.balances(HOME)[0], town.balances("A01-1-1-102")[0]) == (400, 600)


def test_a_second_payment_of_a_home_is_no_first_one(town: Town) -> None:
    town.deposit(HOME, 5)
    told(town)
    assert given(town).draft.lines[1].detail == "补足"


def test_a_selling_units_money_goes_to_its_own_sub_account(town: Town) -> None:
    told(town, bank_account=BANKS["P"])
    given(town, household="A01-2-1-201", payer="售房单位")
    assert town.balances("A01-2-SU")[0] == 1000
    assert town.balances("A01-2-1-201")[0] == 0


def test_what_was_assigned_wrongly_is_reversed_and_assigned_again(town: Town) -> None:
    told(town)
    wrong = given(town, on=FEBRUARY)
    reverse(town, wrong.code)
    assert open_items(town) == {ITEM: 1000}
    assert given(town, household="A01-1-1-102").replayed is False
    assert (town.balances(HOME)[0], town.balances("A01-1-1-102")[0]) == (0, 1000)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("suspense_unknown", {"item": "S9"}),
        ("suspense_unknown", {"item": "1-S1"}),
        ("suspense_short", {"amount_fen": 1001}),
        ("household_unknown", {"household": "A01-1-1-109"}),
        ("household_foreign", {"household": "A01-2-1-201"}),
        ("payer_class_wrong", {"payer": "售房单位"}),
        ("amount_not_positive", {"amount_fen": 0}),
        ("amount_not_positive", {"amount_fen": -1}),
        ("date_in_future", {"on": date(2026, 4, 1)}),
        ("date_before_receipt", {"on": date(2026, 2, 9)}),
    ],
)
def test_an_assignment_is_refused_by_name(town: Town, code: str, words: dict[str, Any]) -> None:
    told(town)
    refused(town, code, lambda: given(town, **words))
    assert open_items(town) == {ITEM: 1000}


def test_a_building_without_a_selling_unit_is_refused(town: Town) -> None:
    told(town, bank_account=BANKS["P"])
    town.settle([House("A01-3-1-301", "unsold_public")])
    refused(
        town,
        "selling_unit_unknown",
        lambda: given(town, household="A01-3-1-301", payer="售房单位"),
    )


def test_a_number_on_two_bank_accounts_wants_the_code(town: Town) -> None:
    with town.write() as tx:
        register_bank_account(tx, "6222-9", 1, "C")
    told(town)
    told(town, bank_account="6222-9")
    refused(town, "suspense_ambiguous", lambda: given(town))
    given(town, ITEM)
    assert open_items(town) == {"待认领-6222-9-S1": 1000}


def test_months_close_with_it_and_in_a_later_year_no_income_comes(town: Town) -> None:
    told(town)
    close_months(town, 202612)
    first = given(town, on=date(2027, 1, 5), clock=NEXT_YEAR, purpose="补建")
    assert lines(town, first.code) == [
        ("3001", "D", 1000, False, "待认领", [(-1000, None)]),
        ("3001", "C", 1000, True, "补建", [(1000, 1)]),
    ]
    assert first.draft.value_on == FEBRUARY
    assert given(town, clock=NEXT_YEAR).code == first.code
    assert town.balances(HOME)[0] == 1000
    assert open_items(town) == {}
    assert open_items(town, date(2026, 12, 31)) == {ITEM: 1000}
    with town.write() as tx:
        close_book(tx, 1, 202701, who="单人", clock=NEXT_YEAR)


def test_after_its_month_closed_the_same_year_still_turns_the_income(town: Town) -> None:
    told(town)
    close_months(town, 202602)
    given(town)
    close_months(town, 202603)
    assert town.balances(HOME)[0] == 1000


def test_it_bears_no_repair_and_is_not_asked_to_replenish(town: Town) -> None:
    town.deposit(HOME, 700, JANUARY)
    told(town, 100_000)
    with town.db.read() as tx:
        before = list(replenish.due(tx, replenish.choose(tx), day=CLOCK.today))
    assert "待认领" not in str(before)
    case = approved(town, 300, scope=("A01-1-1-101",))
    assert ITEM not in str(share(town, case))
    pay(town, case)
    assert open_items(town) == {ITEM: 100_000}


def test_once_there_are_users_both_steps_wait_for_a_second_person(town: Town) -> None:
    town.add_users("张三", "李四")
    waiting = told(town)
    assert (waiting.code, waiting.is_draft, waiting.replayed) == ("F1-C:D-1", True, False)
    assert (told(town).code, told(town).replayed) == ("F1-C:D-1", True)
    refused(town, "bank_ref_used", lambda: told(town, 999))
    refused(town, "suspense_unchecked", lambda: given(town))
    posted(town, "F1-C:D-1")
    assert (told(town).code, told(town).replayed) == ("F1-C:2026-02:收-1", True)
    claimed = given(town)
    assert (claimed.code, claimed.is_draft) == ("F1-C:D-2", True)
    assert (given(town).code, given(town).replayed) == ("F1-C:D-2", True)
    refused(town, "suspense_short", lambda: given(town, household="A01-1-1-102"))
    assert open_items(town) == {ITEM: 1000}
    posted(town, "F1-C:D-2")
    assert (given(town).code, given(town).replayed) == ("F1-C:2026-03:转-1", True)
    assert open_items(town) == {}


def test_what_was_returned_may_be_given_again(town: Town) -> None:
    town.add_users("张三", "李四")
    for code in ("F1-C:D-1", "F1-C:D-2"):
        assert told(town).code == code
        if code == "F1-C:D-1":
            returned(town, code)
    posted(town, "F1-C:D-2")
    returned(town, given(town).code)
    assert given(town).code == "F1-C:D-4"


def posted(town: Town, code: str) -> None:
    with town.write() as tx:
        check_drafts(tx, [find_draft(tx, code)], "李四")
    with town.write() as tx:
        post_drafts(tx, [find_draft(tx, code)], "李四", clock=CLOCK)


def returned(town: Town, code: str) -> None:
    with town.write() as tx:
        return_drafts(tx, [find_draft(tx, code)], "不符")
