"""What one head says: which field, and in which unit.

A head is compared without spaces, line breaks, stars and width of letters. What stands in brackets
must be known, as a unit or as a remark; a head with anything else in them is another column.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.intake.spec import Field, FileSpec, Kind

HEAD_LENGTH_MAX: Final = 60
_LEFT_OUT: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_TAIL: Final = re.compile(
    r"(?P<base>.+?)(?:\((?P<round>[^()]*)\)|\[(?P<square>[^\[\]]*)\]|【(?P<black>[^【】]*)】)"
)
_BARE_TAIL: Final = re.compile(r"(?P<base>.+?)(?:[:/_,]|单位:?)*(?P<unit>万元|千元|元|m2)")
_BANNER: Final = re.compile(r"单位[:是为]?\(?(?:人民币)?(?P<unit>[百千万亿]*元)")
_REMARKS: Final = frozenset(
    {
        "必填",
        "选填",
        "可空",
        "可选",
        "必录",
        "是/否",
        "有/无",
        "年-月-日",
        "年月日",
        "yyyy-mm-dd",
        "yyyy/mm/dd",
        "yyyymmdd",
        "文本",
        "文本格式",
        "数字",
        "日期",
        "下拉选择",
        "小写",
    }
)
_WAN: Final = frozenset({"万元", "万", "人民币万元", "单位:万元"})
_YUAN: Final = frozenset({"元", "人民币", "人民币元", "rmb", "cny", "¥", "单位:元", "元人民币"})
_RATES: Final = frozenset(
    {"元/m2", "元/平方米", "元/平米", "元/平方", "元每平方米", "元/m²", "元/㎡"}
)
_AREAS: Final = frozenset({"m2", "平方米", "平米", "平方", "单位:m2", "单位:平方米"})
_OTHERS: Final = frozenset(
    {
        "千元",
        "百元",
        "十元",
        "百万元",
        "千万元",
        "亿元",
        "亿",
        "千",
        "角",
        "分",
        "厘",
        "美元",
        "港元",
        "港币",
        "欧元",
        "日元",
        "usd",
        "hkd",
        "eur",
        "jpy",
        "$",
        "亩",
        "公顷",
        "平方公里",
        "平方尺",
        "ft2",
        "%",
        "元/月",
        "元/m2·月",
        "元/m2.月",
    }
)
_UNITS: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.AMOUNT: _YUAN,
    Kind.RATE: _RATES | _YUAN,
    Kind.AREA: _AREAS,
    Kind.COUNT: frozenset({"人", "票", "个", "户"}),
}
_ANY_UNIT: Final = _WAN | _YUAN | _RATES | _AREAS | _OTHERS


class Unit(enum.Enum):
    """What a head says of its unit."""

    UNSAID = "unsaid"
    SAID = "said"
    WAN = "wan"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a head says.

    Attributes:
        field: the column that it names.
        unit: what it says of the unit.
        rank: 0 for the code word, 1 for the official head, more for others.
    """

    field: Field
    unit: Unit
    rank: int


@dataclass(frozen=True, slots=True)
class _Alias:
    field: Field
    rank: int


Aliases = Mapping[str, _Alias]


def normal(text: str) -> str:
    """Return a head as it is compared.

    >>> normal(" *建筑 面积（㎡）")
    '建筑面积(m2)'
    """
    folded = unicodedata.normalize("NFKC", text[: HEAD_LENGTH_MAX * 2])
    kept = (char for char in folded if unicodedata.category(char) not in _LEFT_OUT)
    return "".join(kept).strip("*'\"").casefold()


def aliases_of(spec: FileSpec) -> Aliases:
    """Return every way of writing a head of `spec`, as it is compared."""
    found: dict[str, _Alias] = {}
    for field in spec.fields:
        for rank, head in enumerate((field.key, *field.heads)):
            alias = found.setdefault(normal(head), _Alias(field, rank))
            assert alias.field is field, head
    return found


def meaning_of(text: str, aliases: Aliases) -> Meaning | None:
    """Return what the head `text` says, or None where it is no column of ours."""
    base = normal(text)
    if not base or len(base) > HEAD_LENGTH_MAX:
        return None
    units: list[str] = []
    while base not in aliases:
        tail = _TAIL.fullmatch(base)
        if tail is None:
            return _meaning_of_bare(base, units, aliases)
        base = tail["base"].rstrip("*")
        remark = (tail["round"] or tail["square"] or tail["black"] or "").strip("*")
        if remark not in _REMARKS:
            units.append(remark)
    return _judged(aliases[base], units)


def _meaning_of_bare(base: str, units: list[str], aliases: Aliases) -> Meaning | None:
    """Try a unit that stands behind the head without brackets: 金额万元, 面积/㎡."""
    tail = _BARE_TAIL.fullmatch(base)
    if tail is None:
        return None
    alias = aliases.get(tail["base"].rstrip(":/_,"))
    return None if alias is None else _judged(alias, [tail["unit"], *units])


def _judged(alias: _Alias, units: list[str]) -> Meaning | None:
    unit = Unit.UNSAID
    field = alias.field
    for word in units:
        if word in _UNITS.get(field.kind, ()):
            unit = Unit.SAID
        elif word in _WAN and field.parse_wan is not None:
            unit = Unit.WAN
        elif word in _ANY_UNIT and field.kind in _UNITS:
            return Meaning(field, Unit.WRONG, alias.rank)
        else:
            return None
    return Meaning(field, unit, alias.rank)


def unit_alone(text: str) -> str:
    """Return the unit that the cell `text` of a head's second row is, or "" where it is more.

    >>> unit_alone("（万元）"), unit_alone("金额")
    ('万元', '')
    """
    bare = normal(text).strip("()[]【】")
    return bare if bare in _ANY_UNIT else ""


def banner_unit(text: str) -> Unit:
    """Return what a line above the head, such as 单位：万元, says of all amounts."""
    found = _BANNER.search(normal(text))
    if found is None:
        return Unit.UNSAID
    return {"元": Unit.SAID, "万元": Unit.WAN}.get(found["unit"], Unit.WRONG)
