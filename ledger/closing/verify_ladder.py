"""What sub-accounts hold, held to the sum of their shares: now, and at every close.

For each part of a sub-account the months in which it moved, its snapshots and its kept balance
make one ladder. The database merges the three, already in order, into one stream; climbing it adds
up the movement, compares it with every snapshot and at last with the balance, and misses no rung.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    and_,
    case,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)

from ledger.journal.verify_kept import sub_account
from ledger.journal.verify_log import Books, wrong
from ledger.journal.verify_vouchers import same_voucher
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.days import day_number
from ledger.store.streams import Stream
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import MONTHS

Closes = dict[tuple[int, int], int]
"""The number of the close that stands, by book and month."""

_TODAY: Final = 999_999  # the rung of the kept balance: later than any month
_MOVED, _SNAPSHOT, _BALANCE = 0, 1, 2  # the last digit of a rung, after its month
_NAMED_MAX: Final = 1000  # wrong sub-accounts that are looked up by name


def ladder(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare kept balances and snapshots with what shares add up to."""
    closes = standing_closes(tx)
    climb = _Climb(tx, books, closes)
    with Stream(tx, _rungs(tx)) as stream:
        for key, rungs in groupby(stream, key=itemgetter(0, 1, 2)):
            climb.begin(key)
            for _book, _sub, _part, rung, first, second, third in rungs:
                period, kind = divmod(rung, 10)
                if kind == _MOVED:
                    yield from climb.move(period, first, second, third)
                elif kind == _BALANCE:
                    yield from climb.meet_balance(first, second, third)
                elif closes.get((key[0], period)) == third:  # else of a close that was replaced
                    yield from climb.meet_snapshot(period, first, second)
            yield from climb.end()


def standing_closes(tx: Tx) -> Closes:
    """Read which close of each closed month stands."""
    month = schema.month
    rows = tx.conn.execute(
        select(month.c.book_id, month.c.period, month.c.close_no).where(month.c.state != "OPEN")
    )
    return {(row.book_id, row.period): row.close_no for row in rows}


class _Climb:
    """One ladder after the other: what was added up so far, and what was met.

    Each step gives what is wrong: nearly always nothing, and then quickly.
    """

    def __init__(self, tx: Tx, books: Books, closes: Closes) -> None:
        self._tx, self._books, self._closes = tx, books, closes
        self._decembers: dict[int, list[int]] = {}
        for book_id, period in sorted(closes):
            if period % 100 == MONTHS:
                self._decembers.setdefault(book_id, []).append(period)
        self._key = (0, 0, 0)
        self._named = 0

    def begin(self, key: tuple[int, int, int]) -> None:
        """Stand at the foot of the ladder of a book, a sub-account and a part."""
        self._key = key
        self._amount = self._moment = self._received = 0
        self._first = _TODAY
        self._unmet = 0  # a closed month that moved and whose snapshot is still to come
        self._december_count = 0
        self._has_balance = True  # one that never moved is left out of the stream

    def move(self, period: int, fen: int, days: int, received_fen: int) -> Iterable[Finding]:
        """Add a share of a month."""
        missed = self._missed() if self._unmet and self._unmet != period else ()
        self._has_balance = False
        self._amount += fen
        self._moment += days
        self._received += received_fen
        self._first = min(self._first, period)
        if (self._key[0], period) in self._closes:
            self._unmet = period
        return missed

    def meet_snapshot(self, period: int, fen: int, days: int) -> Iterable[Finding]:
        """Compare the snapshot of a month with the sum so far."""
        differs = fen != self._amount or days != self._moment
        if self._unmet == period and not differs and period % 100 != MONTHS:
            self._unmet = 0
            return ()
        return self._met_otherwise(period, fen, differs=differs)

    def _met_otherwise(self, period: int, fen: int, *, differs: bool) -> Iterator[Finding]:
        self._first = min(self._first, period)
        self._december_count += period % 100 == MONTHS
        if self._unmet == period:
            self._unmet = 0
        else:
            yield from self._missed()
            if period % 100 != MONTHS:
                yield self._wrong("snapshot_extra", period, _("当月没有变动，却有结存"))
        if differs:
            told = _("月末结存或积数与分户明细之和不符：明细 {sum} 元，结存 {kept} 元")
            yield self._wrong("snapshot_differs", period, self._sums(told, fen))

    def meet_balance(self, fen: int, days: int, received_fen: int) -> Iterable[Finding]:
        """Compare the kept balance with the sum of all."""
        self._has_balance = True
        if fen == self._amount and days == self._moment and received_fen == self._received:
            return ()
        told = _("余额、积数或累计交存与分户明细之和不符：明细 {sum} 元，余额 {kept} 元")
        return [self._wrong("balance_differs", None, self._sums(told, fen))]

    def end(self) -> Iterable[Finding]:
        """Look for what was not met."""
        decembers = self._decembers.get(self._key[0])
        if self._has_balance and not self._unmet and not decembers:
            return ()
        return self._unfinished(decembers or [])

    def _unfinished(self, decembers: Iterable[int]) -> Iterator[Finding]:
        yield from self._missed()
        if not self._has_balance:
            yield self._wrong("balance_missing", None, _("有分户明细而没有余额"))
        # In December every sub-account has a snapshot, so that no search goes further back.
        if self._december_count < sum(period >= self._first for period in decembers):
            yield self._wrong("snapshot_missing", None, _("有年末没有结存"))

    def _missed(self) -> list[Finding]:
        """Tell of a month that moved and whose snapshot did not come."""
        if not self._unmet:
            return []
        period, self._unmet = self._unmet, 0
        return [self._wrong("snapshot_missing", period, _("当月有变动，结账时的结存缺失"))]

    def _sums(self, told: str, kept_fen: int) -> str:
        return told.format(sum=format_fen(self._amount), kept=format_fen(kept_fen))

    def _wrong(self, code: str, period: int | None, told: str) -> Finding:
        book_id, sub_id, part = self._key
        where = sub_account(self._books, book_id, self._name(book_id, sub_id), part)
        if period is not None:
            where = f"{where} {period // 100:04}-{period % 100:02}"
        return wrong(code, where, told)

    def _name(self, book_id: int, sub_id: int) -> str:
        self._named += 1
        if self._named > _NAMED_MAX:
            return f"#{sub_id}"
        sub = schema.sub_account
        code: str | None = self._tx.conn.execute(
            select(sub.c.code).where(sub.c.book_id == book_id, sub.c.sub_id == sub_id)
        ).scalar_one_or_none()
        return code or f"#{sub_id}"


