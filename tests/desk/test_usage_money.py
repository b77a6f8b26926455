"""The window for the money of cases: what scripts read, drafts that wait, closed months."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.stock import YUAN, mixed_town
from tests.fund.town import CLOCK, House, Town, found

FEBRUARY = date(2026, 2, 10)
DOORS = ["A01-1-1-101", "A01-1-1-102"]
USERS = ("张三", "李四", "王五")


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


def seen(sheet: Sheet) -> str:
    return "".join(draw(sheet.for_people(), "text"))


def approved(desk: Desk, amount_fen: int = 1000) -> str:
    words: dict[str, Any] = {"estate": "A01", "title": "电梯大修", "payee": "甲公司"}
    sheet = desk.usage.draft(amount_fen=amount_fen, emergency="困人", on=FEBRUARY, **words)
    case: str = read(sheet)["case"]
    desk.usage.approve(case, on=FEBRUARY)
    return case


def test_a_case_is_paid_in_parts_settled_and_the_month_closes(desk: Desk) -> None:
    case = approved(desk)
    first = read(desk.money.pay(case, amount_fen=300, invoice="1", on=FEBRUARY))
    assert (first["state"], first["payment"], first["cost_fen"], first["paid_fen"]) == (
        "PAYING",
        1,
        300,
        300,
    )
    assert [row["voucher"] for row in first["rows"]] == ["F1-C:2026-02:付-1"]
    settled = read(
        desk.money.settle(
            case,
            final_fen=900,
            retained_fen=20,
            retained_until=date(2026, 3, 20),
            on=date(2026, 2, 20),
        )
    )
    assert (settled["state"], settled["moved_fen"]) == ("RETAINED", 580)
    assert "进度：已结算，留有质保金" in seen(desk.usage.show(case))
    assert "第 1 笔 2026-02-10 预付 3.00 元 甲公司 F1-C:2026-02:付-1" in seen(desk.usage.show(case))
    told = read(desk.usage.show(case))
    assert (told["held_fen"], told["outstanding_fen"]) == (20, 20)
    assert told["settlement"]["retained_until"] == "2026-03-20"
    assert [step["to"] for step in told["steps"]] == ["APPROVED", "PAYING", "RETAINED"]
    assert [(each["kind"], each["fund_fen"]) for each in told["payments"]] == [
        ("advance", 300),
        ("final", 580),
    ]
    assert told["vouchers"] == ["F1-C:2026-02:付-1", "F1-C:2026-02:付-2"]
    assert read(desk.money.retention())["rows"][0]["due"] is True
    assert read(desk.money.retention(due=True, on=date(2026, 3, 19)))["rows"] == []
    paid = read(desk.money.pay_retention(case, on=date(2026, 3, 20)))
    assert (paid["state"], paid["moved_fen"]) == ("PAID", 20)
    back = read(desk.money.recover(case, amount_fen=50, source="insurance", on=date(2026, 3, 21)))
    assert (back["left_fen"], back["rows"][0]["amount_fen"]) == (850, -50)
    closes = [read(desk.period.close(period)) for period in (202601, 202602, 202603)]
    assert all(row["state"] in {"closed", "skipped"} for close in closes for row in close["rows"])
    assert read(desk.book.verify())["findings"] == []


def test_a_returned_payment_and_its_repetition_let_the_month_close(desk: Desk) -> None:
    case = approved(desk)
    desk.usage.pay(case, on=FEBRUARY)
    back = read(desk.money.returned(case, reason="账号不符", on=date(2026, 2, 11)))
    assert back["rows"][0]["amount_fen"] == 1000
    desk.usage.pay(case, on=date(2026, 2, 12))
    other = approved(desk, 500)
    desk.money.pay(other, amount_fen=100, on=FEBRUARY)
    desk.money.returned(other, reason="账号不符", on=date(2026, 2, 11))
    desk.money.pay(other, again=1, on=date(2026, 2, 12))
    for period in (202601, 202602):
        closed = read(desk.period.close(period))
        assert all(row["state"] in {"closed", "skipped"} for row in closed["rows"])
    assert read(desk.book.verify())["findings"] == []


def test_a_dry_run_shows_all_and_keeps_nothing(desk: Desk, town: Town) -> None:
    case = approved(desk)
    before = town.counts()
    desk.money.pay(case, amount_fen=300, on=FEBRUARY, dry_run=True)
    desk.money.settle(case, final_fen=900, on=FEBRUARY, dry_run=True)
    desk.holds.suspend(case, reason="诉讼", dry_run=True)
    desk.holds.payee(case, name="乙", role="design", paper="1", dry_run=True)
    desk.usage.cancel(case, reason="停建", dry_run=True)
    assert town.counts() == before
    desk.money.pay(case, amount_fen=300, on=FEBRUARY)
    before = town.counts()
    desk.money.returned(case, reason="账号不符", on=FEBRUARY, dry_run=True)
    desk.money.recover(case, amount_fen=1, source="overpaid", on=FEBRUARY, dry_run=True)
    assert town.counts() == before


def test_holds_are_told_in_words(desk: Desk) -> None:
    case = approved(desk)
    assert "已中止" in seen(desk.holds.suspend(case, reason="诉讼"))
    assert read(desk.holds.resume(case, reason="结案"))["state"] == "APPROVED"
    desk.money.pay(case, amount_fen=300, on=FEBRUARY)
    cancelled = desk.usage.cancel(case, reason="停建", on=FEBRUARY)
    assert read(cancelled)["state"] == "RECOVERING"
    assert "须追回" in seen(cancelled)
    off = desk.holds.write_off(case, reason="破产", on=FEBRUARY)
    assert read(off)["left_fen"] == 300
    other = approved(desk, 500)
    desk.usage.pay(other, on=FEBRUARY)
    assert read(desk.holds.reopen(other, reason="渗漏"))["state"] == "REOPENED"
    named = desk.holds.payee(approved(desk, 100), name="监理公司", role="supervision", paper="1")
    assert "监理" in seen(named)


@pytest.fixture
def trio(town: Town, database_url: str) -> Iterator[dict[str, Desk]]:
    town.add_users(*USERS)
    desks = {name: open_desk(database_url, name, clock=CLOCK) for name in USERS}
    yield desks
    for each in desks.values():
        each.close()


def started(trio: dict[str, Desk]) -> str:
    words: dict[str, Any] = {"estate": "A01", "title": "电梯大修", "payee": "甲公司"}
    sheet = trio["张三"].usage.draft(amount_fen=1000, emergency="困人", on=FEBRUARY, **words)
    case: str = read(sheet)["case"]
    trio["李四"].usage.approve(case, on=FEBRUARY)
    return case


def post(trio: dict[str, Desk], *codes: str) -> None:
    trio["李四"].voucher.check(codes)
    trio["王五"].voucher.post(codes)


def test_with_users_every_movement_waits_for_a_second_person(
    trio: dict[str, Desk], town: Town
) -> None:
    case, maker = started(trio), trio["张三"]
    told = read(maker.money.pay(case, amount_fen=300, on=FEBRUARY))
    assert (told["state"], told["rows"][0]["voucher"]) == ("APPROVED", "F1-C:D-1")
    with pytest.raises(Refused, match="usage_waiting"):
        maker.money.settle(case, final_fen=900, on=FEBRUARY)
    with pytest.raises(Refused, match="maker_is_checker"):
        maker.voucher.check(["F1-C:D-1"])
    assert town.balances(DOORS[0]) == (1000, 0, 500)
    post(trio, "F1-C:D-1")
    assert read(maker.usage.show(case))["state"] == "PAYING"
    assert town.balances(DOORS[0]) == (850, 0, 350)
    before = town.counts()
    trio["王五"].voucher.post(["F1-C:D-1"])
    assert town.counts() == before
    maker.money.returned(case, reason="账号不符", on=FEBRUARY)
    assert town.balances(DOORS[0]) == (850, 0, 350)
    post(trio, "F1-C:D-2")
    assert read(maker.usage.show(case))["state"] == "APPROVED"
    assert town.balances(DOORS[0]) == (1000, 0, 500)
    maker.money.settle(case, final_fen=900, on=date(2026, 2, 20))
    assert maker.money.settle(case, final_fen=900, on=date(2026, 2, 20)).fields["replayed"]
    trio["李四"].voucher.send_back(["F1-C:D-3"], reason="金额不符")
    maker.money.settle(case, final_fen=800, on=date(2026, 2, 21))
    post(trio, "F1-C:D-4")
    assert read(maker.usage.show(case))["state"] == "PAID"
    assert town.balances(DOORS[0]) == (600, 0, 0)
    maker.money.recover(case, amount_fen=100, source="third_party", on=date(2026, 2, 22))
    post(trio, "F1-C:D-5")
    assert town.balances(DOORS[0]) == (650, 0, 0)
    for period in (202601, 202602):
        trio["王五"].period.close(period)
    assert read(maker.book.verify())["findings"] == []


def test_the_case_moves_when_the_last_of_two_books_is_posted_or_returned(
    db: Database, database_url: str
) -> None:
    town = mixed_town(db)
    town.add_users(*USERS)
    trio = {name: open_desk(database_url, name, clock=CLOCK) for name in USERS}
    words: dict[str, Any] = {"estate": "A01", "title": "电梯大修", "payee": "甲公司"}
    sheet = trio["张三"].usage.draft(
        amount_fen=100_000 * YUAN, emergency="困人", on=FEBRUARY, **words
    )
    case = read(sheet)["case"]
    trio["李四"].usage.approve(case, on=FEBRUARY)
    trio["张三"].money.pay(case, amount_fen=50_000_00, on=FEBRUARY)
    post(trio, "F1-C:D-1")
    assert read(trio["张三"].usage.show(case))["state"] == "APPROVED"
    trio["李四"].voucher.send_back(["F1-P:D-1"], reason="专户不符")
    assert read(trio["张三"].usage.show(case))["state"] == "PAYING"
    again = read(trio["张三"].money.pay(case, again=1, on=date(2026, 2, 11)))
    assert [row["voucher"] for row in again["rows"]] == ["F1-P:D-2"]
    post(trio, "F1-P:D-2")
    trio["张三"].money.settle(case, final_fen=100_000_00, on=date(2026, 2, 12))
    post(trio, "F1-C:D-2", "F1-P:D-3")
    assert town.balances("A01-1-SU") == (72_000_00, 0, 0)
    for each in trio.values():
        each.close()


def test_common_income_waits_with_its_payment_and_is_posted_with_it(
    desk: Desk, town: Town, database_url: str
) -> None:
    day = date(2026, 1, 20)
    desk.earnings.record(kind="income", amount_fen=600, estate="A01", bank_account="6222-1", on=day)
    desk.period.carry(202601, on=date(2026, 1, 31))
    town.add_users(*USERS)
    trio = {name: open_desk(database_url, name, clock=CLOCK) for name in USERS}
    maker, poster = trio["张三"], trio["王五"]
    words: dict[str, Any] = {"payee": "甲公司", "on": FEBRUARY, "common": "all"}
    sheet = maker.usage.draft(
        estate="A01", title="防水", amount_fen=1000, emergency="漏水", **words
    )
    case: str = read(sheet)["case"]
    trio["李四"].usage.approve(case, on=FEBRUARY)
    maker.money.pay(case, amount_fen=900, on=FEBRUARY)
    assert read(maker.money.pay(case, amount_fen=900, on=FEBRUARY))["replayed"] is True
    trio["李四"].voucher.check(["F1-C:D-1", "F1-C:D-2"])
    with pytest.raises(Refused, match="event_split"):
        poster.voucher.post(["F1-C:D-2"])
    poster.voucher.post(["F1-C:D-2", "F1-C:D-1"])
    shown = read(maker.usage.show(case))
    assert (shown["state"], len(shown["vouchers"])) == ("PAYING", 2)
    for code in shown["vouchers"]:
        with pytest.raises(Refused, match="event_split"):
            maker.voucher.reverse(code, reason="错")
    assert [town.balances(door)[0] for door in DOORS] == [850, 850]
    maker.money.returned(case, reason="账号不符", on=date(2026, 2, 11))
    post(trio, "F1-C:D-3", "F1-C:D-4")
    assert read(maker.usage.show(case))["state"] == "APPROVED"
    maker.money.pay(case, amount_fen=900, on=date(2026, 2, 12))
    maker.money.returned(case, reason="账号不符", on=date(2026, 2, 12))  # before it was booked
    assert [town.balances(door)[0] for door in DOORS] == [1000, 1000]
    for period in (202601, 202602):
        closed = read(poster.period.close(period))
        assert all(row["state"] in {"closed", "skipped"} for row in closed["rows"])
    assert read(maker.book.verify())["findings"] == []
    for each in trio.values():
        each.close()


def test_what_waits_to_leave_the_bank_account_is_not_there_for_another_payment(
    trio: dict[str, Desk], town: Town
) -> None:
    maker = trio["张三"]
    first, second = started(trio), ""
    words: dict[str, Any] = {"estate": "A01", "title": "防水", "payee": "乙公司"}
    second = read(maker.usage.draft(amount_fen=1000, emergency="漏水", on=FEBRUARY, **words))[
        "case"
    ]
    trio["李四"].usage.approve(second, on=FEBRUARY)
    maker.imprest.draw(holder="张三", amount_fen=900, bank_account="6222-1", on=FEBRUARY)
    before = town.counts()
    maker.imprest.draw(holder="张三", amount_fen=900, bank_account="6222-1", on=FEBRUARY)
    maker.money.pay(first, amount_fen=1000, on=FEBRUARY)
    after = town.counts()
    assert before != after
    with pytest.raises(Refused, match=r"待过账的凭证要付 19\.00 元"):
        maker.money.pay(second, amount_fen=101, on=FEBRUARY)
    assert town.counts() == after
    trio["李四"].voucher.send_back(["F1-C:D-1"], reason="不领了")
    maker.money.pay(second, amount_fen=1000, on=FEBRUARY)
