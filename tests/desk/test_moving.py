"""The window of moves: what scripts read, trials, openings, and the books afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.sheet import Sheet
from tests.offices import CLOCK, Office, open_office

WRONG, RIGHT = "A01-3-2-501", "A01-3-2-502"
OPENINGS = "房屋编号,本金余额,收益余额,累计交存,银行账号"


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(
        "A01,3,2,501,商品住宅,88.53,120.50,张三,", "A01,3,2,502,商品住宅,88.53,120.50,李四,"
    )
    office.deposits("2026-01-05,A01-3-2-501,300.00,62220001,R2,续交,")
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as a script reads it."""
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def test_both_households_show_a_move_and_the_month_closes(desk: Desk) -> None:
    assert read(desk.period.close(202601))["ok"]
    told = read(desk.moving.move(WRONG, RIGHT, reason="记错房号", on=date(2026, 2, 3)))
    assert (told["amount_fen"], told["left_fen"], told["draft"]) == (300_00, 0, False)
    [row] = told["rows"]
    assert (row["from_fen"], row["to_fen"], row["value_on"]) == (-300_00, 300_00, "2026-01-05")
    for code, fen in ((WRONG, 0), (RIGHT, 300_00)):
        account = read(desk.report.household(code))
        assert account["balance_fen"] == fen
        assert account["rows"][-1]["voucher"] == row["voucher"]
    listed = [read(desk.refund.deposits(code))["rows"] for code in (WRONG, RIGHT)]
    assert [[each["left_fen"] for each in rows] for rows in listed] == [[0], [300_00]]
    assert listed[1][0]["on"] == "2026-01-05"
    assert read(desk.period.close(202602))["ok"]
    assert read(desk.book.verify())["ok"]
    desk.receipts.receive("ZX0001", "ZX0010", kind="专用票据")
    checks = read(desk.period.check(202603))["rows"]
    assert "receipt_register" in [check["check"] for check in checks]


def test_a_trial_writes_nothing(office: Office, desk: Desk) -> None:
    before = (office.counts(), office.count("trail"))
    desk.moving.move(WRONG, RIGHT, reason="记错房号", dry_run=True)
    desk.moving.floor(WRONG, overdraft_fen=100, reason="记错", approver="李四", dry_run=True)
    assert (office.counts(), office.count("trail")) == before


def test_an_opening_is_given_back_as_of_an_earlier_year_or_moved(
    office: Office, desk: Desk
) -> None:
    path = office.file(f"{OPENINGS}\nA01-3-2-502,500.00,20.00,500.00,62220001\n")
    desk.registry.opening(str(path), on=date(2026, 1, 6))
    told = read(
        desk.refund.refund(
            RIGHT, amount_fen=100_00, reason="退房", payee="李四", on=date(2026, 2, 3)
        )
    )
    assert told["rows"][0]["account"] == "5101"
    moved = read(desk.moving.move(RIGHT, WRONG, reason="期初记错", on=date(2026, 2, 4)))
    assert moved["amount_fen"] == 400_00
    voucher = read(desk.voucher.show(moved["rows"][0]["voucher"]))
    assert {row["account"] for row in voucher["rows"]} == {"3001"}
    assert read(desk.report.household(RIGHT))["balance_fen"] == 20_00
    for period in (202601, 202602):
        assert read(desk.period.close(period))["ok"]
    assert read(desk.book.verify())["ok"]


def test_a_wrong_opening_is_cancelled_and_brought_again(office: Office, desk: Desk) -> None:
    path = office.file(f"{OPENINGS}\nA01-3-2-502,500.00,20.00,500.00,62220001\n")
    first = read(desk.registry.opening(str(path), on=date(2026, 1, 6)))
    desk.voucher.reverse(first["rows"][0]["voucher"], reason="金额记错")
    path = office.file(f"{OPENINGS}\nA01-3-2-502,550.00,20.00,550.00,62220001\n")
    desk.registry.opening(str(path), on=date(2026, 1, 6))
    assert read(desk.report.household(RIGHT))["balance_fen"] == 570_00


def test_a_floor_is_listed_at_the_close(desk: Desk) -> None:
    told = read(desk.moving.floor(WRONG, overdraft_fen=100, reason="记错", approver="李四"))
    assert told["rows"][0]["overdraft_fen"] == 100
    rows = read(desk.period.check(202601))["rows"]
    [floor] = [row for row in rows if row["check"] == "granted_floor"]
    assert not floor["ok"]
    assert WRONG in floor["message"]
    assert read(desk.book.verify())["ok"]
