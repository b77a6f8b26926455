"""Everything that is kept, computed again from lines and shares (核验). Changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from sqlalchemy import func, select

from ledger.closing import verify_closes
from ledger.closing.verify_ladder import ladder
from ledger.closing.verify_roots import balance_roots
from ledger.closing.verify_superseded import superseded
from ledger.fund.collecting.verify_deposits import deposits
from ledger.fund.earning.verify_earnings import investments, runs
from ledger.fund.houses.verify_houses import houses
from ledger.fund.leaving.verify_custody import handovers
from ledger.fund.leaving.verify_lost import leaving
from ledger.fund.verify_rules import rules
from ledger.journal import verify_kept, verify_vouchers
from ledger.journal.verify_log import Books, Log, check_log, read_books, wrong
from ledger.store import guards, schema
from ledger.store.database import Tx
from ledger.store.reading import frugal, lenient, unreadable
from ledger.values.errors import Corrupt
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent

FINDINGS_MAX: Final = 500
"""How many findings of one sort are told; a file that is wholly broken has millions."""


@dataclass(slots=True)
class Verified:
    """What a verification found.

    Attributes:
        vouchers: how many there are.
        findings: empty where the books agree with themselves.
    """

    vouchers: int = 0
    findings: list[Finding] = field(default_factory=list)


def verify_books(tx: Tx, progress: Progress = silent) -> Verified:
    """Compute everything again from lines and shares, and tell what differs."""
    frugal(tx)
    lenient(tx)
    books, log, found = read_books(tx), Log(), _Found()
    whole = tx.conn.execute(select(func.count()).select_from(schema.voucher)).scalar_one()
    found.take(tx, "guards", lambda: _guards(tx))

    def tell(done: int) -> None:
        progress(min(done, whole), 2 * whole, _("核对凭证与日志"))

    found.take(tx, "log", lambda: check_log(tx, books, log, tell))
    checks = _checks(tx, books, log)
    for place, (name, check) in enumerate(checks):
        progress(whole + whole * place // len(checks), 2 * whole, _("核对余额与结账"))
        found.take(tx, name, check)
    progress(2 * whole, 2 * whole, _("核验"))
    return Verified(log.voucher_count, found.told())


def _checks(tx: Tx, books: Books, log: Log) -> list[tuple[str, Callable[[], Iterable[Finding]]]]:
    """Return the checks after that of the log, each with its name."""
    of_books = (
        *verify_vouchers.CHECKS,
        *verify_kept.CHECKS,
        deposits,
        houses,
        leaving,
        handovers,
        runs,
        investments,
        rules,
        verify_closes.months,
        verify_closes.posted_after_close,
        verify_closes.account_snapshots,
        ladder,
        balance_roots,
        superseded,
    )
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        (check.__name__, partial(check, tx, books)) for check in of_books
    ]
    checks.append(("checkpoints", partial(verify_closes.checkpoints, tx, books, log)))
    return checks


class _Found:
    """Findings as they come; of each sort only so many are kept."""

    def __init__(self) -> None:
        self._kept: list[Finding] = []
        self._count: Counter[str] = Counter()

    def take(self, tx: Tx, name: str, check: Callable[[], Iterable[Finding]]) -> None:
        """Make a check; one that the data makes impossible is a finding itself."""
        try:
            with unreadable(tx):
                for finding in check():
                    self._add(finding)
        except Corrupt as error:
            told = _("检查 {check} 无法完成：{reason}").format(check=name, reason=error.message)
            self._add(wrong("check_failed", name, told))

    def _add(self, finding: Finding) -> None:
        self._count[finding.code] += 1
        if self._count[finding.code] <= FINDINGS_MAX:
            self._kept.append(finding)

    def told(self) -> list[Finding]:
        """Return what was found, and how much more of each sort there is."""
        rest = [
            wrong(code, "", _("另有 {count} 处").format(count=count - FINDINGS_MAX))
            for code, count in self._count.items()
            if count > FINDINGS_MAX
        ]
        return self._kept + rest


def _guards(tx: Tx) -> Iterator[Finding]:
    if guards.digest(tx.conn, tx.dialect) != guards.EXPECTED[tx.dialect]:
        yield wrong("guards_changed", "", _("表结构或保护触发器与发布时不一致"))
