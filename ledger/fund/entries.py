"""Every operation's 借 and 贷, on one page. Pure: whole fen in, lines out.

财会〔2020〕7号 keeps cash accounts: money that comes in is income of the estate it belongs to, and
the shares of that line say which household it lies on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from ledger.journal.voucher import Line, Part, Share, Side

BANK: Final = "1001"
IMPREST: Final = "1201"
DEPOSIT_INCOME: Final = "4001"
UNCLAIMED: Final = "待认领"
REPAIR: Final = "5001"
REFUND: Final = "5101"
CHARGES: Final = "5901"
OTHER_INCOME: Final = "4901"
UNDISTRIBUTED: Final = "3101"
BONDS: Final = "1101"
INTEREST: Final = "4101"
BOND_INTEREST: Final = "4102"
DEMAND: Final = "活期"
TERM: Final = "定期"
FOREIGN: Final = "误入"  # money that is not the fund's: never given out


# ---- money coming in ----


def deposit(
    estate_id: int, bank_account_id: int, purpose: str, shares: Sequence[Share]
) -> tuple[Line, ...]:
    """借 银行存款 / 贷 交存收入: deposits of one purpose in one estate."""
    total_fen = sum(share.amount_fen for share in shares)
    return (
        Line(BANK, Side.DEBIT, total_fen, bank_account_id=bank_account_id),
        Line(
            DEPOSIT_INCOME,
            Side.CREDIT,
            total_fen,
            estate_id=estate_id,
            detail=purpose,
            shares=tuple(shares),
        ),
    )


def opening(
    control: str, estate_id: int, bank_fen: Mapping[int, int], shares: Sequence[Share]
) -> tuple[Line, ...]:
    """借 银行存款 by bank account / 贷 维修资金: what a former keeper hands over, no income.

    Args:
        control: the account of the households' money, `3001` or `3002`.
        estate_id: the estate.
        bank_fen: where the money lies, by bank account.
        shares: principal and earnings of each household.
    """
    return (
        *(
            Line(BANK, Side.DEBIT, fen, bank_account_id=bank_account_id)
            for bank_account_id, fen in sorted(bank_fen.items())
            if fen
        ),
        Line(
            control,
            Side.CREDIT,
            sum(share.amount_fen for share in shares),
            estate_id=estate_id,
            detail="期初",
            shares=tuple(shares),
        ),
    )


# ---- money that nobody has claimed yet (待认领) ----


def suspense_code(bank_account: str, bank_ref: str) -> str:
    """Return the code of the sub-account of one receipt, told apart by the bank's own number."""
    return f"{UNCLAIMED}-{bank_account}-{bank_ref}"


def unclaimed(amount_fen: int, bank_account_id: int, sub_id: int) -> tuple[Line, ...]:
    """借 银行存款 / 贷 交存收入-待认领: whose money it is, nobody knows; no estate is named."""
    return (
        Line(BANK, Side.DEBIT, amount_fen, bank_account_id=bank_account_id),
        Line(
            DEPOSIT_INCOME,
            Side.CREDIT,
            amount_fen,
            detail=UNCLAIMED,
            shares=(Share(sub_id, amount_fen),),
        ),
    )


def claimed(sub_id: int, share: Share, estate_id: int, purpose: str) -> tuple[Line, ...]:
    """贷 交存收入-待认领 in red / 贷 交存收入: claimed in the year of the receipt."""
    fen = share.amount_fen
    return (
        Line(DEPOSIT_INCOME, Side.CREDIT, -fen, detail=UNCLAIMED, shares=(Share(sub_id, -fen),)),
        Line(
            DEPOSIT_INCOME, Side.CREDIT, fen, estate_id=estate_id, detail=purpose, shares=(share,)
        ),
    )


def claimed_later(
    control: str, sub_id: int, share: Share, estate_id: int, purpose: str
) -> tuple[Line, ...]:
    """借 维修资金-待认领 / 贷 维修资金: claimed in a later year, no income of that year.

    Args:
        control: the account of the households' money, `3001` or `3002`.
        sub_id: the sub-account on which the money waited.
        share: what the household gets.
        estate_id: the household's estate.
        purpose: what the money is for.
    """
    fen = share.amount_fen
    return (
        Line(control, Side.DEBIT, fen, detail=UNCLAIMED, shares=(Share(sub_id, -fen),)),
        Line(control, Side.CREDIT, fen, estate_id=estate_id, detail=purpose, shares=(share,)),
    )


