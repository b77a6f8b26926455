"""What stands behind each movement of a household: who paid, which case, which vote, which sum.

An owner asks what was deducted and why. Nothing here is told from memory: deposits come from the
register beside the voucher, portions from the scope that the approval froze.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import and_, select

from ledger.fund.entries import DEPOSIT_INCOME, REFUND, UNCLAIMED
from ledger.fund.using.cases import Grounds, Path, find_case
from ledger.fund.using.sharing import Door, Payer, Purse
from ledger.fund.using.weighing import Basis, DoorId, weigh
from ledger.fund.using.weights import read_weighing
from ledger.journal.reading import number_of
from ledger.journal.voucher import Kind
from ledger.reports.divided import Division, Taken, read_divisions
from ledger.reports.earned import Earned, Placed, read_earned
from ledger.reports.share_levels import Group, Level, levels
from ledger.store import schema
from ledger.store.database import Tx

_CHUNK: Final = 500  # vouchers looked up at a time
_OF_KIND: Final = {
    Kind.OPENING: "opening",
    Kind.DISTRIBUTION: "earnings",
    Kind.CUSTODY: "custody",
    Kind.ADJUST: "adjustment",
}


class Moved(NamedTuple):
    """A movement, by all that tells what it was.

    Attributes:
        account: of the line that the share splits, with its detail.
    """

    voucher_id: int
    kind: Kind
    event: str | None
    case_id: int | None
    reverses: int | None
    account: str
    detail: str | None
    amount_fen: int
    value_on: date


@dataclass(frozen=True, slots=True)
class Deposit:
    """What is known of money that came in."""

    purpose: str
    payer_class: int
    payer: str | None
    receipt: str | None
    bank_account: str
    bank_ref: str | None


@dataclass(frozen=True, slots=True)
class Portion:
    """What a sub-account bears of a case, and how that came about.

    Attributes:
        to_collect_fen: what the owner pays past the fund.
    """

    share_fen: int
    principal_fen: int
    earnings_fen: int
    to_collect_fen: int
    levels: Sequence[Level]


@dataclass(frozen=True, slots=True)
class CaseBehind:
    """The case that a movement belongs to.

    Attributes:
        portion: None before the approval, and where the sub-account bears nothing of it.
        ballot: what the household said in the vote, and on which day; None where it cast none.
        basis: what the doors bear by.
    """

    code: str
    title: str
    path: Path
    total_fen: int
    grounds: Grounds
    approved_on: date | None
    approved_by: str | None
    portion: Portion | None
    ballot: tuple[str, date] | None
    basis: str


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind one movement.

    Attributes:
        what: a word for scripts: `deposit`, `repair`, `refund`, …
        reverses, reversed_by: the numbers of vouchers of the same book.
    """

    what: str
    deposit: Deposit | None = None
    case: CaseBehind | None = None
    earned: Earned | None = None
    division: Division | None = None
    reverses: str | None = None
    reversed_by: str | None = None


def what_of(moved: Moved, *, claimed: bool) -> str:
    """Name a movement.

    Args:
        claimed: whether its voucher takes money off an unclaimed receipt.
    """
    if moved.reverses is not None:
        return "reversal"
    if moved.kind in _OF_KIND:
        return _OF_KIND[moved.kind]
    if moved.case_id is not None:
        return "repair" if moved.amount_fen < 0 else "repair_returned"
    event = (moved.event or "").partition(":")[0]
    if moved.account == REFUND or event:
        return event or "refund"
    if claimed:
        return "claim"
    return "deposit" if moved.account == DEPOSIT_INCOME else "other"


