"""One household disputes its share: the job and the payments of the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from ledger.closing.verify import verify_books
from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
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


def tell(desk: Desk, case: str, house: str = DOORS[0], **words: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"reason": "面积不符", "on": FEBRUARY} | words
    return read(desk.holds.dispute(case, house, **said))


def rows(town: Town) -> int:
    with town.db.read() as tx:
        table = schema.usage_dispute
        return int(tx.conn.execute(select(func.count()).select_from(table)).scalar_one())


def warned(desk: Desk, period: int) -> bool:
    told = read(desk.period.check(period))["rows"]
    return any(not row["ok"] for row in told if row["check"] == "disputed_shares")


def test_a_share_disputed_before_the_approval_is_collected_past_the_fund(
    desk: Desk, town: Town
) -> None:
    case = drafted(desk, emergency="停水")
    assert tell(desk, case, dry_run=True)["open"]
    assert rows(town) == 0
    assert tell(desk, case)["changed"]
    assert not tell(desk, case)["changed"]
    assert rows(town) == 1
    told = read(desk.usage.share(case))["rows"]
    assert [(row["from_subaccount_fen"], row["to_collect_fen"]) for row in told] == [
        (0, 30_000),
        (30_000, 0),
    ]
    desk.usage.approve(case, on=FEBRUARY)
    desk.usage.pay(case, on=FEBRUARY)
    assert town.balances(DOORS[0]) == (100_000, 0, 0)
    assert town.balances(DOORS[1]) == (70_000, 0, 0)
    assert not warned(desk, 202601)
    assert warned(desk, 202602)
    with town.db.read() as tx:
        assert verify_books(tx).findings == []


def test_a_share_disputed_later_is_marked_until_it_is_confirmed(desk: Desk, town: Town) -> None:
    case = drafted(desk, emergency="停水")
    desk.usage.approve(case, on=FEBRUARY)
    desk.usage.pay(case, on=FEBRUARY)
    tell(desk, case, on=MARCH)
    assert town.balances(DOORS[0]) == (70_000, 0, 0)
    for sheet in (desk.usage.show(case), desk.report.household(DOORS[0], detail=True)):
        assert "面积不符" in "".join(sheet.notes)
    assert "面积不符" not in "".join(desk.report.household(DOORS[0]).notes)
    assert warned(desk, 202603)
    assert not tell(desk, case, on=MARCH, resolved="confirmed", reason="复核无误")["open"]
    assert not warned(desk, 202603)
    assert "复核无误" in "".join(desk.usage.show(case).notes)
    assert tell(desk, case, on=MARCH, reason="仍不同意")["open"]
    assert rows(town) == 3


def test_what_is_out_of_turn_is_refused(desk: Desk, town: Town) -> None:
    case = drafted(desk, emergency="停水", scopes=[DOORS[0]])

    def refused(code: str, act: Callable[[], object]) -> None:
        before = (rows(town), town.counts())
        with pytest.raises(LedgerError) as told:
            act()
        assert (told.value.code, (rows(town), town.counts())) == (code, before)
        assert told.value.hint

    refused("case_unknown", lambda: tell(desk, "WX-A01-999"))
    refused("household_not_in_case", lambda: tell(desk, case, DOORS[1]))
    refused("date_in_future", lambda: tell(desk, case, on=date(2026, 4, 1)))
    refused("usage_dates", lambda: tell(desk, case, on=date(2025, 12, 31)))
    refused("paper_unknown", lambda: tell(desk, case, paper_no=1))
    refused("dispute_missing", lambda: tell(desk, case, resolved="confirmed"))
    tell(desk, case, on=MARCH)
    refused("dispute_open", lambda: tell(desk, case, on=MARCH, reason="又一件"))
    refused("dispute_changes", lambda: tell(desk, case, on=MARCH, resolved="changed"))
    refused("usage_dates", lambda: tell(desk, case, resolved="confirmed"))
    desk.usage.cancel(case, reason="不修了")
    tell(desk, case, on=MARCH, resolved="confirmed", reason="不修了")
    refused("usage_state", lambda: tell(desk, case, on=MARCH, reason="再提"))
