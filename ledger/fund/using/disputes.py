"""The register of shares that households dispute (争议), told of and ended by rows.

A dispute is one household's: the works and the payments of the others go on.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, func, select

from ledger.fund.using.cases import Case
from ledger.store import schema
from ledger.store.database import Tx

TOLD: Final = "TOLD"
CONFIRMED: Final = "CONFIRMED"
_T = schema.usage_dispute


class Dispute(NamedTuple):
    """One row of the register.

    Attributes:
        code: of the household.
        dispute_no: counted from 1 within a household's share of a case; odd ones open a dispute.
        act: `TOLD` or `CONFIRMED`.
        on: the day of it.
        paper_no: the number of the paper that shows it.
    """

    book_id: int
    sub_id: int
    code: str
    dispute_no: int
    act: str
    on: date
    reason: str
    paper_no: int | None
    who: str


def disputed_homes(tx: Tx, case: Case) -> frozenset[tuple[int, int]]:
    """Return the households whose share of a case is disputed, each a book and a sub-account."""
    return frozenset((each.book_id, each.sub_id) for each in open_disputes(tx, case))


def open_disputes(tx: Tx, case: Case) -> list[Dispute]:
    """Return the disputes of a case that have not ended, by household."""
    last = {(each.book_id, each.sub_id): each for each in read_disputes(tx, case)}
    return [each for each in last.values() if each.act == TOLD]


def read_disputes(tx: Tx, case: Case) -> list[Dispute]:
    """Return every row of a case, by household and turn."""
    return [
        each
        for own in case.books
        for each in _read(tx, _T.c.book_id == own.book.book_id, _T.c.case_id == own.case_id)
    ]


def _read(tx: Tx, *where: ColumnElement[bool]) -> Iterator[Dispute]:
    sub = schema.sub_account
    for row in tx.conn.execute(
        select(_T, sub.c.code)
        .join(sub, and_(sub.c.book_id == _T.c.book_id, sub.c.sub_id == _T.c.sub_id))
        .where(*where)
        .order_by(sub.c.code, _T.c.dispute_no)
    ):
        yield Dispute(
            row.book_id,
            row.sub_id,
            row.code,
            row.dispute_no,
            row.act,
            row.dated_on,
            row.reason,
            row.paper_no,
            row.who,
        )


def disputes_of_home(tx: Tx, book_id: int, sub_id: int) -> list[tuple[str, Dispute]]:
    """Return every row about a household, each with the code of its case, by case and turn."""
    case = schema.usage_case
    told = []
    for case_id, code in tx.conn.execute(
        select(case.c.case_id, case.c.code)
        .where(
            case.c.book_id == book_id,
            case.c.case_id.in_(
                select(_T.c.case_id).where(_T.c.book_id == book_id, _T.c.sub_id == sub_id)
            ),
        )
        .order_by(case.c.case_id)
    ):
        told += [
            (code, each)
            for each in _read(
                tx, _T.c.book_id == book_id, _T.c.case_id == case_id, _T.c.sub_id == sub_id
            )
        ]
    return told


def count_open(tx: Tx, book_id: int, until: date) -> int:
    """Count the disputes of a book that were open at the end of a day."""
    still = (
        select(_T.c.case_id)
        .where(_T.c.book_id == book_id, _T.c.dated_on <= until)
        .group_by(_T.c.case_id, _T.c.sub_id)
        .having(func.count() % 2 == 1)  # telling and ending take turns
        .subquery()
    )
    return int(tx.conn.execute(select(func.count()).select_from(still)).scalar_one())


def write_dispute(tx: Tx, case: Case, row: Dispute, at: str) -> None:
    """Write a row; the head of its book is locked."""
    (case_id,) = (own.case_id for own in case.books if own.book.book_id == row.book_id)
    tx.conn.execute(
        _T.insert().values(
            book_id=row.book_id,
            case_id=case_id,
            sub_id=row.sub_id,
            dispute_no=row.dispute_no,
            act=row.act,
            dated_on=row.on,
            reason=row.reason,
            paper_no=row.paper_no,
            who=row.who,
            at=at,
        )
    )
