"""Whose books, which estate and which month a report is about, and what must be said beside it.

Without a selector a report is about the custodian of `book init`. Without a month it is about the
newest closed one, else the newest with a voucher.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import exists, func, select

from ledger.closing.forms import as_carried
from ledger.journal.balances import Figures, read_figures, together
from ledger.journal.chart import rules_on
from ledger.journal.voucher import CLOSING_KINDS, Kind
from ledger.registry.books import FUND, KINDS, Book, find_book, kind_notes, kind_title, list_books
from ledger.registry.custodians import Custodian, find_custodian
from ledger.registry.estates import Estate, find_estate
from ledger.registry.kinds import fund_type_title
from ledger.registry.reach import only_estate
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.period import format_period, last_day
from ledger.values.sheet import Column
from ledger.values.text import shown


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about.

    Attributes:
        books: in order of code.
        one_book: whether a single book was asked for, rather than all of a custodian's.
        estate: where only an estate's sub-set of accounts is shown.
        states: of the month, by book; a book that begins later has none.
    """

    custodian: Custodian
    books: tuple[Book, ...]
    one_book: bool
    estate: Estate | None
    period: int
    states: Mapping[int, str]

    @property
    def fund_types(self) -> frozenset[str]:
        """The types of fund that are managed."""
        return frozenset(book.fund_type for book in self.books)

    @property
    def is_final(self) -> bool:
        """Whether every book that has begun has closed the month."""
        return bool(self.states) and all(state != "OPEN" for state in self.states.values())


def find_scope(
    tx: Tx,
    *,
    book: str | None = None,
    custodian: str | None = None,
    estate: str | None = None,
    period: int | None = None,
) -> Scope:
    """Find out what a report is about.

    Raises:
        InputError: `selectors_conflict`.
        Refused: `book_unknown`, `custodian_unknown`, `estate_unknown`, `nothing_posted`,
            `out_of_reach`.
    """
    estate = only_estate(tx, estate)
    one = None if book is None else find_book(tx, book, KINDS)
    part = None if estate is None else find_estate(tx, estate)
    if part is not None and one is not None and one.kind != FUND:
        raise InputError(
            "selectors_conflict",
            _("账套 {book} 不按小区分账").format(book=one.code),
            _("--book 和 --estate 只给一个"),
        )
    keeper = _keeper(tx, one, custodian, part)
    if one is not None and one.custodian_id != keeper.custodian_id:
        raise InputError(
            "selectors_conflict",
            _("账套 {book} 不属于代管机构 {custodian}").format(
                book=one.code, custodian=shown(keeper.name)
            ),
            _("--book 和 --custodian 只给一个"),
        )
    books = (one,) if one is not None else tuple(list_books(tx, [keeper.custodian_id]))
    month = default_period(tx, books) if period is None else period
    return Scope(keeper, books, one is not None, part, month, _states(tx, books, month))


def _keeper(tx: Tx, one: Book | None, custodian: str | None, estate: Estate | None) -> Custodian:
    if custodian is not None:
        return find_custodian(tx, custodian)
    known = one or estate
    if known is None:
        return find_custodian(tx, None)
    table = schema.custodian
    row = tx.conn.execute(select(table).where(table.c.custodian_id == known.custodian_id)).one()
    return Custodian(*row)


def default_period(tx: Tx, books: Sequence[Book]) -> int:
    """Return the newest closed month of `books`, else the newest with a voucher.

    Raises:
        Refused: `nothing_posted`, where there is no voucher.
    """
    month = schema.month
    ids = [book.book_id for book in books]
    closed = tx.conn.execute(
        select(func.max(month.c.period)).where(month.c.book_id.in_(ids), month.c.state != "OPEN")
    ).scalar_one()
    return int(closed) if closed is not None else newest_period(tx, books)


def newest_period(tx: Tx, books: Sequence[Book]) -> int:
    """Return the newest month with a voucher.

    Raises:
        Refused: `nothing_posted`, where there is no voucher.
    """
    voucher = schema.voucher
    newest = tx.conn.execute(
        select(func.max(voucher.c.period)).where(
            voucher.c.book_id.in_([book.book_id for book in books])
        )
    ).scalar_one()
    if newest is None:
        raise Refused(
            "nothing_posted",
            _("还没有凭证"),
            _("请先导入期初或交存，例如 wxzj fund collect"),
        )
    return int(newest)


def _states(tx: Tx, books: Sequence[Book], period: int) -> dict[int, str]:
    """Return the state of the month in the books that have begun by then."""
    month = schema.month
    ids = [book.book_id for book in books]
    begun = tx.conn.execute(
        select(month.c.book_id).distinct().where(month.c.book_id.in_(ids), month.c.period <= period)
    ).scalars()
    states = dict.fromkeys(begun, "OPEN")
    states.update(
        (row.book_id, row.state)
        for row in tx.conn.execute(
            select(month.c.book_id, month.c.state).where(
                month.c.book_id.in_(ids), month.c.period == period
            )
        )
    )
    return states


def scope_figures(tx: Tx, scope: Scope, *, carried: bool = False) -> Figures:
    """Read what the statements of a scope are made of.

    Args:
        carried: show what is not closed yet as the close will leave it.
    """
    part = None if scope.estate is None else scope.estate.estate_id
    figures = []
    for book in scope.books:
        own = read_figures(tx, book.book_id, scope.period, part)
        figures.append(as_carried(own, _closes_to(tx, book, scope.period)) if carried else own)
    return together(figures) if figures else Figures(scope.period, {}, ())


