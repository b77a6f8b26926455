"""The reach of users: a property company's clerk sees the estates it manages, and no others.

A user who was given no reach reaches everything. Reaches are given and taken away by rows that
stay.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, or_, select

from ledger.registry.custodians import find_custodian
from ledger.registry.duties import refuse_unknown_user
from ledger.registry.estates import find_estate
from ledger.registry.titles import find_door
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.reach import Reach, beyond_reach
from ledger.values.text import shown


class Place(NamedTuple):
    """What a reach names: a custodian with all its books, one estate, or one household."""

    custodian_id: int | None
    estate_id: int | None
    household: str | None
    title: str


def find_place(
    tx: Tx, *, custodian: str | None, estate: str | None, household: str | None
) -> Place:
    """Return the custodian, the estate or the household that is named; exactly one of them is.

    Raises:
        InputError: `reach_of_what`.
        Refused: `custodian_unknown`, `estate_unknown`, `household_unknown`.
    """
    if sum(each is not None for each in (custodian, estate, household)) != 1:
        raise InputError(
            "reach_of_what",
            _("办理范围要写一个小区、一个代管机构或一户，只写一样"),
            _("例如 wxzj user reach 甲 --estate A01"),
        )
    if estate is not None:
        found = find_estate(tx, estate)
        return Place(None, found.estate_id, None, found.code)
    if household is not None:
        door = find_door(tx, household)
        return Place(None, None, door.code, door.code)
    keeper = find_custodian(tx, custodian)
    return Place(keeper.custodian_id, None, None, keeper.name)


def has_reaches(tx: Tx) -> bool:
    """Tell whether any user was ever given a reach."""
    return tx.conn.execute(select(schema.reach_grant.c.grant_id).limit(1)).first() is not None


def read_places(tx: Tx) -> dict[str, list[Place]]:
    """Return the places within reach by user; who is not in it reaches everything."""
    table, custodian, estate = schema.reach_grant, schema.custodian, schema.estate
    held: dict[str, list[Place]] = {}
    query = (
        select(
            table.c.name,
            table.c.act,
            table.c.custodian_id,
            table.c.estate_id,
            table.c.household,
            func.coalesce(table.c.household, estate.c.code, custodian.c.name).label("title"),
        )
        .outerjoin(custodian, custodian.c.custodian_id == table.c.custodian_id)
        .outerjoin(estate, estate.c.estate_id == table.c.estate_id)
        .order_by(table.c.grant_id)
    )
    for row in tx.conn.execute(query):
        places = held.setdefault(row.name, [])
        place = Place(row.custodian_id, row.estate_id, row.household, row.title)
        if row.act == "GRANT":
            places.append(place)
        else:
            places.remove(place)
    return held


def read_reach(tx: Tx, name: str) -> Reach:
    """Return how far a user reaches."""
    places = read_places(tx).get(name)
    if places is None:
        return Reach()
    estates = frozenset(each.estate_id for each in places if each.estate_id is not None)
    households = frozenset(each.household for each in places if each.household is not None)
    table = schema.estate
    around = {code.partition("-")[0] for code in households}
    keepers = tx.conn.execute(
        select(table.c.custodian_id).where(
            or_(table.c.estate_id.in_(sorted(estates)), table.c.code.in_(sorted(around)))
        )
    ).scalars()
    return Reach(
        is_limited=True,
        custodian_ids=frozenset(
            each.custodian_id for each in places if each.custodian_id is not None
        ),
        estate_ids=estates,
        household_codes=frozenset(each.household for each in places if each.household is not None),
        keeper_ids=frozenset(keepers),
    )


def grant_reach(tx: Tx, name: str, place: Place, *, who: str, clock: Clock) -> bool:
    """Put a place within a user's reach; return False where it is already.

    Raises:
        Refused: `user_unknown`, `reach_to_oneself`.
    """
    refuse_unknown_user(tx, name)
    if who == name:
        raise Refused(
            "reach_to_oneself",
            _("不能给自己定办理范围：{who}").format(who=shown(who)),
            _("请由另一名用户给出"),
        )
    if place in read_places(tx).get(name, ()):
        return False
    _write(tx, name, place, "GRANT", who, None, clock)
    return True


def revoke_reach(tx: Tx, name: str, place: Place, *, who: str, reason: str, clock: Clock) -> bool:
    """Take a place out of a user's reach; return False where it is not in it.

    Who has lost the last place reaches nothing.

    Raises:
        Refused: `user_unknown`.
    """
    refuse_unknown_user(tx, name)
    if place not in read_places(tx).get(name, ()):
        return False
    _write(tx, name, place, "REVOKE", who, reason, clock)
    return True


def only_estate(tx: Tx, estate: str | None) -> str | None:
    """Return the estate that is meant: the named one, or the only one within a limited reach.

    Raises:
        Refused: `out_of_reach`, where a reach of several estates leaves it open.
    """
    reach = tx.reach
    if estate is not None or not reach.is_limited or reach.custodian_ids:
        return estate
    if len(reach.estate_ids) != 1:
        raise beyond_reach(_("没有写明小区的内容"))
    table = schema.estate
    query = select(table.c.code).where(table.c.estate_id.in_(reach.estate_ids))
    return str(tx.conn.execute(query).scalar_one())


def _write(
    tx: Tx, name: str, place: Place, act: str, who: str, reason: str | None, clock: Clock
) -> None:
    table = schema.reach_grant
    newest = tx.conn.execute(select(func.max(table.c.grant_id))).scalar_one()
    tx.conn.execute(
        table.insert().values(
            grant_id=(newest or 0) + 1,
            name=name,
            custodian_id=place.custodian_id,
            estate_id=place.estate_id,
            household=place.household,
            act=act,
            who=who,
            reason=reason,
            at=clock.at,
        )
    )
