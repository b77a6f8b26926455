"""What must be known before an estate is handed over: what it holds, and what stands in the way."""

from __future__ import annotations

from datetime import date

from sqlalchemy import and_, func, select

from ledger.fund.earning.integral import book_integral, integrals
from ledger.fund.leaving.custody_parts import Balance, Holding
from ledger.fund.leaving.custody_register import WAITING
from ledger.fund.leaving.settling import begin_of, part_of, pooled_fen, since, undistributed_fen
from ledger.fund.using.cases import cases_of
from ledger.journal.drafts import drafts_of_estate
from ledger.journal.voucher import Part
from ledger.registry.books import Book
from ledger.registry.closed import is_open
from ledger.registry.custody_doors import MOVING
from ledger.registry.estates import Estate
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen

# States in which nothing of a case is still to come (procedure of use).
_ENDED = frozenset({"PAID", "CANCELLED", "RECOVERED", "WRITTEN_OFF"})
_EARNINGS = ("4101", "4102", "4201", "4301", "4901", "5901")
_SHOWN_MAX = 3


def held_by(tx: Tx, book: Book, estate_id: int, event: str | None = None) -> list[Balance]:
    """Return what the sub-accounts hold that move: open ones, or those closed by `event`."""
    sub, balance, close = schema.sub_account, schema.sub_balance, schema.sub_close
    query = (
        select(balance.c.sub_id, balance.c.part, balance.c.amount_fen, sub.c.kind)
        .join_from(
            sub, balance, and_(balance.c.book_id == sub.c.book_id, balance.c.sub_id == sub.c.sub_id)
        )
        .where(
            sub.c.book_id == book.book_id,
            sub.c.estate_id == estate_id,
            sub.c.kind.in_(MOVING),
            balance.c.amount_fen != 0,
        )
        .order_by(balance.c.sub_id, balance.c.part)
    )
    if event is None:
        query = query.where(is_open(sub))
    else:
        query = query.where(
            sub.c.sub_id.in_(
                select(close.c.sub_id).where(
                    close.c.book_id == book.book_id,
                    close.c.event == event,
                    close.c.since.is_not(None),
                    close.c.until.is_(None),
                )
            )
        )
    return [
        Balance(row.sub_id, Part(row.part), row.amount_fen, row.kind == "COMMON_INCOME")
        for row in tx.conn.execute(query)
    ]


def read_holding(  # all that decides what moves
    tx: Tx,
    book: Book,
    estate: Estate,
    on: date,
    *,
    earnings_fen: int | None,
    capped: bool,
    event: str | None = None,
    settled_on: date | None = None,
) -> Holding:
    """Return what a book has to hand over of an estate.

    Args:
        tx: a transaction; the book's head is locked.
        book: the old keeper's.
        estate: the estate.
        on: the day of the money.
        earnings_fen: what it gets of the pooled earnings; worked out when left out.
        capped: no more of the pooled earnings than were received.
        event: of a hand-over that has begun: what is left of it.
        settled_on: the day of its newest instalment, up to which earnings were settled.

    Raises:
        Refused: `custody_uncarried`, `custody_deficit`, `custody_earnings_over`.
    """
    _refuse_uncarried(tx, book, estate)
    balances = held_by(tx, book, estate.estate_id, event)
    common_fen = sum(each.amount_fen for each in balances if each.is_common)
    own_fen = -undistributed_fen(tx, book.book_id, estate.estate_id) - common_fen
    if own_fen < 0 or any(each.amount_fen < 0 for each in balances):
        raise Refused(
            "custody_deficit",
            _("账套 {book} 的小区 {estate} 有透支的分户账，或待分配收益是借方余额").format(
                book=book.code, estate=estate.code
            ),
            _("请先更正或补足，再划转"),
        )
    if event is not None and not balances and not own_fen:
        return Holding((), 0, 0)
    pool_fen = pooled_fen(tx, book.book_id)
    if earnings_fen is None:
        earnings_fen = _earned(
            tx, book, estate, balances, on, pool_fen, settled_on, begun=event is not None
        )
    if capped and earnings_fen > max(pool_fen, 0):
        raise Refused(
            "custody_earnings_over",
            _("账套 {book} 已收到而未分配的收益只有 {pool} 元，不能划出 {amount} 元").format(
                book=book.code,
                pool=format_fen(max(pool_fen, 0)),
                amount=format_fen(earnings_fen),
            ),
            _("先运行 wxzj period carry 结转本月收益，或改小 --earnings"),
        )
    return Holding(tuple(balances), own_fen, earnings_fen)


