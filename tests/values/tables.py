"""Reads the tables of what people and programs write into a cell, with what must come of it."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import NamedTuple


class Row(NamedTuple):
    """One text and what must come of it: a value, or the stable word that refuses it."""

    name: str
    text: str
    expect: str


def rows_of(name: str) -> list[Row]:
    r"""Return the rows of a table; `\x20`, `\n` and `\u200b` stand for what cannot be seen."""
    path = Path(__file__).with_name(name)
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Row(line["id"], _seen(line["text"]), line["expect"]) for line in lines]


def _seen(text: str) -> str:
    pattern = r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[nt])"
    return re.sub(pattern, lambda found: found[0].encode().decode("unicode_escape"), text)
