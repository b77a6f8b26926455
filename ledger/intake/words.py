"""Grammars of single cells that are none of money, area or day: words, codes, counts.

Each takes the text of a cell and returns what it means, or refuses it and names what is allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from ledger.intake.head_words import normal
from ledger.intake.identity import SCIENTIFIC
from ledger.intake.spec import Noted
from ledger.values.area import parse_area
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.money import parse_fen
from ledger.values.text import (
    clean_account_number,
    clean_code,
    clean_name,
    fold_hyphens,
    fold_width,
    shown,
)

HOUSEHOLD_LENGTH_MAX: Final = 200
PHONE_LENGTH_MAX: Final = 60
COUNT_MAX: Final = 9999
_PLAIN_HOUSEHOLD: Final = re.compile(r"(?:[0-9A-DF-Z]{1,40}-){3}[0-9A-DF-Z]{1,40}", re.ASCII)
_CODE_PREFIX: Final = re.compile(r"[0-9]{1,3}_(?=.)")  # code lists write 01_电梯
_DAY_LIKE: Final = re.compile(
    r"[0-9]{1,2}月[0-9]{1,2}日|[0-9]{1,2}-(?:[A-Z][a-z]{2})|[A-Z][a-z]{2}-[0-9]{1,2}"
)
_IDEOGRAPH: Final = re.compile("[\u4e00-\u9fff]")
_LOST: Final = re.compile("\ufffd|锟斤拷")  # what decoders leave of bytes that they cannot read
_TEXT_FORMULA: Final = re.compile(r'="(?P<text>[^"]*)"')
_COUNT: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
_PARTS: Final = 4
_SELLING_UNIT_PARTS: Final = 3
SELLING_UNIT: Final = "SU"

_LIFT: Final[Mapping[str, bool]] = {
    **dict.fromkeys(("是", "有", "电梯", "有电梯", "电梯房", "yes", "y", "true", "1", "√"), True),
    **dict.fromkeys(
        ("否", "无", "没有", "非电梯", "无电梯", "多层", "no", "n", "false", "0", "×"), False
    ),
}
# 住宅设计规范 asks for a lift from the seventh floor up: 小高层 (7 to 11) counts as high.
_STRUCTURES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("多层", "多层住宅", "低层", "multi_storey"), "multi_storey"),
    **dict.fromkeys(("高层", "高层住宅", "小高层", "超高层", "high_rise"), "high_rise"),
}
_KINDS: Final[Mapping[str, str]] = {
    "商品住宅": "commodity",
    "商品住房": "commodity",
    "普通商品住宅": "commodity",
    "commodity": "commodity",
    "已售公有住房": "sold_public",
    "已售公房": "sold_public",
    "售后公房": "sold_public",
    "房改房": "sold_public",
    "sold_public": "sold_public",
    "非住宅": "non_home",
    "non_home": "non_home",
    "未售商品房": "unsold_commodity",
    "未售商品住宅": "unsold_commodity",
    "unsold_commodity": "unsold_commodity",
    "未售公房": "unsold_public",
    "未售公有住房": "unsold_public",
    "unsold_public": "unsold_public",
}
_PAYER_CLASSES: Final[Mapping[str, int]] = {
    **dict.fromkeys(("业主", "产权人", "个人", "owner"), 1),
    **dict.fromkeys(("售房单位", "公有住房售房单位", "公房售房单位", "selling_unit"), 2),
    **dict.fromkeys(
        (
            "开发单位",
            "建设单位",
            "开发建设单位",
            "开发商",
            "开发企业",
            "房地产开发企业",
            "developer",
        ),
        3,
    ),
}
_PURPOSES: Final = ("首期", "续交", "补建", "补足")
_PURPOSE_WORDS: Final[Mapping[str, str]] = {
    **{word: word for word in _PURPOSES},
    **{
        f"{word}{tail}": word for word in _PURPOSES for tail in ("交存", "维修资金", "专项维修资金")
    },
    "首次": "首期",
    "首次交存": "首期",
    "续筹": "续交",
}


def _word(text: str) -> str:
    return _CODE_PREFIX.sub("", normal(text), count=1)


def parse_lift(text: str) -> bool:
    """Return whether there is a lift.

    >>> parse_lift("01_电梯"), parse_lift("否")
    (True, False)

    Raises:
        InputError: `flag_unknown`.
    """
    found = _LIFT.get(_word(text))
    if found is None:
        raise InputError(
            "flag_unknown", _("“{text}”不是“是”或“否”").format(text=shown(text)), _("填写 是 或 否")
        )
    return found


def parse_structure(text: str) -> str:
    """Return the code word of what a home is built as (建筑类型).

    >>> parse_structure("02_小高层")
    'high_rise'

    Raises:
        InputError: `structure_unknown`.
    """
    found = _STRUCTURES.get(_word(text))
    if found is None:
        raise InputError(
            "structure_unknown",
            _("不认识的建筑类型“{text}”").format(text=shown(text)),
            _("填写 多层 或 高层；不明的留空"),
        )
    return found


def parse_kind(text: str) -> str:
    """Return the code word of the kind of a household (房屋性质).

    Raises:
        InputError: `kind_unknown`.
    """
    found = _KINDS.get(_word(text))
    if found is None:
        raise InputError(
            "kind_unknown",
            _("不认识的房屋性质“{text}”").format(text=shown(text)),
            _("填写 商品住宅、已售公有住房（售后公房）、非住宅、未售商品房 或 未售公房"),
        )
    return found


def parse_payer_class(text: str) -> int:
    """Return who pays: 1 an owner, 2 a selling unit, 3 a developer.

    Raises:
        InputError: `payer_class_unknown`.
    """
    found = _PAYER_CLASSES.get(_word(text))
    if found is None:
        raise InputError(
            "payer_class_unknown",
            _("不认识的交款方“{text}”").format(text=shown(text)),
            _("填写 业主、售房单位 或 开发单位"),
        )
    return found


def parse_purpose(text: str) -> str:
    """Return what a deposit is for: 首期, 续交, 补建 or 补足.

    Raises:
        InputError: `purpose_unknown`.
    """
    found = _PURPOSE_WORDS.get(_word(text))
    if found is None:
        raise InputError(
            "purpose_unknown",
            _("不认识的摘要“{text}”").format(text=shown(text)),
            _("填写 首期、续交、补建 或 补足"),
        )
    return found


def parse_count(text: str) -> int:
    """Return a small whole number, zero included.

    Raises:
        InputError: `count_unreadable`.
    """
    bare = fold_width(text).strip()
    if not _COUNT.fullmatch(bare) or int(bare) > COUNT_MAX:
        raise InputError(
            "count_unreadable",
            _("“{text}”不是 0 至 {largest} 的整数").format(text=shown(text), largest=COUNT_MAX),
            _("填写整数"),
        )
    return int(bare)


def name_parser(what: str) -> Callable[[str], object]:
    """Return the grammar of a line of text called `what`.

    Text that was decoded wrongly somewhere on its way is refused where something was lost, and
    told where it may be mere chance.
    """

    def parse(text: str) -> object:
        name = clean_name(text, what)
        if name.isascii():
            return name
        if _LOST.search(name):
            raise InputError(
                "text_garbled",
                _("{what}“{text}”是乱码，原来的字已经丢失").format(what=what, text=shown(name)),
                _("从原始资料重新导出，不要从乱码的文件里复制"),
            )
        return Noted(name, _("像是乱码（编码认错了），请核对")) if _is_garbled(name) else name

    return parse


def _is_garbled(text: str) -> bool:
    """Tell whether `text` reads as Chinese once the decoding of UTF-8 as GBK is undone."""
    try:
        undone = text.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return False
    return _IDEOGRAPH.search(undone) is not None


def phone_parser(what: str) -> Callable[[str], str]:
    """Return the grammar of telephone numbers called `what`: any text that is no broken number."""

    def parse(text: str) -> str:
        number = fold_width(clean_name(text, what, PHONE_LENGTH_MAX)).strip()
        if SCIENTIFIC.fullmatch(number):
            raise InputError(
                "phone_unreadable",
                _("{what}“{text}”是科学记数法，末几位已经丢失").format(what=what, text=shown(text)),
                _("把这一列设为文本格式后重新填写"),
            )
        return number

    return parse


def code_parser(what: str) -> Callable[[str], object]:
    """Return the grammar of a part of a household's code called `what`."""

    def parse(text: str) -> object:
        if _DAY_LIKE.fullmatch(text.strip()):
            raise InputError(
                "code_date",
                _("{what}“{text}”像是被表格软件改成了日期").format(what=what, text=shown(text)),
                _("把这一列设为文本格式后重新填写"),
            )
        return _unquoted(text, lambda inner: clean_code(inner, what))

    return parse


