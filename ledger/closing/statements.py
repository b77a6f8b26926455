"""Statements that a close freezes: each form as one text whose digest the checkpoint holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, select

from ledger.closing.forms import Account, Form, forms_of, make_form
from ledger.journal.balances import THE_BOOK, Figures
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.digest import netstring
from ledger.values.period import format_period

_CANONICAL: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


class Frozen(NamedTuple):
    """A frozen statement."""

    form: str
    body: str
    digest: bytes


def read_accounts(tx: Tx, book_id: int) -> dict[str, Account]:
    """Read the accounts of a book's chart."""
    rows = tx.conn.execute(_accounts(), {"the_book": book_id})
    return {row.account: Account(*row) for row in rows}


@cache
def _accounts() -> Select[Any]:
    book, account = schema.book, schema.account
    return (
        select(account.c.account, account.c.name, account.c.side)
        .join(book, book.c.chart == account.c.chart)
        .where(book.c.book_id == THE_BOOK)
    )


def freeze(
    book: str,
    close_no: int,
    figures: Figures,
    accounts: Mapping[str, Account],
    *,
    kind: str = "FUND",
) -> list[Frozen]:
    """Return the statements of a month of one book of a kind."""
    return [
        _frozen(book, close_no, figures, make_form(form, figures, accounts))
        for form in forms_of(kind)
    ]


def _frozen(book: str, close_no: int, figures: Figures, form: Form) -> Frozen:
    body = _CANONICAL.encode(
        {
            "kind": form.kind,
            "book": book,
            "period": format_period(figures.period),
            "close_no": close_no,
            "rows": [dict(zip(form.keys, row, strict=True)) for row in form.rows],
            **form.totals,
        }
    )
    return Frozen(form.kind, body, hashlib.sha256(body.encode()).digest())


def digest_of(statements: Iterable[Frozen]) -> bytes:
    """Return the digest over the digests of statements, in order of their forms."""
    parts = (netstring(each.form, each.digest) for each in sorted(statements))
    return hashlib.sha256("".join(parts).encode()).digest()
