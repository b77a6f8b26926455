"""The window of refunds: what scripts read, what the books and the statements say afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.town import Town
from tests.offices import CLOCK, Office, open_office

DOOR = "A01-3-2-501"
DEPOSITS = (
    "2025-12-05,A01-3-2-501,1000.00,62220001,R1,首期,",
    "2026-01-05,A01-3-2-501,300.00,62220001,R2,续交,",
    "2026-01-06,A01-3-2-502,500.00,62220001,R3,首期,",
)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(
        "A01,3,2,501,商品住宅,88.53,120.50,张三,", "A01,3,2,502,商品住宅,88.53,120.50,李四,"
    )
    office.deposits(*DEPOSITS)
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number  # the desk is opened upon an office that has files
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as a script reads it."""
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def give_back(desk: Desk, amount_fen: int, deposit_on: date, on: date, **words: Any) -> Sheet:
    return desk.refund.refund(
        DOOR,
        amount_fen=amount_fen,
        deposit_on=deposit_on,
        on=on,
        reason="退房",
        payee="张三",
        **words,
    )


def refund(desk: Desk, amount_fen: int, deposit_on: date, on: date, **words: Any) -> dict[str, Any]:
    return read(give_back(desk, amount_fen, deposit_on, on, **words))


def statement(desk: Desk, period: int, line: str) -> tuple[int, int]:
    """Return a line of 会住维02: of the month, and of the year until then."""
    rows = read(desk.report.income(period=period, book="F1-C"))["rows"]
    return next((row["month_fen"], row["year_fen"]) for row in rows if row["line"] == line)


def test_a_refund_after_its_month_closed_turns_the_next_close_round(
    office: Office, desk: Desk
) -> None:
    for period in (202512, 202601):
        assert read(desk.period.close(period))["ok"]
    told = refund(desk, 300_00, date(2026, 1, 5), date(2026, 2, 3))
    assert told["kind"] == "fund_refund"
    assert not told["draft"]
    [row] = told["rows"]
    assert (row["voucher"], row["account"]) == ("F1-C:2026-02:付-1", "4001")
    refund(desk, 400_00, date(2025, 12, 5), date(2026, 2, 4))
    assert read(desk.period.close(202602))["ok"]
    line, voucher = schema.line, schema.voucher
    assert office.all(
        select(line.c.account, line.c.side, line.c.amount_fen)
        .join(
            voucher,
            (voucher.c.book_id == line.c.book_id) & (voucher.c.voucher_id == line.c.voucher_id),
        )
        .where(voucher.c.period == 202602, voucher.c.kind == "CLOSING")
        .order_by(line.c.account, line.c.side, line.c.amount_fen)
    ) == [
        ("3001", "D", 700_00),
        ("4001", "C", 300_00),
        ("5101", "C", 400_00),
    ]
    assert statement(desk, 202602, "交存收入") == (-300_00, 500_00)
    assert statement(desk, 202602, "返还支出") == (400_00, 400_00)
    assert read(desk.book.verify())["ok"]


def test_the_household_shows_the_refund_with_its_voucher(desk: Desk) -> None:
    told = refund(desk, 100_00, date(2026, 1, 5), date(2026, 2, 3))
    account = read(desk.report.household(DOOR))
    assert account["balance_fen"] == 1200_00
    last = account["rows"][-1]
    assert last["voucher"] == told["rows"][0]["voucher"]
    assert last["amount_fen"] == -100_00
    assert "退房" in last["summary"]


def test_a_trial_writes_nothing_and_a_refusal_leaves_a_line_in_the_log(
    office: Office, desk: Desk
) -> None:
    before = office.counts()
    refund(desk, 100_00, date(2026, 1, 5), date(2026, 2, 3), dry_run=True)
    assert office.counts() == before
    assert office.count("trail") == 0
    with pytest.raises(Refused):
        refund(desk, 300_01, date(2026, 1, 5), date(2026, 2, 3))
    trail = schema.trail
    assert office.all(select(trail.c.act, trail.c.subject, trail.c.outcome)) == [
        ("fund.refund", f"{DOOR} 30001", "refused:refund_over_deposit")
    ]


def test_a_refund_that_was_known_says_so(office: Office, desk: Desk) -> None:
    refund(desk, 100_00, date(2026, 1, 5), date(2026, 2, 3))
    before = office.counts()
    told = give_back(desk, 100_00, date(2026, 1, 5), date(2026, 2, 3))
    assert told.fields["replayed"]
    assert "--bank-ref" in told.notes[0]
    assert office.counts() == before


def test_with_users_a_refund_says_who_must_check_it(office: Office, database_url: str) -> None:
    Town(office.db).add_users("张三", "李四")
    with open_desk(database_url, user="张三", clock=CLOCK) as desk:
        told = give_back(desk, 100_00, date(2026, 1, 5), date(2026, 2, 3))
        assert told.fields["draft"]
        assert "wxzj voucher check F1-C:D-1" in told.notes[0]
        assert read(desk.report.household(DOOR))["balance_fen"] == 1300_00
