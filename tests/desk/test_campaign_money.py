"""What came in upon a campaign, what was waived, and what the books say of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ledger.desk import Desk, open_desk
from ledger.store.database import Database
from ledger.values.draw import draw
from tests.desk.campaigns import (
    CLOCK,
    counts,
    open_estate,
    pay,
    read,
    refused,
    status,
    voted,
)
from tests.fund.town import Town
from tests.offices import Office


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return open_estate(db, tmp_path)


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


# ---- what came in ----


def test_a_deposit_with_the_purpose_counts_by_itself_and_only_cash_counts(
    office: Office, desk: Desk
) -> None:
    code = voted(desk)
    desk.campaign.notice(code, on=date(2026, 1, 21))
    pay(
        office,
        "2026-02-01,A01-1-1-101,2000.00,62220001,R10,续交,",
        "2026-02-02,A01-1-2-201,6000.00,62220001,R11,补建,",
        "2026-02-03,A01-2-1-101,1500.00,62220002,R12,补足,",
        "2026-02-04,A01-1-1-101,10.00,62220001,R13,首期,",
    )
    told = status(desk, code, date(2026, 2, 28))
    assert (told["collected_fen"], told["open_fen"]) == (910_000, 560_201)
    assert (told["done"], told["rate_permille"]) == (2, 618)
    assert [(row["stair"], row["collected_fen"], row["rate_permille"]) for row in told["rows"]] == [
        ("1-1", 200_000, 263),
        ("1-2", 600_000, 1000),
        ("2-1", 110_000, 1000),  # what was paid too much is the household's own savings
    ]
    assert status(desk, code, date(2026, 1, 31))["collected_fen"] == 0
    late = status(desk, code, date(2026, 2, 21), late=True)
    assert [(row["household"], row["overdue_fen"]) for row in late["rows"]] == [
        ("A01-1-1-101", 560_201)
    ]
    text = "".join(draw(desk.campaign.status(code, on=date(2026, 2, 28)), "text"))
    assert "收缴率：61.8%" in text
    assert "26.3%   █████···············" in text


def test_money_that_was_cancelled_or_given_back_counts_no_longer(
    office: Office, desk: Desk
) -> None:
    code = voted(desk)
    pay(
        office,
        "2026-02-01,A01-1-1-101,2000.00,62220001,R10,续交,",
        "2026-02-02,A01-1-2-201,600.00,62220001,R11,补建,",
    )
    desk.voucher.reverse("F1-C:2026-02:收-1", reason="录错", on=date(2026, 2, 5))
    desk.refund.refund(
        "A01-1-2-201",
        amount_fen=10_000,
        deposit_on=date(2026, 2, 2),
        on=date(2026, 2, 6),
        reason="多交",
        payee="王五",
    )
    assert status(desk, code, date(2026, 2, 4))["collected_fen"] == 260_000
    assert status(desk, code, date(2026, 2, 28))["collected_fen"] == 50_000


def test_what_concerns_money_from_before_the_plan_does_not_touch_it(
    office: Office, desk: Desk
) -> None:
    pay(
        office,
        "2026-01-09,A01-1-2-201,100.00,62220001,R7,补建,",
        "2026-01-08,A01-1-2-201,100.00,62220001,R8,补建,",
    )
    code = voted(desk)
    pay(office, "2026-02-01,A01-1-2-201,500.00,62220001,R10,补建,")
    desk.refund.refund(
        "A01-1-2-201",
        amount_fen=10_000,
        deposit_on=date(2026, 1, 9),
        on=date(2026, 2, 6),
        reason="多交",
        payee="王五",
    )
    desk.voucher.reverse("F1-C:2026-01:收-2", reason="录错", on=date(2026, 2, 7))
    assert status(desk, code, date(2026, 2, 28))["collected_fen"] == 50_000


def test_a_claimed_receipt_counts_from_the_day_it_is_claimed(desk: Desk) -> None:
    code = voted(desk)
    desk.suspense.record(
        amount_fen=50_000, bank_ref="S1", bank_account="62220001", on=date(2026, 2, 1)
    )
    assert status(desk, code, date(2026, 2, 28))["collected_fen"] == 0
    desk.suspense.assign("S1", household="A01-1-1-101", purpose="续交", on=date(2026, 2, 2))
    assert status(desk, code, date(2026, 2, 28))["collected_fen"] == 50_000


def test_instalments_are_paid_the_oldest_first(office: Office, desk: Desk) -> None:
    code = voted(desk, times=3, every_months=6)
    pay(office, "2026-02-01,A01-1-1-101,3000.00,62220001,R10,续交,")
    told = status(desk, code, date(2026, 9, 1))
    assert told["due_days"] == ["2026-02-19", "2026-08-19", "2027-02-19"]
    assert [(part["due_fen"], part["collected_fen"]) for part in told["instalments"]] == [
        (490_068, 253_401),
        (490_067, 46_599),
        (490_066, 0),
    ]


def test_a_stopped_campaign_urges_nobody_and_counts_until_it_stopped(
    office: Office, desk: Desk
) -> None:
    code = voted(desk)
    pay(
        office,
        "2026-02-01,A01-1-1-101,100.00,62220001,R10,续交,",
        "2026-03-01,A01-1-1-101,100.00,62220001,R11,续交,",
    )
    refused(
        office,
        "vote_before_plan",
        lambda: desk.campaign.stop(code, reason="业主大会决定", on=date(2026, 1, 19)),
    )
    desk.campaign.stop(code, reason="业主大会决定", on=date(2026, 2, 15))
    before = counts(office)
    desk.campaign.stop(code, reason="业主大会决定", on=date(2026, 2, 15))
    assert counts(office) == before
    refused(office, "campaign_state", lambda: desk.campaign.notice(code))
    told = desk.campaign.status(code, on=date(2026, 5, 1))
    assert read(told)["collected_fen"] == 10_000
    assert told.notes == ["2026-02-15 停止：业主大会决定"]


# ---- remission ----


def test_a_remission_lowers_what_is_owed_and_is_written_once(office: Office, desk: Desk) -> None:
    code = voted(desk)
    waive = desk.campaign.waive
    refused(
        office,
        "waiver_excessive",
        lambda: waive(code, "A01-1-1-101", amount_fen=760_202, reason="低保"),
    )
    refused(
        office,
        "amount_not_positive",
        lambda: waive(code, "A01-1-1-101", amount_fen=0, reason="低保"),
    )
    refused(office, "campaign_household", lambda: waive(code, "A01-1-1-102", reason="低保"))
    refused(office, "waiver_missing", lambda: desk.campaign.grant_waiver(code, "A01-1-1-101"))
    told = read(waive(code, "A01-1-1-101", amount_fen=60_201, reason="低保"))
    assert told["rows"][0]["granted"]
    before = counts(office)
    assert read(waive(code, "A01-1-1-101", amount_fen=60_201, reason="低保"))["replayed"]
    assert counts(office) == before
    whole = status(desk, code, date(2026, 3, 1))
    assert (whole["waived_fen"], whole["open_fen"]) == (60_201, 1_410_000)


def test_with_users_a_second_person_grants_a_remission(
    office: Office, desk: Desk, database_url: str
) -> None:
    code = voted(desk)
    Town(office.db).add_users("张三", "李四")
    with open_desk(database_url, user="张三", clock=CLOCK) as maker:
        told = maker.campaign.waive(code, "A01-1-1-101", reason="低保")
        assert not read(told)["rows"][0]["granted"]
        assert "approve-waiver" in told.notes[0]
        assert status(maker, code, date(2026, 3, 1))["waived_fen"] == 0
        refused(office, "waiver_self", lambda: maker.campaign.grant_waiver(code, "A01-1-1-101"))
    with open_desk(database_url, user="李四", clock=CLOCK) as second:
        second.campaign.grant_waiver(code, "A01-1-1-101")
        before = counts(office)
        assert read(second.campaign.grant_waiver(code, "A01-1-1-101"))["replayed"]
        assert counts(office) == before
        assert status(second, code, date(2026, 3, 1))["waived_fen"] == 760_201


# ---- the books ----


def test_with_users_a_deposit_counts_when_it_is_posted(
    office: Office, desk: Desk, database_url: str
) -> None:
    code = voted(desk)
    Town(office.db).add_users("张三", "李四")
    pay(office, "2026-02-01,A01-1-1-101,2000.00,62220001,R10,续交,")
    with open_desk(database_url, user="李四", clock=CLOCK) as second:
        assert status(second, code, date(2026, 3, 1))["collected_fen"] == 0
        second.voucher.check(["F1-C:D-1"])
        second.voucher.post(["F1-C:D-1"])
        assert status(second, code, date(2026, 3, 1))["collected_fen"] == 200_000


def test_months_close_and_the_books_verify_after_a_campaign(office: Office, desk: Desk) -> None:
    code = voted(desk)
    desk.campaign.notice(code, on=date(2026, 1, 21))
    pay(office, "2026-02-01,A01-1-1-101,2000.00,62220001,R10,续交,")
    for period in (202601, 202602):
        assert read(desk.period.close(period))["ok"]
    assert read(desk.book.verify())["ok"]
    assert status(desk, code, date(2026, 3, 1))["collected_fen"] == 200_000
