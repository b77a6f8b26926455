"""Every 借 and 贷 of a project's memo book, on one page. Pure: whole fen in, lines out.

All of it is a convention of ours for suggested entries; codes echo 政府会计制度 where it has one.
A line of construction in progress names its cost line in its detail, one of a source the source:
`1 中央财政`.
Nothing here names a bank account: the body that carries the project out keeps the legal books.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ledger.journal.voucher import Line, Side

BANK: Final = "1002"
ADVANCES: Final = "1214"
CLAIMS: Final = "1218"
PAYABLE: Final = "2302"
RETENTION: Final = "230701"
DUE_TREASURY: Final = "230703"
DUE_PAYERS: Final = "230704"
LOANS: Final = "2501"
OUTGOING: Final = "161306"
PARTS: Final = {"building": "161301", "equipment": "161302", "shared": "161303", "other": "161304"}
TAKERS: Final = {
    "owners": "379001",
    "government": "379002",
    "operator": "379003",
    "written_off": "379004",
}


def _lines(*lines: tuple[str, Side, int, str | None]) -> tuple[Line, ...]:
    return tuple(
        Line(account, side, fen, detail=detail) for account, side, fen, detail in lines if fen
    )


def received(source: str, detail: str, fen: int) -> tuple[Line, ...]:
    """借 银行存款—项目专户 / 贷 a source: money comes to the project's account."""
    return _lines((BANK, Side.DEBIT, fen, None), (source, Side.CREDIT, fen, detail))


def paid_direct(source: str, detail: str, fen: int, owed_fen: int) -> tuple[Line, ...]:
    """借 应付工程款, beyond what is owed 预付账款 / 贷 a source: the payer pays the contractor.

    So the treasury's direct payment, and the maintenance fund's (with 借 5001 / 贷 1001 there).
    """
    owed = min(fen, owed_fen)
    return _lines(
        (PAYABLE, Side.DEBIT, owed, None),
        (ADVANCES, Side.DEBIT, fen - owed, None),
        (source, Side.CREDIT, fen, detail),
    )


def given_in_kind(source: str, detail: str, part: str, item: str, fen: int) -> tuple[Line, ...]:
    """借 在建工程 / 贷 捐赠—实物: at the invoice, a valuation, or 1.00 by name."""
    return _lines((part, Side.DEBIT, fen, item), (source, Side.CREDIT, fen, detail))


def advanced(fen: int) -> tuple[Line, ...]:
    """借 预付账款 / 贷 银行存款."""
    return _lines((ADVANCES, Side.DEBIT, fen, None), (BANK, Side.CREDIT, fen, None))


def certified(
    part: str, item: str, fen: int, retained_fen: int, advance_fen: int
) -> tuple[Line, ...]:
    """借 在建工程 / 贷 质保金, 预付账款 as far as there is any, 应付工程款."""
    used = min(fen - retained_fen, advance_fen)
    return _lines(
        (part, Side.DEBIT, fen, item),
        (ADVANCES, Side.CREDIT, used, None),
        (PAYABLE, Side.CREDIT, fen - retained_fen - used, None),
        (RETENTION, Side.CREDIT, retained_fen, None),
    )


def paid(account: str, fen: int, detail: str | None = None) -> tuple[Line, ...]:
    """借 what is owed (应付工程款, 质保金, 应退财政, 应退出资人) / 贷 银行存款."""
    return _lines((account, Side.DEBIT, fen, detail), (BANK, Side.CREDIT, fen, None))


def forfeited(part: str, item: str, fen: int) -> tuple[Line, ...]:
    """借 质保金 / 借 在建工程 in red: a defect costs the contractor what was kept back."""
    return _lines((RETENTION, Side.DEBIT, fen, None), (part, Side.DEBIT, -fen, item))


def reduced(part: str, item: str, fen: int, owed_fen: int) -> tuple[Line, ...]:
    """借 在建工程 in red: 贷 应付工程款 in red as far as it is owed, else 借 其他应收款 (审减)."""
    owed = min(fen, owed_fen)
    return _lines(
        (part, Side.DEBIT, -fen, item),
        (CLAIMS, Side.DEBIT, fen - owed, None),
        (PAYABLE, Side.CREDIT, -owed, None),
    )


def recovered(fen: int) -> tuple[Line, ...]:
    """借 银行存款 / 贷 其他应收款."""
    return _lines((BANK, Side.DEBIT, fen, None), (CLAIMS, Side.CREDIT, fen, None))


def owed_back(source: str, detail: str, fen: int, *, fiscal: bool) -> tuple[Line, ...]:
    """借 a source / 贷 应退财政 or 应退出资人: unspent money is to go back to who gave it."""
    account = DUE_TREASURY if fiscal else DUE_PAYERS
    return _lines((source, Side.DEBIT, fen, detail), (account, Side.CREDIT, fen, detail))


def completed(
    works: Mapping[tuple[str, str], int],
    takers: Mapping[tuple[str, str], int],
    sources: Mapping[tuple[str, str], int],
    given: Mapping[tuple[str, str], int],
) -> tuple[Line, ...]:
    """Carry the works out (竣工决算), to whom they went, and the sources against it.

    借 161306 / 贷 161301-04; 借 3790 by taker / 贷 161306; 借 37xx / 贷 3790.
    What was built from a loan stays on 3790 as long as the loan is owed.

    Args:
        works: cost by account and cost line.
        takers: the same cost by account of the taker and cost line.
        sources: the cost that is not borrowed, by account and source.
        given: the same by account of the taker and cost line.
    """
    total_fen = sum(works.values())
    out = [(OUTGOING, Side.DEBIT, total_fen, None)]
    lines: list[tuple[str, Side, int, str | None]] = [*out]
    lines += [(part, Side.CREDIT, fen, item) for (part, item), fen in sorted(works.items())]
    lines += [(taker, Side.DEBIT, fen, item) for (taker, item), fen in sorted(takers.items())]
    lines += [(OUTGOING, Side.CREDIT, total_fen, None)]
    lines += [(source, Side.DEBIT, fen, name) for (source, name), fen in sorted(sources.items())]
    lines += [(taker, Side.CREDIT, fen, item) for (taker, item), fen in sorted(given.items())]
    return _lines(*lines)
