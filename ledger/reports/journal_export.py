"""What an export of a book tells: its vouchers, month by month, read in streams.

A line that has shares is told share by share, every other line as it is, so that each sub-account
stands under the account that moved it. With an estate only its own lines are told, and opposite
them its claim on the pooled money. Memory stays flat whatever the size of the book.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, and_, exists, select

from ledger.journal.reading import number_of
from ledger.journal.voucher import Side
from ledger.registry.books import kind_notes
from ledger.reports.journal_names import CLAIM, Names, account_name, component
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.streams import Stream

_VOUCHERS_AT_A_TIME: Final = 200
_SHARES_AT_A_TIME: Final = 20_000
_ALWAYS: Final = 999_999  # later than any month
_SIDES: Final = {Side.DEBIT: "借", Side.CREDIT: "贷"}


class Posting(NamedTuple):
    """One movement of one account, debit positive.

    Attributes:
        red: the side of the line where it was written in red letters, else empty.
    """

    account: str
    fen: int
    red: str


class Entry(NamedTuple):
    """A voucher as other programs see it; its postings are read once."""

    dated_on: date
    number: str
    summary: str
    facts: Sequence[tuple[str, str]]
    postings: Iterable[Posting]


@dataclass(frozen=True, slots=True)
class Extract:
    """What is exported: a book, or an estate's part of it, up to the end of a month.

    Attributes:
        title: for people, at the head of the file.
        name: of the file, without its ending.
        assets: the accounts of assets; they are pooled, so an estate has none of its own.
    """

    book_id: int
    book: str
    title: str
    name: str
    names: Names
    assets: frozenset[str]
    until: int = _ALWAYS
    estate_id: int | None = None

    def own_lines(self) -> ColumnElement[bool]:
        """Return the condition on a line to be told."""
        line = schema.line
        own = line.c.book_id == self.book_id
        if self.estate_id is None:
            return own
        return and_(own, line.c.estate_id == self.estate_id, line.c.account.not_in(self.assets))

    def own_vouchers(self) -> ColumnElement[bool]:
        """Return the condition on a voucher to be told, wherever its lines stand."""
        voucher = schema.voucher
        return and_(voucher.c.book_id == self.book_id, voucher.c.period <= self.until)


def read_extract(
    tx: Tx, book_code: str, *, estate: tuple[int, str] | None = None, until: int | None = None
) -> Extract:
    """Read what must be known beforehand of an export of a book that exists.

    Args:
        estate: the id and code of the estate whose part is wanted.
        until: the last month to be told.
    """
    book, account, custodian = schema.book, schema.account, schema.custodian
    row = tx.conn.execute(
        select(book.c.book_id, book.c.chart, book.c.kind, custodian.c.name)
        .join(custodian, custodian.c.custodian_id == book.c.custodian_id)
        .where(book.c.code == book_code)
    ).one()
    accounts = tx.conn.execute(
        select(account.c.account, account.c.name, account.c["class"])
        .where(account.c.chart == row.chart)
        .order_by(account.c.names_bank.desc(), account.c.account)
    ).all()
    names = {code: account_name(of_class, code, name) for code, name, of_class in accounts}
    assets = [code for code, _name, of_class in accounts if of_class == "ASSET"]
    bank, place = schema.bank_account, schema.estate
    claim, name, title = "", book_code, f"{book_code} {row.name}"
    if kind_notes(row.kind):
        title = " ".join([title, *kind_notes(row.kind)])
    if estate is not None:
        claim = f"{names[assets[0]]}:{component(estate[1])}-{CLAIM}"
        name, title = f"{book_code}-{component(estate[1])}", f"{title} {estate[1]}"
    return Extract(
        book_id=row.book_id,
        book=book_code,
        title=title,
        name=name,
        names=Names(
            names,
            dict(tx.conn.execute(select(place.c.estate_id, place.c.code)).all()),
            dict(tx.conn.execute(select(bank.c.bank_account_id, bank.c.number)).all()),
            claim,
        ),
        assets=frozenset(assets),
        until=_ALWAYS if until is None else until,
        estate_id=None if estate is None else estate[0],
    )


def told_vouchers(extract: Extract, *columns: ColumnElement[Any]) -> Select[Any]:
    """Return a query on the vouchers to be told."""
    query = select(*columns).where(extract.own_vouchers())
    if extract.estate_id is None:
        return query
    line = schema.line
    has_own = and_(extract.own_lines(), line.c.voucher_id == schema.voucher.c.voucher_id)
    return query.where(exists().where(has_own))


def told_periods(tx: Tx, extract: Extract) -> list[int]:
    """Return the months that have a voucher to be told, in order."""
    period = schema.voucher.c.period
    return list(
        tx.conn.execute(told_vouchers(extract, period).distinct().order_by(period)).scalars()
    )


def entries(tx: Tx, extract: Extract, period: int) -> Iterator[Entry]:
    """Walk the vouchers of a month by date, those of one day in the order of their posting."""
    voucher = schema.voucher
    counts = tx.conn.execute(
        told_vouchers(extract, voucher.c.voucher_id, voucher.c.share_count)
        .where(voucher.c.period == period)
        .order_by(voucher.c.dated_on, voucher.c.voucher_id)
    ).all()
    for ids, share_count in _chunks(counts):
        heads = {row.voucher_id: row for row in tx.conn.execute(_heads(extract, ids))}
        lines = _lines(tx, extract, ids)
        if share_count > _SHARES_AT_A_TIME:
            only = ids[0]
            yield _entry(extract, heads[only], _streamed(tx, extract, only, lines[only]))
            continue
        shares: dict[tuple[int, int], list[Any]] = defaultdict(list)
        for row in tx.conn.execute(_shares(extract, ids)):
            shares[row.voucher_id, row.line_no].append(row)
        for voucher_id in ids:
            postings = _postings(extract, lines[voucher_id], shares)
            yield _entry(extract, heads[voucher_id], postings)


def _chunks(counts: Iterable[Row[int, int]]) -> Iterator[tuple[list[int], int]]:
    """Part vouchers so that the shares of a part fit in memory; a larger one stands alone.

    Yields the ids of the part, and how many shares they have.
    """
    waiting: list[int] = []
    weight = 0
    for voucher_id, share_count in counts:
        full = len(waiting) == _VOUCHERS_AT_A_TIME or weight + share_count > _SHARES_AT_A_TIME
        if waiting and full:
            yield waiting, weight
            waiting, weight = [], 0
        waiting.append(voucher_id)
        weight += share_count
    if waiting:
        yield waiting, weight


def _heads(extract: Extract, ids: Sequence[int]) -> Select[Any]:
    voucher = schema.voucher
    undone, mended = voucher.alias("undone"), voucher.alias("mended")
    return (
        select(
            voucher.c.voucher_id,
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            voucher.c.kind,
            voucher.c.dated_on,
            voucher.c.value_on,
            voucher.c.summary,
            voucher.c.event,
            voucher.c.maker,
            voucher.c.checker,
            voucher.c.poster,
            undone.c.period.label("undone_period"),
            undone.c.word.label("undone_word"),
            undone.c.no.label("undone_no"),
            mended.c.period.label("mended_period"),
            mended.c.word.label("mended_word"),
            mended.c.no.label("mended_no"),
        )
        .outerjoin(
            undone,
            and_(undone.c.book_id == extract.book_id, undone.c.voucher_id == voucher.c.reverses),
        )
        .outerjoin(
            mended,
            and_(mended.c.book_id == extract.book_id, mended.c.voucher_id == voucher.c.corrects),
        )
        .where(voucher.c.book_id == extract.book_id, voucher.c.voucher_id.in_(ids))
    )


def _lines(tx: Tx, extract: Extract, ids: Sequence[int]) -> dict[int, list[Any]]:
    line = schema.line
    lines: dict[int, list[Any]] = defaultdict(list)
    for row in tx.conn.execute(
        select(
            line.c.voucher_id,
            line.c.line_no,
            line.c.account,
            line.c.side,
            line.c.amount_fen,
            line.c.estate_id,
            line.c.bank_account_id,
        )
        .where(extract.own_lines(), line.c.voucher_id.in_(ids))
        .order_by(line.c.voucher_id, line.c.line_no)
    ):
        lines[row.voucher_id].append(row)
    return lines


def _shares(extract: Extract, ids: Sequence[int]) -> Select[Any]:
    share, sub = schema.share, schema.sub_account
    return (
        select(share.c.voucher_id, share.c.line_no, sub.c.code, share.c.part, share.c.amount_fen)
        .join(sub, and_(sub.c.book_id == extract.book_id, sub.c.sub_id == share.c.sub_id))
        .where(share.c.book_id == extract.book_id, share.c.voucher_id.in_(ids))
        .order_by(share.c.voucher_id, share.c.sub_id, share.c.part)
    )


def _entry(extract: Extract, head: Any, postings: Iterable[Posting]) -> Entry:
    number = _full_number(extract.book, head.period, head.word, head.no)
    facts = [("number", number), ("kind", head.kind)]
    if head.value_on != head.dated_on:
        facts.append(("value-on", head.value_on.isoformat()))
    facts.append(("maker", head.maker))
    facts += [
        (key, text)
        for key, text in (
            ("checker", head.checker),
            ("poster", head.poster),
            ("event", head.event),
            (
                "reverses",
                _full_number(extract.book, head.undone_period, head.undone_word, head.undone_no),
            ),
            (
                "corrects",
                _full_number(extract.book, head.mended_period, head.mended_word, head.mended_no),
            ),
        )
        if text
    ]
    return Entry(head.dated_on, number, head.summary, facts, _claimed(extract, postings))


def _full_number(book: str, period: int | None, word: str, no: int) -> str:
    return "" if period is None else f"{book}:{number_of(period, word, no)}"


def _postings(
    extract: Extract,
    lines: Iterable[Any],
    shares: dict[tuple[int, int], list[Any]],
) -> Iterator[Posting]:
    for line in lines:
        own = shares.get((line.voucher_id, line.line_no))
        if own is None:
            yield _of_line(extract, line)
        else:
            for share in own:
                yield _of_share(extract, line, share)


def _streamed(tx: Tx, extract: Extract, voucher_id: int, lines: Iterable[Any]) -> Iterator[Posting]:
    """Walk the postings of a voucher of any size: shares by sub-account, then other lines."""
    by_no = {line.line_no: line for line in lines}
    split: set[int] = set()
    with Stream(tx, _shares(extract, [voucher_id])) as shares:
        for share in shares:
            line = by_no.get(share.line_no)
            if line is not None:
                split.add(share.line_no)
                yield _of_share(extract, line, share)
    for line_no, line in by_no.items():
        if line_no not in split:
            yield _of_line(extract, line)


def _of_line(extract: Extract, line: Any) -> Posting:
    name = extract.names.of_line(line.account, line.estate_id, line.bank_account_id)
    fen = line.amount_fen if line.side == Side.DEBIT else -line.amount_fen
    return Posting(name, fen, _red(line))


def _of_share(extract: Extract, line: Any, share: Any) -> Posting:
    # A sub-account gains what is credited: a share's sign is the opposite of a posting's.
    name = extract.names.of_share(line.account, share.code, share.part)
    return Posting(name, -share.amount_fen, _red(line))


def _red(line: Any) -> str:
    return _SIDES[Side(line.side)] if line.amount_fen < 0 else ""


def _claimed(extract: Extract, postings: Iterable[Posting]) -> Iterator[Posting]:
    """Add to an estate's own postings its claim on the pooled money, which balances them."""
    own_fen = 0
    for posting in postings:
        own_fen += posting.fen
        yield posting
    if own_fen and extract.names.claim:
        yield Posting(extract.names.claim, -own_fen, "")
