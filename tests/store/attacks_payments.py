"""Attacks on how an approved case is paid: its steps, its payments, its settlement, its payees."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack

_AT: Final = "'2026-02-20T00:00:00Z'"
_BEARER: Final = "INSERT INTO usage_bearer VALUES(1,2,1,'commodity',5000,5000,0)"
_LOGINS: Final = tuple(
    f"INSERT INTO login VALUES('{name}','{name}','2026-01-01T00:00:00Z')" for name in "甲乙"
)


def _event(no: int, before: str, after: str, verb: str = "INSERT", case: int = 1) -> str:
    return (
        f"{verb} INTO usage_event VALUES(1,{case},{no},'pay','{before}','{after}','2026-02-20',"
        f"NULL,'甲',{_AT})"
    )


def _payment(case: int = 1, verb: str = "INSERT", fund: int = 100) -> str:
    columns = (
        "book_id,case_id,payment_no,kind,amount_fen,fund_fen,payee,ordered_on,to_state,"
        "voucher_id,who"
    )
    return (
        f"{verb} INTO usage_payment({columns}) VALUES(1,{case},1,'advance',100,{fund},'甲公司',"
        "'2026-02-20','PAYING',2,'甲')"
    )


def _settlement(verb: str = "INSERT", final: int = 100) -> str:
    return (
        f"{verb} INTO usage_settlement VALUES(1,1,1,{final},NULL,NULL,0,NULL,'2026-02-20',NULL,"
        f"NULL,'甲',{_AT})"
    )


def _payee(no: int, act: str = "NAME", who: str = "甲", verb: str = "INSERT") -> str:
    return (
        f"{verb} INTO usage_payee VALUES(1,1,{no},'{act}','乙公司','audit','HT-1','2026-02-20',"
        f"'{who}',{_AT})"
    )


def _sealed(table: str, column: str, before: tuple[str, ...], word: str) -> tuple[Attack, ...]:
    """Return the attacks that change a row of a register, and that take it away."""
    return (
        Attack(
            f"change a row of {table}",
            (f"UPDATE {table} SET {column}={column}||'x'",),
            word,
            sqlite=f"{table}_update",
            postgresql=f"{table}_sealed",
            before=before,
        ),
        Attack(
            f"take a row of {table} away",
            (f"DELETE FROM {table}",),
            word,
            sqlite=f"{table}_delete",
            before=before,
        ),
    )


ATTACKS: Final = (
    Attack(
        "let another household bear an approved case",
        ("INSERT INTO usage_bearer VALUES(1,1,4,'commodity',5000,5000,0)",),
        "scope_frozen",
        sqlite="usage_bearer_insert",
        postgresql="usage_bearer_fresh",
    ),
    *_sealed("usage_bearer", "kind", (_BEARER,), "scope_frozen"),
    Attack(
        "leave a step of a case out",
        (_event(2, "APPROVED", "PAID"),),
        "sealed",
        sqlite="usage_event_insert:sealed",
        postgresql="usage_event_next:sealed",
    ),
    Attack(
        "begin a step where the case is not",
        (_event(1, "PAYING", "PAID"),),
        "usage_state",
        sqlite="usage_event_insert:usage_state",
        postgresql="usage_event_next:usage_state",
    ),
    *_sealed("usage_event", "who", (_event(1, "APPROVED", "PAID"),), "sealed"),
    Attack(
        "bring a cancelled case back to life",
        ("UPDATE usage_case SET state='APPROVED' WHERE case_id=1",),
        "usage_state",
        sqlite="usage_case_step:usage_state",
        postgresql="usage_case_step:usage_state",
        before=(
            _event(1, "APPROVED", "CANCELLED"),
            "UPDATE usage_case SET state='CANCELLED' WHERE case_id=1",
            _event(2, "CANCELLED", "APPROVED"),
        ),
    ),
    Attack(
        "call a case paid without a step on record",
        ("UPDATE usage_case SET state='PAID' WHERE case_id=1",),
        "usage_unrecorded",
        sqlite="usage_case_step:usage_unrecorded",
        postgresql="usage_case_step:usage_unrecorded",
    ),
    Attack(
        "pay a case that nobody approved",
        (_payment(2),),
        "usage_unapproved",
        sqlite="usage_payment_insert:usage_unapproved",
        postgresql="usage_payment_approved",
    ),
    Attack(
        "write a payment over another",
        (_payment(verb="INSERT OR REPLACE", fund=50),),
        "sealed",
        sqlite="usage_payment_insert:sealed",
        before=(_payment(),),
    ),
    *_sealed("usage_payment", "payee", (_payment(),), "sealed"),
    Attack(
        "write a settlement over another",
        (_settlement("INSERT OR REPLACE", 50),),
        "sealed",
        sqlite="usage_settlement_insert",
        before=(_settlement(),),
    ),
    *_sealed("usage_settlement", "who", (_settlement(),), "sealed"),
    Attack(
        "leave a payee out",
        (_payee(2),),
        "sealed",
        sqlite="usage_payee_insert:sealed",
        postgresql="usage_payee_next:sealed",
    ),
    Attack(
        "confirm a payee that one named oneself",
        (_payee(2, "CONFIRM"),),
        "confirmer_is_proposer",
        sqlite="usage_payee_insert:confirmer_is_proposer",
        postgresql="usage_payee_next:confirmer_is_proposer",
        before=(*_LOGINS, _payee(1)),
    ),
    *_sealed("usage_payee", "paper", (_payee(1),), "sealed"),
)
