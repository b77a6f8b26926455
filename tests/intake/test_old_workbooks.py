from __future__ import annotations

import importlib
import struct
from pathlib import Path

import pytest

from ledger.intake.files import deposits
from ledger.intake.number_format import PLAIN
from ledger.intake.reader import read_rows
from ledger.intake.sheet_facts import SheetFacts
from ledger.intake.spec import Mark
from ledger.intake.xls_preflight import _CommonScan, _rk, _SheetScan, preflight_xls
from ledger.values.errors import InputError
from tests.intake.making import (
    DEPOSIT,
    DEPOSIT_HEADS,
    byte_file,
    faults,
    old_workbook,
    refusal,
    values,
)


def test_an_old_workbook_says_what_is_hidden_and_merged(tmp_path: Path) -> None:
    xlwt = importlib.import_module("xlwt")
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("一")
    for row, cells in enumerate([DEPOSIT_HEADS, DEPOSIT, DEPOSIT]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)
    sheet.write_merge(4, 4, 0, 2, "旁注")
    sheet.row(2).hidden = True
    sheet.col(1).hidden = True
    book.add_sheet("藏").visibility = 1
    path = tmp_path / "f.xls"
    book.save(str(path))
    facts = preflight_xls(path)
    assert [sheet.is_visible for sheet in facts.sheets] == [True, False]
    assert [str(block) for block in facts.sheets[0].merged] == ["A5:C5"]
    assert facts.sheets[0].hidden_rows == [3]
    assert facts.sheets[0].hidden_columns == [1]
    assert [(each[0], each[3]) for each in faults(path, deposits())] == [(5, "cell_merged")]


def test_the_same_table_is_read_from_both_kinds_of_workbook(tmp_path: Path) -> None:
    (row,) = values(read_rows(old_workbook(tmp_path, [DEPOSIT_HEADS, DEPOSIT]), deposits()))
    assert row["amount"] == 123450


@pytest.mark.parametrize(
    ("record", "word"),
    [
        (struct.pack("<HHH", 0x002F, 2, 0), "file_encrypted"),
        (struct.pack("<HH", 0x0085, 1) + b"x", "workbook_broken"),
    ],
    ids=["a password", "a record too short"],
)
def test_a_record_that_forbids_reading_is_heeded(tmp_path: Path, record: bytes, word: str) -> None:
    data = bytearray(old_workbook(tmp_path, [DEPOSIT_HEADS, DEPOSIT]).read_bytes())
    begin = data.index(struct.pack("<H", 0x0809))  # the first record, which says what follows
    (length,) = struct.unpack_from("<H", data, begin + 2)
    at = begin + 4 + length
    data[at : at + len(record)] = record
    assert refusal(byte_file(tmp_path, bytes(data), "f.xls"), deposits()).code == word


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("Workbook", "WordDocument", "file_kind"),
        ("Workbook", "Something", "file_kind"),
        ("Workbook", "EncryptedPackage", "file_encrypted"),
    ],
)
def test_other_compound_files_are_refused_by_name(
    tmp_path: Path, old: str, new: str, word: str
) -> None:
    data = bytearray(old_workbook(tmp_path, [DEPOSIT_HEADS, DEPOSIT]).read_bytes())
    at = data.index(old.encode("utf-16-le"))
    data[at : at + 64] = new.encode("utf-16-le").ljust(64, b"\0")
    data[at + 64 : at + 66] = struct.pack("<H", 2 * len(new) + 2)
    assert refusal(byte_file(tmp_path, bytes(data), "f.xls"), deposits()).code == word


def scanned(*records: tuple[int, bytes], formats: tuple[int, ...] = (0,)) -> SheetFacts:
    """Return what is found in a sheet that holds `records`."""
    common = _CommonScan()
    for code in formats:
        common.take(0x00E0, struct.pack("<HH", 0, code))
    facts = SheetFacts("一")
    scan = _SheetScan(facts, common.finish())
    for kind, data in records:
        scan.take(kind, data)
    return facts


def test_numbers_packed_together_are_each_looked_at() -> None:
    packed = [struct.pack("<HL", 0, (1230 << 2 | 3)), struct.pack("<HL", 0, (12304 << 2 | 3))]
    facts = scanned((0x00BD, struct.pack("<HH", 4, 1) + b"".join(packed) + b"\2\0"), formats=(1,))
    assert (facts.rows, facts.columns) == (5, 3)
    assert {column: marks[4] for column, marks in facts.marks.items()} == {
        1: Mark.ROUNDED,
        2: Mark.ROUNDED,
    }


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (5 << 2 | 2, 5.0),
        ((1 << 32) - (5 << 2) | 2, -5.0),
        (1230 << 2 | 3, 12.3),
        (0x3FF00000, 1.0),
        (0x40590000 | 1, 1.0),
    ],
)
def test_a_packed_number_is_unpacked(number: int, value: float) -> None:
    assert _rk(number) == value


@pytest.mark.parametrize(
    ("result", "mark"),
    [
        (struct.pack("<d", 1.5), Mark.FORMULA),
        (b"\2\0\x07\0\0\0\xff\xff", Mark.FORMULA | Mark.ERROR),
        (b"\0\0\0\0\0\0\xff\xff", Mark.FORMULA),
    ],
)
def test_a_formula_is_marked_whatever_it_gives(result: bytes, mark: Mark) -> None:
    facts = scanned((0x0006, struct.pack("<HHH", 0, 0, 0) + result + bytes(8)))
    assert facts.marks[0][0] == mark


@pytest.mark.parametrize(("is_error", "marks"), [(1, {0: bytearray([Mark.ERROR])}), (0, {})])
def test_an_error_is_told_from_a_truth_value(is_error: int, marks: dict[int, bytearray]) -> None:
    facts = scanned((0x0205, struct.pack("<HHHBB", 0, 0, 0, 7, is_error)))
    assert facts.marks == marks


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(InputError):
        scanned((0x0203, struct.pack("<HHHd", 0, 0, 0, float("nan"))))


def test_what_all_sheets_share_is_understood() -> None:
    common = _CommonScan()
    common.take(0x0809, struct.pack("<HH", 0x0500, 5))
    common.take(0x0022, b"\1\0")
    common.take(0x041E, struct.pack("<HB", 200, 6) + '0"万"'.encode("gb18030"))
    common.take(0x00E0, struct.pack("<HH", 0, 200))
    common.take(0x01AE, struct.pack("<H", 1) + b"\1\4")
    assert not common.finish().notices
    common.take(0x01AE, struct.pack("<H", 1) + b"\x08\0")
    book = common.finish()
    assert book.is_1904
    assert book.look(0).marks & Mark.SCALED
    assert book.look(9) == PLAIN
    assert len(book.notices) == 1
