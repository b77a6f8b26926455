from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import pytest

from ledger.values.errors import (
    BadRow,
    BadRows,
    BookError,
    Corrupt,
    InputError,
    LedgerError,
    Refused,
)
from ledger.values.i18n import choose_language
from ledger.values.sheet import Sheet
from tests.cli.fakes import FakeDesk, Typing


def failing(desk: FakeDesk, error: BaseException) -> None:
    def answer() -> NoReturn:
        raise error

    desk.answer = answer


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (LedgerError("odd", "怪事", "再看看"), 1),
        (InputError("odd", "怪事", "再看看"), 2),
        (Refused("odd", "怪事", "再看看"), 3),
        (BookError("odd", "怪事", "再看看"), 4),
        (Corrupt("odd", "怪事", "再看看"), 5),
    ],
)
def test_an_error_is_one_line_and_an_exit_code(
    wxzj: Typing, desk: FakeDesk, error: LedgerError, code: int
) -> None:
    failing(desk, error)
    told = wxzj("book", "status")
    assert (told.code, told.out, told.err) == (code, "", "错误[odd]: 怪事 — 再看看\n")
    assert desk.closed == 1


def test_an_error_without_advice_ends_with_its_message(wxzj: Typing, desk: FakeDesk) -> None:
    failing(desk, Refused("odd", "怪事"))
    assert wxzj("book", "status").err == "错误[odd]: 怪事\n"


def test_a_hostile_message_stays_on_its_line(wxzj: Typing, desk: FakeDesk) -> None:
    failing(desk, Refused("odd", "甲\n\x1b[2J乙", "丙\r\u202e"))
    assert wxzj("book", "status").err == "错误[odd]: 甲␊␛[2J乙 — 丙␍<U+202E>\n"


def test_json_tells_the_error_to_the_script_as_well(wxzj: Typing, desk: FakeDesk) -> None:
    failing(desk, Refused("month_closed", "2026-01 已结账", "改用未结账的月份"))
    told = wxzj("book", "status", "--format=json")
    assert json.loads(told.out) == {
        "kind": "error",
        "code": "month_closed",
        "message": "2026-01 已结账",
        "hint": "改用未结账的月份",
    }
    assert told.err.startswith("错误[month_closed]: ")


def bad_rows(count: int, *, refused: bool = False) -> BadRows:
    rows = tuple(
        BadRow(row, "金额", "-5\u202e" + "0" * 100, "money_negative", "是负数", "改为正数", refused)
        for row in range(2, 2 + count)
    )
    return BadRows("交存.csv", rows, "交存.csv 有不能读的行", "改正后重新导入")


def test_bad_rows_are_listed_with_place_value_and_remedy(wxzj: Typing, desk: FakeDesk) -> None:
    failing(desk, bad_rows(1))
    told = wxzj("book", "status")
    assert told.code == 2
    head, row = told.err.splitlines()
    assert head == "错误[money_negative]: 交存.csv 有不能读的行 — 改正后重新导入"
    assert row == (
        f"  交存.csv 第 2 行 金额“-5<U+202E>{'0' * 57}…” [money_negative]: 是负数 — 改为正数"
    )


def test_a_whole_file_or_a_row_without_a_column_can_be_bad_too(
    wxzj: Typing, desk: FakeDesk
) -> None:
    rows = (
        BadRow(0, "", "", "total_differs", "合计与明细不符", ""),
        BadRow(7, "", "", "household_unknown", "没有这一户", "先导入房屋", refused=True),
    )
    failing(desk, BadRows("a.csv", rows, "有坏行", "改"))
    told = wxzj("book", "status")
    assert told.code == 2  # one could not be read
    assert told.err.splitlines()[1:] == [
        "  a.csv [total_differs]: 合计与明细不符",
        "  a.csv 第 7 行 [household_unknown]: 没有这一户 — 先导入房屋",
    ]


def test_rows_that_only_a_rule_refuses_end_with_three(wxzj: Typing, desk: FakeDesk) -> None:
    failing(desk, bad_rows(2, refused=True))
    assert wxzj("book", "status").code == 3


def test_fifty_bad_rows_are_shown_and_json_has_them_all(wxzj: Typing, desk: FakeDesk) -> None:
    failing(desk, bad_rows(1051))
    told = wxzj("book", "status", "--format", "json")
    lines = told.err.splitlines()
    assert len(lines) == 52
    assert lines[-1] == "  还有 1,001 行没有列出，加 --format json 可得全部"
    error = json.loads(told.out)
    assert (error["kind"], error["code"], error["file"]) == ("error", "money_negative", "交存.csv")
    assert [row["row"] for row in error["rows"]] == list(range(2, 1053))
    assert error["rows"][0] == {
        "row": 2,
        "column": "金额",
        "value": "-5\u202e" + "0" * 100,
        "code": "money_negative",
        "message": "是负数",
        "hint": "改为正数",
        "refused": False,
    }
    assert "\u202e" not in told.out


