"""A hand-over takes effect with its vouchers, and ends with their reversal.

Whoever posts them, at once or after a check, calls `follow_custody`: it looks at what stands in
both books and brings the registry up to it. Called again it changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import Select, literal, select, update

from ledger.fund.leaving.custody_register import EVENT, Custody, Side, find_custody
from ledger.registry.closed import CUSTODY
from ledger.registry.custody_doors import KIND, MOVING, moving_subs, set_keeper
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import leaf_hash

_UNDONE: Final = ":undone:"


def custody_events(events: Iterable[str | None]) -> list[str]:
    """Return those of `events` that are hand-overs, each once, in order."""
    return sorted({event for event in events if event is not None and event.startswith(EVENT)})


def follow_custody(tx: Tx, events: Iterable[str | None], *, who: str, clock: Clock) -> None:
    """Bring the keeper of an estate and its doors up to the vouchers that stand."""
    for event in custody_events(events):
        custody = find_custody(tx, event.removeprefix(EVENT))
        keeper = tx.conn.execute(
            select(schema.estate.c.custodian_id).where(
                schema.estate.c.estate_id == custody.estate_id
            )
        ).scalar_one()
        first = custody.sides[0]
        moneyless = not any(side.total_fen for side in custody.sides)
        if (custody.stands or moneyless) and keeper == first.old.custodian_id:
            for side in custody.sides:
                _open_new(tx, custody, side, who, clock)
            set_keeper(tx, custody.estate_id, first.new.custodian_id)
        elif not custody.stands and not moneyless and keeper == first.new.custodian_id:
            for side in custody.sides:
                _close_new(tx, custody, side, who, clock)
            set_keeper(tx, custody.estate_id, first.old.custodian_id)


def _open_new(tx: Tx, custody: Custody, side: Side, who: str, clock: Clock) -> None:
    """Open the doors of the new book; close those of the old one that moved no money."""
    close = schema.sub_close
    came = [
        part.voucher_id
        for part in custody.parts
        if part.book == side.new and part.voucher_id is not None
    ]
    place = came[0] if came else _note(tx, side.new.book_id, custody, "划入", who, clock)
    tx.conn.execute(
        update(close)
        .where(
            close.c.book_id == side.new.book_id,
            close.c.cause == CUSTODY,
            close.c.since.is_not(None),
            close.c.until.is_(None),
            close.c.sub_id.in_(_of_estate(side.new.book_id, custody.estate_id)),
        )
        .values(until=place)
    )
    if came:
        return
    change_id = _note(tx, side.old.book_id, custody, "划出", who, clock)
    tx.conn.execute(
        update(close)
        .where(
            close.c.book_id == side.old.book_id,
            close.c.event == custody.event,
            close.c.since.is_(None),
        )
        .values(since=change_id)
    )


def _close_new(tx: Tx, custody: Custody, side: Side, who: str, clock: Clock) -> None:
    """Close the doors of the new book again; those of the old one that moved no money open."""
    close = schema.sub_close
    change_id = _note(tx, side.new.book_id, custody, "冲销划入", who, clock)
    open_subs = moving_subs(side.new.book_id, custody.estate_id).subquery()
    tx.conn.execute(
        close.insert().from_select(
            ["book_id", "event", "sub_id", "cause", "closed_on", "reason", "since"],
            select(
                literal(side.new.book_id),
                literal(f"{custody.event}{_UNDONE}{change_id}"),
                open_subs.c.sub_id,
                literal(CUSTODY),
                literal(custody.on, type_=close.c.closed_on.type),
                literal("冲销划转"),
                literal(change_id),
            ),
        )
    )
    standing = (
        close.c.book_id == side.old.book_id,
        close.c.event == custody.event,
        close.c.since.is_not(None),
        close.c.until.is_(None),
    )
    if tx.conn.execute(select(close.c.sub_id).where(*standing).limit(1)).first() is not None:
        back = _note(tx, side.old.book_id, custody, "冲销划出", who, clock)
        tx.conn.execute(update(close).where(*standing).values(until=back))


def _of_estate(book_id: int, estate_id: int) -> Select[Any]:
    sub = schema.sub_account
    return select(sub.c.sub_id).where(
        sub.c.book_id == book_id, sub.c.estate_id == estate_id, sub.c.kind.in_(MOVING)
    )


def _note(tx: Tx, book_id: int, custody: Custody, told: str, who: str, clock: Clock) -> int:
    """Write into a book's log that an estate came or went."""
    summary = f"{custody.code} {custody.estate} {told}"  # records are in Chinese
    return record_master_change(
        tx,
        book_id,
        kind=KIND,
        summary=summary,
        row_count=1,
        content=leaf_hash(summary.encode()),
        who=who,
        clock=clock,
    )
