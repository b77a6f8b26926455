"""Attacks on the register of the bank's movements: one number of an account once, for all rooms."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack


def _moved(turn: int = 1, voucher_id: int = 2, bank: int = 1) -> str:
    """Return the statement that enters the number S1 of an account beside a voucher of F1-C."""
    return (
        f"INSERT INTO bank_movement VALUES(1,{bank},'S1',{turn},'refund','2026-01-15',5,NULL,NULL,"
        f"{voucher_id})"
    )


_DEPOSIT: Final = (
    "INSERT INTO deposit SELECT book_id,'ref:S1',1,log_size+1,1,1,'2026-02-20',5,'续交',1,NULL,"
    f"'S1',NULL,'{'0' * 64}' FROM book_head WHERE book_id=1"
)
ATTACKS: Final = (
    Attack(
        "book one number of the bank twice",
        (_moved(2),),
        "bank_ref_used",
        sqlite="bank_movement_insert:bank_ref_used",
        postgresql="bank_movement_next:bank_ref_used",
        before=(_moved(),),
    ),
    Attack(
        "enter a number of another book's account",
        (_moved(bank=3),),
        "bank_account_wrong",
        sqlite="bank_movement_insert:bank_account_wrong",
        postgresql="bank_movement_next:bank_account_wrong",
        without_sqlite=("bank_movement_insert:bank_movement_unbooked",),
        without_postgresql=("bank_movement_next:bank_movement_unbooked",),
    ),
    Attack(
        "enter a number beside a voucher that moved nothing at the bank",
        (_moved(voucher_id=99),),
        "bank_movement_unbooked",
        sqlite="bank_movement_insert:bank_movement_unbooked",
        postgresql="bank_movement_next:bank_movement_unbooked",
        without_postgresql=("fk_bank_movement_voucher",),
    ),
    Attack(
        "say another amount of a movement",
        ("UPDATE bank_movement SET amount_fen=6",),
        "sealed",
        sqlite="bank_movement_update",
        postgresql="bank_movement_sealed",
        before=(_moved(),),
    ),
    Attack(
        "let a movement of the bank vanish",
        ("DELETE FROM bank_movement",),
        "sealed",
        sqlite="bank_movement_delete",
        postgresql="bank_movement_sealed",
        before=(_moved(),),
    ),
    Attack(
        "enter a deposit under the number of another room's movement",
        (_DEPOSIT,),
        "bank_ref_used",
        sqlite="deposit_ref",
        postgresql="deposit_ref",
        before=(_moved(),),
        without_postgresql=("fk_deposit_voucher",),
    ),
)
