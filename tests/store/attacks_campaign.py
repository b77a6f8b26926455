"""Attacks on campaigns of refilling: a frozen list, its steps, its waivers, its notices."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, replaced

_AT: Final = "'2026-02-20T00:00:00Z'"


def _due(sub_id: int = 1, due_fen: int = 500, campaign_id: int = 1) -> str:
    return (
        f"INSERT INTO campaign_due VALUES(1,{campaign_id},{sub_id},'REFILL',100,1000,0,{due_fen})"
    )


def _campaign(
    campaign_id: int = 1, count: int = 1, due_fen: int = 500, verb: str = "INSERT"
) -> str:
    return (
        f"{verb} INTO campaign VALUES(1,{campaign_id},'XC-{campaign_id}',1,'[]','LOW','initial',"
        f"NULL,NULL,NULL,1,12,30,'2026-02-01',NULL,{count},{due_fen},'甲',{_AT})"
    )


def _step(step_no: int, state: str) -> str:
    return (
        f"INSERT INTO campaign_step VALUES(1,1,{step_no},'{state}','2026-02-02','2026-03-02',NULL,"
        f"NULL,'甲',{_AT})"
    )


def _waiver(waiver_id: int, asks: str = "NULL", who: str = "甲", fen: int = 100) -> str:
    return (
        f"INSERT INTO campaign_waiver VALUES(1,{waiver_id},1,1,{asks},{fen},'低保','{who}',{_AT})"
    )


def _notice(notice_id: int) -> str:
    return (
        f"INSERT INTO notice VALUES(1,{notice_id},1,1,'N{notice_id}','NOTICE',0,'2026-02-03',500,"
        f"500,'2026-03-05',NULL,'甲',{_AT})"
    )


def _delivery(delivery_id: int) -> str:
    return f"INSERT INTO notice_delivery VALUES(1,{delivery_id},1,'2026-02-04','mail','甲',{_AT})"


_LISTED: Final = (_due(), _campaign())
_FORCE: Final = (*_LISTED, _step(1, "VOTED"))
_TOLD: Final = (*_FORCE, _notice(1), _delivery(1))
_ASKED: Final = (*_LISTED, _waiver(1))
_USERS: Final = ("INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",)
_CHANGED: Final = {
    "campaign": ("due_fen=due_fen+1", _LISTED, "a campaign"),
    "campaign_due": ("due_fen=due_fen+1", _LISTED, "the list of a campaign"),
    "campaign_step": ("state='STOPPED'", _FORCE, "a step of a campaign"),
    "campaign_waiver": ("amount_fen=amount_fen+1", _ASKED, "a waiver"),
    "notice": ("pay_until='2026-04-05'", _TOLD, "a notice"),
    "notice_delivery": ("delivered_on='2026-02-05'", _TOLD, "a delivery"),
}

SEALED: Final = (
    *(
        Attack(
            f"change {title}",
            (f"UPDATE {table} SET {change}",),
            "sealed",
            sqlite=f"{table}_update",
            postgresql=f"{table}_sealed",
            before=before,
        )
        for table, (change, before, title) in _CHANGED.items()
    ),
    *(
        Attack(
            f"let {title} vanish",
            (f"DELETE FROM {table}",),
            "sealed",
            sqlite=f"{table}_delete",
            postgresql=f"{table}_sealed",
            before=before,
            without_sqlite=("foreign keys",),
            without_postgresql=("foreign keys",),
        )
        for table, (_change, before, title) in _CHANGED.items()
    ),
)
NEXT: Final = (
    Attack(
        "register a campaign that says more than its list",
        (_due(), _campaign(due_fen=501)),
        "campaign_list",
        sqlite="campaign_insert:campaign_list",
        postgresql="campaign_seal:campaign_list",
    ),
    Attack(
        "register a campaign out of turn",
        (_due(campaign_id=7), _campaign(7)),
        "sealed",
        sqlite="campaign_insert:sealed",
        postgresql="campaign_seal:sealed",
    ),
    Attack(
        "add a household to the list of a campaign",
        (_due(2),),
        "sealed",
        sqlite="campaign_due_insert",
        postgresql="campaign_due_fresh",
        before=_LISTED,
    ),
    Attack(
        "leave out a step of a campaign",
        (_step(2, "STOPPED"),),
        "sealed",
        sqlite="campaign_step_insert:sealed",
        postgresql="campaign_step_next:sealed",
        before=_LISTED,
    ),
    Attack(
        "take a stopped campaign up again",
        (_step(3, "VOTED"),),
        "campaign_state",
        sqlite="campaign_step_insert:campaign_state",
        postgresql="campaign_step_next:campaign_state",
        before=(*_FORCE, _step(2, "STOPPED")),
    ),
    Attack(
        "write a waiver out of turn",
        (_waiver(7),),
        "sealed",
        sqlite="campaign_waiver_insert:sealed",
        postgresql="campaign_waiver_next:sealed",
        before=_LISTED,
    ),
    Attack(
        "grant more than was asked for",
        (_waiver(2, "1", "乙", 500),),
        "waiver_differs",
        sqlite="campaign_waiver_insert:waiver_differs",
        postgresql="campaign_waiver_next:waiver_differs",
        before=_ASKED,
    ),
    Attack(
        "grant one's own waiver",
        (_waiver(2, "1"),),
        "waiver_self",
        sqlite="campaign_waiver_insert:waiver_self",
        postgresql="campaign_waiver_next:waiver_self",
        before=(*_USERS, *_ASKED),
    ),
    Attack(
        "write a notice out of turn",
        (_notice(7),),
        "sealed",
        sqlite="notice_insert:sealed",
        postgresql="notice_next:sealed",
        before=_FORCE,
    ),
    Attack(
        "tell households of a campaign that nobody decided",
        (_notice(1),),
        "campaign_state",
        sqlite="notice_insert:campaign_state",
        postgresql="notice_next:campaign_state",
        before=_LISTED,
    ),
    Attack(
        "record a delivery out of turn",
        (_delivery(7),),
        "sealed",
        sqlite="notice_delivery_insert",
        postgresql="notice_delivery_next",
        before=(*_FORCE, _notice(1)),
    ),
    Attack(
        "write a campaign over another",
        (replaced("campaign", "campaign_id=1", household_count="1", planned_on="'2020-01-01'"),),
        "sealed",
        sqlite="campaign_insert:sealed",
        before=_LISTED,
        without_sqlite=("campaign_delete",),
    ),
)
ATTACKS: Final = (*SEALED, *NEXT)
