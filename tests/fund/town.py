"""A small town to try the fund on: one custodian, estate A01, two bank accounts, a few doors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select

from ledger.fund import entries
from ledger.journal.chart import install_charts
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Part, PayerClass, Share
from ledger.registry.banks import find_bank_accounts, register_bank_account
from ledger.registry.books import ensure_book
from ledger.registry.custodians import add_custodian
from ledger.registry.estates import add_estates
from ledger.registry.kinds import FUND_TYPE_OF_KIND
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database, Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock

CLOCK = Clock(today=date(2026, 3, 31), at="2026-03-31T08:00:00Z")
JANUARY = date(2026, 1, 5)
BANKS: Mapping[str, str] = {"C": "6222-1", "P": "6222-2"}
_HOUSEHOLD = (
    "book_id",
    "sub_id",
    "estate_id",
    "building",
    "unit",
    "room",
    "floor",
    "kind",
    "area",
    "share_area",
    "vote_area",
    "heads",
    "due_fen",
    "deposited_before_fen",
    "change_id",
)


@dataclass(frozen=True)
class House:
    """One household of the town."""

    code: str
    kind: str = "commodity"
    area: int = 10_000
    due_fen: int = 0
    words: Mapping[str, int] = field(default_factory=dict)
    floor: str | None = None


@dataclass
class Town:
    """The town and what a test wants to know of it."""

    db: Database
    keys: int = 0

    @contextmanager
    def write(self) -> Iterator[Tx]:
        with self.db.write() as tx:
            yield tx

    def settle(self, houses: Iterable[House], estate: str = "A01") -> None:
        """Write households into the roster, and a selling unit's sub-account for sold homes."""
        with self.db.write() as tx:
            known = tx.conn.execute(
                select(schema.estate.c.estate_id).where(schema.estate.c.code == estate)
            )
            estate_id = known.scalar_one_or_none()
            if estate_id is None:
                add_estates(tx, [(estate, f"{estate}小区")], 1)
                estate_id = tx.conn.execute(
                    select(schema.estate.c.estate_id).where(schema.estate.c.code == estate)
                ).scalar_one()
            by_type: dict[str, list[House]] = {}
            for house in houses:
                by_type.setdefault(FUND_TYPE_OF_KIND[house.kind], []).append(house)
            for fund_type, own in sorted(by_type.items()):
                _write_houses(tx, estate, estate_id, fund_type, own)

    def deposit(
        self, code: str, amount_fen: int, on: date = JANUARY, *, earnings_fen: int = 0
    ) -> None:
        """Take money in on a sub-account; earnings are given as such, for short."""
        with self.db.write() as tx:
            self.keys += 1
            sub = tx.conn.execute(
                select(schema.sub_account, schema.book.c.fund_type)
                .join(schema.book, schema.book.c.book_id == schema.sub_account.c.book_id)
                .where(schema.sub_account.c.code == code)
            ).one()
            payer = PayerClass.SELLING_UNIT if sub.kind == "SELLING_UNIT" else PayerClass.OWNER
            shares = [
                Share(sub.sub_id, fen, part, payer if part is Part.PRINCIPAL else None)
                for part, fen in ((Part.PRINCIPAL, amount_fen), (Part.EARNINGS, earnings_fen))
                if fen
            ]
            bank = find_bank_accounts(tx, BANKS.values())[BANKS[sub.fund_type]]
            checker = "李四" if self.has_users(tx) else None
            post(
                tx,
                Draft(
                    book_id=sub.book_id,
                    kind=Kind.GENERAL,
                    dated_on=on,
                    value_on=on,
                    summary="交存",
                    lines=entries.deposit(sub.estate_id, bank.bank_account_id, "首期", shares),
                    request_key=f"test:{self.keys}",
                    maker="张三",
                    estate_id=sub.estate_id,
                    checker=checker,
                    poster=checker,
                ),
                clock=CLOCK,
            )

    def has_users(self, tx: Tx) -> bool:
        return tx.conn.execute(select(schema.login)).first() is not None

    def add_users(self, *names: str) -> None:
        with self.db.write() as tx:
            insert_rows(
                tx,
                schema.login,
                ("name", "display_name", "created_at"),
                ((name, name, CLOCK.at) for name in names),
            )

    def set_rules(self, **rules: str) -> None:
        """Let rules of the custodian hold from 2020 on; `use__kind` stands for `use.kind`."""
        columns = [column.name for column in schema.rule_value.columns]
        with self.db.write() as tx:
            insert_rows(
                tx,
                schema.rule_value,
                columns,
                [
                    (
                        no,
                        1,
                        rule.replace("__", "."),
                        date(2020, 1, 1),
                        text,
                        "会议纪要",
                        "T",
                        None,
                        "张三",
                        "",
                        1,
                    )
                    for no, (rule, text) in enumerate(rules.items(), start=1)
                ],
            )

    def balances(self, code: str) -> tuple[int, int, int]:
        """Return principal, earnings, and what is set aside of both."""
        balance, sub = schema.sub_balance, schema.sub_account
        with self.db.read() as tx:
            rows = tx.conn.execute(
                select(balance.c.amount_fen, balance.c.earmark_fen)
                .join(
                    sub, (sub.c.book_id == balance.c.book_id) & (sub.c.sub_id == balance.c.sub_id)
                )
                .where(sub.c.code == code)
                .order_by(balance.c.part)
            ).all()
        (principal, held), (earnings, held_too) = rows
        return principal, earnings, held + held_too

    def counts(self) -> dict[str, int]:
        """Count the rows of what a refused act must leave alone."""
        tables = (
            schema.voucher,
            schema.line,
            schema.share,
            schema.earmark,
            schema.usage_case,
            schema.usage_share,
            schema.usage_basis,
            schema.usage_weight,
            schema.draft,
            schema.month,
        )
        with self.db.read() as tx:
            return {
                table.name: tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables
            }


