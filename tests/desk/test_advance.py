"""A developer's advance, and money that is not the fund's: booked, given on, given back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ledger.desk import Desk, open_desk
from ledger.fund.earning.undistributed import read_undistributed
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.draw import draw
from ledger.values.errors import BadRows, LedgerError
from ledger.values.sheet import Sheet
from tests.offices import CLOCK, Office, open_office

DEV, DOOR, OTHER = "A01-DEV", "A01-3-2-501", "A01-3-2-502"
BANK = "62220001"
HOMES = (
    "A01,3,2,501,商品住宅,10.00,100.00,张三,",
    "A01,3,2,502,商品住宅,20.00,100.00,李四,",
    "A01,3,2,503,未售商品房,30.00,100.00,,",
    "B01,1,,101,商品住宅,10.00,100.00,王五,",
)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*HOMES)
    office.deposits("2026-01-05,A01-3-2-501,300.00,62220001,R1,首期,")
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


def paid(desk: Desk, ref: str = "D1", fen: int = 5000_00, **words: Any) -> dict[str, Any]:
    said = {"estate": "A01", "payer": "甲开发公司", "on": date(2026, 1, 6), **words}
    return read(desk.advance.record(amount_fen=fen, bank_ref=ref, **said))


def foreign(desk: Desk, ref: str = "F1", fen: int = 80_00, **words: Any) -> dict[str, Any]:
    said = {"payer": "某单位", "on": date(2026, 1, 7), **words}
    return read(desk.foreign.record(amount_fen=fen, bank_ref=ref, **said))


def lines(desk: Desk, code: str) -> list[tuple[Any, ...]]:
    rows = read(desk.voucher.show(code))["rows"]
    return [(row["account"], row["debit_fen"], row["credit_fen"]) for row in rows]


def refused(office: Office, code: str, act: Callable[[], object]) -> None:
    tables = ("voucher", "draft", "sub_account", "master_change", "deposit")
    before = [office.count(name) for name in tables]
    with pytest.raises((LedgerError, BadRows)) as told:
        act()
    assert told.value.code == code
    assert [office.count(name) for name in tables] == before


def held(desk: Desk, code: str) -> int:
    fen: int = read(desk.report.household(code))["balance_fen"]
    return fen


def test_an_advance_lies_on_the_developer_until_the_homes_are_sold(
    office: Office, desk: Desk
) -> None:
    told = paid(desk)
    assert (told["voucher"], told["left_fen"]) == ("F1-C:2026-01:收-2", 5000_00)
    assert paid(desk)["replayed"]
    assert held(desk, DEV) == 5000_00
    given = read(desk.advance.transfer("A01", all_sold=True, on=date(2026, 2, 3)))
    assert [(row["household"], row["amount_fen"]) for row in given["rows"]] == [
        (DOOR, 700_00),
        (OTHER, 2000_00),
    ]
    assert given["left_fen"] == 2300_00
    line = schema.line
    assert office.all(
        select(line.c.account, line.c.side, line.c.amount_fen)
        .join(
            schema.voucher,
            (schema.voucher.c.book_id == line.c.book_id)
            & (schema.voucher.c.voucher_id == line.c.voucher_id),
        )
        .where(schema.voucher.c.period == 202602)
        .order_by(line.c.line_no)
    ) == [("3001", "D", 2700_00), ("3001", "C", 2700_00)]
    assert (held(desk, DEV), held(desk, OTHER)) == (2300_00, 2000_00)
    again = read(desk.advance.transfer("A01", all_sold=True, on=date(2026, 2, 3)))
    assert (again["replayed"], again["voucher"]) == (True, None)  # nobody owes anything
    one = read(desk.advance.transfer("A01", household=OTHER, amount_fen=1, on=date(2026, 2, 4)))
    assert one["left_fen"] == 2299_99
    [row] = read(desk.advance.list(estate="A01"))["rows"]
    assert row["left_fen"] == 2299_99
    for period in (202601, 202602):
        assert read(desk.period.close(period))["ok"]
    assert read(desk.book.verify())["ok"]


def test_an_advance_is_given_by_a_list_once(office: Office, desk: Desk) -> None:
    paid(desk)
    path = str(office.file(f"房屋编号,金额\n{DOOR},100.00\n{OTHER},200.00\n"))
    tried = read(desk.advance.transfer("A01", path=path, dry_run=True))
    assert (tried["total_fen"], held(desk, DEV)) == (300_00, 5000_00)
    first = read(desk.advance.transfer("A01", path=path))
    assert read(desk.advance.transfer("A01", path=path))["replayed"]
    assert held(desk, DEV) == 4700_00
    desk.voucher.reverse(first["voucher"], reason="错")
    assert not read(desk.advance.transfer("A01", path=path))["replayed"]
    assert held(desk, DOOR) == 400_00


def test_what_is_left_goes_back_to_the_developer_by_its_year(desk: Desk) -> None:
    paid(desk)
    told = read(
        desk.refund.refund(DEV, amount_fen=1000_00, reason="多交", payee="甲", on=date(2026, 2, 9))
    )
    assert told["rows"][0]["account"] == "4001"
    assert held(desk, DEV) == 4000_00


def test_an_advance_is_refused_by_name(office: Office, desk: Desk) -> None:
    give = partial(partial, desk.advance.transfer, "A01")
    refused(office, "advance_missing", give(household=DOOR, amount_fen=1))
    office.roster("A01,4,,0101,已售公有住房,60.00,,赵六,第一机床厂")
    office.deposits("2026-01-05,A01-4-SU,60.00,62220002,P1,首期,售房单位")
    refused(office, "bank_account_wrong", partial(paid, desk, bank_account="62220002"))
    own: dict[str, Any] = {"bank_account": BANK}
    refused(office, "bank_ref_used", partial(paid, desk, "R1", **own))
    paid(desk, **own)
    refused(office, "bank_ref_used", partial(paid, desk, fen=1, **own))
    refused(office, "amount_not_positive", partial(paid, desk, "D2", 0, **own))
    refused(office, "estate_unknown", partial(paid, desk, "D2", estate="X9", **own))
    refused(office, "date_in_future", partial(paid, desk, "D2", on=date(2026, 4, 1), **own))
    refused(office, "advance_short", give(household=DOOR, amount_fen=5000_01))
    refused(office, "household_unknown", give(household="B01-1-0-101", amount_fen=1))
    refused(office, "amount_not_positive", give(household=DOOR, amount_fen=0))
    twice = str(office.file(f"房屋编号,金额\n{DOOR},1.00\n{DOOR},2.00\n"))
    refused(office, "household_twice", give(path=twice))


def test_with_users_an_advance_waits(office: Office, desk: Desk, database_url: str) -> None:
    paid(desk)
    for name in ("甲", "乙"):
        with open_desk(database_url, "甲" if name == "乙" else None, clock=CLOCK) as first:
            first.user.add(name)
    with open_desk(database_url, "甲", clock=CLOCK) as maker:
        told = read(maker.advance.transfer("A01", household=DOOR, amount_fen=4000_00))
        assert (told["draft"], told["left_fen"]) == (True, 1000_00)
        more = partial(maker.advance.transfer, "A01", household=OTHER, amount_fen=1000_01)
        refused(office, "advance_short", more)
        again = read(maker.advance.transfer("A01", household=DOOR, amount_fen=4000_00))
        assert again["voucher"] == told["voucher"]
        mine = read(maker.foreign.record(amount_fen=1, bank_ref="F9", on=date(2026, 1, 9)))
        assert mine["draft"]
        taken = partial(maker.suspense.record, amount_fen=1, bank_ref="F9", on=date(2026, 1, 9))
        refused(office, "bank_ref_used", taken)
    with open_desk(database_url, "乙", clock=CLOCK) as checker:
        checker.voucher.check([told["voucher"]])
        checker.voucher.post([told["voucher"]])
        assert held(checker, DOOR) == 4300_00


# ---- money that is not the fund's ----


def test_foreign_money_goes_back_in_red_in_its_year(office: Office, desk: Desk) -> None:
    told = foreign(desk)
    assert lines(desk, told["rows"][0]["voucher"]) == [("1001", 80_00, None), ("4901", None, 80_00)]
    assert foreign(desk)["replayed"]
    back = partial(desk.foreign.give_back, "F1", payee="某单位", on=date(2026, 2, 3))
    part = read(back(amount_fen=30_00))["rows"][0]
    assert lines(desk, part["voucher"]) == [("4901", None, -30_00), ("1001", None, 30_00)]
    assert part["left_fen"] == 50_00
    assert read(back(amount_fen=30_00))["replayed"]
    [row] = read(desk.foreign.list())["rows"]
    assert (row["bank_ref"], row["payer"], row["open_fen"], row["days"]) == (
        "F1",
        "某单位",
        50_00,
        83,
    )
    for period in (202601, 202602):
        assert read(desk.period.close(period))["ok"]
    with office.db.read() as tx:
        assert read_undistributed(tx, 1, None, date(2026, 2, 28)).free_fen(nets_charges=True) == 0
    read(desk.foreign.give_back("F1", payee="某单位", on=date(2026, 3, 3)))
    assert read(desk.foreign.list())["rows"] == []
    assert read(desk.book.verify())["ok"]


def test_foreign_money_of_an_earlier_year_is_expenditure(database_url: str, desk: Desk) -> None:
    foreign(desk)
    later = Clock(today=date(2027, 1, 31), at="2027-01-31T00:00:00Z")
    with open_desk(database_url, clock=later) as opened:
        told = read(opened.foreign.give_back("F1", payee="某单位", on=date(2027, 1, 20)))
        code = told["rows"][0]["voucher"]
        assert lines(opened, code) == [("5901", 80_00, None), ("1001", None, 80_00)]


def test_foreign_money_is_refused_by_name(office: Office, desk: Desk) -> None:
    foreign(desk)
    refused(office, "bank_ref_used", partial(foreign, desk, fen=1))
    refused(office, "bank_ref_used", partial(foreign, desk, "R1"))
    back = partial(partial, desk.foreign.give_back)
    refused(office, "foreign_unknown", back("X", payee="某"))
    refused(office, "foreign_short", back("F1", payee="某", amount_fen=80_01))
    refused(office, "date_before_receipt", back("F1", payee="某", on=date(2026, 1, 6)))
    refused(office, "date_in_future", back("F1", payee="某", on=date(2026, 4, 1)))
    refused(office, "amount_not_positive", back("F1", payee="某", amount_fen=0))


# ---- one movement of the bank is booked by one room ----


def test_a_number_of_the_bank_is_taken_by_one_room(office: Office, desk: Desk) -> None:
    foreign(desk, "N1")
    paid(desk, "N2")
    desk.suspense.record(amount_fen=1, bank_ref="N3", on=date(2026, 1, 8))
    desk.earnings.record(kind="interest", amount_fen=1, bank_ref="N4", on=date(2026, 1, 8))
    desk.refund.refund(
        DOOR, amount_fen=1, reason="多交", payee="张三", bank_ref="N5", on=date(2026, 1, 8)
    )
    for ref in ("N1", "N2", "N3", "N4", "N5", "R1"):
        if ref != "N1":
            refused(office, "bank_ref_used", partial(foreign, desk, ref))
        if ref != "N2":
            refused(office, "bank_ref_used", partial(paid, desk, ref))
        if ref != "N3":
            suspend = partial(desk.suspense.record, amount_fen=1, bank_ref=ref)
            refused(office, "bank_ref_used", suspend)
        if ref != "N4":
            earn = partial(desk.earnings.record, kind="interest", amount_fen=1, bank_ref=ref)
            refused(office, "bank_ref_used", earn)
        if ref != "R1":
            row = f"2026-01-09,{OTHER},1.00,{BANK},{ref},首期,"
            refused(office, "bank_ref_used", partial(office.deposits, row))
