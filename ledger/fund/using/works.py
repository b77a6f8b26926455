"""What a repair is for, and what the fund may never pay. Pure.

165号令 art. 25 names four costs that somebody else must bear; the rule `use.forbidden_kinds` says
which hold, and a place may add kinds of work to them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ledger.registry.rule_entries import NATIONAL, Rule
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _

OTHER: Final = "other"
EXTERIOR: Final = "exterior"  # cleaning and painting, which not every place lets the fund pay


class Forbidden(NamedTuple):
    """A cost that somebody else must bear.

    Attributes:
        item: the item of 165号令 art. 25.
        duty: whose duty it is.
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
    EXTERIOR: "外墙清洗粉刷",
    OTHER: "其他",
}
_FORBIDDEN: Final = {
    "builder_duty": Forbidden("（一）", "建设单位"),
    "operator_plant": Forbidden("（二）", "专业经营单位"),
    "caused_damage": Forbidden("（三）", "损坏责任人"),
    "contract_duty": Forbidden("（四）", "物业服务企业"),
}
_PRIVATE: Final = "private_part"  # 165号令 art. 2: the fund is for common parts
_FORBIDDEN_NAMES: Final = {
    "专有部分": _PRIVATE,
    "保修责任": "builder_duty",
    "专营设施": "operator_plant",
    "人为损坏": "caused_damage",
    "物业合同": "contract_duty",
}


def read_kind(word: str | None, forbidden: Rule) -> str:
    """Return the code of a kind of work, given in English or Chinese; none means `other`.

    Args:
        word: as it was written.
        forbidden: the rule `use.forbidden_kinds` on the day of the draft.

    Raises:
        Refused: `forbidden_cost`, naming the article; `not_common_part`.
        InputError: `kind_unknown`.
    """
    by_name = {name: code for code, name in _KINDS.items()} | _FORBIDDEN_NAMES
    code = OTHER if word is None else by_name.get(word, word)
    assert isinstance(forbidden.value, tuple)
    if code in forbidden.value:
        raise _refusal(code, forbidden)
    if code == _PRIVATE:
        raise Refused(
            "not_common_part",
            _("专有部分的维修由业主自己承担，维修资金只用于共用部位、共用设施设备"),
            _("请由业主自己承担"),
        )
    if code not in _KINDS:
        raise InputError(
            "kind_unknown",
            _("不认识的维修类别“{word}”").format(word=word),
            _("可写：{names}").format(names="、".join(_KINDS.values())),
        )
    return code


def _refusal(code: str, forbidden: Rule) -> Refused:
    known = _FORBIDDEN.get(code)
    if known is None:
        return Refused(
            "forbidden_cost",
            _("{source}：{work}不得列支").format(source=forbidden.source, work=_KINDS[code]),
            _("请由责任方承担"),
        )
    return Refused(
        "forbidden_cost",
        _("{source}{item}：这项费用由{duty}承担，不得列支").format(
            source=forbidden.source,
            item=known.item if forbidden.place == NATIONAL else "",
            duty=known.duty,
        ),
        _("请由责任方承担"),
    )


def kind_name(code: str) -> str:
    """Return the Chinese name of a kind of work."""
    return _KINDS[code]
