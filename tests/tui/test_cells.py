from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ledger.tui.cells import drawable, fit, fit_number, fold
from ledger.values.text import cell_width, is_safe
from tests.tui.estates import NAMES

TEXTS = st.one_of(st.text(max_size=60), st.sampled_from(NAMES))


@given(TEXTS, st.integers(0, 40))
def test_a_cell_is_exactly_as_wide_as_it_should_be_whoever_measures(text: str, width: int) -> None:
    for align in ("left", "right"):
        drawn = fit(text, width, align)
        assert cell_width(drawn) == cell_len(drawn) == width


@given(TEXTS)
def test_nothing_that_is_drawn_acts_on_a_terminal(text: str) -> None:
    drawn = drawable(text)
    assert is_safe(drawn)
    assert "\x1b" not in drawn
    assert all(cell_len(char) == cell_width(char) > 0 for char in drawn)


@pytest.mark.parametrize("name", ["张三", "阿里木·买买提", "O'Neil", "[/]", "䶮㐂"])
def test_a_name_is_drawn_as_it_is(name: str) -> None:
    assert drawable(name) == name


def test_words_that_are_cut_say_so() -> None:
    assert fit("幸福里一区", 10) == "幸福里一区"
    assert fit("幸福里一区", 9) == "幸福里.. "
    assert [fit("幸福", width) for width in range(5)] == ["", ".", "..", ".. ", "幸福"]


@given(st.integers(0, 10**13), st.integers(1, 20))
def test_a_number_is_whole_or_not_there(fen: int, width: int) -> None:
    text = f"{fen:,}"
    drawn = fit_number(text, width)
    assert len(drawn) == width
    assert drawn.strip() == text or set(drawn) == {"#"}


@given(TEXTS, st.integers(4, 40), st.integers(1, 5))
def test_folded_text_keeps_within_its_lines(text: str, width: int, lines_max: int) -> None:
    lines = fold(text, width, lines_max)
    assert 1 <= len(lines) <= lines_max
    assert all(cell_width(line) <= width for line in lines)
    if not lines[-1].endswith(".."):
        assert "".join(lines).rstrip(" ") == drawable(text).rstrip(" ")


def test_a_line_breaks_between_words_where_there_are_any() -> None:
    assert fold("wxzj registry import", 15, 3) == ["wxzj registry ", "import"]
    assert fold("运行 wxzj --help 查看", 12, 3) == ["运行 wxzj ", "--help 查看"]
    assert fold("abcdefgh", 3, 3) == ["abc", "def", "gh"]
