"""Sub-accounts that are closed (销户): they bear nothing more and count nowhere.

A sub-account is closed with the voucher that emptied it (a lost house, 划转), or by itself where it
holds nothing. The database holds that nothing is posted to it any more.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, exists

from ledger.store import schema

LOST: Final = "LOST"
CUSTODY: Final = "CUSTODY"
EMPTY: Final = "EMPTY"


def is_open(owner: Any) -> ColumnElement[bool]:
    """Say that the sub-account of `owner`, which has its book and id, is not closed."""
    close = schema.sub_close
    return ~exists().where(
        close.c.book_id == owner.c.book_id,
        close.c.sub_id == owner.c.sub_id,
        close.c.since.is_not(None),
        close.c.until.is_(None),
    )
