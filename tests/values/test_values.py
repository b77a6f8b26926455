from __future__ import annotations

import dataclasses
import doctest
import importlib
import pkgutil

import pytest

from ledger import values
from ledger.values.finding import Finding
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet

MODULES = sorted(each.name for each in pkgutil.iter_modules(values.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_the_docstrings_are_true(name: str) -> None:
    module = importlib.import_module(f"ledger.values.{name}")
    assert doctest.testmod(module).failed == 0


def test_a_finding_stands_as_it_was_found() -> None:
    found = Finding("number_gap", "stop", "F1-C:2026-01", "收字缺号")
    assert not found.ok
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.ok = True  # type: ignore[misc] # what the test is about


def test_a_sheet_may_be_bare() -> None:
    bare = Sheet("k", "表")
    assert (bare.columns, bare.rows, bare.fields, bare.notes, bare.labels) == ((), (), {}, (), ())
    assert Column("x", "甲").kind == "text"


def test_progress_may_be_told_to_nobody() -> None:
    tell: Progress = silent
    tell(1, 2, "过账")
