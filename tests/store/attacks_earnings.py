"""Attacks on the register of distributions: by what earnings were given out."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack


def _run(distribution_id: int, words: str = "2025-07-01','2026-01-31", total: int = 5) -> str:
    """Return the statement that enters a run of F1-C."""
    return (
        f"INSERT INTO distribution VALUES(1,{distribution_id},0,'{words}','pooled','2026-02-20',"
        f"{total},100,1,3,'{{}}','甲','2026-02-20T00:00:00Z')"
    )


def _investment(investment_id: int, kind: str = "term", consent: str = "NULL") -> str:
    """Return the statement that enters a term deposit, or something else, of F1-C."""
    return (
        f"INSERT INTO investment VALUES(1,{investment_id},'{kind}',1,'存单{investment_id}','定期',"
        f"100,15000,'2026-02-01','2026-08-01',{consent},'甲','2026-02-01T00:00:00Z')"
    )


ATTACKS: Final = (
    Attack(
        "tell another total of what was given out",
        ("UPDATE distribution SET total_fen=6",),
        "sealed",
        sqlite="distribution_update",
        postgresql="distribution_sealed",
        before=(_run(1),),
    ),
    Attack(
        "let a distribution vanish from the register",
        ("DELETE FROM distribution",),
        "sealed",
        sqlite="distribution_delete",
        postgresql="distribution_sealed",
        before=(_run(1),),
    ),
    Attack(
        "enter a distribution out of turn",
        (_run(7),),
        "sealed",
        sqlite="distribution_insert",
        postgresql="distribution_next",
    ),
    Attack(
        "enter a distribution of nothing",
        (_run(1, total=0),),
        "ck_distribution_total",
        sqlite="ck_distribution_total",
        postgresql="ck_distribution_total",
    ),
    Attack(
        "enter a distribution of a period that is not over",
        (_run(1, "2025-07-01','2026-02-21"),),
        "ck_distribution_period",
        sqlite="ck_distribution_period",
        postgresql="ck_distribution_period",
    ),
    Attack(
        "tell another principal of a term deposit",
        ("UPDATE investment SET principal_fen=99",),
        "sealed",
        sqlite="investment_update",
        postgresql="investment_sealed",
        before=(_investment(1),),
    ),
    Attack(
        "let a term deposit vanish from the register",
        ("DELETE FROM investment",),
        "sealed",
        sqlite="investment_delete",
        postgresql="investment_sealed",
        before=(_investment(1),),
    ),
    Attack(
        "enter a term deposit out of turn",
        (_investment(7),),
        "sealed",
        sqlite="investment_insert",
        postgresql="investment_next",
    ),
    Attack(
        "buy a bond to which nobody consented",
        (_investment(1, "bond"),),
        "ck_investment_consent",
        sqlite="ck_investment_consent",
        postgresql="ck_investment_consent",
    ),
    Attack(
        "put the money into something else than term deposits and bonds",
        (_investment(1, "stock", "'大会'"),),
        "ck_investment_kind",
        sqlite="ck_investment_kind",
        postgresql="ck_investment_kind",
    ),
)
