"""How a hand-over of plant moves (设施移交): from the survey to the switch of the duty. Pure.

国办发〔2020〕23号 四（四）: built, accepted together with the operator, decided by the owners
(民法典 278 (9)), agreed, handed over with inventory and drawings; only then the duty changes.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from ledger.values.errors import Refused
from ledger.values.i18n import _


class State(StrEnum):
    """How far a hand-over is.

    REJECTED: not accepted because of defects. NOT_TRANSFERRED: refused, or given up; the duty stays
    where it was. Both may be accepted later.
    """

    SURVEYED = "SURVEYED"
    DESIGN_AGREED = "DESIGN_AGREED"
    BUILT = "BUILT"
    JOINT_ACCEPTANCE = "JOINT_ACCEPTANCE"
    REJECTED = "REJECTED"
    OWNERS_DECIDED = "OWNERS_DECIDED"
    AGREEMENT_SIGNED = "AGREEMENT_SIGNED"
    HANDED_OVER = "HANDED_OVER"
    RESPONSIBILITY_SWITCHED = "RESPONSIBILITY_SWITCHED"
    BOOKED_BY_OPERATOR = "BOOKED_BY_OPERATOR"
    NOT_TRANSFERRED = "NOT_TRANSFERRED"


FIRST: Final = frozenset({State.SURVEYED, State.BUILT})  # plant that stands already is not surveyed
MOVES: Final = {
    State.SURVEYED: {State.DESIGN_AGREED, State.NOT_TRANSFERRED},
    State.DESIGN_AGREED: {State.BUILT, State.NOT_TRANSFERRED},
    State.BUILT: {State.JOINT_ACCEPTANCE, State.REJECTED, State.NOT_TRANSFERRED},
    State.REJECTED: {State.JOINT_ACCEPTANCE, State.REJECTED, State.NOT_TRANSFERRED},
    State.JOINT_ACCEPTANCE: {
        State.OWNERS_DECIDED,
        State.AGREEMENT_SIGNED,
        State.NOT_TRANSFERRED,
    },
    State.OWNERS_DECIDED: {State.AGREEMENT_SIGNED, State.NOT_TRANSFERRED},
    State.AGREEMENT_SIGNED: {State.HANDED_OVER, State.NOT_TRANSFERRED},
    State.HANDED_OVER: {State.RESPONSIBILITY_SWITCHED},
    State.RESPONSIBILITY_SWITCHED: {State.BOOKED_BY_OPERATOR},
    State.BOOKED_BY_OPERATOR: set[State](),
    State.NOT_TRANSFERRED: {State.JOINT_ACCEPTANCE, State.REJECTED},
}
SWITCHED: Final = frozenset({State.RESPONSIBILITY_SWITCHED, State.BOOKED_BY_OPERATOR})


def refuse_move(code: str, state: State, to: State) -> None:
    """Refuse a step that does not follow upon where a hand-over is.

    Raises:
        Refused: `handover_state`.
    """
    if to not in MOVES[state]:
        raise Refused(
            "handover_state",
            _("移交 {code} {state}，下一步不能是“{to}”").format(
                code=code, state=state_word(state), to=state_word(to)
            ),
            _("请运行 wxzj renovation handover show {code} 查看进度").format(code=code),
        )


def state_word(state: State) -> str:
    """Return what people call a state."""
    return {
        State.SURVEYED: _("已查勘"),
        State.DESIGN_AGREED: _("设计已会签"),
        State.BUILT: _("已建成"),
        State.JOINT_ACCEPTANCE: _("联合验收合格"),
        State.REJECTED: _("验收不合格"),
        State.OWNERS_DECIDED: _("业主表决同意"),
        State.AGREEMENT_SIGNED: _("移交协议已签"),
        State.HANDED_OVER: _("已交接"),
        State.RESPONSIBILITY_SWITCHED: _("维护责任已切换"),
        State.BOOKED_BY_OPERATOR: _("接收方已入账"),
        State.NOT_TRANSFERRED: _("未移交"),
    }[state]
