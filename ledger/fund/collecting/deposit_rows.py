"""Rows of a list of deposits (交存明细), staged and joined to what is known of each.

A deposit is known again by its bank reference; without one by everything the bank knows of it,
and by how many like it stand above it in the file. What the file leaves open (摘要) is left open
in that key too, so that a second reading gives the same key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    FromClause,
    Index,
    Integer,
    Select,
    SmallInteger,
    Text,
    and_,
    case,
    cast,
    exists,
    func,
    select,
)

from ledger.intake.spec import Row
from ledger.journal.voucher import Part, PayerClass
from ledger.registry.places import staged_place
from ledger.store import schema
from ledger.store.staging import STAGED_TEXT, staging_table

SUB_KINDS: Final = ("HOUSEHOLD", "SELLING_UNIT")  # on which money comes in
_SELLING_UNIT_TAIL: Final = "-SU"

staged_deposit = staging_table(
    "staged_deposit",
    Column("row_no", Integer, primary_key=True, autoincrement=False),
    Column("base", STAGED_TEXT, nullable=False),
    Column("dated_on", Date, nullable=False),
    Column("household", STAGED_TEXT, nullable=False),
    Column("estate", STAGED_TEXT, nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("bank_account", STAGED_TEXT, nullable=False),
    Column("payer", STAGED_TEXT),
    Column("payer_class", SmallInteger),
    Column("purpose", STAGED_TEXT),
    Column("bank_ref", STAGED_TEXT),
    Column("receipt", STAGED_TEXT),
    Index("ix_staged_deposit_base", "base", "row_no"),
)

# The rows, those of one key counted, and what they are joined to twice.
_NUMBERED: Final = select(
    staged_deposit,
    func.row_number()
    .over(partition_by=staged_deposit.c.base, order_by=staged_deposit.c.row_no)
    .label("nth"),
).subquery()
_ONE: Final = _NUMBERED.c
_KEY: Final = case(
    (_ONE.bank_ref.is_(None), _ONE.base + "|" + cast(_ONE.nth, Text)), else_=_ONE.base
)
_SELLING: Final = schema.sub_account.alias("selling")
_BOOKED_SUB: Final = schema.sub_account.alias("booked_sub")


class Booked(NamedTuple):
    """What was booked of a deposit that is known.

    Attributes:
        household: the code of its sub-account.
    """

    household: str
    dated_on: date
    amount_fen: int
    purpose: str
    payer_class: int
    payer: str | None
    receipt: str | None


class Deposit(NamedTuple):
    """A row of the file, and what is known of its household.

    Attributes:
        key: by which it is known again.
        attempt: which booking of this key it would be: earlier ones were all reversed.
        household: the code in the file: of a household, or of a selling unit.
        payer_class: None where the file does not say.
        purpose: None where the file does not say.
        sub_id: the sub-account of that code.
        sub_kind: `HOUSEHOLD` or `SELLING_UNIT`.
        selling_sub_id: the sub-account of the selling unit of the household's building.
        selling_code: its code.
        never_paid: the household has never received a deposit.
        booked: the booking in force, None where there is none.
    """

    row_no: int
    key: str
    attempt: int
    dated_on: date
    household: str
    amount_fen: int
    bank_account: str
    payer: str | None
    payer_class: int | None
    purpose: str | None
    bank_ref: str | None
    receipt: str | None
    estate_id: int
    estate_name: str
    book_id: int
    custodian_id: int
    fund_type: str
    sub_id: int
    sub_kind: str
    selling_sub_id: int | None
    selling_code: str | None
    never_paid: bool
    booked: Booked | None


def staged_rows(rows: Iterable[Row]) -> Iterator[tuple[object, ...]]:
    """Turn rows of the file into rows of `staged_deposit`."""
    for row in rows:
        said: Mapping[str, Any] = row.values
        yield (
            row.number,
            _base(said),
            said["on"],
            said["household"],
            said["household"].partition("-")[0],
            said["amount"],
            said["bank_account"],
            said["payer"],
            said["payer_class"],
            said["purpose"],
            said["bank_ref"],
            said["receipt"],
        )


def _base(said: Mapping[str, Any]) -> str:
    """Return the key of a deposit, as yet without its place among others like it."""
    account = said["bank_account"]
    if said["bank_ref"] is not None:
        return f"ref:{account}:{said['bank_ref']}"
    household = said["household"]
    payer_class = said["payer_class"] or default_payer_class(household)
    purpose = said["purpose"] or ""
    on = said["on"].isoformat()
    return f"nat:{household}|{on}|{said['amount']}|{account}|{purpose}|{int(payer_class)}"


def default_payer_class(household: str) -> PayerClass:
    """Return who pays into a sub-account where the file does not say."""
    is_selling_unit = household.endswith(_SELLING_UNIT_TAIL)
    return PayerClass.SELLING_UNIT if is_selling_unit else PayerClass.OWNER


def unknown_rows() -> Select[Any]:
    """Return the rows whose code is no household and no selling unit."""
    sub, place = schema.sub_account, staged_place.c
    staged, other = staged_deposit.c, staged_deposit.alias("other")
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


def repeated_refs() -> Select[Any]:
    """Return the rows whose bank reference stands in the file above them, and that first row."""
    staged, first = staged_deposit.c, staged_deposit.alias("first")
    numbers = (
        select(staged.base, func.min(staged.row_no).label("row_no"))
        .where(staged.bank_ref.is_not(None))
        .group_by(staged.base)
        .having(func.count() > 1)
        .subquery()
    )
    names = ("household", "dated_on", "amount_fen", "purpose", "payer_class", "payer", "receipt")
    return (
        select(
            staged.row_no,
            staged.bank_ref,
            first.c.row_no.label("first"),
            *(staged[name] for name in names),
            *(first.c[name].label(f"first_{name}") for name in names),
        )
        .join_from(numbers, first, first.c.row_no == numbers.c.row_no)
        .join(staged_deposit, staged.base == numbers.c.base)
        .where(staged.row_no > numbers.c.row_no)
        .order_by(staged.row_no)
    )


def read_deposits(rows: Iterable[Any]) -> Iterator[Deposit]:
    """Turn what `known_rows` gave into deposits."""
    for row in rows:
        received_fen, deposited_before_fen, booked_code = row[21:24]
        booked = None if booked_code is None else Booked(*row[23:])
        never_paid = not (received_fen or deposited_before_fen)
        yield Deposit._make((*row[:21], never_paid, booked))


def known_rows() -> Select[Any]:
    """Return the rows whose code is known, in the order of date and file, with what is known.

    Of rows with one bank reference the first only. `read_deposits` takes them on.
    """
    deposit, before = schema.deposit, schema.deposit.alias("before")
    attempts = (
        select(func.count())
        .where(before.c.book_id == staged_place.c.book_id, before.c.deposit_key == _KEY)
        .scalar_subquery()
    )
    return (
        select(
            _ONE.row_no,
            _KEY.label("deposit_key"),
            attempts + 1,
            _ONE.dated_on,
            _ONE.household,
            _ONE.amount_fen,
            _ONE.bank_account,
            _ONE.payer,
            _ONE.payer_class,
            _ONE.purpose,
            _ONE.bank_ref,
            _ONE.receipt,
            staged_place.c.estate_id,
            staged_place.c.estate_name,
            staged_place.c.book_id,
            staged_place.c.custodian_id,
            staged_place.c.fund_type,
            schema.sub_account.c.sub_id,
            schema.sub_account.c.kind,
            _SELLING.c.sub_id,
            _SELLING.c.code,
            schema.sub_balance.c.received_fen,
            func.coalesce(schema.household.c.deposited_before_fen, 0),
            _BOOKED_SUB.c.code,
            deposit.c.dated_on,
            deposit.c.amount_fen,
            deposit.c.purpose,
            deposit.c.payer_class,
            deposit.c.payer,
            deposit.c.receipt,
        )
        .select_from(_with_their_bookings(_with_their_sub_accounts()))
        .where((_ONE.nth == 1) | _ONE.bank_ref.is_(None))
        .order_by(_ONE.dated_on, _ONE.row_no)
    )


def _with_their_sub_accounts() -> FromClause:
    """Join the rows of the file to their sub-accounts, and to that of the selling unit."""
    place, sub = staged_place.c, schema.sub_account
    balance, household = schema.sub_balance, schema.household
    selling_code = place.estate + "-" + household.c.building + _SELLING_UNIT_TAIL
    return (
        _NUMBERED.join(staged_place, place.estate == _ONE.estate)
        .join(
            sub,
            and_(
                sub.c.book_id == place.book_id,
                sub.c.code == _ONE.household,
                sub.c.kind.in_(SUB_KINDS),
            ),
        )
        .join(
            balance,
            and_(
                balance.c.book_id == sub.c.book_id,
                balance.c.sub_id == sub.c.sub_id,
                balance.c.part == Part.PRINCIPAL.value,
            ),
        )
        .outerjoin(
            household,
            and_(household.c.book_id == sub.c.book_id, household.c.sub_id == sub.c.sub_id),
        )
        .outerjoin(
            _SELLING,
            and_(_SELLING.c.book_id == sub.c.book_id, _SELLING.c.code == selling_code),
        )
    )


def _with_their_bookings(rows: FromClause) -> FromClause:
    """Join the rows to the bookings in force of the same deposits."""
    deposit, voucher = schema.deposit, schema.voucher
    reversal = exists(
        select(voucher.c.voucher_id).where(
            voucher.c.book_id == deposit.c.book_id, voucher.c.reverses == deposit.c.voucher_id
        )
    )
    return rows.outerjoin(
        deposit,
        and_(
            deposit.c.book_id == staged_place.c.book_id,
            deposit.c.deposit_key == _KEY,
            ~reversal,
        ),
    ).outerjoin(
        _BOOKED_SUB,
        and_(
            _BOOKED_SUB.c.book_id == deposit.c.book_id,
            _BOOKED_SUB.c.sub_id == deposit.c.sub_id,
        ),
    )
