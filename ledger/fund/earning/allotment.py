"""What each sub-account gets of a total: exact shares over a whole book, the largest remainder.

As `values.apportion` shares a repair, over a table instead of a list: the parts add up to the
total, none is a whole fen away from its exact share, and between equal remainders the code that
comes first gets the fen.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Integer,
    PrimaryKeyConstraint,
    and_,
    func,
    literal,
    or_,
    select,
)

from ledger.fund.earning.integral import STAKE, Basis, stakes
from ledger.fund.earning.rate_interest import RATES, promised, rate_rows, refuse_too_large
from ledger.fund.earning.terms import Terms
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.long_division import divided
from ledger.store.staging import keyed_staging_table, staged, staged_from
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.interest import Method
from ledger.values.money import format_fen

ALLOTMENT: Final = keyed_staging_table(
    "earning_allotment",
    Column("sub_id", Integer, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("integral", BigInteger, nullable=False),
    Column("weight", BigInteger, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("remainder", BigInteger, nullable=False),
    PrimaryKeyConstraint("estate_id", "sub_id"),
)
_WINDOW: Final = 64  # one part in so many is sorted around the place of the last fen


class Allotted(NamedTuple):
    """What lies in `ALLOTMENT`.

    Attributes:
        weight: what the total was shared by: fen·day, 0.01 m², or what the rates promised in fen.
        sub_count: the sub-accounts that get something.
    """

    total_fen: int
    weight: int
    sub_count: int


@contextmanager
def allotted(tx: Tx, basis: Basis, terms: Terms, limit_fen: int | None) -> Iterator[Allotted]:
    """Give each sub-account of `basis` its part; they lie in `ALLOTMENT` for the block.

    Args:
        limit_fen: what a pooled run shares; what a run by rates may give at most, None for any.

    Raises:
        Refused: `integral_zero`, where nobody can get anything; `earnings_short`.
        InputError: `integral_too_large`.
    """
    if terms.method is Method.POOLED:
        with staged_from(tx, STAKE, stakes(tx, basis)):
            whole = _whole(tx, basis)
            assert limit_fen is not None
            with _shared(tx, basis.book_id, limit_fen, whole):
                yield Allotted(limit_fen, whole, _count(tx))
        return
    refuse_too_large(tx, basis, terms)
    with (
        staged(tx, RATES, rate_rows(terms.rates)),
        staged_from(tx, STAKE, promised(tx, basis, terms)),
    ):
        promised_fen = _whole(tx, basis)
        if limit_fen is not None and promised_fen > limit_fen:
            if not terms.scales or limit_fen == 0:
                raise _short(promised_fen, limit_fen)
            with _shared(tx, basis.book_id, limit_fen, promised_fen):
                yield Allotted(limit_fen, promised_fen, _count(tx))
            return
        own = STAKE.c
        rows = select(STAKE, own.weight.label("amount_fen"), literal(0).label("remainder"))
        with staged_from(tx, ALLOTMENT, rows):
            yield Allotted(promised_fen, promised_fen, _count(tx))


@contextmanager
def _shared(tx: Tx, book_id: int, total_fen: int, whole: int) -> Iterator[None]:
    """Share a total by the weights in `STAKE`, which add up to `whole`."""
    rows = divided(select(STAKE), "weight", total_fen, whole)
    with staged_from(tx, ALLOTMENT, rows):
        _give_rest(tx, book_id, total_fen, whole)
        yield


def _whole(tx: Tx, basis: Basis) -> int:
    """Return the sum of all weights.

    Raises:
        Refused: `integral_zero`.
    """
    whole = int(tx.conn.execute(select(func.sum(STAKE.c.weight))).scalar_one() or 0)
    if whole == 0:
        raise Refused(
            "integral_zero",
            _("{first} 至 {last} 没有可以计息的积数").format(
                first=basis.span.first.isoformat(), last=basis.span.last.isoformat()
            ),
            _("请核对计息期间和小区；待认领的款要先认领"),
        )
    return whole


def _count(tx: Tx) -> int:
    count: int = tx.conn.execute(
        select(func.count()).where(ALLOTMENT.c.amount_fen > 0)
    ).scalar_one()
    return count


def _short(promised_fen: int, limit_fen: int) -> Refused:
    return Refused(
        "earnings_short",
        _("按利率应付 {wanted} 元，可分配的累计收益只有 {free} 元，还差 {gap} 元").format(
            wanted=format_fen(promised_fen),
            free=format_fen(limit_fen),
            gap=format_fen(promised_fen - limit_fen),
        ),
        _("请核对利率；或把规则 interest.shortfall 设为 scale，按比例缩减"),
    )


def _give_rest(tx: Tx, book_id: int, total_fen: int, whole: int) -> None:
    """Give the fen that rounding down left, one each, to the largest remainders."""
    own, sub = ALLOTMENT.c, schema.sub_account
    given, count = tx.conn.execute(
        select(func.sum(own.amount_fen), func.count().filter(own.remainder > 0))
    ).one()
    left = total_fen - int(given)
    if left == 0:
        return
    # Remainders lie about evenly, so the last fen falls near this place; only what lies around
    # it is sorted. Where it misses, all of them are.
    place, width = whole - whole * left // count, whole // _WINDOW
    low, high = max(1, place - width), min(whole, place + width)
    above, inside = tx.conn.execute(
        select(
            func.count().filter(own.remainder >= high),
            func.count().filter(own.remainder >= low, own.remainder < high),
        )
    ).one()
    if not above <= left <= above + inside:
        low, high, above = 1, whole, 0
    picked = (
        select(own.sub_id)
        .join(
            sub,
            and_(
                sub.c.book_id == book_id,
                sub.c.estate_id == own.estate_id,
                sub.c.sub_id == own.sub_id,
            ),
        )
        .where(own.remainder >= low, own.remainder < high)
        .order_by(own.remainder.desc(), sub.c.code)
        .limit(left - above)
    )
    raised = tx.conn.execute(
        ALLOTMENT.update()
        .where(or_(own.remainder >= high, own.sub_id.in_(picked)))
        .values(amount_fen=own.amount_fen + 1)
    )
    assert raised.rowcount == left
