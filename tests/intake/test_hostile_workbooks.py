from __future__ import annotations

import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ledger.intake import excel_reader
from ledger.intake.files import deposits
from ledger.intake.reader import read_rows
from ledger.intake.sheet_facts import BookFacts
from ledger.intake.xls_preflight import preflight_xls
from ledger.intake.xlsx_preflight import preflight_xlsx
from ledger.values.errors import InputError
from tests.intake.making import (
    DEPOSIT,
    DEPOSIT_HEADS,
    Formula,
    Shown,
    byte_file,
    handmade,
    old_workbook,
    refusal,
    row_xml,
    sheet_xml,
    values,
    workbook,
)

TABLE = row_xml(1, DEPOSIT_HEADS) + row_xml(2, DEPOSIT)
GOOD = sheet_xml(TABLE)
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>'


def far_cell(reference: str) -> str:
    row = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return sheet_xml(f'{TABLE}<row r="{row}"><c r="{reference}"><v>1</v></c></row>')


SHEETS: dict[str, tuple[str, str, str]] = {
    "a DTD": (DOCTYPE + GOOD, "workbook_doctype", "sheet1.xml"),
    "a DTD behind much else": (f"<!--{'x' * 600_000}-->{DOCTYPE}{GOOD}", "workbook_doctype", ""),
    "a file from outside": (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        + sheet_xml(row_xml(1, DEPOSIT_HEADS) + row_xml(2, ["&e;", *DEPOSIT[1:]])),
        "workbook_doctype",
        "",
    ),
    "broken XML": (GOOD[:-20], "workbook_broken", "sheet1.xml"),
    "a cell far out": (far_cell("XFD1048576"), "sheet_too_large", "XFD1048576"),
    "many columns": (far_cell("XFD10000"), "sheet_too_large", "XFD10000"),
    "a row beyond the last": (far_cell("A1048577"), "sheet_disordered", "1048577"),
    "a column beyond the last": (far_cell("XFE3"), "sheet_disordered", "XFE3"),
    "no column": (far_cell("3"), "sheet_disordered", "3"),
    "a column in small letters": (
        sheet_xml(f'{TABLE}<row r="3"><c r="a3"><v>1</v></c></row>'),
        "sheet_disordered",
        "a3",
    ),
    "a cell twice": (
        sheet_xml(f'{TABLE}<row r="3"><c r="A3"><v>1</v></c><c r="A3"><v>2</v></c></row>'),
        "sheet_disordered",
        "A3",
    ),
    "a cell of another row": (
        sheet_xml(f'{TABLE}<row r="3"><c r="A4"><v>1</v></c></row>'),
        "sheet_disordered",
        "A4",
    ),
    "rows out of order": (
        sheet_xml(row_xml(2, DEPOSIT) + row_xml(1, DEPOSIT_HEADS)),
        "sheet_disordered",
        "1",
    ),
    "an array formula over everything": (
        sheet_xml(f'{TABLE}<row r="3"><c r="A3"><f t="array" ref="A1:XFD1048576">1</f></c></row>'),
        "sheet_too_large",
        "",
    ),
    "merged cells without end": (
        sheet_xml(
            TABLE,
            after="<mergeCells>"
            + "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 10_003))
            + "</mergeCells>",
        ),
        "sheet_merged",
        "10000",
    ),
}


@pytest.mark.parametrize(("sheet", "word", "place"), SHEETS.values(), ids=SHEETS.keys())
def test_a_hostile_sheet_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sheet: str, word: str, place: str
) -> None:
    monkeypatch.setattr(excel_reader, "_read_cells", lambda *_args: pytest.fail("it was read"))
    error = refusal(handmade(tmp_path, sheet), deposits())
    assert error.code == word
    assert place in error.message


