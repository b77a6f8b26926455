"""Common income: divided, due, overdue, and handed over in both books or in none."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.closing.verify import verify_books
from ledger.desk.common_income import CommonIncomeDesk
from ledger.desk.counter import Counter
from ledger.fund import entries as fund_entries
from ledger.fund.waiting import post_waiting
from ledger.journal.drafts import check_drafts, find_draft
from ledger.renovation.common.split import Entry, Income, by_quarter, recorded
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.town import CLOCK, House, Town, found

ON = date(2026, 2, 3)
WORDS: dict[str, Any] = {"on": ON, "decision": None, "request_key": None}


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House("A01-1-1-101")])
    return town


def desk_of(town: Town, who: str | None = None) -> CommonIncomeDesk:
    counter = Counter("", who, CLOCK)
    counter.__dict__["db"] = town.db
    return CommonIncomeDesk(counter)


def bank(town: Town) -> str:
    table = schema.bank_account
    with town.db.read() as tx:
        return str(
            tx.conn.execute(select(table.c.number).where(table.c.fund_type == "C"))
            .scalars()
            .first()
        )


def record(desk: CommonIncomeDesk, gross: int = 1000_00, **more: Any) -> Any:
    words: dict[str, Any] = {
        "source": "facility",
        "evidence": "合同3号",
        "shares": (100_00, 90_00, 50_00, 0),
        **WORDS,
    }
    return desk.record("A01", gross, **words | more)


def test_recorded_handed_over_and_shown_by_quarter(town: Town) -> None:
    town.set_rules(**{"income.frequency": "quarterly"})
    desk, number = desk_of(town), bank(town)
    before = town.counts()
    record(desk, dry_run=True)
    assert town.counts() == before
    assert record(desk).fields == {"replayed": False, "draft": False}
    after = town.counts()
    assert record(desk).fields["replayed"] is True
    assert town.counts() == after
    [row] = desk.status(on=date(2026, 5, 3)).rows
    assert row == (
        "A01", 202601, 1000_00, 100_00, 90_00, 50_00, 0, 760_00, 0, 760_00, date(2026, 4, 30), 3,
    )  # fmt: skip
    for amount in (760_01,):
        with pytest.raises(Refused, match="common_over_due"):
            desk.transfer("A01", amount, bank_ref="R1", bank_account=number, on=ON)
    with pytest.raises(Refused, match="common_amounts"):
        record(desk, 200_00)
    assert {**town.counts(), "trail": 0} == {**after, "trail": 0}
    moved = desk.transfer("A01", 700_00, bank_ref="R1", bank_account=number, on=ON)
    assert [str(row[0]).split(":")[0] for row in moved.rows] == ["A01-S", "F1-C"]
    after = town.counts()
    again = desk.transfer("A01", 700_00, bank_ref="R1", bank_account=number, on=ON)
    assert again.fields["replayed"] is True
    assert town.counts() == after
    assert next(iter(desk.status(on=ON).rows))[8:10] == (700_00, 60_00)
    with town.db.read() as tx:
        assert verify_books(tx).findings == []


def test_both_books_or_none(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, number = desk_of(town), bank(town)
    record(desk)
    before = town.counts()
    good = fund_entries.income

    def torn(account: str, fen: int, bank_id: int, estate_id: int | None) -> Any:
        first, *_rest = good(account, fen, bank_id, estate_id)
        return (first,)

    monkeypatch.setattr(fund_entries, "income", torn)
    with pytest.raises(Refused):
        desk.transfer("A01", 10_00, bank_ref="R2", bank_account=number, on=ON)
    assert {**town.counts(), "trail": 0} == {**before, "trail": 0}


def test_with_users_both_drafts_wait_and_go_together(town: Town) -> None:
    record(desk_of(town))
    number = bank(town)
    town.add_users("甲", "乙")
    desk = desk_of(town, "甲")
    sheet = desk.transfer("A01", 760_00, bank_ref="R3", bank_account=number, on=ON)
    assert sheet.fields == {"replayed": False, "draft": True}
    again = desk.transfer("A01", 760_00, bank_ref="R3", bank_account=number, on=ON)
    assert again.fields == {"replayed": True, "draft": True}
    with pytest.raises(Refused, match="common_over_due"):
        desk.transfer("A01", 1, bank_ref="R4", bank_account=number, on=ON)
    codes = [str(row[0]) for row in sheet.rows]
    with town.db.write() as tx:
        drafts = [find_draft(tx, code) for code in codes]
        check_drafts(tx, drafts, "乙")
        drafts = [find_draft(tx, code) for code in codes]
        with pytest.raises(Refused, match="event_split"):
            post_waiting(tx, drafts[:1], "乙", clock=CLOCK)
        assert len(post_waiting(tx, drafts, "乙", clock=CLOCK)) == 2
    assert next(iter(desk.status(on=ON).rows))[9] == 0


def test_what_the_owners_keep_needs_a_decision_and_the_manager_has_a_limit(town: Town) -> None:
    desk = desk_of(town)
    kept: dict[str, Any] = {"shares": (0, 100_00, 0, 400_00)}
    with pytest.raises(Refused, match="income_share_low"):
        record(desk, **kept)
    town.set_rules(**{"income.manager_max_permille": "99"})
    with pytest.raises(Refused, match="common_manager_share"):
        record(desk, **kept)
    kept["shares"] = (0, 99_00, 0, 400_00)
    record(desk, decision="业主大会决定", **kept)
    assert next(iter(desk.status(on=ON).rows))[6:10] == (400_00, 501_00, 0, 501_00)


money = st.integers(0, 1000)


@given(st.lists(st.tuples(st.integers(0, 700), money, money), max_size=8), st.integers(0, 5000))
def test_quarters_add_up(rows: list[tuple[int, int, int]], handed: int) -> None:
    entries = [
        Entry(day, day, Income(gross + cost + 1, cost))
        for days, gross, cost in sorted(rows)
        for day in [date.fromordinal(date(2026, 1, 1).toordinal() + days)]
    ]
    due = sum(each.income.due_fen for each in entries)
    quarters = by_quarter(entries, min(handed, due), date(2028, 1, 1))
    assert sum(each.open_fen for each in quarters) == due - min(handed, due)
    assert sum(each.income.due_fen for each in quarters) == due
    for each in entries:
        assert sum(line.debit_fen for line in recorded("rent", each.income)) == 0
    firsts = [each.first for each in quarters]
    assert firsts == sorted(set(firsts))
