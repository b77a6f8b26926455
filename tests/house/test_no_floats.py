from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import place, python_files, tree

# Where a float is right: never near money, areas or rates.
ALLOWED: dict[str, str] = {
    "ledger/cli/progress.py": "seconds between two steps of the bar",
    "ledger/intake/": "what a cell of a workbook hands over, before it is made exact or refused",
    "ledger/store/sqlite.py": "seconds to wait for the lock",
}


def floats(path: Path) -> Iterator[ast.expr]:
    for node in ast.walk(tree(path)):
        match node:
            case (
                ast.Name(id="float")
                | ast.Attribute(attr="Float" | "Double" | "REAL" | "Numeric" | "NUMERIC")
                | ast.Constant(value=float())
            ):
                yield node
            case _:
                pass


def test_no_float_comes_near_the_money() -> None:
    found = [
        place(path, node)
        for path in python_files("ledger", "migrations")
        if not place(path).startswith(tuple(ALLOWED))
        for node in floats(path)
    ]
    assert not found, found


def test_no_reason_is_kept_for_a_float_that_is_gone() -> None:
    used = {place(path) for path in python_files("ledger", "migrations") if any(floats(path))}
    for name in ALLOWED:
        assert any(each.startswith(name) for each in used), name
