"""What must be known of the homes that are lost: where they are, what they hold, who owns them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, func, select

from ledger.fund.earning.integral import book_integral, integrals
from ledger.fund.leaving.lost_sharing import Held, LostHome, LostUnit
from ledger.fund.leaving.settling import begin_of, part_of, pooled_fen, since
from ledger.journal.voucher import Part
from ledger.registry.books import Book
from ledger.registry.closed import is_open
from ledger.registry.estates import Estate
from ledger.registry.kinds import selling_unit_code
from ledger.registry.titles import owned_on
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

_CHUNK: Final = 500
_UNKNOWN_OWNER: Final = "业主（未登记）"  # records are in Chinese
_SHOWN_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Which homes of an estate are lost.

    Attributes:
        codes: of households; none means the building, or the whole estate.
    """

    estate: Estate
    codes: tuple[str, ...] = ()
    building: str | None = None


def lost_rows(tx: Tx, place: Place, books: Sequence[Book]) -> list[Any]:
    """Read the open households of a place, by code."""
    household, sub = schema.household, schema.sub_account
    base = _homes([book.book_id for book in books], place.estate)
    if place.codes:
        wanted = sorted(set(place.codes))
        return [
            row
            for start in range(0, len(wanted), _CHUNK)
            for row in tx.conn.execute(base.where(sub.c.code.in_(wanted[start : start + _CHUNK])))
        ]
    if place.building is not None:
        base = base.where(household.c.building == place.building)
    return list(tx.conn.execute(base))


def refuse_unknown(place: Place, rows: Sequence[Any]) -> None:
    """Refuse a place without open households, or codes that call none.

    Raises:
        Refused: `household_unknown`, `scope_unknown`.
    """
    missing = sorted(set(place.codes) - {row.code for row in rows})
    if missing:
        raise Refused(
            "household_unknown",
            _("小区 {estate} 没有房屋“{code}”，或已销户").format(
                estate=shown(place.estate.code), code=shown(missing[0])
            ),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    if not rows:
        raise Refused(
            "scope_unknown",
            _("小区 {estate} 没有“{word}”这样的幢、单元或房屋").format(
                estate=shown(place.estate.code), word=shown(place.building or place.estate.code)
            ),
            _("请写幢、幢-单元或房屋编号；不写就是全小区"),
        )


def _homes(book_ids: Sequence[int], estate: Estate) -> Select[Any]:
    household, sub = schema.household, schema.sub_account
    return (
        select(
            household.c.book_id,
            household.c.sub_id,
            sub.c.code,
            household.c.kind,
            household.c.building,
            func.coalesce(household.c.share_area, household.c.area).label("area"),
            household.c.selling_unit,
        )
        .join_from(
            household,
            sub,
            and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id),
        )
        .where(
            household.c.book_id.in_(book_ids),
            household.c.estate_id == estate.estate_id,
            is_open(household),
        )
        .order_by(sub.c.code)
    )


def read_lost(
    tx: Tx, place: Place, book: Book, rows: Sequence[Any], on: date, *, settle: bool
) -> tuple[list[LostHome], dict[str, LostUnit]]:
    """Read what the lost homes of one book hold, and the selling units of their buildings.

    Args:
        tx: a transaction; the book's head is locked.
        place: where they are.
        book: the book.
        rows: what `lost_rows` gave of this book.
        on: the day of the loss.
        settle: count what they have earned of the pooled money.

    Raises:
        Refused: `lost_earmarked`.
    """
    units = _units(tx, place.estate, book, rows)
    ids = [row.sub_id for row in rows] + [unit.sub_id for unit in units]
    refuse_earmarked(tx, book, ids)
    held = _held(tx, book, place.estate, ids, on, settle=settle)
    owners = _owners(tx, book, [row.sub_id for row in rows], on)
    homes = [
        LostHome(
            row.sub_id,
            row.code,
            row.building,
            owners.get(row.sub_id, _UNKNOWN_OWNER),
            row.kind == "sold_public",
            row.area,
            held[row.sub_id],
        )
        for row in rows
    ]
    names = {row.building: row.selling_unit for row in rows if row.selling_unit}
    areas = _open_areas(tx, place.estate, book, {row.building for row in rows})
    return homes, {
        building: LostUnit(
            unit.sub_id,
            unit.code,
            names.get(building, "售房单位"),
            areas[building],
            held[unit.sub_id],
        )
        for unit in units
        for building in (unit.code.split("-")[1],)
    }


