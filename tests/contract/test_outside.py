"""The outside: exit codes, error lines, environment, streams, files that are written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.contract.shell import Shell

BOM = "\ufeff"


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own, with nothing in the environment but `environ`."""
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "WXZJ_LOG_DIR") if name in os.environ
    }
    return subprocess.run(
        [sys.executable, "-m", "ledger", *words],
        env=kept | environ,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["nonsense"], 2),
        (["fund", "collect"], 2),
        (["fund", "collect", "--bogus", "x"], 2),
        (["period", "close", "2025-13"], 2),
        (["period", "close", "2025-01", "--all", "--book", "F1-C"], 2),
        (["voucher", "show", "nonsense"], 2),
        (["voucher", "show", "F1-C:2025-01:收-99"], 3),
        (["report", "ledger", "9999"], 3),
        (["fund", "usage", "show", "WX-A01-999"], 3),
        (["registry", "custodian", "add", "另一名称", "--code", "F1"], 3),
        (["registry", "custodian", "add", "丁", "--code", "F-9"], 2),
        (["book", "init"], 4),
    ],
)
def test_an_error_is_one_line_with_a_stable_word_in_either_language(
    office: Shell, words: list[str], code: int
) -> None:
    chinese, english = office(*words), office("--lang", "en", *words)
    assert (chinese.code, english.code) == (code, code)
    if words:
        [line] = chinese.err.splitlines()
        assert line.startswith("错误[")
        assert " — " in line
        [line] = english.err.splitlines()
        assert line.lower().startswith("error[")
        assert chinese.err.split("]")[0][3:] == english.err.split("]")[0][6:]


def test_a_language_that_is_not_there_is_refused(office: Shell) -> None:
    assert office("--lang", "fr", "book", "status").code == 2


def test_a_script_reads_errors_as_an_object(office: Shell) -> None:
    for words in (["report", "household", "X-1"], ["period", "close", "2025-13"], ["fund", "nope"]):
        answer = office(*words, "--format", "json")
        assert answer.data["kind"] == "error"
        assert answer.data["code"] in answer.err


def test_a_database_that_is_not_there_or_is_none_ends_with_4(office: Shell) -> None:
    missing = run("--db", str(office.folder / "missing.db"), "book", "status", "--format", "json")
    assert (missing.returncode, json.loads(missing.stdout)["code"]) == (4, "book_missing")
    (office.folder / "letter.db").write_text("Dear Sir", encoding="utf-8")
    assert run("--db", str(office.folder / "letter.db"), "book", "status").returncode == 4


def test_the_environment_names_database_user_and_language(office: Shell) -> None:
    told = run("book", "status", WXZJ_DB=office.url, WXZJ_LANG="en", WXZJ_USER="张三")
    assert told.returncode == 0
    assert told.stdout.startswith(b"book")
    bare = run("book", "status", "--format", "json", WXZJ_DB=office.url.removeprefix("sqlite:///"))
    assert json.loads(bare.stdout)["rows"][0]["book"] == "F1-C"


@pytest.mark.parametrize("settings", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}])
def test_a_poor_locale_never_breaks_a_command(office: Shell, settings: dict[str, str]) -> None:
    told = run("registry", "estates", WXZJ_DB=office.url, **settings)
    assert told.returncode == 0
    assert b"Traceback" not in told.stderr


def test_a_reader_that_goes_away_is_no_error(office: Shell) -> None:
    command = [sys.executable, "-m", "ledger", "--db", office.url, "report", "ledger", "1001"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert b"Traceback" not in said


def test_quiet_leaves_data_and_errors(office: Shell) -> None:
    loud = office("report", "trial-balance", "--format", "json")
    quiet = office("--quiet", "report", "trial-balance", "--format", "json")
    assert loud.err
    assert quiet.err == ""
    assert quiet.out == loud.out


def test_a_file_is_never_overwritten_unasked(office: Shell, tmp_path: Path) -> None:
    target = tmp_path / "sheet.csv"
    words = ("report", "trial-balance", "--format", "csv", "--output", str(target))
    office.done(*words)
    first = target.read_bytes()
    refused = office(*words)
    assert (refused.code, "output_exists" in refused.err) == (3, True)
    assert target.read_bytes() == first
    office.done(*words, "--force")


def test_a_list_is_written_as_a_workbook(office: Shell, tmp_path: Path) -> None:
    target = tmp_path / "sheet.xlsx"
    office.done("registry", "households", "--format", "xlsx", "--output", str(target))
    assert target.read_bytes().startswith(b"PK")
    assert office("registry", "households", "--format", "xlsx").code == 2


def test_text_of_people_is_shown_as_text_and_escaped_in_csv(office: Shell) -> None:
    drawn = office.done("registry", "households", "--format", "csv").out
    assert drawn.startswith(BOM)
    assert ",'=1+1," in drawn
    assert "[red]王五[/red]" in office.done("registry", "households").out
    told = office.read("registry", "households")["rows"]
    assert "=1+1" in {row["owner"] for row in told}  # a script gets it as it is


def test_amounts_are_echoed_as_understood(office: Shell) -> None:
    words = ("fund", "earnings", "record", "--bank-account", "6222-1", "--on", "2025-02-01")
    tried = office.done(*words, "--amount", "1.5万", "--dry-run", "--format", "json")
    assert tried.rows[0]["amount_fen"] == 15_000_00
    assert "15,000.00" in tried.err


@pytest.mark.parametrize(
    "amount", ["nan", "1e5", "0", "-1", "1.005", "1,23.45", "10000000000000.01", "", "１．００１"]
)
def test_amounts_that_are_none_are_refused_at_the_keyboard(office: Shell, amount: str) -> None:
    words = ("fund", "earnings", "record", "--bank-account", "6222-1", "--on", "2025-02-01")
    assert office(*words, "--amount", amount).code == 2


def test_a_balance_never_goes_below_zero(office: Shell) -> None:
    head = "凭证序号,日期,摘要,科目,借方,贷方,小区,银行账号,分户,账套"
    rows = [
        "1,2025-02-05,多付,5001,99999.00,,A01,,A01-1-1-101,F1-C",
        "1,2025-02-05,多付,1001,,99999.00,,6222-1,,F1-C",
    ]
    drawn = office.read("voucher", "draft", office.file("over.csv", head, *rows))
    code = drawn["rows"][0]["draft"]
    refused = office("voucher", "post", code, "--format", "json")
    assert refused.code == 3
    assert "A01-1-1-101" in refused.data["message"]
    office.done("voucher", "return", code, "--reason", "余额不足")


@pytest.mark.parametrize("form", ["beancount", "hledger"])
def test_exports_are_one_file_for_each_book(office: Shell, tmp_path: Path, form: str) -> None:
    told = office.read("export", form, str(tmp_path / form))
    ending = {"beancount": "beancount", "hledger": "journal"}[form]
    files = {f"{book}.{ending}" for book in ("F1-C", "F1-P", "F2-C")}
    written = {path.name for path in (tmp_path / form).iterdir()}
    assert written <= files
    assert {f"F1-C.{ending}", f"F1-P.{ending}"} <= written
    assert told["kind"] == "export"
    text = (tmp_path / form / f"F1-C.{ending}").read_text(encoding="utf-8")
    assert "include" not in text
    assert "1001-银行存款:6222-1" in text
    assert "4001-交存收入:A01-1-1-104" in text
    office.done("export", form, str(tmp_path / form), "--period", "2025-01", "--book", "F1-P")
