"""Every screen as text, byte for byte. A picture is looked at once before it is kept.

To renew one: delete its file, run this test, look at what it wrote.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.desk import Desk
from tests.tui.looking import LARGE, SMALL, Look, look

PICTURES = Path(__file__).with_name("pictures")
WALKS = {
    "estates": (),
    "households": ("enter",),
    "households_by_balance": ("enter", "s", "s"),
    "history": ("enter", "down", "down", "enter"),
    "voucher": ("enter", "down", "down", "enter", "down", "enter"),
    "voucher_shares": ("enter", "enter", "end", "enter", "tab", "end"),
    "help": ("enter", "f1"),
    "hostile": ("end", "enter"),
}


def compare(name: str, screen: str) -> None:
    """Compare a screen with its picture; where there is none yet, write it and fail."""
    picture = PICTURES / f"{name}.txt"
    if not picture.exists():
        picture.parent.mkdir(exist_ok=True)
        picture.write_text(screen, encoding="utf-8")
        pytest.fail(f"look at {picture} and run again")
    assert screen == picture.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "120x40"])
@pytest.mark.parametrize("name", WALKS)
def test_a_screen_looks_as_it_did(desk: Desk, name: str, size: tuple[int, int]) -> None:
    screens: list[str] = []

    async def walk(person: Look) -> None:
        await person.press(*WALKS[name])
        screens.append(person.screen)

    look(desk, walk, size)
    compare(f"{name}_{size[0]}x{size[1]}", screens[0])


def test_the_first_screen_of_an_empty_book(empty_desk: Desk) -> None:
    screens: list[str] = []

    async def walk(person: Look) -> None:
        screens.append(person.screen)

    look(empty_desk, walk)
    compare("empty_80x24", screens[0])
