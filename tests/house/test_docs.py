from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from docs import make_rules
from docs.make_cli import every_command
from ledger.store.schema.base import metadata
from tests.house.reading import ROOT

DOCS = ROOT / "docs"


def test_every_command_says_what_it_does() -> None:
    silent = [each.command_path for each in every_command() if not each.command.help]
    assert not silent, silent


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{each.command_path} {parameter.name}"
        for each in every_command()
        for parameter in each.command.get_params(each)
        if parameter.param_type_name == "option" and not getattr(parameter, "help", None)
    ]
    assert not silent, silent


def test_the_page_of_commands_is_fresh() -> None:
    """In a process of its own: click remembers the language of its first help page."""
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from docs.make_cli import page; sys.stdout.write(page())",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
    )
    assert (DOCS / "cli.md").read_bytes() == told.stdout, "run `make docs`"


def test_the_page_of_rules_is_fresh() -> None:
    told = (DOCS / "rules.md").read_text(encoding="utf-8")
    assert told == make_rules.page(), "run `make docs`"


def defined() -> list[str]:
    """Return the terms that the glossary defines; a row of its table may define several."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \|", text, re.MULTILINE)
    return [term for row in rows for term in re.findall(r"`([^`]+)`", row)]


def test_every_table_is_a_term_of_the_glossary() -> None:
    missing = sorted(set(metadata.tables) - set(defined()))
    assert not missing, f"docs/glossary.md lacks {missing}"


def test_the_glossary_defines_each_term_once() -> None:
    assert len(defined()) == len(set(defined()))


PAGES = ["README.md", "CHANGELOG.md", *sorted(f"docs/{each.name}" for each in DOCS.glob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_somewhere(name: str) -> None:
    file = ROOT / name
    for target in re.findall(r"\]\(([^)#\s]+)", file.read_text(encoding="utf-8")):
        assert target.startswith("http") or (file.parent / target).exists(), target
