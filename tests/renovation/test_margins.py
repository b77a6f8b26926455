"""The table of sources × assets keeps both margins, whatever the amounts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.renovation.plant.margins import fill_in_order, share_pro_rata
from ledger.values.errors import Refused

AMOUNTS = st.lists(st.integers(0, 10**13), min_size=1, max_size=7)


@st.composite
def margins(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Draw two lists of the same sum."""
    sources, assets = draw(AMOUNTS), draw(AMOUNTS)
    gap = sum(sources) - sum(assets)
    (assets if gap > 0 else sources).append(abs(gap))
    return sources, assets


@given(margins())
def test_every_row_and_every_column_is_exact(both: tuple[list[int], list[int]]) -> None:
    sources, assets = both
    for way in (fill_in_order, share_pro_rata):
        table = way(sources, assets)
        assert [sum(row) for row in table] == sources
        assert [sum(column) for column in zip(*table, strict=True)] == assets
        assert min(cell for row in table for cell in row) >= 0


@given(margins())
def test_pro_rata_the_first_source_is_within_a_fen_of_its_part(
    both: tuple[list[int], list[int]],
) -> None:
    sources, assets = both
    total = sum(sources)
    for cell, cost in zip(share_pro_rata(sources, assets)[0], assets, strict=True):
        assert abs(cell * total - sources[0] * cost) <= total


def test_three_assets_out_of_three_sources_of_one_hundred_yuan_each() -> None:
    """03 §E: rounded row by row the columns would be 100.02, 99.99 and 99.99."""
    table = share_pro_rata([10_000] * 3, [10_000] * 3)
    assert [sum(column) for column in zip(*table, strict=True)] == [10_000] * 3
    assert all(cell in {3333, 3334} for row in table for cell in row)


def test_margins_that_differ_are_refused() -> None:
    for way in (fill_in_order, share_pro_rata):
        with pytest.raises(Refused) as caught:
            way([100], [99])
        assert caught.value.code == "margins_differ"
