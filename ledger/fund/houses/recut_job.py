"""What is to be done when houses go to another estate, read and decided book by book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, func, select

from ledger.fund.collecting.unclaimed import SUSPENSE
from ledger.fund.houses.houses import House, read_house, refuse_busy
from ledger.fund.houses.reshaping_checks import refuse_rooms
from ledger.fund.houses.reshaping_plan import Into, Plan
from ledger.fund.houses.reshaping_writes import open_sub_account
from ledger.fund.houses.succession import Succession, succeed
from ledger.fund.leaving.settling import undistributed_fen
from ledger.registry.books import Book
from ledger.registry.closed import is_open
from ledger.registry.estates import Estate, add_estates, find_estate, find_estates
from ledger.registry.kinds import household_code
from ledger.registry.lineage import RECUT, next_event_no
from ledger.registry.titles import Door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.apportion import apportion
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

BETWEEN: Final = "小区调整过渡"
EVENT: Final = "recut:"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for.

    Attributes:
        source, target: codes of estates of one custodian.
        name: of the target, where it is new.
        buildings: that go; all where none is named.
    """

    source: str
    target: str
    on: date
    reason: str
    name: str | None = None
    buildings: tuple[str, ...] = ()


class Job(NamedTuple):
    """What is to be done in one book."""

    book: Book
    source_id: int
    target_id: int
    event: str
    between: int
    houses: tuple[House, ...]
    plans: tuple[Plan, ...]
    undistributed_fen: int

    @property
    def successions(self) -> list[Succession]:
        """What each house leaves to its own successor: everything."""
        return [
            succeed([house.figures], [house.moves], [house.figures.area], None, plan.on)
            for house, plan in zip(self.houses, self.plans, strict=True)
        ]


def standing_doors(tx: Tx, book: Book, estate: Estate, order: Order) -> list[Door]:
    """Return the doors of an estate that go, as far as they stand, by code."""
    home, sub = schema.household, schema.sub_account
    query = (
        select(sub.c.sub_id, sub.c.code)
        .join(home, and_(home.c.book_id == sub.c.book_id, home.c.sub_id == sub.c.sub_id))
        .where(home.c.book_id == book.book_id, home.c.estate_id == estate.estate_id, is_open(home))
        .order_by(sub.c.code)
    )
    if order.buildings:
        query = query.where(home.c.building.in_(order.buildings))
    return [Door(book.book_id, book.code, *row) for row in tx.conn.execute(query)]


def find_target(tx: Tx, source: Estate, order: Order) -> Estate:
    """Return the estate that the houses go to, registered where it is new."""
    if order.source == order.target:
        raise Refused("estate_same", _("调出和调入的小区相同"), _("请写两个不同的小区编号"))
    found = find_estates(tx, [order.target]).get(order.target)
    if found is None:
        if order.name is None:
            raise Refused(
                "estate_name_missing",
                _("小区 {code} 还没有登记").format(code=shown(order.target)),
                _("新的小区请用 --name 写明名称"),
            )
        add_estates(
            tx, [(order.target, clean_name(order.name, _("小区名称")))], source.custodian_id
        )
        found = find_estate(tx, order.target)
    if found.custodian_id != source.custodian_id:
        raise Refused(
            "custodian_differs",
            _("小区 {code} 属于另一代管机构").format(code=shown(found.code)),
            _("跨代管机构请办划转：wxzj fund custody"),
        )
    return found


def has_money(tx: Tx, book: Book, doors: Sequence[Door]) -> bool:
    """Tell whether any of some houses holds money."""
    balance = schema.sub_balance
    subs = {door.sub_id for door in doors}
    rows = tx.conn.execute(
        select(balance.c.sub_id)
        .distinct()
        .where(balance.c.book_id == book.book_id, balance.c.amount_fen != 0)
    ).scalars()
    return not subs.isdisjoint(rows)