def _closes_to(tx: Tx, book: Book, period: int) -> dict[str, str]:
    """Return where each account of income and expenditure goes at the end of the month."""
    rules = rules_on(tx, book.book_id, last_day(period))
    return {
        account: rule.closes_to for account, rule in rules.items() if rule.closes_to is not None
    }


def scope_fields(scope: Scope) -> dict[str, object]:
    """Return what scripts are told of a scope."""
    return {
        "period": scope.period,
        "custodian": scope.custodian.name,
        "book": scope.books[0].code if scope.one_book else None,
        "estate": None if scope.estate is None else scope.estate.code,
        "final": scope.is_final,
    }


def title_fields(scope: Scope) -> dict[str, object]:
    """Return what stands above a statement, in the words of the official forms."""
    fund = _("{custodian}住宅专项维修资金").format(custodian=scope.custodian.name)
    if scope.one_book and scope.books[0].kind != FUND:
        fund = f"{kind_title(scope.books[0].kind)} {scope.books[0].code}"
    elif scope.one_book:
        fund = _("{fund}（{type}）").format(
            fund=fund, type=fund_type_title(scope.books[0].fund_type)
        )
    fields = {
        "fund": fund,
        "custodian": scope.custodian.name,
        "estate": None if scope.estate is None else scope.estate.title,
        "on": last_day(scope.period),
        "period": scope.period,
        "unit": _("元"),
    }
    return {key: value for key, value in fields.items() if value is not None}


def title_labels(fields: Mapping[str, object], *, of_day: bool) -> tuple[Column, ...]:
    """Return the lines above a statement: of a day for balances, of a month for movement."""
    labels = (
        Column("fund", _("资金名称")),
        Column("custodian", _("编制单位")),
        Column("estate", _("小区")),
        Column("on", _("日期"), "date") if of_day else Column("period", _("会计期间"), "period"),
        Column("unit", _("单位")),
    )
    return tuple(label for label in labels if label.key in fields)


def scope_notes(tx: Tx, scope: Scope) -> tuple[str, ...]:
    """Return what must be said below a statement: not closed, not final, nobody checked."""
    kinds = dict.fromkeys(book.kind for book in scope.books)
    notes = [note for kind in kinds for note in kind_notes(kind)]
    open_books = [book.code for book in scope.books if scope.states.get(book.book_id) == "OPEN"]
    period = format_period(scope.period)
    if open_books:
        notes.append(
            _("未结账：{books} 的 {period} 尚未结账").format(
                books="、".join(open_books), period=period
            )
        )
        if len(open_books) < len(scope.states):
            notes.append(_("未定稿：各账套全部结账后本表才定稿"))
    if _nobody_checked(tx, scope):
        notes.append(_("单人模式：本期有凭证未经他人审核"))
    return tuple(notes)


def carried_notes(scope: Scope) -> tuple[str, ...]:
    """Return what must be said below a sheet on which an open month stands as if closed."""
    if "OPEN" not in scope.states.values():
        return ()
    return (_("未结转的收支已按结账后的样子列入净资产"),)


class Bridge(NamedTuple):
    """How the opening of a year on an account was restated; positive on the account's side."""

    account: str
    opening_fen: int
    adjusted_fen: int
    restated_fen: int


def bridges(figures: Figures, credit: frozenset[str]) -> list[Bridge]:
    """Return the accounts that corrections of former years restated, in order of code.

    Args:
        figures: of the year up to the month.
        credit: the accounts that stand on the credit side.
    """
    adjusted: dict[str, int] = {}
    opening = dict(figures.year_opening)
    for moved in figures.movements:
        if moved.kind is Kind.ADJUST:
            adjusted[moved.account] = adjusted.get(moved.account, 0) + moved.net_fen
        elif moved.kind is Kind.OPENING:
            opening[moved.account] = opening.get(moved.account, 0) + moved.net_fen
    return [
        Bridge(
            account,
            sign * opening.get(account, 0),
            sign * fen,
            sign * (opening.get(account, 0) + fen),
        )
        for account, fen in sorted(adjusted.items())
        if fen
        for sign in (-1 if account in credit else 1,)
    ]


def restated_notes(figures: Figures) -> tuple[str, ...]:
    """Say below a sheet that its opening was restated, where it was."""
    if not bridges(figures, frozenset()):
        return ()
    return (_("年初余额已按以前年度调整重述"),)


def refuse_memo_book(scope: Scope) -> None:
    """Refuse a statement of the fund of a book that is none of the fund's.

    Raises:
        Refused: `fund_book_needed`.
    """
    for book in scope.books:
        if book.kind != FUND:
            raise Refused(
                "fund_book_needed",
                _("{book} 是{kind}，没有维修资金的报表").format(
                    book=book.code, kind=kind_title(book.kind)
                ),
                _("请用 wxzj report trial-balance 或 wxzj report ledger 加 --book"),
            )


def claim_notes(scope: Scope) -> tuple[str, ...]:
    """Return what must be said below a sheet on which an estate claims its part of the pool."""
    return () if scope.estate is None else (_("银行存款一行是本小区在专户资金中的份额"),)


def _nobody_checked(tx: Tx, scope: Scope) -> bool:
    """Tell whether a voucher of the month had no checker."""
    voucher = schema.voucher
    if tx.conn.execute(select(schema.login.c.name).limit(1)).first() is None:
        return True
    return bool(
        tx.conn.execute(
            select(
                exists().where(
                    voucher.c.book_id.in_([book.book_id for book in scope.books]),
                    voucher.c.period == scope.period,
                    voucher.c.checker.is_(None),
                    voucher.c.kind.not_in([kind.value for kind in CLOSING_KINDS]),
                )
            )
        ).scalar_one()
    )
