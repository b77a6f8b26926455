"""Attacks on what is posted: to cancel it falsely, to add to it, to leave rows unsealed."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, raw
from tests.store.attacks_seal import seal

REVERSAL: Final = (
    seal(
        "reverse a voucher by something else than its mirror",
        raw(
            lines=("'1001','D',-1000,NULL,1,NULL", "'4001','C',-1000,1,NULL,NULL"),
            shares=("3,0,2,-1000,1",),
            debit_fen="-1000",
            reverses="(SELECT voucher_id FROM voucher WHERE book_id=1 AND request_key='维修')",
        ),
        "reversal_wrong",
    ),
    seal(
        "reverse a reversal",
        raw(
            lines=("'1001','D',3000,NULL,1,NULL", "'4001','C',3000,1,NULL,NULL"),
            shares=("3,0,2,3000,1",),
            debit_fen="3000",
            reverses="(SELECT voucher_id FROM voucher WHERE book_id=1 AND reverses IS NOT NULL)",
        ),
        "reversal_wrong",
    ),
    seal("correct a voucher that stands", raw(corrects="2"), "correction_wrong"),
    Attack(
        "reverse a voucher for the second time",
        raw(
            lines=("'1001','D',-3000,NULL,1,NULL", "'4001','C',-3000,1,NULL,'首期'"),
            shares=("3,0,2,-3000,1",),
            debit_fen="-3000",
            reverses="(SELECT voucher_id FROM voucher WHERE book_id=1 AND request_key='记错的')",
        ),
        "uq_voucher_reverses",
        postgresql="uq_voucher_reverses",
    ),
    Attack(
        "write a reversal over the one before",
        raw(
            verb="INSERT OR REPLACE",
            lines=("'1001','D',-3000,NULL,1,NULL", "'4001','C',-3000,1,NULL,'首期'"),
            shares=("3,0,2,-3000,1",),
            debit_fen="-3000",
            reverses="(SELECT voucher_id FROM voucher WHERE book_id=1 AND request_key='记错的')",
        ),
        "voucher_exists",
        sqlite="voucher_seal:voucher_exists",
    ),
)
POSTED: Final = "(SELECT voucher_id FROM voucher WHERE book_id=1 AND request_key='维修')"
NEXT: Final = "(SELECT log_size+1 FROM book_head WHERE book_id=1)"


def _line(place: str) -> str:
    return f"INSERT INTO line VALUES(1,{place},3,'5001','D',1,1,NULL,NULL)"


def _share(place: str) -> str:
    columns = "book_id,voucher_id,sub_id,part,line_no,amount_fen"
    return f"INSERT INTO share({columns}) VALUES(1,{place},4,0,1,1)"


def _deposit(place: str, key: str = "false", attempt: int = 1, verb: str = "INSERT") -> str:
    values = f"1,'{key}',{attempt},{place},1,1,'2026-02-20',1000,'首期',1,NULL,NULL,NULL"
    return f"{verb} INTO deposit VALUES({values},'{'0' * 64}')"


LATER: Final = (
    Attack(
        "add a line to a posted voucher",
        (_line(POSTED),),
        "voucher_sealed",
        sqlite="line_open",
        postgresql="line_open:voucher_sealed",
    ),
    Attack(
        "add a share to a posted voucher",
        (_share(POSTED),),
        "voucher_sealed",
        sqlite="share_open",
        postgresql="share_open:voucher_sealed",
    ),
    Attack(
        "add a deposit to a posted voucher",
        (_deposit(POSTED),),
        "voucher_sealed",
        sqlite="deposit_open:voucher_sealed",
        postgresql="deposit_open:voucher_sealed",
    ),
    Attack(
        "book a deposit twice",
        (_deposit(NEXT, "首期 A01:1", 2), *raw()),
        "deposit_exists",
        sqlite="deposit_open:deposit_exists",
        postgresql="deposit_open:deposit_exists",
    ),
    Attack(
        "write a deposit over another",
        (_deposit("99", "首期 A01:1", verb="INSERT OR REPLACE"),),
        "deposit_exists",
        sqlite="deposit_open:deposit_exists",
    ),
)
AS_REPLICA: Final = "SET LOCAL session_replication_role=replica"
REPLICA: Final = tuple(
    Attack(
        f"leave a {table} without a voucher, as a replica looks at no foreign key",
        (AS_REPLICA, statement),
        "voucher_unsealed",
        postgresql=f"{table}_open:voucher_unsealed",
    )
    for table, statement in (
        ("line", _line("99")),
        ("share", _share("99")),
        ("deposit", _deposit("99")),
    )
)
UNSEALED: Final = (
    Attack(
        "leave lines without a voucher",
        raw()[:2],
        "fk_line_voucher",
        postgresql="fk_line_voucher",
    ),
    Attack(
        "change the past as a replica, for which other triggers sleep",
        (AS_REPLICA, "UPDATE voucher SET summary='x' WHERE book_id=1 AND voucher_id=2"),
        "sealed",
        postgresql="voucher_sealed",
    ),
    Attack(
        "change the past by way of a conflict",
        (
            (
                "INSERT INTO voucher SELECT * FROM voucher WHERE book_id=1 AND voucher_id=2"
                " ON CONFLICT(book_id,voucher_id) DO UPDATE SET summary='x'"
            ),
        ),
        "sealed",
        postgresql="voucher_sealed",
    ),
)

ATTACKS: Final = (*REVERSAL, *LATER, *REPLICA, *UNSEALED)