def _units(tx: Tx, estate: Estate, book: Book, rows: Sequence[Any]) -> list[Any]:
    sub = schema.sub_account
    buildings = {row.building for row in rows if row.kind == "sold_public"}
    codes = [selling_unit_code(estate.code, building) for building in buildings]
    return list(
        tx.conn.execute(
            select(sub.c.sub_id, sub.c.code)
            .where(
                sub.c.book_id == book.book_id,
                sub.c.kind == "SELLING_UNIT",
                sub.c.code.in_(codes),
                is_open(sub),
            )
            .order_by(sub.c.code)
        )
    )


def _open_areas(tx: Tx, estate: Estate, book: Book, buildings: Iterable[str]) -> dict[str, int]:
    household = schema.household
    area = func.sum(func.coalesce(household.c.share_area, household.c.area)).label("area")
    return {
        row.building: int(row.area)
        for row in tx.conn.execute(
            select(household.c.building, area)
            .where(
                household.c.book_id == book.book_id,
                household.c.estate_id == estate.estate_id,
                household.c.kind == "sold_public",
                household.c.building.in_(sorted(buildings)),
                is_open(household),
            )
            .group_by(household.c.building)
        )
    }


def refuse_earmarked(tx: Tx, book: Book, sub_ids: Sequence[int]) -> None:
    """Refuse where money of these sub-accounts is set aside, naming the cases.

    Raises:
        Refused: `lost_earmarked`.
    """
    earmark, case = schema.earmark, schema.usage_case
    codes: set[str] = set()
    for start in range(0, len(sub_ids), _CHUNK):
        codes.update(
            row.code or ""
            for row in tx.conn.execute(
                select(case.c.code)
                .select_from(earmark)
                .outerjoin(
                    case,
                    and_(case.c.book_id == earmark.c.book_id, case.c.case_id == earmark.c.case_id),
                )
                .where(
                    earmark.c.book_id == book.book_id,
                    earmark.c.sub_id.in_(sub_ids[start : start + _CHUNK]),
                )
                .group_by(case.c.code, earmark.c.case_id, earmark.c.sub_id, earmark.c.part)
                .having(func.sum(earmark.c.amount_fen) != 0)
            )
        )
    if codes:
        raise Refused(
            "lost_earmarked",
            _("这些房屋有为使用项目冻结的资金：{cases}").format(
                cases="、".join(sorted(codes)[:_SHOWN_MAX])
            ),
            _("请先支付或撤销项目，再办理"),
        )


def _held(
    tx: Tx, book: Book, estate: Estate, sub_ids: Sequence[int], on: date, *, settle: bool
) -> Mapping[int, Held]:
    balance = schema.sub_balance
    held: dict[int, dict[int, int]] = {sub_id: {} for sub_id in sub_ids}
    for start in range(0, len(sub_ids), _CHUNK):
        for row in tx.conn.execute(
            select(balance.c.sub_id, balance.c.part, balance.c.amount_fen).where(
                balance.c.book_id == book.book_id,
                balance.c.sub_id.in_(sub_ids[start : start + _CHUNK]),
            )
        ):
            held[row.sub_id][row.part] = row.amount_fen
    pool_fen = pooled_fen(tx, book.book_id) if settle else 0
    earned: dict[int, int] = {}
    whole = 0
    if pool_fen > 0:
        begin = begin_of(tx, book.book_id, on)
        earned = integrals(tx, since(book, begin, on, estate.estate_id))
        whole = book_integral(tx, since(book, begin, on), only_open=True)
    return {
        sub_id: Held(
            parts.get(int(Part.PRINCIPAL), 0),
            parts.get(int(Part.EARNINGS), 0),
            part_of(pool_fen, earned.get(sub_id, 0), whole),
        )
        for sub_id, parts in held.items()
    }


def _owners(tx: Tx, book: Book, sub_ids: Sequence[int], on: date) -> dict[int, str]:
    """Return the owners on a day, by household; several are told together."""
    title = schema.title
    names: dict[int, list[str]] = {}
    for start in range(0, len(sub_ids), _CHUNK):
        for row in tx.conn.execute(
            select(title.c.sub_id, title.c.owner)
            .where(
                title.c.book_id == book.book_id,
                title.c.sub_id.in_(sub_ids[start : start + _CHUNK]),
                *owned_on(on),
            )
            .order_by(title.c.sub_id, title.c.title_no)
        ):
            names.setdefault(row.sub_id, []).append(row.owner)
    return {sub_id: "、".join(owners) for sub_id, owners in names.items()}


def others_left(tx: Tx, place: Place, books: Sequence[Book], lost: Iterable[Any]) -> bool:
    """Tell whether an estate has households left beside those that are lost."""
    rows = list(lost)
    household = schema.household
    count = tx.conn.execute(
        select(func.count())
        .select_from(household)
        .where(
            household.c.book_id.in_([book.book_id for book in books]),
            household.c.estate_id == place.estate.estate_id,
            is_open(household),
        )
    ).scalar_one()
    return bool(count > len(rows))
