"""The worked year of the handbook (vector V5): two books of one custodian, entry by entry.

An accountant can tick it off: the opening balances, each entry on its day, every month closed, and
at the end the balances and the forms 02 and 03 to the fen. The year's earnings reach 待分配累计收益
by an interim carry before the distribution; without it that account would stand at a debit of
12,000.00 (中期结转 is what `test_without_the_carry…` shows).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.closing.forms import income, net_assets, trial_rows
from ledger.journal.balances import Figures, read_figures, together
from ledger.journal.voucher import Kind, Side
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Database, open_database
from ledger.values.money import format_fen, parse_fen
from tests.bookkeeping import Bookkeeper, open_books

COMMODITY, PUBLIC = "商", "公"
# 日期, 账套, 小区, 凭证种类, 借方…, 贷方…
OPENING = [
    (
        "2026-01-01",
        COMMODITY,
        "A01",
        ("借 1001 3,220,000.00", "借 1101 1,000,000.00", "借 1201 10,000.00"),
        ("贷 3001 4,100,000.00", "贷 3101 130,000.00"),
    ),
    ("2026-01-01", COMMODITY, "X01", ("借 1001 500,000.00",), ("贷 3001 500,000.00",)),
    (
        "2026-01-01",
        PUBLIC,
        "B01",
        ("借 1001 1,280,000.00",),
        ("贷 3002 1,250,000.00", "贷 3101 30,000.00"),
    ),
]
YEAR = [
    # 交存
    ("2026-02-03", COMMODITY, "A01", ("借 1001 300,000.00",), ("贷 4001 300,000.00",)),
    ("2026-02-03", PUBLIC, "B01", ("借 1001 40,000.00",), ("贷 4001 40,000.00",)),
    # 存款利息
    ("2026-03-21", COMMODITY, None, ("借 1001 60,500.00",), ("贷 4101 60,500.00",)),
    ("2026-03-21", PUBLIC, None, ("借 1001 15,200.00",), ("贷 4101 15,200.00",)),
    # 国债到期
    (
        "2026-04-10",
        COMMODITY,
        None,
        ("借 1001 1,085,000.00",),
        ("贷 1101 1,000,000.00", "贷 4102 85,000.00"),
    ),
    # 停车收入（净额）、旧电梯残值
    ("2026-05-15", COMMODITY, "A01", ("借 1001 50,000.00",), ("贷 4201 50,000.00",)),
    ("2026-05-20", COMMODITY, "A01", ("借 1001 3,200.00",), ("贷 4301 3,200.00",)),
    # 维修：一件事，两类资金，两张凭证
    ("2026-06-08", COMMODITY, "A01", ("借 5001 50,000.00",), ("贷 1001 50,000.00",)),
    ("2026-06-08", PUBLIC, "B01", ("借 5001 30,000.00",), ("贷 1001 30,000.00",)),
    # 房屋灭失：先认定，后支付
    ("2026-07-01", COMMODITY, "A01", ("借 5101 7,500.00",), ("贷 2001 7,500.00",)),
    ("2026-07-09", COMMODITY, "A01", ("借 2001 7,500.00",), ("贷 1001 7,500.00",)),
    # 当年交存的退款、银行手续费
    ("2026-08-11", COMMODITY, "A01", ("借 4001 1,000.00",), ("贷 1001 1,000.00",)),
    ("2026-08-31", COMMODITY, None, ("借 5901 300.00",), ("贷 1001 300.00",)),
]
TRANSFER = (
    "2026-09-15",
    COMMODITY,
    "X01",
    ("借 3001 500,000.00", "借 3101 12,000.00"),
    ("贷 1001 512,000.00",),
)
DISTRIBUTION = [
    ("2026-09-30", COMMODITY, "A01", ("借 3101 130,000.00",), ("贷 3001 130,000.00",)),
    ("2026-09-30", PUBLIC, "B01", ("借 3101 30,000.00",), ("贷 3002 30,000.00",)),
]


class Year:
    """The two books of the year."""

    def __init__(self, db: Database) -> None:
        self.keeper: Bookkeeper = open_books(db)
        self.books: dict[str, Book] = {
            COMMODITY: self.keeper.book("C"),
            PUBLIC: self.keeper.book("P"),
        }
        self.keeper.estate("A01", self.books[COMMODITY], rooms=("101", "102", "201"))
        self.keeper.estate("X01", self.books[COMMODITY])
        self.keeper.estate("B01", self.books[PUBLIC])
        for entry in OPENING:
            self.enter(entry, Kind.OPENING)

    def enter(self, entry: Any, kind: Kind = Kind.GENERAL) -> None:
        on, book, estate, debit, credit = entry
        self.keeper.post(self.books[book], on, *debit, *credit, estate=estate, kind=kind)

    def enter_through(self, last: int, *, first: int = 1) -> None:
        for entry in YEAR:
            if first <= int(entry[0][5:7]) <= last:
                self.enter(entry)

    def close_through(self, last: int, *, first: int = 1) -> None:
        for month in range(first, last + 1):
            for book in self.books.values():
                self.keeper.close(book, 202600 + month)

    def figures(self, period: int) -> Figures:
        with self.keeper.db.read() as tx:
            return together(read_figures(tx, book.book_id, period) for book in self.books.values())

    def balances(self, period: int) -> dict[str, str]:
        return {
            row.account: format_fen(row.closing_fen)
            for row in trial_rows(self.figures(period))
            if row.closing_fen
        }


@pytest.fixture
def year(db: Database) -> Year:
    return Year(db)


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def year_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Lend a database that the tests of the whole year share: they only read it."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("year") / "year.db"
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server, name = request.getfixturevalue("pg_server"), f"wxzj_year_{os.getpid()}"
    url = server.create(name, template=request.getfixturevalue("_postgres_template"))
    yield url.render_as_string(hide_password=False)
    server.drop(name)


@pytest.fixture(scope="module")
def whole_year(year_url: str) -> Iterator[Year]:
    """Enter and close every month of the year."""
    database = open_database(year_url)
    year = Year(database)
    year.enter_through(8)
    year.close_through(8)
    year.enter(TRANSFER, Kind.CUSTODY)
    for book in year.books.values():
        year.keeper.carry(book, "2026-09-30")
    for entry in DISTRIBUTION:
        year.enter(entry, Kind.DISTRIBUTION)
    year.close_through(12, first=9)
    yield year
    database.close()


def test_the_year_begins_with_what_the_handbook_says(year: Year) -> None:
    assert year.balances(202601) == {
        "1001": "5,000,000.00",
        "1101": "1,000,000.00",
        "1201": "10,000.00",
        "3001": "-4,600,000.00",
        "3002": "-1,250,000.00",
        "3101": "-160,000.00",
    }


def test_the_year_ends_with_what_the_handbook_says(whole_year: Year) -> None:
    assert whole_year.balances(202612) == {
        "1001": "5,953,100.00",
        "1201": "10,000.00",
        "3001": "-4,471,500.00",
        "3002": "-1,290,000.00",
        "3101": "-201,600.00",
    }


def test_each_book_balances_by_itself(whole_year: Year) -> None:
    assert balances_of(whole_year, COMMODITY) == {
        "1001": "4,647,900.00",
        "1201": "10,000.00",
        "3001": "-4,471,500.00",
        "3101": "-186,400.00",
    }
    assert balances_of(whole_year, PUBLIC) == {
        "1001": "1,305,200.00",
        "3002": "-1,290,000.00",
        "3101": "-15,200.00",
    }


def balances_of(year: Year, book: str) -> dict[str, str]:
    with year.keeper.db.read() as tx:
        figures = read_figures(tx, year.books[book].book_id, 202612)
    return {
        row.account: format_fen(row.closing_fen) for row in trial_rows(figures) if row.closing_fen
    }


def test_the_closing_vouchers_of_the_year_carry_what_the_handbook_says(whole_year: Year) -> None:
    """4001 net of the refund, which its own month turned round: Dr 3001 / Cr 4001."""
    assert carried(whole_year, COMMODITY) == {
        "4001": ("300,000.00", "1,000.00"),
        "4101": ("60,500.00", "0.00"),
        "4102": ("85,000.00", "0.00"),
        "4201": ("50,000.00", "0.00"),
        "4301": ("3,200.00", "0.00"),
        "5001": ("0.00", "50,000.00"),
        "5101": ("0.00", "7,500.00"),
        "5901": ("0.00", "300.00"),
        "3001": ("58,500.00", "300,000.00"),
        "3101": ("300.00", "198,700.00"),
    }
    assert carried(whole_year, PUBLIC) == {
        "4001": ("40,000.00", "0.00"),
        "4101": ("15,200.00", "0.00"),
        "5001": ("0.00", "30,000.00"),
        "3002": ("30,000.00", "40,000.00"),
        "3101": ("0.00", "15,200.00"),
    }


def carried(year: Year, book: str) -> dict[str, tuple[str, str]]:
    """Return what the closing vouchers debited and credited, by account."""
    moved = schema.turnover
    rows = year.keeper.rows(
        select(moved.c.account, func.sum(moved.c.debit_fen), func.sum(moved.c.credit_fen))
        .where(
            moved.c.book_id == year.books[book].book_id,
            moved.c.kind.in_([Kind.CARRY.value, Kind.CLOSING.value]),
        )
        .group_by(moved.c.account)
    )
    return {row[0]: (format_fen(int(row[1])), format_fen(int(row[2]))) for row in rows}


def test_a_month_with_a_refund_only_turns_the_account_round(year: Year) -> None:
    year.enter_through(7)
    year.close_through(7)
    year.enter_through(8, first=8)
    closing = year.keeper.close(year.books[COMMODITY], 202608).draft
    assert closing is not None
    assert [(line.side, line.account, format_fen(line.amount_fen)) for line in closing.lines] == [
        (Side.DEBIT, "3001", "1,000.00"),
        (Side.CREDIT, "4001", "1,000.00"),
        (Side.DEBIT, "3101", "300.00"),
        (Side.CREDIT, "5901", "300.00"),
    ]


def test_form_02_shows_the_year_to_the_fen(whole_year: Year) -> None:
    form = income(whole_year.figures(202612))
    assert {row[0]: format_fen(int(str(row[2]))) for row in form.rows} == {
        "本期收入": "552,900.00",
        "交存收入": "339,000.00",
        "存款利息收入": "75,700.00",
        "国债利息收入": "85,000.00",
        "经营收入": "50,000.00",
        "共用设施处置收入": "3,200.00",
        "其他收入": "0.00",
        "本期支出": "87,800.00",
        "维修支出": "80,000.00",
        "返还支出": "7,500.00",
        "其他支出": "300.00",
        "本期收支差额": "465,100.00",
    }
    assert all(row[1] == 0 for row in form.rows)  # nothing in December itself


def test_form_03_shows_the_year_to_the_fen(whole_year: Year) -> None:
    assert {row[0]: row[1:] for row in net_assets(whole_year.figures(202612)).rows} == {
        "上年年末余额": fen("4,600,000.00", "1,250,000.00", "160,000.00", "6,010,000.00"),
        "以前年度调整": fen("0.00", "0.00", "0.00", "0.00"),
        "本年年初余额": fen("4,600,000.00", "1,250,000.00", "160,000.00", "6,010,000.00"),
        "本年收支差额": fen("241,500.00", "10,000.00", "213,600.00", "465,100.00"),
        "本年分配累计收益": fen("130,000.00", "30,000.00", "-160,000.00", "0.00"),
        "本年划转": fen("-500,000.00", "0.00", "-12,000.00", "-512,000.00"),
        "本年年末余额": fen("4,471,500.00", "1,290,000.00", "201,600.00", "5,963,100.00"),
    }


def fen(*amounts: str) -> tuple[int, ...]:
    return tuple(parse_fen(amount, allow_zero=True, allow_negative=True) for amount in amounts)


def test_without_the_carry_the_distribution_would_overdraw_what_is_undistributed(
    year: Year,
) -> None:
    """All in one open month: 130,000.00 less 12,000.00 handed over less 130,000.00 given out."""
    year.enter_through(8)
    year.enter(TRANSFER, Kind.CUSTODY)
    for entry in DISTRIBUTION:
        year.enter(entry, Kind.DISTRIBUTION)
    assert year.balances(202609)["3101"] == "12,000.00"  # a debit
    # Months close in order, and the carry of each brings what was earned in it.
    year.close_through(9)
    assert year.balances(202609)["3101"] == "-201,600.00"
