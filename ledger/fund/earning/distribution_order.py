"""What a person asks to give out of the earnings: which book, which period, how much."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from ledger.fund.earning.integral import Basis
from ledger.fund.earning.runs import Run, State, list_runs, state_of
from ledger.fund.earning.terms import Terms, read_terms, year_start
from ledger.fund.earning.undistributed import Undistributed, read_undistributed
from ledger.fund.using.common_claims import claimed
from ledger.registry.books import Book, find_book, list_books
from ledger.registry.estates import Estate, find_estate
from ledger.registry.rulebook import flag_rule
from ledger.store.database import Tx
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.interest import Method, Span, refuse_turned, year_ending
from ledger.values.money import format_fen
from ledger.values.reach import refuse_estate
from ledger.values.text import shown


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asks to give out.

    Attributes:
        book: may be left out where there is only one, or where the estate tells.
        estate: give out what its common parts brought in, within it.
        first, last: the period of the integral, both inside it; the newest interest year that is
            over when left out.
        amount_fen: all that may be given out when left out.
        by_area: share by floor area instead of the integral; within one estate only.
        on: the day of the vouchers; today when left out.
        method: another than the rule says.
    """

    book: str | None = None
    estate: str | None = None
    first: date | None = None
    last: date | None = None
    amount_fen: int | None = None
    by_area: bool = False
    on: date | None = None
    method: Method | None = None


def find_scope(tx: Tx, order: Order) -> tuple[Book, Estate | None]:
    """Return the book of an order, and the estate whose own earnings are meant.

    Raises:
        Refused: `book_ambiguous`, `book_unknown`, `estate_unknown`, `book_foreign`,
            `out_of_reach`.
    """
    estate = None if order.estate is None else find_estate(tx, order.estate)
    books = list_books(tx, None if estate is None else {estate.custodian_id})
    if order.book is not None:
        book = find_book(tx, order.book)
        if book not in books:
            raise Refused(
                "book_foreign",
                _("小区 {estate} 不在账套 {book} 里").format(
                    estate=shown(order.estate or ""), book=book.code
                ),
                _("请核对 --book 和 --estate"),
            )
        books = [book]
    if len(books) != 1:
        raise Refused(
            "book_ambiguous",
            _("没有说明是哪个账套"),
            _("请加 --book 编号：{books}").format(books="、".join(each.code for each in books)),
        )
    [book] = books
    refuse_estate(tx.reach, estate and estate.estate_id, book.custodian_id, book.code)
    return book, estate


def find_span(tx: Tx, book: Book, order: Order, on: date) -> Span:
    """Return the period of an order: the newest interest year that is over, or what it names.

    Raises:
        InputError: `interest_period`.
        Refused: `interest_period_open`.
    """
    year = year_ending(year_start(tx, book.custodian_id, on), order.last or on)
    span = Span(order.first or year.first, order.last or year.last)
    refuse_turned(span)
    if span.last > on:
        raise Refused(
            "interest_period_open",
            _("计息期间到 {last} 才结束").format(last=span.last.isoformat()),
            _("请在期间最后一天或以后分配，或用 --until 指定已结束的期间"),
        )
    return span


def standing_run(
    tx: Tx, book: Book, order: Order, estate: Estate | None, span: Span, terms: Terms
) -> tuple[Run, State] | None:
    """Return the run that gave this period out, None where none stands.

    Raises:
        Refused: `earnings_distributed`, where one stands that says something else.
    """
    estate_id = None if estate is None else estate.estate_id
    for run in list_runs(tx, book):
        apart = run.span.last < span.first or span.last < run.span.first
        if run.estate_id != estate_id or apart:
            continue
        state = state_of(tx, run)
        if state == "undone":
            continue
        same = (run.span, run.method, run.terms["by_area"]) == (span, terms.method, terms.by_area)
        if same and order.amount_fen in {None, run.total_fen}:
            return run, state
        raise Refused(
            "earnings_distributed",
            _("{first} 至 {last} 的收益已经分配（第 {no} 次）").format(
                first=run.span.first.isoformat(),
                last=run.span.last.isoformat(),
                no=run.distribution_id,
            ),
            _("请从 {day} 起计息；确要重做，先运行 wxzj fund earnings undo {no}").format(
                day=(run.span.last + timedelta(days=1)).isoformat(), no=run.distribution_id
            ),
        )
    return None


def find_total(tx: Tx, order: Order, book: Book, estate: Estate | None, on: date) -> int:
    """Return how much is given out, or may be by rates.

    Raises:
        Refused: `amount_not_positive`, `earnings_none`, `earnings_short`.
    """
    estate_id = None if estate is None else estate.estate_id
    there = read_undistributed(tx, book.book_id, estate_id, on)
    promised_fen = sum(
        run.total_fen
        for run in list_runs(tx, book)
        if run.estate_id == estate_id and state_of(tx, run) == "waiting"
    )
    nets_charges = flag_rule(tx, book.custodian_id, "interest.fee_netting", on)
    claimed_fen = 0 if estate is None else claimed(tx, book, estate.estate_id)
    free_fen = max(0, there.free_fen(nets_charges=nets_charges) - promised_fen - claimed_fen)
    if order.amount_fen is None:
        if free_fen == 0:
            raise Refused(
                "earnings_none",
                _("{book} 没有可分配的累计收益").format(book=book.code),
                _advice(there, on),
            )
        return free_fen
    if order.amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额"))
    if order.amount_fen > free_fen:
        raise Refused(
            "earnings_short",
            _("要分配 {wanted} 元，可分配的累计收益只有 {free} 元，还差 {gap} 元").format(
                wanted=format_fen(order.amount_fen),
                free=format_fen(free_fen),
                gap=format_fen(order.amount_fen - free_fen),
            ),
            _advice(there, on),
        )
    return order.amount_fen


def _advice(there: Undistributed, on: date) -> str:
    if there.unclosed_fen > 0:
        return _("本月还有 {fen} 元收益未结转，请先运行 wxzj period carry {period}").format(
            fen=format_fen(there.unclosed_fen), period=f"{on:%Y-%m}"
        )
    return _("请先登记利息等收益并结转，或核对金额")


def terms_of(tx: Tx, book: Book, order: Order, span: Span) -> Terms:
    """Return the rules in force for a book at the end of a period, and what the order adds.

    What an estate's own common parts brought in is always shared whole.

    Raises:
        InputError: `interest_amount`.
        Refused: `interest_rate_missing`.
    """
    method = Method.POOLED if order.estate is not None else order.method
    terms = read_terms(tx, book.custodian_id, span, method=method, by_area=order.by_area)
    if terms.method is not Method.POOLED and order.amount_fen is not None:
        raise InputError(
            "interest_amount",
            _("按利率分配时总额由利率算出，不能另给"),
            _("请去掉 --amount，或加 --method pooled"),
        )
    return terms


def basis_of(book: Book, estate_id: int | None, span: Span, terms: Terms, as_of: int) -> Basis:
    """Return by what a total is shared."""
    return Basis(
        book.book_id,
        book.control,
        span,
        as_of,
        estate_id,
        terms.by_area,
        terms.min_balance_fen,
    )
