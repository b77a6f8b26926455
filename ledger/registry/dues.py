"""Fixing what is due at first by the rules of the place, once for each household, set-wise.

What the roster says stays as it is. A due that was fixed by a rule keeps that rule beside it: a
standard that changes later changes no due.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    and_,
    cast,
    exists,
    literal,
    select,
    true,
    union_all,
    update,
)

from ledger.registry.books import Book
from ledger.registry.due_rules import (
    COST,
    PRICE,
    SELLING_HIGH,
    SELLING_LOW,
    STANDARD,
    Basis,
    Standards,
    basis_of,
)
from ledger.registry.kinds import FUND_TYPE_OF_KIND
from ledger.registry.rulebook import int_rule, number_or_none, rule_on, table_rule
from ledger.registry.structure import is_high
from ledger.store import schema
from ledger.store.canon import fields
from ledger.store.database import Tx
from ledger.store.division import half_up
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.money import SHARE_MAX

_KEYS: Final = (STANDARD, PRICE, COST, SELLING_LOW, SELLING_HIGH)
_LIFTS: Final = (True, False, None)
_TIMES_MAX: Final = 2**62  # so that a product stays a whole number of both databases


class Fixed(NamedTuple):
    """How many dues were fixed in a book, and what they come to."""

    book: Book
    household_count: int
    due_fen: int


def read_standards(tx: Tx, custodian_id: int, on: date) -> Standards:
    """Read the rules of deposits of a custodian on a day."""
    return Standards(
        by_area=table_rule(tx, custodian_id, STANDARD, on),
        price_permille=number_or_none(tx, custodian_id, PRICE, on),
        cost_fen=number_or_none(tx, custodian_id, "deposit.public_cost_fen", on),
        owner_permille=int_rule(tx, custodian_id, COST, on),
        selling_low=int_rule(tx, custodian_id, SELLING_LOW, on),
        selling_high=int_rule(tx, custodian_id, SELLING_HIGH, on),
        sources={key: rule_on(tx, custodian_id, key, on).source for key in _KEYS},
    )


def fix_dues(
    tx: Tx,
    book: Book,
    *,
    on: date,
    who: str,
    clock: Clock,
    estate_id: int | None = None,
    of_change: int | None = None,
    told: Select[tuple[str]] | None = None,
) -> Fixed:
    """Fix the dues of households of a book for which neither roster nor rule said one.

    Args:
        tx: a transaction; the head of the book is held by the caller or taken here.
        book: the book.
        on: the day whose rules hold.
        who: the person, for the log.
        clock: the moment, for the log.
        estate_id: only this estate's households.
        of_change: only those that this change of master data brought.
        told: codes of those whose roster said what is due, be it nothing.
    """
    household = schema.household
    chosen: ColumnElement[bool] = true()
    if estate_id is not None:
        chosen = and_(chosen, household.c.estate_id == estate_id)
    if of_change is not None:
        chosen = and_(chosen, household.c.change_id == of_change)
    if told is not None:
        sub = schema.sub_account
        own = select(sub.c.sub_id).where(sub.c.book_id == book.book_id, sub.c.code.in_(told))
        chosen = and_(chosen, household.c.sub_id.not_in(own))
    standards = read_standards(tx, book.custodian_id, on)
    parts = list(_parts(book, standards, chosen))
    if not parts:
        return Fixed(book, 0, 0)
    content, fixed = _content(tx, book, parts)
    if not fixed.household_count:
        return fixed
    change_id = record_master_change(
        tx,
        book.book_id,
        kind="dues",
        summary=f"按规则核定首期应交：{fixed.household_count} 户",
        row_count=fixed.household_count,
        content=content,
        who=who,
        clock=clock,
    )
    _write(tx, book, parts, on, change_id)
    return fixed


def _parts(
    book: Book, standards: Standards, chosen: ColumnElement[bool]
) -> Iterator[tuple[Basis, str, Select[Any]]]:
    """Walk the kinds of homes that a rule settles: by what, its source, and the homes with dues."""
    for kind, fund_type in FUND_TYPE_OF_KIND.items():
        if fund_type != book.fund_type:
            continue
        for lift in _LIFTS:
            basis = basis_of(standards, kind, lift=lift)
            if basis is not None:
                source = standards.sources.get(basis.rule, "")
                yield basis, source, _homes(book, kind, basis, chosen, lift=lift)


def _homes(
    book: Book, kind: str, basis: Basis, chosen: ColumnElement[bool], *, lift: bool | None
) -> Select[Any]:
    household, fixed = schema.household, schema.household_due
    number: Any = cast(household.c.price_fen if basis.of_price else household.c.area, BigInteger)
    high = is_high(household)
    as_lift = high.is_(None) if lift is None else high == int(lift)
    due: Any = half_up(number * literal(basis.times, BigInteger), basis.divisor)
    return select(household.c.sub_id, due.label("due_fen")).where(
        household.c.book_id == book.book_id,
        household.c.kind == kind,
        as_lift,
        household.c.due_fen == 0,
        household.c.standard_fen.is_(None),
        number > 0,
        number <= _TIMES_MAX // basis.times,
        due.between(1, SHARE_MAX),
        ~exists().where(
            fixed.c.book_id == household.c.book_id, fixed.c.sub_id == household.c.sub_id
        ),
        chosen,
    )


def _content(
    tx: Tx, book: Book, parts: Sequence[tuple[Basis, str, Select[Any]]]
) -> tuple[bytes, Fixed]:
    """Digest the dues in the order of codes, and add them up."""
    sub = schema.sub_account
    homes = union_all(*(homes for _basis, _source, homes in parts)).subquery()
    query = (
        select(fields(sub.c.code, homes.c.due_fen), homes.c.due_fen)
        .join(sub, and_(sub.c.book_id == book.book_id, sub.c.sub_id == homes.c.sub_id))
        .order_by(sub.c.code)
    )
    digest = hashlib.sha256()
    count = total = 0
    for text, due_fen in tx.conn.execute(query, execution_options={"yield_per": 5000}):
        digest.update(text.encode())
        count += 1
        total += due_fen
    return digest.digest(), Fixed(book, count, total)


def _write(
    tx: Tx,
    book: Book,
    parts: Sequence[tuple[Basis, str, Select[Any]]],
    on: date,
    change_id: int,
) -> None:
    household, fixed = schema.household, schema.household_due
    names = [
        "book_id",
        "sub_id",
        "due_fen",
        "rule",
        "rate",
        "source",
        "fixed_on",
        "change_id",
    ]
    for basis, source, homes in parts:
        found = homes.subquery()
        rows = select(
            literal(book.book_id),
            found.c.sub_id,
            found.c.due_fen,
            literal(basis.rule),
            literal(basis.rate, BigInteger),
            literal(source),
            literal(on, fixed.c.fixed_on.type),
            literal(change_id),
        )
        tx.conn.execute(fixed.insert().from_select(names, rows))
    new = and_(
        fixed.c.book_id == book.book_id,
        fixed.c.sub_id == household.c.sub_id,
        fixed.c.change_id == change_id,
    )
    due_fen = select(fixed.c.due_fen).where(new).scalar_subquery()
    tx.conn.execute(
        update(household)
        .where(household.c.book_id == book.book_id, exists(select(fixed.c.sub_id).where(new)))
        .values(due_fen=due_fen, change_id=change_id)
    )
