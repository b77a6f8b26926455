from __future__ import annotations

import ast

from tests.house.reading import place, python_files, tree

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 60
EVERYTHING = ("ledger", "migrations", "tests", "bench")


def test_no_module_is_too_long_to_be_read_in_one_sitting() -> None:
    long = {
        place(path): lines
        for path in python_files(*EVERYTHING)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES_MAX
    }
    assert not long, long


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        place(path, node): f"{node.name}: {lines} lines"
        for path in python_files(*EVERYTHING)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert not long, long
