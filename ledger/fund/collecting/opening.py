"""Opening balances (期初): what a former keeper hands over, as vouchers that are no income.

One voucher for each estate and book. A household is opened once; the same content again changes
nothing, other content is refused. What was deposited before and spent since is kept in the roster,
because art. 20(二) of 165号令 shares by all money ever deposited.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select, update

from ledger.fund import entries
from ledger.fund.accounts import Accounts, Place
from ledger.fund.collecting.deposit_checks import unknown_household
from ledger.fund.collecting.opening_checks import is_known, repeated, row_faults
from ledger.fund.collecting.opening_rows import (
    Opening,
    known_rows,
    opened_rows,
    repeated_rows,
    staged_opened,
    staged_opening,
    staged_rows,
    unknown_rows,
)
from ledger.fund.waiting import opening_waits, waiting_note
from ledger.intake.reader import Intake
from ledger.journal.drafts import save_new_drafts
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind, Part, PayerClass, Share
from ledger.registry.files import (
    record_import,
    refuse_bad_rows,
    taken_before,
    unchanged_note,
)
from ledger.registry.kinds import CONTROL_OF_FUND_TYPE
from ledger.registry.places import hold_keepers, staged_place, staged_places
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.canon import fields
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.store.staging import joined_as_written, staged
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import BadRow, InputError, Refused
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent
from ledger.values.text import shown

_BATCH: Final = 2000  # rows read at a time


class OpenedEstate(NamedTuple):
    """A voucher that opens an estate in a book."""

    voucher: str
    estate: str
    household_count: int
    principal_fen: int
    earnings_fen: int


class Opened(NamedTuple):
    """What became of a file.

    Attributes:
        row_count: its rows.
        known_count: those that were opened before.
        estates: the vouchers.
        notes: what people should know.
        waits: the vouchers are drafts that wait for a second person.
    """

    row_count: int
    known_count: int
    estates: Sequence[OpenedEstate]
    notes: Sequence[str]
    waits: bool = False


class _Key(NamedTuple):
    """What a voucher is about, in the order of posting."""

    book_id: int
    estate_id: int
    estate_name: str
    fund_type: str


class _Money(NamedTuple):
    """What a household brings in, and where it lies."""

    row: Opening
    bank_account_id: int


def import_opening(
    tx: Tx,
    intake: Intake,
    on: date | None,
    *,
    who: str,
    clock: Clock,
    progress: Progress = silent,
) -> Opened:
    """Book the opening balances of a file. From the first user on they wait to be checked.

    What was deposited before is no money and is noted in the roster at once.

    Args:
        tx: a transaction that is kept whole or not at all.
        intake: the file, read with the spec of opening balances.
        on: the day of the vouchers; None takes the latest day of the file.
        who: the person, who makes the vouchers.
        clock: the moment; nothing is dated after its day.
        progress: told how far it is.

    Raises:
        BadRows: rows that a rule refuses; nothing is changed.
        InputError: `opening_date_missing`.
        Refused: `opening_waits`, or what `post_many` raises.
    """
    waits = has_users(tx)
    taken = None if waits else taken_before(tx, intake)  # what was returned may come again
    if taken is None:
        with staged(tx, staged_opening, staged_rows(intake.rows)):
            hold_keepers(tx, staged_opening.c.estate)
            # Somebody may have brought it in the meantime.
            taken = None if waits else taken_before(tx, intake)
            if taken is None:
                progress(0, intake.count, _("核对期初余额"))
                return _book(tx, intake, on, who, clock, waits=waits)
    return Opened(intake.count, intake.count, (), (unchanged_note(taken),))


def _book(
    tx: Tx, intake: Intake, on: date | None, who: str, clock: Clock, *, waits: bool
) -> Opened:
    numbers = tx.conn.execute(select(staged_opening.c.bank_account).distinct()).scalars()
    accounts = Accounts(tx, numbers)
    with staged_places(tx, staged_opening.c.estate):
        opened = [tuple(row) for row in tx.conn.execute(opened_rows())]
        with staged(tx, staged_opened, opened), joined_as_written(tx):
            batches, known_count = _sorted(tx, intake, accounts)
        book = _draw_up if waits else _post
        estates = book(tx, batches, on or _latest_day(tx), who, clock)
        known_count += sum(map(len, batches.values())) - sum(e.household_count for e in estates)
        with joined_as_written(tx):
            _note_deposits(tx, who, clock)
    if taken_before(tx, intake) is None:
        record_import(tx, intake, who, clock)
    notes = [*intake.notices, *accounts.notes, *_notes(intake.count, known_count, waits=waits)]
    if waits and estates:
        notes.append(waiting_note())
    return Opened(intake.count, known_count, estates, notes, waits and bool(estates))


def _latest_day(tx: Tx) -> date:
    day: date | None = tx.conn.execute(select(func.max(staged_opening.c.last_on))).scalar_one()
    if day is None:
        raise InputError(
            "opening_date_missing",
            _("不知道期初余额是哪一天的"),
            _("请加 --on 日期，或在文件里填写最后变动日"),
        )
    return day


def _sorted(tx: Tx, intake: Intake, accounts: Accounts) -> tuple[dict[_Key, list[_Money]], int]:
    """Judge every row and sort the new money into vouchers; count what was opened before.

    Raises:
        BadRows: every row that a rule refuses.
    """
    heads = intake.heads
    bad = [
        unknown_household(row.row_no, row.household, heads)
        for row in tx.conn.execute(unknown_rows())
    ]
    bad.extend(repeated(row, heads) for row in tx.conn.execute(repeated_rows()))
    batches: dict[_Key, list[_Money]] = {}
    known_count = 0
    rows = tx.conn.execute(known_rows(), execution_options={"yield_per": _BATCH})
    for row in map(Opening._make, rows):
        faults = list(row_faults(row, heads))
        bad.extend(faults)
        if faults or is_known(row):
            known_count += not faults
            continue
        if not row.principal_fen + row.earnings_fen:
            continue
        place = Place(
            row.row_no,
            heads["bank_account"],
            row.bank_account,
            row.custodian_id,
            row.fund_type,
        )
        account = accounts.find(place)
        if isinstance(account, BadRow):
            bad.append(account)
            continue
        key = _Key(row.book_id, row.estate_id, row.estate_name, row.fund_type)
        batches.setdefault(key, []).append(_Money(row, account.bank_account_id))
    refuse_bad_rows(intake, bad)
    return batches, known_count


def _post(
    tx: Tx, batches: Mapping[_Key, Sequence[_Money]], day: date, who: str, clock: Clock
) -> list[OpenedEstate]:
    keys = sorted(batches)
    drafts = [_draft(key, batches[key], _turn(tx, key), day, who) for key in keys]
    posted = post_many(tx, drafts, clock=clock)
    return [_opened(each.code, key, batches[key]) for key, each in zip(keys, posted, strict=True)]


def _draw_up(
    tx: Tx, batches: Mapping[_Key, Sequence[_Money]], day: date, who: str, clock: Clock
) -> list[OpenedEstate]:
    """Draw the vouchers up; one opening of an estate waits at a time, and is not drawn up twice.

    Raises:
        Refused: `opening_waits`.
    """
    opened = []
    for key in sorted(batches):
        draft = _draft(key, batches[key], _turn(tx, key), day, who)
        [saved] = save_new_drafts(tx, [draft], clock=clock)
        if saved.is_new and opening_waits(tx, draft, saved.code):
            raise Refused(
                "opening_waits",
                _("{estate}的期初已经制单，内容不同，正等待审核").format(
                    estate=shown(key.estate_name)
                ),
                _("请先审核过账，或用 wxzj voucher return 退回后再导入"),
            )
        if saved.is_new:
            opened.append(_opened(saved.code, key, batches[key]))
    return opened


def _opened(code: str, key: _Key, money: Sequence[_Money]) -> OpenedEstate:
    return OpenedEstate(
        code,
        key.estate_name,
        len(money),
        sum(each.row.principal_fen for each in money),
        sum(each.row.earnings_fen for each in money),
    )


def _turn(tx: Tx, key: _Key) -> int:
    """Return which opening of its estate this is; a cancelled one may be followed by its like."""
    voucher = schema.voucher
    earlier = tx.conn.execute(
        select(func.count()).where(
            voucher.c.book_id == key.book_id,
            voucher.c.estate_id == key.estate_id,
            voucher.c.kind == Kind.OPENING.value,
            voucher.c.reverses.is_(None),
        )
    ).scalar_one()
    return earlier + 1


def _draft(key: _Key, money: Sequence[_Money], turn: int, day: date, who: str) -> Draft:
    bank_fen: Counter[int] = Counter()
    content = hashlib.sha256()
    for row, bank_account_id in money:
        bank_fen[bank_account_id] += row.principal_fen + row.earnings_fen
        content.update(
            netstring(
                row.code,
                row.principal_fen,
                row.earnings_fen,
                row.payer_class,
                row.bank_account,
            ).encode()
        )
    return Draft(
        book_id=key.book_id,
        kind=Kind.OPENING,
        dated_on=day,
        value_on=day,
        summary=f"{key.estate_name}期初余额{len(money)}户",
        lines=entries.opening(
            CONTROL_OF_FUND_TYPE[key.fund_type],
            key.estate_id,
            bank_fen,
            [share for each in money for share in _shares(each.row)],
        ),
        request_key=f"opening:{key.estate_id}:{turn}:{content.hexdigest()}",
        maker=who,
        estate_id=key.estate_id,
        attachment_count=1,  # the list itself
        evidence=content.digest(),
    )


def _shares(row: Opening) -> Iterator[Share]:
    if row.principal_fen:
        yield Share(
            row.sub_id, row.principal_fen, Part.PRINCIPAL, payer_class=PayerClass(row.payer_class)
        )
    if row.earnings_fen:
        yield Share(row.sub_id, row.earnings_fen, Part.EARNINGS)


def _note_deposits(tx: Tx, who: str, clock: Clock) -> None:
    """Keep in the roster what was deposited before and spent since, book by book."""
    books = tx.conn.execute(
        select(staged_place.c.book_id).distinct().order_by(staged_place.c.book_id)
    )
    for book_id in books.scalars().all():
        content = hashlib.sha256()
        count = 0
        query = _told(book_id, fields(staged_opening.c.household, staged_opening.c.before_fen))
        rows = tx.conn.execute(
            query.order_by(staged_opening.c.household), execution_options={"yield_per": _BATCH}
        )
        for text in rows.scalars():
            content.update(text.encode())
            count += 1
        if count:
            change_id = record_master_change(
                tx,
                book_id,
                kind="deposited_before",
                summary=f"期初登记累计交存：{count} 户",
                row_count=count,
                content=content.digest(),
                who=who,
                clock=clock,
            )
            _keep_deposits(tx, book_id, change_id)


def _told(book_id: int, value: ColumnElement[Any]) -> Select[Any]:
    """Select `value` of the rows that change what the roster of a book holds."""
    sub, household = schema.sub_account, schema.household
    return (
        select(value)
        .select_from(staged_opening)
        .join(sub, and_(sub.c.book_id == book_id, sub.c.code == staged_opening.c.household))
        .join(household, and_(household.c.book_id == book_id, household.c.sub_id == sub.c.sub_id))
        .where(staged_opening.c.before_fen != household.c.deposited_before_fen)
    )


def _keep_deposits(tx: Tx, book_id: int, change_id: int) -> None:
    sub, household = schema.sub_account, schema.household
    before_fen = (
        select(staged_opening.c.before_fen)
        .join_from(sub, staged_opening, staged_opening.c.household == sub.c.code)
        .where(sub.c.book_id == book_id, sub.c.sub_id == household.c.sub_id)
        .correlate(household)
        .scalar_subquery()
    )
    tx.conn.execute(
        update(household)
        .where(household.c.book_id == book_id, household.c.sub_id.in_(_told(book_id, sub.c.sub_id)))
        .values(deposited_before_fen=before_fen, change_id=change_id)
    )


def _notes(row_count: int, known_count: int, *, waits: bool) -> list[str]:
    if known_count == row_count:
        return [
            _("文件里的期初余额都已入账或在待审核的单据里，没有改变任何数据")
            if waits
            else _("文件里的期初余额都已入账，没有改变任何数据")
        ]
    if known_count:
        return [
            _("其中 {count} 户已有期初或待审核，没有重复制单").format(count=known_count)
            if waits
            else _("其中 {count} 户已有期初，没有重复入账").format(count=known_count)
        ]
    return []
