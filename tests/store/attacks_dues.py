"""Attacks on dues that are fixed and on plans: what was agreed is not unsaid."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, replaced

_AT: Final = "2026-02-20T00:00:00Z"
_DUE: Final = (
    "INSERT INTO household_due SELECT book_id,sub_id,100,'deposit.standard',1,'文件',"
    "'2026-02-01',change_id FROM household WHERE book_id=1 AND sub_id=1"
)


def _plan(plan_no: int) -> str:
    """Return the statement that agrees on a plan for household 1."""
    return (
        f"INSERT INTO deposit_plan VALUES(1,{plan_no},1,'INSTALMENTS',100,'困难','2026-02-01',"
        f"'甲','{_AT}')"
    )


def _step(plan_no: int, step_no: int, fen: int) -> str:
    return f"INSERT INTO deposit_plan_step VALUES(1,{plan_no},{step_no},'2026-05-01',{fen})"


ATTACKS: Final = (
    Attack(
        "raise a due that is fixed",
        ("UPDATE household_due SET due_fen=200",),
        "sealed",
        sqlite="household_due_update",
        postgresql="household_due_sealed",
        before=(_DUE,),
    ),
    Attack(
        "forget a due that is fixed",
        ("DELETE FROM household_due",),
        "sealed",
        sqlite="household_due_delete",
        postgresql="household_due_sealed",
        before=(_DUE,),
    ),
    Attack(
        "write another due over one that is fixed",
        (replaced("household_due", "sub_id=1", due_fen="200"),),
        "sealed",
        sqlite="household_due_insert",
        before=(_DUE,),
        without_sqlite=("household_due_delete",),
    ),
    Attack(
        "let a household pay less by its plan",
        ("UPDATE deposit_plan SET total_fen=50",),
        "sealed",
        sqlite="deposit_plan_update",
        postgresql="deposit_plan_sealed",
        before=(_plan(1),),
    ),
    Attack(
        "let a plan vanish",
        ("DELETE FROM deposit_plan",),
        "sealed",
        sqlite="deposit_plan_delete",
        postgresql="deposit_plan_sealed",
        before=(_plan(1),),
    ),
    Attack(
        "agree on a plan out of turn",
        (_plan(3),),
        "sealed",
        sqlite="deposit_plan_insert",
        postgresql="deposit_plan_next",
    ),
    Attack(
        "put a part of a plan off",
        ("UPDATE deposit_plan_step SET due_on='2027-05-01'",),
        "sealed",
        sqlite="deposit_plan_step_update",
        postgresql="deposit_plan_step_sealed",
        before=(_plan(1), _step(1, 1, 100)),
    ),
    Attack(
        "let a part of a plan vanish",
        ("DELETE FROM deposit_plan_step",),
        "sealed",
        sqlite="deposit_plan_step_delete",
        postgresql="deposit_plan_step_sealed",
        before=(_plan(1), _step(1, 1, 100)),
    ),
    Attack(
        "add a part to an older plan",
        (_step(1, 1, 100),),
        "sealed",
        sqlite="deposit_plan_step_insert:sealed",
        postgresql="deposit_plan_step_next:sealed",
        before=(_plan(1), _plan(2)),
    ),
    Attack(
        "let a household pay more by the parts than by the plan",
        (_step(1, 1, 101),),
        "plan_over_total",
        sqlite="deposit_plan_step_insert:plan_over_total",
        postgresql="deposit_plan_step_next:plan_over_total",
        before=(_plan(1),),
    ),
)
