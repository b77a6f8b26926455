"""One household, and one account line by line."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.journal.voucher import Kind, Part
from ledger.registry.books import Book
from ledger.reports.household import household
from ledger.reports.ledger_account import Span, ledger_account
from ledger.reports.scope import find_scope
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.bookkeeping import Bookkeeper, open_books

TODAY = date(2026, 3, 31)


@pytest.fixture
def keeper(db: Database) -> Bookkeeper:
    return open_books(db)


@pytest.fixture
def book(keeper: Bookkeeper) -> Book:
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.estate("A02", book)
    keeper.post(
        book,
        "2026-01-01",
        "借 1001 1,000.00",
        "贷 3001 1,000.00",
        estate="A01",
        kind=Kind.OPENING,
        summary="期初",
    )
    keeper.post(book, "2026-01-05", "借 1001 300.00", "贷 4001 300.00", estate="A02")
    keeper.post(
        book, "2026-01-06", "借 5001 80.01", "贷 1001 80.01", estate="A01", summary="修水泵"
    )
    keeper.close(book, 202601)
    distribution = keeper.draft(
        book,
        "2026-02-01",
        "借 3101 6.00",
        "贷 3001 6.00",
        estate="A01",
        kind=Kind.DISTRIBUTION,
        summary="分配收益",
    )
    earned = replace(
        distribution.lines[1],
        shares=tuple(replace(share, part=Part.EARNINGS) for share in distribution.lines[1].shares),
    )
    keeper.enter(replace(distribution, lines=(distribution.lines[0], earned)))
    return book


def as_json(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


@pytest.mark.usefixtures("book")
def test_a_household_shows_every_change_and_what_it_held_then(keeper: Bookkeeper) -> None:
    with keeper.db.read() as tx:
        told = as_json(household(tx, "A01-1-1-101", on=TODAY))
    assert {key: told[key] for key in list(told) if key.endswith("_fen")} == {
        "balance_fen": 46299,
        "principal_fen": 45999,
        "earnings_fen": 300,
        "initial_fen": 1000000,
        "earmark_fen": 0,
    }
    assert (told["kind"], told["code"], told["book"]) == ("household", "A01-1-1-101", "F1-C")
    assert [row["what"] for row in told["rows"]] == ["opening", "other", "earnings"]
    assert [tuple(row.values())[:6] for row in told["rows"]] == [
        ("2026-01-01", "期初", "F1-C:2026-01:转-1", "principal", 50000, 50000),
        ("2026-01-06", "修水泵", "F1-C:2026-01:付-1", "principal", -4001, 45999),
        ("2026-02-01", "分配收益", "F1-C:2026-02:转-1", "earnings", 300, 46299),
    ]


@pytest.mark.usefixtures("book")
def test_a_household_up_to_a_month_shows_what_it_held_at_its_end(keeper: Bookkeeper) -> None:
    with keeper.db.read() as tx:
        told = as_json(household(tx, "A01-1-1-101", on=TODAY, period=202601))
    assert (told["balance_fen"], told["until"]) == (45999, "2026-01-31")
    assert len(told["rows"]) == 2


@pytest.mark.usefixtures("book")
def test_a_household_is_printed_with_its_owner_and_house(keeper: Bookkeeper) -> None:
    with keeper.db.write() as tx:
        tx.conn.execute(
            schema.title.insert().values(
                book_id=1,
                sub_id=1,
                title_no=1,
                owner="王五",
                owned_from=date(2020, 1, 1),
                share_num=1,
                share_den=1,
                change_id=1,
            )
        )
    with keeper.db.read() as tx:
        printed = "".join(draw(household(tx, "A01-1-1-101", on=TODAY), "text")).splitlines()
    assert printed[:8] == [
        "分户账 A01-1-1-101",
        "产权人：王五",
        "建筑面积（㎡）：100.00",
        "应交首期（元）：10,000.00",
        "余额（元）：462.99",
        "其中：本金（元）：459.99",
        "收益（元）：3.00",
        "已批准待支付（元）：0.00",
    ]
    assert printed[8].split() == ["日期", "凭证号", "摘要", "部分", "增加", "减少", "余额"]
    assert printed[11].split() == [
        "2026-01-06",
        "F1-C:2026-01:付-1",
        "修水泵",
        "本金",
        "40.01",
        "459.99",
    ]


def test_money_that_waits_to_be_identified_has_an_account_too(
    keeper: Bookkeeper, book: Book
) -> None:
    keeper.sub(book, "SUSPENSE", "待认领")
    keeper.post(book, "2026-02-03", "借 1001 5.00", "贷 4001 5.00 待认领")
    with keeper.db.read() as tx:
        told = as_json(household(tx, "待认领", on=TODAY))
    assert (told["balance_fen"], told["initial_fen"], told["owner"]) == (500, 0, None)


@pytest.mark.usefixtures("book")
def test_a_house_that_is_not_there_is_refused(keeper: Bookkeeper) -> None:
    with keeper.db.read() as tx, pytest.raises(Refused, match="household_unknown"):
        household(tx, "A01-9-9-999", on=TODAY)


def ledger(keeper: Bookkeeper, account: str, span: Span, **words: Any) -> list[tuple[object, ...]]:
    with keeper.db.read() as tx:
        scope = find_scope(tx, period=span.last, **words)
        return list(ledger_account(tx, scope, account, span).rows)


@pytest.mark.usefixtures("book")
def test_a_ledger_has_opening_lines_and_totals_of_month_and_year(keeper: Bookkeeper) -> None:
    keeper.estate("A03", keeper.book("P"))
    told = ledger(keeper, "3001", Span(202601, 202602))
    assert told == [
        (None, None, "上年结转", None, None, "贷", 100000),
        (date(2026, 1, 31), "F1-C:2026-01:结-1", "2026年1月期末结转", 0, 30000, "贷", 130000),
        (date(2026, 1, 31), "F1-C:2026-01:结-1", "2026年1月期末结转", 8001, 0, "贷", 121999),
        (None, None, "本月合计", 8001, 30000, "贷", 121999),
        (None, None, "本年累计", 8001, 30000, "贷", 121999),
        (date(2026, 2, 1), "F1-C:2026-02:转-1", "分配收益", 0, 600, "贷", 122599),
        (None, None, "本月合计", 0, 600, "贷", 122599),
        (None, None, "本年累计", 8001, 30600, "贷", 122599),
    ]


@pytest.mark.usefixtures("book")
def test_a_ledger_of_one_month_begins_with_its_opening_balance(keeper: Bookkeeper) -> None:
    assert ledger(keeper, "1001", Span(202602, 202602)) == [
        (None, None, "期初余额", None, None, "借", 121999),
        (None, None, "本月合计", 0, 0, "借", 121999),
        (None, None, "本年累计", 30000, 8001, "借", 121999),
    ]


@pytest.mark.usefixtures("book")
def test_a_ledger_of_an_estate_shows_its_own_lines(keeper: Bookkeeper) -> None:
    told = ledger(keeper, "3001", Span(202601, 202601), estate="A02")
    assert [row[2:] for row in told] == [
        ("上年结转", None, None, "平", 0),
        ("2026年1月期末结转", 0, 30000, "贷", 30000),
        ("本月合计", 0, 30000, "贷", 30000),
        ("本年累计", 0, 30000, "贷", 30000),
    ]


@pytest.mark.usefixtures("book")
def test_an_account_that_is_not_there_is_refused(keeper: Bookkeeper) -> None:
    with pytest.raises(Refused, match="account_unknown"):
        ledger(keeper, "9999", Span(202601, 202601))
