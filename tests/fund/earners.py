"""A town whose money earns: movements with value dates of their own, interest, and its carry."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from ledger.closing.interim import carry_book
from ledger.fund import entries
from ledger.fund.earning.distribution import Distributed, distribute
from ledger.fund.earning.distribution_order import Order
from ledger.fund.earning.earnings import Advice, record
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Part, PayerClass, Share
from ledger.registry.banks import find_bank_accounts
from ledger.registry.custodians import find_custodian
from ledger.registry.rule_changes import Wish, set_rule
from ledger.store import schema
from ledger.values.clock import Clock
from ledger.values.errors import InputError, LedgerError, Refused
from tests.fund.town import BANKS, House, Town

CLOCK: Final = Clock(date(2026, 7, 15), "2026-07-15T08:00:00Z")
CREDIT: Final = date(2026, 6, 30)
BEGIN: Final = date(2025, 6, 2)  # before the interest year


def move(town: Town, code: str, fen: int, value_on: date, dated_on: date | None = None) -> None:
    """Let money come (+) or go (−) on a sub-account."""
    with town.write() as tx:
        town.keys += 1
        sub = tx.conn.execute(
            select(schema.sub_account, schema.book.c.fund_type)
            .join(schema.book, schema.book.c.book_id == schema.sub_account.c.book_id)
            .where(schema.sub_account.c.code == code)
        ).one()
        bank = find_bank_accounts(tx, BANKS.values())[BANKS[sub.fund_type]].bank_account_id
        lines = (
            entries.deposit(
                sub.estate_id,
                bank,
                "首期",
                [Share(sub.sub_id, fen, Part.PRINCIPAL, PayerClass.OWNER)],
            )
            if fen > 0
            else entries.repair_paid(sub.estate_id, bank, [(sub.sub_id, Part.PRINCIPAL, -fen)])
        )
        post(
            tx,
            Draft(
                book_id=sub.book_id,
                kind=Kind.GENERAL,
                dated_on=dated_on or value_on,
                value_on=value_on,
                summary="收支",
                lines=lines,
                request_key=f"move:{town.keys}",
                maker="张三",
                estate_id=sub.estate_id,
            ),
            clock=CLOCK,
        )


def v2b(town: Town) -> None:
    """Settle the four households of the handbook's vector V2b in two estates."""
    town.settle([House("A01-1-1-101", area=100_00), House("A01-1-1-102", area=50_00)])
    town.settle([House("B01-1-1-101"), House("B01-1-1-102")], "B01")
    move(town, "A01-1-1-101", 800_000, BEGIN)
    move(town, "A01-1-1-102", 1_086_000, BEGIN)
    move(town, "B01-1-1-101", 325_799, BEGIN)
    move(town, "A01-1-1-101", 200_000, date(2025, 11, 15))
    move(town, "B01-1-1-102", 500_000, date(2026, 1, 1))
    move(town, "A01-1-1-101", -150_000, date(2026, 3, 10))


def earn(
    town: Town, fen: int, kind: str = "interest", on: date = date(2026, 6, 21), **words: Any
) -> None:
    """Record what the bank told."""
    with town.write() as tx:
        advice = Advice(kind, fen, BANKS["C"], on=on, **words)
        record(tx, advice, who="张三", clock=CLOCK)


def carry(town: Town, on: date = CREDIT) -> None:
    """Carry the month's earnings to 3101 (中期结转)."""
    with town.write() as tx:
        carry_book(tx, 1, on, who="张三", clock=CLOCK)


def give_out(town: Town, **words: Any) -> Distributed:
    """Give earnings out."""
    with town.write() as tx:
        order = Order(**{"book": "F1-C", "on": CREDIT, **words})
        return distribute(tx, order, who="张三", clock=CLOCK)


def amounts(done: Distributed) -> dict[str, int]:
    """Return what each sub-account got."""
    return {str(row[0]): int(str(row[2])) for row in done.rows}


def integrals(done: Distributed) -> dict[str, int]:
    """Return the integral of each sub-account."""
    return {str(row[0]): int(str(row[1])) for row in done.rows}


def rule(town: Town, key: str, text: str, since: date = date(2025, 7, 1)) -> None:
    """Set a rule of interest."""
    with town.write() as tx:
        wish = Wish(f"interest.{key}", text, since, "测试")
        set_rule(tx, find_custodian(tx, "F1"), wish, who="张三", clock=CLOCK)


def written(town: Town) -> dict[str, int]:
    with town.db.read() as tx:
        runs: int = tx.conn.execute(
            select(func.count()).select_from(schema.distribution)
        ).scalar_one()
    return {**town.counts(), "distribution": runs}


def refused(town: Town, word: str, **words: Any) -> LedgerError:
    """Ask for a distribution that is refused, and hold that nothing was written."""
    before = written(town)
    with pytest.raises((Refused, InputError), match=word) as caught:
        give_out(town, **words)
    assert written(town) == before
    return caught.value
