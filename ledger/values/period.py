"""Months and days: a month is the int `yyyymm`, a day a `date`; nothing here reads the clock.

A date is read by one strict grammar: a form that two people could read as different days is
refused, and no day is ever completed or corrected.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import fold_width, is_safe, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

DATE_MIN: Final = date(1980, 1, 1)
DATE_MAX: Final = date(2099, 12, 31)
DATE_LENGTH_MAX: Final = 40
MONTHS: Final = 12

_PERIOD = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])", re.ASCII)
_MIDNIGHT = re.compile(r"[ T]0?0:00(?::00)?", re.ASCII)
_DATE = re.compile(
    r"([0-9]{4})(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})日"
    r"|([0-9]{2})([0-9]{2}))",
    re.ASCII,
)

# The first pattern found anywhere in the text names the fault, so the order matters.
_FAULTS: Final = (
    ("date_lunar", re.compile(r"农历|阴历|旧历|正月|腊月|冬月|闰|初[一二三四五六七八九十]")),
    ("date_lunar", re.compile(r"[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?")),
    ("date_era", re.compile(r"民国|公元|令和|平成|昭和|西元")),
    ("date_chinese_numerals", re.compile(r"[〇零一二三四五六七八九十廿]")),
    ("date_time", re.compile(r"[0-9](?: +|T)[0-9]{1,2}:|[0-9][+][0-9]{2}:|[时点]")),
    ("date_partial", re.compile(r"\A(?:19|20)[0-9]{2}(?:[-/.年]?(?:0?[1-9]|1[0-2])月?|年)?\Z")),
    ("date_serial", re.compile(r"\A[-+]?[0-9]+(?:\.[0-9]*)?\Z")),
    ("date_ambiguous", re.compile(r"\A[0-9]{1,2}([-/.])[0-9]{1,2}\1[0-9]{2,4}\Z|[A-Za-z]{3}")),
)
_SERIAL_EPOCH: Final = date(1899, 12, 30)
_SERIAL_MIN: Final = 61
_SERIAL_MAX: Final = 2_958_465


def parse_period(text: str) -> int:
    """Return the month that `text` names as `YYYY-MM`.

    >>> parse_period("2026-01")
    202601

    Raises:
        InputError: `period_unreadable` or `period_range`.
    """
    found = _PERIOD.fullmatch(fold_width(text).strip(" "))
    if found is None:
        raise InputError(
            "period_unreadable",
            _("“{text}”不是月份").format(text=shown(text)),
            _("按 2026-01 的样子写年和月"),
        )
    year = int(found[1])
    if not DATE_MIN.year <= year <= DATE_MAX.year:
        raise InputError(
            "period_range",
            _("月份“{text}”不在 {first} 年至 {last} 年之间").format(
                text=shown(text), first=DATE_MIN.year, last=DATE_MAX.year
            ),
            _("核对年份"),
        )
    return year * 100 + int(found[2])


def format_period(period: int) -> str:
    """Return `period` as `YYYY-MM`.

    >>> format_period(202601)
    '2026-01'
    """
    return f"{year_of(period):04}-{month_of(period):02}"


def year_of(period: int) -> int:
    """Return the year of `period`."""
    return period // 100


def month_of(period: int) -> int:
    """Return the month of the year of `period`, from 1."""
    month = period % 100
    assert 1 <= month <= MONTHS
    return month


def period_of(day: date) -> int:
    """Return the month in which `day` lies."""
    return day.year * 100 + day.month


def next_period(period: int) -> int:
    """Return the month after `period`."""
    return period + 1 if month_of(period) < MONTHS else (year_of(period) + 1) * 100 + 1


def prev_period(period: int) -> int:
    """Return the month before `period`."""
    return period - 1 if month_of(period) > 1 else (year_of(period) - 1) * 100 + MONTHS


def first_day(period: int) -> date:
    """Return the first day of `period`."""
    return date(year_of(period), month_of(period), 1)


def last_day(period: int) -> date:
    """Return the last day of `period`."""
    return first_day(next_period(period)) - timedelta(days=1)


def periods(first: int, last: int) -> Iterator[int]:
    """Yield the months from `first` to `last`, both included; none where `last` is earlier."""
    period = first
    while period <= last:
        yield period
        period = next_period(period)


def parse_date(text: str) -> date:
    """Return the day that `text` names, year first.

    Read are `2025-01-05`, `2025/1/5`, `2025.1.5`, `2025年1月5日` and `20250105`, full-width
    digits and signs too; midnight behind the day, as office programs write it, adds nothing.

    >>> parse_date("2025年1月5日")
    datetime.date(2025, 1, 5)

    Raises:
        InputError: `date_empty`, `date_control`, `date_lunar`, `date_era`,
            `date_chinese_numerals`, `date_time`, `date_partial`, `date_serial`,
            `date_ambiguous`, `date_day`, `date_range` or `date_unreadable`.
    """
    if len(text) > DATE_LENGTH_MAX:
        raise _date_error("date_unreadable", text)
    if not is_safe(text):
        raise _date_error("date_control", text)
    bare = fold_width(text).strip(" ")
    if not bare:
        raise _date_error("date_empty", text)
    found = _DATE.match(bare)
    if found is None or not _adds_nothing(bare[found.end() :]):
        raise _date_error(_date_fault(bare), text)
    year, month, day = (int(part) for part in found.groups() if part and part.isdigit())
    try:
        named = date(year, month, day)
    except ValueError:
        raise _date_error("date_day", text) from None
    return _within_range(named, text)


def _adds_nothing(tail: str) -> bool:
    return not tail or _MIDNIGHT.fullmatch(tail) is not None


def _date_fault(bare: str) -> str:
    for word, pattern in _FAULTS:
        if pattern.search(bare):
            return word
    return "date_unreadable"


def _within_range(named: date, text: str) -> date:
    if DATE_MIN <= named <= DATE_MAX:
        return named
    raise _date_error("date_range", text)


def from_serial(serial: int) -> date:
    """Return the day of a date cell of a spreadsheet (1900 system).

    Days up to 60 are refused: there Excel counts 29 February 1900, which never was.

    >>> from_serial(45662)
    datetime.date(2025, 1, 5)

    Raises:
        InputError: `date_serial` or `date_range`.
    """
    if not _SERIAL_MIN <= serial <= _SERIAL_MAX:
        raise _date_error("date_serial", str(serial))
    return _within_range(_SERIAL_EPOCH + timedelta(days=serial), str(serial))


def _date_error(word: str, text: str) -> InputError:
    message, hint = _explain_calendar(word) if word in _CALENDAR_WORDS else _explain_form(word)
    return InputError(word, message.format(text=shown(text)), hint)


_CALENDAR_WORDS: Final = frozenset(
    {"date_day", "date_range", "date_lunar", "date_era", "date_chinese_numerals"}
)


def _explain_calendar(word: str) -> tuple[str, str]:
    western = _("换成公历，按 2025-01-05 的样子写")
    return {
        "date_day": (_("“{text}”这一天不存在"), _("核对月份和日期")),
        "date_range": (
            _("日期“{text}”超出范围"),
            _("日期应在 {first} 至 {last} 之间").format(first=DATE_MIN, last=DATE_MAX),
        ),
        "date_lunar": (_("“{text}”是农历或干支日期"), western),
        "date_era": (_("“{text}”用了年号"), western),
        "date_chinese_numerals": (_("“{text}”用了汉字数字"), western),
    }[word]


def _explain_form(word: str) -> tuple[str, str]:
    pattern = _("按 2025-01-05 的样子写年、月、日")
    return {
        "date_empty": (_("日期是空的"), pattern),
        "date_control": (_("“{text}”含控制字符或看不见的字符"), _("删去该字符，重新录入日期")),
        "date_time": (_("“{text}”带有钟点或时区"), _("只写日期")),
        "date_partial": (_("“{text}”没有写全年、月、日"), pattern),
        "date_serial": (
            _("“{text}”只是一个数，不是日期"),
            _("把这一列设为日期格式后重新导出，或按 2025-01-05 的样子写"),
        ),
        "date_ambiguous": (_("“{text}”的年、月、日次序不明"), pattern),
        "date_unreadable": (_("“{text}”不是能读的日期"), pattern),
    }[word]
