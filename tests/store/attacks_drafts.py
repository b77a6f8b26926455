"""Attacks on drafts and duties: what was checked is what is posted, and by whom."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, replaced


def _draft(draft_id: int, state: str = "DRAFT") -> str:
    """Return the statement that draws up a draft of F1-C."""
    columns = "book_id,draft_id,state,dated_on,summary,debit_fen,body,maker,made_at"
    values = f"1,{draft_id},'{state}','2026-02-20','交存',1000,'{{}}','甲','2026-02-20T00:00:00Z'"
    return f"INSERT INTO draft({columns}) VALUES({values})"


def _waiting(draft_id: int, verb: str = "INSERT") -> str:
    """Return the statement that puts a deposit beside a draft."""
    columns = (
        "book_id,deposit_key,draft_id,attempt,sub_id,bank_account_id,dated_on,amount_fen,purpose,"
        "payer_class,import_id"
    )
    values = f"1,'ref:1',{draft_id},1,1,1,'2026-02-20',1000,'续交',1,'{'0' * 64}'"
    return f"{verb} INTO draft_deposit({columns}) VALUES({values})"


DRAFTS: Final = (
    Attack(
        "change what a checked draft says",
        ("UPDATE draft SET body='[]',debit_fen=5 WHERE draft_id=7",),
        "sealed",
        sqlite="draft_update:sealed",
        postgresql="draft_sealed",
        before=(_draft(7, "CHECKED"),),
    ),
    Attack(
        "give a draft to another maker",
        ("UPDATE draft SET maker='乙' WHERE draft_id=7",),
        "sealed",
        sqlite="draft_update:sealed",
        postgresql="draft_sealed",
        before=(_draft(7),),
    ),
    Attack(
        "check a returned draft",
        ("UPDATE draft SET state='CHECKED',checker='乙' WHERE draft_id=7",),
        "draft_state",
        sqlite="draft_update:draft_state",
        postgresql="draft_step:draft_state",
        before=(_draft(7, "RETURNED"),),
    ),
    Attack(
        "call a draft posted of which there is no voucher",
        ("UPDATE draft SET state='POSTED',voucher_id=1 WHERE draft_id=7",),
        "draft_unposted",
        sqlite="draft_update:draft_unposted",
        postgresql="draft_step:draft_unposted",
        before=(_draft(7),),
    ),
    Attack(
        "delete a draft",
        ("DELETE FROM draft WHERE draft_id=7",),
        "sealed",
        sqlite="draft_delete",
        postgresql="draft_stays",
        before=(_draft(7),),
    ),
    Attack(
        "write a draft over another",
        (replaced("draft", "draft_id=7", body="'[]'"),),
        "sealed",
        sqlite="draft_insert",
        before=(_draft(7),),
        without_sqlite=("draft_delete",),
    ),
)
DEPOSITS: Final = (
    Attack(
        "change a deposit that waits",
        ("UPDATE draft_deposit SET amount_fen=5",),
        "sealed",
        sqlite="draft_deposit_update",
        postgresql="draft_deposit_sealed",
        before=(_draft(7), _waiting(7)),
    ),
    Attack(
        "take a waiting deposit away from its draft",
        ("DELETE FROM draft_deposit",),
        "draft_state",
        sqlite="draft_deposit_delete",
        postgresql="draft_deposit_waits",
        before=(_draft(7), _waiting(7)),
    ),
    Attack(
        "add a deposit to a draft that was checked",
        (_waiting(7),),
        "draft_state",
        sqlite="draft_deposit_insert:draft_state",
        postgresql="draft_deposit_fresh",
        before=(_draft(7, "CHECKED"),),
    ),
    Attack(
        "write a waiting deposit over another",
        (_waiting(8, "INSERT OR REPLACE"),),
        "deposit_exists",
        sqlite="draft_deposit_insert:deposit_exists",
        before=(_draft(7), _draft(8), _waiting(7)),
        without_sqlite=("draft_deposit_delete",),
    ),
)
_USERS: Final = (
    "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",
    "INSERT INTO login VALUES('乙','乙','2026-01-01T00:00:00Z')",
)


def _grant(grant_id: int, who: str, verb: str = "INSERT") -> str:
    """Return the statement that gives 甲 a duty."""
    return (
        f"{verb} INTO duty_grant VALUES({grant_id},'甲','poster','GRANT','{who}',NULL,"
        "'2026-01-01T00:00:00Z')"
    )


DUTIES: Final = (
    Attack(
        "turn a duty into another",
        ("UPDATE duty_grant SET duty='checker'",),
        "sealed",
        sqlite="duty_grant_update",
        postgresql="duty_grant_sealed",
        before=(*_USERS, _grant(1, "乙")),
    ),
    Attack(
        "let a duty vanish",
        ("DELETE FROM duty_grant",),
        "sealed",
        sqlite="duty_grant_delete",
        postgresql="duty_grant_sealed",
        before=(*_USERS, _grant(1, "乙")),
    ),
    Attack(
        "give a duty out of turn",
        (_grant(7, "乙"),),
        "sealed",
        sqlite="duty_grant_insert",
        postgresql="duty_grant_next",
        before=_USERS,
    ),
    Attack(
        "give a duty to oneself",
        (_grant(1, "甲"),),
        "ck_duty_grant_self",
        sqlite="ck_duty_grant_self",
        postgresql="ck_duty_grant_self",
        before=_USERS,
    ),
)
ATTACKS: Final = (*DRAFTS, *DEPOSITS, *DUTIES)
