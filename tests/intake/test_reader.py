from __future__ import annotations

import gc
import hashlib
import os
import tempfile
import tracemalloc
from pathlib import Path

import pytest

from ledger.intake import sniff
from ledger.intake.files import deposits
from ledger.intake.reader import read_rows
from ledger.values.errors import InputError
from tests.intake.making import (
    DEPOSIT,
    DEPOSIT_HEADS,
    byte_file,
    old_workbook,
    refusal,
    text_file,
    values,
    workbook,
)

TEXT = [DEPOSIT_HEADS, tuple(cell.replace(",", "") for cell in DEPOSIT)]


def test_the_digest_is_of_the_bytes_that_were_read(tmp_path: Path) -> None:
    path = text_file(tmp_path, TEXT)
    taken = read_rows(path, deposits())
    assert taken.sha256 == hashlib.sha256(path.read_bytes()).digest()
    assert (taken.name, taken.kind, taken.count) == ("f.csv", "deposits", 1)


def test_a_file_that_is_changed_after_it_was_read_changes_nothing(tmp_path: Path) -> None:
    path = text_file(tmp_path, TEXT)
    taken = read_rows(path, deposits())
    text_file(tmp_path, [DEPOSIT_HEADS])
    assert values(taken)[0]["amount"] == 123450
    path.unlink()
    assert len(list(taken.rows)) == 1


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = text_file(tmp_path, TEXT)
    pour = sniff._pour

    def grown(*args: object) -> tuple[bytes, int]:
        found = pour(*args)  # type: ignore[arg-type] # passed through
        with path.open("ab") as stream:
            stream.write(b"more")
        return found

    monkeypatch.setattr(sniff, "_pour", grown)
    assert refusal(path, deposits()).code == "file_changed"


def test_the_copy_goes_with_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    taken = read_rows(workbook(tmp_path, TEXT), deposits())
    (folder,) = copies.iterdir()
    assert folder.stat().st_mode & 0o077 == 0
    rows = taken.rows
    next(rows)
    del taken
    gc.collect()
    assert list(copies.iterdir())
    del rows
    gc.collect()
    assert not list(copies.iterdir())


@pytest.mark.parametrize("make", ["missing.csv", "folder", "pipe", "nul\0.csv"])
def test_what_is_no_file_is_refused(tmp_path: Path, make: str) -> None:
    path = tmp_path / make
    if make == "folder":
        path.mkdir()
    elif make == "pipe":
        os.mkfifo(path)
    word = "file_missing" if make == "missing.csv" else "file_unreadable"
    with pytest.raises(InputError) as told:
        read_rows(path, deposits())
    assert told.value.code == word


def test_a_file_that_is_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sniff, "FILE_BYTES_MAX", 10)
    assert refusal(text_file(tmp_path, TEXT), deposits()).code == "file_too_large"


def test_a_name_with_control_characters_is_shown_harmlessly(tmp_path: Path) -> None:
    path = text_file(tmp_path, [DEPOSIT_HEADS], name="-a\n\u202eb\x1b[2J.csv")
    with pytest.raises(InputError) as told:
        read_rows(path, deposits())
    assert "\x1b" not in told.value.message
    assert "\u202e" not in told.value.message
    assert "-a␊" in told.value.message


KINDS = {
    "an empty file": (b"", "f.csv", "file_empty", ""),
    "a page": (b"<html><table><tr><td>x</td></tr></table>", "f.xls", "file_kind", "HTML"),
    "a page with a mark": (b"\xef\xbb\xbf <!DOCTYPE html>", "f.xls", "file_kind", "HTML"),
    "a table of a page": (b"<table border=1>", "f.xls", "file_kind", "HTML"),
    "an XML sheet": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>',
        "f.xls",
        "file_kind",
        "XML",
    ),
    "a PDF": (b"%PDF-1.7", "f.csv", "file_kind", "PDF"),
    "an archive": (b"Rar!\x1a\x07", "f.xlsx", "file_kind", "RAR"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "f.xlsx", "file_kind", "PNG"),
    "a database": (b"SQLite format 3\0", "f.db", "file_kind", "SQLite"),
    "an ods by name": (b"x", "f.ods", "file_kind", "ODS"),
    "an et by name": (b"x", "f.ET", "file_kind", "WPS ET"),
    "numbers by name": (b"x", "f.numbers", "file_kind", "Numbers"),
    "xlsb by name": (b"PK\3\4", "f.xlsb", "file_kind", "XLSB"),
}


@pytest.mark.parametrize(("data", "name", "word", "told"), KINDS.values(), ids=KINDS.keys())
def test_a_file_of_another_kind_is_named(
    tmp_path: Path, data: bytes, name: str, word: str, told: str
) -> None:
    error = refusal(byte_file(tmp_path, data, name), deposits())
    assert error.code == word
    assert told in error.message


def test_a_file_is_read_for_what_it_is_whatever_its_name(tmp_path: Path) -> None:
    old = old_workbook(tmp_path, TEXT, "f.xlsx")
    new = workbook(tmp_path, TEXT, "g.xls")
    text = byte_file(
        tmp_path,
        "\t".join(DEPOSIT_HEADS).encode("gbk") + b"\n" + "\t".join(DEPOSIT).encode(),
        "h.xls",
    )
    for path, kind in ((old, "XLS"), (new, "XLSX"), (text, "文本")):
        taken = read_rows(path, deposits())
        assert values(taken)[0]["amount"] == 123450
        assert any(kind in notice for notice in taken.notices)


def test_nothing_is_handed_out_of_a_file_with_one_bad_row(tmp_path: Path) -> None:
    path = text_file(tmp_path, [*TEXT, ("2025-02-30", *TEXT[1][1:])])
    with pytest.raises(InputError):
        read_rows(path, deposits())


def test_a_long_file_costs_little_memory(tmp_path: Path) -> None:
    lines = [",".join(DEPOSIT_HEADS) + ",交款人,银行流水号"]
    lines += [
        f"2025-01-05,A01-{row // 200}-1-{row % 200},{row + 1}.50,6222,业主{row},L{row}"
        for row in range(12_000)
    ]
    path = text_file(tmp_path, "\n".join(lines))
    size = path.stat().st_size
    tracemalloc.start()
    try:
        taken = read_rows(path, deposits())
        assert sum(1 for _row in taken.rows) == 12_000
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > 600_000
    assert peak < 8_000_000
