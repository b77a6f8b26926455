"""Money on the fund's account that is not the fund's (误入): booked at once, given back whole.

In its year it is income of its own item (误入), taken out in red when it goes back; in a later year
that income is closed, and what goes back is expenditure. Which accounts, the rulebook says. It is
nobody's and never given out; each receipt is known by bank account and the bank's number, and its
vouchers share an event, `foreign:<account>:<number>:<n>`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, select

from ledger.fund import bank_refs, entries, entries_collecting
from ledger.fund.collecting.deposited import begins_with, count_events
from ledger.fund.collecting.suspense import Receipt, refuse_amount
from ledger.fund.earning.earnings import find_bank
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import drafts_of_event, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post
from ledger.journal.reading import number_of, read_voucher
from ledger.journal.voucher import Draft, Kind, Line
from ledger.registry.banks import BankAccount
from ledger.registry.books import Book, ensure_book, list_books
from ledger.registry.rulebook import text_rule
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown

_EVENT: Final = "foreign:"


@dataclass(frozen=True, slots=True)
class GiveBack:
    """What a person asks to give back.

    Attributes:
        ref: the bank's number of the receipt.
        amount_fen: a part; all that is left when left out.
        payee: who gets it.
    """

    ref: str
    payee: str
    amount_fen: int | None = None
    bank_account: str | None = None
    on: date | None = None


class Move(NamedTuple):
    """A voucher of a receipt that stands, or a draft of it that waits.

    Attributes:
        fen: what came in (+) or went back (-).
    """

    code: str
    draft: Draft
    fen: int
    is_draft: bool


class Foreign(NamedTuple):
    """A receipt of money that is not the fund's.

    Attributes:
        moves: its vouchers, then drafts, oldest first.
    """

    book: Book
    bank_account: str
    ref: str
    payer: str | None
    moves: tuple[Move, ...]

    @property
    def received(self) -> Move | None:
        """How it came in, None where that was cancelled."""
        return next((move for move in self.moves if move.fen > 0), None)

    @property
    def open_fen(self) -> int:
        """What was not given back, nor waits to be."""
        return sum(move.fen for move in self.moves)


class Booked(NamedTuple):
    """What became of a request; `code` is a draft's where it waits for a second person."""

    book: Book
    code: str
    draft: Draft
    fen: int
    left_fen: int
    is_draft: bool
    replayed: bool


def record_foreign(tx: Tx, receipt: Receipt, *, who: str, clock: Clock) -> Booked:
    """Book money that is not the fund's, once for each number of the bank's.

    Raises:
        Refused: `amount_not_positive`, `bank_account_unknown`, `bank_account_missing`,
            `date_in_future`, `bank_ref_used`, or what posting refuses.
    """
    on = receipt.on or clock.today
    refuse_amount(receipt.amount_fen)
    bank = find_bank(tx, receipt.bank_account)
    refuse_future(on, clock)
    ref = clean_name(receipt.bank_ref, _("银行流水号"))
    payer = None if receipt.payer is None else clean_name(receipt.payer, _("付款方"))
    book = ensure_book(tx, bank.custodian_id, bank.fund_type)
    known = _moves(tx, book, _event(bank, ref))
    if known:
        came = known[0]
        if (came.draft.dated_on, came.fen) == (on, receipt.amount_fen):
            left = sum(move.fen for move in known)
            return Booked(book, came.code, came.draft, came.fen, left, came.is_draft, replayed=True)
        raise _used(ref, bank)
    bank_refs.refuse_used_ref(tx, book, bank, ref)
    account = text_rule(tx, bank.custodian_id, "foreign.same_year_account", on)
    draft = _draft(
        tx,
        book,
        _event(bank, ref),
        on,
        who,
        summary_of(bank.number, ref, payer),
        entries_collecting.foreign(account, receipt.amount_fen, bank.bank_account_id),
    )
    moved = bank_refs.movement(bank, ref, bank_refs.FOREIGN, receipt.amount_fen, payer)
    draft = replace(draft, movements=moved)
    return _enter(tx, book, draft, receipt.amount_fen, receipt.amount_fen, clock)


