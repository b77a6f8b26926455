"""What a posting refuses, in order. Pure: facts in, the first fault out.

The order is part of the contract (`docs/errors.md`): a voucher with several faults is told the
first. Faults that only many rows can show (an unknown sub-account, an overdraft) come last and
are looked up set-wise by `posting`; the database checks all of them again by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from ledger.journal.account import AccountRule
from ledger.journal.voucher import CLOSING_KINDS, Draft, Line, reversal_of

LINE_FEN_MAX: Final = 10**15
SHARE_FEN_MAX: Final = 10**13


class Fault(StrEnum):
    """Why a voucher is refused, in the order in which it is looked for."""

    BOOK_UNKNOWN = "book_unknown"
    REQUEST_KEY_REUSED = "request_key_reused"
    MAKER_MISSING = "maker_missing"
    MAKER_IS_CHECKER = "maker_is_checker"
    CHECKER_MISSING = "checker_missing"
    DATE_IN_FUTURE = "date_in_future"
    MONTH_NOT_BEGUN = "month_not_begun"
    MONTH_CLOSED = "month_closed"
    TOO_FEW_LINES = "too_few_lines"
    AMOUNT_ZERO = "amount_zero"
    AMOUNT_TOO_LARGE = "amount_too_large"
    ACCOUNT_UNKNOWN = "account_unknown"
    ESTATE_UNKNOWN = "estate_unknown"
    ESTATE_WRONG = "estate_wrong"
    BANK_ACCOUNT_WRONG = "bank_account_wrong"
    UNBALANCED = "unbalanced"
    SHARES_MISSING = "shares_missing"
    SHARES_FORBIDDEN = "shares_forbidden"
    SHARES_DIFFER = "shares_differ"
    SHARE_TWICE = "share_twice"
    CARRY_WRONG = "carry_wrong"
    REVERSAL_UNKNOWN = "reversal_unknown"
    REVERSAL_OF_REVERSAL = "reversal_of_reversal"
    ALREADY_REVERSED = "already_reversed"
    REVERSAL_DIFFERS = "reversal_differs"
    CORRECTION_WRONG = "correction_wrong"
    SUB_ACCOUNT_UNKNOWN = "sub_account_unknown"
    SUB_ACCOUNT_WRONG = "sub_account_wrong"
    SUB_ACCOUNT_CLOSED = "sub_account_closed"
    OVERDRAFT = "overdraft"


# Looked up by `posting` before or after the pure checks.
SET_WISE: Final = (
    Fault.BOOK_UNKNOWN,
    Fault.REQUEST_KEY_REUSED,
    Fault.SUB_ACCOUNT_UNKNOWN,
    Fault.SUB_ACCOUNT_WRONG,
    Fault.SUB_ACCOUNT_CLOSED,
    Fault.OVERDRAFT,
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What must be known to judge a draft.

    Attributes:
        accounts: the rules in force in the book on the draft's day.
        estates: the estates there are.
        bank_accounts: the bank accounts of the book's custodian and fund type.
        first_period: the book's first month, None before its first voucher.
        month_state: of the draft's month; None where it has not been opened yet.
        logins: the users; empty in 单人模式.
        original: the voucher that is to be reversed, None where there is none such.
        original_is_reversal: whether that voucher is a reversal itself.
        original_reversed: whether it was reversed already.
        corrected_is_reversed: whether the voucher that is to be replaced was reversed.
    """

    accounts: Mapping[str, AccountRule]
    estates: frozenset[int]
    bank_accounts: frozenset[int]
    first_period: int | None
    month_state: str | None
    today: date
    logins: frozenset[str] = frozenset()
    original: Draft | None = None
    original_is_reversal: bool = False
    original_reversed: bool = False
    corrected_is_reversed: bool = False


def first_fault(draft: Draft, facts: Facts) -> Fault | None:
    """Return the first rule that `draft` breaks, None where it may be posted."""
    for fault, broken in _CHECKS:
        if broken(draft, facts):
            return fault
    return None


def _checker_missing(draft: Draft, facts: Facts) -> bool:
    if not facts.logins or draft.kind in CLOSING_KINDS:
        return False
    return not {draft.checker, draft.poster} <= facts.logins


def _month_not_begun(draft: Draft, facts: Facts) -> bool:
    first = facts.first_period
    return first is not None and draft.dated_on.year * 100 + draft.dated_on.month < first


def _account_unknown(draft: Draft, facts: Facts) -> bool:
    return any(line.account not in facts.accounts for line in draft.lines)


def _estate_unknown(draft: Draft, facts: Facts) -> bool:
    named = {draft.estate_id, *(line.estate_id for line in draft.lines)}
    return not named - {None} <= facts.estates


def _estate_wrong(draft: Draft, facts: Facts) -> bool:
    if draft.kind in CLOSING_KINDS:
        return False
    return any(
        line.estate_id not in {None, draft.estate_id}
        or (
            line.estate_id is None
            and facts.accounts[line.account].names_estate
            and not line.shares  # unidentified money lies on a suspense sub-account
        )
        for line in draft.lines
    )


