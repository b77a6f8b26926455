"""Months and statements, asked for at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ledger.desk import Desk, open_desk, write_xlsx
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import InputError
from ledger.values.sheet import Sheet
from tests.bookkeeping import CLOCK, MAKER, Bookkeeper, open_books


@pytest.fixture
def keeper(db: Database) -> Bookkeeper:
    """Keep two books with a January, and one that begins in February."""
    keeper = open_books(db)
    commodity, public = keeper.book("C"), keeper.book("P")
    keeper.estate("A01", commodity)
    keeper.estate("B01", public)
    keeper.post(commodity, "2026-01-05", "借 1001 3.00", "贷 4001 3.00", estate="A01")
    keeper.post(commodity, "2026-01-21", "借 1001 0.70", "贷 4101 0.70")
    keeper.post(public, "2026-02-05", "借 1001 5.00", "贷 4001 5.00", estate="B01")
    return keeper


@pytest.fixture
def desk(keeper: Bookkeeper, database_url: str) -> Iterator[Desk]:
    del keeper  # it has laid the books out
    with open_desk(database_url, clock=CLOCK) as desk:
        yield desk


def as_json(each: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(each, "json")))
    return told


def as_text(each: Sheet) -> list[str]:
    return "".join(draw(each, "text")).splitlines()


def states(each: Sheet) -> dict[str, str]:
    return {row["book"]: row["state"] for row in as_json(each)["rows"]}


def test_a_run_closes_each_book_for_itself_and_skips_what_begins_later(desk: Desk) -> None:
    sheet = desk.period.close(202601)
    told = as_json(sheet)
    assert (told["kind"], told["period"], told["ok"]) == ("close", "2026-01", True)
    assert [(row["book"], row["state"], row["message"]) for row in told["rows"]] == [
        ("F1-C", "closed", ""),
        ("F1-P", "skipped", "[month_not_begun] F1-P 在 2026-01 还没有开始"),
    ]
    assert told["rows"][0]["checkpoint"].startswith("wxzj/F1/F1-C\n")
    assert told["rows"][0]["root"] in {row["root"] for row in as_json(desk.period.status())["rows"]}
    assert as_text(sheet)[3:5] == [
        "F1-C  已结账      F1-C:2026-01:结-1",
        "F1-P  还没有开始                     [month_not_begun] F1-P 在 2026-01 还没有开始",
    ]


def test_a_run_may_be_repeated(desk: Desk) -> None:
    desk.period.close(202601)
    again = desk.period.close(202601, all_books=True)
    assert states(again) == {"F1-C": "already_closed", "F1-P": "skipped"}
    assert as_json(again)["ok"] is True


def test_a_book_that_fails_does_not_stop_the_others(desk: Desk) -> None:
    sheet = desk.period.close(202602)  # of F1-C January is open
    told = as_json(sheet)
    assert states(sheet) == {"F1-C": "failed", "F1-P": "closed"}
    assert told["ok"] is False
    assert told["rows"][0]["message"] == "[earlier_month_open] F1-C 以前月份未结账：2026-01"


def test_a_dry_run_shows_the_lines_of_the_closing_voucher_and_changes_nothing(
    desk: Desk, keeper: Bookkeeper
) -> None:
    told = as_json(desk.period.close(202601, book="F1-C", dry_run=True))
    assert [
        (row["account"], row["estate"], row["debit_fen"], row["credit_fen"]) for row in told["rows"]
    ] == [
        ("4001", "A01", 300, None),
        ("3001", "A01", None, 300),
        ("4101", None, 70, None),
        ("3101", None, None, 70),
    ]
    assert (told["dry_run"], told["ok"]) == (True, True)
    assert keeper.rows(select(schema.close_log)) == []
    assert keeper.rows(select(schema.trail)) == []


def test_earnings_are_carried_before_the_month_ends(desk: Desk) -> None:
    preview = as_json(desk.period.carry(202601, dry_run=True))
    assert [row["state"] for row in preview["rows"]] == ["carried", "carried", "skipped"]
    told = as_json(desk.period.carry(202601, on=date(2026, 1, 21)))
    assert [(row["state"], row["voucher"]) for row in told["rows"]] == [
        ("carried", "F1-C:2026-01:结-1"),
        ("skipped", None),
    ]
    again = desk.period.carry(202601, book="F1-C", on=date(2026, 1, 21))
    assert states(again) == {"F1-C": "nothing"}
    with pytest.raises(InputError, match="date_outside_month"):
        desk.period.carry(202601, on=date(2026, 2, 1))


@pytest.mark.parametrize(
    ("today", "day"), [(date(2026, 1, 25), date(2026, 1, 25)), (CLOCK.today, date(2026, 1, 31))]
)
def test_a_carry_without_a_day_is_of_today_or_of_the_last_day_of_a_month_that_is_over(
    desk: Desk, keeper: Bookkeeper, today: date, day: date
) -> None:
    desk.counter.clock = replace(CLOCK, today=today)
    assert states(desk.period.carry(202601, book="F1-C")) == {"F1-C": "carried"}
    voucher = schema.voucher
    carried = select(voucher.c.dated_on).where(voucher.c.kind == "CARRY")
    assert keeper.rows(carried) == [(day,)]


def test_the_checklist_names_every_check_and_what_it_found(desk: Desk, keeper: Bookkeeper) -> None:
    sheet = desk.period.check(202601)
    told = as_json(sheet)
    assert (told["kind"], told["period"], told["ok"]) == ("checklist", "2026-01", True)
    assert told["rows"][0] == {
        "book": "F1-C",
        "check": "earlier_month_open",
        "severity": "stop",
        "ok": True,
        "message": "以前月份都已结账",
    }
    assert "F1-P 在该月还没有开始" in sheet.notes
    with keeper.db.write() as tx:
        tx.conn.execute(
            schema.draft.insert().values(
                book_id=1,
                draft_id=1,
                state="DRAFT",
                dated_on=date(2026, 1, 9),
                summary="待审",
                debit_fen=1,
                body="{}",
                maker=MAKER,
                made_at=CLOCK.at,
            )
        )
    stopped = desk.period.check(202601, book="F1-C")
    assert as_json(stopped)["ok"] is False
    assert "F1-C  凭证草稿      拦截  还有 1 张凭证草稿未记账" in as_text(stopped)
    assert states(desk.period.close(202601, book="F1-C")) == {"F1-C": "failed"}


def test_the_status_lists_months_and_their_closes(desk: Desk) -> None:
    desk.period.close(202601)
    told = as_json(desk.period.status())
    assert [
        (row["book"], row["period"], row["state"], row["close_no"]) for row in told["rows"]
    ] == [
        ("F1-C", "2026-01", "closed", 1),
        ("F1-P", "2026-02", "open", 0),
    ]
    assert as_text(desk.period.status(book="F1-C"))[3].split() == [
        "F1-C",
        "2026-01",
        "已结账",
        "1",
        "单人",
        "2027-06-30T01:00:00Z",
    ]


def test_every_act_leaves_a_line_in_the_operation_log(desk: Desk, keeper: Bookkeeper) -> None:
    desk.period.close(202601)
    trail = schema.trail
    rows = keeper.rows(select(trail.c.act, trail.c.subject, trail.c.outcome))
    assert sorted(rows) == [
        ("period.close", "F1-C 2026-01", "done"),
        ("period.close", "F1-P 2026-01", "refused:month_not_begun"),
    ]


def test_statements_are_asked_for_with_selectors(desk: Desk) -> None:
    desk.period.close(202601)
    assert as_json(desk.report.trial_balance())["debit_fen"] == 740
    assert as_json(desk.report.trial_balance(before_closing=True))["debit_fen"] == 370
    assert as_json(desk.report.balance_sheet(book="F1-C"))["book"] == "F1-C"
    assert as_json(desk.report.income(estate="A01"))["estate"] == "A01"
    assert as_json(desk.report.net_assets(custodian="F1", period=202602))["final"] is False


def test_accounts_are_shown_up_to_now(desk: Desk) -> None:
    assert as_json(desk.report.household("B01-1-1-101"))["balance_fen"] == 250
    told = as_json(desk.report.ledger("1001"))
    assert (told["from_period"], told["until_period"]) == ("2026-01", "2026-02")
    assert told["rows"][-1]["balance_fen"] == 870
    assert len(as_json(desk.report.ledger("4001", period=202602, book="F1-P"))["rows"]) == 4


def test_a_statement_goes_into_a_workbook(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "会住维01.xlsx"
    write_xlsx(desk.report.balance_sheet(), path)
    assert path.stat().st_size > 1000