def _earned(
    tx: Tx,
    book: Book,
    estate: Estate,
    balances: list[Balance],
    on: date,
    pool_fen: int,
    settled_on: date | None,
    *,
    begun: bool,
) -> int:
    """Work out the estate's part of the pool by its integral since the last distribution."""
    if pool_fen <= 0:
        return 0
    begin = begin_of(tx, book.book_id, on)
    if settled_on is not None:
        begin = max(begin, settled_on)
    subs = {each.sub_id for each in balances if not each.is_common}
    own_days = integrals(tx, since(book, begin, on, estate.estate_id))
    own = sum(own_days.get(sub_id, 0) for sub_id in subs)
    whole = book_integral(tx, since(book, begin, on), only_open=True)
    return part_of(pool_fen, own, whole + own if begun else whole)


def _refuse_uncarried(tx: Tx, book: Book, estate: Estate) -> None:
    """Refuse while the estate's own income of the month is not in 3101 yet."""
    moved = schema.turnover
    found = tx.conn.execute(
        select(moved.c.account)
        .where(
            moved.c.book_id == book.book_id,
            moved.c.estate_id == estate.estate_id,
            moved.c.account.in_(_EARNINGS),
        )
        .group_by(moved.c.account)
        .having(func.sum(moved.c.debit_fen - moved.c.credit_fen) != 0)
    ).scalars()
    accounts = "、".join(found)
    if accounts:
        raise Refused(
            "custody_uncarried",
            _("账套 {book} 的小区 {estate} 还有未结转的收益：{accounts}").format(
                book=book.code, estate=estate.code, accounts=accounts
            ),
            _("请先运行 wxzj period carry，再划转"),
        )


def refuse_running(tx: Tx, estate: Estate, books: list[Book]) -> None:
    """Refuse while a case of the estate runs, or a draft of it waits.

    Raises:
        Refused: `case_open`, `custody_drafts`.
    """
    running = [case.code for case in cases_of(tx, [estate.code]) if case.state.value not in _ENDED]
    sub, balance = schema.sub_account, schema.sub_balance
    held = tx.conn.execute(
        select(func.count())
        .select_from(sub)
        .join(balance, and_(balance.c.book_id == sub.c.book_id, balance.c.sub_id == sub.c.sub_id))
        .where(
            sub.c.book_id.in_([book.book_id for book in books]),
            sub.c.estate_id == estate.estate_id,
            balance.c.earmark_fen != 0,
        )
    ).scalar_one()
    if running or held:
        raise Refused(
            "case_open",
            _("小区 {estate} 还有没有办完的使用项目：{cases}").format(
                estate=estate.code, cases="、".join(running[:_SHOWN_MAX]) or _("有冻结的资金")
            ),
            _("请先支付、结清或撤销，再划转"),
        )
    waiting = [
        kept.code
        for book in books
        for kept in drafts_of_estate(tx, book.book_id, estate.estate_id)
        if kept.state in WAITING
    ]
    if waiting:
        raise Refused(
            "custody_drafts",
            _("小区 {estate} 还有待过账的单据：{codes}").format(
                estate=estate.code, codes="、".join(waiting[:_SHOWN_MAX])
            ),
            _("请先审核过账或退回，再划转"),
        )
