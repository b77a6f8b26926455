"""Sorting deposits into vouchers, each judged on its way: what is known, new, or refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from ledger.fund.accounts import Accounts, Place
from ledger.fund.bank_refs import standing_beside
from ledger.fund.collecting.deposit_checks import (
    amount_fault,
    differing,
    payer_class_of,
    payer_fault,
    target_of,
)
from ledger.fund.collecting.deposit_rows import Deposit, staged_deposit
from ledger.fund.collecting.deposited import moved_to
from ledger.fund.collecting.receipt_checks import ReceiptChecks
from ledger.fund.collecting.unclaimed import standing_codes
from ledger.fund.entries import suspense_code
from ledger.fund.months import Months
from ledger.fund.waiting import Waiting
from ledger.journal.movements import read_standing
from ledger.journal.voucher import PayerClass
from ledger.store.database import Tx
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.text import shown

FIRST: Final = "首期"
MORE: Final = "补足"


class BatchKey(NamedTuple):
    """What the deposits of a voucher have in common, in the order of posting."""

    book_id: int
    dated_on: date
    estate_id: int
    bank_account_id: int
    purpose: str
    turn: int


class Slip(NamedTuple):
    """A deposit as it is booked."""

    key: str
    attempt: int
    sub_id: int
    code: str
    amount_fen: int
    payer_class: PayerClass
    payer: str | None
    bank_ref: str | None
    receipt: str | None


class Sorter:
    """Judges deposits one after the other, and sorts the new ones into vouchers.

    Attributes:
        accounts: the bank accounts that the file names.
        bad: what is refused.
        batches: the new deposits, by voucher.
        estates: the names of the estates concerned.
        known_count: the deposits that were booked before, or wait to be checked.
        receipts: what the register says of their receipts.
    """

    def __init__(
        self,
        tx: Tx,
        accounts: Accounts,
        today: date,
        heads: Mapping[str, str],
        waiting: Mapping[tuple[int, str], Waiting],
        receipts: ReceiptChecks,
    ) -> None:
        self.accounts = accounts
        self.bad: list[BadRow] = []
        self.batches: dict[BatchKey, list[Slip]] = {}
        self.estates: dict[int, str] = {}
        self.known_count = 0
        self._tx = tx
        self._months = Months(tx, today)
        self._heads = heads
        self._waiting = waiting
        self.receipts = receipts
        self._unclaimed = standing_codes(tx)
        self._said = {
            (row.bank_account, row.bank_ref): read_standing(row).code
            for row in tx.conn.execute(standing_beside(staged_deposit))
        }
        self._paid = {(book_id, each.sub_id) for (book_id, _key), each in waiting.items()}
        self._turns: Counter[tuple[object, ...]] = Counter()

    def take(self, deposit: Deposit) -> None:
        """Judge one deposit; those of a household come in the order of their days."""
        waiting = self._waiting.get((deposit.book_id, deposit.key))
        if waiting is not None:
            deposit = deposit._replace(booked=waiting.content)
        if deposit.booked is not None:
            faults = self._differing(deposit)
            self.known_count += not faults
        else:
            faults = list(self._faults(deposit))
        self.bad.extend(faults)
        if faults or deposit.booked is not None:
            return
        place = Place(
            deposit.row_no,
            self._heads["bank_account"],
            deposit.bank_account,
            deposit.custodian_id,
            deposit.fund_type,
        )
        account = self.accounts.find(place)
        if isinstance(account, BadRow):
            self.bad.append(account)
        else:
            self._sort(deposit, account.bank_account_id)

    def _differing(self, deposit: Deposit) -> list[BadRow]:
        """Find what a known deposit says otherwise; it may name the household it was moved to."""
        faults = list(differing(deposit, self._heads))
        of_house = [fault for fault in faults if fault.column == self._heads["household"]]
        if of_house and target_of(deposit)[1] in moved_to(self._tx, deposit.book_id, deposit.key):
            return [fault for fault in faults if fault not in of_house]
        return faults

    def _faults(self, deposit: Deposit) -> Iterator[BadRow]:
        for fault in (
            payer_fault(deposit, self._heads),
            amount_fault(deposit, self._heads),
            self._unclaimed_fault(deposit),
            self.receipts.fault(deposit, self._heads),
            self._months.fault(
                deposit.book_id, deposit.dated_on, deposit.row_no, self._heads["on"]
            ),
        ):
            if fault is not None:
                yield fault

    def _unclaimed_fault(self, deposit: Deposit) -> BadRow | None:
        """Return a fault where the bank's movement stands in the books as unclaimed money."""
        ref = deposit.bank_ref
        if ref is None:
            return None
        if suspense_code(deposit.bank_account, ref) not in self._unclaimed:
            return self._used_fault(deposit, ref)
        return BadRow(
            deposit.row_no,
            self._heads["bank_ref"],
            ref,
            "bank_ref_used",
            _("流水 {ref} 已作为待认领款入账").format(ref=shown(ref)),
            _("请用 wxzj fund suspense assign 认领，并从文件里去掉这一行"),
            refused=True,
        )

    def _used_fault(self, deposit: Deposit, ref: str) -> BadRow | None:
        """Return a fault where another room booked the movement, or drew it up."""
        code = self._said.get((deposit.bank_account, ref))
        if code is None:
            return None
        return BadRow(
            deposit.row_no,
            self._heads["bank_ref"],
            ref,
            "bank_ref_used",
            _("流水 {ref} 已经入账或制单：{code}").format(ref=shown(ref), code=code),
            _("请核对银行流水号"),
            refused=True,
        )

    def _sort(self, deposit: Deposit, bank_account_id: int) -> None:
        sub_id, code = target_of(deposit)
        slip = Slip(
            deposit.key,
            deposit.attempt,
            sub_id,
            code,
            deposit.amount_fen,
            payer_class_of(deposit),
            deposit.payer,
            deposit.bank_ref,
            deposit.receipt,
        )
        common = (
            deposit.book_id,
            deposit.dated_on,
            deposit.estate_id,
            bank_account_id,
            self._purpose(deposit),
        )
        turn = 0
        if slip.payer_class is not PayerClass.SELLING_UNIT:
            turn = self._turns[*common, sub_id]
            self._turns[*common, sub_id] += 1
        self.batches.setdefault(BatchKey(*common, turn), []).append(slip)
        self.estates[deposit.estate_id] = deposit.estate_name

    def _purpose(self, deposit: Deposit) -> str:
        """Return what a deposit is for: where nobody says, the first money of a home is 首期."""
        household = (deposit.book_id, deposit.sub_id)
        is_first = deposit.never_paid and household not in self._paid
        self._paid.add(household)
        return deposit.purpose or (FIRST if is_first else MORE)