# ---- money going out on repairs ----


def repair_paid(
    estate_id: int, bank_account_id: int, spent: Iterable[tuple[int, Part, int]]
) -> tuple[Line, ...]:
    """借 维修支出 / 贷 银行存款: a case is paid, and each sub-account loses what it bears.

    Args:
        estate_id: the estate.
        bank_account_id: what it is paid from.
        spent: sub-account, part and what it pays, more than nothing each.
    """
    shares = tuple(Share(sub_id, -amount_fen, part) for sub_id, part, amount_fen in spent)
    total_fen = -sum(share.amount_fen for share in shares)
    return (
        Line(REPAIR, Side.DEBIT, total_fen, estate_id=estate_id, detail="工程", shares=shares),
        Line(BANK, Side.CREDIT, total_fen, bank_account_id=bank_account_id),
    )


def repair_moved(
    estate_id: int, bank_account_id: int | None, shares: Sequence[Share], holder: str = ""
) -> tuple[Line, ...]:
    """借 维修支出 / 贷 银行存款 of a stage; 借 银行存款 / 借 红字维修支出 of money that comes back.

    Shares may have both signs: the cost so far is divided afresh, and only differences are booked.

    Args:
        estate_id: the estate.
        bank_account_id: where the money comes from, or goes to; None for imprest (备用金).
        shares: what each sub-account loses (−) or gets back (+).
        holder: whose imprest it is.
    """
    spent_fen = -sum(share.amount_fen for share in shares)
    if spent_fen:
        repair = _repair(estate_id, shares)
        side = Side.CREDIT if spent_fen > 0 else Side.DEBIT
        money = (
            Line(IMPREST, side, abs(spent_fen), detail=holder)
            if bank_account_id is None
            else Line(BANK, side, abs(spent_fen), bank_account_id=bank_account_id)
        )
        return (repair, money) if spent_fen > 0 else (money, repair)
    lose = [share for share in shares if share.amount_fen < 0]
    gain = [share for share in shares if share.amount_fen > 0]
    return _repair(estate_id, lose), _repair(estate_id, gain)


def repair_given(control: str, estate_id: int, shares: Sequence[Share]) -> tuple[Line, ...]:
    """借 待分配累计收益 / 贷 维修资金: common income pays of a repair in its bearers' stead.

    5001 closes to the households' account and common income lies on 3101; so the bearers are given
    that money and the payment takes it from them, one event (财会〔2020〕7号, 5001 and 3101).

    Args:
        control: the account of the households' money, `3001` or `3002`.
        estate_id: the estate whose common income it is.
        shares: what each sub-account is given (+), or gives back (−).
    """
    fen = sum(share.amount_fen for share in shares)
    return (
        Line(UNDISTRIBUTED, Side.DEBIT, fen, estate_id=estate_id),
        Line(
            control,
            Side.CREDIT,
            fen,
            estate_id=estate_id,
            detail="共有收益付维修",
            shares=tuple(shares),
        ),
    )


def imprest(
    amount_fen: int, bank_account_id: int, holder: str, *, is_draw: bool
) -> tuple[Line, ...]:
    """借 备用金 / 贷 银行存款 when it is drawn; 借 银行存款 / 贷 备用金 when it is given back."""
    held = Line(IMPREST, Side.DEBIT if is_draw else Side.CREDIT, amount_fen, detail=holder)
    bank = Line(
        BANK,
        Side.CREDIT if is_draw else Side.DEBIT,
        amount_fen,
        bank_account_id=bank_account_id,
    )
    return (held, bank) if is_draw else (bank, held)


def _repair(estate_id: int, shares: Sequence[Share]) -> Line:
    return Line(
        REPAIR,
        Side.DEBIT,
        -sum(share.amount_fen for share in shares),
        estate_id=estate_id,
        detail="工程",
        shares=tuple(shares),
    )


# ---- a deposit given back ----


def refund(
    estate_id: int, bank_account_id: int, purpose: str, share: Share, *, is_of_this_year: bool
) -> tuple[Line, ...]:
    """借 交存收入 or 返还支出 / 贷 银行存款: a deposit goes back to who paid it.

    财会〔2020〕7号 part 3: what was deposited this year was income of this year and is taken out
    of it; what was deposited in an earlier year is expenditure. The days of the deposit and of
    the refund decide, whatever months are closed.

    Args:
        estate_id: the estate.
        bank_account_id: what it is paid from.
        purpose: what was deposited, such as 首期.
        share: what the sub-account loses, less than nothing, with the class of who paid it in.
        is_of_this_year: whether both days lie in one calendar year.
    """
    account = DEPOSIT_INCOME if is_of_this_year else REFUND
    return (
        Line(
            account,
            Side.DEBIT,
            -share.amount_fen,
            estate_id=estate_id,
            detail=purpose,
            shares=(share,),
        ),
        Line(BANK, Side.CREDIT, -share.amount_fen, bank_account_id=bank_account_id),
    )


