"""Files: what is read, what is refused and how, and that a refused file changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.contract.shell import DEPOSITS, ROSTER

if TYPE_CHECKING:
    from tests.contract.shell import Answer, Shell

REF = "6222-1"


def collected(shell: Shell, *rows: str, head: str = DEPOSITS) -> Answer:
    return shell("fund", "collect", shell.file("list.csv", head, *rows), "--format", "json")


@pytest.mark.parametrize(
    ("row", "column", "word"),
    [
        ("2025-02-30,A01-1-1-101,1,6222-1,x,,", "到账日期", "date_day"),
        ("2025-02-01,A01-1-1-101,1.005,6222-1,x,,", "金额", "money_precision"),
        ("2025-02-01,A01-1-1-101,-5,6222-1,x,,", "金额", "money_negative"),
        ("2025-02-01,A01-1-1-101,0,6222-1,x,,", "金额", "money_zero"),
        ("2025-02-01,A01-1-1-101,1.5万,6222-1,x,,", "金额", "money_unit"),
        ("2025-02-01,A01-1-1-101,12。50,6222-1,x,,", "金额", "money_unreadable"),
        ("2025-02-01,A01-1-1-101,1E+5,6222-1,x,,", "金额", "money_unreadable"),
        ("2025-02-01,A01-1-1-101,=1+1,6222-1,x,,", "金额", "money_formula"),
        ("2025-02-01,A01-1-1-101,10000000000000.01,6222-1,x,,", "金额", "money_range"),
        ("2025-02-01,A01-1-1-101,,6222-1,x,,", "金额", "cell_empty"),
        ("2025-02-01,A01-1-1-101,5,,x,,", "银行账号", "cell_empty"),
        ("2025-02-01,A01-1-1-101,5,6222-1,x,路人,", "交款方", "payer_class_unknown"),
        ("2025-02-01,A01-1-1-101,5,6222-1,x,,随便", "摘要", "purpose_unknown"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_its_place(
    office: Shell, row: str, column: str, word: str
) -> None:
    answer = collected(office, "2025-02-01,A01-1-1-101,5,6222-1,good,业主,首期", row)
    assert answer.code == 2
    [bad] = answer.rows
    assert (bad["row"], bad["column"], bad["code"]) == (3, column, word)
    assert bad["message"]
    assert bad["hint"]
    assert answer.data["kind"] == "error"
    assert answer.err.startswith(f"错误[{word}]")


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("2025-02-01,A01-1-1-999,5,6222-1,x,,", "household_unknown"),
        ("2025-01-31,A01-1-1-101,5,6222-1,x,,", "month_closed"),
        ("2024-12-31,A01-1-1-101,5,6222-1,x,,", "month_not_begun"),
        ("2099-12-31,A01-1-1-101,5,6222-1,x,,", "date_in_future"),
        ("2025-01-12,A01-1-1-104,6667.01,6222-1,s4,开发单位,", "deposit_differs"),
        ("2025-02-01,A01-1-1-101,5,6222-2,x,,", "bank_account_foreign"),
        ("2025-02-01,A01-1-1-101,5,73330001,x,,", "bank_account_foreign"),
        ("2025-02-01,A01-1-1-101,5,6222-1,x,售房单位,", "payer_class_wrong"),
        ("2025-02-01,A01-2-SU,5,6222-2,x,业主,", "payer_class_wrong"),
    ],
)
def test_a_row_that_a_rule_refuses_is_named_with_its_place(
    office: Shell, row: str, word: str
) -> None:
    answer = collected(office, "2025-02-01,A01-1-1-101,5,6222-1,good,业主,首期", row)
    assert answer.code == 3
    assert {(bad["row"], bad["code"]) for bad in answer.rows} == {(3, word)}


def test_every_bad_row_is_listed(office: Shell) -> None:
    rows = [f"2025-02-{day},A01-1-1-9{day},5,6222-1,x{day},," for day in range(10, 20)]
    assert [bad["row"] for bad in collected(office, *rows).rows] == list(range(2, 12))


def test_unreadable_and_refused_rows_together_end_with_2(office: Shell) -> None:
    unknown, unreadable = (
        "2025-02-01,A01-1-1-999,5,6222-1,x,,",
        "2025-02-30,A01-1-1-101,5,6222-1,y,,",
    )
    answer = collected(office, unknown, unreadable)
    assert answer.code == 2
    assert [(bad["row"], bad["refused"]) for bad in answer.rows] == [(2, True), (3, False)]


def test_one_reference_twice_in_a_file_is_one_deposit_or_a_contradiction(both: Shell) -> None:
    first, other = (
        f"2025-02-20,A01-1-1-101,{fen},6222-1,twice,业主,首期" for fen in ("5.00", "6.00")
    )
    contradiction = collected(both, first, other)
    assert (contradiction.code, contradiction.data["code"]) == (3, "deposit_differs")
    assert collected(both, first, first).data["new_count"] == 1
    assert collected(both, first, "2025-02-20,A01-1-1-101,7,6222-1,news,,").data["new_count"] == 1


def test_a_reference_is_unique_for_each_bank_account(both: Shell) -> None:
    rows = ["2025-02-21,A01-1-1-101,5,6222-1,same,,", "2025-02-21,A02-1-1-101,5,6222-3,same,,"]
    assert collected(both, *rows).data["new_count"] == 2


def test_what_offices_write_is_read(office: Shell) -> None:
    head = "银行账号,备注,金额（元）,房屋编号,到账日期"
    rows = [
        '６２２２-1,无关,"￥1,234.50元",A01-1-1-101,2025年2月3日',
        " 6222 -1 ,,１２.３,A01-1-1-101,2025/2/4",
        "合计,,1246.80,,",
    ]
    path = office.file("offices.csv", head, *rows, encoding="gb18030")
    answer = office("fund", "collect", path, "--format", "json")
    assert answer.code in {0, 2}
    if answer.code == 2:  # a full-width account number is another number: refused, not guessed
        path = office.file(
            "offices.csv", head, rows[0].replace("６２２２", "6222"), *rows[1:], encoding="gb18030"
        )
        answer = office("fund", "collect", path, "--format", "json")
    assert answer.data["amount_fen"] == 1_246_80
    assert "备注" in answer.err


def test_a_total_that_differs_is_refused(office: Shell) -> None:
    answer = collected(office, "2025-02-01,A01-1-1-101,5,6222-1,t,,", "合计,,5.01,,,,")
    assert (answer.code, answer.data["code"]) == (2, "total_differs")


def test_amounts_in_wan_need_the_unit(both: Shell) -> None:
    head = DEPOSITS.replace("金额", "金额（万元）")
    row = "2025-02-22,A01-1-1-101,0.5,6222-1,wan,业主,首期"
    path = both.file("wan.csv", head, row)
    assert both("fund", "collect", path).code == 2
    assert both.read("fund", "collect", path, "--unit", "万元")["amount_fen"] == 5_000_00


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "file_empty"),
        (DEPOSITS.encode() + b"\n", "rows_missing"),
        ("到账日期,金额,银行账号\n2025-02-01,5,6222-1\n".encode(), "column_missing"),
        (
            "到账日期,房屋编号,金额,金额,银行账号\n2025-02-01,A01-1-1-101,5,5,6222-1\n".encode(),
            "head_repeated",
        ),
    ],
)
def test_a_file_of_another_shape_is_refused_by_name(
    office: Shell, content: bytes, word: str
) -> None:
    path = office.folder / "shape.csv"
    path.write_bytes(content)
    answer = office("fund", "collect", str(path), "--format", "json")
    assert answer.code == 2
    assert "shape.csv" in answer.data["message"]
    assert answer.data["code"] == word


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_is_not_there_is_refused(office: Shell, name: str) -> None:
    assert office("fund", "collect", str(office.folder / name)).code == 2


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("A01,,3,1,5-7,80,商品住宅,甲,1,", "code_hyphen"),
        ("A01,,3,1,5 7,80,商品住宅,甲,1,", "code_space"),
        ("A01,,3,1,Ａ57,80,商品住宅,甲,1,", "code_full_width"),
        ("A01,,3,1,57,80,别墅,甲,1,", "kind_unknown"),
        ("A01,,3,1,57,,商品住宅,甲,1,", "cell_empty"),
        ("A01,,3,1,57,88.531,商品住宅,甲,1,", "area_precision"),
        ("A01,,3,1,57,80,商品住宅,\x1b]0;甲\x07,1,", "text_control"),
        ("A01,,3,1,57,80,商品住宅,\u202e甲,1,", "text_bidi"),
        ("A01,,3,1,57,80,商品住宅,甲\u200b,1,", "text_invisible"),
        ("A01,,3,1,57,80,商品住宅,甲\U0001f600,1,", "text_emoji"),
    ],
)
def test_a_household_that_cannot_be_read_is_refused_without_its_text_acting(
    office: Shell, row: str, word: str
) -> None:
    path = office.file("bad-door.csv", ROSTER, row)
    answer = office("registry", "import", path, "--format", "json")
    assert answer.code == 2
    assert [bad["code"] for bad in answer.rows] == [word]
    assert not any(sign in answer.err for sign in "\x1b\x07\u202e\u200b")


@pytest.mark.parametrize(
    ("rows", "word"),
    [
        (["A01,,3,1,57,80,商品住宅,甲,1,"] * 2, "household_repeated"),
        (["A01,,1,1,101,99,商品住宅,张三,100,"], "household_differs"),
        (["A01,别名,3,1,57,80,商品住宅,甲,1,"], "estate_name_differs"),
    ],
)
def test_a_household_that_contradicts_the_registry_is_refused(
    office: Shell, rows: list[str], word: str
) -> None:
    answer = office("registry", "import", office.file("door.csv", ROSTER, *rows), "--format=json")
    assert (answer.code, answer.data["code"]) == (3, word)


def test_a_roster_of_known_and_new_doors_takes_the_new_ones_and_says_so(both: Shell) -> None:
    rows = ["A01,,1,1,101,100.00,商品住宅,张三,100,", "A01,,3,,0001,33.33,commodity,甲,33.33,"]
    answer = both.done("registry", "import", both.file("more.csv", ROSTER, *rows), "--format=json")
    assert (answer.data["new_count"], answer.data["known_count"]) == (1, 1)
    assert "1" in answer.err
    told = both.read("report", "household", "A01-3-0-0001")
    assert told["initial_fen"] == 1_110_89  # 33.33 × 33.33, half up to the fen


def test_refused_files_changed_nothing(office: Shell) -> None:
    before = office.everything()
    new = "2025-02-01,A01-1-1-101,5,6222-9,new account,,"
    collected(office, new, "2025-02-30,,,,,,")
    collected(office, new, "2025-01-30,A01-1-1-101,1,6222-1,z,,")
    doors = ["C09,新区,1,1,1,80,商品住宅,甲,1,", "A01,,1,1,101,9,商品住宅,张三,1,"]
    office("registry", "import", office.file("d.csv", ROSTER, *doors))
    assert office.everything() == before
