"""The window for refilling the fund (续筹)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from ledger.desk.counter import Counter
from ledger.fund.refilling import replenish
from ledger.fund.refilling.running_low import Target, Terms
from ledger.registry.kinds import kind_title
from ledger.registry.rule_values import find_spec, say_value
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
        """List the households whose fund runs low, by the rules of their custodian on the day.

        Args:
            book: only this book's.
            estate: only this estate's.
            custodian: only this custodian's.
            on: as things stood at the end of this day; as they stand now when left out.
        """
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            selection = replenish.choose(tx, book=book, estate=estate, custodian=custodian)
            terms = replenish.terms_of(tx, selection, day)
        amounts = (
            Column("initial_fen", _("首期应交（元）"), "fen"),
            Column("balance_fen", _("余额（元）"), "fen"),
            Column("due_fen", _due_title(terms), "fen"),
            Column("rule", _("事项")),
        )
        title = _("应续交、补建的房屋")
        return Sheet(
            kind="replenish_due",
            title=title,
            columns=(Column("household", _("房屋编号")), Column("kind", _("房屋性质")), *amounts),
            rows=self._rows(selection, on, day),
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
                    for household, kind, *rest in self._rows(selection, on, day)
                ),
                fields={"on": day},
                labels=(Column("on", _("截至"), "date"),),
                notes=[_told(each) for each, _book_ids in terms],
            ),
        )

    def _rows(
        self, selection: replenish.Selection, on: date | None, day: date
    ) -> Iterator[tuple[object, ...]]:
        with self._counter.look() as tx:
            yield from replenish.due(tx, selection, on, day=day)


def _due_title(terms: Sequence[tuple[Terms, list[int]]]) -> str:
    if all(each.target is Target.INITIAL for each, _book_ids in terms):
        return _("补至首期（元）")
    return _("应续交（元）")


def _told(terms: Terms) -> str:
    """Say by which rules the list was made."""
    return _(
        "{level}余额（{base}）不足首期应交金额 {ratio} 的，续交至{target}；从未交存的补建"
    ).format(
        level=_say("replenish.trigger_level", terms.level.value),
        base=_say(
            "replenish.trigger_base",
            "principal" if terms.principal_only else "principal_and_earnings",
        ),
        ratio=_say("replenish.trigger_permille", terms.trigger_permille),
        target=_target(terms),
    )


def _target(terms: Terms) -> str:
    name = _say("replenish.target", terms.target.value)
    if terms.target not in {Target.RATIO, Target.DECIDED}:
        return name
    return _("{target}（{ratio}）").format(
        target=name, ratio=_say("replenish.target_permille", terms.target_permille)
    )


def _say(key: str, value: str | int) -> str:
    return say_value(find_spec(key), value)
