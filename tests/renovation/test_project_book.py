"""The memo book of a project at its window: every event, the fund's money, the settlement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.renovation.building import fund_money
from ledger.store.database import Database
from ledger.values.errors import LedgerError, Refused
from tests.fund.town import Town
from tests.renovation.village import CLOCK, CODE, HOMES, JANUARY, found_village, read, store

MARCH = date(2026, 3, 2)
PAID = date(2026, 3, 20)


@pytest.fixture
def town(db: Database) -> Town:
    return found_village(db)


@pytest.fixture
def desk(town: Town, database_url: str) -> Iterator[Desk]:
    assert town.db is not None  # the desk is opened upon a town that lives
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def sources(desk: Desk) -> None:
    """Put a project in the store with its sources: 1 central, 2 the fund, 3 gift, 4 a memo."""
    store(desk)
    add = desk.sources.add
    add(CODE, "central", 150_000, evidence="下达1", on=JANUARY)
    add(CODE, "fund", 60_000, evidence="表决1", on=JANUARY)
    add(CODE, "donation_in_kind", 10_000, evidence="发票1", payer="善心公司", on=JANUARY)
    add(CODE, "provident", 20_000, evidence="提取1", payer="住户", on=JANUARY)


def case_of(desk: Desk, town: Town, who: Desk | None = None) -> str:
    for home in HOMES:
        town.deposit(home.code, 10_000)
    words: dict[str, Any] = {"estate": "A01", "title": "电梯", "payee": "甲公司"}
    told = desk.usage.draft(amount_fen=60_000, emergency="困人", on=MARCH, **words)
    case: str = read(told)["case"]
    (who or desk).usage.approve(case, on=MARCH)
    return case


def do(desk: Desk, event: str, fen: int, paper: str, **words: Any) -> dict[str, Any]:
    return read(desk.project_book.record(CODE, event, fen, paper=paper, on=MARCH, **words))


def exact(desk: Desk) -> dict[str, Any]:
    """Return the book as shown, after holding both margins against the works."""
    book = read(desk.project_book.show(CODE))
    assert sum(row["cost_fen"] for row in book["rows"]) == book["works_fen"]
    return book


def test_a_project_is_built_from_several_sources_settled_and_closed(desk: Desk, town: Town) -> None:
    sources(desk)
    case = case_of(desk, town)
    do(desk, "receive", 100_000, "回单1", source=1)
    assert do(desk, "receive", 100_000, "回单1", source=1)["replayed"]
    do(desk, "advance", 30_000, "合同1")
    do(desk, "certify", 100_000, "单1", item=1)
    assert exact(desk)["retention_fen"] == 3_000
    do(desk, "gift", 10_000, "发票1", source=3, item=3)
    do(desk, "certify", 60_000, "单2", item=2, part="equipment", retained_fen=0)
    exact(desk)
    paid = read(desk.project_book.pay(CODE, case, 60_000, source=2, on=PAID))
    assert {row["book"] for row in paid["rows"]} == {"F1-C", f"{CODE}-R"}
    assert [line["account"] for line in paid["lines"]] == ["2302", "370202"]
    assert read(desk.project_book.pay(CODE, case, 60_000, source=2, on=PAID))["replayed"]
    do(desk, "pay", 60_000, "付1")
    do(desk, "reduce", 2_000, "审1", item=1)
    assert exact(desk)["payable_fen"] == 5_000
    do(desk, "pay", 5_000, "付2")
    do(desk, "forfeit", 500, "扣1", item=1)
    do(desk, "pay-retention", 2_500, "付3")
    exact(desk)
    do(desk, "give-back", 2_500, "退1", source=1)
    do(desk, "pay-back", 2_500, "退2", source=1)
    book = exact(desk)
    assert (book["works_fen"], book["received_fen"], book["cash_fen"]) == (167_500, 167_500, 0)
    settled = read(desk.project_book.settle(CODE, [(1, "operator")], paper="决算1", on=PAID))
    assert read(desk.project_book.settle(CODE, [(1, "operator")], paper="决算1", on=PAID))[
        "replayed"
    ]
    debits = {
        line["account"]: line["amount_fen"] for line in settled["lines"] if line["side"] == "D"
    }
    assert debits["379003"] == 97_500
    assert debits["370202"] == 60_000
    assert exact(desk)["works_fen"] == 0
    for period in (202601, 202602, 202603):
        desk.period.close(period, all_books=True)
    assert read(desk.book.verify())["ok"]
    rows = read(desk.report.trial_balance(book=f"{CODE}-R", period=202603))["rows"]
    assert all(row["closing_fen"] == 0 for row in rows)


def test_what_a_loan_built_stays_owed_when_the_project_is_settled(desk: Desk) -> None:
    sources(desk)
    desk.sources.add(
        CODE, "loan", 40_000, evidence="合同9", payer="工行", borrower="平台公司", on=JANUARY
    )
    do(desk, "receive", 60_000, "回单1", source=1)
    do(desk, "receive", 40_000, "回单2", source=5)
    do(desk, "certify", 100_000, "单1", item=1, retained_fen=0)
    do(desk, "certify", 1, "单2", item=2, retained_fen=0)
    with pytest.raises(Refused) as unpaid:  # more was certified than came
        desk.project_book.settle(CODE, paper="决算1", on=MARCH)
    assert unpaid.value.code == "project_unfunded"
    do(desk, "reduce", 1, "审1", item=2)
    do(desk, "pay", 100_000, "付1")
    desk.project_book.settle(CODE, [(1, "government")], paper="决算1", on=MARCH)
    rows = read(desk.report.trial_balance(book=f"{CODE}-R", period=202603))["rows"]
    standing = {row["account"]: row["closing_fen"] for row in rows if row["closing_fen"]}
    assert standing == {"2501": 40_000, "379002": 40_000}


def test_what_a_project_cannot_bear_is_refused_and_nothing_is_written(desk: Desk) -> None:
    sources(desk)
    do(desk, "receive", 1_000, "回单1", source=1)
    before = len(list(desk.voucher.list(state="posted").rows))
    for event, fen, words, code in (
        ("receive", 1_000, {"source": 4}, "source_memo"),
        ("receive", 150_000, {"source": 1}, "project_over_grant"),
        ("receive", 1_000, {"source": 3}, "source_in_kind"),
        ("receive", 1_000, {}, "source_missing"),
        ("certify", 1_000, {}, "item_missing"),
        ("certify", 1_000, {"item": 9}, "project_item_unknown"),
        ("certify", 1_000, {"item": 1, "retained_fen": 31}, "retention_over"),
        ("pay", 1, {}, "project_short"),
        ("advance", 1_001, {}, "project_short"),
        ("advance", 0, {}, "amount_not_positive"),
        ("reduce", 1, {"item": 1}, "project_short"),
    ):
        with pytest.raises(LedgerError) as refusal:
            do(desk, event, fen, "凭1", **words)
        assert refusal.value.code == code, event
    for takers, code in (([], "nothing_to_settle"), ([(9, "owners")], "project_item_unknown")):
        with pytest.raises(Refused) as refused:
            desk.project_book.settle(CODE, takers, paper="决算1", on=MARCH)
        assert refused.value.code == code
    desk.project_book.record(CODE, "advance", 1_000, paper="合同1", on=MARCH, dry_run=True)
    assert len(list(desk.voucher.list(state="posted").rows)) == before
    do(desk, "advance", 1_000, "合同1")
    with pytest.raises(Refused) as short:  # the money was spent on
        desk.voucher.reverse(f"{CODE}-R:2026-03:转-1", reason="试")
    assert short.value.code == "project_short"


def test_the_funds_money_is_in_both_books_or_in_none(
    desk: Desk, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources(desk)
    case = case_of(desk, town)

    def vouchers() -> list[str]:
        return [str(row[0]) for row in desk.voucher.list(state="posted").rows]

    before = vouchers()

    def killed(*_args: object, **_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fund_money, "book_draft", killed)
        with pytest.raises(KeyboardInterrupt):
            desk.project_book.pay(CODE, case, 60_000, source=2, on=PAID)
    assert vouchers() == before
    with pytest.raises(Refused) as wrong:
        desk.project_book.pay(CODE, case, 60_000, source=1, on=PAID)
    assert wrong.value.code == "source_not_fund"
    paid = read(desk.project_book.pay(CODE, case, 60_000, source=2, on=PAID))["rows"]
    for row in paid:
        with pytest.raises(Refused) as split:
            desk.voucher.reverse(row["voucher"], reason="试")
        assert split.value.code == "event_split"
    desk.money.returned(case, reason="账号有误", on=PAID)
    desk.money.returned(case, reason="账号有误", on=PAID)
    assert read(desk.project_book.show(CODE))["received_fen"] == 0
    assert len(vouchers()) == len(before) + 4
    assert read(desk.book.verify())["ok"]


def test_with_users_both_parts_wait_and_are_posted_together(town: Town, database_url: str) -> None:
    users = ("张三", "李四", "王五")
    with open_desk(database_url, clock=CLOCK) as alone:
        sources(alone)
        for home in HOMES:
            town.deposit(home.code, 10_000)
    town.add_users(*users)
    desks = {name: open_desk(database_url, name, clock=CLOCK) for name in users}
    maker, checker, poster = desks.values()
    words: dict[str, Any] = {"estate": "A01", "title": "电梯", "payee": "甲公司"}
    told = maker.usage.draft(amount_fen=60_000, emergency="困人", on=MARCH, **words)
    case = read(told)["case"]
    checker.usage.approve(case, on=MARCH)
    drawn = read(maker.project_book.pay(CODE, case, 60_000, source=2, on=PAID))
    assert drawn["draft"]
    codes = [str(row["voucher"]) for row in drawn["rows"]]
    checker.voucher.check(codes)
    with pytest.raises(Refused) as split:
        poster.voucher.post(codes[:1])
    assert split.value.code == "event_split"
    poster.voucher.post(codes)
    assert read(maker.project_book.show(CODE))["received_fen"] == 60_000
    assert read(maker.book.verify())["ok"]
    for each in desks.values():
        each.close()
