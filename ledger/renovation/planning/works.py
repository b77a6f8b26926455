"""What may be renovated (改造内容) and to which class it belongs. Pure; the list is data.

国办发〔2020〕23号 二（二）: basic (基础类) for safety and daily needs, improve (完善类)
for a better life, upgrade (提升类) for services. Works inside a home (户内改造) belong to no
project: 四（一）.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Final

from ledger.values.errors import Refused
from ledger.values.i18n import _, in_chinese
from ledger.values.text import fold_width, shown

INDOORS: Final = frozenset({"户内改造", "户内装修", "装饰装修", "家电更新", "indoor"})


class WorkClass(StrEnum):
    """The classes of works, in the order in which money goes to them."""

    BASIC = "basic"
    IMPROVE = "improve"
    UPGRADE = "upgrade"


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work.

    Attributes:
        key: its word.
        network: the utility plant that it makes, which an operator may take over; None for others.
    """

    key: str
    work_class: WorkClass
    network: str | None
    zh: str
    en: str

    @property
    def name(self) -> str:
        """What people call it, in the language in force."""
        return self.zh if in_chinese() else self.en


@cache
def works() -> Mapping[str, Work]:
    """Return every kind of work, by key, in the order of the policy."""
    text = resources.files("ledger.renovation.planning").joinpath("works.toml").read_text("utf-8")
    return {
        row["key"]: Work(
            row["key"], WorkClass(row["class"]), row.get("network"), row["zh"], row["en"]
        )
        for row in tomllib.loads(text)["work"]
    }


def find_work(word: str) -> Work:
    """Return the kind of work that a word calls, by key or by Chinese or English name.

    Raises:
        Refused: `work_unknown`, `work_indoors`.
    """
    plain = fold_width(word).strip()
    if plain in INDOORS:
        raise Refused(
            "work_indoors",
            _("“{word}”是户内改造，不计入改造项目").format(word=shown(word)),
            _("由住户自己承担；请从项目里去掉"),
        )
    for work in works().values():
        if plain in {work.key, work.zh, work.en, work.zh.replace("（", "(").replace("）", ")")}:
            return work
    raise Refused(
        "work_unknown",
        _("改造内容清单里没有“{word}”").format(word=shown(word)),
        _("可以是：{works}").format(works="、".join(work.name for work in works().values())),
    )


def class_word(work_class: str) -> str:
    """Return what people call a class of works."""
    return {"basic": _("基础类"), "improve": _("完善类"), "upgrade": _("提升类")}[work_class]
