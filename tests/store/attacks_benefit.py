"""Attacks on contributions of households: a share is not changed, a waiver not made alone."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack
from tests.store.attacks_planning import STORED

_WHO: Final = "'甲','2026-02-20T00:00:00Z'"
_DAY: Final = "'2026-02-01'"


def _plan(plan_id: int, fen: int = 100) -> str:
    return (
        f"INSERT INTO benefit_plan VALUES(1,{plan_id},1,1,{plan_id},1,'[]','area',100,{fen},2,"
        f"'摘要',{_DAY},{_WHO})"
    )


def _dues(plan_id: int) -> tuple[str, ...]:
    return tuple(
        f"INSERT INTO benefit_due VALUES(1,{plan_id},{sub},5000,5000,50)" for sub in (1, 2)
    )


def _move(move_id: int, act: str, fen: int, asks: str = "NULL", who: str = _WHO) -> str:
    values = f"1,{move_id},1,1,'{act}',{fen},{asks},NULL,{_DAY},'据',{who}"
    return f"INSERT INTO benefit_move VALUES({values})"


_PLANNED: Final = (*STORED, *_dues(1), _plan(1))
_ASKED: Final = (*_PLANNED, _move(1, "ASKED", 20))
_USER: Final = f"INSERT INTO login VALUES({_WHO.partition(',')[0]},'甲','2026-02-20T00:00:00Z')"
_OTHER: Final = "'乙','2026-02-20T00:00:00Z'"

ATTACKS: Final = (
    Attack(
        "let the residents bear more than was planned",
        ("UPDATE benefit_plan SET resident_fen=900",),
        "sealed",
        sqlite="benefit_plan_update",
        postgresql="benefit_plan_sealed",
        before=_PLANNED,
    ),
    Attack(
        "let a plan of contributions vanish",
        ("DELETE FROM benefit_due", "DELETE FROM benefit_plan"),
        "sealed",
        sqlite="benefit_plan_delete",
        postgresql="benefit_plan_sealed",
        before=_PLANNED,
        without_sqlite=("benefit_due_delete",),
        without_postgresql=("benefit_due_sealed",),
    ),
    Attack(
        "plan contributions out of turn",
        (*_dues(2), _plan(2)),
        "sealed",
        sqlite="benefit_plan_insert:sealed",
        postgresql="benefit_plan_next:sealed",
        before=STORED,
    ),
    Attack(
        "plan contributions that do not add up",
        (*_dues(1), _plan(1, 99)),
        "benefit_list",
        sqlite="benefit_plan_insert:benefit_list",
        postgresql="benefit_plan_next:benefit_list",
        before=STORED,
    ),
    Attack(
        "let a household bear less than was planned",
        ("UPDATE benefit_due SET due_fen=1 WHERE sub_id=1",),
        "sealed",
        sqlite="benefit_due_update",
        postgresql="benefit_due_sealed",
        before=_PLANNED,
    ),
    Attack(
        "take a household off a plan of contributions",
        ("DELETE FROM benefit_due WHERE sub_id=1",),
        "sealed",
        sqlite="benefit_due_delete",
        postgresql="benefit_due_sealed",
        before=_PLANNED,
    ),
    Attack(
        "put another household on a plan of contributions",
        ("INSERT INTO benefit_due VALUES(1,1,3,5000,5000,50)",),
        "sealed",
        sqlite="benefit_due_insert",
        postgresql="benefit_due_next",
        before=_PLANNED,
    ),
    Attack(
        "make a contribution larger afterwards",
        ("UPDATE benefit_move SET amount_fen=50",),
        "sealed",
        sqlite="benefit_move_update",
        postgresql="benefit_move_sealed",
        before=_ASKED,
    ),
    Attack(
        "let a contribution vanish",
        ("DELETE FROM benefit_move",),
        "sealed",
        sqlite="benefit_move_delete",
        postgresql="benefit_move_sealed",
        before=_ASKED,
    ),
    Attack(
        "write a contribution down out of turn",
        (_move(3, "PAID", 1),),
        "sealed",
        sqlite="benefit_move_insert:sealed",
        postgresql="benefit_move_next:sealed",
        before=_ASKED,
    ),
    Attack(
        "let a household pay more than it bears",
        (_move(2, "PAID", 51),),
        "contribution_excessive",
        sqlite="benefit_move_insert:contribution_excessive",
        postgresql="benefit_move_next:contribution_excessive",
        before=_ASKED,
    ),
    Attack(
        "let a household off more than was asked for",
        (_move(2, "GRANTED", 21, "1", _OTHER),),
        "waiver_differs",
        sqlite="benefit_move_insert:waiver_differs",
        postgresql="benefit_move_next:waiver_differs",
        before=_ASKED,
    ),
    Attack(
        "grant a household what one asked for oneself",
        (_move(2, "GRANTED", 20, "1"),),
        "waiver_self",
        sqlite="benefit_move_insert:waiver_self",
        postgresql="benefit_move_next:waiver_self",
        before=(*_ASKED, _USER),
    ),
)
