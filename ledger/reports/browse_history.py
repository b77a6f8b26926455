"""A sub-account and what made its balance, page by page.

A page of a history knows its running balance by itself: the first begins from the kept balance,
every further one from the balance in the key of the row beside it. Nothing is added up twice,
however long the history is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, func, or_, select

from ledger.fund.refilling.replenish import read_terms
from ledger.journal.reading import number_of
from ledger.journal.voucher import Part
from ledger.reports.browse import State, read_owners, state_now, with_balances
from ledger.reports.paging import Cut, Key, Page, in_order, page_of
from ledger.reports.within import refuse_sub
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _

_Moved = tuple[Any, Part, int]  # a voucher, and what it did to a part


class Card(NamedTuple):
    """A sub-account as it stands now.

    Attributes:
        kind: of the sub-account; the fields from `owner` on are those of a household and are
            None or 0 for any other kind.
        received_fen: all money that was ever paid in, before the opening included.
        earmark_fen: of the balance, what approved cases have set aside.
    """

    book_id: int
    sub_id: int
    code: str
    kind: str
    book: str
    estate: str | None
    estate_name: str | None
    principal_fen: int
    earnings_fen: int
    earmark_fen: int
    received_fen: int
    owner: str | None = None
    owner_count: int = 0
    household_kind: str | None = None
    area: int | None = None
    due_fen: int | None = None
    state: State | None = None

    @property
    def balance_fen(self) -> int:
        """Principal and earnings together."""
        return self.principal_fen + self.earnings_fen


class Movement(NamedTuple):
    """A share of a voucher, as the history of its sub-account shows it.

    Attributes:
        balance_fen: of both parts together, after this movement.
        key: the place in the history, newest first.
    """

    book_id: int
    voucher_id: int
    number: str
    dated_on: date
    summary: str
    part: Part
    amount_fen: int
    balance_fen: int

    @property
    def key(self) -> Key:
        """The place in the history, with what the next page must know of it."""
        return (self.voucher_id, int(self.part), self.balance_fen, self.amount_fen)


def read_card(tx: Tx, book_id: int, sub_id: int, *, on: date) -> Card:
    """Read a sub-account as it stands.

    Raises:
        Refused: `sub_account_unknown`.
    """
    refuse_sub(tx, book_id, sub_id)
    sub, book, estate, balance = (
        schema.sub_account,
        schema.book,
        schema.estate,
        schema.sub_balance,
    )
    head = tx.conn.execute(
        select(sub.c.code, sub.c.kind, book.c.code, estate.c.code, estate.c.name)
        .join(book, book.c.book_id == sub.c.book_id)
        .outerjoin(estate, estate.c.estate_id == sub.c.estate_id)
        .where(sub.c.book_id == book_id, sub.c.sub_id == sub_id)
    ).one_or_none()
    if head is None:
        raise Refused(
            "sub_account_unknown",
            _("没有编号为 {sub_account} 的分户账").format(sub_account=sub_id),
            _("请核对房屋编号"),
        )
    held = {
        row.part: row
        for row in tx.conn.execute(
            select(balance).where(balance.c.book_id == book_id, balance.c.sub_id == sub_id)
        )
    }
    principal, earnings = held[Part.PRINCIPAL], held[Part.EARNINGS]
    card = Card(
        book_id,
        sub_id,
        *head,
        principal.amount_fen,
        earnings.amount_fen,
        principal.earmark_fen + earnings.earmark_fen,
        principal.received_fen + earnings.received_fen,
    )
    return _with_household(tx, card, on=on)


def _with_household(tx: Tx, card: Card, *, on: date) -> Card:
    household, book = schema.household, schema.book
    keeper_id = tx.conn.execute(
        select(book.c.custodian_id).where(book.c.book_id == card.book_id)
    ).scalar_one()
    terms = read_terms(tx, keeper_id, on)
    row = tx.conn.execute(
        with_balances(
            select(
                household.c.kind,
                household.c.area,
                household.c.due_fen,
                household.c.deposited_before_fen,
                state_now(terms).label("state"),
            ).select_from(household)
        ).where(household.c.book_id == card.book_id, household.c.sub_id == card.sub_id)
    ).one_or_none()
    if row is None:
        return card
    owner, owner_count = read_owners(tx, card.book_id, card.sub_id, on=on)
    return card._replace(
        received_fen=card.received_fen + row.deposited_before_fen,
        owner=owner,
        owner_count=owner_count,
        household_kind=row.kind,
        area=row.area,
        due_fen=row.due_fen,
        state=State(row.state),
    )


def read_history(tx: Tx, book_id: int, sub_id: int, cut: Cut) -> Page[Movement]:
    """Read a page of the movements of a sub-account, newest first, each with its balance."""
    refuse_sub(tx, book_id, sub_id)
    found = tx.conn.execute(_touched(tx, book_id, sub_id, cut))
    moved = (
        (row, part, amount_fen)
        for row in found
        for part, amount_fen in _parts(row, backward=cut.backward)
        if cut.beside is None or _is_beyond((row.voucher_id, part), cut)
    )
    if cut.backward:
        balance_fen = 0 if cut.beside is None else int(cut.beside[2])
        return page_of(_upward(book_id, moved, balance_fen), cut)
    balance_fen = _balance_before(tx, book_id, sub_id, cut)
    return page_of(_downward(book_id, moved, balance_fen), cut)


def _touched(tx: Tx, book_id: int, sub_id: int, cut: Cut) -> Select[Any]:
    """Walk the vouchers of the sub-account's estate and look up what each did to either part.

    A share lies on a voucher of its sub-account's own estate: the database holds that. There is
    no index by sub-account, which would double the cost of posting. Both parts are joined by
    their whole key, as SQLite would else read all shares of the book.
    """
    share, voucher, book = schema.share, schema.voucher, schema.book
    parts = {part: share.alias(part.name.lower()) for part in Part}
    query = select(
        book.c.code,
        voucher.c.voucher_id,
        voucher.c.period,
        voucher.c.word,
        voucher.c.no,
        voucher.c.dated_on,
        voucher.c.summary,
        *(each.c.amount_fen.label(each.name) for each in parts.values()),
    ).join_from(voucher, book, book.c.book_id == voucher.c.book_id)
    for part, each in parts.items():
        query = query.outerjoin(
            each,
            and_(
                each.c.book_id == voucher.c.book_id,
                each.c.voucher_id == voucher.c.voucher_id,
                each.c.sub_id == sub_id,
                each.c.part == int(part),
            ),
        )
    estate_id, newest = _bounds(tx, book_id, sub_id)
    query = query.where(
        voucher.c.book_id == book_id,
        voucher.c.voucher_id <= newest,
        or_(*(each.c.amount_fen.is_not(None) for each in parts.values())),
    )
    if estate_id is not None:
        query = query.where(voucher.c.estate_id == estate_id)
    if cut.beside is not None:
        edge = int(cut.beside[0])  # its other part may be wanted still
        query = query.where(
            voucher.c.voucher_id >= edge if cut.backward else voucher.c.voucher_id <= edge
        )
    order = in_order((voucher.c.voucher_id,), downward=not cut.backward)
    return query.order_by(*order).limit(cut.size + 2)


def _parts(row: Any, *, backward: bool) -> list[tuple[Part, int]]:
    """Return what a voucher did to each part; of two, the earnings count as the later."""
    moved = [(Part.PRINCIPAL, row.principal), (Part.EARNINGS, row.earnings)]
    moved = [(part, amount_fen) for part, amount_fen in moved if amount_fen is not None]
    return moved if backward else moved[::-1]


def _is_beyond(place: tuple[int, Part], cut: Cut) -> bool:
    assert cut.beside is not None
    edge = (int(cut.beside[0]), int(cut.beside[1]))
    return place > edge if cut.backward else place < edge


def _bounds(tx: Tx, book_id: int, sub_id: int) -> tuple[int | None, int]:
    """Return the estate of a sub-account and the newest voucher that touched it."""
    sub, balance = schema.sub_account, schema.sub_balance
    row = tx.conn.execute(
        select(sub.c.estate_id, func.max(balance.c.voucher_id))
        .join(balance, and_(balance.c.book_id == sub.c.book_id, balance.c.sub_id == sub.c.sub_id))
        .where(sub.c.book_id == book_id, sub.c.sub_id == sub_id)
        .group_by(sub.c.estate_id)
    ).one_or_none()
    return (None, 0) if row is None else (row[0], row[1])


def _balance_before(tx: Tx, book_id: int, sub_id: int, cut: Cut) -> int:
    """Return the balance after the first movement of a page that is read downwards."""
    if cut.beside is not None:
        _voucher, _part, balance_fen, amount_fen = cut.beside
        return int(balance_fen) - int(amount_fen)
    balance = schema.sub_balance
    total = tx.conn.execute(
        select(func.sum(balance.c.amount_fen)).where(
            balance.c.book_id == book_id, balance.c.sub_id == sub_id
        )
    ).scalar_one()
    return int(total or 0)


def _downward(book_id: int, moved: Iterable[_Moved], balance_fen: int) -> Iterator[Movement]:
    for row, part, amount_fen in moved:
        yield _movement(book_id, row, part, amount_fen, balance_fen)
        balance_fen -= amount_fen


def _upward(book_id: int, moved: Iterable[_Moved], balance_fen: int) -> Iterator[Movement]:
    for row, part, amount_fen in moved:
        balance_fen += amount_fen
        yield _movement(book_id, row, part, amount_fen, balance_fen)


def _movement(book_id: int, row: Any, part: Part, amount_fen: int, balance_fen: int) -> Movement:
    return Movement(
        book_id,
        row.voucher_id,
        f"{row.code}:{number_of(row.period, row.word, row.no)}",
        row.dated_on,
        row.summary,
        part,
        amount_fen,
        balance_fen,
    )
