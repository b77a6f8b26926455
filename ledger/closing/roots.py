"""Roots over what sub-accounts hold: an owner can check that a balance is inside the total.

Each sub-account is a leaf of its estate's tree, in order of its id, so that a later sub-account
only lengthens the tree. The leaf has a salt of its own, which only its owner is told: without it
nobody can guess a neighbour's balance. The root of a book is a tree over the roots of its
estates. An estate in which nothing moved keeps its root, so a close costs what the month moved.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, func, or_, select

from ledger.journal.balances import NO_ESTATE, sub_balances
from ledger.journal.voucher import Part
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.digest import leaf_hash, netstring, root_of
from ledger.values.period import MONTHS, month_of, year_of

BALANCE_VERSION: Final = 1

_STREAM: Final = {"yield_per": 5000}


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


def estate_leaves(book_salt: bytes, estate: str, holdings: Iterable[Holding]) -> list[bytes]:
    """Return the leaves of an estate's sub-accounts.

    Written out for speed: a city has a million of them at every close. A test holds it to
    `balance_leaf`.
    """
    head = netstring(BALANCE_VERSION, estate)
    leaves = []
    for sub_id, code, principal_fen, earnings_fen in holdings:
        salt = hmac.digest(book_salt, b"%d" % sub_id, "sha256").hex()
        principal, earnings = str(principal_fen), str(earnings_fen)
        text = (
            f"\0{head}{len(code)}:{code},{len(principal)}:{principal},"
            f"{len(earnings)}:{earnings},64:{salt},"
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


def new_roots(tx: Tx, book_id: int, book_salt: bytes, period: int) -> list[EstateRoot]:
    """Return the roots of the estates where something moved in the month; of all in December."""
    moved = None if month_of(period) == MONTHS else _moved_estates(tx, book_id, period)
    if moved is not None and not moved:
        return []
    roots = []
    for (estate_id, code), holdings in _holdings_by_estate(tx, book_id, period, moved):
        leaves = estate_leaves(book_salt, code, holdings)
        roots.append(EstateRoot(code, estate_id, len(leaves), root_of_leaves(leaves)))
    return roots


def standing_roots(tx: Tx, book_id: int, period: int) -> list[EstateRoot]:
    """Return the newest root of each estate, as the closes before `period` left them."""
    kept, estate = schema.balance_root, schema.estate
    # Every December writes all roots anew, so that no search goes further back.
    since = (year_of(period) - 1) * 100 + MONTHS
    rows = tx.conn.execute(
        select(func.coalesce(estate.c.code, ""), kept.c.estate_id, kept.c.leaf_count, kept.c.root)
        .outerjoin_from(kept, estate, estate.c.estate_id == kept.c.estate_id)
        .where(kept.c.book_id == book_id, kept.c.period.between(since, period))
        .order_by(kept.c.period, kept.c.close_no)
    )
    return list(
        {row[1]: EstateRoot(row[0], row[1], row[2], bytes(row[3])) for row in rows}.values()
    )


def _moved_estates(tx: Tx, book_id: int, period: int) -> set[int]:
    share, voucher, sub = schema.share, schema.voucher, schema.sub_account
    rows = tx.conn.execute(
        select(func.coalesce(sub.c.estate_id, NO_ESTATE))
        .distinct()
        .join_from(
            voucher,
            share,
            and_(share.c.book_id == book_id, share.c.voucher_id == voucher.c.voucher_id),
        )
        .join(sub, and_(sub.c.book_id == book_id, sub.c.sub_id == share.c.sub_id))
        .where(voucher.c.book_id == book_id, voucher.c.period == period)
    )
    return set(rows.scalars())


def _holdings_by_estate(
    tx: Tx, book_id: int, period: int, estates: set[int] | None
) -> Iterator[tuple[tuple[int, str], Iterator[Holding]]]:
    """Read what sub-accounts hold at the end of the month, estate by estate."""
    codes = {
        NO_ESTATE: "",
        **{
            row.estate_id: row.code
            for row in tx.conn.execute(select(schema.estate.c.estate_id, schema.estate.c.code))
        },
    }
    rows = tx.conn.execute(_holdings(tx, book_id, period, estates), execution_options=_STREAM)
    for estate_id, own in groupby(rows, key=itemgetter(0)):
        yield (
            (estate_id or NO_ESTATE, codes[estate_id or NO_ESTATE]),
            (Holding(row[1], row[2], row[3], row[4]) for row in own),
        )


def _holdings(tx: Tx, book_id: int, period: int, estates: set[int] | None) -> Select[Any]:
    sub = schema.sub_account
    held = sub_balances(tx, book_id, period)
    principal, earnings = held.alias("principal"), held.alias("earnings")
    query = (
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
        .where(sub.c.book_id == book_id)
        .order_by(sub.c.estate_id, sub.c.sub_id)
    )
    if estates is not None:
        query = query.where(
            or_(
                sub.c.estate_id.in_(estates - {NO_ESTATE}),
                sub.c.estate_id.is_(None) if NO_ESTATE in estates else sub.c.estate_id.in_(()),
            )
        )
    return query
