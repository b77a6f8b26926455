"""What a rule may be (规则): its type, its lawful range, and its value as text. Pure.

The rules stand in `rulebooks/rules.toml`. A value has one canonical text, which is what is stored
and what a person types: `300`, `yes`, `07-01`, `principal_first`, `lift,fire`, a table as
`commodity/lift=12000,commodity/no_lift=9000`, and `none` where a rule may say nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Final, TypeAlias

from ledger.values.errors import Refused
from ledger.values.i18n import _, in_chinese
from ledger.values.money import format_fen
from ledger.values.text import shown

Value: TypeAlias = "int | str | bool | tuple[str, ...] | tuple[tuple[str, int], ...] | None"
"""A rule's value; None where it says nothing."""

NONE: Final = "none"
_FLAGS: Final = {"yes": True, "no": False}
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_MMDD: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", re.ASCII)
_DAYS_OF: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@dataclass(frozen=True, slots=True)
class Spec:
    """What a rule is.

    Attributes:
        key: its name.
        type: `int`, `permille`, `ppm`, `money` (fen), `days`, `year`, `enum`, `flag`, `mmdd`,
            `list` (of codes) or `table` (of codes, each with a number in `unit`).
        zh: what it means, in Chinese.
        en: the same in English.
        optional: whether it may say nothing.
        least: of its number or numbers, included.
        most: the same.
        of: the codes of a list or a table, a regular expression.
        unit: the type of a table's numbers.
        informs: whether it only tells people what holds, and nothing in the program asks it.
        values: what each code means, in Chinese and English; the codes of an enum, and the
            numbers that an int may be.
    """

    key: str
    type: str
    zh: str
    en: str
    optional: bool = False
    least: int = 0
    most: int = 0
    of: str = ""
    unit: str = ""
    informs: bool = False
    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """What it means, in the language in force."""
        meaning = self.zh if in_chinese() else self.en
        return _("{meaning}（备查）").format(meaning=meaning) if self.informs else meaning


@cache
def specs() -> Mapping[str, Spec]:
    """Return every rule there is, by key, in the order of the file."""
    text = resources.files("ledger.registry").joinpath("rulebooks", "rules.toml").read_text("utf-8")
    return {row["key"]: _spec(row) for row in tomllib.loads(text)["rule"]}


def _spec(row: dict[str, Any]) -> Spec:
    values = {code: (zh, en) for code, (zh, en) in row.pop("values", {}).items()}
    return Spec(**row, values=values)


def find_spec(key: str) -> Spec:
    """Return the rule called `key`.

    Raises:
        Refused: `rule_unknown`.
    """
    spec = specs().get(key)
    if spec is None:
        raise Refused(
            "rule_unknown",
            _("没有规则“{key}”").format(key=shown(key)),
            _("请运行 wxzj registry rules show 查看全部规则"),
        )
    return spec


def read_value(spec: Spec, text: str) -> Value:
    """Return the value that a canonical text says.

    Raises:
        Refused: `rule_value`, naming the range.
    """
    value = _read(spec, text.strip())
    if isinstance(value, _Bad):
        raise Refused(
            "rule_value",
            _("规则 {key} 不能是“{text}”").format(key=spec.key, text=shown(text)),
            _("可以是：{allowed}").format(allowed=allowed(spec)),
        )
    return value


class _Bad:
    """What is no value of a rule."""


_BAD: Final = _Bad()


def _read(spec: Spec, text: str) -> Value | _Bad:
    if text == NONE:
        return _nothing(spec)
    return _READERS.get(spec.type, _read_number)(spec, text)


def _read_flag(_spec: Spec, text: str) -> bool | _Bad:
    return _FLAGS.get(text, _BAD)


def _read_code(spec: Spec, text: str) -> str | _Bad:
    return text if text in spec.values else _BAD


def _read_day(_spec: Spec, text: str) -> str | _Bad:
    return text if _is_day(text) else _BAD


def _nothing(spec: Spec) -> Value | _Bad:
    if spec.type in {"list", "table"}:
        return ()
    return None if spec.optional else _BAD