@pytest.mark.parametrize(
    "words",
    [
        ("--nonsense",),
        ("--lang", "fr", "book", "status"),
        ("nonsense",),
        ("book", "nonsense"),
        ("book", "status", "--nonsense"),
        ("book", "status", "extra"),
        ("book", "status", "--format", "pdf"),
        ("book", "backup"),
        ("period", "close", "2026-01", "--all", "--book", "F1-C"),
    ],
)
def test_words_that_cannot_be_read_end_with_two(
    wxzj: Typing, desk: FakeDesk, words: tuple[str, ...]
) -> None:
    told = wxzj(*words)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("错误[usage]: ")
    assert " --help\n" in told.err
    assert told.err.count("\n") == 1
    assert not desk.calls


def test_words_that_cannot_be_read_are_json_too(wxzj: Typing) -> None:
    told = wxzj("book", "backup", "--format", "json")
    assert json.loads(told.out)["code"] == "usage"


@pytest.mark.parametrize("words", [(), ("book",), ("fund", "usage")])
def test_a_group_alone_shows_its_help_and_does_nothing(
    wxzj: Typing, words: tuple[str, ...]
) -> None:
    told = wxzj(*words)
    assert (told.code, told.out) == (2, "")
    assert "--help" in told.err


def test_an_interrupted_command_says_so(wxzj: Typing, desk: FakeDesk) -> None:
    failing(desk, KeyboardInterrupt())
    told = wxzj("book", "status")
    assert told.code == 130
    assert told.err.startswith("错误[interrupted]: ")
    assert desk.closed == 1


def test_our_own_mistake_is_told_in_the_log_only(
    wxzj: Typing, desk: FakeDesk, tmp_path: Path
) -> None:
    failing(desk, ValueError("postgresql://li:geheim@db/city 身份证 110101199003070011"))
    told = wxzj("book", "status", "--format", "json")
    (log,) = (tmp_path / "log").iterdir()
    assert told.code == 1
    assert (
        told.err == f"错误[unexpected]: 程序自身出错（ValueError） — 详情在 {log}，请连同它报告\n"
    )
    assert json.loads(told.out)["code"] == "unexpected"
    written = log.read_text()
    assert "Traceback" in written
    assert "postgresql://li:***@db/city" in written
    assert "geheim" not in written
    assert "1101011990" not in written
    assert log.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "log").stat().st_mode & 0o777 == 0o700


def test_no_log_is_written_through_a_link(wxzj: Typing, desk: FakeDesk, tmp_path: Path) -> None:
    failing(desk, ValueError("x"))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "log").symlink_to("elsewhere")
    told = wxzj("book", "status")
    assert told.code == 1
    assert told.err.startswith("错误[unexpected]: ")
    assert "WXZJ_LOG_DIR" in told.err
    assert not list((tmp_path / "elsewhere").iterdir())


def test_no_log_is_written_where_everybody_writes(
    wxzj: Typing, desk: FakeDesk, tmp_path: Path
) -> None:
    failing(desk, ValueError("x"))
    (tmp_path / "log").mkdir()
    (tmp_path / "log").chmod(0o777)
    told = wxzj("book", "status")
    assert told.code == 1
    assert "WXZJ_LOG_DIR" in told.err
    assert not list((tmp_path / "log").iterdir())


def test_the_second_crash_of_a_second_is_added_to_the_first(
    wxzj: Typing, desk: FakeDesk, tmp_path: Path
) -> None:
    for word in ("甲", "乙"):
        failing(desk, ValueError(word))
        wxzj("book", "status")
    written = "".join(log.read_text() for log in (tmp_path / "log").iterdir())
    assert "ValueError: 甲" in written
    assert "ValueError: 乙" in written


def test_errors_speak_english_when_asked(wxzj: Typing, desk: FakeDesk) -> None:
    choose_language("en")
    failing(desk, Refused("month_closed", "closed", "use an open month"))
    assert wxzj("book", "status").err == "error[month_closed]: closed — use an open month\n"


@pytest.mark.parametrize(
    ("words", "ok", "code"),
    [
        (("period", "check", "2026-01"), False, 3),
        (("period", "close", "2026-01", "--all"), False, 3),
        (("book", "verify"), False, 5),
        (("book", "doctor"), False, 4),
        (("book", "status"), False, 0),
        (("book", "verify"), True, 0),
        (("period", "check", "2026-01"), True, 0),
    ],
)
def test_a_sheet_that_is_not_ok_ends_with_the_code_of_its_kind(
    wxzj: Typing, desk: FakeDesk, words: tuple[str, ...], *, ok: bool, code: int
) -> None:
    desk.answer = lambda: Sheet("thing", "清单", fields={"ok": ok})
    told = wxzj(*words, "--format", "json")
    assert told.code == code
    assert json.loads(told.out) == {"kind": "thing", "ok": ok}
