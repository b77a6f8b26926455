"""A small world for tests: two custodians, three estates, three books, a closed month.

Everything is written as the rooms would write it, master data plainly and money through the one
door, so that guards, reports and closes find what they find in a real book. The numbers are small
enough to be added up by eye.

The book F1-C (book 1) after `build_world`:

| sub-account | 1 | 2 | 3 | 4 | 5 | 6 | 7 suspense | 8 common income |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
| principal | 900.00 | 900.00 | 1,000.00 | 1,000.00 | 500.00 | 500.00 | 80.00 | 0 |

January 2026 is closed, February is open: the repair of 200.00 on households 1 and 2 stands in it,
and a voucher of 30.00 that was reversed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select, update

from ledger.journal.chart import install_charts, rules_on
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Line, PayerClass, Posted, Share, Side, reversal_of
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import advance, lock_head, record_master_change
from ledger.values.clock import Clock

CLOCK: Final = Clock(date(2026, 3, 10), "2026-03-10T01:02:03Z")
COMMODITY, SOLD_PUBLIC, OTHER = 1, 2, 3  # books: F1-C, F1-P, F2-C
ESTATE, SECOND_ESTATE, FOREIGN_ESTATE = 1, 2, 3
BANK, SECOND_BANK, SOLD_PUBLIC_BANK, FOREIGN_BANK = 1, 2, 3, 4
SUSPENSE, COMMON_INCOME = 7, 8  # sub-accounts of F1-C beside the households 1 to 6
JANUARY, FEBRUARY = 202601, 202602
DIGEST: Final = hashlib.sha256(b"").digest()


# ---- drafts, as short as an example needs them ----


def debit(account: str, fen: int, shares: Sequence[Share] = (), **more: Any) -> Line:
    """Return a line on the debit side."""
    return Line(account, Side.DEBIT, fen, shares=tuple(shares), **more)


def credit(account: str, fen: int, shares: Sequence[Share] = (), **more: Any) -> Line:
    """Return a line on the credit side."""
    return Line(account, Side.CREDIT, fen, shares=tuple(shares), **more)


def voucher(key: str, lines: Iterable[Line], **more: Any) -> Draft:
    """Return a draft for F1-C, dated in February and of estate A01 unless `more` says so."""
    given: dict[str, Any] = {
        "book_id": COMMODITY,
        "kind": Kind.GENERAL,
        "dated_on": date(2026, 2, 10),
        "summary": key,
        "maker": "单人",
        "estate_id": ESTATE,
        **more,
    }
    given.setdefault("value_on", given["dated_on"])
    return Draft(request_key=key, lines=tuple(lines), **given)


def deposit(key: str, fen_of: Mapping[int, int], **more: Any) -> Draft:
    """Return the deposit of `fen_of`, by sub-account."""
    shares = [Share(sub, fen, payer_class=PayerClass.OWNER) for sub, fen in fen_of.items()]
    total, estate = sum(fen_of.values()), more.get("estate_id", ESTATE)
    bank = more.pop("bank_account_id", BANK)
    lines = [
        debit("1001", total, bank_account_id=bank),
        credit("4001", total, shares, estate_id=estate, detail="首期"),
    ]
    return voucher(key, lines, **more)


def repair(key: str, fen_of: Mapping[int, int], **more: Any) -> Draft:
    """Return the payment of a repair that takes `fen_of` from sub-accounts."""
    shares = [Share(sub, -fen) for sub, fen in fen_of.items()]
    total, estate = sum(fen_of.values()), more.get("estate_id", ESTATE)
    bank = more.pop("bank_account_id", BANK)
    lines = [
        debit("5001", total, shares, estate_id=estate),
        credit("1001", total, bank_account_id=bank),
    ]
    return voucher(key, lines, **more)


def interest(key: str, fen: int, **more: Any) -> Draft:
    """Return interest of the bank, which belongs to no estate yet."""
    more.setdefault("estate_id", None)
    return voucher(key, [debit("1001", fen, bank_account_id=BANK), credit("4101", fen)], **more)


# ---- the world ----


def build_world(tx: Tx) -> None:
    """Write the whole world into an empty database."""
    build_registry(tx)
    in_january: dict[str, Any] = {"dated_on": date(2026, 1, 15)}
    book_deposits(tx, deposit("首期 A01", dict.fromkeys((1, 2, 3, 4), 100000), **in_january))
    book_deposits(
        tx, deposit("首期 A02", {5: 50000, 6: 50000}, estate_id=SECOND_ESTATE, **in_january)
    )
    post(tx, _unidentified("待认领", 8000, **in_january), clock=CLOCK)
    post(tx, interest("利息", 1234, dated_on=date(2026, 1, 21)), clock=CLOCK)
    close_month(tx, COMMODITY, JANUARY)
    post(tx, repair("维修", {1: 10000, 2: 10000}), clock=CLOCK)
    wrong = post(tx, deposit("记错的", {3: 3000}), clock=CLOCK)
    reverse(tx, wrong)
    sold: dict[str, Any] = {"book_id": SOLD_PUBLIC, "bank_account_id": SOLD_PUBLIC_BANK}
    post(tx, deposit("公房首期", {1: 70000, 2: 70000}, **sold), clock=CLOCK)
    other: dict[str, Any] = {"book_id": OTHER, "estate_id": FOREIGN_ESTATE}
    other["bank_account_id"] = FOREIGN_BANK
    post(tx, deposit("他人首期", {1: 60000}, **other), clock=CLOCK)
    build_cases(tx)


def build_registry(tx: Tx) -> None:
    """Write custodians, estates, bank accounts, books, sub-accounts and households."""
    install_charts(tx)
    _rows(tx, "custodian", [(1, "F1", "维修资金管理中心"), (2, "F2", "第二业主大会")])
    _rows(tx, "estate", [(1, "A01", "春熙苑", 1), (2, "A02", "秋实里", 1), (3, "B01", "他苑", 2)])
    _rows(
        tx,
        "bank_account",
        [
            (BANK, 1, "C", "6222-1"),
            (SECOND_BANK, 1, "C", "6222-2"),
            (SOLD_PUBLIC_BANK, 1, "P", "6222-3"),
            (FOREIGN_BANK, 2, "C", "6222-4"),
        ],
    )
    books = ((COMMODITY, "F1-C", 1, "C"), (SOLD_PUBLIC, "F1-P", 1, "P"), (OTHER, "F2-C", 2, "C"))
    for book_id, code, custodian, fund in books:
        salt = hashlib.sha256(code.encode()).digest()
        _rows(tx, "book", [(book_id, code, "FUND", custodian, fund, "FUND", salt, 0)])
    _households(tx, COMMODITY, "3001", [("A01", 1, 4), ("A02", 2, 2)], "commodity")
    _households(tx, SOLD_PUBLIC, "3002", [("A01", 1, 2)], "sold_public")
    _households(tx, OTHER, "3001", [("B01", 3, 1)], "commodity")
    _rows(
        tx,
        "sub_account",
        [
            (COMMODITY, SUSPENSE, "SUSPENSE", "3001", "待认领", None),
            (COMMODITY, COMMON_INCOME, "COMMON_INCOME", "3101", "A01-公共收益", ESTATE),
            (SOLD_PUBLIC, 3, "SELLING_UNIT", "3002", "A01-1-SU", ESTATE),
        ],
    )
    _rows(tx, "import_file", [("0" * 64, "deposits", "首期.csv", 6, "单人", CLOCK.at)])
    _rows(tx, "trail", [(0, "t-1", CLOCK.at, "单人", "book.init", "F1", "done", None, None)])


def build_cases(tx: Tx) -> None:
    """Write an approved repair with money set aside for it, one that is drawn up, and a floor."""
    for case_id in (1, 2):
        add(
            tx,
            "usage_case",
            book_id=COMMODITY,
            case_id=case_id,
            code=f"WX-A01-{case_id}",
            estate_id=ESTATE,
            title="屋面",
            path="ordinary",
            state="DRAFT",
            total_fen=20000,
            amount_fen=20000,
            scope='["A01-1"]',
            payee="甲公司",
            drafted_on=date(2026, 2, 1),
            drafted_by="甲",
        )
        _rows(
            tx,
            "usage_share",
            [(COMMODITY, case_id, n, "household", n, 5000, 10000, 10000, 0, 0) for n in (1, 2)],
        )
    case = schema.usage_case
    tx.conn.execute(
        update(case)
        .where(case.c.book_id == COMMODITY, case.c.case_id == 1)
        .values(approved_on=date(2026, 2, 5), approved_by="乙", state="APPROVED")
    )
    _rows(tx, "earmark", [(COMMODITY, 1, 1, 3, 0, 40000)])
    _rows(tx, "floor_grant", [(COMMODITY, 1, 4, 0, -500, "甲", "乙", "误划", CLOCK.at)])


def book_deposits(tx: Tx, draft: Draft) -> Posted:
    """Post a deposit with a row beside each share, as taking in a file does."""
    voucher_id = lock_head(tx, draft.book_id) + 1
    _rows(
        tx,
        "deposit",
        [
            (
                *(draft.book_id, f"{draft.request_key}:{share.sub_id}", 1, voucher_id),
                *(share.sub_id, BANK, draft.dated_on, share.amount_fen, "首期", 1),
                *(None, None, None, "0" * 64),
            )
            for line in draft.lines
            for share in line.shares
        ],
    )
    return post(tx, draft, clock=CLOCK)


def reverse(tx: Tx, posted: Posted, **more: Any) -> Posted:
    """Cancel a voucher on the day it was dated."""
    stored = read_voucher(tx, posted.book_id, posted.voucher_id)
    assert stored is not None
    red = reversal_of(
        stored.draft,
        posted.voucher_id,
        stored.number,
        stored.draft.dated_on,
        maker="单人",
        reason="记错",
    )
    return post(tx, replace(red, **more), clock=CLOCK)


def close_month(tx: Tx, book_id: int, period: int) -> None:
    """Close a month in the lawful order of statements, without the closing room's checklist."""
    post_closing(tx, book_id, period)
    write_close_log(tx, book_id, period)
    _rows(
        tx,
        "snapshot",
        [
            (book_id, row.sub_id, row.part, period, 1, row.amount_fen, row.moment)
            for row in tx.conn.execute(
                select(schema.sub_balance).where(schema.sub_balance.c.book_id == book_id)
            ).all()
        ],
    )
    _rows(tx, "account_snapshot", [(book_id, period, 1, "1001", 0, BANK, 500000)])
    _rows(tx, "balance_root", [(book_id, period, 1, ESTATE, 4, DIGEST)])
    _rows(tx, "statement", [(book_id, period, 1, "01", "{}", DIGEST)])
    month = schema.month
    tx.conn.execute(
        update(month)
        .where(month.c.book_id == book_id, month.c.period == period)
        .values(state="CLOSED", close_no=1)
    )