# ---- what the pooled money earns and costs, and common income ----


def income(
    account: str, amount_fen: int, bank_account_id: int, estate_id: int | None = None
) -> tuple[Line, ...]:
    """借 银行存款 / 贷 利息, 经营, 处置 or 其他收入: nobody's own until it is given out.

    Interest belongs to the whole book and names no estate; common income names its own.
    """
    return (
        Line(BANK, Side.DEBIT, amount_fen, bank_account_id=bank_account_id),
        Line(account, Side.CREDIT, amount_fen, estate_id=estate_id),
    )


def charge(amount_fen: int, bank_account_id: int) -> tuple[Line, ...]:
    """借 其他支出 / 贷 银行存款: what the bank charges is netted from what it pays."""
    return (
        Line(CHARGES, Side.DEBIT, amount_fen),
        Line(BANK, Side.CREDIT, amount_fen, bank_account_id=bank_account_id),
    )


def distributed(
    control: str,
    estate_id: int,
    amount_fen: int,
    *,
    from_estate: bool,
    shares: Sequence[Share] = (),
    staged: int = 0,
) -> tuple[Line, ...]:
    """借 待分配累计收益 / 贷 维修资金: what an estate's households get of the earnings.

    Args:
        control: the account of the households' money, `3001` or `3002`.
        estate_id: the estate.
        amount_fen: what its households get together.
        from_estate: of the estate's own earnings; of the whole book's otherwise.
        shares: what each gets, or none where they lie in a table.
        staged: how many lie in a table.
    """
    source = estate_id if from_estate else None
    return (
        Line(UNDISTRIBUTED, Side.DEBIT, amount_fen, estate_id=source),
        Line(
            control,
            Side.CREDIT,
            amount_fen,
            estate_id=estate_id,
            detail="分配收益",
            shares=tuple(shares),
            staged=staged,
        ),
    )


# ---- term deposits and treasury bonds ----


def term_bought(amount_fen: int, bank_account_id: int) -> tuple[Line, ...]:
    """借 银行存款-定期 / 贷 银行存款-活期: the money stays at the bank, and is bound."""
    return (
        Line(BANK, Side.DEBIT, amount_fen, bank_account_id=bank_account_id, detail=TERM),
        Line(BANK, Side.CREDIT, amount_fen, bank_account_id=bank_account_id, detail=DEMAND),
    )


def term_ended(amount_fen: int, interest_fen: int, bank_account_id: int) -> tuple[Line, ...]:
    """借 银行存款-活期 / 贷 银行存款-定期, 存款利息收入: a term deposit, or a part, comes back."""
    lines = (
        Line(BANK, Side.DEBIT, amount_fen + interest_fen, None, bank_account_id, detail=DEMAND),
        Line(BANK, Side.CREDIT, amount_fen, bank_account_id=bank_account_id, detail=TERM),
    )
    return (*lines, Line(INTEREST, Side.CREDIT, interest_fen)) if interest_fen else lines


def bond_bought(amount_fen: int, bank_account_id: int, issue: str) -> tuple[Line, ...]:
    """借 国债投资 / 贷 银行存款: at the cash that was paid."""
    return (
        Line(BONDS, Side.DEBIT, amount_fen, detail=issue),
        Line(BANK, Side.CREDIT, amount_fen, bank_account_id=bank_account_id),
    )


def bond_matured(
    amount_fen: int, interest_fen: int, bank_account_id: int, issue: str
) -> tuple[Line, ...]:
    """借 银行存款 / 贷 国债投资, 国债利息收入: a bond is paid back on its day, or after it."""
    lines = (
        Line(BANK, Side.DEBIT, amount_fen + interest_fen, bank_account_id=bank_account_id),
        Line(BONDS, Side.CREDIT, amount_fen, detail=issue),
    )
    return (*lines, Line(BOND_INTEREST, Side.CREDIT, interest_fen)) if interest_fen else lines
