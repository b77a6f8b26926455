"""Books to keep, close and report on, in the words of an accountant.

Vouchers are written as `借 1001 300,000.00`; where an account demands shares, the amount is spread
evenly over the estate's households, or over the sub-accounts that the line names. A line of 3101
belongs to the whole book unless it says `小区`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from ledger.closing.closer import Closed, close_book
from ledger.closing.interim import carry_book
from ledger.journal.account import AccountRule
from ledger.journal.chart import install_charts, rules_on
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Line, Posted, Share, Side, reversal_of
from ledger.registry.books import Book, ensure_book
from ledger.registry.custodians import add_custodian
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database, Tx
from ledger.store.log import record_master_change
from ledger.values.apportion import apportion
from ledger.values.clock import Clock
from ledger.values.money import parse_fen

CLOCK = Clock(today=date(2027, 6, 30), at="2027-06-30T01:00:00Z")
MAKER = "单人"


@dataclass
class Bookkeeper:
    """Keeps the books of one custodian.

    Attributes:
        banks: the bank account of each book.
        estates: by code.
        subs: by code, the book and the id of each sub-account.
    """

    db: Database
    clock: Clock = CLOCK
    custodian_id: int = 1
    banks: dict[int, int] = field(default_factory=dict)
    estates: dict[str, int] = field(default_factory=dict)
    subs: dict[str, tuple[int, int]] = field(default_factory=dict)
    number: int = 0

    def book(self, fund_type: str) -> Book:
        """Open the custodian's book of a type of fund, with one bank account."""
        with self.db.write() as tx:
            book = ensure_book(tx, self.custodian_id, fund_type)
            bank_id = 1 + int(self._count(tx, schema.bank_account))
            tx.conn.execute(
                schema.bank_account.insert().values(
                    bank_account_id=bank_id,
                    custodian_id=self.custodian_id,
                    fund_type=fund_type,
                    number=f"6222-{bank_id}",
                )
            )
        self.banks[book.book_id] = bank_id
        return book

    def _count(self, tx: Tx, table: sa.Table) -> int:
        count: int = tx.conn.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        return count

    def estate(self, code: str, book: Book, rooms: Sequence[str] = ("101", "102")) -> None:
        """Register an estate, and a household in `book` for each of its rooms."""
        with self.db.write() as tx:
            if code not in self.estates:
                self.estates[code] = len(self.estates) + 1
                tx.conn.execute(
                    schema.estate.insert().values(
                        estate_id=self.estates[code],
                        code=code,
                        name=f"{code}小区",
                        custodian_id=self.custodian_id,
                    )
                )
            codes = [f"{code}-1-1-{room}" for room in rooms]
            self._open_subs(tx, book, "HOUSEHOLD", codes, self.estates[code])
            self._households(tx, book, code, rooms)

    def sub(self, book: Book, kind: str, code: str, estate: str | None = None) -> None:
        """Open one sub-account."""
        with self.db.write() as tx:
            self._open_subs(tx, book, kind, [code], self.estates[estate] if estate else None)

    def _open_subs(
        self, tx: Tx, book: Book, kind: str, codes: Sequence[str], estate_id: int | None
    ) -> None:
        table = schema.sub_account
        newest = tx.conn.execute(
            sa.select(sa.func.max(table.c.sub_id)).where(table.c.book_id == book.book_id)
        ).scalar_one()
        first = (newest or 0) + 1
        ids = range(first, first + len(codes))
        control = "3101" if kind == "COMMON_INCOME" else book.control
        insert_rows(
            tx,
            table,
            ("book_id", "sub_id", "kind", "control", "code", "estate_id"),
            [
                (book.book_id, sub_id, kind, control, code, estate_id)
                for sub_id, code in zip(ids, codes, strict=True)
            ],
        )
        for sub_id, code in zip(ids, codes, strict=True):
            self.subs[code] = (book.book_id, sub_id)

    def _households(self, tx: Tx, book: Book, estate: str, rooms: Sequence[str]) -> None:
        change = record_master_change(
            tx,
            book.book_id,
            kind="households",
            summary=f"{estate}小区 {len(rooms)} 户",
            row_count=len(rooms),
            content=hashlib.sha256(estate.encode()).digest(),
            who=MAKER,
            clock=self.clock,
        )
        for room in rooms:
            tx.conn.execute(
                schema.household.insert().values(
                    book_id=book.book_id,
                    sub_id=self.subs[f"{estate}-1-1-{room}"][1],
                    estate_id=self.estates[estate],
                    building="1",
                    unit="1",
                    room=room,
                    kind="commodity" if book.fund_type == "C" else "sold_public",
                    area=10000,
                    due_fen=1000000,
                    deposited_before_fen=0,
                    change_id=change,
                )
            )

    def draft(
        self,
        book: Book,
        on: str,
        *lines: str,
        estate: str | None = None,
        kind: Kind = Kind.GENERAL,
        **more: Any,
    ) -> Draft:
        """Write a voucher without posting it."""
        self.number += 1
        day = date.fromisoformat(on)
        with self.db.read() as tx:
            rules = rules_on(tx, book.book_id, day)
        words = {
            "value_on": day,
            "request_key": f"test:{self.number}",
            "summary": f"第{self.number}笔",
            **more,
        }
        return Draft(
            book_id=book.book_id,
            kind=kind,
            dated_on=day,
            lines=tuple(self._line(book, each, estate, rules) for each in lines),
            maker=MAKER,
            estate_id=self.estates[estate] if estate else None,
            **words,
        )

    def post(
        self,
        book: Book,
        on: str,
        *lines: str,
        estate: str | None = None,
        kind: Kind = Kind.GENERAL,
        **more: Any,
    ) -> Posted:
        """Post a voucher of lines such as `借 1001 300,000.00`."""
        return self.enter(self.draft(book, on, *lines, estate=estate, kind=kind, **more))

    def enter(self, draft: Draft) -> Posted:
        """Post a voucher that is written already."""
        with self.db.write() as tx:
            return post(tx, draft, clock=self.clock)

    def reverse(self, draft: Draft, posted: Posted, on: str) -> Posted:
        """Cancel a voucher by its red equal."""
        day = date.fromisoformat(on)
        return self.enter(
            reversal_of(draft, posted.voucher_id, posted.code, day, maker=MAKER, reason="记错")
        )

    def _line(
        self, book: Book, text: str, estate: str | None, rules: Mapping[str, AccountRule]
    ) -> Line:
        side, account, amount, *names = text.split()
        fen = parse_fen(amount, allow_negative=True)
        rule = rules[account]
        of_estate = rule.names_estate or account == "2001" or "小区" in names
        names = [name for name in names if name != "小区"]
        shares: tuple[Share, ...] = ()
        if rule.control == 1 or names:
            homes = names or self._homes(book, estate)
            shares = self._spread(fen if side == "贷" else -fen, homes)
        return Line(
            account,
            Side.CREDIT if side == "贷" else Side.DEBIT,
            fen,
            estate_id=self.estates[estate] if of_estate and estate else None,
            bank_account_id=self.banks[book.book_id] if rule.names_bank else None,
            shares=shares,
        )

    def _homes(self, book: Book, estate: str | None) -> list[str]:
        return [
            code
            for code, (book_id, _sub_id) in self.subs.items()
            if book_id == book.book_id and code.startswith(f"{estate}-1-1-")
        ]

    def _spread(self, fen: int, codes: Sequence[str]) -> tuple[Share, ...]:
        parts = apportion(fen, [1] * len(codes))
        return tuple(
            Share(self.subs[code][1], part) for code, part in zip(codes, parts, strict=True) if part
        )

    def carry(self, book: Book, on: str) -> Draft | None:
        """Carry earnings on a day of the month."""
        day = date.fromisoformat(on)
        with self.db.write() as tx:
            carried = carry_book(tx, book.book_id, day, who=MAKER, clock=self.clock)
        return None if carried is None else carried[0]

    def close(self, book: Book, period: int) -> Closed:
        """Close a month."""
        with self.db.write() as tx:
            return close_book(tx, book.book_id, period, who=MAKER, clock=self.clock)

    def rows(self, query: Any) -> list[tuple[Any, ...]]:
        """Read rows as plain tuples."""
        with self.db.read() as tx:
            return [tuple(row) for row in tx.conn.execute(query)]


def open_books(db: Database, clock: Clock = CLOCK) -> Bookkeeper:
    """Furnish a fresh database with charts and a custodian."""
    with db.write() as tx:
        install_charts(tx)
        custodian, _new = add_custodian(tx, "市维修资金中心")
    return Bookkeeper(db, clock, custodian.custodian_id)
