from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator

from ledger.values import errors
from tests.house.reading import ROOT, called, calls, place, python_files, tree

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
        for call in calls(tree(path)):
            for word in _told(call):
                found.setdefault(word, place(path, call))
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and node.name.endswith("Fault"):
                for word in _members(node):
                    found.setdefault(word, place(path, node))
    for path in sorted((ROOT / "migrations").rglob("*")):
        if path.suffix in {".py", ".sql"}:
            for word in re.findall(r"wxzj:([a-z0-9_]+)", path.read_text(encoding="utf-8")):
                found.setdefault(word, place(path))
    return found


def _told(node: ast.Call) -> Iterator[str]:
    at = WORD_AT.get(called(node))
    if at is None:
        return
    given = [*node.args[at : at + 1], *(each.value for each in node.keywords if each.arg == "code")]
    for each in given:
        # A word picked by an `a if b else c` is as stable as one alone.
        for part in ast.walk(each) if isinstance(each, ast.IfExp) else [each]:
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def _members(node: ast.ClassDef) -> Iterator[str]:
    """Walk the words of an enumeration of faults."""
    for each in node.body:
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant):
            assert isinstance(each.value.value, str), ast.unparse(each)
            yield each.value.value


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
