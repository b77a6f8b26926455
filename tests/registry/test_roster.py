from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry.custodians import add_custodian
from ledger.registry.kinds import due_of
from ledger.store import schema
from ledger.values.digest import netstring
from ledger.values.errors import BadRows
from tests.offices import Office

COMMODITY = "A01,3,2,501,商品住宅,88.53,120.50,张三,"
PUBLIC = "A01,4,,0101,已售公有住房,60.00,,李四,第一机床厂"
UNSOLD = "A01,4,,0102,未售公房,60.00,,,第一机床厂"
SHOP = "A01,5,1,101,非住宅,120.00,90,,"


def refused(office: Office, *rows: str, **words: object) -> list[tuple[object, ...]]:
    """Bring a roster that must be refused whole; return what was said of its rows."""
    before = office.counts()
    with pytest.raises(BadRows) as caught:
        office.roster(*rows, **words)  # type: ignore[arg-type] # one of its own words
    assert caught.value.exit_code == 3
    assert office.counts() == before
    assert all(row.hint for row in caught.value.rows)
    return [(row.row, row.column, row.value, row.code) for row in caught.value.rows]


def test_a_roster_opens_its_estate_its_books_and_a_sub_account_for_each_door(
    office: Office,
) -> None:
    roster = office.roster(COMMODITY, PUBLIC, UNSOLD, SHOP)
    assert (roster.row_count, roster.new_count, roster.known_count) == (4, 4, 0)
    assert office.all(sa.select(schema.estate.c.code, schema.estate.c.name)) == [("A01", "A01")]
    assert office.all(sa.select(schema.book.c.code).order_by(schema.book.c.code)) == [
        ("F1-C",),
        ("F1-P",),
    ]
    sub, book = schema.sub_account, schema.book
    found = office.all(
        sa.select(book.c.code, sub.c.sub_id, sub.c.kind, sub.c.control, sub.c.code)
        .join_from(sub, book, book.c.book_id == sub.c.book_id)
        .order_by(book.c.code, sub.c.sub_id)
    )
    assert found == [
        ("F1-C", 1, "HOUSEHOLD", "3001", "A01-3-2-501"),
        ("F1-C", 2, "HOUSEHOLD", "3001", "A01-5-1-101"),
        ("F1-P", 1, "HOUSEHOLD", "3002", "A01-4-0-0101"),
        ("F1-P", 2, "HOUSEHOLD", "3002", "A01-4-0-0102"),
        ("F1-P", 3, "SELLING_UNIT", "3002", "A01-4-SU"),
    ]
    assert office.count("sub_balance") == 2 * len(found)


def test_owners_stand_beside_the_doors(office: Office) -> None:
    office.roster(
        "A01,3,2,501,商品住宅,88.53,张三,2020/1/5,13800000000",
        "A01,3,2,502,商品住宅,88.53,,,",
        head="小区编号,幢,单元,房号,房屋性质,建筑面积,产权人,取得日期,联系电话",
    )
    title = schema.title
    assert office.all(
        sa.select(title.c.sub_id, title.c.title_no, title.c.owner, title.c.owned_from)
    ) == [(1, 1, "张三", date(2020, 1, 5))]


@pytest.mark.parametrize(
    ("area", "standard", "due", "fen"),
    [
        ("88.53", "120.50", "", 1066787),  # 10,667.865: half up
        ("0.01", "0.49", "", 0),
        ("0.01", "0.50", "", 1),
        ("88.53", "120.50", "5000", 500000),
        ("88.53", "", "", 0),
    ],
)
def test_the_amount_due_is_given_or_the_area_by_the_standard_half_up_to_the_fen(
    office: Office, area: str, standard: str, due: str, fen: int
) -> None:
    office.roster(
        f"A01,3,2,501,商品住宅,{area},{standard},{due}",
        head="小区编号,幢,单元,房号,房屋性质,建筑面积,交存标准（元/㎡）,应交金额",
    )
    assert office.one(sa.select(schema.household.c.due_fen)) == fen


@given(st.integers(1, 10**7), st.integers(0, 10**6))
def test_the_due_is_never_half_a_fen_off(area: int, standard_fen: int) -> None:
    off = due_of(area, standard_fen) * 100 - area * standard_fen
    assert -50 < off <= 50


