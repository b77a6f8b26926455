"""Attacks on what became of houses: on its events, and on plans that wait."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack


def _part(sub_id: int, event_no: int, role: str, principal_fen: int = 0) -> str:
    """Return the statement that lets a household of F1-C take part in an event."""
    values = f"1,{sub_id},{event_no},'{role}','2026-02-20','commodity',NULL"
    return f"INSERT INTO house_part VALUES({values},10000,100000,{principal_fen},0,0,0,0,0)"


def _event(event_no: int, act: str) -> str:
    """Return the statement that seals an event."""
    values = f"1,{event_no},'{act}','2026-02-20',0,'析产',NULL,1,'甲','2026-02-20T00:00:00Z'"
    return f"INSERT INTO house_event VALUES({values})"


def _move(sub_id: int, day: str, fen: int) -> str:
    return f"INSERT INTO carried_move VALUES(1,1,{sub_id},0,'2026-02-{day}',{fen})"


def _draft(state: str) -> str:
    columns = "book_id,draft_id,state,dated_on,summary,debit_fen,body,maker,made_at"
    values = f"1,7,'{state}','2026-02-20','分割',1000,'{{}}','甲','2026-02-20T00:00:00Z'"
    return f"INSERT INTO draft({columns}) VALUES({values})"


MOVES: Final = (_move(1, "01", 5), _move(1, "20", -5), _move(2, "01", -5), _move(2, "20", 5))
DONE: Final = (_part(1, 1, "SELF"), *MOVES, _event(1, "KIND"))
PLAN: Final = "INSERT INTO draft_house VALUES(1,7,'{}')"
GONE: Final = (_part(1, 1, "FROM"), _event(1, "LOST"))
EVENTS: Final = (
    Attack(
        "write an event of a house out of turn",
        (_event(7, "KIND"),),
        "house_event_gap",
        sqlite="house_event_seal:house_event_gap",
        postgresql="house_event_seal:house_event_gap",
    ),
    Attack(
        "let a house come that nothing went into",
        (_part(1, 1, "INTO", 5), _event(1, "SPLIT")),
        "house_unequal",
        sqlite="house_event_seal:house_unequal",
        postgresql="house_event_seal:house_unequal",
    ),
    Attack(
        "carry a movement over that was another house's",
        (MOVES[0], MOVES[3], _event(1, "KIND")),
        "house_unequal",
        sqlite="house_event_seal:house_unequal",
        postgresql="house_event_seal:house_unequal",
    ),
    Attack(
        "let a house go whose sub-account stays open",
        GONE,
        "house_not_closed",
        sqlite="house_event_seal:house_not_closed",
        postgresql="house_event_seal:house_not_closed",
    ),
    Attack(
        "change the reason of an event of a house",
        ("UPDATE house_event SET reason='x'",),
        "sealed",
        sqlite="house_event_update",
        postgresql="house_event_sealed",
        before=DONE,
    ),
    Attack(
        "let an event of a house vanish",
        ("DELETE FROM house_event",),
        "sealed",
        sqlite="house_event_delete",
        before=DONE,
    ),
    Attack(
        "add a house to an event",
        (_part(2, 1, "FROM"),),
        "sealed",
        sqlite="house_part_insert",
        postgresql="house_part_open",
        before=DONE,
    ),
    Attack(
        "change what a house came with",
        ("UPDATE house_part SET owner_fen=9",),
        "sealed",
        sqlite="house_part_update",
        postgresql="house_part_sealed",
        before=DONE,
    ),
    Attack(
        "take a house out of an event",
        ("DELETE FROM house_part",),
        "sealed",
        sqlite="house_part_delete",
        before=DONE,
    ),
    Attack(
        "add a movement to an event of a house",
        (_move(1, "02", 5),),
        "sealed",
        sqlite="carried_move_insert",
        postgresql="carried_move_open",
        before=DONE,
    ),
    Attack(
        "change a movement that was carried over",
        ("UPDATE carried_move SET amount_fen=7 WHERE amount_fen=5",),
        "sealed",
        sqlite="carried_move_update",
        postgresql="carried_move_sealed",
        before=DONE,
    ),
    Attack(
        "let a movement that was carried over vanish",
        ("DELETE FROM carried_move",),
        "sealed",
        sqlite="carried_move_delete",
        before=DONE,
    ),
)
PLANS: Final = (
    Attack(
        "lay a plan for houses beside a draft that was checked",
        (PLAN,),
        "draft_state",
        sqlite="draft_house_insert",
        postgresql="draft_house_fresh",
        before=(_draft("CHECKED"),),
    ),
    Attack(
        "change a plan for houses that waits",
        ("UPDATE draft_house SET plan='[]'",),
        "sealed",
        sqlite="draft_house_update",
        postgresql="draft_house_sealed",
        before=(_draft("DRAFT"), PLAN),
    ),
    Attack(
        "take a plan for houses away from its draft",
        ("DELETE FROM draft_house",),
        "sealed",
        sqlite="draft_house_delete",
        before=(_draft("DRAFT"), PLAN),
    ),
)
ATTACKS: Final = (*EVENTS, *PLANS)
