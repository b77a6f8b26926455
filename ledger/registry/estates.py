"""Estates (物业管理区域, 小区): each is kept by one custodian."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.registry.lineage import standing
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_CHUNK: Final = 500  # codes looked up at a time


class Estate(NamedTuple):
    """An estate."""

    estate_id: int
    code: str
    name: str
    custodian_id: int


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
        Refused: `estate_unknown`.
    """
    found = find_estates(tx, [code]).get(code)
    if found is None:
        raise Refused(
            "estate_unknown",
            _("没有小区“{code}”").format(code=shown(code)),
            _("请运行 wxzj registry estates 查看，或先导入房屋清册"),
        )
    return found


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
    """Walk the estates in order of code, those of one custodian where it is named."""
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
        .where(standing(household))
        .group_by(household.c.estate_id)
        .subquery()
    )
    query = (
        select(
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
    for code, name, keeper, count, area, due_fen in tx.conn.execute(query):
        yield EstateSummary(code, name, keeper, int(count), int(area), int(due_fen))
