"""The register of what was paid for a case (拨付台账), and where each bearer stands.

A row never changes: whether a payment waits, stands or came back is told by its draft and its
voucher. One number is one payment, with a row in each book that takes part in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, func, select

from ledger.fund.using.bearing import Parts, Stand
from ledger.fund.using.cases import Case, CaseBook, State, read_shares
from ledger.fund.using.common_part import MARK, read_gifts
from ledger.fund.using.sharing import Portion
from ledger.journal.reading import number_of
from ledger.registry.books import Book, list_books
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

RETURNED: Final = "returned"
RECOVERED: Final = "recovered"  # from whoever was paid: the case has cost less
COVERED: Final = "covered"  # from somebody else: the case has cost what it has
_TABLE: Final = schema.usage_payment
_MOVES: Final = "move:"  # the beginning of the events of moved deposits
_WAITING: Final = frozenset({"DRAFT", "CHECKED"})


@dataclass(frozen=True, slots=True)
class Made:
    """One row of the register.

    Attributes:
        amount_fen: of the whole case, the bearers past the fund included; money back is negative.
        fund_fen: what left the bank account or, negative, came back to it.
        returns_no: the payment that this one takes back.
        repeats_no: the returned payment that this one makes again.
        code: of the voucher, or of the draft that waits.
        cleared_on: the day of the bank; None while it waits, and where it was never booked.
        reversed_on: the day of the red voucher.
    """

    book: Book
    payment_no: int
    kind: str
    stage: str | None
    amount_fen: int
    fund_fen: int
    bank_account_id: int | None
    bank_account: str | None
    payee: str
    invoice: str | None
    ordered_on: date
    to_state: State
    reason: str | None
    returns_no: int | None
    repeats_no: int | None
    who: str
    request_key: str | None
    voucher_id: int | None
    draft_id: int | None
    draft_state: str | None
    code: str
    cleared_on: date | None
    reversed_on: date | None

    @property
    def is_waiting(self) -> bool:
        """Whether its draft is not posted yet and may still be."""
        return self.voucher_id is None and self.draft_state in _WAITING

    @property
    def stands(self) -> bool:
        """Whether it is booked and did not come back."""
        return self.voucher_id is not None and self.reversed_on is None and self.kind != RETURNED

    @property
    def counts(self) -> bool:
        """Whether it is booked, or may still be."""
        return self.stands or self.is_waiting


def read_register(tx: Tx, case: Case) -> list[Made]:
    """Return all that was paid for a case, by number, then by book."""
    made = [
        _anew(tx, _made(own.book, row))
        for own in case.books
        for row in tx.conn.execute(
            _rows().where(_TABLE.c.book_id == own.book.book_id, _TABLE.c.case_id == own.case_id)
        )
    ]
    return sorted(made, key=lambda each: (each.payment_no, each.book.book_id))


def _rows() -> Select[Any]:
    table, draft, bank = _TABLE, schema.draft, schema.bank_account
    voucher = schema.voucher.alias("paid")
    red = schema.voucher.alias("red")
    paper = func.coalesce(table.c.voucher_id, draft.c.voucher_id)
    return (
        select(
            table,
            draft.c.state.label("draft_state"),
            bank.c.number,
            voucher.c.voucher_id.label("booked"),
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            voucher.c.dated_on.label("cleared_on"),
            red.c.dated_on.label("reversed_on"),
        )
        .select_from(table)
        .outerjoin(
            draft, and_(draft.c.book_id == table.c.book_id, draft.c.draft_id == table.c.draft_id)
        )
        .outerjoin(
            voucher, and_(voucher.c.book_id == table.c.book_id, voucher.c.voucher_id == paper)
        )
        .outerjoin(
            red,
            and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id),
        )
        .outerjoin(bank, bank.c.bank_account_id == table.c.bank_account_id)
    )


def _anew(tx: Tx, made: Made) -> Made:
    """Return a payment as it stands where it was charged anew since a deposit was moved.

    The payment was cancelled and stands again in another voucher, which is none of its case's.
    """
    voucher = schema.voucher
    red = voucher.alias("red")
    while made.voucher_id is not None and made.reversed_on is not None:
        row = tx.conn.execute(
            select(
                voucher.c.voucher_id,
                voucher.c.period,
                voucher.c.word,
                voucher.c.no,
                red.c.dated_on.label("reversed_on"),
            )
            .outerjoin(
                red,
                and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id),
            )
            .where(
                voucher.c.book_id == made.book.book_id,
                voucher.c.corrects == made.voucher_id,
                voucher.c.event.startswith(_MOVES),
            )
        ).one_or_none()
        if row is None:
            break
        code = f"{made.book.code}:{number_of(row.period, row.word, row.no)}"
        made = replace(made, voucher_id=row.voucher_id, code=code, reversed_on=row.reversed_on)
    return made


def _made(book: Book, row: Any) -> Made:
    return Made(
        book=book,
        payment_no=row.payment_no,
        kind=row.kind,
        stage=row.stage,
        amount_fen=row.amount_fen,
        fund_fen=row.fund_fen,
        bank_account_id=row.bank_account_id,
        bank_account=row.number,
        payee=row.payee,
        invoice=row.invoice,
        ordered_on=row.ordered_on,
        to_state=State(row.to_state),
        reason=row.reason,
        returns_no=row.returns_no,
        repeats_no=row.repeats_no,
        who=row.who,
        request_key=row.request_key,
        voucher_id=row.booked,
        draft_id=row.draft_id,
        draft_state=row.draft_state,
        code=f"{book.code}:D-{row.draft_id}"
        if row.booked is None
        else f"{book.code}:{number_of(row.period, row.word, row.no)}",
        cleared_on=row.cleared_on,
        reversed_on=row.reversed_on,
    )


def add_payment(tx: Tx, own: CaseBook, values: Mapping[str, object]) -> None:
    """Write one row of the register."""
    tx.conn.execute(
        schema.usage_payment.insert().values(
            book_id=own.book.book_id, case_id=own.case_id, **values
        )
    )


def refuse_used_invoice(
    tx: Tx, case: Case, payee: str, invoice: str | None, *, but: int | None = None
) -> None:
    """Refuse an invoice of a payee that was paid, or is about to be, whatever the case.

    Args:
        tx: a transaction.
        case: the case that is to be paid.
        payee: who is to be paid.
        invoice: its number; none is fine.
        but: the payment of the case that is looked at.

    Raises:
        Refused: `invoice_used`.
    """
    if invoice is None:
        return
    books = {book.book_id: book for book in list_books(tx, [case.estate.custodian_id])}
    own_ids = {(own.book.book_id, own.case_id) for own in case.books}
    for row in tx.conn.execute(_rows().where(_TABLE.c.payee == payee, _TABLE.c.invoice == invoice)):
        if row.payment_no == but and (row.book_id, row.case_id) in own_ids:
            continue
        made = _anew(tx, _made(books[row.book_id], row)) if row.book_id in books else None
        if made is not None and made.counts:
            raise Refused(
                "invoice_used",
                _("{payee}的发票 {invoice} 已经付过：{code}").format(
                    payee=shown(payee),
                    invoice=shown(invoice),
                    code=made.code,
                ),
                _("请核对发票号码；退回的付款请用 --again 重付"),
            )


def refuse_waiting(case: Case, register: Iterable[Made]) -> None:
    """Refuse a step while a payment of the case waits to be checked or posted.

    Raises:
        Refused: `usage_waiting`.
    """
    for each in register:
        if each.is_waiting:
            raise Refused(
                "usage_waiting",
                _("项目 {code} 有一笔待过账的凭证 {draft}").format(code=case.code, draft=each.code),
                _("请先由另一人审核、过账，或用 wxzj voucher return 退回"),
            )


def next_no(register: Sequence[Made]) -> int:
    """Return the number of the next payment of a case."""
    return 1 + max((each.payment_no for each in register), default=0)


def paid_fen(register: Iterable[Made], book: Book) -> int:
    """Return what a case has cost so far, as far as a book has taken part in paying it.

    A payment in which the book had nothing to pay counts as long as it stands in another book.
    """
    by_no: dict[int, list[Made]] = {}
    for each in register:
        if each.kind not in {RETURNED, COVERED}:
            by_no.setdefault(each.payment_no, []).append(each)
    total_fen = 0
    for rows in by_no.values():
        own = [row for row in rows if row.book == book]
        if own or (rows[0].repeats_no is None and rows[0].kind != RECOVERED):
            total_fen += max((row.amount_fen for row in own or rows if row.stands), default=0)
    return total_fen


def read_stands(tx: Tx, case: Case, register: Iterable[Made]) -> dict[tuple[int, int], Stand]:
    """Return where each bearer with a sub-account stands, by book and sub-account."""
    made = list(register)
    frozen = {
        (each.book_id, each.sub_id): each
        for each in read_shares(tx, case)
        if each.sub_id is not None
    }
    stands: dict[tuple[int, int], Stand] = {}
    for own in case.books:
        taken = read_taken(tx, own, made)
        for sub_id, fen in read_gifts(tx, own, without=covered_events(case, made)).items():
            taken[sub_id, 0] = taken.get((sub_id, 0), 0) - fen  # given before it was taken
        free = _free(tx, own)
        for (book_id, sub_id), portion in frozen.items():
            if book_id == own.book.book_id:
                stands[book_id, sub_id] = Stand(
                    portion,
                    _parts(taken, sub_id),
                    _parts(free, sub_id),
                )
    return stands


def covered_events(case: Case, register: Iterable[Made]) -> list[str]:
    """Return the events by which others covered what common income had paid."""
    numbers = sorted({each.payment_no for each in register if each.kind == COVERED})
    return [event_of(case, number, common=True) for number in numbers]


def event_of(case: Case, payment_no: int, *, common: bool) -> str:
    """Return the event of a payment; one of which common income pays a part is done whole."""
    return f"usage:{case.code}:{payment_no}{MARK if common else ''}"


def _parts(fen_of: Mapping[tuple[int, int], int], sub_id: int) -> Parts:
    return Parts(fen_of.get((sub_id, 0), 0), fen_of.get((sub_id, 1), 0))


def read_taken(
    tx: Tx, own: CaseBook, register: Iterable[Made], *, but_covered: bool = False
) -> dict[tuple[int, int], int]:
    """Return what a case took from each part of its sub-accounts.

    Args:
        tx: a transaction.
        own: the case in one book.
        register: what was paid for the case.
        but_covered: less what others covered since; otherwise that counts as taken.
    """
    ids = {
        each.voucher_id
        for each in register
        if each.book == own.book
        and (but_covered or each.kind != COVERED)
        and each.voucher_id is not None
    }
    if own.voucher_id is not None:
        ids.add(own.voucher_id)
    share, voucher = schema.share, schema.voucher
    moved = func.sum(share.c.amount_fen)
    query = (
        select(share.c.sub_id, share.c.part, moved.label("moved_fen"))
        .join(
            voucher,
            and_(voucher.c.book_id == share.c.book_id, voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(
            share.c.book_id == own.book.book_id,
            voucher.c.voucher_id.in_(ids) | voucher.c.reverses.in_(ids),
        )
        .group_by(share.c.sub_id, share.c.part)
    )
    return {(row.sub_id, row.part): -int(row.moved_fen) for row in tx.conn.execute(query)}


def _free(tx: Tx, own: CaseBook) -> dict[tuple[int, int], int]:
    balance, bearer = schema.sub_balance, schema.usage_bearer
    query = (
        select(balance.c.sub_id, balance.c.part, balance.c.amount_fen, balance.c.earmark_fen)
        .join(
            bearer,
            and_(bearer.c.book_id == balance.c.book_id, bearer.c.sub_id == balance.c.sub_id),
        )
        .where(bearer.c.book_id == own.book.book_id, bearer.c.case_id == own.case_id)
    )
    return {
        (row.sub_id, row.part): row.amount_fen - row.earmark_fen for row in tx.conn.execute(query)
    }


def portions_by_sub(portions: Iterable[Portion]) -> dict[tuple[int, int], int]:
    """Return the shares of those who have a sub-account, by book and sub-account."""
    return {
        (each.book_id, each.sub_id): each.share_fen for each in portions if each.sub_id is not None
    }
