"""What the rules of a place let a repair be: forbidden costs, emergencies, the exterior."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from ledger.fund.using.works import EXTERIOR, kind_name, read_kind
from ledger.registry.rule_entries import Rule
from ledger.registry.rulebook import rules_of
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _

_FORBIDDEN: Final = "use.forbidden_kinds"
_EXTERIOR: Final = "use.exterior_allowed"
_EMERGENCY: Final = "use.emergency_kinds"


def read_work(tx: Tx, custodian_id: int, word: str | None, on: date, *, urgent: bool) -> str:
    """Return the code of a kind of work that may be charged to the fund; none means `other`.

    Args:
        word: as it was written, in English or Chinese.
        on: the day whose rules hold.
        urgent: whether it is to go the way of an emergency.

    Raises:
        Refused: `forbidden_cost`, `emergency_kind`, naming the article; `not_common_part`.
        InputError: `kind_unknown`.
    """
    rules = rules_of(tx, custodian_id, (_FORBIDDEN, _EXTERIOR, _EMERGENCY), on)
    code = read_kind(word, rules[_FORBIDDEN])
    _refuse(code, rules, urgent=urgent)
    return code


def _refuse(code: str, rules: Mapping[str, Rule], *, urgent: bool) -> None:
    if code == EXTERIOR and not rules[_EXTERIOR].value:
        raise Refused(
            "forbidden_cost",
            _("{source}：{work}不得列支").format(
                source=rules[_EXTERIOR].source, work=kind_name(code)
            ),
            _("当地允许经共同决定列支的，请设定规则 {rule}").format(rule=_EXTERIOR),
        )
    kinds = rules[_EMERGENCY].value
    assert isinstance(kinds, tuple)
    if urgent and code not in kinds:
        raise Refused(
            "emergency_kind",
            _("{source}：{work}不在应急使用的范围里").format(
                source=rules[_EMERGENCY].source, work=kind_name(code)
            ),
            _("请经业主表决；可以应急的：{kinds}").format(
                kinds="、".join(kind_name(str(each)) for each in kinds)
            ),
        )
