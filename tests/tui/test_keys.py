from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from textual.screen import Screen

from ledger.tui import keys
from ledger.tui.app import LedgerApp
from ledger.tui.screens.base import BrowseScreen
from ledger.tui.screens.estates import EstatesScreen
from ledger.tui.screens.history import HistoryScreen
from ledger.tui.screens.households import HouseholdsScreen
from ledger.tui.screens.voucher import VoucherScreen
from tests.house.reading import ROOT, place, python_files, tree

SCREENS: list[type[BrowseScreen]] = [EstatesScreen, HouseholdsScreen, HistoryScreen, VoucherScreen]


@pytest.mark.parametrize("screen", SCREENS)
def test_the_footer_fits_into_eighty_columns(screen: type[BrowseScreen]) -> None:
    shown = [each for each in keys.bindings(screen.PLACE) if each.show]
    assert len(shown) <= keys.FOOTER_MAX
    assert sum(cell_len(f" {each.key_display} {each.description} ") for each in shown) <= 80


@pytest.mark.parametrize("screen", SCREENS)
def test_every_key_does_something(screen: type[BrowseScreen]) -> None:
    for binding in keys.bindings(screen.PLACE):
        owner, _dot, action = binding.action.partition(".")
        target: type[LedgerApp | Screen[None]] = LedgerApp if owner == "app" else screen
        assert hasattr(target, f"action_{action}"), binding.action


@pytest.mark.parametrize("screen", SCREENS)
def test_no_letter_is_the_only_way(screen: type[BrowseScreen]) -> None:
    """Letters do not arrive while a Chinese input method composes."""
    for binding in keys.bindings(screen.PLACE):
        assert any(len(name) > 1 for name in binding.key.split(",")), binding.key


def test_every_place_has_help() -> None:
    assert {screen.PLACE for screen in SCREENS} == set(keys.PLACES)
    for where in keys.PLACES:
        assert all(shown and told for shown, told in keys.help_rows(where))


def _imported(module: ast.Module) -> Iterator[tuple[str, ast.stmt]]:
    for node in ast.walk(module):
        match node:
            case ast.Import(names=names):
                yield from ((each.name, node) for each in names)
            case ast.ImportFrom(module=str(name), names=names):
                yield from ((f"{name}.{each.name}", node) for each in names)
            case _:
                pass


def test_no_widget_or_screen_knows_the_app() -> None:
    """It posts a message instead; that kills the circle that skins grow."""
    found = [
        place(path, node)
        for path in python_files("ledger/tui/screens", "ledger/tui/widgets")
        for name, node in _imported(tree(path))
        if name.startswith("ledger.tui.app")
    ]
    assert not found, found


def test_no_widget_knows_a_screen() -> None:
    found = [
        place(path, node)
        for path in python_files("ledger/tui/widgets")
        for name, node in _imported(tree(path))
        if name.startswith("ledger.tui.screens")
    ]
    assert not found, found


def test_every_screen_has_its_look_beside_it() -> None:
    for path in python_files("ledger/tui/screens"):
        if path.stem not in {"__init__", "base"}:
            assert path.with_suffix(".tcss").exists(), place(path)
    assert not list((ROOT / "ledger/tui").glob("*.tcss"))
