from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.reading import ROOT, place, python_files, tree

# Where a float is right: never near money, areas or rates.
ALLOWED: dict[str, str] = {
    "ledger/cli/progress.py": "seconds between two steps of the bar",
    "ledger/intake/number_format.py": "what a workbook hands over, later made exact or refused",
    "ledger/intake/spec.py": "the same",
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
        if path.relative_to(ROOT).as_posix() not in ALLOWED
        for node in floats(path)
    ]
    assert not found, found


def test_no_reason_is_kept_for_a_float_that_is_gone() -> None:
    assert all(list(floats(ROOT / name)) for name in ALLOWED)