def found(db: Database) -> Town:
    """Found the town: charts, custodian F1, both books, a bank account for each."""
    with db.write() as tx:
        install_charts(tx)
        add_custodian(tx, "测试代管机构", "F1")
        for fund_type, number in BANKS.items():
            ensure_book(tx, 1, fund_type)
            register_bank_account(tx, number, 1, fund_type)
    return Town(db)


def _last_sub(tx: Tx, book_id: int) -> int:
    sub = schema.sub_account
    query = select(func.coalesce(func.max(sub.c.sub_id), 0)).where(sub.c.book_id == book_id)
    last: int = tx.conn.execute(query).scalar_one()
    return last


def _write_houses(tx: Tx, estate: str, estate_id: int, fund_type: str, houses: list[House]) -> None:
    book = ensure_book(tx, 1, fund_type)
    change_id = record_master_change(
        tx,
        book.book_id,
        kind="households",
        summary="测试",
        row_count=len(houses),
        content=bytes(32),
        who="测试",
        clock=CLOCK,
    )
    last = _last_sub(tx, book.book_id)
    subs: list[tuple[Any, ...]] = [
        (book.book_id, last + place, "HOUSEHOLD", book.control, house.code, estate_id)
        for place, house in enumerate(houses, start=1)
    ]
    sold = {house.code.split("-")[1] for house in houses if house.kind == "sold_public"}
    subs += [
        (
            book.book_id,
            last + len(houses) + place,
            "SELLING_UNIT",
            book.control,
            f"{estate}-{building}-SU",
            estate_id,
        )
        for place, building in enumerate(sorted(sold), start=1)
    ]
    insert_rows(
        tx,
        schema.sub_account,
        ("book_id", "sub_id", "kind", "control", "code", "estate_id"),
        subs,
    )
    insert_rows(
        tx,
        schema.household,
        _HOUSEHOLD,
        (
            (
                book.book_id,
                last + place,
                estate_id,
                *house.code.split("-")[1:],
                house.floor,
                house.kind,
                house.area,
                house.words.get("share_area"),
                house.words.get("vote_area"),
                house.words.get("heads"),
                house.due_fen,
                house.words.get("deposited_before_fen", 0),
                change_id,
            )
            for place, house in enumerate(houses, start=1)
        ),
    )