def return_foreign(tx: Tx, asked: GiveBack, *, who: str, clock: Clock) -> Booked:
    """Give back money that is not the fund's, whole or in parts.

    Raises:
        Refused: `date_in_future`, `foreign_unknown`, `foreign_ambiguous`, `date_before_receipt`,
            `foreign_short`, `bank_short`, or what posting refuses.
    """
    on = asked.on or clock.today
    refuse_future(on, clock)
    if asked.amount_fen is not None:
        refuse_amount(asked.amount_fen)
    payee = clean_name(asked.payee, _("收款人"))
    found, bank = _find(tx, asked)
    open_months(tx, found.book.book_id, [period_of(on)])
    lock_head(tx, found.book.book_id)
    found, bank = _find(tx, asked)
    came = found.received
    assert came is not None
    if on < came.draft.dated_on:
        raise Refused(
            "date_before_receipt",
            _("退回日期 {on} 早于到账日期 {received}").format(
                on=on.isoformat(), received=came.draft.dated_on.isoformat()
            ),
            _("请核对日期"),
        )
    summary = f"退回{entries.FOREIGN} {bank.number} 流水{found.ref} 付{payee}"
    for move in found.moves:
        same = (move.draft.dated_on, move.draft.summary) == (on, summary) and move.fen < 0
        if same and asked.amount_fen in {None, -move.fen}:
            left = found.open_fen
            return Booked(
                found.book, move.code, move.draft, -move.fen, left, move.is_draft, replayed=True
            )
    fen = found.open_fen if asked.amount_fen is None else asked.amount_fen
    if fen > found.open_fen or fen == 0:
        raise Refused(
            "foreign_short",
            _("流水 {ref} 的误入款只剩 {left} 元可退").format(
                ref=shown(found.ref), left=format_fen(found.open_fen)
            ),
            _("请核对金额；待审核的也算在内"),
        )
    refuse_short(tx, found.book.book_id, bank, fen, on)
    is_later = on.year != came.draft.dated_on.year
    key = "foreign.later_year_account" if is_later else "foreign.same_year_account"
    account = text_rule(tx, found.book.custodian_id, key, on)
    lines = entries_collecting.foreign_returned(
        account, fen, bank.bank_account_id, is_later=is_later
    )
    draft = _draft(tx, found.book, _event(bank, found.ref), on, who, summary, lines)
    return _enter(tx, found.book, draft, fen, found.open_fen - fen, clock)


def list_foreign(tx: Tx, book_ids: set[int]) -> Iterator[Foreign]:
    """Walk the receipts of books of which something is left, by book, oldest first."""
    for book in list_books(tx):
        if book.book_id in book_ids:
            events: dict[str, list[Move]] = {}
            for move in _moves(tx, book, _EVENT):
                event = (move.draft.event or "").rpartition(":")[0]
                events.setdefault(event, []).append(move)
            for moves in events.values():
                found = _told(tx, book, tuple(moves))
                if found is not None and found.open_fen:
                    yield found


def summary_of(number: str, ref: str, payer: str | None) -> str:
    """Return what the voucher of a receipt says; records are in Chinese."""
    return f"{entries.FOREIGN} {number} 流水{ref}" + (f" 付款方{payer}" if payer else "")


def _event(bank: BankAccount, ref: str) -> str:
    """Return what the events of a receipt begin with."""
    digest = hashlib.sha256(netstring(ref).encode()).hexdigest()[:32]
    return f"{_EVENT}{bank.bank_account_id}:{digest}:"


def _used(ref: str, bank: BankAccount) -> Refused:
    return Refused(
        "bank_ref_used",
        _("专户 {number} 的流水 {ref} 已经入账").format(number=shown(bank.number), ref=shown(ref)),
        _("请核对银行流水号"),
    )


def _draft(
    tx: Tx,
    book: Book,
    beginning: str,
    on: date,
    who: str,
    summary: str,
    lines: tuple[Line, ...],
) -> Draft:
    event = f"{beginning}{count_events(tx, book, beginning) + 1}"
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=summary,
        lines=lines,
        request_key=event,
        maker=who,
        event=event,
    )


