"""How the rules of the house read the house: its files, as text and as syntax trees."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def python_files(*folders: str) -> list[Path]:
    """Return the Python files under `folders` of the repository, in order."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def place(path: Path, node: ast.expr | ast.stmt | int | None = None) -> str:
    """Name a file, and the line of `node` in it, as an editor opens it."""
    name = path.relative_to(ROOT).as_posix()
    if node is None:
        return name
    return f"{name}:{node if isinstance(node, int) else node.lineno}"


def called(node: ast.Call) -> str:
    """Return the last part of the name that is called: `insert` for `schema.line.insert()`."""
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def calls(module: ast.Module) -> Iterator[ast.Call]:
    """Walk all calls of a module."""
    return (node for node in ast.walk(module) if isinstance(node, ast.Call))


def texts(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Walk all literal texts of a module; of an f-string its fixed pieces."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node


def tracked_files() -> list[Path]:
    """Return the files that git keeps, as they stand in the working tree."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
