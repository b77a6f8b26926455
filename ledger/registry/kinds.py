"""Kinds of households, and the fund that the money of each kind belongs to. Pure.

财会〔2020〕7号 keeps commodity housing and sold public housing in separate books; other private
homes are kept with the first.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.values.i18n import _

FUND_TYPE_OF_KIND: Final[Mapping[str, str]] = {
    "commodity": "C",
    "non_home": "C",
    "unsold_commodity": "C",
    "sold_public": "P",
    "unsold_public": "P",
}
CONTROL_OF_FUND_TYPE: Final[Mapping[str, str]] = {"C": "3001", "P": "3002"}
FUND_TYPE_OF_WORD: Final[Mapping[str, str]] = {"commodity": "C", "sold_public": "P"}


def kind_title(kind: str) -> str:
    """Return the kind of a household as people call it."""
    return {
        "commodity": _("商品住宅"),
        "non_home": _("非住宅"),
        "unsold_commodity": _("未售商品房"),
        "sold_public": _("已售公有住房"),
        "unsold_public": _("未售公房"),
    }[kind]


def fund_type_title(fund_type: str) -> str:
    """Return the type of a fund as people call it."""
    return {"C": _("商品住宅"), "P": _("已售公有住房")}[fund_type]


def household_code(estate: str, building: str, unit: str, room: str) -> str:
    """Return the code of a household, `A01-3-2-501`; an empty unit is `0`."""
    return f"{estate}-{building}-{unit or '0'}-{room}"


def selling_unit_code(estate: str, building: str) -> str:
    """Return the code of the sub-account of a building's selling unit (售房单位), `A01-3-SU`."""
    return f"{estate}-{building}-SU"


def due_of(area: int, standard_fen: int) -> int:
    """Return the initial amount due: area × standard, half up to the fen.

    >>> due_of(8853, 12050)  # 88.53 m² × 120.50 yuan = 10,667.865 yuan
    1066787
    """
    return (area * standard_fen + 50) // 100
