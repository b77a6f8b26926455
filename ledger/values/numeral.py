"""Decimal numbers as people write them, read by one strict grammar into whole units.

A number is never guessed at: whatever the grammar does not know is refused with one stable word,
`money_…` or `area_…`, that says which rule it breaks. No float and no Decimal takes part.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import fold_width, is_safe, shown

NUMERAL_LENGTH_MAX: Final = 64
DECIMALS: Final = 2
WAN: Final = 10_000
WAN_DECIMALS: Final = 4

_PLAIN = re.compile(r"(?P<whole>[0-9][0-9,]*)(?:\.(?P<decimals>[0-9]+))?", re.ASCII)
_QUICK = re.compile(r"([1-9][0-9]{0,7})(?:\.([0-9]{1,2}))?", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*|[0-9]+", re.ASCII)
_SIGNED = re.compile(r"(?P<sign>[-\u2212]?) *(?P<mark>¥?) *(?P<inner>[-\u2212]?)(?P<body>.*)")
_NEGATIVE_FORMS = re.compile(r"[0-9][0-9,.]*[-\u2212]|\([0-9][0-9,.]*\)", re.ASCII)
_UNIT = re.compile(r"[0-9][0-9,.]* *[万千百十亿兆仟佰拾角分厘毛元圆块亩顷尺米平公㎡]")
_MINUSES: Final = ("-", "\u2212", "\u2010", "\u2011", "\u2013", "\u2014")
_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "–", "−", "/", "\\", "无", "空"})
_CURRENCY = re.compile(
    r"USD|EUR|HKD|JPY|GBP|RMB|CNY|人民币|美元|美金|港元|港币|欧元|日元|英镑", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """How one kind of number is written.

    Attributes:
        stem: how its stable words begin, `money` or `area`.
        largest: the largest magnitude, in whole hundredths.
        marked: True where `¥` may stand before it.
        units: the words that may stand after it, the longer before the shorter.
    """

    stem: str
    largest: int
    marked: bool
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leave:
    """What is allowed beyond positive numbers as a file has them.

    Attributes:
        zero: zero may be written.
        negative: a leading minus may be written.
        keyboard: a person types and is shown the result: `。` is a point and `万` a unit.
    """

    zero: bool = False
    negative: bool = False
    keyboard: bool = False


class _FaultError(Exception):
    """The rule that the text breaks; `read_hundredths` turns it into an InputError."""


def read_hundredths(text: str, quantity: Quantity, leave: Leave) -> int:
    """Return `text` as whole hundredths.

    Raises:
        InputError: `money_…` or `area_…` with one of the words of `_explain`.
    """
    quick = _QUICK.fullmatch(text)  # what nearly every cell holds, and what no rule refuses
    if quick is not None:
        return int(quick[1] + (quick[2] or "").ljust(DECIMALS, "0"))
    try:
        return _read(text, quantity, leave)
    except _FaultError as fault:
        word = str(fault)
    message, hint = _explain(word, quantity)
    raise InputError(f"{quantity.stem}_{word}", message.format(text=shown(text)), hint)


def _read(text: str, quantity: Quantity, leave: Leave) -> int:
    bare = _bare(text)
    if leave.keyboard:
        bare = bare.replace("。", ".")
    negative, body = _unsigned(bare, quantity)
    body, scale = _without_unit(body, quantity, leave)
    value = _scaled(body, scale)
    if value == 0:
        if not leave.zero:
            raise _FaultError("zero")
        return 0
    if negative and not leave.negative:
        raise _FaultError("negative")
    if value > quantity.largest:
        raise _FaultError("range")
    return -value if negative else value


def _bare(text: str) -> str:
    """Fold and trim `text`, and refuse what is no number at all."""
    if len(text) > NUMERAL_LENGTH_MAX:
        raise _FaultError("range")
    if not is_safe(text):
        raise _FaultError("control")
    bare = fold_width(text).strip(" ")
    if bare in _NOTHING:
        raise _FaultError("empty")
    if bare.startswith("#"):
        raise _FaultError("excel_error")
    if bare.startswith(("=", "+", "@")):
        raise _FaultError("formula")
    return bare


def _unsigned(bare: str, quantity: Quantity) -> tuple[bool, str]:
    parts = _SIGNED.fullmatch(bare)
    assert parts is not None  # every part but the last may be empty
    sign = parts["sign"] + parts["inner"]
    if len(sign) > 1:
        raise _FaultError("unreadable")
    if (parts["mark"] and not quantity.marked) or _CURRENCY.search(bare):
        raise _FaultError("currency")
    return sign != "", parts["body"].strip(" ")


def _without_unit(body: str, quantity: Quantity, leave: Leave) -> tuple[str, int]:
    for unit in quantity.units:
        if body.endswith(unit):
            body = body.removesuffix(unit).rstrip(" ")
            break
    if leave.keyboard and body.endswith("万"):
        return body.removesuffix("万").rstrip(" "), WAN
    return body, 1


def _scaled(body: str, scale: int) -> int:
    parts = _PLAIN.fullmatch(body)
    if parts is None:
        raise _FaultError(_diagnosis(body))
    whole, decimals = parts["whole"], parts["decimals"] or ""
    if not _GROUPED.fullmatch(whole):
        raise _FaultError("grouping")
    if len(whole) > 1 and whole.startswith("0"):
        raise _FaultError("leading_zero")
    places = DECIMALS + (WAN_DECIMALS if scale == WAN else 0)
    if len(decimals) > places:
        raise _FaultError("precision")
    return int(whole.replace(",", "") + decimals.ljust(places, "0"))


def _diagnosis(body: str) -> str:
    if any(unicodedata.category(char) == "Sc" for char in body):
        return "currency"
    if _UNIT.match(body):
        return "unit"
    if _NEGATIVE_FORMS.fullmatch(body) or body.startswith(_MINUSES):
        return "negative"
    return "unreadable"


def _explain(word: str, quantity: Quantity) -> tuple[str, str]:
    """Return what is wrong and what to do, in the language in force; `{text}` is still open."""
    return _explain_form(word) if word in _FORM_WORDS else _explain_value(word, quantity)


_FORM_WORDS: Final = frozenset(
    {"grouping", "leading_zero", "unit", "currency", "formula", "excel_error", "control"}
)


def _explain_form(word: str) -> tuple[str, str]:
    return {
        "grouping": (
            _("“{text}”的千位分隔符位置不对"),
            _("每三位一个逗号，例如 1,234.50，或不用逗号"),
        ),
        "leading_zero": (_("“{text}”前面有多余的零"), _("去掉前面的零")),
        "unit": (_("“{text}”带有不能换算的单位"), _("换算后只写数字，例如 15000.00")),
        "currency": (_("“{text}”带有其他币种或币种文字"), _("只写人民币数字，前面可以有￥")),
        "formula": (_("“{text}”是公式，不会计算"), _("填写计算结果")),
        "excel_error": (_("“{text}”是表格软件的出错值或列宽不够"), _("在原表中改正后重新导出")),
        "control": (_("“{text}”含控制字符或看不见的字符"), _("删去该字符，重新录入数字")),
    }[word]


def _explain_value(word: str, quantity: Quantity) -> tuple[str, str]:
    largest = f"{quantity.largest // 100:,}"
    return {
        "empty": (_("数字是空的"), _("填写数字，例如 1234.50")),
        "zero": (_("“{text}”是零，这里不能是零"), _("填写大于零的数字")),
        "negative": (
            _("“{text}”是负数，或负号的写法不对"),
            _("填写正数；只有允许负数的地方，可以在最前面写一个减号"),
        ),
        "precision": (_("“{text}”的小数超过两位"), _("写到小数点后两位，不会替你舍入")),
        "range": (
            _("“{text}”太长或太大"),
            _("绝对值不超过 {largest}").format(largest=largest),
        ),
        "unreadable": (_("“{text}”不是能读的数字"), _("只写数字，例如 1,234.50")),
    }[word]
