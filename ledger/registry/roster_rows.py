"""Rows of a roster (房屋清册) on their way from the file to the tables.

A cell that is empty in the file says nothing: it is not compared with what is known, and for a
new household it stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy import BigInteger, Column, Date, Index, Integer, SmallInteger

from ledger.intake.spec import Row
from ledger.registry.kinds import FUND_TYPE_OF_KIND, due_of, household_code, kind_title
from ledger.registry.structure import structure_title
from ledger.store.staging import STAGED_TEXT, staging_table
from ledger.values.area import format_area
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.money import SHARE_MAX, format_fen

HOUSEHOLD_AREA_MAX: Final = 2**31 - 1  # what the tables keep: more than twenty million m²

staged_household = staging_table(
    "staged_household",
    Column("row_no", Integer, primary_key=True, autoincrement=False),
    Column("code", STAGED_TEXT, nullable=False),
    Column("estate", STAGED_TEXT, nullable=False),
    Column("estate_name", STAGED_TEXT),
    Column("building", STAGED_TEXT, nullable=False),
    Column("unit", STAGED_TEXT, nullable=False),
    Column("room", STAGED_TEXT, nullable=False),
    Column("fund_type", STAGED_TEXT, nullable=False),
    Column("kind", STAGED_TEXT, nullable=False),
    Column("floor", STAGED_TEXT),
    Column("lift", SmallInteger),
    Column("structure", STAGED_TEXT),
    Column("usage", STAGED_TEXT),
    Column("area", Integer, nullable=False),
    Column("share_area", Integer),
    Column("vote_area", Integer),
    Column("heads", Integer),
    Column("price_fen", BigInteger),
    Column("standard_fen", BigInteger),
    Column("due_fen", BigInteger),
    Column("selling_unit", STAGED_TEXT),
    Column("owner", STAGED_TEXT),
    Column("owned_from", Date),
    Column("id_no", STAGED_TEXT),
    Column("phone", STAGED_TEXT),
    Index("ix_staged_household_code", "code"),
)

# What a row of a known door may not say otherwise: of the household, and of its owner.
HOUSEHOLD_FIELDS: Final = (
    "kind",
    "floor",
    "lift",
    "structure",
    "usage",
    "area",
    "share_area",
    "vote_area",
    "heads",
    "price_fen",
    "standard_fen",
    "due_fen",
    "selling_unit",
)
OWNER_FIELDS: Final = ("owner", "owned_from", "id_no", "phone")


class Said(NamedTuple):
    """How a staged column is called in the file, and how its values are written there."""

    key: str
    written: Callable[[Any], str]


def _text(value: object) -> str:
    return str(value)


def _lift(value: object) -> str:
    return _("是") if value else _("否")


SAID: Final[Mapping[str, Said]] = {
    "kind": Said("kind", kind_title),
    "floor": Said("floor", _text),
    "lift": Said("lift", _lift),
    "structure": Said("structure", structure_title),
    "usage": Said("usage", _text),
    "area": Said("area", format_area),
    "share_area": Said("share_area", format_area),
    "vote_area": Said("vote_area", format_area),
    "heads": Said("heads", _text),
    "price_fen": Said("price", format_fen),
    "standard_fen": Said("standard", format_fen),
    "due_fen": Said("due", format_fen),
    "selling_unit": Said("selling_unit", _text),
    "owner": Said("owner", _text),
    "owned_from": Said("owned_from", _text),
    "id_no": Said("id_no", _text),
    "phone": Said("phone", _text),
}


def staged_rows(
    rows: Iterable[Row], heads: Mapping[str, str], bad: list[BadRow]
) -> Iterator[tuple[object, ...]]:
    """Turn rows of the file into rows of `staged_household`.

    What is too large to be kept, or belongs to nobody, is added to `bad` and left out.
    """
    for row in rows:
        said: Mapping[str, Any] = row.values
        unit = said["unit"] or "0"
        due, standard = said["due"], said["standard"]
        if due is None and standard is not None:
            due = due_of(said["area"], standard)
        faults = list(_faults(row, due, heads))
        if faults:
            bad.extend(faults)
            continue
        yield (
            row.number,
            household_code(said["estate"], said["building"], unit, said["room"]),
            said["estate"],
            said["estate_name"],
            said["building"],
            unit,
            said["room"],
            FUND_TYPE_OF_KIND[said["kind"]],
            said["kind"],
            said["floor"],
            None if said["lift"] is None else int(said["lift"]),
            said["structure"],
            said["usage"],
            said["area"],
            said["share_area"],
            said["vote_area"],
            said["heads"],
            said["price"],
            standard,
            due,
            said["selling_unit"],
            said["owner"],
            said["owned_from"],
            said["id_no"],
            said["phone"],
        )


def _faults(row: Row, due_fen: int | None, heads: Mapping[str, str]) -> Iterator[BadRow]:
    said: Mapping[str, Any] = row.values
    for key in ("area", "share_area", "vote_area"):
        if (said[key] or 0) > HOUSEHOLD_AREA_MAX:
            yield BadRow(
                row.number,
                heads[key],
                format_area(said[key]),
                "area_range",
                _("一户的面积超过 {largest} ㎡").format(largest=format_area(HOUSEHOLD_AREA_MAX)),
                _("核对面积和单位"),
            )
    if due_fen is not None and due_fen > SHARE_MAX:
        key = "standard" if said["due"] is None else "due"
        yield BadRow(
            row.number,
            heads[key],
            format_fen(said[key]),
            "money_range",
            _("应交金额为 {due} 元，超过一户的上限").format(due=format_fen(due_fen)),
            _("核对面积、交存标准和单位"),
        )
    if said["owner"] is None:
        for key in OWNER_FIELDS:
            if said[key] is not None:
                yield BadRow(
                    row.number,
                    heads[key],
                    str(said[key]),
                    "owner_missing",
                    _("没有产权人，却有{head}").format(head=heads[key]),
                    _("填写产权人，或清空这一格"),
                    refused=True,
                )
                return