def _enter(tx: Tx, book: Book, draft: Draft, fen: int, left_fen: int, clock: Clock) -> Booked:
    if has_users(tx):
        [code] = save_drafts(tx, [draft], clock=clock)
        return Booked(book, code, draft, fen, left_fen, is_draft=True, replayed=False)
    code = post(tx, draft, clock=clock).code
    return Booked(book, code, draft, fen, left_fen, is_draft=False, replayed=False)


def _moves(tx: Tx, book: Book, beginning: str) -> list[Move]:
    """Return the vouchers that stand, then the drafts that wait, of an event."""
    voucher = schema.voucher
    red = voucher.alias("red")
    rows = tx.conn.execute(
        select(voucher.c.voucher_id, voucher.c.period, voucher.c.word, voucher.c.no)
        .outerjoin(
            red, and_(red.c.book_id == voucher.c.book_id, red.c.reverses == voucher.c.voucher_id)
        )
        .where(
            voucher.c.book_id == book.book_id,
            begins_with(voucher.c.event, beginning),
            voucher.c.reverses.is_(None),
            red.c.voucher_id.is_(None),
        )
        .order_by(voucher.c.voucher_id)
    ).all()
    moves = []
    for row in rows:
        stored = read_voucher(tx, book.book_id, row.voucher_id)
        assert stored is not None
        code = f"{book.code}:{number_of(row.period, row.word, row.no)}"
        moves.append(Move(code, stored.draft, _fen(stored.draft), is_draft=False))
    waiting = [
        Move(kept.code, kept.draft, _fen(kept.draft), is_draft=True)
        for kept in drafts_of_event(tx, book.book_id, beginning)
        if kept.state in {"DRAFT", "CHECKED"} and kept.draft.reverses is None
    ]
    return [*moves, *waiting]


def _fen(draft: Draft) -> int:
    """Return what the bank account gained."""
    return sum(line.debit_fen for line in draft.lines if line.account == entries.BANK)


def _told(tx: Tx, book: Book, moves: tuple[Move, ...]) -> Foreign | None:
    """Read what the voucher of the receipt says of the bank, its number and the payer."""
    bank = schema.bank_account
    came = next((move for move in moves if move.fen > 0), None)
    if came is None:
        return None
    [bank_id] = [line.bank_account_id for line in came.draft.lines if line.bank_account_id]
    number = tx.conn.execute(
        select(bank.c.number).where(bank.c.bank_account_id == bank_id)
    ).scalar_one()
    said = came.draft.summary.removeprefix(f"{entries.FOREIGN} {number} 流水")
    ref, _word, payer = said.partition(" 付款方")
    return Foreign(book, number, ref, payer or None, moves)


def _find(tx: Tx, asked: GiveBack) -> tuple[Foreign, BankAccount]:
    ref = clean_name(asked.ref, _("银行流水号"))
    found = [each for book in list_books(tx) for each in _of_ref(tx, book, ref, asked.bank_account)]
    if not found:
        raise Refused(
            "foreign_unknown",
            _("没有流水 {ref} 的误入款").format(ref=shown(ref)),
            _("请运行 wxzj fund suspense foreign-list 查看"),
        )
    if len(found) > 1:
        raise Refused(
            "foreign_ambiguous",
            _("流水 {ref} 的误入款不止一笔").format(ref=shown(ref)),
            _("请加 --bank-account 账号"),
        )
    return found[0], find_bank(tx, found[0].bank_account)


def _of_ref(tx: Tx, book: Book, ref: str, number: str | None) -> Iterator[Foreign]:
    table = schema.bank_account
    query = select(table.c.number).where(
        table.c.custodian_id == book.custodian_id, table.c.fund_type == book.fund_type
    )
    for own in tx.conn.execute(query).scalars().all():
        if number in {None, own}:
            found = _told(tx, book, tuple(_moves(tx, book, _event(find_bank(tx, own), ref))))
            if found is not None:
                yield found
