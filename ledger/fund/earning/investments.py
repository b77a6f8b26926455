"""What the pooled money is put into: term deposits and treasury bonds, and nothing else.

165号令 art. 26: treasury bonds only, held to maturity, never lent or pledged. A row of the register
says what was bought and never changes; what is still held follows from the vouchers, which name
the events `invest:<book>:<n>:buy:<turn>` and `invest:<book>:<n>:redeem:<turn>`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import and_, case, func, select

from ledger.fund import entries
from ledger.journal.drafts import drafts_of_event
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

Kind = Literal["term", "bond"]
State = Literal["waiting", "held", "due", "redeemed", "undone"]
EVENT: Final = "invest:"


class Investment(NamedTuple):
    """One term deposit or bond.

    Attributes:
        bank_account: the account that paid it, by number.
        ref: the certificate's number (存单号, 国债凭证号); once in a book.
        name: of a bond, its issue.
        principal_fen: the cash that was paid.
        rate_ppm: the yearly rate, in parts per million.
        consent: of a bond, the owners' decision or the finance bureau's.
    """

    book: Book
    investment_id: int
    kind: Kind
    bank_account_id: int
    bank_account: str
    ref: str
    name: str
    principal_fen: int
    rate_ppm: int
    start_on: date
    due_on: date
    consent: str | None

    @property
    def code(self) -> str:
        """What people call it, such as `F1-C:I-3`."""
        return f"{self.book.code}:I-{self.investment_id}"

    def event(self, act: str, turn: int) -> str:
        """Return the event of its voucher."""
        return f"{self.events(act)}{turn}"

    def events(self, act: str) -> str:
        """Return what the events of an act of it begin with."""
        return f"{EVENT}{self.book.code}:{self.investment_id}:{act}:"

    @property
    def digest(self) -> bytes:
        """The evidence of its vouchers: over the whole row of the register."""
        row = (self.book.code, *self[1:])
        return hashlib.sha256(netstring("investment", *row).encode()).digest()


class Move(NamedTuple):
    """A purchase or redemption that was recorded.

    Attributes:
        code: of the voucher, or of the draft that waits.
        principal_fen: what was bound (+) or freed (−).
        interest_fen: what came with it.
        counts: False where it was returned or reversed.
    """

    code: str
    on: date
    principal_fen: int
    interest_fen: int
    is_draft: bool
    counts: bool


class Standing(NamedTuple):
    """An investment as it stands, with all that was recorded of it."""

    investment: Investment
    bought: tuple[Move, ...]
    redeemed: tuple[Move, ...]

    @property
    def is_bought(self) -> bool:
        """Whether its purchase is posted and stands."""
        return any(each.counts and not each.is_draft for each in self.bought)

    @property
    def held_fen(self) -> int:
        """What is still bound."""
        moves = (*self.bought, *self.redeemed)
        return sum(each.principal_fen for each in moves if each.counts and not each.is_draft)

    @property
    def free_fen(self) -> int:
        """What is still bound and in no waiting draft either."""
        waiting = (each for each in self.redeemed if each.counts and each.is_draft)
        return self.held_fen + sum(each.principal_fen for each in waiting)

    def state(self, on: date) -> State:
        """Return what has become of it at the end of the day `on`."""
        if not self.is_bought:
            return "waiting" if any(each.counts for each in self.bought) else "undone"
        if self.held_fen == 0:
            return "redeemed"
        return "due" if self.investment.due_on <= on else "held"


def list_investments(tx: Tx, book: Book) -> list[Investment]:
    """Return all there ever were in a book, the oldest first."""
    return list(_investments(tx, book))


def find_by_ref(tx: Tx, book: Book, ref: str) -> Investment | None:
    """Return the investment of a certificate, None where there is none."""
    return next((each for each in _investments(tx, book) if each.ref == ref), None)


def find_investment(tx: Tx, books: list[Book], word: str) -> Investment:
    """Return the investment called `word`: its code, or the number of its certificate.

    Raises:
        Refused: `investment_unknown`.
    """
    for book in books:
        for each in _investments(tx, book):
            if word in {each.code, each.ref}:
                return each
    raise Refused(
        "investment_unknown",
        _("没有定期存款或国债“{word}”").format(word=shown(word)),
        _("请运行 wxzj fund invest list 查看编号"),
    )


def _investments(tx: Tx, book: Book) -> Iterator[Investment]:
    table, bank = schema.investment, schema.bank_account
    query = (
        select(table, bank.c.number)
        .join(bank, bank.c.bank_account_id == table.c.bank_account_id)
        .where(table.c.book_id == book.book_id)
        .order_by(table.c.investment_id)
    )
    for row in tx.conn.execute(query):
        yield Investment(
            book,
            row.investment_id,
            row.kind,
            row.bank_account_id,
            row.number,
            row.ref,
            row.name,
            row.principal_fen,
            row.rate_ppm,
            row.start_on,
            row.due_on,
            row.consent,
        )


def read_standing(tx: Tx, investment: Investment) -> Standing:
    """Read what was recorded of an investment."""
    bought, redeemed = (tuple(_moves(tx, investment, act)) for act in ("buy", "redeem"))
    return Standing(investment, bought, redeemed)


def _moves(tx: Tx, investment: Investment, act: str) -> Iterator[Move]:
    """Walk what was posted, then what lies in the drawer and was not posted."""
    book, beginning = investment.book, investment.events(act)
    voucher = schema.voucher
    red: Any = voucher.alias("red")
    rows = tx.conn.execute(
        select(voucher.c.voucher_id, red.c.voucher_id.label("red"))
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book.book_id,
            voucher.c.estate_id.is_(None),
            voucher.c.event.startswith(beginning, autoescape=True),
            voucher.c.reverses.is_(None),
        )
        .order_by(voucher.c.voucher_id)
    ).all()
    for row in rows:
        stored = read_voucher(tx, book.book_id, row.voucher_id)
        assert stored is not None
        code = f"{book.code}:{stored.number}"
        yield _move(stored.draft, code, is_draft=False, counts=row.red is None)
    for kept in drafts_of_event(tx, book.book_id, beginning):
        if kept.state != "POSTED" and kept.draft.reverses is None:
            yield _move(kept.draft, kept.code, is_draft=True, counts=kept.state != "RETURNED")


def _move(draft: Draft, code: str, *, is_draft: bool, counts: bool) -> Move:
    principal = sum(
        line.debit_fen
        for line in draft.lines
        if line.account == entries.BONDS or line.detail == entries.TERM
    )
    earned = {entries.INTEREST, entries.BOND_INTEREST}
    interest = -sum(line.debit_fen for line in draft.lines if line.account in earned)
    return Move(code, draft.dated_on, principal, interest, is_draft, counts)


def term_fen(tx: Tx, book_id: int, bank_account_id: int, until: int) -> int:
    """Return what of a bank account's balance is bound for a term at the end of a month.

    Args:
        until: the month as `yyyymm`.
    """
    table, voucher, line = schema.investment, schema.voucher, schema.line
    any_term = select(table.c.investment_id).where(
        table.c.book_id == book_id,
        table.c.bank_account_id == bank_account_id,
        table.c.kind == "term",
    )
    if tx.conn.execute(any_term.limit(1)).first() is None:
        return 0
    fen = tx.conn.execute(
        select(func.sum(case((line.c.side == "D", line.c.amount_fen), else_=-line.c.amount_fen)))
        .select_from(voucher)
        .join(
            line,
            and_(line.c.book_id == voucher.c.book_id, line.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id == book_id,
            voucher.c.estate_id.is_(None),
            voucher.c.period <= until,
            line.c.bank_account_id == bank_account_id,
            line.c.detail == entries.TERM,
        )
    ).scalar_one()
    return int(fen or 0)
