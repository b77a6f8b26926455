"""The households that a repair concerns (分摊范围), read from the registry in one statement."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, func, or_, select

from ledger.fund.using.consent import Voter
from ledger.fund.using.sharing import Door, Purse, SellingUnit
from ledger.journal.voucher import Part
from ledger.registry.books import Book, list_books
from ledger.registry.closed import is_open
from ledger.registry.estates import Estate
from ledger.registry.kinds import household_code, selling_unit_code
from ledger.registry.titles import owned_on
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_UNSOLD = frozenset({"unsold_commodity", "unsold_public"})
DOOR_PARTS: Final = 3  # building, unit, room
_Building = tuple[int, str]  # a book and a building of the estate


class Place(NamedTuple):
    """A part of an estate: a building, a stair or a door.

    Attributes:
        word: as the person wrote it.
        parts: the building, then the unit and the room where they are named.
    """

    word: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of an estate and the books that its households are in.

    Attributes:
        places: none for the whole estate.
    """

    estate: Estate
    books: tuple[Book, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Bearers:
    """Who may have to bear a cost."""

    doors: tuple[Door, ...]
    selling_units: tuple[SellingUnit, ...]


def make_scope(tx: Tx, estate: Estate, words: Sequence[str]) -> Scope:
    """Read what a person wrote: `3`, `3-2`, `3-2-501`, with or without the estate before it.

    Raises:
        Refused: `scope_unknown`.
    """
    books = tuple(list_books(tx, [estate.custodian_id]))
    if estate.code in words:
        return Scope(estate, books, ())
    return Scope(estate, books, tuple(_place(estate, word) for word in sorted(set(words))))


def _place(estate: Estate, word: str) -> Place:
    parts = word.split("-")
    if parts[0] == estate.code:
        parts = parts[1:]
    if not 1 <= len(parts) <= DOOR_PARTS or not all(parts):
        raise _unknown(estate, word)
    return Place(word, tuple(parts))


def _unknown(estate: Estate, word: str) -> Refused:
    return Refused(
        "scope_unknown",
        _("小区 {estate} 没有“{word}”这样的幢、单元或房屋").format(
            estate=shown(estate.code), word=shown(word)
        ),
        _("请写幢、幢-单元或房屋编号；不写就是全小区"),
    )


def read_bearers(tx: Tx, scope: Scope) -> Bearers:
    """Read the doors of a scope with what each can spend, and the selling units concerned.

    Raises:
        Refused: `scope_unknown` for a place without a household, `scope_empty`, `area_zero`.
    """
    rows = tx.conn.execute(_doors(scope)).all()
    _refuse_empty(scope, rows)
    doors = tuple(
        Door(
            row.book_id,
            row.sub_id,
            row.code,
            row.kind,
            row.area,
            Purse(row.principal_fen, row.earnings_fen),
            row.deposited_fen,
        )
        for row in rows
    )
    sold: dict[_Building, int] = defaultdict(int)
    for row in rows:
        if row.kind == "sold_public":
            sold[row.book_id, row.building] += row.area
    return Bearers(doors, tuple(_selling_units(tx, scope.estate, sold)))


def _refuse_empty(scope: Scope, rows: Sequence[Any]) -> None:
    doors = [tuple(row.code.split("-")[1:]) for row in rows]
    found = {door[:length] for door in doors for length in range(1, DOOR_PARTS + 1)}
    for place in scope.places:
        if place.parts not in found:
            raise _unknown(scope.estate, place.word)
    if not rows:
        raise Refused(
            "scope_empty",
            _("小区 {estate} 还没有房屋，无法分摊").format(estate=shown(scope.estate.code)),
            _("请先运行 wxzj registry import 导入房屋清册"),
        )
    if not any(row.area for row in rows):
        raise Refused(
            "area_zero",
            _("范围内房屋的分摊面积全部是零，无法分摊"),
            _("请先补录分摊面积"),
        )


def within(scope: Scope) -> ColumnElement[bool]:
    """Say which households are in the scope."""
    household, sub = schema.household, schema.sub_account
    inside = and_(
        household.c.book_id.in_([book.book_id for book in scope.books]),
        household.c.estate_id == scope.estate.estate_id,
        is_open(household),
    )
    if not scope.places:
        return inside
    rooms = [place.parts for place in scope.places if len(place.parts) == DOOR_PARTS]
    ways: list[ColumnElement[bool]] = []
    if rooms:
        codes = [household_code(scope.estate.code, *parts) for parts in rooms]
        ways.append(sub.c.code.in_(codes))
    for building, *units in (place.parts for place in scope.places):
        if not units:
            ways.append(household.c.building == building)
        elif len(units) == 1:
            ways.append(and_(household.c.building == building, household.c.unit == units[0]))
    return and_(inside, or_(*ways))


def _part_of(owner: Table, part: Part) -> tuple[FromClause, ColumnElement[bool]]:
    """Return the balances of one part and how they join to `owner`."""
    balance = schema.sub_balance.alias(part.name.lower())
    return balance, and_(
        balance.c.book_id == owner.c.book_id,
        balance.c.sub_id == owner.c.sub_id,
        balance.c.part == int(part),
    )


def _spendable(balance: FromClause, name: str) -> ColumnElement[int]:
    return (balance.c.amount_fen - balance.c.earmark_fen).label(name)


def _doors(scope: Scope) -> Select[Any]:
    household, sub = schema.household, schema.sub_account
    principal, of_principal = _part_of(household, Part.PRINCIPAL)
    earnings, of_earnings = _part_of(household, Part.EARNINGS)
    return (
        select(
            household.c.book_id,
            household.c.sub_id,
            sub.c.code,
            household.c.kind,
            func.coalesce(household.c.share_area, household.c.area).label("area"),
            _spendable(principal, "principal_fen"),
            _spendable(earnings, "earnings_fen"),
            (
                household.c.deposited_before_fen
                + principal.c.received_fen
                + earnings.c.received_fen
            ).label("deposited_fen"),
            household.c.building,
        )
        .select_from(household)
        .join(sub, _same_sub_account(household))
        .join(principal, of_principal)
        .join(earnings, of_earnings)
        .where(within(scope))
        .order_by(sub.c.code)
    )


def _same_sub_account(owner: Table) -> ColumnElement[bool]:
    sub = schema.sub_account
    return and_(sub.c.book_id == owner.c.book_id, sub.c.sub_id == owner.c.sub_id)


def _selling_units(tx: Tx, estate: Estate, sold: Mapping[_Building, int]) -> Iterator[SellingUnit]:
    """Read the selling units' sub-accounts of the buildings with sold public homes in the scope."""
    if not sold:
        return
    whole = _areas_sold(tx, estate, sold)
    sub = schema.sub_account
    principal, of_principal = _part_of(sub, Part.PRINCIPAL)
    earnings, of_earnings = _part_of(sub, Part.EARNINGS)
    codes = {selling_unit_code(estate.code, building): building for _book_id, building in sold}
    for row in tx.conn.execute(
        select(
            sub.c.book_id,
            sub.c.sub_id,
            sub.c.code,
            _spendable(principal, "principal_fen"),
            _spendable(earnings, "earnings_fen"),
            (principal.c.received_fen + earnings.c.received_fen).label("deposited_fen"),
        )
        .select_from(sub)
        .join(principal, of_principal)
        .join(earnings, of_earnings)
        .where(
            sub.c.book_id.in_({book_id for book_id, _building in sold}),
            sub.c.kind == "SELLING_UNIT",
            sub.c.code.in_(list(codes)),
            is_open(sub),
        )
        .order_by(sub.c.code)
    ):
        place = (row.book_id, codes[row.code])
        if place in sold:
            yield SellingUnit(
                row.book_id,
                row.sub_id,
                row.code,
                Purse(row.principal_fen, row.earnings_fen),
                row.deposited_fen,
                sold[place],
                whole[place],
            )


def _areas_sold(tx: Tx, estate: Estate, sold: Mapping[_Building, int]) -> dict[_Building, int]:
    """Return the area of all sold public homes of each building, in the scope or not."""
    household = schema.household
    area = func.sum(func.coalesce(household.c.share_area, household.c.area)).label("area")
    return {
        (row.book_id, row.building): int(row.area)
        for row in tx.conn.execute(
            select(household.c.book_id, household.c.building, area)
            .where(
                household.c.book_id.in_({book_id for book_id, _building in sold}),
                household.c.estate_id == estate.estate_id,
                household.c.building.in_({building for _book_id, building in sold}),
                household.c.kind == "sold_public",
                is_open(household),
            )
            .group_by(household.c.book_id, household.c.building)
        )
    }


def read_voters(
    tx: Tx, scope: Scope, on: date, excluded: Collection[tuple[int, int]] = ()
) -> dict[tuple[int, int], Voter]:
    """Return the homes of a scope as an electorate sees them on a day, by book and sub-account.

    Args:
        excluded: homes that have no part in the case, each a book and a sub-account.
    """
    household, title = schema.household, schema.title
    rows = tx.conn.execute(
        select(
            household.c.book_id,
            household.c.sub_id,
            household.c.kind,
            func.coalesce(household.c.vote_area, household.c.area).label("area"),
            household.c.heads,
            title.c.id_no,
        )
        .select_from(household)
        .join(schema.sub_account, _same_sub_account(household))
        .outerjoin(
            title,
            and_(
                title.c.book_id == household.c.book_id,
                title.c.sub_id == household.c.sub_id,
                *owned_on(on),
            ),
        )
        .where(within(scope))
    ).all()
    owners: dict[tuple[int, int], set[str | None]] = defaultdict(set)
    homes = {}
    for row in rows:
        if (row.book_id, row.sub_id) in excluded:
            continue
        homes[row.book_id, row.sub_id] = row
        owners[row.book_id, row.sub_id].add(row.id_no)
    return {
        key: Voter(
            area=row.area,
            heads=row.heads,
            # One unknown owner makes the whole home unknown: it then counts by itself.
            owners=() if None in owners[key] else tuple(sorted(filter(None, owners[key]))),
            unsold=row.kind if row.kind in _UNSOLD else "",
        )
        for key, row in homes.items()
    }
