"""A town with two keepers, and the steps of a hand-over, as short as a test needs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import select

from ledger.closing.closer import close_book
from ledger.closing.verify import verify_books
from ledger.fund import entries
from ledger.fund.earning import earnings
from ledger.fund.leaving import custody
from ledger.fund.leaving.custody_undo import Undone, undo
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Part, PayerClass, Share
from ledger.journal.vouchers import find_voucher
from ledger.registry.banks import register_bank_account
from ledger.registry.books import list_books
from ledger.registry.custodians import add_custodian
from ledger.registry.estates import find_estate
from ledger.store import schema
from ledger.store.database import Database
from tests.fund.steps import FEBRUARY
from tests.fund.town import BANKS, CLOCK, House, Town, found

HOME, NEXT, SOLD, UNIT = "A01-1-1-101", "A01-1-1-102", "A01-2-1-201", "A01-2-SU"
OTHER = "A02-1-1-101"
NEW_BANKS = {"C": "8888-1", "P": "8888-2"}


@contextmanager
def keeping_town(db: Database) -> Iterator[Town]:
    """Settle two estates and a second keeper; at the end verify, close two months, verify again."""
    town = found(db)
    town.settle([House(HOME, due_fen=40_000), House(NEXT, due_fen=5_000)])
    town.settle([House(SOLD, "sold_public")])
    town.settle([House(OTHER)], "A02")
    for code, fen in ((HOME, 10_000), (NEXT, 5_000), (OTHER, 5_000), (SOLD, 600), (UNIT, 1_000)):
        town.deposit(code, fen)
    town.deposit(NEXT, 100, earnings_fen=77)
    with db.write() as tx:
        add_custodian(tx, "业主大会", "M1")
        for fund_type, number in NEW_BANKS.items():
            register_bank_account(tx, number, 2, fund_type)
    yield town
    sound(db)
    for period in (202601, 202602):
        with db.read() as tx:
            books = [
                row.book_id
                for row in tx.conn.execute(select(schema.month.c.book_id).distinct()).all()
                if tx.conn.execute(
                    select(schema.month.c.state).where(
                        schema.month.c.book_id == row.book_id, schema.month.c.period == period
                    )
                ).first()
            ]
        for book_id in books:
            with db.write() as tx:
                close_book(tx, book_id, period, who="张三", clock=CLOCK)
    sound(db)


def sound(db: Database) -> None:
    with db.read() as tx:
        assert verify_books(tx).findings == []


def order(town: Town, **words: Any) -> custody.Moved:
    said: dict[str, Any] = {"to": "M1", "estate": "A01", "notice": FEBRUARY, **words}
    money = {key: said.pop(key) for key in ("amount_fen", "earnings") if key in said}
    on = said.pop("on", FEBRUARY)
    ask = custody.Order(
        said["estate"],
        said["to"],
        said["notice"],
        said.get("resolution", "大会1号"),
        bytes(32),
        custody.Money(on, **money),
    )
    with town.write() as tx:
        return custody.order(tx, ask, who="张三", clock=CLOCK)


def more(town: Town, code: str = "HZ-A01-001", **words: Any) -> custody.Moved:
    money = custody.Money(**{"on": date(2026, 2, 20), **words})
    with town.write() as tx:
        return custody.more(tx, code, money, who="张三", clock=CLOCK)


def back(town: Town, code: str = "HZ-A01-001") -> Undone:
    with town.write() as tx:
        return undo(tx, code, "误划", None, who="张三", clock=CLOCK)


def held(town: Town, book: str) -> dict[str, tuple[int, int]]:
    """Return principal and earnings of what the sub-accounts of a book hold, by code."""
    balance, sub = schema.sub_balance, schema.sub_account
    with town.db.read() as tx:
        [book_id] = [each.book_id for each in list_books(tx) if each.code == book]
        found: dict[str, list[int]] = {}
        for row in tx.conn.execute(
            select(sub.c.code, balance.c.part, balance.c.amount_fen)
            .join(sub, (sub.c.book_id == balance.c.book_id) & (sub.c.sub_id == balance.c.sub_id))
            .where(sub.c.book_id == book_id)
        ):
            found.setdefault(row.code, [0, 0])[row.part] = row.amount_fen
    return {code: (parts[0], parts[1]) for code, parts in found.items() if any(parts)}


def lines(town: Town, code: str) -> list[tuple[str, str, int, bool]]:
    with town.db.read() as tx:
        stored = read_voucher(tx, *find_voucher(tx, code))
        assert stored is not None
        return [
            (each.account, each.side.value, each.amount_fen, each.estate_id is not None)
            for each in stored.draft.lines
        ]


def keeper(town: Town, estate: str = "A01") -> int:
    with town.db.read() as tx:
        return find_estate(tx, estate).custodian_id


def with_earnings(town: Town) -> None:
    """Book 2.00 of interest for all, and 0.30 of common income of A01; close January."""
    with town.write() as tx:
        interest = earnings.Advice("interest", 2_000, BANKS["C"], on=date(2026, 1, 5))
        earnings.record(tx, interest, who="张三", clock=CLOCK)
        income = earnings.Advice("income", 30, BANKS["C"], "A01", on=date(2026, 1, 5))
        earnings.record(tx, income, who="张三", clock=CLOCK)
    with town.write() as tx:
        close_book(tx, 1, 202601, who="单人", clock=CLOCK)


def post_to_old(town: Town) -> None:
    """Deposit into the old book: the plain town finds the first sub-account of a code."""
    share = Share(1, 5, Part.PRINCIPAL, PayerClass.OWNER)
    with town.write() as tx:
        post(
            tx,
            Draft(
                1,
                Kind.GENERAL,
                FEBRUARY,
                FEBRUARY,
                "交存",
                entries.deposit(1, 1, "首期", [share]),
                "late",
                "张三",
                estate_id=1,
            ),
            clock=CLOCK,
        )