def account_parser(what: str) -> Callable[[str], object]:
    """Return the grammar of a bank account or another long number called `what`."""

    def parse(text: str) -> object:
        return _unquoted(text, lambda inner: clean_account_number(inner, what))

    return parse


def _unquoted(text: str, parse: Callable[[str], str]) -> object:
    """Read `="00123"`, by which exports keep office programs from dropping zeros, as its text."""
    formula = _TEXT_FORMULA.fullmatch(text.strip())
    if formula is None:
        return parse(text.strip(" \t"))
    return Noted(parse(formula["text"]), _('写成 ="…"，按引号里的文字读入'))


def parse_household(text: str) -> object:
    """Return the code of a household, `A01-3-2-501`, or of a selling unit, `A01-3-SU`.

    Raises:
        InputError: `household_code`, or what `clean_code` raises for a part.
    """
    if _PLAIN_HOUSEHOLD.fullmatch(text):
        return text
    if len(text) > HOUSEHOLD_LENGTH_MAX:
        raise InputError(
            "household_code",
            _("房屋编号有 {count} 个字符").format(count=len(text)),
            _("按 小区-幢-单元-房号 填写，如 A01-3-2-501"),
        )
    bare = text.strip()
    folded = fold_hyphens(bare)
    parts = folded.split("-")
    titles: tuple[str, ...] = (_("小区编号"), _("幢"), _("单元"), _("房号"))
    if len(parts) == _SELLING_UNIT_PARTS and parts[-1] == SELLING_UNIT:
        titles = titles[:_SELLING_UNIT_PARTS]
    elif len(parts) != _PARTS:
        raise InputError(
            "household_code",
            _("“{text}”不是房屋编号").format(text=shown(text)),
            _("按 小区-幢-单元-房号 填写，如 A01-3-2-501；没有单元的写 0"),
        )
    elif not parts[2].strip():
        parts[2] = "0"
    codes = [clean_code(part, title) for part, title in zip(parts, titles, strict=True)]
    code = "-".join(codes)
    if folded != bare:
        return Noted(code, _("的连字符不是英文短横，按 - 读入"))
    return code


