"""The program as a process: the language, the streams, and what is loaded."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A desk of one sheet stands in where the test is about the streams.
WITH_A_DESK = """
import sys
from ledger.main import _hardened
from ledger.cli.app import run
from ledger.cli.doors import Doors
from tests.cli.fakes import FakeDesk
from ledger.values.sheet import Column, Sheet
sys.stdout, sys.stderr = _hardened(sys.stdout), _hardened(sys.stderr)
def long():
    rows = ((f"䶮{number}",) for number in range(100_000))
    return Sheet("thing", "清单", columns=[Column("name", "名称")], rows=rows)
sys.exit(run(sys.argv[1:], Doors(FakeDesk(long).open)))
"""
ASKING_FOR_HELP = """
import sys
from ledger.main import main
main([*sys.argv[1:], '--help'])
print('loaded', *sys.modules)
"""


def program(*words: str, to: str = "", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program; or the stand-in, where `to` says in shell where its streams go."""
    command = [sys.executable, "-m", "ledger", *words]
    if to:
        group = "{ " if "}" in to else ""
        command = ["sh", "-c", f'{group}"$@" {to}', "sh", sys.executable, "-c", WITH_A_DESK, *words]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        capture_output=True,
        check=False,
    )


def test_a_process_ends_with_the_exit_code() -> None:
    told = program("book", "nonsense")
    assert told.returncode == 2
    assert told.stderr.decode().startswith("错误[usage]: ")
    assert program("--version").stdout.startswith(b"wxzj 0.")


@pytest.mark.parametrize(
    ("words", "environ"),
    [
        (("--lang", "en"), {}),
        (("--lang=en",), {}),
        ((), {"WXZJ_LANG": "en"}),
        (("--lang", "en"), {"WXZJ_LANG": "zh"}),
    ],
)
def test_the_language_is_chosen_before_anything_is_said(
    words: tuple[str, ...], environ: dict[str, str]
) -> None:
    told = program(*words, "book", "nonsense", **environ)
    assert told.stderr.startswith(b"error[usage]: ")
    page = program(*words, "--help", **environ).stdout.decode()
    assert page.startswith("Usage: ")
    assert not re.search("[\u4e00-\u9fff]", page)


@pytest.mark.parametrize(
    ("words", "environ"),
    [(("--lang", "zh"), {"WXZJ_LANG": "en"}), ((), {"WXZJ_LANG": ""}), (("--", "--lang=en"), {})],
)
def test_chinese_is_spoken_otherwise(words: tuple[str, ...], environ: dict[str, str]) -> None:
    assert program(*words, "nonsense", **environ).stderr.decode().startswith("错误[usage]: ")


@pytest.mark.parametrize("environ", [{"LANG": "C", "LC_ALL": "C"}, {"LC_ALL": "POSIX"}])
def test_a_bare_locale_still_speaks_chinese(environ: dict[str, str]) -> None:
    told = program("--help", **environ)
    assert told.returncode == 0
    assert "维修资金" in told.stdout.decode()


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "latin-1"])
def test_a_character_that_the_console_lacks_is_escaped(encoding: str) -> None:
    told = program("book", "status", to="| head -n 4", PYTHONIOENCODING=encoding)
    assert b"\\u4dae0\n" in told.stdout
    assert told.stderr == b""
    assert b"Traceback" not in program("nonsense", PYTHONIOENCODING=encoding).stderr


def test_data_is_utf8_whatever_the_console_speaks() -> None:
    told = program("book", "status", "--format", "csv", to="| head -n 2", PYTHONIOENCODING="gbk")
    assert told.stdout.decode("utf-8-sig").splitlines() == ["名称", "䶮0"]


@pytest.mark.parametrize("fmt", ["text", "csv", "json"])
@pytest.mark.parametrize("into", ["head -n 1", "true"])
def test_a_reader_that_leaves_early_is_no_error_and_makes_no_noise(fmt: str, into: str) -> None:
    told = program("book", "status", "--format", fmt, to=f'; echo "ended $?" >&2; }} | {into}')
    assert told.stderr == b"ended 0\n"
    told = program("--help", to=f'; echo "ended $?" >&2; }} | {into}')
    assert told.stderr == b"ended 0\n"


@pytest.mark.parametrize("words", [("book", "status"), ("book", "status", "--format", "json")])
def test_a_full_disk_behind_stdout_is_told(words: tuple[str, ...]) -> None:
    told = program(*words, to="> /dev/full")
    assert told.returncode == 2
    assert told.stderr.decode().startswith("错误[output_unwritable]: ")
    assert told.stderr.count(b"\n") == 1


@pytest.mark.parametrize("to", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_are_no_error(to: str) -> None:
    told = program("book", "status", to=to)
    assert told.returncode == 0
    assert told.stderr == b""


def test_a_help_page_loads_neither_database_nor_screen() -> None:
    groups = ("book", "registry", "voucher", "fund", "period", "report", "user", "export", "tui")
    for words in ([], *([group] for group in groups)):
        told = subprocess.run(
            [sys.executable, "-c", ASKING_FOR_HELP, *words],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        loaded = set(told.stdout.decode().rpartition("loaded ")[2].split())
        slow = {"sqlalchemy", "alembic", "textual", "rich", "xlsxwriter", "ledger.desk"}
        assert not loaded & slow, words
        if not words:
            ours = {name for name in loaded if name.startswith("ledger.cli.")}
            assert ours == {"ledger.cli.app", "ledger.cli.commands", "ledger.cli.doors"}
