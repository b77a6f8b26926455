"""Renovation projects in figures: sources by works, use of the subsidy, performance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.renovation.funding.cash import Cash, Use, read_cash, uses
from ledger.renovation.funding.matching import read_matches
from ledger.renovation.funding.sources import Source, read_sources
from ledger.renovation.planning.projects import (
    Item,
    Project,
    State,
    read_items,
)
from ledger.store.database import Tx


@dataclass(frozen=True, slots=True)
class Figures:
    """A project with its money.

    Attributes:
        matched: what each source pays of each line, by both numbers.
    """

    project: Project
    items: Sequence[Item]
    sources: Sequence[Source]
    matched: dict[tuple[int, int], int]
    cash: Cash
    uses: dict[int, Use]

    @property
    def counted(self) -> list[Source]:
        """The sources that count in totals."""
        return [each for each in self.sources if not each.memo]

    @property
    def budget_fen(self) -> int:
        """What all lines may cost."""
        return sum(item.budget_fen for item in self.items)

    @property
    def cost_fen(self) -> int:
        """What the works have cost so far."""
        return sum(self.cash.cost.values())

    @property
    def came_fen(self) -> int:
        """What has come of all sources that count."""
        return sum(self.uses[each.source_no].came_fen for each in self.counted)

    @property
    def planned_days(self) -> int | None:
        """How many days the works were to take, both ends included."""
        planned = self.project.planned
        if planned is None or planned.from_on is None or planned.until_on is None:
            return None
        return (planned.until_on - planned.from_on).days + 1

    def days(self, today: date) -> int | None:
        """Return how many days the works took, or have taken so far, both ends included."""
        started = self.project.day_of(State.STARTED)
        if started is None:
            return None
        return ((self.project.day_of(State.COMPLETED) or today) - started).days + 1


def read_figures(tx: Tx, project: Project) -> Figures:
    """Read a project with its money."""
    sources = read_sources(tx, [project])[project.project_id]
    matched, cash = read_matches(tx, project), read_cash(tx, project)
    return Figures(
        project,
        read_items(tx, [project])[project.project_id],
        sources,
        matched,
        cash,
        uses(sources, matched, cash),
    )
