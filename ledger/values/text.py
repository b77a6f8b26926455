"""Text of people and files: shown harmlessly, checked where it enters, measured in cells.

No control, format or bidirectional character ever passes `safe`. A name or a code that enters
the books looks the same everywhere: composed (NFC), without characters that cannot be seen.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from ledger.values.errors import InputError
from ledger.values.i18n import _

NAME_LENGTH_MAX = 200
CODE_LENGTH_MAX = 40
SHOWN_LENGTH_MAX = 40

Align = Literal["left", "right"]

# Full-width forms, the full-width yen sign and the ideographic space: what a Chinese keyboard
# produces for ASCII. Full NFKC would also read ① as 1 and ² as 2, and those are not amounts.
_FULL_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}

# Characters that print nothing although Unicode calls them letters, marks or symbols.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0e\uffa0"
    "\U000e0100-\U000e01ef]"
)
_EMOJI = re.compile(
    "[\u20e3\u231a\u231b\u23e9-\u23fa\u2600-\u2604\u2607-\u27bf\u2b1b\u2b1c\u2b50\u2b55\ufe0f"
    "\U0001f000-\U0001faff]"
)
_NEWER_IDEOGRAPH = re.compile("[\U00020000-\U0002fffd\U00030000-\U0003fffd]")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DOTS = dict.fromkeys(map(ord, "\u2022\u2027\u2219\u22c5\u30fb\uff65"), "\u00b7")
_NUMBER_FROM_A_SHEET = re.compile(r"[0-9]+\.0+|[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+", re.ASCII)
_PLAIN_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_FORMULA_HEADS = frozenset("=+-@\t\r\n\0＝＋－＠")  # full-width ones start a formula in Excel too


def is_harmless(char: str) -> bool:
    """Tell whether `char` may reach a terminal, a log or a file for office programs.

    Ideographs of planes 2 and 3 that are newer than this Python stay: they stand in names.
    """
    if char.isprintable():
        return True
    kind = unicodedata.category(char)
    return kind == "Zs" or (kind == "Cn" and _NEWER_IDEOGRAPH.match(char) is not None)


def is_safe(text: str) -> bool:
    """Tell whether every character of `text` is harmless."""
    return text.isprintable() or all(map(is_harmless, text))


def safe(text: str) -> str:
    r"""Return `text` fit for any screen, log or export: nothing in it acts, all of it is seen.

    >>> safe("张三\x1b]0;x\x07")
    '张三␛]0;x␇'
    >>> safe("a\u202eb")
    'a<U+202E>b'
    """
    if text.isprintable():  # nearly always, and much faster than a look at each character
        return text
    return "".join(char if is_harmless(char) else _picture(char) for char in text)


def _picture(char: str) -> str:
    if char <= "\x1f":
        return chr(0x2400 + ord(char))
    return "\u2421" if char == "\x7f" else f"<U+{ord(char):04X}>"


def shown(text: str) -> str:
    """Return the beginning of `text`, safe, for use inside a message."""
    if len(text) > SHOWN_LENGTH_MAX:
        return safe(text[:SHOWN_LENGTH_MAX]) + "…"
    return safe(text)


def fold_width(text: str) -> str:
    """Return `text` with full-width ASCII made half-width, and every kind of space a plain one.

    >>> fold_width("￥１，２３４．５０")
    '¥1,234.50'
    """
    if text.isascii():
        return text
    folded = text.translate(_FULL_WIDTH)
    return "".join(" " if unicodedata.category(char) == "Zs" else char for char in folded)


def fold_hyphens(text: str) -> str:
    """Return `text` with every kind of hyphen and dash, and the minus sign, made `-`.

    >>> fold_hyphens("A01－3–2‑501")
    'A01-3-2-501'
    """
    if text.isascii():
        return text
    return "".join("-" if _is_hyphen(char) else char for char in text)


def _is_hyphen(char: str) -> bool:
    return char == "\u2212" or unicodedata.category(char) == "Pd"


def clean_name(text: str, what: str, limit: int = NAME_LENGTH_MAX) -> str:
    """Return `text` as it is stored: composed, trimmed, one kind of dot, all of it visible.

    Args:
        text: the name, memo or other line of text as it was typed.
        what: what it is, for the message, in the language in force.
        limit: the most characters allowed.

    Raises:
        InputError: `text_too_long`, `text_empty`, or what `check_characters` raises.
    """
    if len(text) > limit:
        raise _too_long("text_too_long", text, what, limit)
    check_characters(text, what)
    composed = unicodedata.normalize("NFC", text).translate(_DOTS)
    name = " ".join(composed.split())
    if not name:
        raise InputError("text_empty", _("{what}是空的").format(what=what), _("请填写"))
    if len(name) > limit:
        raise _too_long("text_too_long", text, what, limit)
    return name


def check_characters(text: str, what: str) -> None:
    """Refuse `text` where one of its characters must not enter the books.

    Raises:
        InputError: `text_control`, `text_bidi`, `text_invisible`, `text_private_use`,
            `text_emoji` or `text_unassigned`.
    """
    for char in text:
        word = _fault_of(char)
        if word is not None:
            raise _bad_character(word, text, what, char)


@lru_cache(maxsize=8192)
def _fault_of(char: str) -> str | None:
    if _EMOJI.match(char):
        return "text_emoji"
    if _UNSEEN.match(char):
        return "text_invisible"
    if is_harmless(char):
        return None
    if char in _BIDI:
        return "text_bidi"
    return {
        "Cf": "text_invisible",
        "Co": "text_private_use",
        "Cn": "text_unassigned",
        "Cs": "text_unassigned",
    }.get(unicodedata.category(char), "text_control")


def _bad_character(word: str, text: str, what: str, char: str) -> InputError:
    message, hint = {
        "text_control": (
            _("{what}“{text}”含控制字符 {point}（换行、制表符等）"),
            _("删去该字符后重新录入"),
        ),
        "text_bidi": (
            _("{what}“{text}”含改变文字方向的字符 {point}"),
            _("删去该字符后重新录入"),
        ),
        "text_invisible": (
            _("{what}“{text}”含看不见的字符 {point}"),
            _("删去该字符后重新录入"),
        ),
        "text_private_use": (
            _("{what}“{text}”含自造字 {point}，换一台电脑就显示不出"),
            _("改用国家标准编码的汉字"),
        ),
        "text_emoji": (
            _("{what}“{text}”含表情符号 {point}"),
            _("删去该符号后重新录入"),
        ),
        "text_unassigned": (
            _("{what}“{text}”含无效字符 {point}"),
            _("删去该字符后重新录入"),
        ),
    }[word]
    return InputError(
        word,
        message.format(what=what, text=shown(text), point=f"U+{ord(char):04X}"),
        hint,
    )


def _too_long(word: str, text: str, what: str, limit: int) -> InputError:
    return InputError(
        word,
        _("{what}有 {count} 个字符，最多 {limit} 个").format(
            what=what, count=len(text), limit=limit
        ),
        _("请缩短"),
    )


def clean_code(text: str, what: str) -> str:
    """Return `text` as a code of an estate, building, unit or room; leading zeros are kept.

    A code is compared character by character, so whatever looks the same must be the same:
    no hyphen (it separates the four parts), no space, no full-width letter or digit.

    >>> clean_code(" 0501 ", "房号")
    '0501'

    Raises:
        InputError: `code_too_long`, `code_empty`, `code_hyphen`, `code_space`,
            `code_full_width`, `code_number`, `code_formula`, or what `check_characters` raises.
    """
    code = unicodedata.normalize("NFC", text.strip(" \u3000"))
    if len(code) > CODE_LENGTH_MAX:
        raise _too_long("code_too_long", code, what, CODE_LENGTH_MAX)
    check_characters(code, what)
    if not code:
        raise InputError("code_empty", _("{what}是空的").format(what=what), _("请填写"))
    fault = _code_fault(code)
    if fault is None:
        return code
    word, message, hint = fault
    raise InputError(word, message.format(what=what, code=shown(code)), hint)


def _code_fault(code: str) -> tuple[str, str, str] | None:
    if any(_is_hyphen(char) for char in code):
        return (
            "code_hyphen",
            _("{what}“{code}”含连字符"),
            _("连字符只用来隔开小区、楼栋、单元、房号，编号里不能有"),
        )
    if any(char.isspace() for char in code):
        tight = "".join(code.split())
        return (
            "code_space",
            _("{what}“{code}”中间有空格"),
            _("是否应为“{code}”？").format(code=shown(tight)),
        )
    plain = unicodedata.normalize("NFKC", code)
    if plain != code:
        return (
            "code_full_width",
            _("{what}“{code}”含全角或变体字符"),
            _("是否应为“{code}”？").format(code=shown(plain)),
        )
    if _NUMBER_FROM_A_SHEET.fullmatch(code):
        return (
            "code_number",
            _("{what}“{code}”被表格软件当成了数字"),
            _("把这一列设为文本格式后重新填写，前面的零也要保留"),
        )
    if code.startswith(("=", "+", "@", "'")):
        return (
            "code_formula",
            _("{what}“{code}”以公式符号开头"),
            _("去掉开头的符号"),
        )
    return None


def clean_account_number(text: str, what: str) -> str:
    """Return a bank account number with its spaces dropped and nothing else changed.

    >>> clean_account_number("6222 0200 0011", "银行账号")
    '622202000011'

    Raises:
        InputError: as `clean_code`, except that hyphens are allowed.
    """
    check_characters(text, what)
    number = "".join(text.split())
    if not number:
        raise InputError("code_empty", _("{what}是空的").format(what=what), _("请填写"))
    if len(number) > CODE_LENGTH_MAX:
        raise _too_long("code_too_long", number, what, CODE_LENGTH_MAX)
    fault = _code_fault(number.replace("-", ""))
    if fault is None:
        return number
    word, message, hint = fault
    raise InputError(word, message.format(what=what, code=shown(number)), hint)


def cell_width(text: str) -> int:
    """Return how many terminal cells `text` takes: two for a Chinese character, none for a mark.

    >>> cell_width("张3")
    3
    """
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


@lru_cache(maxsize=8192)
def _char_width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"} or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def pad(text: str, width: int, align: Align = "left") -> str:
    """Fill `text` with spaces to `width` cells; what is wider is returned whole, never cut."""
    if text.isascii():
        return text.rjust(width) if align == "right" else text.ljust(width)
    gap = " " * (width - cell_width(text))
    return gap + text if align == "right" else text + gap


def csv_safe(text: str) -> str:
    """Return `text` so that an office program does not take it for a formula.

    >>> csv_safe("=HYPERLINK(1)"), csv_safe("-5.00"), csv_safe("王五")
    ("'=HYPERLINK(1)", '-5.00', '王五')
    """
    if text[:1] in _FORMULA_HEADS and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text
