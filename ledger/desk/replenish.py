"""The window for refilling the fund (续筹)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.desk.counter import Counter
from ledger.fund import replenish
from ledger.registry.kinds import kind_title
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class ReplenishDesk:
    """Say who must refill, and how much."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def due(
        self,
        *,
        book: str | None = None,
        estate: str | None = None,
        custodian: str | None = None,
        on: date | None = None,
    ) -> Sheet:
        """List the households whose balance is below 30 % of the initial amount.

        Args:
            book: only this book's.
            estate: only this estate's.
            custodian: only this custodian's.
            on: as things stood at the end of this day; as they stand now when left out.
        """
        with self._counter.look() as tx:
            selection = replenish.choose(tx, book=book, estate=estate, custodian=custodian)
        amounts = (
            Column("initial_fen", _("首期应交（元）"), "fen"),
            Column("balance_fen", _("余额（元）"), "fen"),
            Column("due_fen", _("补至首期（元）"), "fen"),
            Column("rule", _("事项")),
        )
        title = _("应续交、补建的房屋")
        day = on or self._counter.clock.today
        return Sheet(
            kind="replenish_due",
            title=title,
            columns=(Column("household", _("房屋编号")), Column("kind", _("房屋性质")), *amounts),
            rows=self._rows(selection, on),
            fields={"on": day},
            paper=Sheet(
                kind="replenish_due",
                title=title,
                columns=(
                    Column("household", _("房屋编号")),
                    Column("kind", _("房屋性质")),
                    *amounts,
                ),
                rows=(
                    (household, kind_title(str(kind)), *rest)
                    for household, kind, *rest in self._rows(selection, on)
                ),
                fields={"on": day},
                labels=(Column("on", _("截至"), "date"),),
                notes=(_("余额（本金加收益）不足首期应交金额 30% 的续交；从未交存的补建"),),
            ),
        )

    def _rows(
        self, selection: replenish.Selection, on: date | None
    ) -> Iterator[tuple[object, ...]]:
        with self._counter.look() as tx:
            yield from replenish.due(tx, selection, on)
