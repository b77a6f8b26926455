"""What a repair is for, and what the fund may never pay (165号令 art. 25). Pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _

OTHER: Final = "other"


class Forbidden(NamedTuple):
    """A cost that somebody else must bear.

    Attributes:
        item: the item of art. 25.
        duty: whose duty it is, in Chinese.
    """

    item: str
    duty: str


_KINDS: Final = {
    "lift": "电梯",
    "fire": "消防",
    "roof": "屋面",
    "facade": "外墙",
    "pump": "二次供水",
    "drain": "排水",
    "structure": "结构",
    "road": "道路",
    OTHER: "其他",
}
_FORBIDDEN: Final = {
    "builder_duty": Forbidden("（一）", "建设单位"),
    "operator_plant": Forbidden("（二）", "专业经营单位"),
    "caused_damage": Forbidden("（三）", "损坏责任人"),
    "contract_duty": Forbidden("（四）", "物业服务企业"),
}
_FORBIDDEN_NAMES: Final = {
    "保修责任": "builder_duty",
    "专营设施": "operator_plant",
    "人为损坏": "caused_damage",
    "物业合同": "contract_duty",
}


def read_kind(word: str | None) -> str:
    """Return the code of a kind of work, given in English or Chinese; none means `other`.

    Raises:
        Refused: `forbidden_cost`, naming the item of art. 25.
        InputError: `kind_unknown`.
    """
    if word is None:
        return OTHER
    by_name = {name: code for code, name in _KINDS.items()} | _FORBIDDEN_NAMES
    code = by_name.get(word, word)
    if code in _FORBIDDEN:
        forbidden = _FORBIDDEN[code]
        raise Refused(
            "forbidden_cost",
            _("住建部 财政部令第165号第二十五条{item}：这项费用由{duty}承担，不得列支").format(
                item=forbidden.item, duty=forbidden.duty
            ),
            _("请由责任方承担"),
        )
    if code not in _KINDS:
        raise InputError(
            "kind_unknown",
            _("不认识的维修类别“{word}”").format(word=word),
            _("可写：{names}").format(names="、".join(_KINDS.values())),
        )
    return code


def kind_name(code: str) -> str:
    """Return the Chinese name of a kind of work."""
    return _KINDS[code]
