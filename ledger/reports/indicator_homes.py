"""The rows behind the figures of the ministry's form that tell of homes and balances.

Every statement gives `item` (a code), `name` and `value`; what a figure counts or adds up are these
rows and nothing else, so that a drill-down always explains its figure.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    true,
)

from ledger.fund.refilling.running_low import Terms
from ledger.journal.voucher import Part
from ledger.registry.closed import is_open
from ledger.store import schema
from ledger.store.database import Dialect


class Asked(NamedTuple):
    """What the form is filled for.

    Attributes:
        estate_id: one estate's only.
        first: the first month of the year, from which on movement counts.
        last: the month at whose end balances count.
        terms: when a fund is low, by the rules of that day.
    """

    dialect: Dialect
    books: Sequence[int]
    estate_id: int | None
    first: int
    last: int
    terms: Terms


Rows = Callable[[Asked], Select[Any]]


def of_estate(asked: Asked, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Say that a row is of the estate that was asked for, or of any."""
    return true() if asked.estate_id is None else column == asked.estate_id


# ---- households ----


def _homes(asked: Asked) -> Subquery:
    """Return every home with what it held and had paid in by the end of the month."""
    household, sub, estate = schema.household, schema.sub_account, schema.estate
    balance, later = schema.sub_balance, _later(asked)
    parts = [Part.PRINCIPAL] if asked.terms.principal_only else list(Part)
    tested = case((balance.c.part.in_(parts), balance.c.amount_fen), else_=0)
    held = (
        select(
            balance.c.book_id,
            balance.c.sub_id,
            func.sum(balance.c.amount_fen).label("fen"),
            func.sum(tested).label("tested"),
            func.sum(balance.c.received_fen).label("received"),
        )
        .where(balance.c.book_id.in_(asked.books))
        .group_by(balance.c.book_id, balance.c.sub_id)
        .subquery()
    )

    def until(column: ColumnElement[Any], moved: ColumnElement[Any]) -> ColumnElement[Any]:
        return cast(column - func.coalesce(moved, 0), BigInteger)

    return (
        select(
            estate.c.estate_id,
            estate.c.code.label("estate"),
            estate.c.name.label("estate_name"),
            household.c.building,
            sub.c.code,
            household.c.area,
            household.c.due_fen.label("initial"),
            until(held.c.fen, later.c.moved).label("balance"),
            until(held.c.tested, later.c.tested).label("tested"),
            until(held.c.received + household.c.deposited_before_fen, later.c.received).label(
                "received"
            ),
        )
        .select_from(household)
        .join(sub, same(sub, household))
        .join(estate, estate.c.estate_id == household.c.estate_id)
        .join(held, same(held, household))
        .outerjoin(later, same(later, household))
        .where(
            household.c.book_id.in_(asked.books),
            of_estate(asked, household.c.estate_id),
            is_open(household),
        )
        .subquery()
    )


def same(one: Any, other: Any) -> ColumnElement[bool]:
    """Say that two rows are of the same sub-account."""
    return and_(one.c.book_id == other.c.book_id, one.c.sub_id == other.c.sub_id)


def _later(asked: Asked) -> Subquery:
    """Return what moved on each sub-account after the month."""
    share, voucher = schema.share, schema.voucher
    parts = [Part.PRINCIPAL] if asked.terms.principal_only else list(Part)
    return (
        select(
            share.c.book_id,
            share.c.sub_id,
            func.sum(share.c.amount_fen).label("moved"),
            func.sum(case((share.c.part.in_(parts), share.c.amount_fen), else_=0)).label("tested"),
            func.sum(case((share.c.payer_class.is_not(None), share.c.amount_fen), else_=0)).label(
                "received"
            ),
        )
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(voucher.c.book_id.in_(asked.books), voucher.c.period > asked.last)
        .group_by(share.c.book_id, share.c.sub_id)
        .subquery()
    )


def _has(homes: Subquery) -> ColumnElement[bool]:
    return or_(homes.c.received > 0, homes.c.balance != 0)


def _is_low(asked: Asked, tested: Any, initial: Any) -> ColumnElement[bool]:
    low: ColumnElement[bool] = tested * 1000 < initial * asked.terms.trigger_permille
    return low


def named(item: Any, name: Any, value: Any) -> Select[Any]:
    """Ask for the three columns of a row behind a figure."""
    return select(item.label("item"), name.label("name"), cast(value, BigInteger).label("value"))