def read_behind(
    tx: Tx, book_id: int, book: str, sub_id: int, moved: Sequence[Moved]
) -> list[Behind]:
    """Return what stands behind each of `moved`, in its order."""
    ids = sorted({each.voucher_id for each in moved})
    deposits: dict[int, Deposit] = {}
    claimed: set[int] = set()
    red: dict[int, str] = {}
    numbers: dict[int, str] = {}
    for at in range(0, len(ids), _CHUNK):
        some = ids[at : at + _CHUNK]
        deposits.update(_deposits(tx, book_id, sub_id, some))
        claimed.update(_claimed(tx, book_id, some))
        red.update(_reversed_by(tx, book_id, book, some))
    originals = sorted({each.reverses for each in moved if each.reverses is not None})
    for at in range(0, len(originals), _CHUNK):
        numbers.update(_numbers(tx, book_id, book, originals[at : at + _CHUNK]))
    cases = _cases(tx, book_id, sub_id, {each.case_id for each in moved} - {None})
    divisions = _divisions(tx, book_id, sub_id, cases, moved)
    earned = read_earned(
        tx,
        book_id,
        sub_id,
        {each.event or "" for each in moved},
        [Placed(each.voucher_id, each.value_on, each.amount_fen) for each in moved],
    )
    return [
        Behind(
            what=what_of(each, claimed=each.voucher_id in claimed),
            deposit=deposits.get(each.voucher_id),
            case=None if each.case_id is None else cases.get(each.case_id),
            earned=earned.get(each.event or ""),
            division=divisions.get(each.voucher_id),
            reverses=None if each.reverses is None else numbers[each.reverses],
            reversed_by=red.get(each.voucher_id),
        )
        for each in moved
    ]


def _deposits(
    tx: Tx, book_id: int, sub_id: int, vouchers: Sequence[int]
) -> Iterable[tuple[int, Deposit]]:
    deposit, bank = schema.deposit, schema.bank_account
    for row in tx.conn.execute(
        select(deposit, bank.c.number)
        .join(bank, bank.c.bank_account_id == deposit.c.bank_account_id)
        .where(
            deposit.c.book_id == book_id,
            deposit.c.sub_id == sub_id,
            deposit.c.voucher_id.in_(vouchers),
        )
    ):
        yield (
            row.voucher_id,
            Deposit(row.purpose, row.payer_class, row.payer, row.receipt, row.number, row.bank_ref),
        )


def _claimed(tx: Tx, book_id: int, vouchers: Sequence[int]) -> Iterable[int]:
    line = schema.line
    return tx.conn.execute(
        select(line.c.voucher_id).where(
            line.c.book_id == book_id,
            line.c.voucher_id.in_(vouchers),
            line.c.detail == UNCLAIMED,
        )
    ).scalars()


def _reversed_by(
    tx: Tx, book_id: int, book: str, vouchers: Sequence[int]
) -> Iterable[tuple[int, str]]:
    voucher = schema.voucher
    for row in tx.conn.execute(
        select(voucher.c.reverses, voucher.c.period, voucher.c.word, voucher.c.no).where(
            voucher.c.book_id == book_id, voucher.c.reverses.in_(vouchers)
        )
    ):
        yield row.reverses, f"{book}:{number_of(row.period, row.word, row.no)}"


def _numbers(tx: Tx, book_id: int, book: str, vouchers: Sequence[int]) -> Iterable[tuple[int, str]]:
    voucher = schema.voucher
    for row in tx.conn.execute(
        select(voucher.c.voucher_id, voucher.c.period, voucher.c.word, voucher.c.no).where(
            voucher.c.book_id == book_id, voucher.c.voucher_id.in_(vouchers)
        )
    ):
        yield row.voucher_id, f"{book}:{number_of(row.period, row.word, row.no)}"


# ---- cases ----


def _cases(
    tx: Tx, book_id: int, sub_id: int, case_ids: Iterable[int | None]
) -> Mapping[int, CaseBehind]:
    """Read the cases of a book by their ids; a household is in few."""
    table = schema.usage_case
    cases = {}
    for case_id in case_ids:
        row = tx.conn.execute(
            select(table).where(table.c.book_id == book_id, table.c.case_id == case_id)
        ).one_or_none()
        if row is not None:
            cases[row.case_id] = CaseBehind(
                code=row.code,
                title=row.title,
                path=Path(row.path),
                total_fen=row.total_fen,
                grounds=Grounds.from_json(row.consent),
                approved_on=row.approved_on,
                approved_by=row.approved_by,
                portion=_portion(tx, row, sub_id),
                ballot=_ballot(tx, row, sub_id),
                basis=_basis(tx, row) or Basis.AREA.value,
            )
    return cases


