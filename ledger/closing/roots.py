"""Roots over what sub-accounts hold: an owner can check that a balance is inside the total.

Each sub-account is a leaf of its estate's tree, in order of its id, so that a later sub-account
only lengthens the tree. The leaf has a salt of its own, which only its owner is told: without it
nobody can guess a neighbour's balance. The root of a book is a tree over the roots of its
estates. An estate in which nothing moved keeps its root, so a close costs what the month moved.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Integer, Row, Select, and_, bindparam, func, select

from ledger.journal.balances import (
    NO_ESTATE,
    THE_BOOK,
    THE_PERIOD,
    MonthEnd,
    holdings_at,
)
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Dialect, Tx
from ledger.values.digest import leaf_hash, netstring, root_of
from ledger.values.period import MONTHS, month_of, year_of

BALANCE_VERSION: Final = 1

_STREAM: Final = {"yield_per": 5000}
_HOLDING: Final = itemgetter(1, 2, 3, 4)
_BLOCK: Final = 64  # bytes that SHA-256 takes in at a time


class EstateRoot(NamedTuple):
    """The root over the sub-accounts of an estate; the code is empty for money of no estate."""

    code: str
    estate_id: int
    leaf_count: int
    root: bytes


class Holding(NamedTuple):
    """What a sub-account holds."""

    sub_id: int
    code: str
    principal_fen: int
    earnings_fen: int


def salt_of(book_salt: bytes, sub_id: int) -> bytes:
    """Return the salt of a sub-account's leaf."""
    return hmac.digest(book_salt, str(sub_id).encode(), "sha256")


def balance_leaf(
    estate: str, code: str, principal_fen: int, earnings_fen: int, salt: bytes
) -> bytes:
    """Return the leaf of a sub-account's balance."""
    text = netstring(BALANCE_VERSION, estate, code, principal_fen, earnings_fen, salt)
    return leaf_hash(text.encode())


def estate_leaves(
    book_salt: bytes, estate: str, holdings: Iterable[tuple[int, str, int, int]]
) -> list[bytes]:
    """Return the leaves of an estate's sub-accounts.

    Written out for speed: a city has a million of them at every close. HMAC begins with the key,
    which is the same for all. A test holds it to `balance_leaf`.

    Args:
        holdings: what `Holding` holds, as plain tuples.
    """
    head = netstring(BALANCE_VERSION, estate)
    key = book_salt.ljust(_BLOCK, b"\0")
    inner_key = sha256(bytes(byte ^ 0x36 for byte in key))
    outer_key = sha256(bytes(byte ^ 0x5C for byte in key))
    leaves = []
    for sub_id, code, principal_fen, earnings_fen in holdings:
        inner, outer = inner_key.copy(), outer_key.copy()
        inner.update(b"%d" % sub_id)
        outer.update(inner.digest())
        principal, earnings = str(principal_fen), str(earnings_fen)
        text = (
            f"\0{head}{len(code)}:{code},{len(principal)}:{principal},"
            f"{len(earnings)}:{earnings},64:{outer.hexdigest()},"
        )
        leaves.append(sha256(text.encode()).digest())
    return leaves


def root_of_leaves(leaves: Sequence[bytes]) -> bytes:
    """Return the root over `leaves`, level by level: the same as `digest.root_of`, and quicker."""
    if not leaves:
        return root_of(())
    level = list(leaves)
    while len(level) > 1:
        paired = [
            sha256(b"\1" + left + right).digest()
            for left, right in zip(level[::2], level[1::2], strict=False)
        ]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def book_root(roots: Iterable[EstateRoot]) -> bytes:
    """Return the root over the roots of a book's estates, in order of their codes."""
    return root_of(
        leaf_hash(netstring(each.code, each.leaf_count, each.root).encode())
        for each in sorted(roots)
    )


