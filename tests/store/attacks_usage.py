"""Attacks on the way of a case up to its approval: what owners voted on is what is approved."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack

_WEIGHT: Final = "INSERT INTO usage_weight VALUES(1,2,1,1,2,NULL,NULL)"
_BASIS: Final = "INSERT INTO usage_basis VALUES(1,2,'area',NULL)"
WEIGHTS: Final = (
    Attack(
        "let a household bear more after the approval",
        ("INSERT INTO usage_weight VALUES(1,1,1,9,1,NULL,NULL)",),
        "scope_frozen",
        sqlite="usage_weight_insert",
        postgresql="usage_weight_fresh",
        before=("UPDATE usage_case SET state='DRAFTED' WHERE case_id=2",),
    ),
    Attack(
        "change what was agreed of a household",
        ("UPDATE usage_weight SET num=5",),
        "scope_frozen",
        sqlite="usage_weight_update",
        postgresql="usage_weight_sealed",
        before=("UPDATE usage_case SET state='DRAFTED' WHERE case_id=2", _WEIGHT),
    ),
    Attack(
        "forget what was agreed of a household",
        ("DELETE FROM usage_weight",),
        "scope_frozen",
        sqlite="usage_weight_delete",
        before=("UPDATE usage_case SET state='DRAFTED' WHERE case_id=2", _WEIGHT),
    ),
    Attack(
        "divide an approved case otherwise",
        ("INSERT INTO usage_basis VALUES(1,1,'equal',NULL)",),
        "scope_frozen",
        sqlite="usage_basis_insert",
        postgresql="usage_basis_fresh",
    ),
    Attack(
        "change the basis of a case",
        ("UPDATE usage_basis SET basis='equal'",),
        "scope_frozen",
        sqlite="usage_basis_update",
        postgresql="usage_basis_sealed",
        before=("UPDATE usage_case SET state='DRAFTED' WHERE case_id=2", _BASIS),
    ),
    Attack(
        "take the basis of a case away",
        ("DELETE FROM usage_basis",),
        "scope_frozen",
        sqlite="usage_basis_delete",
        before=("UPDATE usage_case SET state='DRAFTED' WHERE case_id=2", _BASIS),
    ),
    Attack(
        "exclude a household without a reason",
        ("INSERT INTO usage_weight VALUES(1,2,1,NULL,NULL,NULL,'')",),
        "",
        sqlite="ck_usage_weight_excluded",
        postgresql="ck_usage_weight_excluded",
        before=("UPDATE usage_case SET state='DRAFTED' WHERE case_id=2",),
    ),
)
ATTACKS: Final = WEIGHTS
