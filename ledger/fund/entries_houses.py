"""借 and 贷 of houses that become other houses, or go to another estate. Pure.

No income and no money of the bank: what the custodian holds for the households stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ledger.journal.voucher import Line, Share, Side

UNDISTRIBUTED: Final = "3101"


def recut(  # both estates, and what goes from hand to hand
    control: str,
    source_id: int,
    target_id: int,
    left: Sequence[Share],
    over: Sequence[Share],
    got: Sequence[Share],
    undistributed_fen: int,
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """借 维修资金 of the old estate / 贷 of the new, and 待分配累计收益 likewise: two vouchers.

    Args:
        control: the account of the households' money.
        source_id, target_id: the estates.
        left: what each house loses, less than nothing.
        over: what lies between the two, on a sub-account of no estate.
        got: what each house gains under its new code.
        undistributed_fen: what of 3101 goes over.
    """
    out: list[Line] = []
    into: list[Line] = []
    fen = sum(share.amount_fen for share in got)
    if fen:
        back = tuple(Share(share.sub_id, -share.amount_fen, share.part) for share in over)
        out += [
            Line(control, Side.DEBIT, fen, estate_id=source_id, detail="转出", shares=tuple(left)),
            Line(control, Side.CREDIT, fen, detail="过渡", shares=tuple(over)),
        ]
        into += [
            Line(control, Side.DEBIT, fen, detail="过渡", shares=back),
            Line(control, Side.CREDIT, fen, estate_id=target_id, detail="转入", shares=tuple(got)),
        ]
    if undistributed_fen:
        out += [
            Line(UNDISTRIBUTED, Side.DEBIT, undistributed_fen, estate_id=source_id),
            Line(UNDISTRIBUTED, Side.CREDIT, undistributed_fen),
        ]
        into += [
            Line(UNDISTRIBUTED, Side.DEBIT, undistributed_fen),
            Line(UNDISTRIBUTED, Side.CREDIT, undistributed_fen, estate_id=target_id),
        ]
    return tuple(out), tuple(into)


def succeeded(
    control: str, estate_id: int, left: Sequence[Share], got: Sequence[Share]
) -> tuple[Line, ...]:
    """借 维修资金 / 贷 维修资金: what houses held moves to those that they become.

    No income and no money of the bank: the fund of the estate stays as it is.

    Args:
        control: the account of the households' money, `3001` or `3002`.
        estate_id: the estate.
        left: what each house that goes loses, less than nothing.
        got: what each house that comes gains.
    """
    fen = sum(share.amount_fen for share in got)
    return (
        Line(control, Side.DEBIT, fen, estate_id=estate_id, detail="转出", shares=tuple(left)),
        Line(control, Side.CREDIT, fen, estate_id=estate_id, detail="转入", shares=tuple(got)),
    )
