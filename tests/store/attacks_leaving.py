"""Attacks on what leaves the fund: closed sub-accounts, and the register behind 2001."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack, raw, replaced

_LOSS: Final = "'lost:ML-A01-001'"


def _close(event: str = _LOSS, sub_id: int = 7, since: str = "NULL", until: str = "NULL") -> str:
    """Return the statement that writes a sub-account to be closed; 7 holds 80.00."""
    return (
        "INSERT INTO sub_close(book_id,event,sub_id,cause,closed_on,reason,since,until)"
        f" VALUES(1,{event},{sub_id},'LOST','2026-02-20','拆除',{since},{until})"
    )


def _owed(fen: int = 1000, since: str = "NULL") -> str:
    """Return the statement that writes what is owed for sub-account 1."""
    return (
        "INSERT INTO lost_refund(book_id,event,lost_no,sub_id,payee_class,payee,principal_fen,"
        f"earnings_fen,amount_fen,since) VALUES(1,{_LOSS},1,1,'OWNER','张三',{fen},0,{fen},{since})"
    )


def _paid(fen: int = 1000, since: str = "NULL") -> str:
    return (
        "INSERT INTO lost_payment(book_id,event,lost_event,lost_no,amount_fen,since)"
        f" VALUES(1,'lostpay:1',{_LOSS},1,{fen},{since})"
    )


def _loss(key: str = "'loss'", sub_id: int = 1, fen: int = 1000) -> tuple[str, ...]:
    """Return a voucher of the event: 借 返还支出 / 贷 应付灭失返还."""
    return raw(
        lines=(f"'5101','D',{fen},1,NULL,NULL", f"'2001','C',{fen},1,NULL,NULL"),
        shares=(f"{sub_id},0,1,-{fen},NULL",),
        word="'转'",
        event=_LOSS,
        request_key=key,
        debit_fen=str(fen),
    )


def _payment(fen: int = 1000) -> tuple[str, ...]:
    return raw(
        lines=(f"'2001','D',{fen},1,NULL,NULL", f"'1001','C',{fen},NULL,1,NULL"),
        shares=(),
        word="'付'",
        event="'lostpay:1'",
        request_key="'pay'",
        debit_fen=str(fen),
    )


# The last 30.00 that sub-account 2 of book 2 holds would be another book's: 1 holds 900.00 here.
_EMPTIED: Final = _loss(fen=90_000)
_GONE: Final = (_close(sub_id=1), _owed(90_000), *_EMPTIED)

CLOSES: Final = (
    Attack(
        "post to a sub-account that was closed",
        raw(request_key="'late'"),
        "sub_account_closed",
        sqlite="voucher_leaves:sub_account_closed",
        postgresql="voucher_then_leaves:sub_account_closed",
        before=_GONE,
    ),
    Attack(
        "close a sub-account that still holds something by a voucher",
        _loss(),
        "sub_account_not_empty",
        sqlite="voucher_leaves:sub_account_not_empty",
        postgresql="voucher_then_leaves:sub_account_not_empty",
        before=(_close(sub_id=1), _owed()),
    ),
    Attack(
        "close a sub-account that still holds something by an entry in the log",
        (_close(sub_id=1, since="1"),),
        "register_wrong",
        sqlite="sub_close_insert:register_wrong",
        postgresql="sub_close_begins",
    ),
    Attack(
        "open a closed sub-account by hand",
        ("UPDATE sub_close SET until=since+1",),
        "register_wrong",
        sqlite="sub_close_update",
        postgresql="sub_close_step",
        before=_GONE,
    ),
    Attack(
        "forget that a sub-account is closed",
        ("DELETE FROM sub_close",),
        "sealed",
        sqlite="sub_close_delete",
        postgresql="sub_close_stays",
        before=_GONE,
    ),
    Attack(
        "write a closed sub-account over",
        (replaced("sub_close", "sub_id=1", since="NULL"),),
        "sealed",
        sqlite="sub_close_insert:sealed",
        before=_GONE,
        without_sqlite=("sub_close_delete",),
    ),
)
OWED: Final = (
    Attack(
        "owe more on 2001 than the register says",
        _loss(),
        "lost_register_wrong",
        sqlite="voucher_leaves:lost_register_wrong",
        postgresql="voucher_then_leaves:lost_register_wrong",
        before=(_owed(999),),
    ),
    Attack(
        "pay more than is owed",
        _payment(1001),
        "lost_overpaid",
        sqlite="voucher_left",
        postgresql="voucher_then_leaves:lost_overpaid",
        before=(_owed(), *_loss(), _paid(1001)),
    ),
    Attack(
        "let what is owed count without a voucher",
        (_owed(since="1"),),
        "register_wrong",
        sqlite="lost_refund_insert:register_wrong",
        postgresql="lost_refund_begins",
    ),
    Attack(
        "owe it to somebody else",
        ("UPDATE lost_refund SET payee='甲'",),
        "register_wrong",
        sqlite="lost_refund_update",
        postgresql="lost_refund_step",
        before=(_owed(),),
    ),
    Attack(
        "forget what is owed",
        ("DELETE FROM lost_refund",),
        "sealed",
        sqlite="lost_refund_delete",
        postgresql="lost_refund_stays",
        before=(_owed(),),
    ),
    Attack(
        "write what is owed over",
        (replaced("lost_refund", "lost_no=1", payee="'甲'"),),
        "sealed",
        sqlite="lost_refund_insert:sealed",
        before=(_owed(),),
        without_sqlite=("lost_refund_delete",),
    ),
)
PAID: Final = (
    Attack(
        "let a payment count without a voucher",
        (_paid(since="1"),),
        "register_wrong",
        sqlite="lost_payment_insert:register_wrong",
        postgresql="lost_payment_begins",
        before=(_owed(),),
    ),
    Attack(
        "change what was paid",
        ("UPDATE lost_payment SET amount_fen=1",),
        "register_wrong",
        sqlite="lost_payment_update",
        postgresql="lost_payment_step",
        before=(_owed(), _paid()),
    ),
    Attack(
        "forget a payment",
        ("DELETE FROM lost_payment",),
        "sealed",
        sqlite="lost_payment_delete",
        postgresql="lost_payment_stays",
        before=(_owed(), _paid()),
    ),
    Attack(
        "write a payment over",
        (replaced("lost_payment", "lost_no=1", amount_fen="1"),),
        "sealed",
        sqlite="lost_payment_insert:sealed",
        before=(_owed(), _paid()),
        without_sqlite=("lost_payment_delete",),
    ),
)
_HANDED: Final = (
    "INSERT INTO custody VALUES(1,'custody:HZ-A01-001',1,3,'2026-02-20','2026-02-01','大会1号',"
    "$DIGEST,1000,0,0)"
)
HANDED: Final = (
    Attack(
        "change on what ground an estate was handed over",
        ("UPDATE custody SET resolution='大会2号'",),
        "sealed",
        sqlite="custody_update",
        postgresql="custody_sealed",
        before=(_HANDED,),
    ),
    Attack(
        "forget that an estate was handed over",
        ("DELETE FROM custody",),
        "sealed",
        sqlite="custody_delete",
        postgresql="custody_sealed",
        before=(_HANDED,),
    ),
    Attack(
        "write a hand-over over another",
        (replaced("custody", "book_id=1", fund_fen="5"),),
        "sealed",
        sqlite="custody_insert",
        before=(_HANDED,),
        without_sqlite=("custody_delete",),
    ),
)
ATTACKS: Final = (*CLOSES, *OWED, *PAID, *HANDED)
