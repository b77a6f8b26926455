"""The 借 and 贷 of those who leave: lost houses, 划转. Pure, like `entries`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.fund.entries import BANK, REFUND
from ledger.journal.voucher import Line, Share, Side

LOST_PAYABLE: Final = "2001"
UNDISTRIBUTED: Final = "3101"

# ---- a house that is lost (灭失) ----


def settled(control: str, estate_id: int, shares: Sequence[Share]) -> tuple[Line, ...]:
    """借 待分配累计收益 / 贷 维修资金: what leaving sub-accounts have earned of the pool."""
    total_fen = sum(share.amount_fen for share in shares)
    return (
        Line(UNDISTRIBUTED, Side.DEBIT, total_fen),
        Line(
            control,
            Side.CREDIT,
            total_fen,
            estate_id=estate_id,
            detail="结清收益",
            shares=tuple(shares),
        ),
    )


def lost_recognised(estate_id: int, code: str, shares: Sequence[Share]) -> tuple[Line, ...]:
    """借 返还支出 / 贷 应付房屋灭失返还资金: the duty is booked when the house is lost.

    财会〔2020〕7号 part 3: also where it goes to the treasury. The shares leave at this moment, for
    返还支出 is in the control identity; paying it later touches no sub-account.

    Args:
        estate_id: the estate.
        code: of the loss, such as `ML-A01-001`: 2001 is told apart by it.
        shares: what leaves each sub-account, less than nothing.
    """
    total_fen = -sum(share.amount_fen for share in shares)
    return (
        Line(
            REFUND, Side.DEBIT, total_fen, estate_id=estate_id, detail="灭失", shares=tuple(shares)
        ),
        Line(LOST_PAYABLE, Side.CREDIT, total_fen, estate_id=estate_id, detail=code),
    )


def lost_paid(estate_id: int, code: str, bank_account_id: int, amount_fen: int) -> tuple[Line, ...]:
    """借 应付房屋灭失返还资金 / 贷 银行存款; in red where the bank sent the money back."""
    return (
        Line(LOST_PAYABLE, Side.DEBIT, amount_fen, estate_id=estate_id, detail=code),
        Line(BANK, Side.CREDIT, amount_fen, bank_account_id=bank_account_id),
    )
