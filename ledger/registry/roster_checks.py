"""What a roster is refused for: looked up set-wise over the staged rows, all of it told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import (
    FromClause,
    Row,
    RowMapping,
    and_,
    func,
    literal,
    or_,
    select,
    union_all,
)

from ledger.registry.custodians import Custodian
from ledger.registry.estates import Estate
from ledger.registry.places import staged_place
from ledger.registry.roster_rows import (
    HOUSEHOLD_FIELDS,
    OWNER_FIELDS,
    SAID,
    staged_household,
)
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.text import shown

_STAGED: Final = staged_household.c
_PUBLIC: Final = "P"

Heads = Mapping[str, str]


def bad_estates(
    tx: Tx, known: Mapping[str, Estate], custodian: Custodian | None, heads: Heads
) -> Iterator[BadRow]:
    """Find estates that another custodian keeps, and names that differ."""
    names = (
        select(
            _STAGED.estate,
            _STAGED.estate_name,
            func.min(_STAGED.row_no).label("row_no"),
        )
        .group_by(_STAGED.estate, _STAGED.estate_name)
        .order_by(func.min(_STAGED.row_no))
    )
    said: dict[str, str] = {code: estate.name for code, estate in known.items()}
    foreign: set[str] = set()
    for code, name, row_no in tx.conn.execute(names):
        estate = known.get(code)
        if estate and custodian and estate.custodian_id != custodian.custodian_id:
            if code not in foreign:
                yield _foreign_estate(row_no, code, custodian, heads)
            foreign.add(code)
        elif name is not None and said.setdefault(code, name) != name:
            yield BadRow(
                row_no,
                heads["estate_name"],
                name,
                "estate_name_differs",
                _("小区 {code} 的名称已是“{old}”，这里写的是“{new}”").format(
                    code=shown(code), old=shown(said[code]), new=shown(name)
                ),
                _("统一名称，或清空这一格"),
                refused=True,
            )


def _foreign_estate(row_no: int, code: str, custodian: Custodian, heads: Heads) -> BadRow:
    return BadRow(
        row_no,
        heads["estate"],
        code,
        "estate_foreign",
        _("小区 {code} 不属于{custodian}").format(
            code=shown(code), custodian=shown(custodian.name)
        ),
        _("核对小区编号，或用 --custodian 指定它的代管机构"),
        refused=True,
    )


def repeated_doors(tx: Tx, heads: Heads) -> Iterator[BadRow]:
    """Find doors that stand in the file more than once."""
    first = (
        select(_STAGED.code, func.min(_STAGED.row_no).label("row_no"))
        .group_by(_STAGED.code)
        .having(func.count() > 1)
        .subquery()
    )
    query = (
        select(_STAGED.row_no, _STAGED.room, _STAGED.code, first.c.row_no.label("first"))
        .join_from(staged_household, first, first.c.code == _STAGED.code)
        .where(_STAGED.row_no != first.c.row_no)
        .order_by(_STAGED.row_no)
    )
    for row in tx.conn.execute(query):
        yield BadRow(
            row.row_no,
            heads["room"],
            row.room,
            "household_repeated",
            _("房屋 {code} 在第 {first} 行已经出现过").format(
                code=shown(row.code), first=row.first
            ),
            _("删去重复的一行；共有产权人写在同一格"),
            refused=True,
        )


def known_doors() -> FromClause:
    """Join the staged rows whose doors are known, in either book of their custodian."""
    place = staged_place.c
    sub, household, title = schema.sub_account, schema.household, schema.title
    other = title.alias("other")
    current = (
        select(func.min(other.c.title_no))
        .where(
            other.c.book_id == household.c.book_id,
            other.c.sub_id == household.c.sub_id,
            other.c.owned_until.is_(None),
        )
        .scalar_subquery()
    )
    return (
        staged_household.join(staged_place, place.estate == _STAGED.estate)
        .join(sub, and_(sub.c.book_id == place.book_id, sub.c.code == _STAGED.code))
        .join(
            household,
            and_(household.c.book_id == sub.c.book_id, household.c.sub_id == sub.c.sub_id),
        )
        .outerjoin(
            title,
            and_(
                title.c.book_id == household.c.book_id,
                title.c.sub_id == household.c.sub_id,
                title.c.title_no == current,
            ),
        )
    )


def differing_doors(tx: Tx, heads: Heads) -> Iterator[BadRow]:
    """Find rows of known doors that say something else than what is known."""
    pairs = [(name, schema.household.c[name]) for name in HOUSEHOLD_FIELDS]
    pairs += [(name, schema.title.c[name]) for name in OWNER_FIELDS]
    query = (
        select(
            _STAGED.row_no,
            _STAGED.code,
            *(_STAGED[name] for name, _known in pairs),
            *(known.label(f"known_{name}") for name, known in pairs),
        )
        .select_from(known_doors())
        .where(
            or_(
                *(
                    and_(_STAGED[name].is_not(None), _STAGED[name].is_distinct_from(known))
                    for name, known in pairs
                )
            )
        )
        .order_by(_STAGED.row_no)
    )
    for row in tx.conn.execute(query).mappings():
        for name, _known in pairs:
            if row[name] is not None and row[name] != row[f"known_{name}"]:
                yield _differing(row, name, heads)


def _differing(row: RowMapping, name: str, heads: Heads) -> BadRow:
    said = SAID[name]
    new = said.written(row[name])
    old = row[f"known_{name}"]
    return BadRow(
        row["row_no"],
        heads[said.key],
        new,
        "household_differs",
        _("房屋 {code} 已登记，{head}是“{old}”，这里写的是“{new}”").format(
            code=shown(row["code"]),
            head=shown(heads[said.key]),
            old=_("空") if old is None else shown(said.written(old)),
            new=shown(new),
        ),
        _changing(name),
        refused=True,
    )


def _changing(name: str) -> str:
    """Say how a registered field is changed, since an import changes none."""
    if name in OWNER_FIELDS:
        return _("核对这一格；换了产权人，请运行 wxzj registry set-owner，导入不改已有的登记")
    return _("核对这一格；导入不改已有的登记")


def mixed_selling_units(tx: Tx, heads: Heads) -> Iterator[BadRow]:
    """Find buildings of sold public housing with two selling units: they have one sub-account."""
    estate, book, household = schema.estate, schema.book, schema.household
    registered: Any = (
        select(
            estate.c.code.label("estate"),
            household.c.building,
            household.c.selling_unit,
            literal(0).label("row_no"),
        )
        .join_from(household, book, book.c.book_id == household.c.book_id)
        .join(estate, estate.c.estate_id == household.c.estate_id)
        .where(
            book.c.fund_type == _PUBLIC,
            household.c.selling_unit.is_not(None),
            estate.c.code.in_(select(_STAGED.estate)),
        )
        .distinct()
    )
    in_file: Any = (
        select(
            _STAGED.estate,
            _STAGED.building,
            _STAGED.selling_unit,
            func.min(_STAGED.row_no).label("row_no"),
        )
        .where(_STAGED.fund_type == _PUBLIC, _STAGED.selling_unit.is_not(None))
        .group_by(_STAGED.estate, _STAGED.building, _STAGED.selling_unit)
    )
    both = union_all(registered, in_file).subquery()
    first: dict[tuple[str, str], str] = {}
    for row in tx.conn.execute(select(both).order_by(both.c.row_no)).all():
        known = first.setdefault((row.estate, row.building), row.selling_unit)
        if row.row_no and row.selling_unit != known:
            yield from _rows_of_selling_unit(tx, row, known, heads)


def _rows_of_selling_unit(tx: Tx, other: Row[Any], known: str, heads: Heads) -> Iterator[BadRow]:
    rows = (
        select(_STAGED.row_no)
        .where(
            _STAGED.fund_type == _PUBLIC,
            _STAGED.estate == other.estate,
            _STAGED.building == other.building,
            _STAGED.selling_unit == other.selling_unit,
        )
        .order_by(_STAGED.row_no)
    )
    for row_no in tx.conn.execute(rows).scalars():
        yield BadRow(
            row_no,
            heads["selling_unit"],
            other.selling_unit,
            "selling_unit_differs",
            _("{estate} 小区 {building} 幢的售房单位已是“{old}”，这里写的是“{new}”").format(
                estate=shown(other.estate),
                building=shown(other.building),
                old=shown(known),
                new=shown(other.selling_unit),
            ),
            _("一幢楼只有一个售房单位分户账，请统一名称"),
            refused=True,
        )
