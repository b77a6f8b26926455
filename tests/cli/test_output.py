from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.values.errors import Refused
from ledger.values.sheet import Column, Sheet
from tests.cli.fakes import FakeDesk, Typing

TEXT = """\
清单
名称          金额
--------  --------
张三␛[2J  1,234.50
=1+1          0.05
单人模式
"""
CSV = "\ufeff名称,金额\r\n张三␛[2J,1234.50\r\n'=1+1,0.05\r\n"
JSON = {
    "kind": "thing",
    "period": "2026-01",
    "rows": [
        {"name": "张三\x1b[2J", "amount_fen": 123450},
        {"name": "=1+1", "amount_fen": 5},
    ],
}


def test_a_text_is_aligned_and_has_its_notes(wxzj: Typing) -> None:
    told = wxzj("book", "status")
    assert (told.code, told.out, told.err) == (0, TEXT, "")


def test_a_csv_is_data_and_its_notes_are_for_the_person(wxzj: Typing) -> None:
    told = wxzj("book", "status", "--format", "csv")
    assert told.out == CSV
    assert told.err == "单人模式\n"


def test_a_json_has_whole_fen_and_loses_nothing(wxzj: Typing) -> None:
    told = wxzj("book", "status", "--format", "json")
    assert json.loads(told.out) == JSON
    assert "\x1b" not in told.out


def test_quiet_leaves_only_the_data(wxzj: Typing) -> None:
    told = wxzj("--quiet", "book", "status", "--format", "csv")
    assert (told.out, told.err) == (CSV, "")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.csv", b"\xef\xbb\xbf\xe5\x90\x8d"),
        ("a.JSON", b'{"kind"'),
        ("a.txt", "清单".encode()),
        ("a.xlsx", b"PK"),
    ],
)
def test_the_name_of_a_file_says_its_format(
    wxzj: Typing, tmp_path: Path, name: str, begins: bytes
) -> None:
    told = wxzj("book", "status", "--output", name)
    assert (told.code, told.out) == (0, "")
    assert told.err.endswith(f"已写入 {name}\n")
    assert (tmp_path / name).read_bytes().startswith(begins)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_option_outdoes_the_name_and_a_dash_is_stdout(wxzj: Typing, tmp_path: Path) -> None:
    wxzj("book", "status", "--output", "a.txt", "--format", "csv")
    assert (tmp_path / "a.txt").read_bytes() == CSV.encode()
    assert wxzj("book", "status", "--output", "-", "--format", "csv").out == CSV


def test_a_workbook_goes_into_a_file_only(wxzj: Typing, desk: FakeDesk) -> None:
    told = wxzj("book", "status", "--format", "xlsx")
    assert told.code == 2
    assert told.err.startswith("错误[output_missing]: ")
    assert not desk.calls


def test_a_file_that_is_there_is_kept_unless_told(
    wxzj: Typing, desk: FakeDesk, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("旧")
    told = wxzj("book", "status", "--output", "a.csv")
    assert told.code == 3
    assert told.err == "错误[output_exists]: a.csv 已经存在 — 换一个文件名，或加 --force 覆盖\n"
    assert (tmp_path / "a.csv").read_text() == "旧"
    assert not desk.calls  # refused before anything was asked
    assert wxzj("book", "status", "--output", "a.csv", "--force").code == 0
    assert (tmp_path / "a.csv").read_bytes() == CSV.encode()


def test_a_link_a_folder_or_a_device_is_never_written_over(wxzj: Typing, tmp_path: Path) -> None:
    (tmp_path / "real").write_text("旧")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "folder").mkdir()
    for name in ("link", "folder", "/dev/null"):
        told = wxzj("book", "status", "--output", name, "--force")
        assert told.code == 3
        assert told.err.startswith("错误[output_not_a_file]: ")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "旧"
    assert Path("/dev/null").is_char_device()


def test_a_folder_that_is_not_there_is_named(wxzj: Typing) -> None:
    told = wxzj("book", "status", "--output", "no/a.csv")
    assert told.code == 2
    assert told.err.startswith("错误[output_unwritable]: ")


def test_a_sheet_that_breaks_off_leaves_no_file(
    wxzj: Typing, desk: FakeDesk, tmp_path: Path
) -> None:
    def breaks_off() -> Iterator[tuple[str]]:
        yield ("一",)
        raise Refused("month_closed", "已结账", "改用未结账的月份")

    desk.answer = lambda: Sheet(
        "thing", "清单", columns=[Column("name", "名称")], rows=breaks_off()
    )
    told = wxzj("book", "status", "--output", "a.csv")
    assert told.code == 3
    assert not list(tmp_path.iterdir())