def _is_day(text: str) -> bool:
    """Tell whether a day stands in every year, which 02-29 does not."""
    found = _MMDD.fullmatch(text)
    return found is not None and int(found[2]) <= _DAYS_OF[int(found[1]) - 1]


def _read_number(spec: Spec, text: str) -> int | _Bad:
    if not _NUMBER.fullmatch(text) or (spec.type == "int" and text not in spec.values):
        return _BAD
    return int(text) if spec.least <= int(text) <= spec.most else _BAD


def _read_list(spec: Spec, text: str) -> tuple[str, ...] | _Bad:
    codes = tuple(text.split(","))
    right = all(re.fullmatch(spec.of, code, re.ASCII) for code in codes)
    return codes if right and len(set(codes)) == len(codes) else _BAD


def _read_table(spec: Spec, text: str) -> tuple[tuple[str, int], ...] | _Bad:
    rows: dict[str, int] = {}
    for part in text.split(","):
        code, _equals, number = part.partition("=")
        value = _read_number(spec, number)
        if code in rows or not re.fullmatch(spec.of, code, re.ASCII) or isinstance(value, _Bad):
            return _BAD
        rows[code] = value
    return tuple(rows.items())


_READERS: Final[Mapping[str, Callable[[Spec, str], Value | _Bad]]] = {
    "flag": _read_flag,
    "enum": _read_code,
    "mmdd": _read_day,
    "list": _read_list,
    "table": _read_table,
}


def write_value(value: Value) -> str:
    """Return the canonical text of a value."""
    if value is None or value == ():
        return NONE
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(each if isinstance(each, str) else f"{each[0]}={each[1]}" for each in value)
    return str(value)


# ---- for people ----


def say_value(spec: Spec, value: Value) -> str:
    """Return a value as people read it: `30 %`, `3 天`, `10,000.00 元`."""
    if value is None or value == ():
        return _("不设")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, tuple):
        return _("、").join(_say_item(spec, each) for each in value)
    if isinstance(value, int):
        return _say_number(spec.type, value)
    return _say_code(spec, value)


def _say_item(spec: Spec, item: str | tuple[str, int]) -> str:
    if isinstance(item, str):
        return _say_code(spec, item)
    return f"{_say_code(spec, item[0])} {_say_number(spec.unit, item[1])}"


def _say_code(spec: Spec, code: str) -> str:
    if code not in spec.values:
        return code
    return spec.values[code][0 if in_chinese() else 1]


def _say_number(unit: str, number: int) -> str:
    if unit == "money":
        return _("{amount} 元").format(amount=format_fen(number))
    if unit == "days":
        return _("{days} 天").format(days=number)
    if unit == "years":
        return _("{years} 年").format(years=number)
    scale = {"permille": 10, "ppm": 10_000}.get(unit)
    if scale is None:
        return str(number)
    whole, rest = divmod(number, scale)
    decimals = f"{rest:0{len(str(scale)) - 1}d}".rstrip("0")
    return f"{whole}.{decimals} %" if decimals else f"{whole} %"


def allowed(spec: Spec) -> str:
    """Return what a rule may be, for people, with the text to type."""
    if spec.type == "flag":
        text = "yes, no"
    elif spec.type in {"enum", "int"}:
        text = ", ".join(spec.values)
    elif spec.type == "mmdd":
        text = "MM-DD"
    elif spec.type == "list":
        text = f"{spec.of.replace('|', ', ')}"
    else:
        numbers = _("{least} 至 {most}（{unit}）").format(
            least=spec.least, most=spec.most, unit=_unit(spec.unit or spec.type)
        )
        text = f"{spec.of}={numbers}" if spec.type == "table" else numbers
    return f"{text}, {NONE}" if spec.optional or spec.type in {"list", "table"} else text


def _unit(unit: str) -> str:
    return {
        "permille": _("千分比"),
        "ppm": _("百万分比"),
        "money": _("分"),
        "days": _("天"),
        "years": _("年"),
        "year": _("年"),
        "points": _("分值"),
    }[unit]
