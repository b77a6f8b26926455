"""No amount is ever cut: each one that a screen shows is one of the book's, whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from sqlalchemy import select

from ledger.desk import Desk, open_desk
from ledger.desk.browse import Choice, Cut, Page
from ledger.reports.browse import read_estates, read_households
from ledger.reports.browse_history import read_card, read_history
from ledger.store import schema
from ledger.tui.screens.households import COLUMNS
from ledger.tui.screens.voucher import VoucherScreen
from ledger.values.money import format_fen
from tests.tui.estates import CLOCK
from tests.tui.looking import LARGE, SMALL, Look, look

SHOWN = re.compile(r"-?\d[\d,]*\.\d*")
SIZES = [SMALL, LARGE, (100, 30), (46, 20)]
WHOLE = Cut(size=1000)


def amounts(person: Look) -> list[str]:
    """Return everything on the screen that looks like an amount."""
    return SHOWN.findall(person.screen)


@pytest.fixture(scope="module")
def known(estates_file: Path) -> set[str]:
    """Write every amount of the book."""
    known = {"88.53"}
    with open_desk(str(estates_file), clock=CLOCK) as desk, desk.counter.look() as tx:
        known |= written(tx.conn.execute(select(schema.voucher.c.debit_fen)).scalars())
        for estate in read_estates(tx, WHOLE, on=CLOCK.today).rows:
            known |= written([estate.balance_fen, estate.principal_fen, estate.earnings_fen])
            for row in read_households(tx, estate.estate_id, Choice(), WHOLE, on=CLOCK.today).rows:
                known |= written([row.balance_fen, row.principal_fen, row.earnings_fen])
                card = read_card(tx, row.book_id, row.sub_id, on=CLOCK.today)
                known |= written([row.due_fen, card.received_fen])
                for move in read_history(tx, row.book_id, row.sub_id, WHOLE).rows:
                    known |= written([move.amount_fen, move.balance_fen])
    return known


def written(amounts: Iterable[int]) -> set[str]:
    return {format_fen(each) for each in amounts}


@pytest.mark.parametrize("size", SIZES)
def test_every_amount_on_every_screen_is_one_of_the_book(
    desk: Desk, known: set[str], size: tuple[int, int]
) -> None:
    async def walk(person: Look) -> None:
        for _screen in range(4):
            for key in ("home", "end"):
                await person.press(key)
                assert set(amounts(person)) <= known
            await person.press("home", "enter")
        await person.press("f2", "enter", "s", "s", "enter", "enter", "tab", "end")
        assert set(amounts(person)) <= known

    look(desk, walk, size)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_every_row_in_sight_shows_its_amounts(desk: Desk, size: tuple[int, int]) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "s", "s")
        table = person.table("households")
        seen = [
            (row.code, format_fen(row.balance_fen))
            for row in table.window.rows[table.top : table.top + table._rows_seen]
        ]
        assert seen[0][1] == "9,999,999,999.99"
        lines = person.screen.splitlines()
        for code, balance in seen:
            (line,) = [each for each in lines if f" {code} " in each]
            assert f"  {balance}  " in line

        await person.press("enter", "end", "enter")
        voucher = person.app.screen
        assert isinstance(voucher, VoucherScreen)
        for each in desk.browse.lines(voucher.book_id, voucher.voucher_id).rows:
            assert format_fen(each.amount_fen) == "9,999,999,999.99"
        assert person.screen.count("9,999,999,999.99") == 4  # the head, both lines, the share

    look(desk, walk, size)


def test_amounts_stand_right_aligned_under_each_other(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "s", "s")
        ends = {
            SHOWN.search(line).end()  # type: ignore[union-attr] # each row has a balance
            for line in person.screen.splitlines()
            if line[2:6] == "A01-"
        }
        assert len(ends) == 1

    look(desk, walk)


def test_where_an_amount_does_not_fit_it_shows_hashes(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        lines = {line[2:5]: line.split() for line in person.screen.splitlines()}
        assert set(lines["A01"][3]) == {"#"}
        assert lines["A02"][-1] == "400.00"

    look(desk, walk, (26, 15))


def test_a_column_grows_with_what_comes_later_and_shrinks_for_another_list(desk: Desk) -> None:
    """The largest amount lies on the second page only."""

    async def walk(person: Look) -> None:
        await person.press("enter")
        table = person.table("households")
        place = [column.title for column in COLUMNS].index("余额")
        assert table._needed[place] == len("60,093.76")
        await person.press("end")
        assert table._needed[place] == len("9,999,999,999.99")
        await person.search("1-1-101")
        assert table._needed[place] == len("22,841.60")
        table.take(Page((), more=False), Cut(), table.serial - 1, "late")
        assert len(table.window.rows) == 1

    look(desk, walk)
