"""The integrals (积数) of all sub-accounts of a book in SQL, from the value dates of their shares.

What a sub-account holds now, taken for every day of the period, is put right by the shares that
bear interest from a day within the period or after it: so only these are read, whatever the
history. `values.interest` says the same one sub-account at a time. Whoever counts days of money
asks here: runs of earnings, and what leaves between two of them.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    Integer,
    PrimaryKeyConstraint,
    Select,
    Subquery,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from ledger.fund.earning.interest_moves import interest_moves
from ledger.journal.voucher import Part
from ledger.registry.closed import is_open
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.days import day_number
from ledger.store.staging import keyed_staging_table
from ledger.values.interest import Span

# Money of unknown households bears interest for whoever claims it: the voucher that assigns it
# keeps the bank's day. So nothing is given out on a suspense sub-account itself.
EARNING_KINDS: Final = ("HOUSEHOLD", "SELLING_UNIT", "DEVELOPER")
WHOLE_LOG: Final = (1 << 31) - 1  # places in a log are 32-bit numbers


class Basis(NamedTuple):
    """By what a total is shared.

    Attributes:
        control: the account of the households' money, `3001` or `3002`.
        as_of: only vouchers up to this place in the book's log count; all by default.
        estate_id: of this estate only; of all when None.
        by_area: by floor area instead of the integral.
        min_balance_fen: whoever holds less at the end of the period gets nothing.
    """

    book_id: int
    control: str
    span: Span
    as_of: int = WHOLE_LOG
    estate_id: int | None = None
    by_area: bool = False
    min_balance_fen: int = 0


STAKE: Final = keyed_staging_table(
    "earning_stake",
    Column("sub_id", Integer, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("integral", BigInteger, nullable=False),
    Column("weight", BigInteger, nullable=False),
    # Estate first: shares then come out in the order in which vouchers keep them.
    PrimaryKeyConstraint("estate_id", "sub_id"),
)


def stakes(tx: Tx, basis: Basis) -> Select[Any]:
    """Return every sub-account that takes part, with its integral and its weight.

    A sub-account that stood below nothing for so long that its integral is negative has no weight,
    and a closed one has none.
    """
    sub, household = schema.sub_account, schema.household
    own = _counted(tx, basis)
    weight: ColumnElement[Any] = own.c.integral
    tables = sub.join(own, own.c.sub_id == sub.c.sub_id)
    if basis.by_area:
        tables = tables.outerjoin(
            household,
            and_(household.c.book_id == sub.c.book_id, household.c.sub_id == sub.c.sub_id),
        )
        weight = cast(func.coalesce(household.c.area, 0), BigInteger)
    of_estate = sub.c.estate_id == basis.estate_id if basis.estate_id else sub.c.estate_id > 0
    takes_part = and_(weight > 0, own.c.end_fen >= basis.min_balance_fen, is_open(sub))
    return (
        select(
            sub.c.sub_id,
            sub.c.estate_id,
            own.c.integral,
            case((takes_part, weight), else_=0).label("weight"),
        )
        .select_from(tables)
        .where(
            sub.c.book_id == basis.book_id,
            sub.c.control == basis.control,
            sub.c.kind.in_(EARNING_KINDS),
            of_estate,
            or_(is_open(sub), own.c.integral != 0),  # what went with all its days is not listed
        )
    )


def book_integral(tx: Tx, basis: Basis, *, only_open: bool = False) -> int:
    """Return the integral of everything that lies on the control account, suspense included.

    Args:
        only_open: leave out what lay on sub-accounts that are closed since.
    """
    own, sub = _counted(tx, basis), schema.sub_account
    query = (
        select(cast(func.sum(own.c.integral), BigInteger))
        .join_from(sub, own, own.c.sub_id == sub.c.sub_id)
        .where(sub.c.book_id == basis.book_id, sub.c.control == basis.control)
    )
    if only_open:
        query = query.where(is_open(sub))
    return int(tx.conn.execute(query).scalar_one() or 0)


def integrals(tx: Tx, basis: Basis) -> dict[int, int]:
    """Return the integrals of an estate's sub-accounts that ever moved, closed or not."""
    own, sub = _counted(tx, basis), schema.sub_account
    query = (
        select(sub.c.sub_id, own.c.integral)
        .join_from(sub, own, own.c.sub_id == sub.c.sub_id)
        .where(
            sub.c.book_id == basis.book_id,
            sub.c.control == basis.control,
            sub.c.estate_id == basis.estate_id,
        )
    )
    return {sub_id: int(integral) for sub_id, integral in tx.conn.execute(query)}


def _counted(tx: Tx, basis: Basis) -> Subquery:
    """Return `sub_id`, `integral` and `end_fen`, what lay there at the end, of what ever moved."""
    moved = _moved(tx, basis)
    principal, earned = schema.sub_balance, schema.sub_balance.alias("earned")
    held_fen = principal.c.amount_fen + earned.c.amount_fen
    return (
        select(
            principal.c.sub_id,
            (held_fen * basis.span.days + func.coalesce(moved.c.days_fen, 0)).label("integral"),
            (held_fen + func.coalesce(moved.c.end_fen, 0)).label("end_fen"),
        )
        .select_from(
            # The database keeps both parts of every sub-account.
            principal.join(
                earned,
                and_(
                    earned.c.book_id == principal.c.book_id,
                    earned.c.sub_id == principal.c.sub_id,
                    earned.c.part == int(Part.EARNINGS),
                ),
            ).outerjoin(moved, moved.c.sub_id == principal.c.sub_id)
        )
        .where(principal.c.book_id == basis.book_id, principal.c.part == int(Part.PRINCIPAL))
        .subquery()
    )


def held_now(basis: Basis) -> Subquery:
    """Return what each sub-account holds now, both parts together."""
    balance = schema.sub_balance
    return (
        select(balance.c.sub_id, cast(func.sum(balance.c.amount_fen), BigInteger).label("fen"))
        .where(balance.c.book_id == basis.book_id)
        .group_by(balance.c.sub_id)
        .subquery()
    )


def _moved(tx: Tx, basis: Basis) -> Subquery:
    """Return by how much the balance of now, taken for every day, is put right.

    `days_fen` is in fen·day; `end_fen` in fen, for the balance at the end of the period.
    """
    first = literal(basis.span.first, Date)
    last = literal(basis.span.last, Date)
    move = moves_since(basis)
    left = day_number(tx.dialect, last) + 1 - day_number(tx.dialect, move.c.value_on)
    days = case(
        (move.c.place > basis.as_of, 0),
        (move.c.value_on > last, 0),
        (move.c.value_on < first, basis.span.days),
        else_=left,
    )
    counts_at_end = and_(move.c.place <= basis.as_of, move.c.value_on <= last)
    return (
        select(
            move.c.sub_id,
            cast(func.sum(move.c.amount_fen * (days - basis.span.days)), BigInteger).label(
                "days_fen"
            ),
            cast(func.sum(case((counts_at_end, 0), else_=-move.c.amount_fen)), BigInteger).label(
                "end_fen"
            ),
        )
        .group_by(move.c.sub_id)
        .subquery()
    )


def moves_since(basis: Basis) -> Subquery:
    """Return the movements by which the balance of now differs from those of the period.

    What a house carried over to its successors adds up to nothing on each sub-account, so what is
    left out here because it lies before the period is set off by what is read.
    """
    first = literal(basis.span.first, Date)
    return interest_moves(
        basis.book_id,
        where=lambda value_on, place: or_(value_on >= first, place > basis.as_of),
    )
