"""Whose balance has fallen too low (续筹), and up to what it is refilled: set-based.

By 165号令 art. 17 a household is due when its balance is less than 30 % of its initial amount, the
amount due in the roster: exactly 30 % is enough. The ratio, whose balance is tested, whether
earnings count, and the target are rules of the custodian on the day (`running_low.Terms`). Every
household is tested, unsold homes too; `kind` tells them apart. One that never had a fund (no
initial amount and no money) is due as well, though nothing says how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from heapq import merge
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
)

from ledger.fund.refilling.running_low import Level, Target, Terms
from ledger.journal.voucher import Part
from ledger.registry.books import find_book, list_books
from ledger.registry.custodians import find_custodian
from ledger.registry.estates import find_estate, refuse_beyond
from ledger.registry.reach import only_estate
from ledger.registry.rulebook import rules_of
from ledger.registry.standing import standing
from ledger.registry.structure import is_high
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.division import half_up

REFILL: Final = "续交"  # words of the law, and of the scripts that read them
BUILD_UP: Final = "补建"
_RULES: Final = (
    "replenish.trigger_permille",
    "replenish.trigger_level",
    "replenish.trigger_base",
    "replenish.target",
    "replenish.target_permille",
    "deposit.standard",
)
_ROWS: Final = 2000  # fetched at a time


class Selection(NamedTuple):
    """Which households are tested.

    Attributes:
        estate_id: one estate's only, None for all of the books.
    """

    book_ids: tuple[int, ...]
    estate_id: int | None = None


class Due(NamedTuple):
    """A household that must refill its fund.

    Attributes:
        balance_fen: what is tested: principal and earnings, or by rule the principal alone.
        due_fen: up to the target; 0 where the roster gives no initial amount.
        rule: 续交, or 补建 where there never was a fund.
    """

    household: str
    kind: str
    initial_fen: int
    balance_fen: int
    due_fen: int
    rule: str


def choose(
    tx: Tx, *, book: str | None = None, estate: str | None = None, custodian: str | None = None
) -> Selection:
    """Read the selectors; none of them means every household there is.

    Raises:
        Refused: `book_unknown`, `estate_unknown`, `custodian_unknown`, `out_of_reach`.
    """
    estate = only_estate(tx, estate)
    keepers: set[int] | None = None
    estate_id = None
    if custodian is not None:
        keepers = {find_custodian(tx, custodian).custodian_id}
    if estate is not None:
        found = find_estate(tx, estate)
        estate_id = found.estate_id
        keepers = {found.custodian_id} if keepers is None else keepers & {found.custodian_id}
    books = {each.book_id for each in list_books(tx, keepers)}
    if book is not None:
        books &= {find_book(tx, book).book_id}
    return Selection(tuple(sorted(books)), estate_id)


def terms_of(tx: Tx, selection: Selection, day: date) -> list[tuple[Terms, list[int]]]:
    """Return the rules of a day, each with the books of the selection that they hold for."""
    by_keeper: dict[int, Terms] = {}
    books: dict[Terms, list[int]] = {}
    for book in list_books(tx):
        if book.book_id in selection.book_ids:
            keeper_id = book.custodian_id
            if keeper_id not in by_keeper:
                by_keeper[keeper_id] = read_terms(tx, keeper_id, day)
            books.setdefault(by_keeper[keeper_id], []).append(book.book_id)
    return list(books.items())


def read_terms(tx: Tx, custodian_id: int, day: date) -> Terms:
    """Return the rules of replenishment of a custodian on a day."""
    values = {key: rule.value for key, rule in rules_of(tx, custodian_id, _RULES, day).items()}
    permille, level, base, target, target_permille, standard = (values[key] for key in _RULES)
    assert isinstance(permille, int)
    assert isinstance(target_permille, int)
    assert isinstance(standard, tuple)
    return Terms(
        trigger_permille=permille,
        level=Level(str(level)),
        principal_only=base == "principal",
        target=Target(str(target)),
        target_permille=target_permille,
        standard=tuple(row for row in standard if isinstance(row, tuple)),
    )


def due(tx: Tx, selection: Selection, on: date | None = None, *, day: date) -> Iterator[Due]:
    """Walk the households that are due, by code.

    Args:
        on: as things stood at the end of this day; as they stand now when left out.
        day: the day whose rules hold, today or `on`.
    """
    refuse_beyond(tx, selection.estate_id)
    lists = [
        tx.conn.execute(
            _query(terms, book_ids, selection.estate_id, on),
            execution_options={"yield_per": _ROWS},
        )
        for terms, book_ids in terms_of(tx, selection, day)
    ]
    return (Due(*row) for row in merge(*lists, key=lambda row: row[0]))


def _query(
    terms: Terms, book_ids: Sequence[int], estate_id: int | None, on: date | None
) -> Select[Any]:
    """Return the question for the books of which the same rules hold."""
    held = _households(terms, book_ids, estate_id, on).subquery()
    initial, balance, target = held.c.initial, held.c.balance, held.c.target
    gap = case((target > balance, target - balance), else_=0)
    never_had = and_(initial == 0, balance == 0)
    low = held.c.tested_balance * 1000 < held.c.tested_initial * terms.trigger_permille
    if terms.level is not Level.HOUSEHOLD:
        low = and_(low, gap > 0)
    return (
        select(
            held.c.code,
            held.c.kind,
            initial,
            balance,
            gap,
            case((or_(initial == 0, held.c.received == 0), BUILD_UP), else_=REFILL),
        )
        .where(or_(low, never_had))
        .order_by(held.c.code)
    )


def _households(
    terms: Terms, book_ids: Sequence[int], estate_id: int | None, on: date | None
) -> Select[Any]:
    """Return every household with its initial amount, its balance and what it refills up to."""
    household, sub = schema.household, schema.sub_account
    principal = schema.sub_balance.alias("principal")
    earnings = schema.sub_balance.alias("earnings")
    initial = household.c.due_fen
    balance: ColumnElement[Any] = principal.c.amount_fen
    if not terms.principal_only:
        balance = balance + earnings.c.amount_fen
    received: ColumnElement[Any] = (
        principal.c.received_fen + earnings.c.received_fen + household.c.deposited_before_fen
    )
    tables = household.join(
        sub, and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id)
    )
    for part, table in ((Part.PRINCIPAL, principal), (Part.EARNINGS, earnings)):
        tables = tables.join(
            table,
            and_(
                table.c.book_id == household.c.book_id,
                table.c.sub_id == household.c.sub_id,
                table.c.part == int(part),
            ),
        )
    if on is not None:
        later = _since(terms, book_ids, on)
        tables = tables.outerjoin(
            later,
            and_(later.c.book_id == household.c.book_id, later.c.sub_id == household.c.sub_id),
        )
        balance = balance - func.coalesce(later.c.moved, 0)
        received = received - func.coalesce(later.c.received, 0)
    query = (
        select(
            sub.c.code,
            household.c.kind,
            initial.label("initial"),
            balance.label("balance"),
            received.label("received"),
            _target(terms).label("target"),
            _tested(terms, balance).label("tested_balance"),
            _tested(terms, initial).label("tested_initial"),
        )
        .select_from(tables)
        .where(household.c.book_id.in_(book_ids), standing(household, on))
    )
    return query if estate_id is None else query.where(household.c.estate_id == estate_id)


def _target(terms: Terms) -> ColumnElement[Any]:
    """Return up to what a household refills, as `running_low.target_fen` has it."""
    household = schema.household
    if terms.target in {Target.RATIO, Target.DECIDED}:
        return half_up(household.c.due_fen * terms.target_permille, 1000)
    if terms.target is Target.INITIAL or not terms.standard:
        return household.c.due_fen
    area = cast(household.c.area, BigInteger)
    ranked = sorted(terms.standard, key=lambda row: row[0].endswith("/any"))
    return case(
        *((_is_of(code), half_up(area * standard, 100)) for code, standard in ranked),
        else_=household.c.due_fen,
    )


def _is_of(code: str) -> ColumnElement[bool]:
    """Tell whether a household is one that a code of the standard means."""
    household = schema.household
    kind, _slash, structure = code.partition("/")
    if structure == "any":
        return household.c.kind == kind
    return and_(household.c.kind == kind, is_high(household) == int(structure == "lift"))


def _tested(terms: Terms, amount: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return what of an amount is tested: the household's, or all of its building or estate."""
    household = schema.household
    if terms.level is Level.HOUSEHOLD:
        return amount
    whose = [household.c.book_id, household.c.estate_id]
    if terms.level is Level.BUILDING:
        whose.append(household.c.building)
    return cast(func.sum(amount).over(partition_by=whose), BigInteger)


def _since(terms: Terms, book_ids: Sequence[int], on: date) -> Subquery:
    """Return what has moved on each sub-account after a day."""
    share, voucher = schema.share, schema.voucher
    moved: ColumnElement[Any] = share.c.amount_fen
    if terms.principal_only:
        moved = case((share.c.part == int(Part.PRINCIPAL), moved), else_=0)
    paid_in = case((share.c.payer_class.is_not(None), share.c.amount_fen), else_=0)
    return (
        select(
            share.c.book_id,
            share.c.sub_id,
            cast(func.sum(moved), BigInteger).label("moved"),
            cast(func.sum(paid_in), BigInteger).label("received"),
        )
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(share.c.book_id.in_(book_ids), voucher.c.dated_on > on)
        .group_by(share.c.book_id, share.c.sub_id)
        .subquery()
    )
