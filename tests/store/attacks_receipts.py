"""Attacks on the register of receipts: one receipt once, and nothing unsaid later."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, replaced

_AT: Final = "2026-02-20T00:00:00Z"


def _lot(lot_no: int, first: int, last: int) -> str:
    """Return the statement that receives a lot of ZX0001 and so on."""
    return (
        f"INSERT INTO receipt_lot VALUES(1,{lot_no},'专用票据','ZX',4,{first},{last},"
        f"'2026-02-01','甲','{_AT}')"
    )


def _use(no: int, use_no: int = 1, voucher_id: int = 2) -> str:
    return (
        f"INSERT INTO receipt_use VALUES(1,'ZX{no:04d}',{use_no},1,{no},{voucher_id},1,NULL,"
        f"'甲','{_AT}')"
    )


def _void(no: int) -> str:
    return (
        f"INSERT INTO receipt_void VALUES(1,'ZX{no:04d}',1,{no},'写错','2026-02-20','甲','{_AT}')"
    )


_LOT: Final = _lot(1, 1, 50)
ATTACKS: Final = (
    Attack(
        "make a lot of receipts longer",
        ("UPDATE receipt_lot SET last_no=99",),
        "sealed",
        sqlite="receipt_lot_update",
        postgresql="receipt_lot_sealed",
        before=(_LOT,),
    ),
    Attack(
        "let a lot of receipts vanish",
        ("DELETE FROM receipt_lot",),
        "sealed",
        sqlite="receipt_lot_delete",
        postgresql="receipt_lot_sealed",
        before=(_LOT,),
    ),
    Attack(
        "receive a lot of receipts out of turn",
        (_lot(3, 1, 50),),
        "sealed",
        sqlite="receipt_lot_insert:sealed",
        postgresql="receipt_lot_next:sealed",
    ),
    Attack(
        "receive a receipt twice",
        (_lot(2, 50, 60),),
        "receipt_overlap",
        sqlite="receipt_lot_insert:receipt_overlap",
        postgresql="receipt_lot_next:receipt_overlap",
        before=(_LOT,),
    ),
    Attack(
        "turn the use of a receipt to another household",
        ("UPDATE receipt_use SET sub_id=2",),
        "sealed",
        sqlite="receipt_use_update",
        postgresql="receipt_use_sealed",
        before=(_LOT, _use(1)),
    ),
    Attack(
        "let the use of a receipt vanish",
        ("DELETE FROM receipt_use",),
        "sealed",
        sqlite="receipt_use_delete",
        postgresql="receipt_use_sealed",
        before=(_LOT, _use(1)),
    ),
    Attack(
        "use a receipt that was never received",
        (_use(51),),
        "receipt_unknown",
        sqlite="receipt_use_insert:receipt_unknown",
        postgresql="receipt_use_known",
        before=(_LOT,),
    ),
    Attack(
        "use a void receipt",
        (_use(1),),
        "receipt_voided",
        sqlite="receipt_use_insert:receipt_voided",
        postgresql="receipt_use_once:receipt_voided",
        before=(_LOT, _void(1)),
    ),
    Attack(
        "use a receipt for a second deposit",
        (_use(1, 2),),
        "receipt_used",
        sqlite="receipt_use_insert:receipt_used",
        postgresql="receipt_use_once:receipt_used",
        before=(_LOT, _use(1)),
    ),
    Attack(
        "make a receipt void that was never received",
        (_void(51),),
        "receipt_unknown",
        sqlite="receipt_void_insert:receipt_unknown",
        postgresql="receipt_void_known",
        before=(_LOT,),
    ),
    Attack(
        "change why a receipt is void",
        ("UPDATE receipt_void SET reason='丢失'",),
        "sealed",
        sqlite="receipt_void_update",
        postgresql="receipt_void_sealed",
        before=(_LOT, _void(1)),
    ),
    Attack(
        "bring a void receipt back",
        ("DELETE FROM receipt_void",),
        "sealed",
        sqlite="receipt_void_delete",
        postgresql="receipt_void_sealed",
        before=(_LOT, _void(1)),
    ),
    Attack(
        "write a void receipt over another",
        (replaced("receipt_void", "receipt='ZX0001'", reason="'丢失'"),),
        "sealed",
        sqlite="receipt_void_insert:sealed",
        before=(_LOT, _void(1)),
        without_sqlite=("receipt_void_delete",),
    ),
)
