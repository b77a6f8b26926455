from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.tui.widgets.columns import GAP, Column, lay_out
from ledger.tui.widgets.facts import Fact, flow
from ledger.values.money import format_fen
from ledger.values.text import cell_width

CODE = Column("编号", lambda row: row[0])
BALANCE = Column("余额", lambda row: format_fen(row[1]), number=True)
PART = Column("本金", lambda row: format_fen(row[1]), number=True, rank=1)
OTHER_PART = Column("收益", lambda row: format_fen(row[1]), number=True, rank=1)
NAME = Column("名称", lambda row: row[2], least=4)
COLUMNS = (CODE, BALANCE, PART, OTHER_PART, NAME)

ROWS = st.tuples(
    st.text("A01-", min_size=1, max_size=12),
    st.integers(-(10**15), 10**15),
    st.text("幸福里ab", max_size=30),
)


def needed(row: tuple[str, int, str]) -> list[int]:
    return [max(cell_width(column.title), column.needed(row)) for column in COLUMNS]


@given(ROWS, st.integers(1, 200))
def test_columns_keep_within_the_room(row: tuple[str, int, str], room: int) -> None:
    placed = lay_out(COLUMNS, needed(row), room)
    assert sum(width for _column, width in placed) + GAP * (len(placed) - 1) <= room
    for column, width in placed:
        cell = column.cell(row, width)
        assert cell_width(cell) == width
        if column.number:
            assert cell.strip() == column.show(row) or set(cell) == {"#"}


@given(ROWS)
def test_what_belongs_together_leaves_together(row: tuple[str, int, str]) -> None:
    for room in range(1, 200):
        drawn = [column for column, _width in lay_out(COLUMNS, needed(row), room)]
        assert (PART in drawn) == (OTHER_PART in drawn)


def test_words_give_way_before_a_column_leaves() -> None:
    row = ("A01", 123456, "幸福里一区幸福里一区")
    widths = needed(row)
    whole = sum(widths) + GAP * 4
    assert lay_out(COLUMNS, widths, whole) == list(zip(COLUMNS, widths, strict=True))
    shrunk = lay_out(COLUMNS, widths, whole - 10)
    assert [column for column, _width in shrunk] == list(COLUMNS)
    assert dict(shrunk)[NAME] == 10
    assert dict(shrunk)[BALANCE] == len("1,234.56")


FACTS = st.lists(
    st.one_of(
        st.integers(0, 10**12).map(lambda fen: Fact("余额", format_fen(fen), number=True)),
        st.builds(Fact, st.just("业主"), st.text("张三[/]", max_size=50)),
    ),
    max_size=8,
)


@given(FACTS, st.integers(10, 120))
def test_facts_flow_over_lines_in_order_and_no_number_is_cut(facts: list[Fact], room: int) -> None:
    lines = flow(facts, room)
    assert [fact for line in lines for fact in line] == facts
    for line in lines:
        taken = sum(cell_width(each.label) + 1 + cell_width(each.drawn(room)) for each in line)
        assert taken + 3 * (len(line) - 1) <= room
        for each in line:
            if each.number:
                assert each.drawn(room) == each.value or set(each.drawn(room)) == {"#"}
