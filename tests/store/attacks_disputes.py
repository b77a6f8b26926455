"""Attacks on disputed shares: what a household said is not changed, and its end is a row."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack


def _row(dispute_no: int, act: str = "TOLD") -> str:
    return (
        f"INSERT INTO usage_dispute VALUES(1,1,1,{dispute_no},'{act}','2026-02-01','面积不符',"
        "NULL,'甲','2026-02-01T00:00:00Z')"
    )


ATTACKS: Final = (
    Attack(
        "dispute a share out of turn",
        (_row(3),),
        "sealed",
        sqlite="usage_dispute_insert",
        postgresql="usage_dispute_next",
    ),
    Attack(
        "end a dispute that nobody told of",
        (_row(1, "CONFIRMED"),),
        "",
        sqlite="ck_usage_dispute_turn",
        postgresql="ck_usage_dispute_turn",
    ),
    Attack(
        "change what a household said",
        ("UPDATE usage_dispute SET reason='没有异议'",),
        "sealed",
        sqlite="usage_dispute_update",
        postgresql="usage_dispute_sealed",
        before=(_row(1),),
    ),
    Attack(
        "forget that a share is disputed",
        ("DELETE FROM usage_dispute",),
        "sealed",
        sqlite="usage_dispute_delete",
        before=(_row(1),),
    ),
)
