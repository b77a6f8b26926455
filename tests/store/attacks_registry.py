"""Attacks on books, charts, people, estates, households and the scope of cases."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, replaced
from tests.store.attacks_kept import next_change

USER: Final = "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')"
BOOKS: Final = (
    Attack(
        "turn a book into another",
        ("UPDATE book SET code='F9-C' WHERE book_id=1",),
        "sealed",
        sqlite="book_update",
        postgresql="book_sealed",
    ),
    Attack(
        "turn a book into another by the other name of its key",
        ("UPDATE book SET rowid=9 WHERE book_id=1",),
        "sealed",
        sqlite="book_update",
    ),
    Attack(
        "write a book over another",
        (replaced("book", "book_id=1", salt="$DIGEST"),),
        "sealed",
        sqlite="book_insert",
        without_sqlite=("book_head_insert",),
    ),
    Attack(
        "write a book over another by its code",
        (replaced("book", "book_id=1", book_id="9"),),
        "sealed",
        sqlite="book_insert",
    ),
    Attack(
        "close income to the bank",
        ("INSERT INTO account_rule VALUES('FUND','4901','C','2027-01-01','1001',0,'x','R')",),
        "closing_rule_wrong",
        sqlite="account_rule_insert:closing_rule_wrong",
        postgresql="account_rule_insert:closing_rule_wrong",
    ),
    Attack(
        "close the bank to the households' fund",
        ("INSERT INTO account_rule VALUES('FUND','1001','C','2027-01-01','3001',0,'x','R')",),
        "closing_rule_wrong",
        sqlite="account_rule_insert:closing_rule_wrong",
        postgresql="account_rule_insert:closing_rule_wrong",
    ),
    Attack(
        "rule an account that is not there",
        ("INSERT INTO account_rule VALUES('FUND','9999','C','2021-01-01',NULL,0,'x','R')",),
        "closing_rule_wrong",
        sqlite="account_rule_insert:closing_rule_wrong",
    ),
    Attack(
        "close deposits elsewhere, back to a month with vouchers",
        ("INSERT INTO account_rule VALUES('FUND','4001','C','2026-02-01','3101',1,'x','R')",),
        "rule_in_the_past",
        sqlite="account_rule_insert:rule_in_the_past",
        postgresql="account_rule_insert:rule_in_the_past",
    ),
    Attack(
        "control a household by what is not given out",
        ("INSERT INTO sub_account VALUES(1,99,'HOUSEHOLD','3101','x',1)",),
        "sub_account_wrong",
        sqlite="sub_account_insert:sub_account_wrong",
        postgresql="sub_account_open:sub_account_wrong",
    ),
)
PEOPLE: Final = (
    Attack(
        "give the words of one user to another",
        ("UPDATE login SET name='丙'",),
        "sealed",
        sqlite="login_update",
        postgresql="login_sealed",
        before=(USER,),
    ),
    Attack(
        "write a user over another",
        ("INSERT OR REPLACE INTO login VALUES('甲','丙','2026-01-01T00:00:00Z')",),
        "sealed",
        sqlite="login_insert",
        before=(USER,),
    ),
    Attack(
        "give a custodian another code",
        ("UPDATE custodian SET code='F9' WHERE custodian_id=1",),
        "sealed",
        sqlite="custodian_update",
        postgresql="custodian_sealed",
    ),
    Attack(
        "write a custodian over another",
        ("INSERT OR REPLACE INTO custodian VALUES(9,'F1','x')",),
        "sealed",
        sqlite="custodian_insert",
    ),
    Attack(
        "give an estate another code",
        ("UPDATE estate SET code='Z01' WHERE estate_id=1",),
        "sealed",
        sqlite="estate_update",
        postgresql="estate_sealed",
    ),
    Attack(
        "give an estate another key by its other name",
        ("UPDATE estate SET rowid=9 WHERE estate_id=1",),
        "sealed",
        sqlite="estate_update",
    ),
    Attack(
        "write an estate over another",
        ("INSERT OR REPLACE INTO estate VALUES(9,'A01','x',1)",),
        "sealed",
        sqlite="estate_insert",
    ),
)
NEW_CHANGE: Final = next_change("log_size+1")
_CHANGE: Final = "(SELECT max(change_id) FROM master_change WHERE book_id=1)"


def _master(name: str, sql: str, guard: str, *, both: bool = False) -> Attack:
    """Return an attack on master data, after a lawful entry in the log."""
    return Attack(
        name,
        (sql,),
        "master_data_guard",
        sqlite=guard,
        postgresql=guard if both else "",
        before=(NEW_CHANGE,),
    )


HOUSEHOLDS: Final = (
    _master(
        "change an area without an entry in the log",
        "UPDATE household SET area=1 WHERE book_id=1 AND sub_id=1",
        "household_update",
        both=True,
    ),
    _master(
        "change an area with an entry that is not in the log",
        "UPDATE household SET area=1,change_id=999 WHERE book_id=1 AND sub_id=1",
        "household_update",
    ),
    _master(
        "move a household to the door of another, which then is gone",
        f"UPDATE OR REPLACE household SET room='102',change_id={_CHANGE}"
        " WHERE book_id=1 AND sub_id=1",
        "household_update",
    ),
    _master(
        "write a household over another by its door",
        replaced("household", "book_id=1 AND sub_id=1", sub_id="8", change_id=_CHANGE),
        "household_insert",
    ),
    _master(
        "write a household over itself",
        replaced("household", "book_id=1 AND sub_id=1", area="1", change_id=_CHANGE),
        "household_insert",
    ),
    _master(
        "add a household without an entry in the log",
        replaced("household", "book_id=1 AND sub_id=1", sub_id="8", room="'999'", change_id="999"),
        "household_insert",
    ),
    _master(
        "change an owner without an entry in the log",
        "UPDATE title SET owner='x' WHERE book_id=1 AND sub_id=1",
        "title_update",
        both=True,
    ),
    _master(
        "change an owner with an entry that is not in the log",
        "UPDATE title SET owner='x',change_id=999 WHERE book_id=1 AND sub_id=1",
        "title_update",
    ),
    _master(
        "write a title over itself",
        replaced("title", "book_id=1 AND sub_id=1", owner="'x'", change_id=_CHANGE),
        "title_insert",
    ),
    _master(
        "add an owner without an entry in the log",
        replaced("title", "book_id=1 AND sub_id=1", title_no="2", change_id="999"),
        "title_insert",
    ),
)


def _scope(name: str, sql: str, sqlite: str, postgresql: str = "") -> Attack:
    """Return an attack on the scope of a case; case 1 is approved, case 2 is not."""
    return Attack(name, (sql,), "scope_frozen", sqlite, postgresql)


CASES: Final = (
    _scope(
        "add a household to an approved case",
        "INSERT INTO usage_share VALUES(1,1,9,'household',4,1,1,1,0,0)",
        "usage_share_insert",
        "usage_share_frozen:scope_frozen",
    ),
    _scope(
        "change what a household bears of an approved case",
        "UPDATE usage_share SET share_fen=1,principal_fen=1 WHERE case_id=1 AND share_no=1",
        "usage_share_update",
        "usage_share_frozen",
    ),
    _scope(
        "take a household out of an approved case",
        "DELETE FROM usage_share WHERE case_id=1 AND share_no=1",
        "usage_share_delete",
        "usage_share_frozen",
    ),
    _scope(
        "move a household from one case to an approved one",
        "UPDATE usage_share SET case_id=1,share_no=9 WHERE case_id=2 AND share_no=1",
        "usage_share_update",
        "usage_share_frozen",
    ),
    _scope(
        "move a household out of an approved case",
        "UPDATE usage_share SET case_id=2,share_no=9 WHERE case_id=1 AND share_no=1",
        "usage_share_update",
        "usage_share_frozen",
    ),
    _scope(
        "write a household of a case over another",
        "INSERT OR REPLACE INTO usage_share VALUES(1,2,1,'household',4,1,1,1,0,0)",
        "usage_share_insert",
    ),
    _scope("empty the scopes at a stroke", "TRUNCATE usage_share", "", "usage_share_stays"),
    _scope(
        "raise the total of an approved case",
        "UPDATE usage_case SET total_fen=total_fen*2 WHERE case_id=1",
        "usage_case_update",
        "usage_case_frozen",
    ),
    _scope(
        "take an approval back",
        "UPDATE usage_case SET approved_on=NULL,approved_by=NULL WHERE case_id=1",
        "usage_case_update",
        "usage_case_frozen",
    ),
    _scope(
        "let another have approved",
        "UPDATE usage_case SET approved_by='丙' WHERE case_id=1",
        "usage_case_update",
        "usage_case_frozen",
    ),
    _scope(
        "give a case another code",
        "UPDATE usage_case SET code='x' WHERE case_id=2",
        "usage_case_update",
        "usage_case_frozen",
    ),
    _scope(
        "write a case over another",
        replaced("usage_case", "case_id=1", total_fen="1"),
        "usage_case_insert",
    ),
    _scope(
        "write a case over another by its code",
        replaced("usage_case", "case_id=1", case_id="9"),
        "usage_case_insert",
    ),
)

ATTACKS: Final = (*BOOKS, *PEOPLE, *HOUSEHOLDS, *CASES)