def post_closing(tx: Tx, book_id: int, period: int) -> Posted | None:
    """Post the closing voucher of a month, where there is anything to carry."""
    moved = schema.turnover
    on = date(period // 100, period % 100, 28)
    rules = rules_on(tx, book_id, on)
    lines: list[Line] = []
    fen = func.sum(moved.c.credit_fen - moved.c.debit_fen)
    for account, estate, amount in tx.conn.execute(
        select(moved.c.account, moved.c.estate_id, fen)
        .where(moved.c.book_id == book_id, moved.c.period == period)
        .group_by(moved.c.account, moved.c.estate_id)
        .having(fen != 0)
        .order_by(moved.c.account, moved.c.estate_id)
    ).all():
        target = rules[account].closes_to
        if target is not None:
            more: dict[str, Any] = {"estate_id": estate or None}
            lines += [debit(account, int(amount), **more), credit(target, int(amount), **more)]
    if not lines:
        return None
    given: dict[str, Any] = {"kind": Kind.CLOSING, "dated_on": on, "estate_id": None}
    draft = voucher(f"close:{period}", lines, book_id=book_id, **given)
    return post(tx, draft, clock=CLOCK)


def write_close_log(
    tx: Tx, book_id: int, period: int, act: str = "CLOSE", close_no: int = 1
) -> None:
    """Write the row of the close log that lets a month change its state."""
    log = advance(tx, book_id)
    second, reason = (None, None) if act == "CLOSE" else ("乙", "更正")
    row = (book_id, period, close_no, act, "单人", second, reason, CLOCK.at, log.size, log.root())
    _rows(tx, "close_log", [(*row, DIGEST, DIGEST, DIGEST, "wxzj")])


def _unidentified(key: str, fen: int, **more: Any) -> Draft:
    lines = [
        debit("1001", fen, bank_account_id=BANK),
        credit("4001", fen, [Share(SUSPENSE, fen)], detail="待认领"),
    ]
    return voucher(key, lines, estate_id=None, **more)


def _households(
    tx: Tx, book_id: int, control: str, estates: Sequence[tuple[str, int, int]], kind: str
) -> None:
    """Write `estates`, each a code, an id and a number of households, into one book."""
    doors = [
        (estate_id, f"{100 + n}", f"{code}-1-0-{100 + n}")
        for code, estate_id, count in estates
        for n in range(1, count + 1)
    ]
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
    for sub_id, (estate_id, room, code) in enumerate(doors, start=1):
        _rows(tx, "sub_account", [(book_id, sub_id, "HOUSEHOLD", control, code, estate_id)])
        add(
            tx,
            "household",
            book_id=book_id,
            sub_id=sub_id,
            estate_id=estate_id,
            building="1",
            unit="0",
            room=room,
            floor="1",
            lift=1,
            kind=kind,
            usage="住宅",
            area=10000,
            standard_fen=10000,
            due_fen=100000,
            deposited_before_fen=0,
            change_id=change_id,
        )
        _rows(tx, "title", [(book_id, sub_id, 1, "张三", None, None, None, None, 1, 1, change_id)])


def add(tx: Tx, name: str, /, **values: object) -> None:
    """Write one row; columns that are not named stay empty."""
    insert_rows(tx, schema.metadata.tables[name], list(values), [list(values.values())])


def _rows(tx: Tx, name: str, rows: Sequence[Sequence[object]]) -> None:
    """Write whole rows, in the order of the table's columns."""
    table = schema.metadata.tables[name]
    insert_rows(tx, table, [column.name for column in table.columns], rows)
