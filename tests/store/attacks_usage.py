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
_FRESH: Final = "UPDATE usage_case SET state='DRAFTED' WHERE case_id=2"
_ELECTOR: Final = "INSERT INTO usage_elector VALUES(1,2,1,100,1,NULL)"
_FROZEN: Final = "INSERT INTO usage_electorate VALUES(1,2,'2026-02-01','甲','2026-02-01T00:00:00Z')"
_VOTING: Final = (_FRESH, _ELECTOR, _FROZEN)


def _ballot(ballot_no: int, choice: str = "agree", sub_id: int = 1) -> str:
    """Return the statement that casts a ballot for a household of the second case."""
    return (
        f"INSERT INTO usage_ballot VALUES(1,2,{ballot_no},{sub_id},'{choice}',NULL,NULL,"
        "'2026-02-02','甲','2026-02-02T00:00:00Z')"
    )


BALLOTS: Final = (
    Attack(
        "freeze an electorate after the vote",
        ("INSERT INTO usage_electorate VALUES(1,1,'2026-02-01','甲','2026-02-01T00:00:00Z')",),
        "scope_frozen",
        sqlite="usage_electorate_insert",
        postgresql="usage_electorate_fresh",
    ),
    Attack(
        "count an electorate on another day",
        ("UPDATE usage_electorate SET frozen_on='2026-01-01'",),
        "scope_frozen",
        sqlite="usage_electorate_update",
        postgresql="usage_electorate_sealed",
        before=_VOTING,
    ),
    Attack(
        "open an electorate again",
        ("DELETE FROM usage_electorate",),
        "scope_frozen",
        sqlite="usage_electorate_delete",
        before=_VOTING,
    ),
    Attack(
        "let somebody more vote",
        ("INSERT INTO usage_elector VALUES(1,2,2,100,2,NULL)",),
        "scope_frozen",
        sqlite="usage_elector_insert",
        postgresql="usage_elector_fresh",
        before=_VOTING,
    ),
    Attack(
        "give a voter more area",
        ("UPDATE usage_elector SET area=100000",),
        "scope_frozen",
        sqlite="usage_elector_update",
        postgresql="usage_elector_sealed",
        before=_VOTING,
    ),
    Attack(
        "take a voter's vote away",
        ("DELETE FROM usage_elector",),
        "scope_frozen",
        sqlite="usage_elector_delete",
        before=_VOTING,
    ),
    Attack(
        "cast a ballot out of turn",
        (_ballot(5),),
        "ballot_wrong",
        sqlite="usage_ballot_insert",
        postgresql="usage_ballot_next",
        before=_VOTING,
    ),
    Attack(
        "cast a ballot for somebody who has no vote",
        (_ballot(1, sub_id=3),),
        "",
        postgresql="fk_usage_ballot_elector",
        before=_VOTING,
    ),
    Attack(
        "turn a ballot into its opposite",
        ("UPDATE usage_ballot SET choice='against'",),
        "sealed",
        sqlite="usage_ballot_update",
        postgresql="usage_ballot_sealed",
        before=(*_VOTING, _ballot(1)),
    ),
    Attack(
        "lose a ballot",
        ("DELETE FROM usage_ballot",),
        "sealed",
        sqlite="usage_ballot_delete",
        before=(*_VOTING, _ballot(1)),
    ),
)


def _paper(paper_no: int) -> str:
    """Return the statement that enters a paper of the first case."""
    day, at = "'2026-02-01'", "'2026-02-01T00:00:00Z'"
    words = f"'contract','合同',$DIGEST,9,{day},'甲',{at}"
    return f"INSERT INTO usage_paper VALUES(1,1,{paper_no},{words})"


def _freeze(freeze_no: int, act: str = "FREEZE") -> str:
    """Return the statement that freezes a household."""
    day, at = "'2026-02-01'", "'2026-02-01T00:00:00Z'"
    return f"INSERT INTO household_freeze VALUES(1,1,{freeze_no},'{act}',{day},'法院','甲',{at},1)"


PAPERS: Final = (
    Attack(
        "enter a paper out of turn",
        (_paper(5),),
        "sealed",
        sqlite="usage_paper_insert",
        postgresql="usage_paper_next",
    ),
    Attack(
        "put another file in a paper's place",
        ("UPDATE usage_paper SET name='别的'",),
        "sealed",
        sqlite="usage_paper_update",
        postgresql="usage_paper_sealed",
        before=(_paper(1),),
    ),
    Attack(
        "lose a paper",
        ("DELETE FROM usage_paper",),
        "sealed",
        sqlite="usage_paper_delete",
        before=(_paper(1),),
    ),
)
FREEZES: Final = (
    Attack(
        "free a household that a later row would freeze",
        (_freeze(3),),
        "sealed",
        sqlite="household_freeze_insert",
        postgresql="household_freeze_next",
    ),
    Attack(
        "begin with the end of a freeze",
        (_freeze(1, "UNFREEZE"),),
        "",
        sqlite="ck_household_freeze_turn",
        postgresql="ck_household_freeze_turn",
    ),
    Attack(
        "change why a household is frozen",
        ("UPDATE household_freeze SET reason='不知道'",),
        "sealed",
        sqlite="household_freeze_update",
        postgresql="household_freeze_sealed",
        before=(_freeze(1),),
    ),
    Attack(
        "forget that a household is frozen",
        ("DELETE FROM household_freeze",),
        "sealed",
        sqlite="household_freeze_delete",
        before=(_freeze(1),),
    ),
)


def _step(step_no: int, step: str = "plan", case_id: int = 2) -> str:
    """Return the statement that writes a step of a case down."""
    day, at = "'2026-02-01'", "'2026-02-01T00:00:00Z'"
    until = day if step == "result_publicity" else "NULL"
    words = f"'{step}',{day},{until},NULL,NULL,'甲',{at}"
    return f"INSERT INTO usage_step VALUES(1,{case_id},{step_no},{words})"


STEPS: Final = (
    Attack(
        "put the committee's consent in after the approval",
        (_step(1, "committee_ok", 1),),
        "step_wrong",
        sqlite="usage_step_insert",
        postgresql="usage_step_next",
    ),
    Attack(
        "let a plan be made earlier",
        ("UPDATE usage_step SET dated_on='2026-01-01'",),
        "sealed",
        sqlite="usage_step_update",
        postgresql="usage_step_sealed",
        before=(_step(1),),
    ),
    Attack(
        "lose a step",
        ("DELETE FROM usage_step",),
        "sealed",
        sqlite="usage_step_delete",
        before=(_step(1),),
    ),
    Attack(
        "hang the result out before there is one",
        (_step(1, "result_publicity"),),
        "step_wrong",
        sqlite="usage_step_insert",
        postgresql="usage_step_next",
    ),
)
ATTACKS: Final = (*WEIGHTS, *BALLOTS, *PAPERS, *FREEZES, *STEPS)
