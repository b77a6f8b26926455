from __future__ import annotations

from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from ledger.desk.browse import Cut, Key, Page
from ledger.tui.widgets.window import Window


class Numbered(NamedTuple):
    """A row of a list of numbers."""

    number: int

    @property
    def key(self) -> Key:
        return (self.number,)


def read(length: int, cut: Cut, size: int) -> Page[Numbered]:
    """Read a page of the numbers from 1 to `length`."""
    if cut.backward:
        last = length if cut.beside is None else int(cut.beside[0]) - 1
        first = max(1, last - size + 1)
        return Page(tuple(map(Numbered, range(first, last + 1))), more=first > 1)
    first = 1 if cut.beside is None else int(cut.beside[0]) + 1
    last = min(length, first + size - 1)
    return Page(tuple(map(Numbered, range(first, last + 1))), more=last < length)


@given(
    length=st.integers(0, 60),
    size=st.integers(1, 7),
    total_known=st.booleans(),
    moves=st.lists(st.sampled_from(["below", "above", "top", "bottom"]), max_size=25),
)
def test_a_window_is_always_a_piece_of_the_list_and_knows_where(
    length: int, size: int, moves: list[str], *, total_known: bool
) -> None:
    window = Window(length if total_known else None, rows_max=3 * size)
    for move in ["top", *moves]:
        cut = {
            "below": window.below(),
            "above": window.above(),
            "top": Cut(),
            "bottom": Cut(backward=True),
        }[move]
        if cut is None:
            continue
        before = [*window.rows]
        shift = window.take(read(length, cut, size), cut)
        numbers = [row.number for row in window.rows]
        assert numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else not length
        assert len(numbers) <= 3 * size
        assert window.at_top == (not numbers or numbers[0] == 1)
        assert window.at_bottom == (not numbers or numbers[-1] == length)
        assert window.total in {None, length}
        if numbers:
            assert window.first_no in {None, numbers[0]}
            assert window.number_of(0) == window.first_no
        if shift is not None:
            for place, row in enumerate(before):
                if 0 <= place + shift < len(window.rows):
                    assert window.rows[place + shift] == row


def test_rows_are_counted_from_the_end_where_the_length_is_known() -> None:
    window = Window(total=100)
    cut = Cut(backward=True)
    window.take(read(100, cut, 10), cut)
    assert (window.first_no, window.total) == (91, 100)


def test_the_length_may_be_learnt_later() -> None:
    window = Window()
    cut = Cut(backward=True)
    window.take(read(100, cut, 10), cut)
    assert window.first_no is None
    window.know(100)
    assert window.first_no == 91


def test_an_answer_that_fits_no_end_is_dropped() -> None:
    window = Window()
    window.take(read(100, Cut(), 10), Cut())
    late = Cut((50,))
    assert window.take(read(100, late, 10), late) is None
    assert len(window.rows) == 10