def test_the_same_file_again_changes_nothing_and_says_so(office: Office) -> None:
    text = "小区编号,幢,房号,房屋性质,建筑面积\nA01,3,501,商品住宅,88.53\n"
    path = office.file(text)
    office.bring_roster(path)
    before = office.counts()
    again = office.bring_roster(path)
    assert office.counts() == before
    assert again.new_count == 0
    assert "没有改变" in again.notes[0]


def test_a_file_of_known_and_new_doors_takes_the_new_ones_and_says_so(office: Office) -> None:
    office.roster(COMMODITY, PUBLIC)
    roster = office.roster(COMMODITY, SHOP, PUBLIC, UNSOLD)
    assert (roster.new_count, roster.known_count) == (2, 2)
    assert any("2 户已登记" in note for note in roster.notes)
    assert office.count("household") == 4
    assert office.count("estate") == 1
    sub = schema.sub_account
    assert office.one(sa.select(sa.func.count()).where(sub.c.kind == "SELLING_UNIT")) == 1


def test_a_file_of_known_doors_only_changes_no_registration(office: Office) -> None:
    office.roster(COMMODITY, PUBLIC)
    before = office.counts()
    roster = office.roster(PUBLIC, COMMODITY)
    assert office.counts() == before | {"import_file": before["import_file"] + 1}
    assert any("没有改变" in note for note in roster.notes)


def test_an_empty_cell_says_nothing_about_a_known_door(office: Office) -> None:
    office.roster(COMMODITY, PUBLIC)
    roster = office.roster(
        "A01,3,2,501,商品住宅,88.53",
        "A01,4,0,0101,售后公房,60",
        head="小区编号,幢,单元,房号,房屋性质,建筑面积",
    )
    assert (roster.new_count, roster.known_count) == (0, 2)


def test_a_known_door_that_is_said_to_be_otherwise_is_refused_field_by_field(
    office: Office,
) -> None:
    office.roster(COMMODITY)
    with pytest.raises(BadRows) as caught:
        office.roster("A01,3,2,501,商品住宅,90.00,120.50,王五,")
    assert [(row.column, row.value, row.code) for row in caught.value.rows] == [
        ("建筑面积", "90.00", "household_differs"),
        ("应交金额", "10,845.00", "household_differs"),
        ("产权人", "王五", "household_differs"),
    ]
    assert "88.53" in caught.value.rows[0].message
    assert "90.00" in caught.value.rows[0].message


def test_a_door_known_in_the_other_book_is_refused(office: Office) -> None:
    office.roster(COMMODITY)
    assert refused(office, "A01,3,2,501,已售公有住房,88.53,120.50,张三,") == [
        (2, "房屋性质", "已售公有住房", "household_differs")
    ]


def test_a_door_that_stands_twice_in_a_file_is_refused(office: Office) -> None:
    assert refused(office, COMMODITY, SHOP, COMMODITY, COMMODITY) == [
        (4, "房号", "501", "household_repeated"),
        (5, "房号", "501", "household_repeated"),
    ]


def test_an_estate_of_another_custodian_is_refused(office: Office) -> None:
    with office.db.write() as tx:
        other, _is_new = add_custodian(tx, "幸福小区业主大会", "F2")
    office.roster(COMMODITY)
    assert refused(office, COMMODITY, SHOP, custodian=other) == [
        (2, "小区编号", "A01", "estate_foreign")
    ]
    roster = office.roster("B01,1,1,101,商品住宅,88.53,,,", custodian=other)
    assert [share.book.code for share in roster.books] == ["F2-C"]
    more = office.roster("B01,1,1,102,商品住宅,88.53,,,")
    assert [share.book.code for share in more.books] == ["F2-C"]


def test_two_names_for_one_estate_are_refused(office: Office) -> None:
    head = "小区编号,小区名称,幢,房号,房屋性质,建筑面积"
    office.roster("A01,阳光小区,1,101,商品住宅,88.53", head=head)
    assert refused(
        office,
        "A01,阳光小区,1,102,商品住宅,88.53",
        "A01,月光小区,1,103,商品住宅,88.53",
        head=head,
    ) == [(3, "小区名称", "月光小区", "estate_name_differs")]


def test_two_selling_units_in_one_building_are_refused(office: Office) -> None:
    office.roster(PUBLIC)
    assert refused(
        office,
        UNSOLD,
        "A01,4,,0103,未售公房,60.00,,,第二机床厂",
        "A01,4,,0104,未售公房,60.00,,,第二机床厂",
    ) == [
        (3, "售房单位", "第二机床厂", "selling_unit_differs"),
        (4, "售房单位", "第二机床厂", "selling_unit_differs"),
    ]


