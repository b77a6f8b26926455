"""Deposits that were taken in, held to the shares they stand beside. All books at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, Subquery, and_, exists, func, or_, select, union_all

from ledger.journal.verify_log import Books, wrong
from ledger.journal.verify_vouchers import same_voucher
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _


def deposits(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare the deposits of each voucher with its shares and day, and with the bank's numbers."""
    deposit, share, voucher = schema.deposit, schema.share, schema.voucher
    taken: Select[Any] = select(
        deposit.c.book_id, deposit.c.voucher_id, deposit.c.sub_id, deposit.c.amount_fen.label("fen")
    )
    got: Select[Any] = select(
        share.c.book_id, share.c.voucher_id, share.c.sub_id, -share.c.amount_fen
    ).where(_of_deposits(share))
    both = union_all(taken, got).subquery()
    keys = (both.c.book_id, both.c.voucher_id)
    differing = (
        select(*keys)
        .group_by(*keys, both.c.sub_id)
        .having(func.sum(both.c.fen) != 0)
        .distinct()
        .subquery()
    )
    other_day = (
        select(deposit.c.book_id, deposit.c.voucher_id)
        .distinct()
        .outerjoin_from(deposit, voucher, same_voucher(deposit, voucher))
        .where(or_(voucher.c.voucher_id.is_(None), voucher.c.dated_on != deposit.c.dated_on))
        .subquery()
    )
    for bad, told in (
        (differing, _("交存记录与分户明细不符")),
        (other_day, _("交存记录的日期与凭证不符，或没有凭证")),
        (_unregistered(), _("交存的流水号不在银行流水登记簿里")),
    ):
        for book_id, voucher_id, period, word, no in tx.conn.execute(
            select(bad, voucher.c.period, voucher.c.word, voucher.c.no).outerjoin_from(
                bad, voucher, same_voucher(bad, voucher)
            )
        ):
            where = (
                f"{books.book(book_id)} #{voucher_id}"
                if period is None
                else books.voucher(book_id, period, word, no)
            )
            yield wrong("deposit_record_differs", where, told)


def _unregistered() -> Subquery:
    """Return the vouchers of deposits whose numbers the register of the bank's does not know."""
    deposit, voucher = schema.deposit, schema.voucher
    movement, draft = schema.bank_movement, schema.draft
    numbers = (
        select(movement.c.book_id, movement.c.bank_account_id, movement.c.bank_ref)
        .add_columns(func.coalesce(movement.c.voucher_id, draft.c.voucher_id).label("voucher_id"))
        .outerjoin_from(
            movement,
            draft,
            and_(draft.c.book_id == movement.c.book_id, draft.c.draft_id == movement.c.draft_id),
        )
        .subquery()
    )
    names = ("book_id", "voucher_id", "bank_account_id", "bank_ref")
    return (
        select(deposit.c.book_id, deposit.c.voucher_id)
        .distinct()
        .outerjoin_from(
            deposit, numbers, and_(*(numbers.c[name] == deposit.c[name] for name in names))
        )
        .where(
            deposit.c.bank_ref != "",
            numbers.c.bank_ref.is_(None),
            ~exists().where(
                voucher.c.book_id == deposit.c.book_id, voucher.c.reverses == deposit.c.voucher_id
            ),
        )
        .subquery()
    )


def _of_deposits(share: Any) -> Any:
    """Return the condition that a share belongs to a voucher of deposits."""
    deposit = schema.deposit
    vouchers = select(deposit.c.book_id, deposit.c.voucher_id).distinct().subquery()
    return exists().where(
        and_(vouchers.c.book_id == share.c.book_id, vouchers.c.voucher_id == share.c.voucher_id)
    )
