"""The 借 and 贷 of those who leave: lost houses, 划转. Pure, like `entries`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from ledger.fund.entries import BANK, REFUND
from ledger.journal.voucher import Line, Share, Side

LOST_PAYABLE: Final = "2001"
UNDISTRIBUTED: Final = "3101"

# ---- a house that is lost (灭失) ----


def settled(
    control: str,
    estate_id: int,
    shares: Sequence[Share],
    own_fen: int = 0,
    common: Sequence[Share] = (),
) -> tuple[Line, ...]:
    """借 待分配累计收益 / 贷 维修资金: what leaving sub-accounts have earned.

    Args:
        control: the account of the households' money, `3001` or `3002`.
        estate_id: the estate.
        shares: what each sub-account gets, of the pool and of the estate's own earnings together.
        own_fen: of the estate's own earnings; the rest is of the pool.
        common: what of these leaves each sub-account of common income, less than nothing.
    """
    total_fen = sum(share.amount_fen for share in shares)
    common_fen = -sum(share.amount_fen for share in common)
    lines = [
        Line(UNDISTRIBUTED, Side.DEBIT, fen, estate_id=source, shares=tuple(leaving))
        for fen, source, leaving in (
            (total_fen - own_fen, None, ()),
            (common_fen, estate_id, common),
            (own_fen - common_fen, estate_id, ()),
        )
        if fen
    ]
    return (
        *lines,
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


# ---- an estate goes over to another keeper (划转) ----


@dataclass(frozen=True, slots=True)
class Handed:
    """What one voucher hands over of an estate, in fen.

    Attributes:
        control: the account of the households' money, `3001` or `3002`.
        shares: of each household, more than nothing.
        common: of each sub-account of common income, more than nothing.
        undistributed_fen: the rest of the estate's own 3101.
        settled_fen: its part of the pooled earnings.
    """

    control: str
    estate_id: int
    shares: tuple[Share, ...]
    common: tuple[Share, ...]
    undistributed_fen: int
    settled_fen: int

    @property
    def total_fen(self) -> int:
        """All that moves."""
        shares = sum(share.amount_fen for share in (*self.shares, *self.common))
        return shares + self.undistributed_fen + self.settled_fen


def handed_out(handed: Handed, bank_account_id: int) -> tuple[Line, ...]:
    """借 维修资金, 待分配累计收益 / 贷 银行存款: the old keeper's side."""
    lines = _net_assets(handed, Side.DEBIT, handed.undistributed_fen)
    if handed.settled_fen:
        lines.append(Line(UNDISTRIBUTED, Side.DEBIT, handed.settled_fen, detail="划转结清"))
    return (
        *lines,
        Line(BANK, Side.CREDIT, handed.total_fen, bank_account_id=bank_account_id),
    )


def handed_in(handed: Handed, bank_account_id: int) -> tuple[Line, ...]:
    """借 银行存款 / 贷 维修资金, 待分配累计收益: the new keeper's side.

    What was settled of the old pool is the estate's own here.
    """
    return (
        Line(BANK, Side.DEBIT, handed.total_fen, bank_account_id=bank_account_id),
        *_net_assets(handed, Side.CREDIT, handed.undistributed_fen + handed.settled_fen),
    )


def _net_assets(handed: Handed, side: Side, undistributed_fen: int) -> list[Line]:
    sign = 1 if side is Side.CREDIT else -1
    lines = [
        Line(
            account,
            side,
            sum(share.amount_fen for share in shares),
            estate_id=handed.estate_id,
            detail="划转",
            shares=tuple(replace(share, amount_fen=sign * share.amount_fen) for share in shares),
        )
        for account, shares in (
            (handed.control, handed.shares),
            (UNDISTRIBUTED, handed.common),
        )
        if shares
    ]
    if undistributed_fen:
        lines.append(
            Line(UNDISTRIBUTED, side, undistributed_fen, estate_id=handed.estate_id, detail="划转")
        )
    return lines