def _rungs(tx: Tx) -> CompoundSelect[Any]:
    """Return a query on all rungs in the order in which they are climbed."""
    every = union_all(_movements(tx), _snapshots(), _balances())
    # On the union itself: SQLite then merges what is in order already, and sorts no more.
    return every.order_by(*(literal_column(str(place)) for place in range(1, 5)))


def _movements(tx: Tx) -> Select[Any]:
    """Return a query on what moved: amount, moment, and money received."""
    share, voucher = schema.share, schema.voucher
    return select(
        share.c.book_id,
        share.c.sub_id,
        share.c.part,
        voucher.c.period * 10 + _MOVED,
        share.c.amount_fen,
        share.c.amount_fen * day_number(tx.dialect, voucher.c.value_on),
        case((share.c.payer_class.is_(None), 0), else_=share.c.amount_fen),
    ).join_from(share, voucher, same_voucher(share, voucher))


def _snapshots() -> Select[Any]:
    """Return a query on snapshots: amount, moment, and the close that made it."""
    kept = schema.snapshot
    return select(
        kept.c.book_id,
        kept.c.sub_id,
        kept.c.part,
        kept.c.period * 10 + _SNAPSHOT,
        kept.c.amount_fen,
        kept.c.moment,
        kept.c.close_no,
    )


def _balances() -> Select[Any]:
    """Return a query on kept balances: amount, moment, and money received."""
    kept = schema.sub_balance
    return select(
        kept.c.book_id,
        kept.c.sub_id,
        kept.c.part,
        literal(_TODAY * 10 + _BALANCE),
        kept.c.amount_fen,
        kept.c.moment,
        kept.c.received_fen,
    ).where(
        or_(  # not the many that never moved
            kept.c.voucher_id != 0,
            kept.c.amount_fen != 0,
            kept.c.moment != 0,
            kept.c.received_fen != 0,
        )
    )


def standing_close(row: Any) -> ColumnElement[bool]:
    """Return the condition that `row` belongs to the close of its month that stands."""
    month = schema.month
    return and_(
        month.c.book_id == row.c.book_id,
        month.c.period == row.c.period,
        month.c.close_no == row.c.close_no,
        month.c.state != "OPEN",
    )