@pytest.mark.parametrize("value", ["nan", "inf", "x"])
def test_a_number_that_is_none_is_refused(tmp_path: Path, value: str) -> None:
    styles = '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="4"/></cellXfs></styleSheet>'
    relations = (
        '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="x/styles" Target="/xl/styles.xml"/></Relationships>'
    )
    sheet = sheet_xml(f'{TABLE}<row r="3"><c r="A3" s="1"><v>{value}</v></c></row>')
    more: dict[str, str | bytes] = {
        "xl/styles.xml": styles,
        "xl/_rels/workbook.xml.rels": relations,
    }
    assert refusal(handmade(tmp_path, sheet, more=more), deposits()).code == "workbook_broken"


def test_styled_empty_cells_far_out_do_not_count(tmp_path: Path) -> None:
    sheet = sheet_xml(f'{TABLE}<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert read_rows(handmade(tmp_path, sheet), deposits()).count == 1


def test_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    bare = TABLE.replace(' r="', ' x="')
    (row,) = values(read_rows(handmade(tmp_path, sheet_xml(bare)), deposits()))
    assert row["amount"] == 123450


def test_prefixed_elements_are_read_like_others(tmp_path: Path) -> None:
    sheet = GOOD.replace("xmlns=", "xmlns:x=").replace("</", "</x:")
    for name in ("worksheet", "sheetData", "row", "c", "is", "t"):
        sheet = sheet.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
    formula = sheet.replace(
        "</x:row></x:sheetData>", '<x:c r="E2"><x:f>1</x:f></x:c></x:row></x:sheetData>'
    )
    facts = preflight_xlsx(handmade(tmp_path, formula)).sheets[0]
    assert (facts.rows, facts.columns) == (2, 5)
    assert list(facts.marks) == [4]


MEMBERS: dict[str, tuple[dict[str, str | bytes], str]] = {
    "too many parts": ({f"xl/x{number}.xml": "" for number in range(1001)}, "workbook_members"),
    "too much": (
        {f"xl/{number}.bin": bytes(1 << 20) for number in range(220)},
        "workbook_inflated",
    ),
    "too dense": ({"xl/x.bin": bytes(20 << 20)}, "workbook_inflated"),
    "a binary workbook": ({"xl/workbook.bin": ""}, "file_kind"),
    "a text document": ({"word/document.xml": ""}, "file_kind"),
    "a presentation": ({"ppt/presentation.xml": ""}, "file_kind"),
    "an OpenDocument sheet": ({"mimetype": "", "content.xml": ""}, "file_kind"),
    "an OpenDocument text": ({"mimetype": ""}, "file_kind"),
    "an Apple sheet": ({"Index/Document.iwa": ""}, "file_kind"),
    "UTF-16": ({"xl/styles.xml": GOOD.encode("utf-16")}, "workbook_doctype"),
    "no workbook": ({"_rels/.rels": "<Relationships/>"}, "workbook_broken"),
    "no sheet": (
        {
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r1" '
            'Type="x/worksheet" Target="worksheets/other.xml"/></Relationships>'
        },
        "workbook_broken",
    ),
}


@pytest.mark.parametrize(("more", "word"), MEMBERS.values(), ids=MEMBERS.keys())
def test_a_hostile_container_is_refused(
    tmp_path: Path, more: dict[str, str | bytes], word: str
) -> None:
    assert refusal(handmade(tmp_path, GOOD, more=more), deposits()).code == word


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    path = handmade(tmp_path, GOOD)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/Worksheets/Sheet1.xml", GOOD)
    error = refusal(path, deposits())
    assert error.code == "workbook_duplicate"
    assert "Sheet1.xml" in error.message


def test_parts_that_would_climb_out_are_never_unpacked(tmp_path: Path) -> None:
    more: dict[str, str | bytes] = {"../../evil.txt": "x", "/etc/evil.txt": "x"}
    assert read_rows(handmade(tmp_path, GOOD, more=more), deposits()).count == 1
    assert not list(tmp_path.parent.rglob("evil.txt"))


def test_macros_and_links_are_told_and_left_alone(tmp_path: Path) -> None:
    more: dict[str, str | bytes] = {"xl/vbaProject.bin": b"x", "xl/externalLinks/link1.xml": "<x/>"}
    notices = read_rows(handmade(tmp_path, GOOD, more=more, name="f.xlsm"), deposits()).notices
    assert any("宏" in notice for notice in notices)
    assert any("外部链接" in notice for notice in notices)


def test_a_million_parts_are_counted_without_being_listed(tmp_path: Path) -> None:
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 4, 1)
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 10**6, 10**6, 46 * 10**6, 0)
    path = byte_file(tmp_path, b"PK\3\4" + record + locator + end, "f.xlsx")
    error = refusal(path, deposits())
    assert error.code == "workbook_members"
    assert "1000000" in error.message


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"PK\3\4", "workbook_broken"),
        (
            b"PK\3\4" + struct.pack("<4sLQL", b"PK\6\7", 0, 99, 1) + b"PK\5\6" + bytes(18),
            "workbook_broken",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook_broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "workbook_broken"),
    ],
)
def test_a_container_cut_short_is_refused(tmp_path: Path, data: bytes, word: str) -> None:
    assert refusal(byte_file(tmp_path, data, "f.xlsx"), deposits()).code == word


