"""Numbers that carry their own check: identity cards (GB 11643) and unified codes (GB 32100).

A spreadsheet keeps fifteen digits, so a card number that passed through it as a number ends in
000; the check digit finds that out, and most slips of the finger too.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import clean_name, fold_width, shown

_CARD: Final = re.compile(r"[0-9]{17}[0-9X]", re.ASCII)
_UNIFIED: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}", re.ASCII)
_MANY_DIGITS: Final = re.compile(r"[0-9]{16,}X?", re.ASCII)
SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]+", re.ASCII)
_CARD_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CARD_CHECKS: Final = "10X98765432"
_UNIFIED_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_LENGTH_MAX: Final = 40


def parse_id_no(text: str, what: str) -> str:
    """Return an identity number; where it has a check digit, that is right.

    Raises:
        InputError: `id_no_check`, `id_no_length`, or what `clean_name` raises.
    """
    number = fold_width(clean_name(text, what, _LENGTH_MAX)).strip().upper()
    if _CARD.fullmatch(number):
        if not is_card(number):
            raise _wrong(number)
    elif _UNIFIED.fullmatch(number):
        if not is_unified(number):
            raise _wrong(number)
    elif _MANY_DIGITS.fullmatch(number) or SCIENTIFIC.fullmatch(number):
        raise InputError(
            "id_no_length",
            _("证件号“{number}”有 {count} 位").format(number=shown(number), count=len(number)),
            _("身份证号是 18 位；把这一列设为文本格式，对照证件重新填写"),
        )
    return number


def is_card(number: str) -> bool:
    """Tell whether eighteen characters are an identity card's number.

    >>> is_card("11010519491231002X"), is_card("110105194912310021")
    (True, False)
    """
    total = sum(int(digit) * weight for digit, weight in zip(number, _CARD_WEIGHTS, strict=False))
    return _CARD_CHECKS[total % 11] == number[17] and _is_day(number[6:14])


def is_unified(number: str) -> bool:
    """Tell whether eighteen characters are a unified social credit code.

    >>> is_unified("91350100M000100Y43"), is_unified("91350100M000100Y44")
    (True, False)
    """
    values = [_UNIFIED_LETTERS.index(letter) for letter in number]
    total = sum(value * pow(3, place, 31) for place, value in enumerate(values[:17]))
    return (31 - total % 31) % 31 == values[17]


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _wrong(number: str) -> InputError:
    hint = _("对照证件重新填写")
    if number.endswith("000"):
        hint = _("末三位是 000，可能被表格软件截成了 15 位；把这一列设为文本格式后重新填写")
    return InputError(
        "id_no_check", _("证件号“{number}”的校验位不对").format(number=shown(number)), hint
    )
