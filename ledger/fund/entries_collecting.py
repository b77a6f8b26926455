"""借 and 贷 of what happens to money after it came in: moved, foreign, in advance. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from ledger.fund.entries import BANK, DEPOSIT_INCOME, FOREIGN
from ledger.journal.voucher import Line, Part, Share, Side

ADVANCE: Final = "单位预交"


# ---- a deposit booked to the wrong household ----


def moved(
    control: str | None, estate_id: int, purpose: str, wrong: Share, right: Share
) -> tuple[Line, ...]:
    """Move a deposit within an estate: 贷 交存收入 in red / 贷 交存收入, or 借 / 贷 维修资金.

    Args:
        control: the account of the households' money where the deposit is of an earlier year:
            that income is closed, and the money moves within the fund. None where it is of this.
        estate_id: the estate.
        purpose: what was deposited.
        wrong: what the wrong sub-account loses, less than nothing.
        right: what the right one gains, as much.
    """
    return (
        _taken(control, estate_id, purpose, wrong),
        _given(control, estate_id, purpose, right),
    )


def moved_out(
    control: str | None, estate_id: int, bank: Line, purpose: str, wrong: Share
) -> tuple[Line, ...]:
    """Take a deposit out of an estate's accounts; `bank` says what the bank account loses."""
    return (_taken(control, estate_id, purpose, wrong), bank)


def moved_in(
    control: str | None, estate_id: int, bank_account_id: int, purpose: str, right: Share
) -> tuple[Line, ...]:
    """借 银行存款 / 贷 交存收入, or 维修资金: a deposit comes to its right estate or book."""
    return (
        Line(BANK, Side.DEBIT, right.amount_fen, bank_account_id=bank_account_id),
        _given(control, estate_id, purpose, right),
    )


def bank_unbooked(bank_account_id: int, fen: int) -> Line:
    """借 银行存款 in red: the money lies where it lay, it was another estate's."""
    return Line(BANK, Side.DEBIT, -fen, bank_account_id=bank_account_id)


def bank_paid(bank_account_id: int, fen: int) -> Line:
    """贷 银行存款: the money goes to another bank account."""
    return Line(BANK, Side.CREDIT, fen, bank_account_id=bank_account_id)


def _taken(control: str | None, estate_id: int, purpose: str, share: Share) -> Line:
    if control is None:
        account, side, fen = DEPOSIT_INCOME, Side.CREDIT, share.amount_fen
    else:
        account, side, fen = control, Side.DEBIT, -share.amount_fen
    return Line(account, side, fen, estate_id=estate_id, detail=purpose, shares=(share,))


def _given(control: str | None, estate_id: int, purpose: str, share: Share) -> Line:
    return Line(
        control or DEPOSIT_INCOME,
        Side.CREDIT,
        share.amount_fen,
        estate_id=estate_id,
        detail=purpose,
        shares=(share,),
    )


def recharged(lines: Sequence[Line], wrong_id: int, right_id: int, fen: int) -> tuple[Line, ...]:
    """借 维修支出 / 贷 银行存款: a repair charged anew, `fen` of its principal to another.

    Args:
        lines: of the payment as it was.
        wrong_id: the sub-account that bears so much less.
        right_id: the one that bears so much more.
        fen: not more than `wrong_id` bore.
    """
    return tuple(
        replace(line, shares=_shifted(line.shares, wrong_id, right_id, fen))
        if any((share.sub_id, share.part) == (wrong_id, Part.PRINCIPAL) for share in line.shares)
        else line
        for line in lines
    )


def _shifted(shares: Sequence[Share], wrong_id: int, right_id: int, fen: int) -> tuple[Share, ...]:
    borne = {(share.sub_id, share.part): share.amount_fen for share in shares}
    wrong, right = (wrong_id, Part.PRINCIPAL), (right_id, Part.PRINCIPAL)
    borne[wrong] += fen
    borne[right] = borne.get(right, 0) - fen
    return tuple(Share(sub_id, own, part) for (sub_id, part), own in sorted(borne.items()) if own)


# ---- money that is not the fund's (误入) ----


def foreign(account: str, amount_fen: int, bank_account_id: int) -> tuple[Line, ...]:
    """借 银行存款 / 贷 其他收入-误入: money that is not the fund's lies on its account."""
    return (
        Line(BANK, Side.DEBIT, amount_fen, bank_account_id=bank_account_id),
        Line(account, Side.CREDIT, amount_fen, detail=FOREIGN),
    )


def foreign_returned(
    account: str, amount_fen: int, bank_account_id: int, *, is_later: bool
) -> tuple[Line, ...]:
    """贷 其他收入-误入 in red, or 借 其他支出-误入 in a later year / 贷 银行存款: it goes back."""
    line = (
        Line(account, Side.DEBIT, amount_fen, detail=FOREIGN)
        if is_later
        else Line(account, Side.CREDIT, -amount_fen, detail=FOREIGN)
    )
    return (line, Line(BANK, Side.CREDIT, amount_fen, bank_account_id=bank_account_id))


# ---- the developer's advance (单位预交) ----


def advance_moved(
    control: str, estate_id: int, developer: Share, shares: Sequence[Share]
) -> tuple[Line, ...]:
    """借 / 贷 维修资金: what the developer paid in advance becomes the households', no income.

    Args:
        control: the account of the households' money.
        estate_id: the estate.
        developer: what its sub-account loses, less than nothing.
        shares: what the households gain, together as much.
    """
    fen = -developer.amount_fen
    return (
        Line(
            control,
            Side.DEBIT,
            fen,
            estate_id=estate_id,
            detail=ADVANCE,
            shares=(developer,),
        ),
        Line(
            control,
            Side.CREDIT,
            fen,
            estate_id=estate_id,
            detail=ADVANCE,
            shares=tuple(shares),
        ),
    )
