"""The vouchers of a hand-over: the same money out of one keeper's book and into the other's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from ledger.fund import entries_leaving as entries
from ledger.fund.leaving.custody_parts import Holding
from ledger.fund.leaving.custody_register import EVENT
from ledger.fund.using.payment_banks import only_bank
from ledger.journal.voucher import Draft, Kind, Share
from ledger.registry.banks import BankAccount, find_bank_accounts
from ledger.registry.books import Book
from ledger.registry.estates import Estate
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown


class Pair(NamedTuple):
    """Two books of one fund type, and what moves between them now."""

    old: Book
    new: Book
    whole: Holding
    moving: Holding


def bank_named(tx: Tx, book: Book, numbers: Sequence[str]) -> BankAccount:
    """Return the account of a book among those that were named, or the only one there is."""
    named = find_bank_accounts(tx, numbers)
    for number in numbers:
        if number not in named:
            raise Refused(
                "bank_account_unknown",
                _("没有登记专户 {number}").format(number=shown(number)),
                _("请先运行 wxzj registry bank-account add"),
            )
    own = [
        bank
        for bank in named.values()
        if (bank.custodian_id, bank.fund_type) == (book.custodian_id, book.fund_type)
    ]
    return own[0] if own else only_bank(tx, book)


def vouchers(
    tx: Tx,
    event: str,
    estate: Estate,
    pair: Pair,
    banks: tuple[BankAccount, BankAccount],
    on: date,
    evidence: bytes,
    who: str,
) -> list[Draft]:
    """Return the vouchers of one fund type: what leaves the old book, and the mirror of it.

    Args:
        tx: a transaction.
        event: of the hand-over.
        estate: the estate.
        pair: the books, and what moves.
        banks: the old keeper's account and the new one's.
        on: the day of the money, from which it counts for interest in the new book.
        evidence: the digest of the resolution.
        who: the maker.
    """
    out, come = banks
    handed = _handed(pair.moving, pair.old.control, estate)
    mirrored = _mirrored(tx, handed, pair, estate)
    code = event.removeprefix(EVENT)
    words = {"dated_on": on, "value_on": on, "maker": who, "event": event, "evidence": evidence}
    return [
        Draft(
            book_id=book.book_id,
            kind=Kind.CUSTODY,
            summary=f"{code} {estate.name}{told} {bank.number}",  # records are in Chinese
            lines=lines,
            request_key=f"{event}:{on}:{handed.total_fen}:{side}",
            estate_id=estate.estate_id,
            attachment_count=1,
            **words,  # type: ignore[arg-type]
        )
        for book, bank, lines, told, side in (
            (
                pair.old,
                out,
                entries.handed_out(handed, out.bank_account_id),
                f"划转至{pair.new.code}",
                "out",
            ),
            (
                pair.new,
                come,
                entries.handed_in(mirrored, come.bank_account_id),
                f"自{pair.old.code}划入",
                "in",
            ),
        )
    ]


def _mirrored(tx: Tx, handed: entries.Handed, pair: Pair, estate: Estate) -> entries.Handed:
    """Return what comes into the new book: the same, on its own sub-accounts."""
    twins = _twins(tx, pair.old, pair.new, estate)
    return replace(
        handed,
        control=pair.new.control,
        shares=tuple(replace(share, sub_id=twins[share.sub_id]) for share in handed.shares),
        common=tuple(replace(share, sub_id=twins[share.sub_id]) for share in handed.common),
    )


def _handed(holding: Holding, control: str, estate: Estate) -> entries.Handed:
    shares = [
        (each.is_common, Share(each.sub_id, each.amount_fen, each.part))
        for each in holding.balances
    ]
    return entries.Handed(
        control,
        estate.estate_id,
        tuple(share for is_common, share in shares if not is_common),
        tuple(share for is_common, share in shares if is_common),
        holding.undistributed_fen,
        holding.settled_fen,
    )


def _twins(tx: Tx, old: Book, new: Book, estate: Estate) -> dict[int, int]:
    """Return the sub-accounts of the new book by those of the old one; their codes are the same."""
    was, will = schema.sub_account.alias("was"), schema.sub_account.alias("will")
    rows = tx.conn.execute(
        select(was.c.sub_id, will.c.sub_id)
        .join_from(was, will, will.c.code == was.c.code)
        .where(
            was.c.book_id == old.book_id,
            was.c.estate_id == estate.estate_id,
            will.c.book_id == new.book_id,
        )
    )
    return {row[0]: row[1] for row in rows}
