"""The bank accounts that a file names: known ones checked, new ones registered or refused.

While there are no users an unknown account is registered where its money belongs, with a notice;
once there are users that is a decision of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ledger.registry.banks import (
    BankAccount,
    find_bank_accounts,
    foreign_account,
    register_bank_account,
)
from ledger.registry.kinds import fund_type_title
from ledger.registry.users import has_users
from ledger.store.database import Tx
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.text import shown


class Place(NamedTuple):
    """Where a file names a bank account, and whose it must be."""

    row_no: int
    head: str
    number: str
    custodian_id: int
    fund_type: str


class Accounts:
    """The bank accounts of one file.

    Args:
        tx: the transaction.
        numbers: all that the file names.
    """

    def __init__(self, tx: Tx, numbers: Iterable[str]) -> None:
        self._tx = tx
        self._known = find_bank_accounts(tx, numbers)
        self._has_users = has_users(tx)
        self.notes: list[str] = []

    def find(self, place: Place) -> BankAccount | BadRow:
        """Return the account, registered if need be, or why it may not be used there."""
        account = self._known.get(place.number)
        if account is None and self._has_users:
            return BadRow(
                place.row_no,
                place.head,
                place.number,
                "bank_account_unknown",
                _("专户 {number} 没有登记").format(number=shown(place.number)),
                _("核对账号；确是新专户，先运行 wxzj registry bank-account add"),
                refused=True,
            )
        if account is None:
            account = self._register(place)
        if (account.custodian_id, account.fund_type) != (place.custodian_id, place.fund_type):
            return BadRow(
                place.row_no,
                place.head,
                place.number,
                "bank_account_foreign",
                foreign_account(self._tx, account),
                _("一个专户只属于一个代管机构和一种资金，请核对账号和房屋性质"),
                refused=True,
            )
        return account

    def _register(self, place: Place) -> BankAccount:
        account, _is_new = register_bank_account(
            self._tx, place.number, place.custodian_id, place.fund_type
        )
        self._known[place.number] = account
        self.notes.append(
            _("专户 {number} 第一次出现，已登记为{fund}专户").format(
                number=shown(place.number), fund=fund_type_title(place.fund_type)
            )
        )
        return account
