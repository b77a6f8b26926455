"""Households frozen by a court: nothing goes out, the repair of the building goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

import pytest
from sqlalchemy import func, select

from ledger.closing.verify import verify_books
from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import LedgerError
from tests.desk.test_voting import drafted, read
from tests.fund.town import CLOCK, House, Town, found

JANUARY: Final = date(2026, 1, 5)
FEBRUARY: Final = date(2026, 2, 10)
MARCH: Final = date(2026, 3, 1)
DOORS: Final = ("A01-1-1-101", "A01-1-1-102")


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House(code) for code in DOORS])
    for code in DOORS:
        town.deposit(code, 100_000)
    return town


@pytest.fixture
def desk(town: Town, database_url: str) -> Iterator[Desk]:
    assert town.keys
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def freeze(desk: Desk, code: str = DOORS[0]) -> None:
    desk.freezes.freeze(code, on=FEBRUARY, reason="法院文书")


def rows(town: Town) -> int:
    with town.db.read() as tx:
        table = schema.household_freeze
        return int(tx.conn.execute(select(func.count()).select_from(table)).scalar_one())


def refused(town: Town, code: str, act: Callable[[], object]) -> None:
    before = (rows(town), town.counts())
    with pytest.raises(LedgerError) as told:
        act()
    assert (told.value.code, (rows(town), town.counts())) == (code, before)
    assert told.value.hint


def test_a_freeze_is_told_kept_and_ended(desk: Desk, town: Town) -> None:
    assert read(desk.freezes.freeze(DOORS[0], on=FEBRUARY, reason="法院文书"))["changed"]
    assert not read(desk.freezes.freeze(DOORS[0], on=FEBRUARY, reason="法院文书"))["changed"]
    assert rows(town) == 1
    desk.freezes.unfreeze(DOORS[0], on=MARCH, reason="解除", dry_run=True)
    assert rows(town) == 1
    desk.freezes.unfreeze(DOORS[0], on=MARCH, reason="解除")
    listed = read(desk.freezes.frozen(estate="A01"))["rows"]
    assert [(row["frozen"], row["on"], row["reason"]) for row in listed] == [
        (True, "2026-02-10", "法院文书"),
        (False, "2026-03-01", "解除"),
    ]
    told = [row for row in read(desk.houses.history(DOORS[0]))["rows"] if row["reason"]]
    assert [(row["on"], row["what"], row["reason"]) for row in told] == [
        ("2026-02-10", "冻结", "法院文书"),
        ("2026-03-01", "解冻", "解除"),
    ]
    with town.db.read() as tx:
        assert verify_books(tx).findings == []


def test_acts_out_of_turn_are_refused(desk: Desk, town: Town) -> None:
    unfreeze = desk.freezes.unfreeze
    refused(town, "household_not_frozen", lambda: unfreeze(DOORS[0], on=MARCH, reason="解除"))
    refused(
        town,
        "date_in_future",
        lambda: desk.freezes.freeze(DOORS[0], on=date(2026, 4, 1), reason="法院"),
    )
    refused(
        town,
        "household_unknown",
        lambda: desk.freezes.freeze("A01-1-1-999", on=MARCH, reason="法院"),
    )
    freeze(desk)
    refused(
        town, "household_frozen", lambda: desk.freezes.freeze(DOORS[0], on=MARCH, reason="又一件")
    )
    refused(town, "freeze_dates", lambda: unfreeze(DOORS[0], on=JANUARY, reason="解除"))


def test_a_frozen_household_bears_its_share_past_the_fund_and_the_job_goes_on(
    desk: Desk, town: Town
) -> None:
    freeze(desk)
    case = drafted(desk, emergency="停水")
    sheet = desk.usage.share(case)
    told = [(row["from_subaccount_fen"], row["to_collect_fen"]) for row in read(sheet)["rows"]]
    assert told == [(0, 30_000), (30_000, 0)]
    assert DOORS[0] in "".join(draw(sheet.for_people(), "text"))
    desk.usage.approve(case, on=FEBRUARY)
    desk.usage.pay(case, on=FEBRUARY)
    assert town.balances(DOORS[0]) == (100_000, 0, 0)
    assert town.balances(DOORS[1]) == (70_000, 0, 0)


def test_a_freeze_does_not_make_the_job_smaller(desk: Desk) -> None:
    freeze(desk)
    told = read(desk.usage.share(drafted(desk, amount_fen=150_000)))
    assert told["affordable_fen"] == 150_000


def test_a_frozen_household_gets_nothing_back_until_it_is_free(desk: Desk, town: Town) -> None:
    freeze(desk)

    def refund() -> object:
        return desk.refund.refund(DOORS[0], amount_fen=100, reason="多交", payee="张三", on=MARCH)

    refused(town, "household_frozen", refund)
    desk.freezes.unfreeze(DOORS[0], on=MARCH, reason="解除")
    refund()
    assert town.balances(DOORS[0]) == (99_900, 0, 0)


def test_money_still_comes_in(desk: Desk, town: Town) -> None:
    freeze(desk)
    town.deposit(DOORS[0], 5)
    assert town.balances(DOORS[0]) == (100_005, 0, 0)
