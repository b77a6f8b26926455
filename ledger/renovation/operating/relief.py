"""What is relieved for community care (养老、托育、家政), and which fees are not reasonable. Pure.

76号公告 一、二 and what extended it: the income is free of VAT and 90 % of it count for the income
tax; a list of taxes and fees is not raised at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

_THOUSAND: Final = 1000


class CareRelief(NamedTuple):
    """What the relief of an income is worth, in fen.

    Attributes:
        vat_fen: the VAT that would stand in the price.
        counted_fen: the income that counts for the income tax.
        not_counted_fen: what of it does not.
        income_tax_fen: the income tax on what does not count.
    """

    vat_fen: int
    counted_fen: int
    not_counted_fen: int
    income_tax_fen: int


def care_relief(
    income_fen: int,
    *,
    is_vat_free: bool,
    vat_permille: int,
    counted_permille: int,
    tax_permille: int,
) -> CareRelief:
    """Return what the relief is worth; the law rounds VAT and tax to the fen, half up.

    >>> care_relief(
    ...     106_00, is_vat_free=True, vat_permille=60, counted_permille=900, tax_permille=250
    ... )
    CareRelief(vat_fen=600, counted_fen=9540, not_counted_fen=1060, income_tax_fen=265)

    Args:
        income_fen: what was taken, VAT included where there were any.
        is_vat_free: whether the day's rule frees it of VAT.
        vat_permille: the rate without relief.
        counted_permille: how much of the income counts.
        tax_permille: the rate of the income tax.
    """
    vat = _half_up(income_fen * vat_permille, _THOUSAND + vat_permille) if is_vat_free else 0
    counted = _half_up(income_fen * counted_permille, _THOUSAND)
    left = income_fen - counted
    return CareRelief(vat, counted, left, _half_up(left * tax_permille, _THOUSAND))


class JudgedFee(NamedTuple):
    """A fee that an operator is asked for, and what holds of it.

    Attributes:
        code: of the kind, or None where the rules do not know it.
        verdict: `refused`, `allowed` or `unknown`.
    """

    name: str
    code: str | None
    amount_fen: int
    verdict: str


def judge_fees(
    fees: Iterable[tuple[str, int]],
    names: Mapping[str, str],
    refused: Iterable[str],
    allowed: Iterable[str],
) -> list[JudgedFee]:
    """Judge fees by the rules of the day; what neither list names has to be asked about.

    Args:
        fees: names, or codes, and amounts.
        names: what each code is called.
        refused: codes that may not be raised.
        allowed: codes that may be, at cost.
    """
    codes = {name: code for code, name in names.items()} | {code: code for code in names}
    refused, allowed = set(refused), set(allowed)
    judged = []
    for name, fen in fees:
        code = codes.get(name)
        verdict = "refused" if code in refused else "allowed" if code in allowed else "unknown"
        judged.append(JudgedFee(names.get(code or "", name), code, fen, verdict))
    return judged


def _half_up(numerator: int, denominator: int) -> int:
    return (2 * numerator + denominator) // (2 * denominator)
