"""A movement of a case's money is booked, or waits in a draft; then the case takes its step.

What was set aside makes way for what is taken, and afterwards as much stays set aside as the case
may still need. From the first user on every movement waits for a second person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple, TypeVar

from sqlalchemy import select

from ledger.fund.entries import repair_given, repair_moved
from ledger.fund.using.bearing import Parts, parts_at
from ledger.fund.using.case_steps import Step, move
from ledger.fund.using.cases import Case, CaseBook, State, cases_of, read_shares
from ledger.fund.using.common_claims import refuse_gift_short
from ledger.fund.using.common_part import MARK, Gift, common_at, most_of
from ledger.fund.using.earmarks import Place, keep_held, make_way
from ledger.fund.using.frozen import read_frozen, shares_of
from ledger.fund.using.payments import (
    Made,
    add_payment,
    event_of,
    portions_by_sub,
    read_register,
    read_stands,
)
from ledger.fund.using.settlements import last_settlement
from ledger.fund.using.usage import draw_order
from ledger.journal.drafts import Kept, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind, Part, Posted, Share
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book, list_books
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.period import period_of

_OPEN = frozenset({State.APPROVED, State.PAYING})
_HELD_UP = frozenset({State.SUSPENDED, State.REOPENED})  # what is set aside stays so
_Paper = TypeVar("_Paper")
_Change = tuple[int, Parts]  # a sub-account and what more it pays


class Due(NamedTuple):
    """What one book moves.

    Attributes:
        bank: None where it is paid from imprest (备用金).
        amount_fen: of the whole case, as the register keeps it.
        changes: what more each sub-account pays; less is negative.
        gifts: what of that common income gives each before; less goes back to it afterwards.
    """

    own: CaseBook
    bank: BankAccount | None
    amount_fen: int
    changes: tuple[_Change, ...]
    gifts: tuple[Gift, ...] = ()

    @property
    def given_fen(self) -> int:
        """What common income pays of it; negative where it gets money back."""
        return sum(gift.amount_fen for gift in self.gifts)

    @property
    def fund_fen(self) -> int:
        """What leaves the bank account; negative where money comes back."""
        return sum(parts.total_fen for _sub_id, parts in self.changes)

    @property
    def number(self) -> str:
        """The number of the bank account, empty for imprest."""
        return "" if self.bank is None else self.bank.number

    @property
    def bank_account_id(self) -> int | None:
        """The bank account, None for imprest."""
        return None if self.bank is None else self.bank.bank_account_id


@dataclass(frozen=True, slots=True)
class Movement:
    """What is said of a movement in its vouchers and in the register.

    Attributes:
        kind: as the register calls it.
        to_state: where the case is once it is booked.
        words: of the summary, behind the case.
        waits: keep it in a draft, whether there are users or not.
        holder: whose imprest pays; None where the bank does.
    """

    kind: str
    to_state: State
    payee: str
    words: Sequence[str]
    on: date
    invoice: str | None = None
    stage: str | None = None
    reason: str | None = None
    repeats_no: int | None = None
    request_key: str | None = None
    waits: bool = False
    holder: str | None = None


class Booked(NamedTuple):
    """What became of a movement in one book."""

    book: Book
    bank_account: str
    fund_fen: int
    code: str
    is_draft: bool


def book_dues(
    tx: Tx,
    case: Case,
    payment_no: int,
    dues: Sequence[Due],
    movement: Movement,
    *,
    who: str,
    clock: Clock,
) -> list[Booked]:
    """Book what is due in each book, or put it into drafts; the heads are locked.

    Raises:
        Refused: what posting refuses.
    """
    for due in dues:
        refuse_gift_short(tx, case, due.own, due.given_fen, movement.on)
    common = any(due.gifts for due in dues)
    event = event_of(case, payment_no, common=common)
    drafts = [_voucher(case, due, event, payment_no, movement, who) for due in dues]
    if has_users(tx) or movement.waits:
        codes = _of_payments(dues, save_drafts(tx, _with_gifts(dues, drafts), clock=clock))
        for due, code in zip(dues, codes, strict=True):
            draft_id = int(code.rpartition("-")[2])
            _register(tx, due, payment_no, movement, who, draft_id=draft_id)
        return [
            Booked(due.own.book, due.number, due.fund_fen, code, is_draft=True)
            for due, code in zip(dues, codes, strict=True)
        ]
    for due in dues:
        make_way(tx, due.own, _losses(due.changes))
    posted = _of_payments(dues, post_many(tx, _with_gifts(dues, drafts), clock=clock))
    for due, voucher in zip(dues, posted, strict=True):
        _register(tx, due, payment_no, movement, who, voucher_id=voucher.voucher_id)
    step = Step(movement.kind, movement.on, who, movement.reason)
    conclude(tx, case, movement.to_state, step, clock=clock)
    return [
        Booked(due.own.book, due.number, due.fund_fen, voucher.code, is_draft=False)
        for due, voucher in zip(dues, posted, strict=True)
    ]


def _losses(changes: Iterable[_Change]) -> dict[Place, int]:
    return {
        (sub_id, part): parts[part] for sub_id, parts in changes for part in (0, 1) if parts[part]
    }


def _with_gifts(dues: Sequence[Due], drafts: Sequence[Draft]) -> list[Draft]:
    """Put the vouchers of common income beside the payments: given before, given back after."""
    found = []
    for due, draft in zip(dues, drafts, strict=True):
        gift = [gift_voucher(draft, due.own.book, due.gifts)] if due.gifts else []
        found += [*gift, draft] if due.given_fen >= 0 else [draft, *gift]
    return found


def _of_payments(dues: Sequence[Due], papers: Sequence[_Paper]) -> list[_Paper]:
    """Leave out what `_with_gifts` put beside the payments."""
    found, left = [], iter(papers)
    for due in dues:
        pair = [next(left) for _each in range(2 if due.gifts else 1)]
        found.append(pair[-1] if due.given_fen >= 0 else pair[0])
    return found


def gift_voucher(payment: Draft, book: Book, gifts: Sequence[Gift]) -> Draft:
    """Return the voucher by which common income pays of a payment, of the same event."""
    assert payment.estate_id is not None
    return replace(
        payment,
        kind=Kind.DISTRIBUTION,
        summary=f"{payment.summary} 共有收益承担",  # records are in Chinese
        lines=repair_given(
            book.control, payment.estate_id, [Share(*gift, Part.PRINCIPAL) for gift in gifts]
        ),
        request_key=f"{payment.request_key}{MARK}",
        attachment_count=0,
        corrects=None,
    )


def _voucher(
    case: Case, due: Due, event: str, payment_no: int, movement: Movement, who: str
) -> Draft:
    shares = [
        Share(sub_id, -parts[part], Part(part))
        for sub_id, parts in due.changes
        for part in (0, 1)
        if parts[part]
    ]
    words = [case.code, case.title, *filter(None, movement.words)]  # records are in Chinese
    if movement.invoice:
        words.append(f"发票{movement.invoice}")
    return Draft(
        book_id=due.own.book.book_id,
        kind=Kind.GENERAL,
        dated_on=movement.on,
        value_on=movement.on,
        summary=" ".join(words),
        lines=repair_moved(
            case.estate.estate_id, due.bank_account_id, shares, movement.holder or ""
        ),
        request_key=event_of(case, payment_no, common=False),
        maker=who,
        estate_id=case.estate.estate_id,
        event=event,
        case_id=due.own.case_id,
        attachment_count=1 if movement.invoice else 0,
    )


def _register(
    tx: Tx, due: Due, payment_no: int, movement: Movement, who: str, **paper: int
) -> None:
    add_payment(
        tx,
        due.own,
        {
            "payment_no": payment_no,
            "kind": movement.kind,
            "stage": movement.stage,
            "amount_fen": due.amount_fen,
            "fund_fen": due.fund_fen,
            "bank_account_id": due.bank_account_id,
            "payee": movement.payee,
            "invoice": movement.invoice,
            "ordered_on": movement.on,
            "to_state": movement.to_state.value,
            "reason": movement.reason,
            "repeats_no": movement.repeats_no,
            "request_key": movement.request_key,
            "who": who,
            **paper,
        },
    )


def conclude(tx: Tx, case: Case, to: State, step: Step, *, clock: Clock) -> Case:
    """Let a case take its step, and set aside what it may still need."""
    case = move(tx, case, to, step, clock=clock)
    if to in _HELD_UP:
        return case
    wanted = still_needed(tx, case)
    for own in case.books:
        keep_held(tx, own, wanted.get(own.book.book_id, {}))
    return case


def still_needed(tx: Tx, case: Case) -> dict[int, dict[Place, int]]:
    """Return what is to stay set aside for a case, by book: what was approved and is not paid.

    Once it is settled, what was kept back of it (质保金).
    """
    if case.state not in _OPEN | {State.RETAINED}:
        return {}
    stands = read_stands(tx, case, read_register(tx, case))
    shares: Mapping[tuple[int, int], int] = {}
    settled = last_settlement(tx, case) if case.state is State.RETAINED else None
    if settled is not None:
        common = common_at(settled.final_fen, most_of(read_shares(tx, case)))
        left_fen = settled.final_fen - sum(common.values())
        shares = portions_by_sub(shares_of(read_frozen(tx, case), left_fen))
    order = draw_order(tx, case)
    wanted: dict[int, dict[Place, int]] = {}
    for (book_id, sub_id), stand in stands.items():
        whole = (
            stand.purse
            if settled is None
            else parts_at(shares.get((book_id, sub_id), 0), stand, order)
        )
        for part, fen in enumerate(whole.minus(stand.taken)):
            if fen > 0:
                wanted.setdefault(book_id, {})[sub_id, part] = fen
    return wanted


# ---- drafts of payments: checked and posted at the window for vouchers ----


def before_posting(tx: Tx, drafts: Iterable[Kept]) -> None:
    """Let what was set aside make way for what drafts are about to take."""
    for kept in drafts:
        own = None if kept.state == "POSTED" else _case_book(tx, kept)
        if own is not None:  # hold the month, then the head, as postings do
            open_months(tx, own.book.book_id, [period_of(kept.draft.dated_on)])
            lock_head(tx, own.book.book_id)
            losses: dict[Place, int] = {}
            for line in kept.draft.lines:
                for share in line.shares:
                    losses[share.sub_id, int(share.part)] = -share.amount_fen
            make_way(tx, own, losses)


def after_posting(
    tx: Tx, drafts: Sequence[Kept], posted: Sequence[Posted], *, who: str, clock: Clock
) -> None:
    """Let each case take its step whose payment has just been posted in all its books."""
    for kept, voucher in zip(drafts, posted, strict=True):
        if not voucher.replayed:
            _step(tx, kept, who=who, clock=clock)


def after_return(tx: Tx, drafts: Iterable[Kept], *, who: str, clock: Clock) -> None:
    """Let a case take its step where only another book's part of the payment was returned."""
    for kept in drafts:
        _step(tx, kept, who=who, clock=clock)


