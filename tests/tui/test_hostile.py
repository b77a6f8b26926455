from __future__ import annotations

import unicodedata

import pytest

from ledger.desk import Desk
from ledger.desk.browse import EstateRow
from ledger.tui.screens.households import HouseholdsScreen
from ledger.tui.screens.voucher import VoucherScreen
from tests.tui.estates import BOOK, HOSTILE, NAMES
from tests.tui.looking import LARGE, SMALL, Look, look


def acts(text: str) -> list[str]:
    """Return the characters of `text` that a terminal would act on."""
    return [
        char
        for char in text
        if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"}
    ]


@pytest.mark.parametrize("size", [SMALL, (30, 12)])
def test_hostile_names_are_harmless_on_every_screen(desk: Desk, size: tuple[int, int]) -> None:
    async def walk(person: Look) -> None:
        seen = []
        await person.press("end")
        seen.append(person.screen)
        await person.press("enter")
        seen.append(person.screen)
        for _name in NAMES:
            await person.press("enter")
            seen.append(person.screen)
            await person.press("escape", "down")
        await person.press("enter", "enter")
        seen.append(person.screen)
        await person.press("escape", "escape")
        assert person.place == "HouseholdsScreen"
        for screen in seen:
            assert not acts(screen)
            for line in screen.splitlines():
                assert len(line) <= size[0]

    assert look(desk, walk, size).return_code in {0, None}


def test_markup_is_shown_as_it_was_written(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("end")
        assert "[/][bold red]张三" in person.screen
        await person.press("enter")
        screen = person.screen
        for words in ("[/]", "[bold red]张三[/bold red]", "[@click=app.quit]退出[/]"):
            assert words in screen
        assert "张三␛]0;owned␇␛[2J" in screen
        assert "<U+202E>反着写" in screen
        assert "B[/] [/][bold red]" in person.line("path")

    look(desk, walk, LARGE)


def test_a_name_with_a_link_in_it_is_no_link(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("end", "enter", "down", "down", "enter")
        assert "[@click=app.quit]退出[/]" in person.screen
        for y, line in enumerate(person.screen.splitlines()):
            if "@click" in line:
                for x in range(0, 80, 5):
                    await person.pilot.click(offset=(x, y))
        await person.settle()
        assert person.app.is_running
        assert person.app.return_code is None

    look(desk, walk)


def test_hostile_words_may_be_looked_for(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.search(NAMES[0])
        await person.search("")
        await person.press("end", "enter")
        for typed in NAMES:
            await person.search(typed)
            assert not acts(person.screen)

    look(desk, walk)


def test_a_code_that_a_shell_would_read_is_quoted_in_the_command(desk: Desk) -> None:
    hostile = EstateRow(HOSTILE, "B[/]; rm -rf ~", "", 0, 0, 0, 0, 0)

    async def walk(person: Look) -> None:
        person.app.push_screen(HouseholdsScreen(desk, hostile))
        await person.settle()
        assert person.line("command").endswith("--estate 'B[/]; rm -rf ~'")

    look(desk, walk)


def test_what_is_not_there_is_told_in_a_line_with_what_to_do(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        person.app.push_screen(VoucherScreen(desk, BOOK, 999_999, "F1-C:2026-01:收-999"))
        await person.settle()
        assert person.notice.startswith("错误[voucher_unknown]：")
        assert "请运行 wxzj voucher list" in person.screen.replace("\n", "")

    look(desk, walk)
