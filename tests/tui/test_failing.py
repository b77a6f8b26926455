from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.desk import Desk, open_desk
from ledger.tui import app as skin
from ledger.tui.app import LedgerApp
from ledger.values.errors import BookError, InputError
from tests.tui.looking import Look, look


def test_an_error_of_the_desk_is_a_line_and_f5_tries_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = desk.browse.households

    async def walk(person: Look) -> None:
        with monkeypatch.context() as failing:
            failing.setattr(desk.browse, "households", raiser(locked()))
            await person.press("enter")
            assert person.notice == "错误[locked]：账套 [/] 正被写入 — 请稍后再试"
            assert "没有读到。按 F5 再试" in person.screen
        assert desk.browse.households == whole
        await person.press("f5")
        assert person.notice == ""
        assert person.table("households").row.code == "A01-1-1-1001"

    look(desk, walk)


def test_a_page_that_fails_leaves_the_rows_that_are_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def walk(person: Look) -> None:
        await person.press("enter")
        with monkeypatch.context() as failing:
            failing.setattr(desk.browse, "households", raiser(locked()))
            await person.press("end")
            assert person.notice.startswith("错误[locked]")
            assert person.table("households").row.code == "A01-1-1-1001"
        await person.press("end")
        assert person.notice == ""
        assert person.table("households").row.code == "A01-3-2-902"

    look(desk, walk)


def locked() -> BookError:
    return BookError("locked", "账套 [/] 正被写入", "请稍后再试")


def raiser(error: Exception) -> Callable[..., object]:
    def fail(*_args: object, **_more: object) -> object:
        raise error

    return fail


def test_our_own_mistake_ends_the_program_and_is_raised_behind_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def walk(person: Look) -> None:
        monkeypatch.setattr(desk.browse, "households", raiser(ZeroDivisionError("张三")))
        await person.pilot.press("enter")
        await person.pilot.pause()

    app = look(desk, walk)
    assert isinstance(app.broken, ZeroDivisionError)
    assert app.return_code == 1


def test_a_mistake_while_drawing_prints_nobodys_name(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(LedgerApp, "action_help", raiser(ZeroDivisionError("张三")))

    async def walk(person: Look) -> None:
        await person.pilot.press("f1")
        await person.pilot.pause()

    with pytest.raises(ZeroDivisionError):
        look(desk, walk)
    assert "张三" not in "".join(capsys.readouterr())


class Terminal:
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "__stdin__", Terminal())
    monkeypatch.setattr(sys, "__stderr__", Terminal())


def test_without_a_terminal_the_screen_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "__stdin__", None)
    with pytest.raises(InputError, match="no_terminal"):
        skin.run(desk)


@pytest.mark.usefixtures("terminal")
def test_a_missing_book_is_told_before_the_screen_opens(tmp_path: Path) -> None:
    with pytest.raises(BookError, match="book_missing"), open_desk(str(tmp_path / "no.db")) as desk:
        skin.run(desk)


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("error", [None, ZeroDivisionError()])
def test_the_front_door_hears_of_our_mistakes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    def opened(self: LedgerApp) -> None:
        self.broken = error

    monkeypatch.setattr(LedgerApp, "run", opened)
    if error is None:
        skin.run(desk)
    else:
        with pytest.raises(ZeroDivisionError):
            skin.run(desk)
