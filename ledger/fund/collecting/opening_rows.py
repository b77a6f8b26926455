"""Rows of opening balances (期初余额), staged and joined to what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Index,
    Integer,
    Select,
    SmallInteger,
    and_,
    case,
    cast,
    exists,
    func,
    select,
)

from ledger.fund.collecting.deposit_rows import SUB_KINDS, default_payer_class
from ledger.intake.spec import Row
from ledger.journal.voucher import Kind, Part
from ledger.registry.places import staged_place
from ledger.store import schema
from ledger.store.staging import STAGED_TEXT, staging_table

staged_opening = staging_table(
    "staged_opening",
    Column("row_no", Integer, primary_key=True, autoincrement=False),
    Column("household", STAGED_TEXT, nullable=False),
    Column("estate", STAGED_TEXT, nullable=False),
    Column("principal_fen", BigInteger, nullable=False),
    Column("earnings_fen", BigInteger, nullable=False),
    Column("before_fen", BigInteger),
    Column("bank_account", STAGED_TEXT, nullable=False),
    Column("payer_class", SmallInteger, nullable=False),
    Column("last_on", Date),
    Index("ix_staged_opening_household", "household"),
)
# The vouchers that opened the estates of the file before.
staged_opened = staging_table(
    "staged_opened",
    Column("book_id", Integer, nullable=False),
    Column("estate_id", Integer, nullable=False),
    Column("voucher_id", Integer, nullable=False),
    Index("ix_staged_opened", "book_id", "estate_id"),
)


class Opening(NamedTuple):
    """A row of the file, and what is known of its sub-account.

    Attributes:
        before_fen: what was deposited before and spent since; None where the file does not say.
        known_before_fen: what the roster holds of it.
        known_principal_fen: of the opening in force, None where there is none.
    """

    row_no: int
    code: str
    principal_fen: int
    earnings_fen: int
    before_fen: int | None
    bank_account: str
    payer_class: int
    estate_id: int
    estate_name: str
    book_id: int
    custodian_id: int
    fund_type: str
    sub_id: int
    sub_kind: str
    known_before_fen: int
    known_principal_fen: int | None
    known_earnings_fen: int | None
    known_payer_class: int | None


def staged_rows(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """Turn rows of the file into rows of `staged_opening`."""
    for row in rows:
        said: Mapping[str, Any] = row.values
        household, principal, deposited = said["household"], said["principal"], said["deposited"]
        yield (
            row.number,
            household,
            household.partition("-")[0],
            principal,
            said["earnings"],
            None if deposited is None else max(deposited - principal, 0),
            said["bank_account"],
            said["payer_class"] or int(default_payer_class(household)),
            said["last_on"],
        )


def opened_rows() -> Select[Any]:
    """Return the vouchers in force that opened estates of the file."""
    voucher, place = schema.voucher, staged_place.c
    reversal = voucher.alias("reversal")
    return (
        select(voucher.c.book_id, voucher.c.estate_id, voucher.c.voucher_id)
        .join_from(
            staged_place,
            voucher,
            and_(voucher.c.book_id == place.book_id, voucher.c.estate_id == place.estate_id),
        )
        .where(
            voucher.c.kind == Kind.OPENING.value,
            voucher.c.reverses.is_(None),
            ~exists(
                select(reversal.c.voucher_id).where(
                    reversal.c.book_id == voucher.c.book_id,
                    reversal.c.reverses == voucher.c.voucher_id,
                )
            ),
        )
    )


def repeated_rows() -> Select[Any]:
    """Return the rows whose household stands in the file above them, and that first row."""
    staged = staged_opening.c
    first = (
        select(staged.household, func.min(staged.row_no).label("row_no"))
        .group_by(staged.household)
        .having(func.count() > 1)
        .subquery()
    )
    return (
        select(staged.row_no, staged.household, first.c.row_no.label("first"))
        .join_from(staged_opening, first, first.c.household == staged.household)
        .where(staged.row_no != first.c.row_no)
        .order_by(staged.row_no)
    )


def unknown_rows() -> Select[Any]:
    """Return the rows whose code is no household and no selling unit."""
    sub, place = schema.sub_account, staged_place.c
    staged, other = staged_opening.c, staged_opening.alias("other")
    found = (
        select(other.c.row_no)
        .join_from(other, staged_place, place.estate == other.c.estate)
        .join(sub, and_(sub.c.book_id == place.book_id, sub.c.code == other.c.household))
        .where(sub.c.kind.in_(SUB_KINDS))
    )
    return (
        select(staged.row_no, staged.household)
        .where(staged.row_no.not_in(found))
        .order_by(staged.row_no)
    )


def known_rows() -> Select[Any]:
    """Return the rows whose code is known, in the order of the file, as `Opening` has them."""
    sub, household = schema.sub_account, schema.household
    staged, place = staged_opening.c, staged_place.c
    known = _known_shares()
    return (
        select(
            staged.row_no,
            staged.household,
            staged.principal_fen,
            staged.earnings_fen,
            staged.before_fen,
            staged.bank_account,
            staged.payer_class,
            place.estate_id,
            place.estate_name,
            place.book_id,
            place.custodian_id,
            place.fund_type,
            sub.c.sub_id,
            sub.c.kind,
            func.coalesce(household.c.deposited_before_fen, 0),
            known.c.principal_fen,
            known.c.earnings_fen,
            known.c.payer_class,
        )
        .join_from(staged_opening, staged_place, place.estate == staged.estate)
        .join(
            sub,
            and_(
                sub.c.book_id == place.book_id,
                sub.c.code == staged.household,
                sub.c.kind.in_(SUB_KINDS),
            ),
        )
        .outerjoin(
            household,
            and_(household.c.book_id == sub.c.book_id, household.c.sub_id == sub.c.sub_id),
        )
        .outerjoin(known, known.c.row_no == staged.row_no)
        .order_by(staged.row_no)
    )


def _known_shares() -> Any:
    """Return what each household of the file was opened with before."""
    sub, share = schema.sub_account, schema.share
    staged, place, opened = staged_opening.c, staged_place.c, staged_opened.c
    of_part = {
        part: cast(
            func.sum(case((share.c.part == part.value, share.c.amount_fen), else_=0)), BigInteger
        )
        for part in Part
    }
    return (
        select(
            staged.row_no,
            of_part[Part.PRINCIPAL].label("principal_fen"),
            of_part[Part.EARNINGS].label("earnings_fen"),
            func.max(share.c.payer_class).label("payer_class"),
        )
        .join_from(staged_opening, staged_place, place.estate == staged.estate)
        .join(sub, and_(sub.c.book_id == place.book_id, sub.c.code == staged.household))
        .join(
            staged_opened,
            and_(opened.book_id == place.book_id, opened.estate_id == place.estate_id),
        )
        .join(
            share,
            and_(
                share.c.book_id == opened.book_id,
                share.c.voucher_id == opened.voucher_id,
                share.c.sub_id == sub.c.sub_id,
            ),
        )
        .group_by(staged.row_no)
        .subquery()
    )