def new_roots(tx: Tx, end: MonthEnd, book_salt: bytes) -> list[EstateRoot]:
    """Return the roots of the estates where something moved in the month; of all in December."""
    everybody = month_of(end.period) == MONTHS
    codes = {
        row[0]: row[1] for row in tx.conn.execute(_estates(only_moved=not everybody), end.words)
    }
    if not codes:
        return []
    roots = []
    for estate_id, own in groupby(_holdings_of(tx, end, codes), key=itemgetter(0)):
        key = estate_id or NO_ESTATE
        leaves = estate_leaves(book_salt, codes[key], map(_HOLDING, own))
        roots.append(EstateRoot(codes[key], key, len(leaves), root_of_leaves(leaves)))
    return roots


def _holdings_of(tx: Tx, end: MonthEnd, estates: Collection[int]) -> Iterator[Row[Any]]:
    """Read what the sub-accounts of `estates` hold at the end of the month, estate by estate."""
    for of_none in {each == NO_ESTATE for each in estates}:
        yield from tx.conn.execute(
            _holdings(tx.dialect, has_later=end.has_later, of_none=of_none),
            end.words if of_none else {**end.words, "estates": sorted(estates)},
            execution_options=_STREAM,
        )


@cache
def _estates(*, only_moved: bool) -> Select[Any]:
    """Return the question for the estates of a book, 0 and an empty code for none."""
    share, voucher, sub, estate = schema.share, schema.voucher, schema.sub_account, schema.estate
    of_none = func.coalesce(sub.c.estate_id, NO_ESTATE)
    query = select(of_none, func.coalesce(estate.c.code, "")).distinct()
    if not only_moved:
        query = query.select_from(sub).where(sub.c.book_id == THE_BOOK)
    else:
        query = (
            query.join_from(
                voucher,
                share,
                and_(share.c.book_id == THE_BOOK, share.c.voucher_id == voucher.c.voucher_id),
            )
            .join(sub, and_(sub.c.book_id == THE_BOOK, sub.c.sub_id == share.c.sub_id))
            .where(voucher.c.book_id == THE_BOOK, voucher.c.period == THE_PERIOD)
        )
    return query.outerjoin(estate, estate.c.estate_id == sub.c.estate_id)


@cache
def _holdings(dialect: Dialect, *, has_later: bool, of_none: bool) -> Select[Any]:
    """Return the question for what sub-accounts of some estates, or of none, hold."""
    sub = schema.sub_account
    held = holdings_at(dialect, has_later=has_later)
    principal, earnings = held.alias("principal"), held.alias("earnings")
    return (
        select(
            sub.c.estate_id, sub.c.sub_id, sub.c.code, principal.c.amount_fen, earnings.c.amount_fen
        )
        .join(
            principal,
            and_(principal.c.sub_id == sub.c.sub_id, principal.c.part == int(Part.PRINCIPAL)),
        )
        .join(
            earnings,
            and_(earnings.c.sub_id == sub.c.sub_id, earnings.c.part == int(Part.EARNINGS)),
        )
        .where(
            sub.c.book_id == THE_BOOK,
            sub.c.estate_id.is_(None)
            if of_none
            else sub.c.estate_id.in_(bindparam("estates", expanding=True)),
        )
        .order_by(sub.c.estate_id, sub.c.sub_id)
    )


def standing_roots(tx: Tx, book_id: int, period: int) -> list[EstateRoot]:
    """Return the newest root of each estate, as the closes up to `period` left them."""
    # Every December writes all roots anew, so that no search goes further back.
    since = (year_of(period) - 1) * 100 + MONTHS
    rows = tx.conn.execute(
        _standing(), {"the_book": book_id, "the_first": since, "the_period": period}
    )
    newest = {row[1]: EstateRoot(row[0], row[1], row[2], bytes(row[3])) for row in rows}
    return list(newest.values())


@cache
def _standing() -> Select[Any]:
    kept, estate = schema.balance_root, schema.estate
    return (
        select(func.coalesce(estate.c.code, ""), kept.c.estate_id, kept.c.leaf_count, kept.c.root)
        .outerjoin_from(kept, estate, estate.c.estate_id == kept.c.estate_id)
        .where(
            kept.c.book_id == THE_BOOK,
            kept.c.period.between(bindparam("the_first", type_=Integer), THE_PERIOD),
        )
        .order_by(kept.c.period, kept.c.close_no)
    )
