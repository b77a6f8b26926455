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
)
