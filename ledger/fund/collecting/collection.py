"""Collection (归集): a list of deposits becomes vouchers, all of it or nothing, each deposit once.

One voucher for each estate, day, bank account and purpose. A second deposit of a household within
it goes to the next voucher, so that a voucher touches a sub-account once; what a selling unit pays
for several homes of a building adds up on its one sub-account. Deposits that were booked before
are passed over; after a reversal the same deposit may be booked again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy import and_, select

from ledger.fund import entries
from ledger.fund.accounts import Accounts
from ledger.fund.bank_refs import DEPOSIT
from ledger.fund.collecting.deposit_checks import differing_in_file, unknown_household
from ledger.fund.collecting.deposit_rows import (
    known_rows,
    read_deposits,
    repeated_refs,
    staged_deposit,
    staged_rows,
    unknown_rows,
)
from ledger.fund.collecting.deposit_sorter import BatchKey, Slip, Sorter
from ledger.fund.collecting.receipt_checks import ReceiptChecks
from ledger.fund.collecting.receipt_uses import Use, read_lots, write_uses
from ledger.fund.waiting import DEPOSIT_COLUMNS, keep_waiting, waiting_deposits, waiting_note
from ledger.intake.reader import Intake
from ledger.intake.spec import Row
from ledger.journal.drafts import find_draft, save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.movements import write_from
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind, PayerClass, Share
from ledger.registry.files import (
    record_import,
    refuse_bad_rows,
    taken_before,
    unchanged_note,
)
from ledger.registry.places import hold_keepers, staged_places
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.store.staging import joined_as_written, staged
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.i18n import _
from ledger.values.period import period_of
from ledger.values.progress import Progress, silent

_BATCH: Final = 2000  # rows read at a time
_STEP: Final = 5000  # rows between two signs of life


class Collected(NamedTuple):
    """What became of a file.

    Attributes:
        row_count: its deposits.
        known_count: those that were booked before, or wait to be checked.
        batches: the vouchers, and what each holds.
        notes: what people should know.
        waits: the vouchers are drafts that wait for a second person.
    """

    row_count: int
    known_count: int
    batches: Sequence[PostedBatch]
    notes: Sequence[str]
    waits: bool = False


class PostedBatch(NamedTuple):
    """A voucher of deposits, or the draft of one."""

    voucher: str
    dated_on: date
    estate: str
    purpose: str
    deposit_count: int
    amount_fen: int


def collect(
    tx: Tx, intake: Intake, *, who: str, clock: Clock, progress: Progress = silent
) -> Collected:
    """Book the deposits of a file. From the first user on they wait as drafts to be checked.

    Args:
        tx: a transaction that is kept whole or not at all.
        intake: the file, read with the spec of deposits.
        who: the person, who makes the vouchers.
        clock: the moment; nothing is dated after its day.
        progress: told how far it is.

    Raises:
        BadRows: rows that a rule refuses; nothing is changed.
        Refused: what `post_many` raises.
    """
    waits = has_users(tx)
    taken = None if waits else taken_before(tx, intake)  # what was returned may come again
    if taken is None:
        estates = staged_deposit.c.estate
        with staged(tx, staged_deposit, staged_rows(_counted(intake, progress))):
            hold_keepers(tx, estates)
            # Somebody may have brought it in the meantime.
            taken = None if waits else taken_before(tx, intake)
            if taken is None:
                progress(0, 0, _("核对交存"))
                with staged_places(tx, estates), joined_as_written(tx):
                    found = _sorted(tx, intake, who, clock.today)
                progress(0, 0, _("记账"))
                return _book(tx, intake, found, who, clock, waits=waits)
    return Collected(intake.count, intake.count, (), (unchanged_note(taken),))


def _book(
    tx: Tx, intake: Intake, found: Sorter, who: str, clock: Clock, *, waits: bool
) -> Collected:
    import_id = intake.sha256.hex()
    if taken_before(tx, intake) is None:
        record_import(tx, intake, who, clock)
    book = _drawn_up if waits else _posted
    batches = list(book(tx, found, import_id, who, clock))
    notes = [
        *intake.notices,
        *found.accounts.notes,
        *found.receipts.notes(),
        *_notes(intake.count, found.known_count, waits=waits),
    ]
    return Collected(intake.count, found.known_count, batches, notes, waits and bool(batches))


def _counted(intake: Intake, progress: Progress) -> Iterator[Row]:
    for count, row in enumerate(intake.rows):
        if count % _STEP == 0:
            progress(count, intake.count, _("读入交存明细"))
        yield row


def _sorted(tx: Tx, intake: Intake, who: str, today: date) -> Sorter:
    """Judge every row and sort the new ones into vouchers.

    Raises:
        BadRows: every row that a rule refuses.
    """
    numbers = tx.conn.execute(select(staged_deposit.c.bank_account).distinct()).scalars()
    receipts, waiting = ReceiptChecks(tx, who, today), waiting_deposits(tx)
    sorter = Sorter(tx, Accounts(tx, numbers), today, intake.heads, waiting, receipts)
    for row in tx.conn.execute(unknown_rows()):
        sorter.bad.append(unknown_household(row.row_no, row.household, intake.heads))
    for repeated in tx.conn.execute(repeated_refs()).mappings():
        faults = list(differing_in_file(dict(repeated), intake.heads))
        sorter.bad.extend(faults)
        sorter.known_count += not faults
    rows = tx.conn.execute(known_rows(), execution_options={"yield_per": _BATCH})
    for deposit in read_deposits(rows):
        sorter.take(deposit)
    refuse_bad_rows(intake, sorter.bad)
    return sorter


def _posted(tx: Tx, found: Sorter, import_id: str, who: str, clock: Clock) -> Iterator[PostedBatch]:
    """Post the vouchers book by book, each deposit noted beside the voucher that it is in."""
    lots = read_lots(tx)
    for book_id, group in groupby(sorted(found.batches), key=lambda key: key.book_id):
        keys = list(group)
        # Month before head, as every posting does; then the places in the log are ours.
        open_months(tx, book_id, sorted({period_of(key.dated_on) for key in keys}))
        first = lock_head(tx, book_id) + 1
        rows = (
            (*row, voucher_id)
            for voucher_id, key in enumerate(keys, start=first)
            for row in _deposit_rows(key, found.batches[key], import_id)
        )
        insert_rows(tx, schema.deposit, (*DEPOSIT_COLUMNS, "voucher_id"), rows)
        counts = [len(found.batches[key]) for key in keys]
        uses = [
            Use(slip.receipt, voucher_id, slip.sub_id, slip.key)
            for voucher_id, key in enumerate(keys, start=first)
            for slip in (found.batches[key] if book_id in lots else ())
            if slip.receipt is not None
        ]
        # Each batch is let go of as it becomes a draft: there may be 100,000 deposits.
        drafts = [_draft(key, found.batches.pop(key), found.estates, who) for key in keys]
        posted = post_many(tx, drafts, clock=clock)
        write_uses(tx, book_id, lots.get(book_id, []), uses, who, clock)
        of_these = schema.deposit.c.voucher_id.between(first, first + len(keys) - 1)
        write_from(tx, schema.deposit, DEPOSIT, and_(schema.deposit.c.book_id == book_id, of_these))
        for place, (key, draft, count) in enumerate(zip(keys, drafts, counts, strict=True)):
            assert posted[place].voucher_id == first + place
            yield PostedBatch(
                posted[place].code,
                key.dated_on,
                found.estates[key.estate_id],
                key.purpose,
                count,
                draft.debit_fen,
            )


def _drawn_up(
    tx: Tx, found: Sorter, import_id: str, who: str, clock: Clock
) -> Iterator[PostedBatch]:
    """Draw the vouchers up, each with its deposits beside it."""
    for key in sorted(found.batches):
        slips = found.batches.pop(key)
        draft = _draft(key, slips, found.estates, who)
        [code] = save_drafts(tx, [draft], clock=clock)
        draft_id = find_draft(tx, code).draft_id
        keep_waiting(tx, key.book_id, draft_id, _deposit_rows(key, slips, import_id))
        yield PostedBatch(
            code,
            key.dated_on,
            found.estates[key.estate_id],
            key.purpose,
            len(slips),
            draft.debit_fen,
        )


def _deposit_rows(
    key: BatchKey, slips: Sequence[Slip], import_id: str
) -> Iterator[tuple[object, ...]]:
    """Walk the deposits of a voucher, as `DEPOSIT_COLUMNS`."""
    for slip in slips:
        yield (
            key.book_id,
            slip.key,
            slip.attempt,
            slip.sub_id,
            key.bank_account_id,
            key.dated_on,
            slip.amount_fen,
            key.purpose,
            int(slip.payer_class),
            slip.payer,
            slip.bank_ref,
            slip.receipt,
            import_id,
        )


def _draft(key: BatchKey, slips: Sequence[Slip], estates: Mapping[int, str], who: str) -> Draft:
    return Draft(
        book_id=key.book_id,
        kind=Kind.GENERAL,
        dated_on=key.dated_on,
        value_on=key.dated_on,
        summary=f"{estates[key.estate_id]}交存{key.purpose}{len(slips)}笔",
        lines=entries.deposit(key.estate_id, key.bank_account_id, key.purpose, _shares(slips)),
        request_key=f"deposit:{_digest((slip.key, slip.attempt) for slip in slips).hex()}",
        maker=who,
        estate_id=key.estate_id,
        attachment_count=1,  # the list itself
        evidence=_digest(
            (
                slip.key,
                slip.attempt,
                slip.code,
                key.dated_on,
                slip.amount_fen,
                key.purpose,
                int(slip.payer_class),
                slip.payer,
                slip.bank_ref,
                slip.receipt,
            )
            for slip in slips
        ),
    )


def _shares(slips: Sequence[Slip]) -> list[Share]:
    """Return what each sub-account gets; several payments of a selling unit are one share."""
    gained: dict[tuple[int, PayerClass], int] = {}
    for slip in slips:
        owner = (slip.sub_id, slip.payer_class)
        gained[owner] = gained.get(owner, 0) + slip.amount_fen
    return [
        Share(sub_id, fen, payer_class=payer_class) for (sub_id, payer_class), fen in gained.items()
    ]


def _digest(rows: Iterable[tuple[str | int | date | None, ...]]) -> bytes:
    """Return the digest over the canonical text of `rows`."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(netstring(*row).encode())
    return digest.digest()


def _notes(row_count: int, known_count: int, *, waits: bool) -> list[str]:
    if known_count == row_count:
        return [
            _("文件里的交存都已入账或在待审核的单据里，没有改变任何数据")
            if waits
            else _("文件里的交存都已入账，没有改变任何数据")
        ]
    told = []
    if known_count:
        told.append(
            _("其中 {count} 笔已入账或待审核，没有重复制单").format(count=known_count)
            if waits
            else _("其中 {count} 笔已入账，没有重复记账").format(count=known_count)
        )
    if waits:
        told.append(waiting_note())
    return told
