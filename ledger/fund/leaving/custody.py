"""An estate is handed over to another keeper (划转): 部令165号第15条, and back.

What the owners deposited goes: every household's principal and earnings, the common income, and the
estate's part of 3101. The selling unit's money stays, and so does what is owed for lost houses
(2001). One event, `custody:<code>`, with a voucher in both keepers' books for each fund type and
each instalment. Before, the estate gets its part of the earnings that lie undistributed, by
integral (rule `custody.settle_earnings`), so the money counts for interest from that day on in the
new book.

The doors are made in the new book at once but stay closed; with the first voucher they open there
and close here, and the estate's keeper changes (`custody_effect`). Closed months and statements of
the old book never change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from ledger.fund.leaving.custody_effect import follow_custody
from ledger.fund.leaving.custody_facts import read_holding, refuse_running
from ledger.fund.leaving.custody_parts import Holding, part_of_holding
from ledger.fund.leaving.custody_register import EVENT, Custody, Part, custodies, find_custody
from ledger.fund.leaving.custody_vouchers import Pair, bank_named, vouchers
from ledger.fund.using.liquidity import refuse_short
from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_drafts
from ledger.journal.lookups import open_months
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft
from ledger.registry.books import Book, ensure_book, list_books
from ledger.registry.closed import CUSTODY
from ledger.registry.custodians import Custodian, find_custodian
from ledger.registry.custody_doors import copy_doors, moving_subs
from ledger.registry.estates import Estate, find_estate
from ledger.registry.rulebook import text_rule
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name, shown

CONTRACTUAL = "contractual"


@dataclass(frozen=True, slots=True)
class Money:
    """How an instalment moves.

    Attributes:
        on: the day of the money.
        amount_fen: a part; all that is there when left out.
        earnings: what the estate gets of the pooled earnings, by fund type; worked out where it
            is left out.
        bank_accounts: the old keeper's, one for each fund type.
        to_accounts: the new keeper's, likewise.
        book: of one of the old keeper's books only, by its code.
    """

    on: date
    amount_fen: int | None = None
    earnings: Mapping[str, int] = field(default_factory=dict)
    bank_accounts: tuple[str, ...] = ()
    to_accounts: tuple[str, ...] = ()
    book: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """What a person says of a hand-over.

    Attributes:
        to: the new keeper, by code or name.
        notice_on: the day on which the old keeper was told; the money moves within 30 days.
        resolution: of the owners' meeting, by its number or title.
        evidence: the SHA-256 of the resolution's file.
    """

    estate: str
    to: str
    notice_on: date
    resolution: str
    evidence: bytes
    money: Money


class Moved(NamedTuple):
    """What became of an order or an instalment.

    Attributes:
        parts: its vouchers, or the drafts that wait, of both sides.
    """

    custody: Custody
    parts: tuple[Part, ...]
    replayed: bool


def order(tx: Tx, said: Order, *, who: str, clock: Clock) -> Moved:
    """Hand an estate over, once. From the first user on the vouchers wait to be checked.

    Raises:
        Refused: `date_in_future`, `estate_unknown`, `custodian_unknown`, `custody_same`,
            `custody_notice`, `custody_begun`, `case_open`, `custody_drafts`, `custody_uncarried`,
            `custody_deficit`, `custody_earnings_over`, `custody_earnings_missing`,
            `custody_nothing`, `custody_amount`, `custody_door_open`, what bank accounts are
            refused for, or what posting refuses.
        InputError: what `clean_name` raises.
    """
    money = said.money
    refuse_future(money.on, clock)
    resolution = clean_name(said.resolution, _("业主大会决议"))
    estate, to = find_estate(tx, said.estate), find_custodian(tx, said.to)
    known = _ordered_before(tx, estate, to, replace(said, resolution=resolution))
    if known is not None:
        return Moved(known, known.parts, replayed=True)
    _refuse_order(estate, to, said)
    olds = _books_of(tx, estate)
    news = [ensure_book(tx, to.custodian_id, book.fund_type) for book in olds]
    _hold(tx, [*olds, *news], money.on)
    refuse_running(tx, estate, olds)
    event = f"{EVENT}{_next_code(tx, estate)}"
    pairs = [
        Pair(old, new, whole := _whole(tx, old, estate, money), whole)
        for old, new in zip(olds, news, strict=True)
    ]
    pairs = _cut(pairs, money)
    for pair in pairs:
        copy_doors(tx, pair.old, pair.new, estate.estate_id, event, money.on, who=who, clock=clock)
        _write(tx, pair, estate, event, replace(said, resolution=resolution))
    return _move(tx, event, estate, pairs, money, said.evidence, who=who, clock=clock)


def more(tx: Tx, code: str, money: Money, *, who: str, clock: Clock) -> Moved:
    """Hand over what is left of a hand-over, or a part of it, once a day and amount.

    Raises:
        Refused: `custody_unknown`, `custody_waits`, `custody_complete`, or what `order` refuses.
    """
    refuse_future(money.on, clock)
    custody = find_custody(tx, code)
    sides = [side for side in custody.sides if money.book in {None, side.old.code}]
    _hold(tx, [book for side in sides for book in (side.old, side.new)], money.on)
    custody = find_custody(tx, code)
    again = [
        part
        for part in custody.parts
        if part.on == money.on
        and not part.is_red
        and part.book in [side.old for side in sides]
        and money.amount_fen in {None, part.amount_fen}
    ]
    begun = [part for part in custody.parts if not part.is_red]
    if again and (custody.waits or not custody.to_come_fen or money.amount_fen is not None):
        return Moved(custody, tuple(part for part in begun if part.on == money.on), replayed=True)
    if custody.waits or not custody.stands:
        raise Refused(
            "custody_waits",
            _("划转 {code} 还有待过账的单据，或已冲销").format(code=custody.code),
            _("请先审核并一起过账：{codes}").format(codes=" ".join(custody.waits)),
        )
    estate = find_estate(tx, custody.estate)
    since = max(part.on for part in begun)
    pairs = []
    for side in sides:
        whole = _whole(tx, side.old, estate, money, custody.event, since)
        pairs.append(Pair(side.old, side.new, whole, whole))
    if not any(pair.whole.total_fen for pair in pairs):
        raise Refused(
            "custody_complete",
            _("划转 {code} 已全部划完").format(code=custody.code),
            _("请用 wxzj fund custody list 查看"),
        )
    pairs = _cut([pair for pair in pairs if pair.whole.total_fen], money)
    return _move(tx, custody.event, estate, pairs, money, custody.evidence, who=who, clock=clock)


def _ordered_before(tx: Tx, estate: Estate, to: Custodian, said: Order) -> Custody | None:
    """Return the hand-over that says the same, where it stands or waits.

    Raises:
        Refused: `custody_begun`, where another stands in part or waits.
    """
    for each in reversed(custodies(tx, estate.estate_id)):
        if not each.parts:
            continue
        same = (each.resolution, each.on, each.notice_on) == (
            said.resolution,
            said.money.on,
            said.notice_on,
        )
        if same and each.sides[0].new.custodian_id == to.custodian_id:
            return each
        if each.waits or each.to_come_fen:
            raise Refused(
                "custody_begun",
                _("小区 {estate} 的划转 {code} 还没有办完").format(
                    estate=estate.code, code=each.code
                ),
                _("余款用 wxzj fund custody more 划转；待过账的请先审核过账或退回"),
            )
    return None


def _refuse_order(estate: Estate, to: Custodian, said: Order) -> None:
    if estate.custodian_id == to.custodian_id:
        raise Refused(
            "custody_same",
            _("小区 {estate} 已由{custodian}管着").format(
                estate=estate.code, custodian=shown(to.name)
            ),
            _("请核对 --to；代管机构用 wxzj registry custodian add 登记"),
        )
    if said.notice_on > said.money.on:
        raise Refused(
            "custody_notice",
            _("通知日期 {notice} 晚于划转日期 {on}").format(
                notice=said.notice_on, on=said.money.on
            ),
            _("业委会先通知，银行在三十日内划转：请核对日期"),
        )


def _books_of(tx: Tx, estate: Estate) -> list[Book]:
    """Return the books in which the estate has open sub-accounts that move."""
    books = [
        book
        for book in list_books(tx, [estate.custodian_id])
        if tx.conn.execute(moving_subs(book.book_id, estate.estate_id).limit(1)).first()
    ]
    if not books:
        raise Refused(
            "custody_nothing",
            _("小区 {estate} 没有可划转的分户账").format(estate=estate.code),
            _("请用 wxzj registry households 查看"),
        )
    return books


def _hold(tx: Tx, books: Sequence[Book], on: date) -> None:
    """Hold the months, then the heads, as postings do, in one order."""
    for book in sorted(books):
        open_months(tx, book.book_id, [period_of(on)])
        lock_head(tx, book.book_id)


def _next_code(tx: Tx, estate: Estate) -> str:
    known = {each.code for each in custodies(tx, estate.estate_id)}
    no = 1
    while f"HZ-{estate.code}-{no:03d}" in known:
        no += 1
    return f"HZ-{estate.code}-{no:03d}"


def _whole(
    tx: Tx,
    book: Book,
    estate: Estate,
    money: Money,
    event: str | None = None,
    since: date | None = None,
) -> Holding:
    rule = text_rule(tx, book.custodian_id, "custody.settle_earnings", money.on)
    if rule == CONTRACTUAL and book.fund_type not in money.earnings:
        raise Refused(
            "custody_earnings_missing",
            _("按规则划转前要结算到合同应计的收益，金额没有给出"),
            _("请加 --earnings 金额（没有就写 0）"),
        )
    return read_holding(
        tx,
        book,
        estate,
        money.on,
        earnings_fen=money.earnings.get(book.fund_type),
        capped=rule != CONTRACTUAL,
        event=event,
        settled_on=since,
    )


def _cut(pairs: Sequence[Pair], money: Money) -> list[Pair]:
    """Say what moves now: all of it, or the part that was named.

    Raises:
        Refused: `custody_amount`.
    """
    if money.amount_fen is None:
        return list(pairs)
    moving = [pair for pair in pairs if pair.whole.total_fen]
    if len(moving) != 1 or not 0 < money.amount_fen <= moving[0].whole.total_fen:
        raise Refused(
            "custody_amount",
            _("分次划转的金额 {amount} 元不对：两种资金要分开划，且不能超过 {whole} 元").format(
                amount=format_fen(money.amount_fen),
                whole=format_fen(max((pair.whole.total_fen for pair in moving), default=0)),
            ),
            _("请核对金额，或加 --book 只划一个账套"),
        )
    return [
        pair._replace(moving=part_of_holding(pair.whole, money.amount_fen))
        if pair == moving[0]
        else pair
        for pair in pairs
    ]


def _write(tx: Tx, pair: Pair, estate: Estate, event: str, said: Order) -> None:
    """Write the register of one book, and the sub-accounts that close with the first voucher."""
    close, whole = schema.sub_close, pair.whole
    insert_rows(
        tx,
        schema.custody,
        (
            "book_id",
            "event",
            "estate_id",
            "to_book_id",
            "ordered_on",
            "notice_on",
            "resolution",
            "evidence",
            "fund_fen",
            "undistributed_fen",
            "settled_fen",
        ),
        [
            (
                pair.old.book_id,
                event,
                estate.estate_id,
                pair.new.book_id,
                said.money.on,
                said.notice_on,
                said.resolution,
                said.evidence,
                sum(each.amount_fen for each in whole.balances if not each.is_common),
                whole.undistributed_fen
                + sum(each.amount_fen for each in whole.balances if each.is_common),
                whole.settled_fen,
            )
        ],
    )
    ids = tx.conn.execute(moving_subs(pair.old.book_id, estate.estate_id)).scalars().all()
    insert_rows(
        tx,
        close,
        ("book_id", "event", "sub_id", "cause", "closed_on", "reason"),
        (
            (pair.old.book_id, event, sub_id, CUSTODY, said.money.on, said.resolution)
            for sub_id in ids
        ),
    )


def _move(
    tx: Tx,
    event: str,
    estate: Estate,
    pairs: Sequence[Pair],
    money: Money,
    evidence: bytes,
    *,
    who: str,
    clock: Clock,
) -> Moved:
    """Post the vouchers of both sides, or save them to be checked."""
    paying = [pair for pair in pairs if pair.moving.total_fen]
    drafts: list[Draft] = []
    for pair in paying:
        out, come = (
            bank_named(tx, pair.old, money.bank_accounts),
            bank_named(tx, pair.new, money.to_accounts),
        )
        refuse_short(tx, pair.old.book_id, out, pair.moving.total_fen, money.on)
        drafts += vouchers(tx, event, estate, pair, (out, come), money.on, evidence, who)
    code = event.removeprefix(EVENT)
    if has_users(tx) and drafts:
        codes = save_drafts(tx, drafts, clock=clock)
    else:
        codes = [posted.code for posted in post_many(tx, drafts, clock=clock)]
        follow_custody(tx, [event], who=who, clock=clock)
    custody = find_custody(tx, code)
    return Moved(
        custody, tuple(part for part in custody.parts if part.code in codes), replayed=False
    )
