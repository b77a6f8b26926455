from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from functools import cache

from ledger.values import errors
from tests.house.reading import ROOT, called, place, python_files, tree

# Where each constructor has its stable word, counted from 0.
WORD_AT = {
    "LedgerError": 0,
    "InputError": 0,
    "Refused": 0,
    "BookError": 0,
    "Corrupt": 0,
    "Finding": 0,
    "BadRow": 3,
}
# Modules whose words are said with a family's name before them.
FAMILIES = {"ledger/values/numeral.py": ("money_", "area_")}
# How a guard in SQL says its word: on SQLite in the message, on PostgreSQL through a function.
GUARD = re.compile(r"(?:wxzj:|wxzj_refuse\(')([a-z0-9_]+)")
STABLE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def family() -> list[type[errors.LedgerError]]:
    found = [errors.LedgerError]
    for each in found:
        found.extend(each.__subclasses__())
    return [each for each in found if each.__module__.startswith("ledger.")]


def words() -> dict[str, str]:
    """Return every stable word of the code and of the guards in SQL, with a place of its use."""
    found: dict[str, str] = {}
    for path in python_files("ledger"):
        for word, node in _said_in(tree(path)):
            for prefix in FAMILIES.get(place(path), ("",)):
                found.setdefault(prefix + word, place(path, node))
    for path in sorted((ROOT / "migrations").rglob("*")):
        if path.suffix in {".py", ".sql"}:
            for word in GUARD.findall(path.read_text(encoding="utf-8")):
                found.setdefault(word, place(path))
    return found


def _said_in(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Walk the words of a module: given to an error, or standing in a table beside their text."""
    given = list(_given(module))
    # A table of words is one only where an error gets its word from somewhere.
    if not all(isinstance(each, ast.Constant) for each in given):
        given += _in_tables(module)
    for each in given:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value, each


def _given(module: ast.Module) -> Iterator[ast.expr]:
    """Walk what errors get as their word."""
    makers = {**WORD_AT, **_shared_makers(), **_makers(module)}
    for node in ast.walk(module):
        match node:
            case ast.Call() if (at := makers.get(called(node))) is not None:
                named = [each.value for each in node.keywords if each.arg in {"code", "word"}]
                for each in [*node.args[at : at + 1], *named]:
                    yield from (each.body, each.orelse) if isinstance(each, ast.IfExp) else (each,)
            case ast.ClassDef(name=name) if name.endswith("Fault"):
                yield from (each.value for each in node.body if isinstance(each, ast.Assign))
            case _:
                pass


def _in_tables(module: ast.Module) -> Iterator[ast.expr]:
    """Walk what stands beside a text for people, in a dict or as the first of a tuple."""
    for node in ast.walk(module):
        match node:
            case ast.Dict():
                for key, value in zip(node.keys, node.values, strict=True):
                    words_follow = isinstance(value, ast.Tuple) and not _speaks(value.elts[0])
                    if key is not None and _speaks(value) and not words_follow:
                        yield key
            case ast.Tuple(elts=[first, *others]) if any(map(_speaks, others)):
                yield first
            case _:
                pass


@cache
def _shared_makers() -> dict[str, int]:
    """Return the makers that one module lends to others."""
    return {
        name: at
        for path in python_files("ledger")
        for name, at in _makers(tree(path)).items()
        if not name.startswith("_")
    }


def _makers(module: ast.Module) -> dict[str, int]:
    """Return the functions of a module that make an error of a word: which argument it is."""
    names = {each.__name__ for each in family()} | {"NoReturn", "BadRow", "Finding"}
    return {
        node.name: [each.arg for each in node.args.args].index(argument)
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef)
        and isinstance(node.returns, ast.Name)
        and node.returns.id in names
        for argument in ("word", "code")
        if argument in [each.arg for each in node.args.args]
    }


def _speaks(node: ast.expr) -> bool:
    """Tell whether a text for people is in `node`."""
    return any(isinstance(each, ast.Call) and called(each) == "_" for each in ast.walk(node))


def test_all_errors_stand_on_one_page() -> None:
    names = {each.__name__ for each in family()}
    astray = [
        place(path, node)
        for path in python_files("ledger")
        if path != ROOT / "ledger/values/errors.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef)
        and names
        & {
            base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "")
            for base in node.bases
        }
    ]
    assert not astray, astray


def test_every_error_has_an_exit_code_and_stands_in_the_picture() -> None:
    picture = inspect.getdoc(errors) or ""
    for each in family():
        assert each.exit_code in {1, 2, 3, 4, 5}, each
        assert each.__name__ in picture, each


def test_a_stable_word_is_written_as_one() -> None:
    odd = {word: where for word, where in words().items() if not STABLE.fullmatch(word)}
    assert not odd, odd


def test_every_stable_word_stands_in_the_list_of_errors() -> None:
    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z0-9_]+)` \|", page, re.MULTILINE))
    missing = {word: where for word, where in sorted(words().items()) if word not in listed}
    assert not missing, f"docs/errors.md lacks {missing}"


def test_the_list_of_errors_has_each_word_once_and_no_word_that_nobody_says() -> None:
    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z0-9_]+)` \|", page, re.MULTILINE)
    assert len(listed) == len(set(listed))
    spoken = {
        text
        for folder in ("ledger", "migrations")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".sql"}
        for text in re.findall(r"[a-z0-9_]+", path.read_text(encoding="utf-8"))
    }
    assert not set(listed) - spoken, set(listed) - spoken
