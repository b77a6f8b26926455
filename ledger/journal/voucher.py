"""What a voucher (记账凭证) is before it is posted: frozen values, no database.

A line has a side and a signed amount: a red-letter line (红字) is negative on the same side, so
that turnover stays right. Shares carry the sign of what the sub-account gains or loses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, IntEnum, StrEnum


class Side(StrEnum):
    """The side of a line."""

    DEBIT = "D"
    CREDIT = "C"


class Part(IntEnum):
    """Which part of a sub-account a share touches."""

    PRINCIPAL = 0
    EARNINGS = 1


class PayerClass(IntEnum):
    """Who paid a deposit: 165号令 art. 20(二) shares by the money each class deposited."""

    OWNER = 1
    SELLING_UNIT = 2
    DEVELOPER = 3


class Kind(StrEnum):
    """What a voucher is to the statements."""

    GENERAL = "GENERAL"
    OPENING = "OPENING"
    DISTRIBUTION = "DISTRIBUTION"
    CUSTODY = "CUSTODY"
    ADJUST = "ADJUST"
    CARRY = "CARRY"
    CLOSING = "CLOSING"


CLOSING_KINDS = frozenset({Kind.CARRY, Kind.CLOSING})


class Word(Enum):
    """The word of a voucher's number: receipt, payment, transfer, closing."""

    RECEIPT = "收"
    PAYMENT = "付"
    TRANSFER = "转"
    CLOSING = "结"


@dataclass(frozen=True, slots=True)
class Share:
    """What one sub-account gains (+) or loses (−) by a line, in fen.

    Attributes:
        payer_class: set on money that was paid in, and on its reversal.
    """

    sub_id: int
    amount_fen: int
    part: Part = Part.PRINCIPAL
    payer_class: PayerClass | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One entry (分录) of a voucher.

    Attributes:
        detail: the item below the account, such as 首期 or 工程.
        shares: empty, or adding up to what the line does to the sub-accounts.
        staged: how many shares lie in a table of their own instead, for `posting.post_split`.
    """

    account: str
    side: Side
    amount_fen: int
    estate_id: int | None = None
    bank_account_id: int | None = None
    detail: str | None = None
    shares: tuple[Share, ...] = ()
    staged: int = 0

    @property
    def debit_fen(self) -> int:
        """The amount, positive on the debit side."""
        return self.amount_fen if self.side is Side.DEBIT else -self.amount_fen


@dataclass(frozen=True, slots=True)
class Movement:
    """What the bank says of a voucher: the number of its own for what moved on one account.

    Attributes:
        bank_ref: the bank's number, once for each account while it stands.
        kind: what became of it, such as `refund`.
        amount_fen: what came in (+) or went out (-).
        counterparty: whom it came from or went to, where that is known.
    """

    bank_account_id: int
    bank_ref: str
    kind: str
    amount_fen: int
    counterparty: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A voucher to be posted, all of it.

    Attributes:
        dated_on: the accounting date; its month must be open.
        value_on: the day from which the money counts for interest (起息日).
        request_key: the same key with the same content is posted once.
        event: ties the vouchers of one business act together.
        reverses: the voucher that this one cancels (注销), by its id.
        corrects: the cancelled voucher that this one replaces (订正), by its id.
        evidence: the digest over the papers, or over the rows of a file.
        checker, poster: empty while there are no users (单人模式).
        movements: the bank's numbers, for its register; no part of the content.
    """

    book_id: int
    kind: Kind
    dated_on: date
    value_on: date
    summary: str
    lines: tuple[Line, ...]
    request_key: str
    maker: str
    estate_id: int | None = None
    event: str | None = None
    reverses: int | None = None
    corrects: int | None = None
    case_id: int | None = None
    attachment_count: int = 0
    evidence: bytes | None = None
    checker: str | None = None
    poster: str | None = None
    movements: tuple[Movement, ...] = field(default=(), compare=False)

    @property
    def debit_fen(self) -> int:
        """The total of the debit side."""
        return sum(line.amount_fen for line in self.lines if line.side is Side.DEBIT)

    @property
    def share_count(self) -> int:
        """How many shares there are in all lines."""
        return sum(len(line.shares) + line.staged for line in self.lines)


@dataclass(frozen=True, slots=True)
class Posted:
    """A voucher in the journal.

    Attributes:
        voucher_id: its place in the book's log.
        code: its number, such as `F1-C:2026-01:收-12`.
        replayed: True where the same request had been posted before.
    """

    book_id: int
    voucher_id: int
    code: str
    replayed: bool = False


def word_of(draft: Draft, bank_accounts: frozenset[str]) -> Word:
    """Return the word of the number: which way money moved on the accounts of the bank.

    A move between two bank accounts counts as a payment, so that it is filed once.
    """
    if draft.kind in CLOSING_KINDS:
        return Word.CLOSING
    if draft.kind is Kind.OPENING:
        return Word.TRANSFER
    sides = {line.side for line in draft.lines if line.account in bank_accounts}
    if Side.CREDIT in sides:
        return Word.PAYMENT
    return Word.RECEIPT if sides else Word.TRANSFER


def reversal_of(
    draft: Draft, voucher_id: int, number: str, on: date, *, maker: str, reason: str
) -> Draft:
    """Return the red voucher that cancels `draft`, which was posted as `voucher_id`.

    会计基础工作规范 art. 51: a red voucher equal to the original, its summary naming it. The money
    counts for interest from the original's own value date, so that the integral is restored too.
    """
    return Draft(
        book_id=draft.book_id,
        kind=draft.kind,
        dated_on=on,
        value_on=draft.value_on,
        summary=f"注销{number}号凭证：{reason}",
        lines=tuple(_red(line) for line in draft.lines),
        request_key=f"reverse:{voucher_id}:{on.isoformat()}:{reason}",
        maker=maker,
        estate_id=draft.estate_id,
        event=draft.event,
        reverses=voucher_id,
        case_id=draft.case_id,
    )


def _red(line: Line) -> Line:
    return Line(
        account=line.account,
        side=line.side,
        amount_fen=-line.amount_fen,
        estate_id=line.estate_id,
        bank_account_id=line.bank_account_id,
        detail=line.detail,
        shares=tuple(
            Share(share.sub_id, -share.amount_fen, share.part, share.payer_class)
            for share in line.shares
        ),
    )
