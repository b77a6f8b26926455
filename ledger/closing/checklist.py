"""The checklist of a close: every room's checks, in one order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ledger.fund import checks as fund
from ledger.journal import checks as journal
from ledger.journal.checking import Check, Month
from ledger.registry.books import FUND, kind_of_book
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.finding import Finding
from ledger.values.i18n import _

CHECKS: Final[tuple[Check, ...]] = (*journal.CHECKS, *fund.CHECKS)
# What holds for a memo book, in which no household and no bank account has a part.
MEMO_CHECKS: Final[tuple[Check, ...]] = (
    journal.earlier_month_open,
    journal.drafts,
    journal.trial_balance,
    journal.number_gap,
    journal.event_in_part,
)


def run_checklist(tx: Tx, month: Month) -> list[Finding]:
    """Make every check of a month of a book, and change nothing."""
    checks = CHECKS if kind_of_book(tx, month.book_id) == FUND else MEMO_CHECKS
    return [check(tx, month) for check in checks]


def stops(findings: Iterable[Finding]) -> list[Finding]:
    """Return what a close may not pass over."""
    return [each for each in findings if not each.ok and each.severity != "warn"]


def hints(findings: Iterable[Finding]) -> list[Finding]:
    """Return what people should look at and a close passes over."""
    return [each for each in findings if not each.ok and each.severity == "warn"]


def refuse_stops(findings: Iterable[Finding]) -> None:
    """Refuse a close whose checklist has a stop.

    Raises:
        Refused: `checklist_failed`, listing all of them.
    """
    bad = stops(findings)
    if bad:
        raise Refused(
            "checklist_failed",
            _("{book} 结账检查未通过：{faults}").format(
                book=bad[0].where, faults="；".join(each.message for each in bad)
            ),
            _("请先处理，再用 wxzj period check 检查"),
        )
