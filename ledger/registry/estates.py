"""Estates (物业管理区域, 小区): each is kept by one custodian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.registry.closed import is_open
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.reach import refuse_estate
from ledger.values.text import shown

_CHUNK: Final = 500  # codes looked up at a time


class Estate(NamedTuple):
    """An estate."""

    estate_id: int
    code: str
    name: str
    custodian_id: int

    @property
    def title(self) -> str:
        """Code and name; one of them where they are the same."""
        return self.code if self.name == self.code else f"{self.code} {self.name}"


class EstateSummary(NamedTuple):
    """An estate and the size of its roster."""

    code: str
    name: str
    custodian: str
    household_count: int
    area: int
    due_fen: int


def find_estates(tx: Tx, codes: Iterable[str]) -> dict[str, Estate]:
    """Return the registered ones of the estates called `codes`."""
    table = schema.estate
    found: dict[str, Estate] = {}
    wanted = sorted(set(codes))
    for start in range(0, len(wanted), _CHUNK):
        for row in tx.conn.execute(
            select(table.c.estate_id, table.c.code, table.c.name, table.c.custodian_id).where(
                table.c.code.in_(wanted[start : start + _CHUNK])
            )
        ):
            found[row.code] = Estate(*row)
    return found


def find_estate(tx: Tx, code: str) -> Estate:
    """Return the estate called `code`.

    Raises:
        Refused: `estate_unknown`, `out_of_reach`.
    """
    found = find_estates(tx, [code]).get(code)
    if found is None:
        raise Refused(
            "estate_unknown",
            _("没有小区“{code}”").format(code=shown(code)),
            _("请运行 wxzj registry estates 查看，或先导入房屋清册"),
        )
    refuse_estate(tx.reach, found.estate_id, found.custodian_id, found.code)
    return found


def refuse_beyond(tx: Tx, estate_id: int | None) -> None:
    """Refuse an estate, known by its id, beyond the reach of who asks; None is every estate.

    Raises:
        Refused: `out_of_reach`.
    """
    if not tx.reach.is_limited:
        return
    table = schema.estate
    for row in tx.conn.execute(select(table).where(table.c.estate_id == estate_id)):
        refuse_estate(tx.reach, row.estate_id, row.custodian_id, row.code)


def add_estates(tx: Tx, named: Sequence[tuple[str, str]], custodian_id: int) -> None:
    """Register estates, each a code and a name, with a custodian."""
    table = schema.estate
    newest = tx.conn.execute(select(func.max(table.c.estate_id))).scalar_one() or 0
    insert_rows(
        tx,
        table,
        ("estate_id", "code", "name", "custodian_id"),
        ((newest + place, *pair, custodian_id) for place, pair in enumerate(named, start=1)),
    )


def list_estates(tx: Tx, custodian_id: int | None = None) -> Iterator[EstateSummary]:
    """Walk the estates within reach in order of code, of one custodian where it is named."""
    estate, custodian, book, household = (
        schema.estate,
        schema.custodian,
        schema.book,
        schema.household,
    )
    sizes = (
        select(
            household.c.estate_id,
            func.count().label("households"),
            func.sum(household.c.area).label("area"),
            func.sum(household.c.due_fen).label("due_fen"),
        )
        .select_from(book)
        .join(household, household.c.book_id == book.c.book_id)
        .where(is_open(household))
        .group_by(household.c.estate_id)
        .subquery()
    )
    query = (
        select(
            estate.c.estate_id,
            estate.c.custodian_id,
            estate.c.code,
            estate.c.name,
            custodian.c.name,
            func.coalesce(sizes.c.households, 0),
            func.coalesce(sizes.c.area, 0),
            func.coalesce(sizes.c.due_fen, 0),
        )
        .select_from(estate)
        .join(custodian, custodian.c.custodian_id == estate.c.custodian_id)
        .outerjoin(sizes, sizes.c.estate_id == estate.c.estate_id)
        .order_by(estate.c.code)
    )
    if custodian_id is not None:
        query = query.where(estate.c.custodian_id == custodian_id)
    for estate_id, keeper_id, code, name, keeper, count, area, due_fen in tx.conn.execute(query):
        if tx.reach.holds_estate(estate_id, keeper_id):
            yield EstateSummary(code, name, keeper, int(count), int(area), int(due_fen))