def _step(tx: Tx, kept: Kept, *, who: str, clock: Clock) -> None:
    case = _case(tx, kept)
    if case is None:
        return
    register = read_register(tx, case)
    row = _row_of(register, kept)
    same = [each for each in register if each.payment_no == row.payment_no]
    if any(each.is_waiting for each in same) or all(each.voucher_id is None for each in same):
        return
    conclude(
        tx, case, row.to_state, Step(row.kind, kept.draft.dated_on, who, row.reason), clock=clock
    )


def _row_of(register: Iterable[Made], kept: Kept) -> Made:
    return next(
        each
        for each in register
        if (each.book.book_id, each.draft_id) == (kept.draft.book_id, kept.draft_id)
    )


def _case(tx: Tx, kept: Kept) -> Case | None:
    own = _case_book(tx, kept)
    if own is None:
        return None
    estate = schema.estate
    code = tx.conn.execute(
        select(estate.c.code).where(estate.c.estate_id == kept.draft.estate_id)
    ).scalar_one()
    return next(case for case in cases_of(tx, [code]) if own in case.books)


def _case_book(tx: Tx, kept: Kept) -> CaseBook | None:
    """Return the case in its book whose payment waits in a draft, None where none does."""
    row_of, case = schema.usage_payment, schema.usage_case
    row = tx.conn.execute(
        select(case)
        .join(row_of, (row_of.c.book_id == case.c.book_id) & (row_of.c.case_id == case.c.case_id))
        .where(row_of.c.book_id == kept.draft.book_id, row_of.c.draft_id == kept.draft_id)
    ).one_or_none()
    if row is None:
        return None
    book = next(book for book in list_books(tx) if book.book_id == row.book_id)
    return CaseBook(book, row.case_id, row.amount_fen, row.voucher_id)
