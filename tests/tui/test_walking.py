from __future__ import annotations

from itertools import pairwise

import pytest

from ledger.desk import Desk
from ledger.desk.browse import Cut, Order, State
from ledger.tui.app import LIGHT
from ledger.tui.screens.households import HouseholdsScreen
from ledger.values.money import format_fen
from tests.tui.looking import LARGE, SMALL, Look, look


def test_down_to_a_voucher_and_back_with_the_filter_and_the_cursor_kept(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        assert person.place == "EstatesScreen"
        await person.press("enter")
        assert person.place == "HouseholdsScreen"
        await person.search("王")
        assert "业主开头：王" in person.line("conditions")
        await person.press("down", "down")
        chosen = person.table("households").row
        assert chosen.owner.startswith("王")
        await person.press("enter")
        assert person.line("path") == f"分户账 {chosen.code}"
        await person.press("end")
        movement = person.table("movements").row
        assert movement.summary == "首期交存"
        await person.press("enter")
        assert person.line("path") == f"凭证 {movement.number}"
        await person.press("escape")
        assert person.table("movements").row == movement
        await person.press("escape")
        assert "业主开头：王" in person.line("conditions")
        assert person.table("households").row == chosen
        await person.press("escape", "escape")
        assert person.place == "EstatesScreen"

    look(desk, walk)


def test_every_screen_says_which_command_gives_the_same_answer(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        told = [person.line("command")]
        for _screen in range(3):
            await person.press("enter")
            told.append(person.line("command"))
        assert told == [
            "命令行：wxzj registry estates",
            "命令行：wxzj registry households --estate A01",
            "命令行：wxzj report household A01-1-1-1001",
            "命令行：wxzj voucher show 'F1-C:2026-11:转-1'",
        ]

    look(desk, walk)


def test_a_database_elsewhere_is_named_in_the_command_and_a_password_never(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        person.desk_is_at("/data/甲 账.db")
        await person.press("f5")
        assert person.line("command") == "命令行：wxzj --db '/data/甲 账.db' registry estates"
        person.desk_is_at("postgresql://clerk:secret@host/books")
        await person.press("f5")
        assert "secret" not in person.line("command")

    look(desk, walk)


def test_function_keys_lead_home_and_to_the_households(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("f3")
        assert person.place == "HouseholdsScreen"
        await person.press("down", "enter", "enter")
        assert person.place == "VoucherScreen"
        await person.press("f3")
        assert person.place == "HouseholdsScreen"
        assert person.table("households").cursor == 1
        await person.press("enter", "f2")
        assert person.place == "EstatesScreen"
        await person.press("escape")
        assert person.place == "EstatesScreen"

    look(desk, walk)


def test_a_share_of_a_voucher_leads_to_its_sub_account(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "enter", "enter", "enter")
        assert person.place == "VoucherScreen"  # a line has nothing behind it
        await person.press("tab", "down", "enter")
        assert person.line("path") == "分户账 A01-1-1-102"
        await person.press("f3")
        assert person.place == "HouseholdsScreen"

    look(desk, walk)


def test_households_are_sorted_by_door_and_by_balance(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        table = person.table("households")
        for key, order in (("s", Order.BALANCE_UP), ("ctrl+o", Order.BALANCE_DOWN), ("S", None)):
            await person.press(key)
            balances = [row.balance_fen for row in table.window.rows]
            if order is None:
                assert balances != sorted(balances)
                assert table.row.code == "A01-1-1-1001"
            else:
                assert balances == sorted(balances, reverse=order is Order.BALANCE_DOWN)

    look(desk, walk)


def test_one_state_is_shown_at_a_time(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        counts = [len(person.table("households").window.rows)]
        for state in (State.LOW, State.UNPAID, State.NORMAL):
            await person.press("f7")
            rows = person.table("households").window.rows
            assert {row.state for row in rows} == {state}
            counts.append(len(rows))
        assert counts == [100, 3, 4, 100]
        await person.press("f7")
        assert "状态：全部" in person.line("conditions")

    look(desk, walk)


@pytest.mark.parametrize("key", ["slash", "ideographic_comma", "fullwidth_solidus", "ctrl+f"])
def test_whatever_a_keyboard_types_for_a_slash_opens_the_search(desk: Desk, key: str) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", key)
        await person.press(*"3-2-50")
        await person.press("enter")
        assert [row.code for row in person.table("households").window.rows] == [
            "A01-3-2-501",
            "A01-3-2-502",
        ]

    look(desk, walk)


@pytest.mark.parametrize(
    ("typed", "condition"),
    [
        ("Ａ０１－３－２－５０１", "房号开头：3-2-501"),
        ("A01—3", "房号开头：3"),
        (" 王　", "业主开头：王"),
        ("查无此人", "业主开头：查无此人"),
        ("9-9", "房号开头：9-9"),
    ],
)
def test_what_is_typed_in_full_width_is_found(desk: Desk, typed: str, condition: str) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        await person.search(typed)
        assert condition in person.line("conditions")
        found = person.table("households").window.rows
        assert bool(found) == (typed not in {"查无此人", "9-9"})
        if not found:
            assert "没有找到" in person.screen
        await person.search("")
        assert len(person.table("households").window.rows) == 100

    look(desk, walk)


def test_a_door_that_begins_with_a_chinese_character_is_a_door(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("down", "enter")
        await person.search("甲")
        assert "房号开头：甲" in person.line("conditions")
        codes = [row.code for row in person.table("households").window.rows]
        assert codes == ["A02-甲-0-101", "A02-甲-0-101", "A02-甲-0-102", "A02-甲-0-103"]

    look(desk, walk)


def test_escape_leaves_the_search_and_changes_nothing(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "down", "slash", "9", "escape")
        assert person.place == "HouseholdsScreen"
        assert person.table("households").cursor == 1
        assert person.table("households").has_focus
        await person.press("escape", "slash", "escape")
        assert person.table("estates").has_focus

    look(desk, walk)


def test_estates_are_found_by_code_or_name(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.search("春")
        assert [row.code for row in person.table("estates").window.rows] == ["A02"]
        assert "查找：春" in person.screen
        await person.search("没有")
        assert "没有找到" in person.screen
        await person.search("Ａ０")
        assert len(person.table("estates").window.rows) == 3

    look(desk, walk)


def test_a_long_history_runs_down_to_its_first_deposit(desk: Desk) -> None:
    """The balance of each row is that of the row below and the movement."""

    async def walk(person: Look) -> None:
        await person.press("enter")
        await person.search("1-1-101")
        await person.press("enter")
        table = person.table("movements")
        first = table.row
        for _screenful in range(12):
            await person.press("pagedown")
        rows = table.window.rows
        assert (table.window.at_top, table.window.at_bottom, len(rows)) == (True, True, 132)
        for newer, older in pairwise(rows):
            assert newer.balance_fen == older.balance_fen + newer.amount_fen
        assert rows[-1].balance_fen == rows[-1].amount_fen
        assert table.row is rows[-1]
        assert person.line("position") == "第 132 条，共 132 条"
        await person.press("home")
        assert table.row is first

    look(desk, walk)


def test_the_end_of_a_list_is_reached_at_once_and_read_backwards(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "end")
        table = person.table("households")
        assert table.row.code == "A01-3-2-902"
        assert person.line("position") == "第 120 条，共 120 条"
        for _screenful in range(8):
            await person.press("pageup")
        assert table.row.code == "A01-1-1-1001"
        assert person.line("position") == "第 1 条，共 120 条"

    look(desk, walk)


def test_an_end_that_nobody_counted_to_is_counted_from(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        await person.search("1-1-101")
        await person.press("enter", "end", "up")
        assert person.line("position") == "从末尾数第 2 条"

    look(desk, walk)


def test_a_voucher_shows_all_its_shares_page_by_page(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "enter", "end", "enter", "tab")
        assert person.line("position") == "第 1 条，共 115 条"
        await person.press("end")
        assert person.line("position") == "第 115 条，共 115 条"
        head = person.app.desk.browse.voucher(1, person.app.screen.voucher_id)  # type: ignore[attr-defined] # it is a voucher
        shares = person.table("shares")
        await person.press("pageup", "pageup", "pageup", "pageup", "pageup", "pageup", "home")
        while not shares.window.at_bottom:
            await person.press("pagedown")
        assert sum(row.amount_fen for row in shares.window.rows) == head.debit_fen

    look(desk, walk)


def test_the_mouse_chooses_and_opens(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.pilot.click("#estates", offset=(5, 2))
        await person.settle()
        assert person.table("estates").cursor == 1
        await person.pilot.click("#estates", offset=(5, 0))
        await person.pilot.click("#estates", offset=(5, 12))
        assert person.table("estates").cursor == 1
        await person.pilot.click("#estates", offset=(5, 1), times=2)
        await person.settle()
        assert person.line("path") == "A01 幸福里一区"

    look(desk, walk)


def test_help_lists_every_key_of_the_place(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "f1")
        page = person.screen
        for words in (
            "分户：按键",
            "房号开头或业主姓名开头",
            "待续交",
            "Ctrl+O",
            "Home End",
            "F10",
        ):
            assert words in page
        await person.press("f1")
        assert person.place == "HouseholdsScreen"
        await person.press("f1", "escape")
        assert person.place == "HouseholdsScreen"

    look(desk, walk)


def test_light_and_dark_change_places(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        dark = person.app.theme
        await person.press("f9")
        assert person.app.theme == LIGHT
        await person.press("f9")
        assert person.app.theme == dark

    look(desk, walk)


@pytest.mark.parametrize("keys", [["f10"], ["ctrl+q"], ["enter", "f10"], ["enter", "f1", "f10"]])
def test_f10_leaves_from_everywhere(desk: Desk, keys: list[str]) -> None:
    async def walk(person: Look) -> None:
        for key in keys:
            await person.pilot.press(key)
            await person.pilot.pause()

    assert look(desk, walk).return_code == 0


def test_control_c_says_how_to_leave(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("ctrl+c")
        assert "按 F10 退出" in person.screen
        await person.press("down")
        assert "按 F10 退出" not in person.screen

    look(desk, walk)


def test_an_empty_book_says_what_to_type_next(empty_desk: Desk) -> None:
    async def walk(person: Look) -> None:
        assert "wxzj registry import 房屋清册文件" in person.screen
        await person.press("enter", "f3", "end", "home", "pagedown")
        assert person.place == "EstatesScreen"

    for size in (SMALL, LARGE):
        look(empty_desk, walk, size)


def test_an_estate_without_households_says_what_to_type_next(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("down", "down", "enter")
        assert "wxzj registry import 房屋清册文件" in person.screen
        assert isinstance(person.app.screen, HouseholdsScreen)

    look(desk, walk)


def test_a_household_without_movements_says_what_to_type_next(desk: Desk) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter", "end", "enter")
        assert "wxzj fund collect" in person.screen

    look(desk, walk)


def test_the_figures_of_an_estate_are_those_of_its_households(desk: Desk) -> None:
    row = desk.browse.estates().rows[0]
    page = desk.browse.households(row.estate_id, Cut(size=1000))
    assert len(page.rows) == row.household_count
    assert sum(each.balance_fen for each in page.rows) == row.balance_fen
    assert format_fen(row.balance_fen) == "10,003,910,817.99"
