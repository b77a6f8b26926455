"""Names of accounts and amounts as beancount and hledger read them. Pure.

An account's name begins with its code, then come the dimensions: bank account, sub-account or
estate. Every part of a name keeps beancount's strict grammar (a capital or a digit first, then
letters, digits and hyphens of any script), which hledger takes too. What the grammar has no
letter for is written as its number between two full-width X; codes never hold a full-width
letter, so two codes never get one name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ledger.journal.voucher import Part
from ledger.values.money import FEN_PER_YUAN

ROOTS: Final = {
    "ASSET": "Assets",
    "LIABILITY": "Liabilities",
    "NET_ASSET": "Equity",
    "INCOME": "Income",
    "EXPENDITURE": "Expenses",
}
CURRENCY: Final = "CNY"

# Below the sub-account, so that whoever asks for the sub-account gets both of its parts.
EARNINGS_BELOW: Final = ":1-收益"
CLAIM: Final = "应有份额"

_ESCAPE: Final = "\uff38"
_PLAIN: Final = re.compile(r"[A-Z0-9][A-Za-z0-9-]*", re.ASCII)


def component(text: str) -> str:
    """Return `text` as one part of an account's name; different texts give different parts.

    >>> component("A01-3-2-501"), component("1.5号"), component("阳光苑-3-2-501")
    ('A01-3-2-501', '1Ｘ2EＸ5号', 'Ｘ阳光苑-3-2-501')
    """
    if _PLAIN.fullmatch(text):
        return text
    written = "".join(
        char if _allowed(char) else f"{_ESCAPE}{ord(char):X}{_ESCAPE}" for char in text
    )
    first = written[:1]
    if first and unicodedata.category(first) in {"Lu", "Nd"}:
        return written
    return _ESCAPE + written


def _allowed(char: str) -> bool:
    category = unicodedata.category(char)
    return char == "-" or (char != _ESCAPE and (category[0] == "L" or category == "Nd"))


def readable(text: str) -> str:
    """Return a name for people as the rest of a part; what does not fit becomes a hyphen."""
    return "".join(char if _allowed(char) else "-" for char in text)


def yuan(fen: int) -> str:
    """Return an amount with its two decimals and its currency.

    >>> yuan(-5), yuan(123400)
    ('-0.05 CNY', '1234.00 CNY')
    """
    whole, rest = divmod(abs(fen), FEN_PER_YUAN)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole}.{rest:02} {CURRENCY}"


@dataclass(frozen=True, slots=True)
class Names:
    """How the accounts of one book are called.

    Attributes:
        accounts: by code, the root, the code and the name.
        estates: codes by id.
        banks: account numbers by id.
        claim: what stands opposite an estate's own lines, empty where whole books are written.
    """

    accounts: Mapping[str, str]
    estates: Mapping[int, str]
    banks: Mapping[int, str]
    claim: str = ""

    def of_line(self, account: str, estate_id: int | None, bank_account_id: int | None) -> str:
        """Return the account of a line without shares."""
        if bank_account_id:
            return f"{self.accounts[account]}:{component(self.banks[bank_account_id])}"
        if estate_id:
            return f"{self.accounts[account]}:{component(self.estates[estate_id])}"
        return self.accounts[account]

    def of_share(self, account: str, code: str, part: int) -> str:
        """Return the account of a share: the sub-account below the line's account."""
        name = f"{self.accounts[account]}:{component(code)}"
        return name + EARNINGS_BELOW if part == Part.EARNINGS else name


def account_name(account_class: str, code: str, name: str) -> str:
    """Return the name of an account of the chart, such as `Assets:1001-银行存款`."""
    return f"{ROOTS[account_class]}:{component(code)}-{readable(name)}"