def parse_amount(text: str) -> int:
    """Return an amount above zero."""
    return parse_fen(text)


def parse_amount_or_zero(text: str) -> int:
    """Return an amount, zero included."""
    return parse_fen(text, allow_zero=True)


def parse_signed_amount(text: str) -> int:
    """Return an amount as a bank writes it: of either sign, zero included."""
    return parse_fen(text, allow_zero=True, allow_negative=True)


def parse_area_or_zero(text: str) -> int:
    """Return an area, zero included."""
    return parse_area(text, allow_zero=True)


def in_wan(*, allow_zero: bool = False, allow_negative: bool = False) -> Callable[[str], int]:
    """Return the grammar of an amount that its head says to be in 万元."""

    def parse(text: str) -> int:
        leave = {"allow_zero": allow_zero, "allow_negative": allow_negative}
        bare = text.strip()
        if "。" not in bare and not bare.endswith("万"):
            try:
                return parse_fen(f"{bare}万", keyboard=True, **leave)
            except InputError as error:
                if error.code == "money_precision":
                    raise InputError(
                        "money_precision",
                        _("“{text}”万元不是整分").format(text=shown(text)),
                        _("万元的小数最多六位"),
                    ) from None
        parse_fen(text, **leave)
        raise InputError(
            "money_unit",
            _("表头的单位是万元，单元格“{text}”又写了单位").format(text=shown(text)),
            _("单元格里只写数字"),
        )

    return parse