def _after(house: House, target: Estate) -> Into:
    """Return the same house under its new code."""
    row = house.row
    return Into(
        0,
        household_code(target.code, row.building, row.unit, row.room),
        target.estate_id,
        row.building,
        row.unit,
        row.room,
        house.figures.area,
        None,
        house.titles,
    )


def make_job(
    tx: Tx,
    book: Book,
    source: Estate,
    target: Estate,
    doors: Sequence[Door],
    order: Order,
    who: str,
) -> Job:
    """Decide what becomes of the houses of one book, with a sub-account opened for each.

    Raises:
        Refused: `recut_selling_unit`, `room_taken`, or what `refuse_busy` refuses.
    """
    houses = tuple(read_house(tx, door) for door in doors)
    for house in houses:
        refuse_busy(tx, house, order.on)
    _refuse_selling_units(tx, book, source, {house.row.building for house in houses})
    into = [_after(house, target) for house in houses]
    known = refuse_rooms(tx, book, into)
    plans = tuple(
        Plan(
            RECUT,
            book.book_id,
            (house.door.code,),
            (
                replace(
                    each,
                    sub_id=known.get(each.code)
                    or open_sub_account(
                        tx, book.book_id, each.code, target.estate_id, book.control
                    ),
                ),
            ),
            order.on,
            0,
            order.reason,
            who,
        )
        for house, each in zip(houses, into, strict=True)
    )
    return Job(
        book,
        source.estate_id,
        target.estate_id,
        f"{EVENT}{source.code}:{target.code}:{order.on}:{next_event_no(tx, book.book_id)}",
        _between(tx, book),
        houses,
        plans,
        _undistributed(tx, book, source, houses),
    )


def _refuse_selling_units(tx: Tx, book: Book, estate: Estate, buildings: set[str]) -> None:
    """Refuse buildings of which a selling unit deposited: what it paid is counted there."""
    sub, balance = schema.sub_account, schema.sub_balance
    codes = [f"{estate.code}-{building}-SU" for building in sorted(buildings)]
    found = tx.conn.execute(
        select(sub.c.code)
        .join(balance, and_(balance.c.book_id == sub.c.book_id, balance.c.sub_id == sub.c.sub_id))
        .where(
            sub.c.book_id == book.book_id,
            sub.c.code.in_(codes),
            (balance.c.amount_fen != 0) | (balance.c.received_fen != 0),
        )
        .order_by(sub.c.code)
    ).first()
    if found is not None:
        raise Refused(
            "recut_selling_unit",
            _("售房单位的分户账 {code} 有交存，所在的幢不能调整小区").format(
                code=shown(found.code)
            ),
            _("请先与售房单位结清；其余各幢用 --building 分别调整"),
        )


def _between(tx: Tx, book: Book) -> int:
    """Return the sub-account over which money goes from estate to estate."""
    sub = schema.sub_account
    known = tx.conn.execute(
        select(sub.c.sub_id).where(sub.c.book_id == book.book_id, sub.c.code == BETWEEN)
    ).scalar_one_or_none()
    if known is not None:
        return int(known)
    last = tx.conn.execute(
        select(func.coalesce(func.max(sub.c.sub_id), 0)).where(sub.c.book_id == book.book_id)
    ).scalar_one()
    tx.conn.execute(
        sub.insert().values(
            book_id=book.book_id,
            sub_id=int(last) + 1,
            kind=SUSPENSE,
            control=book.control,
            code=BETWEEN,
        )
    )
    return int(last) + 1


def _undistributed(tx: Tx, book: Book, estate: Estate, houses: Iterable[House]) -> int:
    """Return the part of the estate's 3101 that goes with the area that goes."""
    whole_fen = -undistributed_fen(tx, book.book_id, estate.estate_id)
    home = schema.household
    area = tx.conn.execute(
        select(func.sum(home.c.area)).where(
            home.c.book_id == book.book_id, home.c.estate_id == estate.estate_id, is_open(home)
        )
    ).scalar_one()
    gone = sum(house.figures.area for house in houses)
    return apportion(max(whole_fen, 0), [gone, int(area) - gone])[0]
