"""Distributions and investments, asked for at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.fund.earning import distribution
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.i18n import choose_language
from ledger.values.sheet import Sheet
from tests.fund.earners import CLOCK, CREDIT, carry, earn, v2b
from tests.fund.town import found

BUY: dict[str, Any] = {
    "kind": "term",
    "amount_fen": 100_000,
    "ref": "C1",
    "due_on": date(2026, 9, 1),
    "rate_ppm": 15_000,
    "details": {"name": None, "bank_account": "6222-1", "consent": None},
    "on": date(2026, 6, 1),
}


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    town = found(db)
    v2b(town)
    earn(town, 61_888)
    carry(town)
    with open_desk(database_url, clock=CLOCK) as desk:
        yield desk


def as_json(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def counted(desk: Desk) -> dict[str, int]:
    tables = (
        schema.voucher,
        schema.line,
        schema.share,
        schema.draft,
        schema.distribution,
        schema.investment,
        schema.month,
        schema.trail,
    )
    with desk.counter.look() as tx:
        return {
            each.name: tx.conn.execute(select(func.count()).select_from(each)).scalar_one()
            for each in tables
        }


def test_each_household_is_told_its_integral_and_its_amount(desk: Desk) -> None:
    told = as_json(desk.earnings.distribute(book="F1-C", on=CREDIT))
    assert told["kind"] == "earnings_distribute"
    assert told["total_fen"] == 61_888
    assert told["rows"][0] == {
        "household": "A01-1-1-101",
        "integral_fen_days": 320_650_000,
        "amount_fen": 21_420,
    }
    assert (told["vouchers"], told["replayed"], told["state"]) == (2, False, "posted")
    [run] = as_json(desk.earnings.runs())["rows"]
    assert (run["event"], run["total_fen"], run["state"]) == (
        "distribution:F1-C:1",
        61_888,
        "posted",
    )
    assert as_json(desk.book.verify())["ok"] is True


def test_a_dry_run_shows_the_same_and_keeps_nothing(desk: Desk) -> None:
    before = counted(desk)
    tried = as_json(desk.earnings.distribute(book="F1-C", on=CREDIT, dry_run=True))
    assert counted(desk) == before
    done = as_json(desk.earnings.distribute(book="F1-C", on=CREDIT))
    assert tried["rows"] == done["rows"]
    before = counted(desk)
    assert as_json(desk.earnings.compare(book="F1-C"))["rows"] == []
    assert counted(desk) == before


def test_what_a_run_was_reckoned_by_is_said_in_both_languages(desk: Desk) -> None:
    desk.earnings.distribute(book="F1-C", on=CREDIT)
    assert "按积数分配实得收益" in "".join(draw(desk.earnings.runs(), "text"))
    choose_language("en")
    assert "by balance and days" in "".join(draw(desk.earnings.runs(), "text"))


def test_a_distribution_that_breaks_off_leaves_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After shares, vouchers and balances are written, something fails."""
    before = counted(desk)

    def fail(*_words: object, **_more: object) -> None:
        message = "the power went"
        raise RuntimeError(message)

    monkeypatch.setattr(distribution, "_done", fail)
    with pytest.raises(RuntimeError, match="the power went"):
        desk.earnings.distribute(book="F1-C", on=CREDIT)
    assert counted(desk) == before
    monkeypatch.undo()
    assert as_json(desk.earnings.distribute(book="F1-C", on=CREDIT))["replayed"] is False


def test_a_distribution_is_cancelled_whole_and_made_again(desk: Desk) -> None:
    first = as_json(desk.earnings.distribute(book="F1-C", on=CREDIT))
    before = counted(desk)
    words: dict[str, Any] = {"reason": "利率有误", "book": "F1-C", "on": CREDIT}
    assert len(as_json(desk.earnings.undo(1, **words, dry_run=True))["rows"]) == 2
    with pytest.raises(Refused, match="distribution_unknown"):
        desk.earnings.undo(9, **words)
    assert counted(desk) == {**before, "trail": before["trail"] + 1}
    assert len(as_json(desk.earnings.undo(1, **words))["rows"]) == 2
    assert as_json(desk.earnings.undo(1, **words))["replayed"] is True
    again = as_json(desk.earnings.distribute(book="F1-C", on=CREDIT))
    assert (again["run"], again["replayed"], again["rows"]) == (2, False, first["rows"])
    assert as_json(desk.book.verify())["ok"] is True


def test_what_is_refused_leaves_a_line_in_the_operation_log_only(desk: Desk) -> None:
    before = counted(desk)
    with pytest.raises(Refused, match="earnings_short"):
        desk.earnings.distribute(book="F1-C", on=CREDIT, amount_fen=61_889)
    with pytest.raises(Refused, match="consent_missing"):
        desk.invest.buy(**{**BUY, "kind": "bond"})
    assert counted(desk) == {**before, "trail": before["trail"] + 2}


def test_investments_are_listed_by_maturity(desk: Desk) -> None:
    before = counted(desk)
    assert desk.invest.buy(**BUY, dry_run=True).notes
    assert counted(desk) == before
    desk.invest.buy(**BUY)
    desk.invest.buy(**{**BUY, "ref": "C2", "due_on": date(2026, 7, 1)})
    listed = as_json(desk.invest.list(on=date(2026, 7, 2)))
    assert [(row["ref"], row["days_left"], row["state"]) for row in listed["rows"]] == [
        ("C2", -1, "due"),
        ("C1", 61, "held"),
    ]
    assert listed["held_fen"] == 200_000
    desk.invest.redeem("C2", interest_fen=125, on=date(2026, 7, 1))
    assert [row["ref"] for row in as_json(desk.invest.list(book="F1-C"))["rows"]] == ["C1"]
    assert len(as_json(desk.invest.list(everything=True))["rows"]) == 2
    assert as_json(desk.invest.list(book="F1-P"))["rows"] == []
    assert "未到期" in "".join(draw(desk.invest.list(), "text"))
