"""Estates and the households of an estate, page by page, with what each holds and lacks.

Only households are counted and added up here, so that an estate's figures are those of the list
of its households. Nothing is kept beside the books: all is read from the balances of the moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from ledger.fund.refilling.replenish import read_terms
from ledger.fund.refilling.running_low import Terms
from ledger.registry.books import FUND
from ledger.registry.standing import standing
from ledger.registry.titles import owned_on
from ledger.reports.paging import Cut, Key, Page, beyond, in_order, page_of
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.reach import Reach, refuse_estate

_LAST_CHARACTER: Final = "\U0010ffff"
_DOOR_PARTS: Final = 3


class State(StrEnum):
    """How a household stands with its initial amount (165号令 art. 17)."""

    LOW = "low"
    UNPAID = "unpaid"
    NORMAL = "normal"


class Order(StrEnum):
    """What a list of households is ordered by."""

    DOOR = "door"
    BALANCE_UP = "balance_up"
    BALANCE_DOWN = "balance_down"


class EstateRow(NamedTuple):
    """An estate with what its households hold.

    Attributes:
        low_count: households that paid once and hold less of their initial amount than they
            should, by the rules of their custodian.
        unpaid_count: households that never paid.
    """

    estate_id: int
    code: str
    name: str
    household_count: int
    principal_fen: int
    earnings_fen: int
    low_count: int
    unpaid_count: int

    @property
    def balance_fen(self) -> int:
        """Principal and earnings together."""
        return self.principal_fen + self.earnings_fen

    @property
    def key(self) -> Key:
        """The place in the list of estates."""
        return (self.code,)


class HouseholdRow(NamedTuple):
    """A household with what it holds.

    Attributes:
        owner: the first of its owners, None where nobody is registered.
        owner_count: how many owners there are.
        key: the place in the list that the row was read from.
    """

    book_id: int
    sub_id: int
    code: str
    owner: str | None
    owner_count: int
    area: int
    due_fen: int
    principal_fen: int
    earnings_fen: int
    state: State
    key: Key

    @property
    def balance_fen(self) -> int:
        """Principal and earnings together."""
        return self.principal_fen + self.earnings_fen


@dataclass(frozen=True, slots=True)
class Choice:
    """Which households of an estate are wanted, and in which order.

    Attributes:
        door: how the code goes on after the estate, such as `3-2-5`; its last part may be a
            beginning only.
        owner: how an owner's name begins.
    """

    order: Order = Order.DOOR
    door: str = ""
    owner: str = ""
    state: State | None = None


_HOUSEHOLD = schema.household
_PRINCIPAL = schema.sub_balance.alias("principal")
_EARNINGS = schema.sub_balance.alias("earnings")
_balance: Final[ColumnElement[int]] = _PRINCIPAL.c.amount_fen + _EARNINGS.c.amount_fen
_received: Final[ColumnElement[int]] = (
    _PRINCIPAL.c.received_fen + _EARNINGS.c.received_fen + _HOUSEHOLD.c.deposited_before_fen
)
# An opening balance was received by somebody once, even where nobody knows how much it had been.
_unpaid: Final = and_(_received <= 0, _balance <= 0)
_DOOR: Final = (_HOUSEHOLD.c.building, _HOUSEHOLD.c.unit, _HOUSEHOLD.c.room)


def state_now(terms: Terms) -> ColumnElement[str]:
    """Say in which state a household is, by the rules of its custodian (`replenish.…`)."""
    tested = _PRINCIPAL.c.amount_fen if terms.principal_only else _balance
    return case(
        (_unpaid, State.UNPAID.value),
        (tested * 1000 < terms.trigger_permille * _HOUSEHOLD.c.due_fen, State.LOW.value),
        else_=State.NORMAL.value,
    )


def with_balances(query: Select[Any]) -> Select[Any]:
    """Join both parts of its balance to each household of `query`."""
    for part, balance in enumerate((_PRINCIPAL, _EARNINGS)):
        query = query.join(
            balance,
            and_(
                balance.c.book_id == _HOUSEHOLD.c.book_id,
                balance.c.sub_id == _HOUSEHOLD.c.sub_id,
                balance.c.part == part,
            ),
        )
    return query


# ---- estates ----


def read_estates(tx: Tx, cut: Cut, *, on: date, text: str = "") -> Page[EstateRow]:
    """Read a page of the estates whose code begins with `text`, or whose name has it inside.

    Args:
        on: the day whose rules say what is low.
    """
    estate = schema.estate
    columns = (estate.c.code,)
    query = select(estate.c.estate_id, estate.c.code, estate.c.name)
    if tx.reach.is_limited:
        query = query.where(_within(tx.reach))
    if text:
        query = query.where(
            or_(
                estate.c.code.startswith(text, autoescape=True),
                estate.c.name.contains(text, autoescape=True),
            )
        )
    if cut.beside is not None:
        query = query.where(beyond(columns, cut.beside, downward=cut.backward))
    query = query.order_by(*in_order(columns, downward=cut.backward)).limit(cut.size + 1)
    found = tx.conn.execute(query).all()
    sums = _sums(tx, [row.estate_id for row in found[: cut.size]], on)
    return page_of((EstateRow(*row, *sums.get(row.estate_id, (0,) * 5)) for row in found), cut)


def _within(reach: Reach) -> ColumnElement[bool]:
    """Leave only the estates within reach."""
    reach.was_asked = True
    return or_(
        schema.estate.c.estate_id.in_(sorted(reach.estate_ids)),
        schema.estate.c.custodian_id.in_(sorted(reach.custodian_ids)),
    )


def _sums(tx: Tx, estate_ids: Sequence[int], on: date) -> dict[int, list[int]]:
    """Add up the households of some estates, book by book."""
    estate, book = schema.estate, schema.book
    estates_of: dict[tuple[int, int], list[int]] = {}
    for book_id, keeper_id, estate_id in tx.conn.execute(
        select(book.c.book_id, book.c.custodian_id, estate.c.estate_id)
        .join(estate, estate.c.custodian_id == book.c.custodian_id)
        .where(estate.c.estate_id.in_(estate_ids), book.c.kind == FUND)
    ):
        estates_of.setdefault((book_id, keeper_id), []).append(estate_id)
    terms = {keeper_id: read_terms(tx, keeper_id, on) for _book_id, keeper_id in estates_of}
    sums: dict[int, list[int]] = {}
    for (book_id, keeper_id), own in estates_of.items():
        for estate_id, *figures in tx.conn.execute(_sums_in_book(book_id, own, terms[keeper_id])):
            held = sums.get(estate_id, [0] * len(figures))
            sums[estate_id] = [one + int(more) for one, more in zip(held, figures, strict=True)]
    return sums


def _sums_in_book(book_id: int, estate_ids: Sequence[int], terms: Terms) -> Select[Any]:
    household, state = _HOUSEHOLD, state_now(terms)
    query = with_balances(
        select(
            household.c.estate_id,
            func.count(),
            func.sum(_PRINCIPAL.c.amount_fen),
            func.sum(_EARNINGS.c.amount_fen),
            func.sum(case((state == State.LOW.value, 1), else_=0)),
            func.sum(case((state == State.UNPAID.value, 1), else_=0)),
        ).select_from(household)
    )
    return query.where(_by_door(book_id, household.c.estate_id.in_(estate_ids))).group_by(
        household.c.estate_id
    )


def _by_door(book_id: int, of_estate: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say which households are meant so that they are found by the index of doors.

    Every building is at or after the empty text. Without that condition SQLite, which keeps no
    statistics here, thinks the households of an estate no fewer than those of the whole book.
    """
    return and_(
        _HOUSEHOLD.c.book_id == book_id,
        of_estate,
        _HOUSEHOLD.c.building >= "",
        standing(_HOUSEHOLD),
    )


