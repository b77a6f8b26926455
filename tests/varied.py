"""A varied world for outside witnesses: months of every sort of voucher, closed by the real close.

The vouchers are drawn by a seed. Codes, names and summaries hold whatever another program might
stumble over: quotes, semicolons, lower case, letters without case, characters of no letter kind.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from ledger.closing.closer import close_book
from ledger.journal.posting import post, post_many
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Part, PayerClass, Posted, Share, reversal_of
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.period import first_day
from tests import worlds
from tests.worlds import BANK, COMMODITY, COMMON_INCOME, ESTATE, SUSPENSE, credit, debit, voucher

CLOCK: Final = Clock(date(2026, 6, 10), "2026-06-10T01:02:03Z")
CLOSED: Final = (202601, 202602, 202603)
OPEN: Final = (202604, 202605)
ODD_CODES: Final = ("A01-1.5号-0-1㎡", "A01-b-0-1", "A01-小-二-x_y", "A01-Ⅷ-0-é")
ODD_SUMMARY: Final = '首期 "甲" \\ 乙; 丙 | 丁, 戊:己 (庚) [2026-01-01]\x1b'
_HOUSES: Final = (1, 2, 3, 4, 9, 10, 11, 12)  # sub-accounts of A01 in F1-C


def build_varied(tx: Tx, seed: int) -> None:
    """Write the whole world into an empty database."""
    worlds.build_registry(tx)
    _add_rows(tx)
    draw = random.Random(seed)  # noqa: S311 # a test, not a secret
    _small_books(tx)
    for period in (*CLOSED, *OPEN):
        drafts = _month(draw, period)
        posted = post_many(tx, drafts, clock=CLOCK)
        _reverse_some(tx, draw, posted, period)
        if period in CLOSED:
            for book_id in (1, 2):
                close_book(tx, book_id, period, who="单人", clock=CLOCK)


def _add_rows(tx: Tx) -> None:
    """Add households with odd codes, and a bank account with an odd number."""
    sub, bank = schema.sub_account, schema.bank_account
    rows = [
        (COMMODITY, sub_id, "HOUSEHOLD", "3001", code, ESTATE)
        for sub_id, code in enumerate(ODD_CODES, start=9)
    ]
    insert_rows(tx, sub, [column.name for column in sub.columns], rows)
    insert_rows(tx, bank, [column.name for column in bank.columns], [(5, 1, "C", "工行/2号")])


def _small_books(tx: Tx) -> None:
    """Let the other books hold something too."""
    sold: dict[str, Any] = {"book_id": 2, "bank_account_id": worlds.SOLD_PUBLIC_BANK}
    on = {"dated_on": date(2026, 1, 3)}
    post(tx, worlds.deposit("公房", {1: 70001, 2: 69999}, **sold, **on), clock=CLOCK)
    other: dict[str, Any] = {"book_id": 3, "estate_id": worlds.FOREIGN_ESTATE}
    other["bank_account_id"] = worlds.FOREIGN_BANK
    post(tx, worlds.deposit("他人", {1: 5}, **other, dated_on=date(2026, 5, 30)), clock=CLOCK)


def _month(draw: random.Random, period: int) -> list[Draft]:
    """Return the vouchers of a month, not in order of their days."""
    days = [first_day(period).replace(day=draw.randint(1, 28)) for _ in range(9)]
    key = str(period)
    houses = draw.sample(_HOUSES, draw.randint(3, len(_HOUSES)))
    into = {sub: draw.randint(1, 10**7) + 10**6 for sub in houses}
    drafts = [
        worlds.deposit(f"{ODD_SUMMARY} {key}", into, dated_on=days[0], value_on=first_day(period)),
        worlds.deposit(f"秋 {key}", {5: draw.randint(1, 999), 6: 2}, estate_id=2, dated_on=days[1]),
        _unidentified(f"待认领 {key}", draw.randint(2, 9000), days[2]),
        worlds.interest(f"利息 {key}", draw.randint(100, 99999), dated_on=days[3]),
        worlds.repair(
            f"维修 {key}",
            {sub: draw.randint(1, 10**4) for sub in houses[:3]},
            dated_on=days[4],
            bank_account_id=5,
        ),
        _common_income(f"场地 {key}", draw.randint(100, 5000), days[5]),
        _bond(f"国债 {key}", draw.randint(1, 500), days[6]),
    ]
    if period != CLOSED[0]:  # only what was carried can be given out
        drafts.append(_distribution(f"分配 {key}", draw, days[7]))
        drafts.append(_assigned(f"认领 {key}", draw.choice(_HOUSES), days[8]))
    return drafts


def _unidentified(key: str, fen: int, on: date) -> Draft:
    lines = [
        debit("1001", fen, bank_account_id=BANK),
        credit("4001", fen, [Share(SUSPENSE, fen)], detail="待认领"),
    ]
    return voucher(key, lines, estate_id=None, dated_on=on)


def _assigned(key: str, sub_id: int, on: date) -> Draft:
    """Move money from the suspense to a household: both lines on one account, one in red."""
    lines = [
        credit("4001", -1, [Share(SUSPENSE, -1)]),
        credit("4001", 1, [Share(sub_id, 1, payer_class=PayerClass.OWNER)], estate_id=ESTATE),
    ]
    return voucher(key, lines, dated_on=on)


def _common_income(key: str, fen: int, on: date) -> Draft:
    shares = [Share(COMMON_INCOME, fen)]
    lines = [
        debit("1001", fen, bank_account_id=BANK),
        credit("4201", fen, shares, estate_id=ESTATE),
    ]
    return voucher(key, lines, dated_on=on)


def _bond(key: str, fen: int, on: date) -> Draft:
    lines = [debit("1101", fen), credit("1001", fen, bank_account_id=BANK)]
    return voucher(key, lines, estate_id=None, dated_on=on)


def _distribution(key: str, draw: random.Random, on: date) -> Draft:
    shares = [Share(sub, draw.randint(1, 9), Part.EARNINGS) for sub in draw.sample(_HOUSES, 4)]
    total = sum(share.amount_fen for share in shares)
    lines = [debit("3101", total), credit("3001", total, shares, estate_id=ESTATE)]
    return voucher(key, lines, kind=Kind.DISTRIBUTION, dated_on=on)


def _reverse_some(tx: Tx, draw: random.Random, posted: Sequence[Posted], period: int) -> None:
    """Cancel the interest and one other voucher, in red letters."""
    for chosen in {posted[3], draw.choice((posted[1], posted[6]))}:
        stored = read_voucher(tx, chosen.book_id, chosen.voucher_id)
        assert stored is not None
        on = first_day(period).replace(day=28)
        red = reversal_of(
            stored.draft, stored.voucher_id, stored.number, on, maker='李"四', reason="记错"
        )
        post(tx, red, clock=CLOCK)


def vouchers_of(tx: Tx, book_id: int) -> int:
    """Count the vouchers of a book."""
    table = schema.voucher
    return len(tx.conn.execute(select(table.c.voucher_id).where(table.c.book_id == book_id)).all())


def set_aside(tx: Tx) -> None:
    """Set money aside for a case, and let a sub-account fall below nothing."""
    mark, grant = schema.earmark, schema.floor_grant
    insert_rows(tx, mark, [each.name for each in mark.columns], [(COMMODITY, 1, 1, 1, 0, 500)])
    row = (COMMODITY, 1, 2, 0, -500, "甲", "乙", "误划", CLOCK.at)
    insert_rows(tx, grant, [each.name for each in grant.columns], [row])
