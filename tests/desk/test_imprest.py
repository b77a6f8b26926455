"""Imprest: drawn, settled against a case, given back; the holder's figure is the journal's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.steps import approved
from tests.fund.test_stages import spent
from tests.fund.town import CLOCK, House, Town, found

FEBRUARY = date(2026, 2, 10)
DOORS = ["A01-1-1-101", "A01-1-1-102"]
BANK = "6222-1"


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House(door) for door in DOORS])
    for door in DOORS:
        town.deposit(door, 1000)
    return town


@pytest.fixture
def desk(town: Town, database_url: str) -> Iterator[Desk]:
    assert town.keys  # the desk is opened upon a town that lives
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    """Return the sheet as a script reads it."""
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def drawn(desk: Desk, amount_fen: int = 500, on: date = FEBRUARY, **words: Any) -> dict[str, Any]:
    return read(
        desk.imprest.draw(holder="王五", amount_fen=amount_fen, bank_account=BANK, on=on, **words)
    )


def test_imprest_is_drawn_settled_and_given_back(desk: Desk, town: Town) -> None:
    assert drawn(desk)["rows"][0]["voucher"] == "F1-C:2026-02:付-1"
    before = town.counts()
    assert drawn(desk)["replayed"]
    assert town.counts() == before
    case = approved(town, 600)
    settled = read(
        desk.imprest.settle(case, holder="王五", amount_fen=301, invoice="7", on=FEBRUARY)
    )
    assert settled["rows"][0]["voucher"] == "F1-C:2026-02:转-1"
    assert spent(town, case) == {"101": 151, "102": 150}
    assert town.balances(DOORS[0]) == (849, 0, 149)
    desk.imprest.give_back(holder="王五", amount_fen=199, bank_account=BANK, on=FEBRUARY)
    listed = read(desk.imprest.list())
    assert listed["held_fen"] == 0
    assert listed["rows"][0]["settled_fen"] == 500
    desk.money.settle(case, final_fen=600, on=FEBRUARY)
    for period in (202601, 202602):
        desk.period.close(period)
    assert read(desk.book.verify())["findings"] == []


def test_nobody_settles_or_gives_back_more_than_is_held(desk: Desk, town: Town) -> None:
    drawn(desk, 100)
    case = approved(town, 600)
    before = town.counts()
    with pytest.raises(Refused, match="imprest_short"):
        desk.imprest.settle(case, holder="王五", amount_fen=101, on=FEBRUARY)
    with pytest.raises(Refused, match="imprest_short"):
        desk.imprest.settle(case, holder="赵六", amount_fen=1, on=FEBRUARY)
    with pytest.raises(Refused, match="imprest_short"):
        desk.imprest.give_back(holder="王五", amount_fen=101, bank_account=BANK, on=FEBRUARY)
    with pytest.raises(Refused, match="bank_short"):
        drawn(desk, 1_000_000)
    with pytest.raises(Refused, match="amount_not_positive"):
        drawn(desk, 0)
    drawn(desk, 50, dry_run=True)
    assert town.counts() == before


def test_a_payment_from_imprest_may_be_taken_back(desk: Desk, town: Town) -> None:
    drawn(desk)
    case = approved(town, 600)
    desk.imprest.settle(case, holder="王五", amount_fen=300, on=FEBRUARY)
    desk.money.returned(case, reason="退货", on=FEBRUARY)
    assert read(desk.imprest.list())["held_fen"] == 500
    assert town.balances(DOORS[0]) == (1000, 0, 300)


def test_with_users_a_slip_waits_for_a_second_person(town: Town, database_url: str) -> None:
    town.add_users("张三", "李四")
    one, two = (open_desk(database_url, name, clock=CLOCK) for name in ("张三", "李四"))
    told = drawn(one)
    assert told["draft"]
    assert drawn(one)["replayed"]
    assert read(one.imprest.list())["rows"] == []
    with pytest.raises(Refused, match="maker_is_checker"):
        one.voucher.check(["F1-C:D-1"])
    two.voucher.check(["F1-C:D-1"])
    two.voucher.post(["F1-C:D-1"])
    assert read(one.imprest.list())["held_fen"] == 500
    one.close()
    two.close()


def test_the_checklist_of_december_asks_for_imprest(town: Town, database_url: str) -> None:
    later = Clock(today=date(2027, 1, 5), at="2027-01-05T08:00:00Z")
    assert town.keys
    with open_desk(database_url, clock=later) as desk:
        drawn(desk, on=date(2026, 12, 20))
        told = {row["check"]: row for row in read(desk.period.check(202612))["rows"]}
        assert (told["imprest"]["severity"], told["imprest"]["ok"]) == ("warn", False)
        assert "5.00" in told["imprest"]["message"]
        earlier = {row["check"]: row for row in read(desk.period.check(202611))["rows"]}
        assert earlier["imprest"]["ok"]
