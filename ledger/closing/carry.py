"""The closing voucher (期末结转): where each account of income and expenditure goes. Pure.

Every unclosed balance goes whole to the account that its rule names, estate by estate, in
amounts that are positive: income is debited and its target credited, expenditure the other way
round. An account that stands on the wrong side, as 4001 does after refunds of deposits of earlier
months, is turned round instead of being written in red, so that the totals of the target show
what came in and what went out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ledger.journal.voucher import Draft, Kind, Line, Side
from ledger.values.period import format_period, last_day, month_of, period_of, year_of


@dataclass(frozen=True, slots=True)
class Unclosed:
    """What stands on an account of income or expenditure, for an estate or for none.

    Attributes:
        debit_fen: the balance, positive on the debit side.
    """

    account: str
    estate_id: int | None
    debit_fen: int


def carry_lines(unclosed: Iterable[Unclosed], closes_to: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the lines that bring `unclosed` to where `closes_to` says.

    Accounts that `closes_to` does not name stay as they are.
    """
    standing = sorted(
        (each for each in unclosed if each.debit_fen and each.account in closes_to),
        key=lambda each: (each.account, each.estate_id or 0),
    )
    lines: list[Line] = []
    for target in sorted({closes_to[each.account] for each in standing}):
        own = [each for each in standing if closes_to[each.account] == target]
        income = [each for each in own if each.debit_fen < 0]
        lines += _cleared(income, Side.DEBIT)
        lines += _gathered(income, target, Side.CREDIT)
        expenditure = [each for each in own if each.debit_fen > 0]
        lines += _gathered(expenditure, target, Side.DEBIT)
        lines += _cleared(expenditure, Side.CREDIT)
    return tuple(lines)


def _cleared(sources: Iterable[Unclosed], side: Side) -> list[Line]:
    return [Line(each.account, side, abs(each.debit_fen), each.estate_id) for each in sources]


def _gathered(sources: Iterable[Unclosed], target: str, side: Side) -> list[Line]:
    """Return one line of the target for each estate."""
    fen_of: dict[int | None, int] = {}
    for each in sources:
        fen_of[each.estate_id] = fen_of.get(each.estate_id, 0) + abs(each.debit_fen)
    estates = sorted(fen_of, key=lambda estate_id: estate_id or 0)
    return [Line(target, side, fen_of[estate_id], estate_id) for estate_id in estates]


def draft_closing(
    book_id: int, period: int, close_no: int, lines: tuple[Line, ...], *, maker: str
) -> Draft:
    """Return the closing voucher of a month, dated its last day."""
    return Draft(
        book_id=book_id,
        kind=Kind.CLOSING,
        dated_on=last_day(period),
        value_on=last_day(period),
        summary=f"{_spoken(period)}期末结转",
        lines=lines,
        request_key=f"close:{format_period(period)}:{close_no}",
        maker=maker,
    )


def draft_carry(
    book_id: int, on: date, lines: tuple[Line, ...], *, maker: str, turn: int = 1
) -> Draft:
    """Return the voucher that carries earnings before the month ends (中期结转).

    Args:
        turn: which carry of that day it is.
    """
    key = f"carry:{format_period(period_of(on))}:{on.isoformat()}"
    return Draft(
        book_id=book_id,
        kind=Kind.CARRY,
        dated_on=on,
        value_on=on,
        summary=f"{_spoken(period_of(on))}中期结转收益",
        lines=lines,
        request_key=key if turn == 1 else f"{key}:{turn}",
        maker=maker,
    )


def _spoken(period: int) -> str:
    return f"{year_of(period)}年{month_of(period)}月"
