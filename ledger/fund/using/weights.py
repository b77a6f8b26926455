"""What was agreed of the doors of a case, taken from a file, kept beside the case, read again.

It is written when the case is drafted, so that owners vote on what is approved later.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import and_, select

from ledger.fund.using.cases import Case, CaseBook
from ledger.fund.using.scope import Bearers, Scope, read_bearers, within
from ledger.fund.using.sharing import Door, Purse
from ledger.fund.using.weighing import (
    BY_NUMBERS,
    Basis,
    DoorId,
    Weighing,
    Weight,
    key_of,
    missing,
    weigh,
    without,
)
from ledger.intake.reader import Intake
from ledger.intake.spec import Row
from ledger.registry.files import refuse_bad_rows
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.coefficient import Coefficient
from ledger.values.errors import BadRow, InputError, Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_SHOWN = 5  # doors that a refusal names


class _Home(NamedTuple):
    """A door of the scope, as a file may call it."""

    key: DoorId
    floor: str | None


def read_basis(word: str | None, weights: Intake | None) -> Basis:
    """Return the basis that a person asks for; with a file of numbers it must be said.

    Raises:
        InputError: `weights_missing` where the basis needs a file and there is none.
    """
    basis = Basis(word or Basis.AREA)
    if basis in BY_NUMBERS and weights is None:
        raise InputError(
            "weights_missing",
            _("按系数或约定比例分摊，还缺各户的数"),
            _("请加 --weights 文件：房屋编号或层、系数"),
        )
    return basis


def resolve(tx: Tx, scope: Scope, basis: Basis, intake: Intake) -> Weighing:
    """Return what a file says of the doors of a scope; a door's own row stands above its floor's.

    Raises:
        BadRows: `household_unknown`, `floor_unknown`, `weight_twice`, `coefficient_unasked`, and
            what reading the file found.
    """
    homes = _homes(tx, scope)
    floors: dict[str, list[DoorId]] = {}
    for home in homes.values():
        if home.floor is not None:
            floors.setdefault(home.floor, []).append(home.key)
    by_floor: dict[DoorId, Weight] = {}
    by_door: dict[DoorId, Weight] = {}
    seen: set[str] = set()
    bad: list[BadRow] = []
    for row in intake.rows:
        fault = _fault(row, intake.heads, homes, floors, seen, basis)
        if fault is not None:
            bad.append(fault)
            continue
        weight = _weight(row.values)
        if row.values["household"] is not None:
            by_door[homes[str(row.values["household"])].key] = weight
        else:
            by_floor |= dict.fromkeys(floors[str(row.values["floor"])], weight)
    refuse_bad_rows(intake, bad)
    return Weighing(basis, by_floor | by_door)


def _fault(
    row: Row,
    heads: Mapping[str, str],
    homes: Mapping[str, _Home],
    floors: Mapping[str, Sequence[DoorId]],
    seen: set[str],
    basis: Basis,
) -> BadRow | None:
    column = "floor" if row.values["household"] is None else "household"
    value = str(row.values[column])
    told: tuple[str, str, str] | None = None
    if value not in (floors if column == "floor" else homes):
        told = (
            ("floor_unknown", _("范围内没有第 {value} 层的房屋"), _("核对楼层；房屋清册要有层"))
            if column == "floor"
            else ("household_unknown", _("范围内没有房屋 {value}"), _("核对房屋编号和分摊范围"))
        )
    elif f"{column} {value}" in seen:
        told = ("weight_twice", _("{value} 写了两行"), _("每户、每层只写一行"))
    elif row.values["coefficient"] is not None and basis not in BY_NUMBERS:
        told = (
            "coefficient_unasked",
            _("{value} 写了系数，而分摊依据不是系数"),
            _("请加 --by coefficient（系数×面积）或 --by agreed（约定比例）"),
        )
    seen.add(f"{column} {value}")
    if told is None:
        return None
    code, message, hint = told
    message = message.format(value=shown(value))
    return BadRow(row.number, heads[column], value, code, message, hint, refused=True)


def _weight(values: Mapping[str, object]) -> Weight:
    coefficient, area, excluded = (values[key] for key in ("coefficient", "share_area", "excluded"))
    assert coefficient is None or isinstance(coefficient, Coefficient)
    assert area is None or isinstance(area, int)
    return Weight(coefficient, area, None if excluded is None else str(excluded))


def _homes(tx: Tx, scope: Scope) -> dict[str, _Home]:
    household, sub = schema.household, schema.sub_account
    return {
        row.code: _Home((row.book_id, row.sub_id), row.floor)
        for row in tx.conn.execute(
            select(household.c.book_id, household.c.sub_id, household.c.floor, sub.c.code)
            .join(
                sub, and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id)
            )
            .where(within(scope))
        )
    }


def weighed_bearers(
    tx: Tx, scope: Scope, weighing: Weighing, *, frozen: Container[DoorId] = ()
) -> Bearers:
    """Read who may have to bear a cost, each with the whole number that it bears by.

    Args:
        frozen: doors whose sub-account may not be touched: they have nothing to spend.

    Raises:
        Refused: `scope_unknown`, `scope_empty`, `area_zero`, `weight_missing`, `weights_all_zero`.
    """
    whole = read_bearers(tx, scope)
    _refuse_missing(whole.doors, weighing)
    doors = tuple(
        replace(door, purse=Purse(0, 0)) if key_of(door) in frozen else door
        for door in weigh(whole.doors, weighing)
    )
    if not any(door.weight for door in doors):
        raise Refused(
            "weights_all_zero",
            _("没有一户承担费用：系数全部是零，或全部不分摊"),
            _("请核对 --weights 文件"),
        )
    return Bearers(doors, without(whole.selling_units, whole.doors, weighing))


def _refuse_missing(doors: Iterable[Door], weighing: Weighing) -> None:
    """Refuse a basis of numbers where some door has none.

    Raises:
        Refused: `weight_missing`.
    """
    codes = missing(doors, weighing)
    if codes:
        raise Refused(
            "weight_missing",
            _("{count} 户没有系数：{codes}").format(
                count=len(codes), codes="、".join(shown(code) for code in codes[:_SHOWN])
            ),
            _("请在 --weights 文件里补上；不分摊的户写 0，或写明不分摊原因"),
        )


def write_weights(tx: Tx, case: Case, weighing: Weighing) -> None:
    """Keep what was agreed beside a case that has just been drafted."""
    case_ids = {own.book.book_id: own.case_id for own in case.books}
    insert_rows(
        tx,
        schema.usage_weight,
        ("book_id", "case_id", "sub_id", "num", "den", "area", "excluded"),
        (
            (
                book_id,
                case_ids[book_id],
                sub_id,
                None if weight.coefficient is None else weight.coefficient.num,
                None if weight.coefficient is None else weight.coefficient.den,
                weight.area,
                weight.excluded,
            )
            for (book_id, sub_id), weight in sorted(weighing.weights.items())
            if book_id in case_ids
        ),
    )


def read_weighing(tx: Tx, case: Case) -> Weighing:
    """Return by what a case is divided."""
    return Weighing(Basis(case.basis), dict(_kept(tx, case.books)) if case.weights else {})


def _kept(tx: Tx, books: Iterable[CaseBook]) -> Iterator[tuple[DoorId, Weight]]:
    table = schema.usage_weight
    for own in books:
        for row in tx.conn.execute(
            select(table).where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
        ):
            coefficient = None if row.num is None else Coefficient(row.num, row.den)
            yield (row.book_id, row.sub_id), Weight(coefficient, row.area, row.excluded)