def homes_paid(asked: Asked) -> Select[Any]:
    """Homes that have a fund, with all that was ever paid in."""
    homes = _homes(asked)
    return named(homes.c.code, homes.c.estate_name, homes.c.received).where(_has(homes))


def homes_without(asked: Asked) -> Select[Any]:
    """Homes that never had a fund, with the initial amount."""
    homes = _homes(asked)
    return named(homes.c.code, homes.c.estate_name, homes.c.initial).where(~_has(homes))


def homes_low(asked: Asked) -> Select[Any]:
    """Homes whose balance has fallen below the line, with the balance."""
    homes = _homes(asked)
    return named(homes.c.code, homes.c.estate_name, homes.c.balance).where(
        _has(homes), _is_low(asked, homes.c.tested, homes.c.initial)
    )


def buildings(asked: Asked) -> Select[Any]:
    """Buildings with a home that has a fund, with the number of such homes."""
    homes = _homes(asked)
    item = homes.c.estate + "-" + homes.c.building
    return (
        named(item, homes.c.estate_name, func.count())
        .where(_has(homes))
        .group_by(homes.c.estate, homes.c.building, homes.c.estate_name)
    )


def _estates(asked: Asked, value: Callable[[Subquery], Any]) -> tuple[Subquery, Select[Any]]:
    homes = _homes(asked)
    return homes, named(homes.c.estate, homes.c.estate_name, value(homes)).group_by(
        homes.c.estate, homes.c.estate_name
    )


def estates_paid(asked: Asked) -> Select[Any]:
    """Estates where somebody has a fund, with the number of such homes."""
    homes, query = _estates(asked, lambda _homes: func.count())
    return query.where(_has(homes))


def estates_without(asked: Asked) -> Select[Any]:
    """Estates where nobody ever had a fund, with the number of homes."""
    homes, query = _estates(asked, lambda _homes: func.count())
    return query.having(func.max(case((_has(homes), 1), else_=0)) == 0)


def estates_low(asked: Asked) -> Select[Any]:
    """Estates whose homes together have fallen below the line, with their balance."""
    homes, query = _estates(asked, lambda homes: func.sum(homes.c.balance))
    return query.where(_has(homes)).having(
        _is_low(asked, func.sum(homes.c.tested), func.sum(homes.c.initial))
    )


def areas(asked: Asked) -> Select[Any]:
    """Area of the homes that have a fund, by estate."""
    homes, query = _estates(asked, lambda homes: func.sum(homes.c.area))
    return query.where(_has(homes))


def initials(asked: Asked) -> Select[Any]:
    """Initial amounts due, by estate."""
    return _estates(asked, lambda homes: func.sum(homes.c.initial))[1]


def ever_received(asked: Asked) -> Select[Any]:
    """All that was ever paid in for homes, by estate."""
    return _estates(asked, lambda homes: func.sum(homes.c.received))[1]


# ---- sub-accounts of any kind ----


def _subs(asked: Asked, *kinds: str) -> Select[Any]:
    sub, balance, estate = schema.sub_account, schema.sub_balance, schema.estate
    later = _later(asked)
    held = (
        select(balance.c.book_id, balance.c.sub_id, func.sum(balance.c.amount_fen).label("fen"))
        .where(balance.c.book_id.in_(asked.books))
        .group_by(balance.c.book_id, balance.c.sub_id)
        .subquery()
    )
    fen = held.c.fen - func.coalesce(later.c.moved, 0)
    return (
        named(sub.c.code, func.coalesce(estate.c.name, ""), fen)
        .select_from(sub)
        .join(held, same(held, sub))
        .outerjoin(later, same(later, sub))
        .outerjoin(estate, estate.c.estate_id == sub.c.estate_id)
        .where(
            sub.c.book_id.in_(asked.books),
            sub.c.kind.in_(kinds),
            of_estate(asked, sub.c.estate_id),
            fen != 0,
        )
    )


def developers(asked: Asked) -> Select[Any]:
    """What developers paid in advance and is not handed on, by sub-account."""
    return _subs(asked, "DEVELOPER")


def suspense(asked: Asked) -> Select[Any]:
    """Money that nobody has claimed, by receipt."""
    return _subs(asked, "SUSPENSE")


def balances(asked: Asked) -> Select[Any]:
    """What every sub-account holds, by estate."""
    each = _subs(asked, "HOUSEHOLD", "SELLING_UNIT", "DEVELOPER", "SUSPENSE").subquery()
    name = each.c.name
    return named(name, name, func.sum(each.c.value)).group_by(name)
