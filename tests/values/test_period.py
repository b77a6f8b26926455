from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.values.errors import InputError
from ledger.values.period import (
    DATE_MAX,
    DATE_MIN,
    first_day,
    format_period,
    from_serial,
    last_day,
    month_of,
    next_period,
    parse_date,
    parse_period,
    period_of,
    periods,
    prev_period,
    year_of,
)
from tests.values.tables import Row, rows_of

READ = [row for row in rows_of("bad_dates.tsv") if not row.expect.startswith("date_")]
REFUSED = [row for row in rows_of("bad_dates.tsv") if row.expect.startswith("date_")]


def word_of(text: str) -> str:
    with pytest.raises(InputError) as told:
        parse_date(text)
    assert told.value.message
    assert told.value.hint
    return told.value.code


def read_or_word(text: str) -> date | str:
    try:
        return parse_date(text)
    except InputError as told:
        return told.code


@pytest.mark.parametrize("row", READ, ids=lambda row: row.name)
def test_a_day_is_read_as_people_write_it(row: Row) -> None:
    assert parse_date(row.text) == date.fromisoformat(row.expect)


@pytest.mark.parametrize("row", REFUSED, ids=lambda row: row.name)
def test_what_is_no_day_is_refused_by_one_word(row: Row) -> None:
    assert word_of(row.text) == row.expect


@pytest.mark.parametrize("text", ["20250105", " 2025-1-5 ", "2025/1/5 0:00", "2025-01-05T00:00:00"])
def test_what_banks_and_office_programs_write_is_a_day(text: str) -> None:
    assert parse_date(text) == date(2025, 1, 5)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "date_empty"),
        ("　", "date_empty"),
        ("2025-1/5", "date_unreadable"),
        ("2025-01-051", "date_unreadable"),
        ("2025年1月5号", "date_unreadable"),
        ("2025-01-05 00:00:01", "date_time"),
        ("2025-01-05T00:00:00Z", "date_time"),
        ("2025年1月5日8时", "date_time"),
        ("20250230", "date_day"),
        ("202501051", "date_serial"),
        ("202501", "date_partial"),
        ("2025年", "date_partial"),
        ("45662", "date_serial"),
        ("05/01/2025", "date_ambiguous"),
        ("令和7年1月5日", "date_era"),
        ("闰六月", "date_lunar"),
        ("2025-01\x00-05", "date_control"),
        ("1979-12-31", "date_range"),
        ("2100-01-01", "date_range"),
        ("2025-01-05" * 9, "date_unreadable"),
    ],
)
def test_near_misses_are_refused_too(text: str, word: str) -> None:
    assert word_of(text) == word


@given(st.dates(DATE_MIN, DATE_MAX))
def test_what_is_printed_reads_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert from_serial((day - date(1899, 12, 30)).days) == day


@given(st.text(max_size=45) | st.from_regex(r"[0-9年月日./T :+-]{1,20}", fullmatch=True))
def test_any_text_is_read_or_refused(text: str) -> None:
    day = read_or_word(text)
    assert day.startswith("date_") if isinstance(day, str) else DATE_MIN <= day <= DATE_MAX


@pytest.mark.parametrize(
    ("serial", "word"),
    [
        (-1, "date_serial"),
        (0, "date_serial"),
        (60, "date_serial"),
        (2_958_466, "date_serial"),
        (61, "date_range"),
        (25_569, "date_range"),
        (2_958_465, "date_range"),
    ],
)
def test_a_date_cell_out_of_range_is_refused(serial: int, word: str) -> None:
    with pytest.raises(InputError) as told:
        from_serial(serial)
    assert told.value.code == word


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "202501", "202500", "2025Q5", "2025-1", ""])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(InputError) as told:
        parse_period(text)
    assert told.value.code == "period_unreadable"


@pytest.mark.parametrize("text", ["1979-12", "2100-01", "0000-01"])
def test_a_month_out_of_range_is_refused(text: str) -> None:
    with pytest.raises(InputError) as told:
        parse_period(text)
    assert told.value.code == "period_range"


def test_a_month_is_read_in_full_width_too() -> None:
    assert parse_period(" ２０２６－０１ ") == 202601


@given(st.dates(DATE_MIN, DATE_MAX))
def test_the_days_of_a_month_lie_in_it_and_its_neighbours_do_not(day: date) -> None:
    period = period_of(day)
    assert first_day(period) <= day <= last_day(period)
    assert period_of(first_day(period) - timedelta(days=1)) == prev_period(period)
    assert period_of(last_day(period) + timedelta(days=1)) == next_period(period)
    assert parse_period(format_period(period)) == period
    assert (year_of(period), month_of(period)) == (day.year, day.month)


def test_months_are_counted_over_the_turn_of_the_year() -> None:
    assert list(periods(202511, 202602)) == [202511, 202512, 202601, 202602]
    assert list(periods(202602, 202601)) == []
    assert last_day(202402) == date(2024, 2, 29)
