"""What houses that are split or merged leave to the houses they become. Pure: whole fen and days.

Every part of what a house holds is shared by area, the fen left over to the largest remainders, so
that the parts keep their proportion and nothing is lost (分割、合并). Interest
counts a successor's money from the days on which it came to the predecessor: the movements are
carried over, day by day, each time as the sum up to that day is shared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ledger.journal.voucher import Part
from ledger.registry.lineage import Figures
from ledger.values.apportion import apportion

Moves = Mapping[tuple[Part, date], int]
"""What moved on a sub-account, by part and value date, in fen."""


class Heir(NamedTuple):
    """What a successor is to have.

    Attributes:
        shares: what each predecessor leaves to it, in their order, by part.
        moves: what interest counts beside the voucher's own shares.
    """

    figures: Figures
    shares: tuple[tuple[int, int], ...]
    moves: Moves


class Succession(NamedTuple):
    """What the predecessors leave and the successors get.

    Attributes:
        left: what interest counts on each predecessor beside the voucher's own shares.
    """

    heirs: tuple[Heir, ...]
    left: tuple[Moves, ...]


def succeed(
    houses: Sequence[Figures],
    moves: Sequence[Moves],
    areas: Sequence[int],
    dues: Sequence[int] | None,
    on: date,
) -> Succession:
    """Share out what `houses` have to successors of `areas`, in proportion to these.

    Args:
        houses: the predecessors.
        moves: what interest counts on each of them, all of it up to now.
        areas: of the successors, in 0.01 m².
        dues: their initial amounts due; by area when left out.
        on: the value date of the voucher that moves the money.
    """
    shared = [_shared(house, areas) for house in houses]
    carried = [_carried(each, areas, on) for each in moves]
    heirs = []
    for place, area in enumerate(areas):
        own = [each[place] for each in shared]
        sums = [sum(amounts) for amounts in zip(*own, strict=True)]
        total = Figures(area, *sums)
        if dues is not None:
            total = total._replace(due_fen=dues[place])
        heirs.append(
            Heir(
                total,
                tuple((figures[1], figures[2]) for figures in own),
                added(heirs_moves[place] for heirs_moves, _left in carried),
            )
        )
    return Succession(tuple(heirs), tuple(left for _heirs, left in carried))


def _shared(house: Figures, areas: Sequence[int]) -> list[tuple[int, ...]]:
    """Return every figure but the area, shared by `areas`: a tuple for each successor."""
    columns = [apportion(fen, areas) for fen in house[1:]]
    return list(zip(*columns, strict=True))


def _carried(moves: Moves, areas: Sequence[int], on: date) -> tuple[list[Moves], Moves]:
    """Carry the movements of one house over; return those of its successors, and its own."""
    heirs: list[dict[tuple[Part, date], int]] = [{} for _ in areas]
    left: dict[tuple[Part, date], int] = {}
    for part in Part:
        so_far, given = 0, [0] * len(areas)
        for day, fen in sorted((day, fen) for (own, day), fen in moves.items() if own is part):
            so_far += fen
            _add(left, (part, day), -fen)
            parts = apportion(so_far, areas)
            for place, amount in enumerate(parts):
                _add(heirs[place], (part, day), amount - given[place])
            given = parts
        # The voucher moves the whole on its own day; what was carried over must not count twice.
        _add(left, (part, on), so_far)
        for place, amount in enumerate(given):
            _add(heirs[place], (part, on), -amount)
    return [_moved(each) for each in heirs], _moved(left)


def added(several: Iterable[Moves]) -> Moves:
    """Return the sums of several movements."""
    total: dict[tuple[Part, date], int] = {}
    for each in several:
        for key, fen in each.items():
            _add(total, key, fen)
    return _moved(total)


def _add(moves: dict[tuple[Part, date], int], key: tuple[Part, date], fen: int) -> None:
    moves[key] = moves.get(key, 0) + fen


def _moved(moves: Mapping[tuple[Part, date], int]) -> Moves:
    return {key: fen for key, fen in moves.items() if fen}