def test_a_container_with_a_password_is_refused(tmp_path: Path) -> None:
    path = handmade(tmp_path, GOOD)
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    assert refusal(byte_file(tmp_path, bytes(data), "g.xlsx"), deposits()).code == "file_encrypted"


def test_the_child_that_dies_takes_nobody_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGABRT)\n", encoding="utf-8")
    monkeypatch.setattr(excel_reader, "_CHILD", child)
    assert refusal(handmade(tmp_path, GOOD), deposits()).code == "workbook_too_costly"


@pytest.mark.parametrize("reference", ["XFD20000", "XFD1048576"])
def test_the_child_keeps_within_its_memory(tmp_path: Path, reference: str) -> None:
    path = handmade(tmp_path, far_cell(reference))
    child = subprocess.run(
        [sys.executable, "-P", excel_reader._CHILD, path, tmp_path],
        check=False,
        capture_output=True,
    )
    assert child.returncode != 0
    assert not (tmp_path / "names.json").exists()


def test_the_child_that_is_too_slow_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text("import threading\nthreading.Event().wait()\n", encoding="utf-8")
    monkeypatch.setattr(excel_reader, "_CHILD", child)
    monkeypatch.setattr(excel_reader, "_SECONDS_MAX", 0.5)
    assert refusal(handmade(tmp_path, GOOD), deposits()).code == "workbook_too_costly"


def test_a_workbook_that_the_reader_cannot_read_is_refused(tmp_path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>'
        '<Relationship Id="r2" Type="x/other" Target="nowhere.xml"/></Relationships>'
    )
    shared = sheet_xml(f'{TABLE}<row r="3"><c r="A3" t="s"><v>99</v></c></row>')
    more: dict[str, str | bytes] = {"xl/_rels/workbook.xml.rels": relations}
    assert refusal(handmade(tmp_path, shared, more=more), deposits()).code == "workbook_broken"


def _flipped(data: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _each in range(dice.randint(1, 8)):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(
        changed[: dice.randint(len(changed) // 2, len(changed))] if dice.random() < 0.2 else changed
    )


@pytest.mark.parametrize(
    ("make", "look", "name"),
    [(workbook, preflight_xlsx, "f.xlsx"), (old_workbook, preflight_xls, "f.xls")],
    ids=["xlsx", "xls"],
)
def test_no_damage_gets_further_than_a_refusal(
    tmp_path: Path,
    make: Callable[..., Path],
    look: Callable[[Path], BookFacts],
    name: str,
) -> None:
    rows = [DEPOSIT_HEADS, DEPOSIT, [Formula("=1+1|2"), Shown(1.5, "0.0"), 12, True, "文字"]]
    data = make(tmp_path, rows).read_bytes()
    dice = random.Random(20250105)  # noqa: S311 # damage, not a secret
    refused = 0
    for _each in range(400):
        path = byte_file(tmp_path, _flipped(data, dice), name)
        try:
            look(path)
        except InputError:
            refused += 1
    assert refused
