"""A worked small year with an error that is found in the next: every figure can be ticked off.

December 2025: 1,000.00 are handed over, and a repair of 80.00 is booked twice although the bank
paid it once. The sheet of 2025-12-31 says 840.00. In January 2026 the second booking is put right
and 50.00 are deposited.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.closing.adjust import Grounds, adjustments
from ledger.closing.verify import verify_books
from ledger.desk import open_desk
from ledger.journal.voucher import Draft, Kind
from ledger.registry.books import Book
from ledger.reports.balance_sheet import balance_sheet
from ledger.reports.income import income
from ledger.reports.net_assets import net_assets
from ledger.reports.scope import find_scope
from ledger.reports.trial_balance import trial_balance
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.errors import LedgerError
from ledger.values.sheet import Sheet
from tests.bookkeeping import Bookkeeper, open_books

CLOCK = Clock(today=date(2026, 3, 31), at="2026-03-31T01:00:00Z")
ERROR = date(2025, 12, 20)


@pytest.fixture
def keeper(db: Database) -> Iterator[Bookkeeper]:
    """Keep the books of the worked year up to the close of December; verify them at the end."""
    keeper = open_books(db, CLOCK)
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.post(
        book, "2025-12-01", "借 1001 1,000.00", "贷 3001 1,000.00", estate="A01", kind=Kind.OPENING
    )
    for _time in range(2):
        keeper.post(book, "2025-12-20", "借 5001 80.00", "贷 1001 80.00", estate="A01")
    keeper.close(book, 202512)
    yield keeper
    with db.read() as tx:
        assert verify_books(tx).findings == []


@pytest.fixture
def book(keeper: Bookkeeper) -> Book:
    """Return the book of the worked year."""
    return keeper.book("C")


def mended(
    keeper: Bookkeeper, book: Book, *lines: str, on: str = "2026-01-10", **words: Any
) -> Draft:
    """Return the one correction that `lines` make."""
    said = {"error_on": ERROR, "reason": "重复记账", "second": "王会计", "moved_on": ERROR, **words}
    draft = keeper.draft(book, on, *(lines or LINES), estate="A01")
    with keeper.db.read() as tx:
        [made] = adjustments(tx, [draft], Grounds(**said), who="单人", has_users=False)
    return made


LINES = ("借 1001 80.00", "贷 3001 80.00")


def refusal(keeper: Bookkeeper, book: Book, *lines: str, **words: Any) -> str:
    with pytest.raises(LedgerError) as told:
        mended(keeper, book, *lines, **words)
    assert told.value.hint
    return told.value.code


def sheet(keeper: Bookkeeper, drawn: Any, period: int = 202601) -> Sheet:
    with keeper.db.read() as tx:
        found: Sheet = drawn(tx, find_scope(tx, period=period))
        return replace(found, rows=list(found.rows))


def rows(told: Sheet) -> dict[str, tuple[object, ...]]:
    return {str(row[0]): tuple(row[1:]) for row in told.rows}


def test_the_worked_year(keeper: Bookkeeper, book: Book) -> None:
    made = mended(keeper, book)
    assert made.summary.startswith(
        "以前年度调整：重复记账 差错2025-12-20 银行2025-12-20 经王会计同意"
    )
    assert made.value_on == ERROR
    keeper.enter(made)
    keeper.post(book, "2026-01-15", "借 1001 50.00", "贷 4001 50.00", estate="A01")
    keeper.close(book, 202601)
    told = rows(sheet(keeper, balance_sheet))
    assert told["银行存款"] == told["资产总计"] == (92_000, 97_000)
    assert told["商品住宅维修资金"] == told["负债和净资产总计"] == (92_000, 97_000)
    changes = rows(sheet(keeper, net_assets))
    assert [changes[line][-1] for line in changes] == [84_000, 8_000, 92_000, 5_000, 0, 0, 97_000]
    assert rows(sheet(keeper, income))["本期收支差额"] == (5_000, 5_000)
    assert rows(sheet(keeper, income))["维修支出"] == (0, 0)
    # The closed sheet of December stays as it was.
    assert rows(sheet(keeper, balance_sheet, 202512))["资产总计"] == (100_000, 84_000)


def test_the_trial_balance_keeps_its_opening_and_shows_the_bridge(
    keeper: Bookkeeper, book: Book
) -> None:
    keeper.enter(mended(keeper, book))
    told = sheet(keeper, trial_balance)
    assert rows(told)["1001"][1] == 84_000  # 年初 as it was closed
    assert told.fields["restated"] == [
        {"account": "1001", "opening_fen": 84_000, "adjusted_fen": 8_000, "restated_fen": 92_000},
        {"account": "3001", "opening_fen": 84_000, "adjusted_fen": 8_000, "restated_fen": 92_000},
    ]
    assert "以前年度调整：1001 年初 840.00，调整 80.00，重述后 920.00" in told.notes
    for drawn in (balance_sheet, net_assets):
        assert any("重述" in note for note in sheet(keeper, drawn).notes)
    # The month after, and not the year after.
    keeper.close(book, 202601)
    keeper.post(book, "2026-02-15", "借 1001 5.00", "贷 4001 5.00", estate="A01")
    assert sheet(keeper, trial_balance, 202602).fields["restated"]
    assert not sheet(keeper, trial_balance, 202512).fields["restated"]


def test_only_errors_of_former_years_are_put_right_so(keeper: Bookkeeper, book: Book) -> None:
    assert refusal(keeper, book, error_on=date(2026, 1, 1)) == "adjust_this_year"
    assert refusal(keeper, book, moved_on=None) == "adjust_cash"
    assert refusal(keeper, book, moved_on=date(2026, 1, 2)) == "adjust_cash"
    assert refusal(keeper, book, "借 5001 80.00", "贷 3001 80.00") == "adjust_account"
    assert refusal(keeper, book, second=None) == "adjust_second_missing"
    assert refusal(keeper, book, second="单人") == "adjust_second"
    assert refusal(keeper, book, on="2025-12-31", error_on=date(2024, 1, 1)) == (
        "adjust_no_former_year"
    )


def test_a_year_that_is_still_open_is_put_right_in_itself(db: Database) -> None:
    keeper = open_books(db, CLOCK)
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.post(
        book, "2025-12-01", "借 1001 1,000.00", "贷 3001 1,000.00", estate="A01", kind=Kind.OPENING
    )
    assert refusal(keeper, book) == "adjust_year_open"


def _file(folder: Path) -> str:
    path = folder / "adjust.csv"
    path.write_text(
        "凭证序号,日期,摘要,科目,借方,贷方,账套,小区,银行账号,房屋编号\n"
        "1,2026-01-10,多记的维修,1001,80.00,,F1-C,,6222-1,\n"
        "1,2026-01-10,多记的维修,3001,,80.00,F1-C,A01,,A01-1-1-101\n",
        encoding="utf-8",
    )
    return str(path)


def test_the_command_enters_it_once(keeper: Bookkeeper, database_url: str, tmp_path: Path) -> None:
    assert keeper.number
    words: dict[str, Any] = {"error_on": ERROR, "reason": "重复记账", "moved_on": ERROR}
    with open_desk(database_url, clock=CLOCK) as desk:
        tried = desk.adjust.adjust(_file(tmp_path), second="王会计", dry_run=True, **words)
        assert any("试算" in note for note in tried.notes)
        first = list(desk.adjust.adjust(_file(tmp_path), second="王会计", **words).rows)
        again = desk.adjust.adjust(_file(tmp_path), second="王会计", **words)
        assert [row[0] for row in first] == [row[0] for row in again.rows]
        assert any("没有重复入账" in note for note in again.notes)


def test_with_users_it_waits_to_be_checked(
    keeper: Bookkeeper, database_url: str, tmp_path: Path
) -> None:
    assert keeper.number
    words: dict[str, Any] = {"error_on": ERROR, "reason": "重复记账", "moved_on": ERROR}
    with open_desk(database_url, clock=CLOCK) as desk:
        desk.user.add("甲")
    with open_desk(database_url, "甲", clock=CLOCK) as desk:
        desk.user.add("乙")
        [row] = desk.adjust.adjust(_file(tmp_path), **words).rows
        [same] = desk.adjust.adjust(_file(tmp_path), **words).rows
        assert row[0] == same[0]
    with open_desk(database_url, "乙", clock=CLOCK) as desk:
        desk.voucher.check([str(row[0])])
        desk.voucher.post([str(row[0])])
        told = {each[0]: each for each in desk.report.net_assets(period=202601).rows}
        assert told["以前年度调整"][-1] == 8_000
