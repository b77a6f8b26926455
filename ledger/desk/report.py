"""The window for statements, ledgers and lists (报表)."""

from __future__ import annotations

from collections.abc import Callable

from ledger.desk.counter import Counter
from ledger.reports.balance_sheet import balance_sheet
from ledger.reports.household import household
from ledger.reports.income import income
from ledger.reports.indicators import behind, indicators
from ledger.reports.ledger_account import Span, ledger_account
from ledger.reports.net_assets import net_assets
from ledger.reports.scope import Scope, find_scope, newest_period, refuse_memo_book
from ledger.reports.trial_balance import trial_balance
from ledger.store.database import Tx
from ledger.values.period import year_of
from ledger.values.sheet import Sheet


class ReportDesk:
    """Show statements and accounts. Nothing here changes anything."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def trial_balance(
        self,
        *,
        period: int | None = None,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
        before_closing: bool = False,
    ) -> Sheet:
        """Show the trial balance of a month.

        Args:
            before_closing: show a closed month as it was before its closing voucher.
        """
        with self._counter.look() as tx:
            scope = find_scope(tx, book=book, custodian=custodian, estate=estate, period=period)
            return trial_balance(tx, scope, before_closing=before_closing)

    def balance_sheet(
        self,
        *,
        period: int | None = None,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
    ) -> Sheet:
        """Show 会住维01表 at the end of a month."""
        return self._statement(balance_sheet, period, book, estate, custodian)

    def income(
        self,
        *,
        period: int | None = None,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
    ) -> Sheet:
        """Show 会住维02表 of a month and the year so far."""
        return self._statement(income, period, book, estate, custodian)

    def net_assets(
        self,
        *,
        period: int | None = None,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
    ) -> Sheet:
        """Show 会住维03表 of the year up to a month."""
        return self._statement(net_assets, period, book, estate, custodian)

    def _statement(
        self,
        draw: Callable[[Tx, Scope], Sheet],
        period: int | None,
        book: str | None,
        estate: str | None,
        custodian: str | None,
    ) -> Sheet:
        with self._counter.look() as tx:
            scope = find_scope(tx, book=book, custodian=custodian, estate=estate, period=period)
            refuse_memo_book(scope)
            return draw(tx, scope)

    def household(
        self,
        code: str,
        *,
        period: int | None = None,
        detail: bool = False,
        book: str | None = None,
    ) -> Sheet:
        """Show a household's balance and every change; up to now, or to the end of a month.

        Args:
            code: of the household.
            period: up to the end of this month.
            detail: tell people below each change what stands behind it; scripts are always told.
            book: as this book keeps it, or kept it before a hand-over.
        """
        with self._counter.look() as tx:
            today = self._counter.clock.today
            return household(tx, code, on=today, period=period, detail=detail, book=book)

    def indicators(
        self,
        *,
        period: int | None = None,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
        code: str | None = None,
    ) -> Sheet:
        """Show the ministry's form, or the rows behind one figure of it.

        Args:
            period: the newest closed month when left out.
            book: only this book.
            estate: only this estate.
            custodian: only this custodian's.
            code: of the figure, such as `7.1`.
        """
        with self._counter.look() as tx:
            scope = find_scope(tx, book=book, custodian=custodian, estate=estate, period=period)
            refuse_memo_book(scope)
            return indicators(tx, scope) if code is None else behind(tx, scope, code)

    def ledger(
        self,
        account: str,
        *,
        period: int | None = None,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
    ) -> Sheet:
        """Show the lines of an account: of a month, or of the year up to now."""
        with self._counter.look() as tx:
            scope = find_scope(tx, book=book, custodian=custodian, estate=estate, period=period)
            if period is not None:
                return ledger_account(tx, scope, account, Span(period, period))
            newest = newest_period(tx, scope.books)
            scope = find_scope(tx, book=book, custodian=custodian, estate=estate, period=newest)
            return ledger_account(tx, scope, account, Span(year_of(newest) * 100 + 1, newest))
