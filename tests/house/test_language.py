from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house.reading import ROOT, called, place, python_files, tree

# Imported by `main` after the language is chosen; all others may be imported before.
LATE = ("ledger/cli/", "ledger/tui/")


def at_import(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what runs when a module is imported: bodies of functions do not."""
    yield node
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            runs: list[ast.AST] = [*node.decorator_list, node.args]
        case ast.Lambda():
            runs = [node.args]
        case _:
            runs = list(ast.iter_child_nodes(node))
    for each in runs:
        yield from at_import(each)


def test_nothing_is_translated_before_the_language_is_chosen() -> None:
    early = [
        place(path, node)
        for path in python_files("ledger")
        if not path.relative_to(ROOT).as_posix().startswith(LATE)
        for node in at_import(tree(path))
        if isinstance(node, ast.Call) and called(node) in {"_", "gettext_", "gettext"}
    ]
    assert not early, early


def test_no_text_hides_inside_an_f_string() -> None:
    """What collects the texts for translation does not look inside."""
    hidden = [
        place(path, node)
        for path in python_files("ledger")
        for outer in ast.walk(tree(path))
        if isinstance(outer, ast.JoinedStr)
        for node in ast.walk(outer)
        if isinstance(node, ast.Call) and called(node) == "_"
    ]
    assert not hidden, hidden