def _bank_account_wrong(draft: Draft, facts: Facts) -> bool:
    return any(
        (line.bank_account_id is not None) != facts.accounts[line.account].names_bank
        or (line.bank_account_id is not None and line.bank_account_id not in facts.bank_accounts)
        for line in draft.lines
    )


def _demands(draft: Draft, line: Line, facts: Facts) -> bool:
    return draft.kind not in CLOSING_KINDS and facts.accounts[line.account].control == 1


def _shares_missing(draft: Draft, facts: Facts) -> bool:
    return any(
        _demands(draft, line, facts) and not (line.shares or line.staged) for line in draft.lines
    )


def _shares_forbidden(draft: Draft, facts: Facts) -> bool:
    return any(
        (line.shares or line.staged)
        and (draft.kind in CLOSING_KINDS or facts.accounts[line.account].control == 0)
        for line in draft.lines
    )


def _shares_differ(draft: Draft, _facts: Facts) -> bool:
    return any(
        line.shares and sum(share.amount_fen for share in line.shares) != -line.debit_fen
        for line in draft.lines
    )


def _share_twice(draft: Draft, _facts: Facts) -> bool:
    touched = {(share.sub_id, share.part) for line in draft.lines for share in line.shares}
    return len(touched) != draft.share_count - sum(line.staged for line in draft.lines)


def _carry_wrong(draft: Draft, facts: Facts) -> bool:
    if draft.kind not in CLOSING_KINDS:
        return False
    moved: dict[tuple[str, int | None], int] = {}
    for line in draft.lines:
        rule = facts.accounts[line.account]
        if rule.account_class in {"ASSET", "LIABILITY"}:
            return True
        key = (rule.target, line.estate_id)
        moved[key] = moved.get(key, 0) + line.debit_fen
    return any(moved.values())


def _reversal_differs(draft: Draft, facts: Facts) -> bool:
    if draft.reverses is None:
        return False
    assert facts.original is not None
    mirror = reversal_of(
        facts.original, draft.reverses, "", draft.dated_on, maker=draft.maker, reason=""
    )
    return draft.lines != mirror.lines or draft.kind != mirror.kind


_CHECKS: Final[tuple[tuple[Fault, Callable[[Draft, Facts], bool]], ...]] = (
    (Fault.MAKER_MISSING, lambda d, f: not d.maker or bool(f.logins and d.maker not in f.logins)),
    (Fault.MAKER_IS_CHECKER, lambda d, _f: d.checker == d.maker),
    (Fault.CHECKER_MISSING, _checker_missing),
    (Fault.DATE_IN_FUTURE, lambda d, f: d.dated_on > f.today),
    (Fault.MONTH_NOT_BEGUN, _month_not_begun),
    (Fault.MONTH_CLOSED, lambda _d, f: f.month_state not in {None, "OPEN"}),
    (Fault.TOO_FEW_LINES, lambda d, _f: len(d.lines) < 2),  # noqa: PLR2004 # one 借, one 贷
    (
        Fault.AMOUNT_ZERO,
        lambda d, _f: any(
            line.amount_fen == 0 or any(share.amount_fen == 0 for share in line.shares)
            for line in d.lines
        ),
    ),
    (
        Fault.AMOUNT_TOO_LARGE,
        lambda d, _f: any(
            abs(line.amount_fen) > LINE_FEN_MAX
            or any(abs(share.amount_fen) > SHARE_FEN_MAX for share in line.shares)
            for line in d.lines
        ),
    ),
    (Fault.ACCOUNT_UNKNOWN, _account_unknown),
    (Fault.ESTATE_UNKNOWN, _estate_unknown),
    (Fault.ESTATE_WRONG, _estate_wrong),
    (Fault.BANK_ACCOUNT_WRONG, _bank_account_wrong),
    (Fault.UNBALANCED, lambda d, _f: sum(line.debit_fen for line in d.lines) != 0),
    (Fault.SHARES_MISSING, _shares_missing),
    (Fault.SHARES_FORBIDDEN, _shares_forbidden),
    (Fault.SHARES_DIFFER, _shares_differ),
    (Fault.SHARE_TWICE, _share_twice),
    (Fault.CARRY_WRONG, _carry_wrong),
    (Fault.REVERSAL_UNKNOWN, lambda d, f: d.reverses is not None and f.original is None),
    (
        Fault.REVERSAL_OF_REVERSAL,
        lambda d, f: d.reverses is not None and f.original_is_reversal,
    ),
    (Fault.ALREADY_REVERSED, lambda d, f: d.reverses is not None and f.original_reversed),
    (Fault.REVERSAL_DIFFERS, _reversal_differs),
    (
        Fault.CORRECTION_WRONG,
        lambda d, f: d.corrects is not None and not f.corrected_is_reversed,
    ),
)