# ---- households ----


def read_households(
    tx: Tx, estate_id: int, choice: Choice, cut: Cut, *, on: date
) -> Page[HouseholdRow]:
    """Read a page of the households of an estate, from all books that keep some of them.

    Each book is read by its own index; the few rows are merged here.
    """
    downward = cut.backward != (choice.order is Order.BALANCE_DOWN)
    rows: list[Any] = []
    for book_id, keeper_id in _books_of(tx, estate_id):
        state = state_now(read_terms(tx, keeper_id, on))
        query = _households(book_id, estate_id, choice, cut, on=on, state=state)
        rows += tx.conn.execute(query).all()
    keyed = [(_key(row, choice.order), row) for row in rows]
    keyed.sort(key=lambda pair: pair[0], reverse=downward)
    page = page_of(keyed, cut)
    owners = _owners(tx, [(row.book_id, row.sub_id) for _, row in page.rows], on=on)
    return Page(tuple(_household(row, key, owners) for key, row in page.rows), page.more)


def _household(
    row: Any, key: Key, owners: Mapping[tuple[int, int], tuple[str, int]]
) -> HouseholdRow:
    owner, owner_count = owners.get((row.book_id, row.sub_id), (None, 0))
    return HouseholdRow(
        row.book_id,
        row.sub_id,
        row.code,
        owner,
        owner_count,
        row.area,
        row.due_fen,
        row.principal_fen,
        row.earnings_fen,
        State(row.state),
        key,
    )


