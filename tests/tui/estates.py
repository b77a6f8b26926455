"""Estates to be looked at: many doors, every state, hostile names, vouchers short and long.

Master data is written plainly and money through the one door, as in `tests.worlds`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from ledger.journal.chart import install_charts
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind, Line, Part, PayerClass, Share, Side
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock

CLOCK: Final = Clock(date(2026, 11, 24), "2026-11-24T01:02:03Z")
HAPPY, SPRING, EMPTY, HOSTILE = 1, 2, 3, 4
BOOK: Final = 1
DIGEST: Final = hashlib.sha256(b"").digest()
SURNAMES: Final = "王李张刘陈杨赵黄周吴"

# What must reach a screen as harmless text, whoever wrote it there.
NAMES: Final = (
    "[/]",
    "[bold red]张三[/bold red]",
    "[@click=app.quit]退出[/]",
    "张三\x1b]0;owned\x07\x1b[2J",
    "\u202e反着写",
    "李\u200b四\u2066\u0300\ufe0f",
    "👨‍👩‍👧 一家",
    "很长的名字" * 40,
    "\r\n\t换行",
)


def build(tx: Tx) -> None:
    """Write everything into an empty database."""
    install_charts(tx)
    _rows(tx, "custodian", [(1, "F1", "维修资金管理中心")])
    estates = [
        (HAPPY, "A01", "幸福里一区", 1),
        (SPRING, "A02", "春熙苑", 1),
        (EMPTY, "A03", "待交付小区", 1),
        (HOSTILE, "B[/]", "".join(NAMES[:5]), 1),
    ]
    _rows(tx, "estate", estates)
    _rows(tx, "bank_account", [(1, 1, "C", "6222020000001"), (2, 1, "P", "6222020000002")])
    for book_id, fund in ((BOOK, "C"), (2, "P")):
        salt = hashlib.sha256(fund.encode()).digest()
        _rows(tx, "book", [(book_id, f"F1-{fund}", "FUND", 1, fund, "FUND", salt, 0)])
    happy = [
        (HAPPY, "A01", f"{building}", f"{unit}", f"{floor}{room:02}", name)
        for building in (1, 2, 3)
        for unit in (1, 2)
        for floor in range(1, 11)
        for room in (1, 2)
        for name in [f"{SURNAMES[(building * 7 + floor * 3 + room) % 10]}{'春秋'[room - 1]}{floor}"]
    ]
    spring = [(SPRING, "A02", "甲", "0", f"{n}", "欧阳春") for n in range(101, 104)]
    hostile = [(HOSTILE, "B[/]", "1", "0", f"{n}", name) for n, name in enumerate(NAMES, 101)]
    add_households(tx, BOOK, [*happy, *spring, *hostile])
    add_households(tx, 2, [(SPRING, "A02", "甲", "0", "101", "售后公房业主")], kind="sold_public")
    post_many(tx, list(_vouchers(len(happy))), clock=CLOCK)


def _vouchers(happy: int) -> Iterable[Draft]:
    """Yield the deposits of A01, a year of small repairs of one household, and earnings."""
    firsts = {sub: 1066787 + 1234567 * (sub % 5) for sub in range(1, happy - 4)}
    yield _deposit("首期交存", firsts, date(2026, 1, 5))
    yield _deposit("首期交存", {happy - 4: 999_999_999_999}, date(2026, 1, 6))
    yield _deposit("首期交存", {happy + 1: 20000, happy + 2: 20000}, date(2026, 1, 6), SPRING)
    hostile = dict.fromkeys(range(happy + 4, happy + 4 + len(NAMES)), 12345678)
    yield _deposit(f"{NAMES[1]}{NAMES[3]}", hostile, date(2026, 1, 7), HOSTILE)
    for n in range(1, 131):
        day = date(2026, 1 + n // 13, 1 + n % 28)
        yield _repair(f"1号楼水泵维修第{n}次", {1: 100 + n, 2: 200 + n}, day)
    yield _repair("3号楼电梯大修", dict.fromkeys(range(85, 100), 1066000), date(2026, 11, 3))
    yield _earnings(dict.fromkeys(range(1, happy - 4), 4321), date(2026, 11, 20))


def _deposit(summary: str, fen_of: dict[int, int], on: date, estate: int = HAPPY) -> Draft:
    shares = [Share(sub, fen, payer_class=PayerClass.OWNER) for sub, fen in fen_of.items()]
    total = sum(fen_of.values())
    lines = (
        Line("1001", Side.DEBIT, total, bank_account_id=1),
        Line("4001", Side.CREDIT, total, estate, detail="首期", shares=tuple(shares)),
    )
    return _draft(summary, lines, on, estate, f"d{estate}-{on}")


def _repair(summary: str, fen_of: dict[int, int], on: date) -> Draft:
    shares = tuple(Share(sub, -fen) for sub, fen in fen_of.items())
    total = sum(fen_of.values())
    lines = (
        Line("5001", Side.DEBIT, total, HAPPY, detail="工程", shares=shares),
        Line("1001", Side.CREDIT, total, bank_account_id=1),
    )
    return _draft(summary, lines, on, HAPPY, summary)


def _earnings(fen_of: dict[int, int], on: date) -> Draft:
    shares = tuple(Share(sub, fen, Part.EARNINGS) for sub, fen in fen_of.items())
    total = sum(fen_of.values())
    lines = (
        Line("3101", Side.DEBIT, total),
        Line("3001", Side.CREDIT, total, HAPPY, shares=shares),
    )
    return _draft("分配增值收益", lines, on, HAPPY, "e", Kind.DISTRIBUTION)


def _draft(
    summary: str,
    lines: tuple[Line, ...],
    on: date,
    estate: int,
    key: str,
    kind: Kind = Kind.GENERAL,
) -> Draft:
    return Draft(BOOK, kind, on, on, summary, lines, key, "单人", estate)


def add_households(
    tx: Tx,
    book_id: int,
    doors: Sequence[tuple[int, str, str, str, str, str]],
    *,
    kind: str = "commodity",
) -> None:
    """Write households with one owner each: estate, its code, building, unit, room, owner."""
    change_id = record_master_change(
        tx,
        book_id,
        kind="households",
        summary="清册",
        row_count=len(doors),
        content=DIGEST,
        who="单人",
        clock=CLOCK,
    )
    control = "3001" if kind == "commodity" else "3002"
    numbered = list(enumerate(doors, 1))
    _rows(
        tx,
        "sub_account",
        (
            (book_id, sub, "HOUSEHOLD", control, f"{code}-{building}-{unit}-{room}", estate)
            for sub, (estate, code, building, unit, room, _owner) in numbered
        ),
    )
    _rows(
        tx,
        "household",
        (
            (
                *(book_id, sub, estate, building, unit, room, None, None, kind, "住宅", 8853),
                *(None, None, None, None, 12050, 1066787, 0, None, change_id, None),
            )
            for sub, (estate, _code, building, unit, room, _owner) in numbered
        ),
    )
    _rows(
        tx,
        "title",
        (
            (book_id, sub, 1, owner, None, None, None, None, 1, 1, change_id)
            for sub, (*_door, owner) in numbered
        ),
    )


def _rows(tx: Tx, name: str, rows: Iterable[Sequence[Any]]) -> None:
    """Write whole rows, in the order of the table's columns."""
    table = schema.metadata.tables[name]
    insert_rows(tx, table, [column.name for column in table.columns], rows)
