"""Where a project's memo book stands: balances by account and by cost line or source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from ledger.journal.voucher import Line, Side
from ledger.renovation.building.entries import ADVANCES, BANK, CLAIMS, LOANS, OUTGOING, PARTS
from ledger.renovation.building.margins import fill
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen

_DEBIT = frozenset({BANK, ADVANCES, CLAIMS, OUTGOING, *PARTS.values()})


def number_of(detail: str | None) -> int:
    """Return the number of the cost line or source with which a detail begins; 0 where none."""
    head = (detail or "").partition(" ")[0]
    return int(head) if head.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Stand:
    """The balances of a project's book, debit positive, by account and number."""

    fen: Mapping[tuple[str, int], int]

    def on(self, account: str) -> int:
        """Return what stands on an account, positive on its own side."""
        total = sum(fen for (code, _no), fen in self.fen.items() if code == account)
        return total if account in _DEBIT or account.startswith("3790") else -total

    def works(self) -> dict[tuple[str, int], int]:
        """Return the construction in progress by account and cost line."""
        parts = set(PARTS.values())
        return {key: fen for key, fen in sorted(self.fen.items()) if key[0] in parts and fen}

    def cost_of_works(self) -> dict[int, int]:
        """Return the construction in progress by cost line."""
        cost: dict[int, int] = defaultdict(int)
        for (_account, no), fen in self.works().items():
            cost[no] += fen
        return {no: fen for no, fen in cost.items() if fen}

    def sources(self) -> dict[int, int]:
        """Return what each source has given and not got back."""
        given: dict[int, int] = defaultdict(int)
        for (account, no), fen in self.fen.items():
            if is_source(account):
                given[no] -= fen
        return {no: fen for no, fen in sorted(given.items()) if fen}

    def cost_table(
        self, order: Iterable[int], wishes: Mapping[tuple[int, int], int]
    ) -> dict[tuple[int, int], int]:
        """Return the cost by source and cost line; both ways it is the construction in progress.

        Args:
            order: the sources as they are used.
            wishes: what was matched.
        """
        given = self.sources()
        rows = {no: given[no] for no in order if no in given}
        return fill(rows, self.cost_of_works(), wishes)

    def with_lines(self, lines: Iterable[Line]) -> Stand:
        """Return the stand after more lines."""
        fen = defaultdict(int, self.fen)
        for line in lines:
            fen[line.account, number_of(line.detail)] += line.debit_fen
        return Stand(dict(fen))

    def below_nothing(self) -> tuple[str, int] | None:
        """Return an account and number that stand on the wrong side, None where none does."""
        for (account, no), fen in sorted(self.fen.items()):
            on_debit = account in _DEBIT or account.startswith("3790")
            if (fen if on_debit else -fen) < 0:
                return account, no
        return None


def is_source(account: str) -> bool:
    """Tell whether an account is a source of money."""
    return account == LOANS or (account.startswith("37") and not account.startswith("3790"))


def read_stand(tx: Tx, book_id: int, *, before: int | None = None) -> Stand:
    """Read where a project's book stands now, or stood before a voucher."""
    line = schema.line
    query = select(line.c.account, line.c.detail, line.c.side, line.c.amount_fen).where(
        line.c.book_id == book_id
    )
    if before is not None:
        query = query.where(line.c.voucher_id < before)
    fen: dict[tuple[str, int], int] = defaultdict(int)
    for row in tx.conn.execute(query):
        sign = 1 if row.side == Side.DEBIT else -1
        fen[row.account, number_of(row.detail)] += sign * row.amount_fen
    return Stand(dict(fen))


def refuse_below(stand: Stand) -> None:
    """Refuse what would leave an account of a project's book on its wrong side.

    Raises:
        Refused: `project_short`.
    """
    found = stand.below_nothing()
    if found is None:
        return
    account, no = found
    raise Refused(
        "project_short",
        _("备查账科目 {account} 不够：差 {amount} 元").format(
            account=f"{account}-{no}" if no else account,
            amount=format_fen(abs(stand.fen[found])),
        ),
        _("请核对金额和先后；用 wxzj renovation book 查看备查账"),
    )
