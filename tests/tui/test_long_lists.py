"""A hundred thousand households open as quickly as ten: what is read is counted, not timed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.desk import Desk
from ledger.desk.browse import Choice, Cut, EstateRow, HouseholdRow, Page, State
from ledger.tui.widgets.window import ROWS_MAX
from tests.tui.looking import Look, look

LENGTH = 100_000
ESTATE = EstateRow(1, "A01", "大区", LENGTH, 0, 0, 0, 0)


class City:
    """A window of the desk behind which lie a hundred thousand households.

    Attributes:
        asked: every page that was asked for.
        rows_read: how many rows were made.
    """

    def __init__(self) -> None:
        self.asked: list[Cut] = []
        self.rows_read = 0

    def estates(self, cut: Cut, *, text: str = "") -> Page[EstateRow]:
        del cut, text
        return Page((ESTATE,), more=False)

    def households(self, estate_id: int, cut: Cut, *, choice: Choice) -> Page[HouseholdRow]:
        assert (estate_id, choice) == (1, Choice())
        self.asked.append(cut)
        beside = None if cut.beside is None else int(cut.beside[0])
        if cut.backward:
            last = LENGTH if beside is None else beside - 1
            first = max(1, last - cut.size + 1)
            return Page(tuple(self._rows(first, last)), more=first > 1)
        first = 1 if beside is None else beside + 1
        last = min(LENGTH, first + cut.size - 1)
        return Page(tuple(self._rows(first, last)), more=last < LENGTH)

    def _rows(self, first: int, last: int) -> Iterator[HouseholdRow]:
        for n in range(first, last + 1):
            self.rows_read += 1
            code = f"A01-{n // 1000:03}-1-{n % 1000:03}"
            yield HouseholdRow(1, n, code, f"张{n}", 1, 8853, 0, n, 0, State.NORMAL, (n,))


@pytest.fixture
def city(desk: Desk) -> City:
    """Stand a city behind the desk's window."""
    behind: Any = City()
    desk.__dict__["browse"] = behind
    assert isinstance(behind, City)
    return behind


def test_opening_the_list_reads_one_page(desk: Desk, city: City) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        assert person.line("position") == "第 1 条，共 100,000 条"

    look(desk, walk)
    assert city.asked == [Cut()]
    assert city.rows_read == 100


def test_the_end_and_back_read_a_few_pages(desk: Desk, city: City) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "end")
        assert person.table("households").row.sub_id == LENGTH
        assert person.line("position") == "第 100,000 条，共 100,000 条"
        assert "A01-099-1-999" in person.screen
        await person.press("home")
        assert person.table("households").row.sub_id == 1

    look(desk, walk)
    assert city.asked == [Cut(), Cut(backward=True), Cut()]
    assert city.rows_read <= 300


def test_a_long_way_down_and_up_again_holds_few_rows_and_loses_none(desk: Desk, city: City) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        table = person.table("households")
        seen = []
        for _screenful in range(30):
            seen.append(table.row.sub_id)
            await person.press("pagedown")
            assert len(table.window.rows) <= ROWS_MAX
        step = seen[1] - seen[0]
        assert seen == list(range(1, 30 * step, step))
        for back in reversed(seen):
            await person.press("pageup")
            assert table.row.sub_id == back
            assert f" {table.row.code} " in person.screen
            assert person.line("position") == f"第 {back:,} 条，共 100,000 条"
        await person.press("up", "pageup")
        assert table.row.sub_id == 1

    look(desk, walk)
    assert len(city.asked) <= 12


def test_a_list_is_asked_for_one_page_at_a_time(desk: Desk, city: City) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        for _row in range(110):
            await person.pilot.press("down")
        await person.settle()
        assert person.table("households").row.sub_id == 111

    look(desk, walk)
    assert len(set(city.asked)) == len(city.asked)
