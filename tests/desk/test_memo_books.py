"""Books of other kinds than the fund's: posted, closed, shown, exported, verified; never added."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.desk import Desk, open_desk
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Line, Side
from ledger.registry.books import COMMON, KINDS, OPERATOR, PROJECT, ensure_memo_book, list_books
from ledger.registry.custodians import add_custodian
from ledger.store import schema
from ledger.store.database import Database
from ledger.store.upgrade import create_database
from ledger.values.errors import LedgerError
from ledger.values.i18n import _
from tests.renovation.village import CLOCK, JANUARY, found_village, read

# An entry of each kind of book, and what its close leaves on the account that takes it.
ENTRIES = {
    PROJECT: ("XM01", "1002", "370101", ("370101", 500_00)),
    OPERATOR: ("GS", "1002", "6001", ("4103", 500_00)),
    COMMON: ("A01", "1001", "400101", ("3001", 500_00)),
}
PERIOD = JANUARY.year * 100 + JANUARY.month


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    found_village(db)
    with db.write() as tx:
        for kind, (whose, debit, credit, _after) in ENTRIES.items():
            book = ensure_memo_book(tx, kind, 1, whose)
            assert ensure_memo_book(tx, kind, 1, whose) == book
            lines = (Line(debit, Side.DEBIT, 500_00), Line(credit, Side.CREDIT, 500_00))
            draft = Draft(
                book.book_id, Kind.GENERAL, JANUARY, JANUARY, "试记", lines, "t:1", "张三"
            )
            post(tx, draft, clock=CLOCK)
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def test_memo_books_close_report_export_and_verify_like_the_funds(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    checked = read(desk.period.check(PERIOD, book="XM01-R"))["rows"]
    assert {row["check"] for row in checked} == {
        "earlier_month_open",
        "drafts",
        "trial_balance",
        "number_gap",
        "event_in_part",
    }
    closed = {row["book"]: row["state"] for row in read(desk.period.close(PERIOD))["rows"]}
    codes = {"XM01-R": PROJECT, "GS-O": OPERATOR, "A01-S": COMMON}
    assert {code: closed[code] for code in codes} == dict.fromkeys(codes, "closed")
    for code, kind in codes.items():
        sheet = desk.report.trial_balance(book=code)
        balances = {row["account"]: row["closing_fen"] for row in read(sheet)["rows"]}
        account, fen = ENTRIES[kind][3]
        assert balances[account] == fen
        assert any("不是" in note for note in sheet.notes)
        told = read(desk.report.ledger(account, book=code))["rows"]
        assert any(str(row["voucher"]).startswith(f"{code}:") for row in told)
    exported = {
        row["book"]: Path(str(row["file"]))
        for row in read(desk.export.beancount(str(tmp_path)))["rows"]
    }
    assert set(codes) <= set(exported)
    assert _("项目资金备查账") in exported["XM01-R"].read_text(encoding="utf-8")
    assert len(list(desk.export.hledger(str(tmp_path)).rows)) == len(exported)
    verified = read(desk.book.verify())
    assert verified["ok"], verified["findings"]
    kinds = {row["book"]: row["book_kind"] for row in read(desk.book.status())["rows"]}
    assert {code: kinds[code] for code in codes} == codes
    with db.read() as tx:
        assert not {book.code for book in list_books(tx)} & set(codes)
        body = tx.conn.execute(schema.statement.select()).mappings().all()
    forms = {(row["book_id"], row["form"]) for row in body}
    memo = {row["book_id"] for row in body if json.loads(row["body"])["book"] in codes}
    assert {form for book_id, form in forms if book_id in memo} == {"trial_balance"}


def test_the_funds_statements_and_doors_refuse_memo_books(desk: Desk) -> None:
    report = desk.report
    refusals: list[tuple[Callable[[], object], str]] = [
        (lambda: report.balance_sheet(book="XM01-R"), "fund_book_needed"),
        (lambda: report.income(book="GS-O"), "fund_book_needed"),
        (lambda: report.net_assets(book="A01-S"), "fund_book_needed"),
        (lambda: report.indicators(book="GS-O"), "fund_book_needed"),
        (lambda: report.trial_balance(book="XM01-R", estate="A01"), "selectors_conflict"),
    ]
    for refusing, code in refusals:
        with pytest.raises(LedgerError) as refusal:
            refusing()
        assert refusal.value.code == code
    shown = desk.voucher.show("XM01-R:2026-01:转-1")
    assert any("建议分录" in note for note in shown.notes)
    assert read(desk.voucher.reverse("XM01-R:2026-01:转-1", reason="试"))["rows"]
    assert read(desk.book.verify())["ok"]


def test_an_upgrade_brings_the_charts_that_are_new(empty_url: str) -> None:
    database = create_database(empty_url)
    with database.write() as tx:
        add_custodian(tx, code="F1", name="中心")
        for table, names in ((schema.chart, ("FUND", "维修资金", "财会〔2020〕7号")),):
            tx.conn.execute(table.insert().values(names))
        with pytest.raises(LedgerError) as refusal:
            ensure_memo_book(tx, PROJECT, 1, "XM01")
        assert refusal.value.code == "chart_missing"
    database.close()
    with open_desk(empty_url, clock=CLOCK) as desk:
        for _again in range(2):
            desk.book.upgrade()
        with desk.counter.db.write() as tx:
            charts = set(tx.conn.execute(select(schema.chart.c.chart)).scalars())
            assert charts == set(KINDS)
            assert ensure_memo_book(tx, PROJECT, 1, "XM01").code == "XM01-R"