def _divisions(
    tx: Tx,
    book_id: int,
    sub_id: int,
    cases: Mapping[int, CaseBehind],
    moved: Sequence[Moved],
) -> dict[int, Division]:
    divisions: dict[int, Division] = {}
    for case_id, case in cases.items():
        if case.portion is None:
            continue
        taken = [
            Taken(each.voucher_id, each.amount_fen) for each in moved if each.case_id == case_id
        ]
        divisions |= read_divisions(tx, case.code, case.basis, book_id, sub_id, taken)
    return divisions


def _ballot(tx: Tx, case: Any, sub_id: int) -> tuple[str, date] | None:
    table = schema.usage_ballot
    row = tx.conn.execute(
        select(table.c.choice, table.c.cast_on)
        .where(
            table.c.book_id == case.book_id,
            table.c.case_id == case.case_id,
            table.c.sub_id == sub_id,
        )
        .order_by(table.c.ballot_no.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.choice, row.cast_on)


def _basis(tx: Tx, case: Any) -> str | None:
    table = schema.usage_basis
    return tx.conn.execute(
        select(table.c.basis).where(
            table.c.book_id == case.book_id, table.c.case_id == case.case_id
        )
    ).scalar_one_or_none()


def _portion(tx: Tx, case: Any, sub_id: int) -> Portion | None:
    share, book = schema.usage_share, schema.book
    own = tx.conn.execute(
        select(share, book.c.fund_type)
        .join(book, book.c.book_id == share.c.book_id)
        .where(
            share.c.book_id == case.book_id,
            share.c.case_id == case.case_id,
            share.c.sub_id == sub_id,
        )
    ).one_or_none()
    if own is None:
        return None
    basis, groups, weights = _scope(tx, case)
    weight = weights.get((own.book_id, own.sub_id), own.area)
    mine = Group(Payer(own.payer), own.fund_type, weight, own.share_fen)
    return Portion(
        own.share_fen,
        own.principal_fen,
        own.earnings_fen,
        own.to_collect_fen,
        levels(groups, mine, basis),
    )


def _scope(tx: Tx, case: Any) -> tuple[str, list[Group], Mapping[DoorId, int]]:
    """Return by what a case was divided, its frozen scope added up, and what each door bears by.

    Where the basis is not the area, what unsold homes bore by was not kept.
    """
    table, share, book = schema.usage_case, schema.usage_share, schema.book
    basis = _basis(tx, case)
    rows = tx.conn.execute(
        select(share.c.book_id, share.c.sub_id, share.c.payer, share.c.area, share.c.share_fen)
        .add_columns(book.c.fund_type)
        .select_from(table)
        .join(share, and_(share.c.book_id == table.c.book_id, share.c.case_id == table.c.case_id))
        .join(book, book.c.book_id == share.c.book_id)
        .where(
            table.c.code == case.code,
            table.c.estate_id == case.estate_id,
            share.c.payer != Payer.COMMON_INCOME,  # it paid before the rest was divided
        )
    ).all()
    if basis is None or basis == Basis.AREA:
        weights: dict[DoorId, int] = {}
        groups = [Group(Payer(row.payer), row.fund_type, row.area, row.share_fen) for row in rows]
        return Basis.AREA.value, groups, weights
    weights = _weights(tx, case.code, rows)
    groups = [
        Group(
            Payer(row.payer),
            row.fund_type,
            0 if row.payer == Payer.SELLING_UNIT else weights.get((row.book_id, row.sub_id)),
            row.share_fen,
        )
        for row in rows
    ]
    return str(basis), groups, weights


def _weights(tx: Tx, code: str, rows: Iterable[Any]) -> dict[DoorId, int]:
    """Return the whole numbers that the doors of a case bear by, as they were agreed."""
    doors = [
        Door(row.book_id, row.sub_id, "", "commodity", row.area, Purse(0, 0), 0)
        for row in rows
        if row.payer == Payer.HOUSEHOLD
    ]
    weighing = read_weighing(tx, find_case(tx, code))
    return {(door.book_id, door.sub_id): door.weight for door in weigh(doors, weighing)}
