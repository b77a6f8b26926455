"""Attacks on the reach of users: who could see which estate must be told years later."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack

_USERS: Final = (
    "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",
    "INSERT INTO login VALUES('乙','乙','2026-01-01T00:00:00Z')",
)


def _grant(grant_id: int, who: str, place: str = "NULL,1") -> str:
    """Return the statement that puts a place within reach of 甲."""
    return (
        f"INSERT INTO reach_grant VALUES({grant_id},'甲',{place},'GRANT','{who}',NULL,"
        "'2026-01-01T00:00:00Z')"
    )


ATTACKS: Final = (
    Attack(
        "widen a reach to another estate",
        ("UPDATE reach_grant SET estate_id=2",),
        "sealed",
        sqlite="reach_grant_update",
        postgresql="reach_grant_sealed",
        before=(*_USERS, _grant(1, "乙")),
    ),
    Attack(
        "let a reach vanish, so that its user reaches everything",
        ("DELETE FROM reach_grant",),
        "sealed",
        sqlite="reach_grant_delete",
        postgresql="reach_grant_sealed",
        before=(*_USERS, _grant(1, "乙")),
    ),
    Attack(
        "give a reach out of turn",
        (_grant(7, "乙"),),
        "sealed",
        sqlite="reach_grant_insert",
        postgresql="reach_grant_next",
        before=_USERS,
    ),
    Attack(
        "give a reach to oneself",
        (_grant(1, "甲"),),
        "ck_reach_grant_self",
        sqlite="ck_reach_grant_self",
        postgresql="ck_reach_grant_self",
        before=_USERS,
    ),
    Attack(
        "name an estate and a custodian in one reach",
        (_grant(1, "乙", "1,1"),),
        "ck_reach_grant_place",
        sqlite="ck_reach_grant_place",
        postgresql="ck_reach_grant_place",
        before=_USERS,
    ),
)
