from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from ledger.values.errors import Refused
from tests.cli.fakes import FakeDesk, Typing


@pytest.fixture(autouse=True)
def _short_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play no month: what the plan does is the example's own test."""
    monkeypatch.setattr("ledger.cli.book.read_plan", lambda _plan: [])


def asked(desk: FakeDesk) -> list[str]:
    return [name for name, _args, _words in desk.calls]


def test_the_demonstration_types_public_commands_and_shows_them(
    wxzj: Typing, desk: FakeDesk
) -> None:
    told = wxzj("demo")
    assert told.code == 0
    assert asked(desk)[:2] == ["book.init", "book.example_plan"]
    assert asked(desk)[-1] == "book.verify"
    typed = [line for line in told.err.splitlines() if line.startswith("$ wxzj ")]
    assert len(typed) == len(desk.calls)
    assert "$ wxzj --db wxzj-demo.db report trial-balance" in typed
    assert told.out.count("清单\n") == len(desk.calls) - 1  # the example tells of itself
    assert desk.screens == 0  # nobody looks at a pipe


def test_the_demonstration_never_touches_the_books_of_the_environment(
    wxzj: Typing, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WXZJ_DB", "real.db")
    wxzj("demo")
    assert {db for db, _user in desk.opened} == {"wxzj-demo.db"}


def test_a_database_named_for_the_demonstration_is_used(wxzj: Typing, desk: FakeDesk) -> None:
    wxzj("--db", "try.db", "demo")
    assert {db for db, _user in desk.opened} == {"try.db"}


def test_a_demonstration_goes_on_where_it_was_left(
    wxzj: Typing, desk: FakeDesk, tmp_path: Path
) -> None:
    (tmp_path / "wxzj-demo.db").touch()
    assert wxzj("demo").code == 0
    assert asked(desk)[0] == "book.example_plan"


def test_a_step_that_fails_ends_it_with_its_own_error(wxzj: Typing, desk: FakeDesk) -> None:
    def refuse() -> NoReturn:
        raise Refused("odd", "怪事", "再看看")

    desk.answer = refuse
    told = wxzj("demo")
    assert told.code == 3
    assert told.err.endswith("错误[odd]: 怪事 — 再看看\n")
    assert asked(desk) == ["book.init"]


def test_the_screen_opens_when_asked_for(wxzj: Typing, desk: FakeDesk) -> None:
    assert wxzj("--quiet", "demo", "--screen").err == ""
    assert desk.screens == 1
    assert desk.closed == len(desk.opened)


def test_the_screen_is_one_command_away(wxzj: Typing, desk: FakeDesk) -> None:
    assert wxzj("--db", "x.db", "tui").code == 0
    assert (desk.screens, desk.opened, desk.closed) == (1, [("x.db", None)], 1)
