"""Attacks on the reach of users: who could see which estate must be told years later."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack

_USERS: Final = (
    "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",
    "INSERT INTO login VALUES('乙','乙','2026-01-01T00:00:00Z')",
)


def _grant(grant_id: int, who: str, place: str = "NULL,1,NULL") -> str:
    """Return the statement that puts a place within reach of 甲."""
    return (
        f"INSERT INTO reach_grant VALUES({grant_id},'甲',{place},'GRANT','{who}',NULL,"
        "'2026-01-01T00:00:00Z')"
    )


REACHES: Final = (
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
        (_grant(1, "乙", "1,1,NULL"),),
        "ck_reach_grant_place",
        sqlite="ck_reach_grant_place",
        postgresql="ck_reach_grant_place",
        before=_USERS,
    ),
)

_PAYEE = "INSERT INTO payee VALUES(1,'施工队','某行','6222-7','甲','2026-01-01T00:00:00Z')"
_CONFIRMED = "INSERT INTO payee_confirmed VALUES(1,'乙','2026-01-01T00:00:00Z')"

PAYEES: Final = (
    Attack(
        "turn a confirmed account number into one's own",
        ("UPDATE payee SET account='6222-9'",),
        "sealed",
        sqlite="payee_update",
        postgresql="payee_sealed",
        before=(_PAYEE, _CONFIRMED),
    ),
    Attack(
        "let bank details vanish",
        ("DELETE FROM payee",),
        "sealed",
        sqlite="payee_delete",
        postgresql="payee_sealed",
        before=(_PAYEE,),
    ),
    Attack(
        "slip bank details in under another number",
        ("INSERT INTO payee VALUES(7,'施工队','某行','6222-9','甲','2026-01-01T00:00:00Z')",),
        "sealed",
        sqlite="payee_insert",
        postgresql="payee_next",
    ),
    Attack(
        "confirm one's own bank details",
        ("INSERT INTO payee_confirmed VALUES(1,'甲','2026-01-01T00:00:00Z')",),
        "payee_own",
        sqlite="payee_confirmed_insert:payee_own",
        postgresql="payee_own:payee_own",
        before=(_PAYEE,),
    ),
    Attack(
        "confirm for nobody once there are users",
        ("INSERT INTO payee_confirmed VALUES(1,'','2026-01-01T00:00:00Z')",),
        "payee_own",
        sqlite="payee_confirmed_insert:payee_own",
        postgresql="payee_own:payee_own",
        before=(*_USERS, _PAYEE),
    ),
    Attack(
        "write another name on a confirmation of bank details",
        ("UPDATE payee_confirmed SET who='丙'",),
        "sealed",
        sqlite="payee_confirmed_update",
        postgresql="payee_confirmed_sealed",
        before=(_PAYEE, _CONFIRMED),
    ),
    Attack(
        "take a confirmation of bank details back",
        ("DELETE FROM payee_confirmed",),
        "sealed",
        sqlite="payee_confirmed_delete",
        postgresql="payee_confirmed_sealed",
        before=(_PAYEE, _CONFIRMED),
    ),
)

_THIRD = "INSERT INTO login VALUES('丙','丙','2026-01-01T00:00:00Z')"


def _handover(handover_id: int, supervisor: str = "丙") -> str:
    """Return the statement that draws up what 甲 hands over to 乙."""
    return (
        f"INSERT INTO handover VALUES({handover_id},'甲','乙','{supervisor}','2026-01-05','调岗',0,"
        "'[]','2026-01-05T00:00:00Z')"
    )


def _sign(sign_no: int, name: str) -> str:
    """Return the statement that signs it."""
    return f"INSERT INTO handover_signed VALUES(1,{sign_no},'{name}','2026-01-05T00:00:00Z')"


HANDOVERS: Final = (
    Attack(
        "change a list that was signed",
        ("UPDATE handover SET items='[1]'",),
        "sealed",
        sqlite="handover_update",
        postgresql="handover_sealed",
        before=(*_USERS, _THIRD, _handover(1)),
    ),
    Attack(
        "let a list vanish",
        ("DELETE FROM handover",),
        "sealed",
        sqlite="handover_delete",
        postgresql="handover_sealed",
        before=(*_USERS, _THIRD, _handover(1)),
    ),
    Attack(
        "draw a list up out of turn",
        (_handover(5),),
        "sealed",
        sqlite="handover_insert",
        postgresql="handover_next",
        before=(*_USERS, _THIRD),
    ),
    Attack(
        "supervise what one hands over oneself",
        (_handover(1, "甲"),),
        "ck_handover_people",
        sqlite="ck_handover_people",
        postgresql="ck_handover_people",
        before=_USERS,
    ),
    Attack(
        "sign in somebody else's place",
        (_sign(1, "丙"),),
        "sealed",
        sqlite="handover_signed_insert",
        postgresql="handover_sign",
        before=(*_USERS, _THIRD, _handover(1)),
    ),
    Attack(
        "write another moment on a signature",
        ("UPDATE handover_signed SET at='2025-01-01T00:00:00Z'",),
        "sealed",
        sqlite="handover_signed_update",
        postgresql="handover_signed_sealed",
        before=(*_USERS, _THIRD, _handover(1), _sign(1, "甲")),
    ),
    Attack(
        "take a signature back",
        ("DELETE FROM handover_signed",),
        "sealed",
        sqlite="handover_signed_delete",
        postgresql="handover_signed_sealed",
        before=(*_USERS, _THIRD, _handover(1), _sign(1, "甲")),
    ),
)
ATTACKS: Final = (*REACHES, *PAYEES, *HANDOVERS)