def _books_of(tx: Tx, estate_id: int) -> list[tuple[int, int]]:
    """Return the books that may keep households of an estate, each with its custodian."""
    estate, book = schema.estate, schema.book
    query = (
        select(book.c.book_id, estate.c.custodian_id, estate.c.code)
        .join(estate, estate.c.custodian_id == book.c.custodian_id)
        .where(estate.c.estate_id == estate_id, book.c.kind == FUND)
        .order_by(book.c.book_id)
    )
    rows = tx.conn.execute(query).all()
    for row in rows[:1]:
        refuse_estate(tx.reach, estate_id, row.custodian_id, row.code)
    return [(row.book_id, row.custodian_id) for row in rows]


def _key(row: Any, order: Order) -> Key:
    door = (row.building, row.unit, row.room, row.book_id)
    return door if order is Order.DOOR else (row.principal_fen + row.earnings_fen, *door)


def _households(
    book_id: int,
    estate_id: int,
    choice: Choice,
    cut: Cut,
    *,
    on: date,
    state: ColumnElement[str],
) -> Select[Any]:
    household, sub = _HOUSEHOLD, schema.sub_account
    columns = _DOOR if choice.order is Order.DOOR else (_balance, *_DOOR)
    downward = cut.backward != (choice.order is Order.BALANCE_DOWN)
    query = with_balances(
        select(
            household.c.book_id,
            household.c.sub_id,
            sub.c.code,
            *_DOOR,
            household.c.area,
            household.c.due_fen,
            _PRINCIPAL.c.amount_fen.label("principal_fen"),
            _EARNINGS.c.amount_fen.label("earnings_fen"),
            state.label("state"),
        ).select_from(household)
    ).join(sub, and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id))
    of_estate = household.c.estate_id == estate_id
    if cut.beside is None:
        query = query.where(_by_door(book_id, of_estate))
    else:
        *beside, other_book = cut.beside
        # Two books may hold the same key: the lower number comes first.
        inclusive = book_id < int(other_book) if downward else book_id > int(other_book)
        after = beyond(columns, tuple(beside), downward=downward, inclusive=inclusive)
        in_book = household.c.book_id == book_id
        by_door = choice.order is Order.DOOR  # then the key itself seeks in the index of doors
        query = query.where(
            and_(in_book, of_estate) if by_door else _by_door(book_id, of_estate), after
        )
    return (
        query.where(*_wanted(choice, on=on, state=state))
        .order_by(*in_order(columns, downward=downward))
        .limit(cut.size + 1)
    )


def _wanted(choice: Choice, *, on: date, state: ColumnElement[str]) -> list[ColumnElement[bool]]:
    household, title = _HOUSEHOLD, schema.title
    wanted = [] if choice.state is None else [state == choice.state.value]
    if choice.door:
        parts = choice.door.split("-", _DOOR_PARTS - 1)
        *whole, begun = zip(_DOOR, parts, strict=False)
        wanted += [column == part for column, part in whole]
        column, part = begun
        if part:
            wanted.append(and_(column >= part, column < part + _LAST_CHARACTER))
    if choice.owner:
        wanted.append(
            select(title.c.title_no)
            .where(
                title.c.book_id == household.c.book_id,
                title.c.sub_id == household.c.sub_id,
                func.substr(title.c.owner, 1, len(choice.owner)) == choice.owner,
                *owned_on(on),
            )
            .exists()
        )
    return wanted


# ---- owners ----


def _owners(
    tx: Tx, households: Sequence[tuple[int, int]], *, on: date
) -> dict[tuple[int, int], tuple[str, int]]:
    """Return the first owner and the number of owners of some households."""
    title = schema.title
    found: dict[tuple[int, int], tuple[str, int]] = {}
    for book_id in sorted({book for book, _sub in households}):
        subs = [sub for book, sub in households if book == book_id]
        for sub_id, owner in tx.conn.execute(
            select(title.c.sub_id, title.c.owner)
            .where(title.c.book_id == book_id, title.c.sub_id.in_(subs), *owned_on(on))
            .order_by(title.c.sub_id, title.c.title_no)
        ):
            first, count = found.get((book_id, sub_id), (owner, 0))
            found[book_id, sub_id] = (first, count + 1)
    return found


def read_owners(tx: Tx, book_id: int, sub_id: int, *, on: date) -> tuple[str | None, int]:
    """Return the first owner of a household and how many there are."""
    return _owners(tx, [(book_id, sub_id)], on=on).get((book_id, sub_id), (None, 0))