def test_what_belongs_to_nobody_is_refused(office: Office) -> None:
    assert refused(
        office,
        "A01,1,101,商品住宅,88.53,,13800000000",
        head="小区编号,幢,房号,房屋性质,建筑面积,产权人,联系电话",
    ) == [(2, "联系电话", "13800000000", "owner_missing")]


def test_what_no_household_can_be_is_not_read(office: Office) -> None:
    with pytest.raises(BadRows) as caught:
        office.roster(
            "A01,1,101,商品住宅,88888888.00,",
            "A01,1,102,商品住宅,1000.00,1000000000000",
            head="小区编号,幢,房号,房屋性质,建筑面积,交存标准",
        )
    assert caught.value.exit_code == 2
    assert [(row.row, row.column, row.code) for row in caught.value.rows] == [
        (2, "建筑面积", "area_range"),
        (3, "交存标准", "money_range"),
    ]


def test_each_book_notes_the_import_in_its_log(office: Office) -> None:
    office.roster(COMMODITY, PUBLIC, SHOP)
    change = schema.master_change
    rows = office.all(
        sa.select(change.c.book_id, change.c.change_id, change.c.kind, change.c.row_count).order_by(
            change.c.book_id
        )
    )
    assert rows == [(1, 1, "households", 2), (2, 1, "households", 1)]
    head = schema.book_head
    assert office.all(sa.select(head.c.log_size).order_by(head.c.book_id)) == [(1,), (1,)]


def test_the_content_of_the_log_is_the_digest_over_the_rows_in_order_of_code(
    office: Office,
) -> None:
    office.roster(
        "A01,3,2,502,商品住宅,88.53,,,,,",
        "A01,3,2,501,商品住宅,88.53,是,高层,120.50,张三,2020-01-05",
        head="小区编号,幢,单元,房号,房屋性质,建筑面积,电梯,建筑类型,交存标准,产权人,取得日期",
    )
    first = ("A01-3-2-501", "commodity", None, 1, "high_rise", None, 8853, None, None, None, None)
    first_rest = (12050, 1066787, None, "张三", date(2020, 1, 5), None, None)
    second = ("A01-3-2-502", "commodity", None, None, None, None, 8853, None, None, None, None)
    second_rest = (None, 0, None, None, None, None, None)
    text = netstring(*first, *first_rest) + netstring(*second, *second_rest)
    content = bytes(office.one(sa.select(schema.master_change.c.content)))
    assert content == hashlib.sha256(text.encode()).digest()


def test_an_order_by_code_is_by_code_point(office: Office) -> None:
    doors = ["10", "9", "a", "B", "甲"]
    office.roster(*(f"A01,1,1,{door},商品住宅,88.53,,," for door in doors))
    sub = schema.sub_account
    codes = office.all(sa.select(sub.c.code).order_by(sub.c.code))
    assert [code.rpartition("-")[2] for (code,) in codes] == ["10", "9", "B", "a", "甲"]


def test_ten_thousand_doors_are_one_import(office: Office) -> None:
    rows = [f"A{n % 40:02},{n % 7},1,{n:05},商品住宅,88.53,120.50,业主{n}," for n in range(10_000)]
    roster = office.roster(*rows)
    assert roster.new_count == 10_000
    assert office.count("title") == 10_000
    assert office.roster(*rows, "A99,1,1,1,商品住宅,1,,,").known_count == 10_000


def test_a_file_that_two_offices_bring_at_once_is_taken_in_once(office: Office) -> None:
    path = office.file(
        "小区编号,幢,房号,房屋性质,建筑面积\n"
        "A01,1,101,商品住宅,88.53\n"
        "A02,1,101,已售公有住房,88.53\n"
    )
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(office.bring_roster, [path, path]))
    assert sorted(roster.new_count for roster in both) == [0, 2]
    assert office.count("household") == 2


def test_two_offices_that_bring_other_estates_at_once_wait_for_each_other(
    office: Office,
) -> None:
    head = "小区编号,幢,房号,房屋性质,建筑面积\n"
    paths = [office.file(f"{head}A0{number},1,101,商品住宅,88.53\n") for number in (1, 2)]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(office.bring_roster, paths))
    assert [roster.new_count for roster in both] == [1, 1]
