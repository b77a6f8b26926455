"""What import-linter cannot say about the floors of the house."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.reading import ROOT, place, python_files, tree

CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
# Modules of these names decide about money and do nothing else.
DECIDERS = {"carry", "consent", "entries", "rules", "sharing", "voucher"}
# In these a module may bear such a name for another reason: the command, the screen, the picture.
OUTSIDE = {"cli", "desk", "reports", "tui"}


def rooms() -> list[Path]:
    return sorted(path.parent for path in (ROOT / "ledger").glob("*/__init__.py"))


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_no_decider_is_left_out_of_its_contract() -> None:
    named = {
        module(path)
        for room in rooms()
        if room.name not in OUTSIDE
        for path in room.rglob("*.py")
        if path.stem in DECIDERS
    }
    assert named <= set(CONTRACTS["deciders"]["source_modules"])


def test_every_room_but_the_store_is_kept_from_the_drivers() -> None:
    kept = set(CONTRACTS["drivers"]["source_modules"])
    assert kept == {f"ledger.{room.name}" for room in rooms() if room.name != "store"}


def test_the_skins_are_kept_from_every_room_below_the_desk() -> None:
    below = {f"ledger.{room.name}" for room in rooms()}
    below -= {"ledger.cli", "ledger.tui", "ledger.desk", "ledger.values"}
    assert set(CONTRACTS["skins"]["forbidden_modules"]) == below


def test_a_migration_imports_nothing_of_the_house() -> None:
    """A migration is a photograph of its day; what it imported would go on changing."""
    guilty = [
        place(path, node)
        for path in python_files("migrations/versions")
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Import) and any(_ours(name.name) for name in node.names))
        or (isinstance(node, ast.ImportFrom) and _ours(node.module or "."))
    ]
    assert not guilty, guilty


def _ours(name: str) -> bool:
    return name.partition(".")[0] in {"", "ledger"}


@pytest.mark.parametrize(
    ("act", "absent"),
    [
        ("import ledger.main", {"alembic", "rich", "sqlalchemy", "textual"}),
        (
            "import ledger.main; ledger.main.main(['--help'])",
            {"alembic", "rich", "sqlalchemy", "textual"},
        ),
        ("import ledger.desk", {"alembic", "click", "rich", "textual"}),
    ],
)
def test_what_is_slow_to_load_is_loaded_only_where_it_is_needed(act: str, absent: set[str]) -> None:
    program = (
        "import contextlib, sys\n"
        "with contextlib.suppress(SystemExit):\n"
        f"    {act}\n"
        "print()\n"
        "print(*sys.modules)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "ledger" in loaded
    assert not loaded & absent
