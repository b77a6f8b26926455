"""The one door for money: `post`, `post_many` and `post_split` alone write the journal.

A posting is a straight run of named refusals (`rules`), then the writes; after the last refusal
it must succeed. Lines and shares go in first, the voucher row last: that row is the seal, upon
which the database checks everything again and moves the kept balances.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, literal, select

from ledger.journal import lookups
from ledger.journal.explain import refusal
from ledger.journal.leaf import HEAD_FIELDS, Body, bodies, voucher_leaf
from ledger.journal.movements import Owned, write_movements
from ledger.journal.reading import number_of, read_voucher
from ledger.journal.rules import Fault, first_fault
from ledger.journal.voucher import Draft, Posted, word_of
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import LEAF_VERSION, advance, lock_head
from ledger.store.staging import learn_sizes
from ledger.values.clock import Clock

_SEALED_AT_A_TIME: Final = 100  # vouchers whose text lies in memory together
_VOUCHER_COLUMNS = ("book_id", "voucher_id", "estate_id", "leaf", *HEAD_FIELDS)


class _Numbered(NamedTuple):
    """A draft with its place in the log and its number."""

    place: int
    draft: Draft
    voucher_id: int
    period: int
    word: str
    no: int


def post(tx: Tx, draft: Draft, *, clock: Clock) -> Posted:
    """Put `draft` into the journal, once.

    Raises:
        Refused: with a word of `rules.Fault`; nothing is written.
    """
    return post_many(tx, [draft], clock=clock)[0]


def post_many(tx: Tx, drafts: Sequence[Draft], *, clock: Clock) -> list[Posted]:
    """Put `drafts` into the journal, all of them or none, and return them in the same order.

    The way in for batches: a file of 100,000 deposits is one call. Within a book the vouchers are
    numbered in the order given.
    """
    assert tx.writable
    by_book: dict[int, list[int]] = defaultdict(list)
    for place, draft in enumerate(drafts):
        by_book[draft.book_id].append(place)
    posted: dict[int, Posted] = {}
    # Books in one order, so that two batches never wait for each other.
    for book_id in sorted(by_book):
        own = [(place, drafts[place]) for place in by_book[book_id]]
        posted.update(_post_in_book(tx, book_id, own, clock))
    return [posted[place] for place in range(len(drafts))]


def post_split(
    tx: Tx, drafts: Sequence[Draft], shares: Select[Any], *, clock: Clock
) -> list[Posted]:
    """Put `drafts` of one book into the journal, all or none, with shares that SQL made.

    The way in for what touches every household at once: no share passes through memory. Their
    request keys must be new; whoever calls holds the head of the log.

    Args:
        shares: rows of `place` (of the draft, from 1), `sub_id`, `part`, `line_no` and
            `amount_fen`; each line tells by `staged` how many are its own.
    """
    assert tx.writable
    book = lookups.book_facts(tx, drafts[0].book_id, drafts)
    posted = _post_fresh(tx, book, list(enumerate(drafts)), clock, shares)
    return [posted[place] for place in range(len(drafts))]


def _post_in_book(
    tx: Tx, book_id: int, drafts: Sequence[tuple[int, Draft]], clock: Clock
) -> dict[int, Posted]:
    book = lookups.book_facts(tx, book_id, [draft for _, draft in drafts])
    once, again = _told_apart(drafts)
    posted, fresh = _known_apart(tx, book, once)
    if fresh:
        posted |= _post_fresh(tx, book, fresh, clock)
    for place, first in again.items():
        posted[place] = replace(posted[first], replayed=True)
    return posted


def _post_fresh(
    tx: Tx,
    book: lookups.BookFacts,
    drafts: Sequence[tuple[int, Draft]],
    clock: Clock,
    staged: Select[Any] | None = None,
) -> dict[int, Posted]:
    """Post what was not posted when it was looked for."""
    _judge(tx, book, [draft for _, draft in drafts], clock)
    # After this line only what many rows can show may still refuse; all else must succeed.
    lookups.open_months(tx, book.book_id, sorted({_period(draft) for _, draft in drafts}))
    log_size = lock_head(tx, book.book_id)
    # The same request may have been posted while this one waited for the head of the log.
    posted, fresh = _known_apart(tx, book, drafts)
    if not fresh:
        return posted
    numbered = _number(tx, book, fresh, log_size)
    _write_bodies(tx, numbered)
    if staged is not None:
        _write_staged(tx, staged, book.book_id, numbered[0].voucher_id)
    lookups.refuse_bad_shares(tx, book, [(one.voucher_id, one.draft) for one in numbered])
    _seal(tx, book, numbered, clock)
    write_movements(tx, (Owned(one.draft, voucher_id=one.voucher_id) for one in numbered))
    advance(tx, book.book_id)
    for one in numbered:
        code = f"{book.code}:{number_of(one.period, one.word, one.no)}"
        posted[one.place] = Posted(book.book_id, one.voucher_id, code)
    return posted


def _told_apart(
    drafts: Sequence[tuple[int, Draft]],
) -> tuple[list[tuple[int, Draft]], dict[int, int]]:
    """Return the drafts, each request once, and for each repetition the place of its first."""
    once: dict[str, tuple[int, Draft]] = {}
    again: dict[int, int] = {}
    for place, draft in drafts:
        first_place, first = once.setdefault(draft.request_key, (place, draft))
        if first_place != place:
            _refuse_other_content(draft, first)
            again[place] = first_place
    return list(once.values()), again


def _known_apart(
    tx: Tx, book: lookups.BookFacts, drafts: Sequence[tuple[int, Draft]]
) -> tuple[dict[int, Posted], list[tuple[int, Draft]]]:
    """Return what the same requests made before, and the drafts that are new."""
    keys = [draft.request_key for _, draft in drafts]
    known = lookups.voucher_ids_by_request(tx, book.book_id, keys)
    posted: dict[int, Posted] = {}
    for place, draft in drafts:
        if draft.request_key in known:
            stored = read_voucher(tx, book.book_id, known[draft.request_key])
            assert stored is not None
            _refuse_other_content(draft, stored.draft)
            code = f"{book.code}:{stored.number}"
            posted[place] = Posted(book.book_id, stored.voucher_id, code, replayed=True)
    return posted, [each for each in drafts if each[0] not in posted]


def _period(draft: Draft) -> int:
    return draft.dated_on.year * 100 + draft.dated_on.month


def _refuse_other_content(draft: Draft, known: Draft) -> None:
    """Refuse a request whose key was used for another content, and say where they differ."""
    differing = [
        name
        for name in (
            "kind",
            "dated_on",
            "value_on",
            "summary",
            "estate_id",
            "event",
            "reverses",
            "corrects",
            "case_id",
            "attachment_count",
            "evidence",
        )
        if getattr(draft, name) != getattr(known, name)
    ]
    if _comparable(draft) != _comparable(known):
        differing.append("lines")
    if differing:
        raise refusal(Fault.REQUEST_KEY_REUSED, draft, field="、".join(differing))


def _comparable(draft: Draft) -> list[object]:
    return [
        (
            line.account,
            line.side,
            line.amount_fen,
            line.estate_id,
            line.bank_account_id,
            line.detail,
            sorted(
                (share.sub_id, share.part, share.amount_fen, share.payer_class or 0)
                for share in line.shares
            ),
        )
        for line in draft.lines
    ]


def _judge(tx: Tx, book: lookups.BookFacts, drafts: Iterable[Draft], clock: Clock) -> None:
    """Raise the first fault of the first draft that has one."""
    facts_of = lookups.facts_reader(tx, book, drafts, clock)
    for draft in drafts:
        fault = first_fault(draft, facts_of(draft))
        if fault is not None:
            raise refusal(fault, draft)


def _number(
    tx: Tx, book: lookups.BookFacts, drafts: Sequence[tuple[int, Draft]], log_size: int
) -> list[_Numbered]:
    """Give each draft its place in the log and its number, gapless by book, month and word."""
    last = lookups.last_numbers(tx, book.book_id, {_period(draft) for _, draft in drafts})
    numbered = []
    for offset, (place, draft) in enumerate(drafts, start=1):
        period, word = _period(draft), word_of(draft, book.bank_accounts_of_chart).value
        no = last.get((period, word), 0) + 1
        last[period, word] = no
        numbered.append(_Numbered(place, draft, log_size + offset, period, word, no))
    return numbered


def _write_bodies(tx: Tx, numbered: Sequence[_Numbered]) -> None:
    """Write lines, then shares. Without a seal neither could be committed."""
    insert_rows(
        tx,
        schema.line,
        (
            "book_id",
            "voucher_id",
            "line_no",
            "account",
            "side",
            "amount_fen",
            "estate_id",
            "bank_account_id",
            "detail",
        ),
        (
            (
                one.draft.book_id,
                one.voucher_id,
                line_no,
                line.account,
                line.side.value,
                line.amount_fen,
                line.estate_id,
                line.bank_account_id,
                line.detail,
            )
            for one in numbered
            for line_no, line in enumerate(one.draft.lines, start=1)
        ),
    )
    if any(one.draft.share_count for one in numbered):
        insert_rows(
            tx,
            schema.share,
            (
                "book_id",
                "voucher_id",
                "sub_id",
                "part",
                "line_no",
                "amount_fen",
                "payer_class",
            ),
            (
                (
                    one.draft.book_id,
                    one.voucher_id,
                    share.sub_id,
                    int(share.part),
                    line_no,
                    share.amount_fen,
                    None if share.payer_class is None else int(share.payer_class),
                )
                for one in numbered
                for line_no, line in enumerate(one.draft.lines, start=1)
                for share in line.shares
            ),
        )


def _write_staged(tx: Tx, staged: Select[Any], book_id: int, first: int) -> None:
    """Write shares that a query makes beside the vouchers from `first` on."""
    columns = ("book_id", "voucher_id", "sub_id", "part", "line_no", "amount_fen")
    share = staged.subquery().c
    rows = select(
        literal(book_id),
        share.place + (first - 1),
        share.sub_id,
        share.part,
        share.line_no,
        share.amount_fen,
    ).order_by(share.place, share.sub_id, share.part)
    tx.conn.execute(schema.share.insert().from_select(columns, rows))
    learn_sizes(tx, schema.share)


def _seal(tx: Tx, book: lookups.BookFacts, numbered: Sequence[_Numbered], clock: Clock) -> None:
    """Write the voucher rows: the database checks each and moves the balances."""
    for start in range(0, len(numbered), _SEALED_AT_A_TIME):
        some = numbered[start : start + _SEALED_AT_A_TIME]
        insert_rows(tx, schema.voucher, _VOUCHER_COLUMNS, _voucher_rows(tx, book, some, clock))


def _voucher_rows(
    tx: Tx, book: lookups.BookFacts, numbered: Sequence[_Numbered], clock: Clock
) -> list[tuple[object, ...]]:
    written = dict(bodies(tx, book.book_id, numbered[0].voucher_id, numbered[-1].voucher_id))
    rows = []
    for one in numbered:
        head = _head(one, clock)
        leaf = voucher_leaf(
            head,
            one.voucher_id,
            book.code,
            book.estate_codes.get(one.draft.estate_id),
            written.get(one.voucher_id, Body("", "")),
        )
        rows.append(
            (
                book.book_id,
                one.voucher_id,
                one.draft.estate_id,
                leaf,
                *(head[name] for name in HEAD_FIELDS),
            )
        )
    return rows


def _head(one: _Numbered, clock: Clock) -> dict[str, object]:
    draft = one.draft
    return {
        "period": one.period,
        "word": one.word,
        "no": one.no,
        "kind": draft.kind.value,
        "dated_on": draft.dated_on,
        "value_on": draft.value_on,
        "summary": draft.summary,
        "attachment_count": draft.attachment_count,
        "line_count": len(draft.lines),
        "share_count": draft.share_count,
        "debit_fen": draft.debit_fen,
        "request_key": draft.request_key,
        "event": draft.event,
        "reverses": draft.reverses,
        "corrects": draft.corrects,
        "case_id": draft.case_id,
        "maker": draft.maker,
        "checker": draft.checker,
        "poster": draft.poster,
        "posted_at": clock.at,
        "evidence": draft.evidence,
        "leaf_version": LEAF_VERSION,
    }
