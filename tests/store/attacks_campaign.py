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

_ELECTOR: Final = "INSERT INTO campaign_elector VALUES(1,'XC-1',1,100,1,NULL)"
_ELECTORATE: Final = f"INSERT INTO campaign_electorate VALUES(1,'XC-1',1,'2026-02-01','甲',{_AT})"
_VOTING: Final = (*_LISTED, _ELECTOR, _ELECTORATE)


def _ballot(ballot_no: int, choice: str = "agree", sub_id: int = 1) -> str:
    return (
        f"INSERT INTO campaign_ballot VALUES(1,'XC-1',{ballot_no},{sub_id},'{choice}',NULL,NULL,"
        f"'2026-02-02','甲',{_AT})"
    )


VOTES: Final = (
    Attack(
        "freeze who votes on a campaign after the vote",
        (_ELECTOR, _ELECTORATE),
        "scope_frozen",
        sqlite="campaign_electorate_insert",
        postgresql="campaign_electorate_fresh",
        before=_FORCE,
    ),
    Attack(
        "count the voters of a campaign on another day",
        ("UPDATE campaign_electorate SET frozen_on='2026-01-01'",),
        "scope_frozen",
        sqlite="campaign_electorate_update",
        postgresql="campaign_electorate_sealed",
        before=_VOTING,
    ),
    Attack(
        "open the electorate of a campaign again",
        ("DELETE FROM campaign_electorate",),
        "scope_frozen",
        sqlite="campaign_electorate_delete",
        before=_VOTING,
    ),
    Attack(
        "let somebody more vote on a campaign",
        ("INSERT INTO campaign_elector VALUES(1,'XC-1',2,100,2,NULL)",),
        "scope_frozen",
        sqlite="campaign_elector_insert",
        postgresql="campaign_elector_fresh",
        before=_VOTING,
    ),
    Attack(
        "give a voter on a campaign more area",
        ("UPDATE campaign_elector SET area=100000",),
        "scope_frozen",
        sqlite="campaign_elector_update",
        postgresql="campaign_elector_sealed",
        before=_VOTING,
    ),
    Attack(
        "take away a vote on a campaign",
        ("DELETE FROM campaign_elector",),
        "scope_frozen",
        sqlite="campaign_elector_delete",
        before=_VOTING,
    ),
    Attack(
        "cast a ballot on a campaign out of turn",
        (_ballot(5),),
        "ballot_wrong",
        sqlite="campaign_ballot_insert",
        postgresql="campaign_ballot_next",
        before=_VOTING,
    ),
    Attack(
        "cast a ballot after the vote on a campaign",
        (_ballot(1),),
        "ballot_wrong",
        before=(*_VOTING, _step(1, "VOTED")),
    ),
    Attack(
        "cast a ballot on a campaign for a home that has no vote",
        (_ballot(1, sub_id=3),),
        "",
        postgresql="fk_campaign_ballot_elector",
        before=_VOTING,
    ),
    Attack(
        "turn a ballot on a campaign into its opposite",
        ("UPDATE campaign_ballot SET choice='against'",),
        "sealed",
        sqlite="campaign_ballot_update",
        postgresql="campaign_ballot_sealed",
        before=(*_VOTING, _ballot(1)),
    ),
    Attack(
        "lose a ballot on a campaign",
        ("DELETE FROM campaign_ballot",),
        "sealed",
        sqlite="campaign_ballot_delete",
        before=(*_VOTING, _ballot(1)),
    ),
)

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
ATTACKS: Final = (*SEALED, *VOTES, *NEXT)
