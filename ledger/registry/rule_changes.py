"""Rules that a custodian sets for itself, and the second person who brings them in force.

While there are no users a rule is in force at once. From the first user on, setting one makes a
proposal, and somebody else confirms it. Rows are only ever added; a later row of the same rule and
first day stands above an earlier one. What comes into force is a leaf in each book's log.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, Select, func, select

from ledger.registry.books import list_books
from ledger.registry.custodians import Custodian
from ledger.registry.rule_entries import PLACE, PLACES
from ledger.registry.rule_values import find_spec, read_value, write_value
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head, record_master_change
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import format_period, period_of
from ledger.values.reach import beyond_reach
from ledger.values.text import clean_name, shown

LEAF_KIND: Final = "rule"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants a rule to be.

    Attributes:
        rule: its key; `place` for the place whose rules are followed.
        text: the canonical text of the value; of a place its code or Chinese name.
        since: the first day.
        source: document and article.
        confidence: T text read, S secondary, M from memory, D derived, R recommendation.
        reason: why, where somebody says so.
    """

    rule: str
    text: str
    since: date
    source: str
    confidence: str = "T"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Set:
    """A rule that was set, or that waits for a second person.

    Attributes:
        set_id: its number, by which it is confirmed.
        value: its canonical text.
        confirmed_by: the second person; None while it waits, or where there were no users.
        in_force: whether it holds from its first day on.
        at: when it came into force, or was proposed while it waits, in UTC.
    """

    set_id: int
    custodian_id: int
    rule: str
    since: date
    value: str
    source: str
    confidence: str
    reason: str | None
    who: str
    confirmed_by: str | None
    in_force: bool
    at: str


def set_rule(tx: Tx, keeper: Custodian, wish: Wish, *, who: str, clock: Clock) -> tuple[Set, bool]:
    """Set a rule, or propose it once there are users; return it, and whether it is new.

    The same again changes nothing, as long as nothing else was set for that day meanwhile.

    Raises:
        Refused: `rule_unknown`, `place_unknown`, `rule_value`, `month_closed`, `out_of_reach`.
        InputError: what `clean_name` raises.
    """
    value = _read_wish(wish)
    _refuse_beyond(tx, keeper.custodian_id)
    _hold(tx, keeper.custodian_id)
    newest = _newest(tx, keeper.custodian_id, wish.rule, wish.since)
    source = clean_name(wish.source, _("依据条款"))
    reason = None if wish.reason is None else clean_name(wish.reason, _("原因"))
    if newest is not None and (newest.value, newest.source, newest.confidence) == (
        value,
        source,
        wish.confidence,
    ):
        return newest, False
    _refuse_closed(tx, keeper.custodian_id, wish.since)
    alone = not has_users(tx)
    last = tx.conn.execute(select(func.max(schema.rule_value.c.set_id))).scalar_one()
    made = Set(
        set_id=(last or 0) + 1,
        custodian_id=keeper.custodian_id,
        rule=wish.rule,
        since=wish.since,
        value=value,
        source=source,
        confidence=wish.confidence,
        reason=reason,
        who=who,
        confirmed_by=None,
        in_force=alone,
        at=clock.at,
    )
    tx.conn.execute(
        schema.rule_value.insert().values(
            set_id=made.set_id,
            custodian_id=made.custodian_id,
            rule=made.rule,
            valid_from=made.since,
            value=made.value,
            source=made.source,
            confidence=made.confidence,
            reason=made.reason,
            who=who,
            at=clock.at,
            single=int(alone),
        )
    )
    if alone:
        _record(tx, made, who=who, clock=clock)
    return made, True


def confirm_rule(tx: Tx, set_id: int, *, who: str, clock: Clock) -> tuple[Set, bool]:
    """Bring a proposal in force; return it, and whether that is new.

    Raises:
        Refused: `rule_proposal_unknown`, `confirmer_is_proposer`, `rule_overtaken`,
            `month_closed`, `out_of_reach`.
    """
    found = _find(tx, set_id)
    _refuse_beyond(tx, found.custodian_id)
    _hold(tx, found.custodian_id)
    found = _find(tx, set_id)  # again: whoever held the books before may have confirmed it
    if found.in_force:
        return found, False
    if found.who == who:
        raise Refused(
            "confirmer_is_proposer",
            _("规则变更 {no} 由 {who} 提出，不能自己确认").format(no=set_id, who=shown(who)),
            _("请由另一人确认"),
        )
    newest = _newest(tx, found.custodian_id, found.rule, found.since)
    if newest is not None and newest.set_id != set_id:
        raise Refused(
            "rule_overtaken",
            _("规则变更 {no} 之后又提出了同一规则同一日期的变更 {newer}").format(
                no=set_id, newer=newest.set_id
            ),
            _("请确认后一个，或重新提出"),
        )
    _refuse_closed(tx, found.custodian_id, found.since)
    tx.conn.execute(schema.rule_confirm.insert().values(set_id=set_id, who=who, at=clock.at))
    confirmed = _find(tx, set_id)
    _record(tx, confirmed, who=who, clock=clock)
    return confirmed, True


def waiting_rules(tx: Tx, custodian_id: int) -> list[Set]:
    """Return the proposals of a custodian that still may be confirmed, oldest first."""
    rows = read_sets(tx, custodian_id)
    newest = {(each.rule, each.since): each.set_id for each in rows}
    return [
        each for each in rows if not each.in_force and newest[each.rule, each.since] == each.set_id
    ]


def _read_wish(wish: Wish) -> str:
    """Return the canonical text of what is wished."""
    spec = find_spec(wish.rule)
    if wish.rule != PLACE:
        return write_value(read_value(spec, wish.text))
    return read_place(wish.text)


def read_place(word: str) -> str:
    """Return the place that is called by its code or its Chinese name.

    Raises:
        Refused: `place_unknown`.
    """
    by_name = {zh: code for code, (zh, _en) in find_spec(PLACE).values.items()}
    place = by_name.get(word, word)
    if place not in PLACES:
        raise Refused(
            "place_unknown",
            _("没有“{place}”的规则").format(place=shown(word)),
            _("可以是：{places}").format(places="、".join(PLACES)),
        )
    return place


def _refuse_beyond(tx: Tx, custodian_id: int) -> None:
    """Refuse whoever does not reach all that the custodian keeps.

    Raises:
        Refused: `out_of_reach`.
    """
    if not tx.reach.holds_custodian(custodian_id):
        raise beyond_reach(_("代管机构的规则"))


def _hold(tx: Tx, custodian_id: int) -> None:
    """Keep others out who would set a rule, close a month or post in the custodian's books."""
    custodian = schema.custodian
    tx.conn.execute(
        select(custodian.c.custodian_id)
        .order_by(custodian.c.custodian_id)
        .limit(1)
        .with_for_update(key_share=True)
    ).all()
    for book in sorted(list_books(tx, [custodian_id])):
        lock_head(tx, book.book_id)


def _refuse_closed(tx: Tx, custodian_id: int, since: date) -> None:
    """Refuse what would change a month that was closed by the rules of its day."""
    month = schema.month
    books = {book.book_id: book.code for book in list_books(tx, [custodian_id])}
    closed = tx.conn.execute(
        select(month.c.book_id, month.c.period)
        .where(
            month.c.book_id.in_(books),
            month.c.state != "OPEN",
            month.c.period >= period_of(since),
        )
        .order_by(month.c.period.desc(), month.c.book_id)
        .limit(1)
    ).one_or_none()
    if closed is not None:
        raise Refused(
            "month_closed",
            _("规则自 {since} 起变更，而账套 {book} 的 {period} 已结账").format(
                since=since, book=books[closed.book_id], period=format_period(closed.period)
            ),
            _("请从未结账的月份起变更"),
        )


def _record(tx: Tx, made: Set, *, who: str, clock: Clock) -> None:
    """Enter what comes into force in the log of each of the custodian's books."""
    for book in sorted(list_books(tx, [made.custodian_id])):
        record_master_change(
            tx,
            book.book_id,
            kind=LEAF_KIND,
            summary=f"{made.rule} {made.value} {made.since.isoformat()}",
            row_count=1,
            content=set_content(made),
            who=who,
            clock=clock,
        )


def set_content(made: Set) -> bytes:
    """Return the digest of a rule that was set, as the log keeps it."""
    words = (made.set_id, made.rule, made.since, made.value, made.source, made.confidence)
    return hashlib.sha256(netstring(*words, made.reason, made.who).encode()).digest()


# ---- reading ----


def read_sets(tx: Tx, custodian_id: int | None = None) -> list[Set]:
    """Return all that was set or proposed, oldest first, of one custodian where it is given."""
    return [_set(row) for row in tx.conn.execute(_sets(custodian_id))]


def _sets(custodian_id: int | None = None) -> Select[Any]:
    value, confirm = schema.rule_value, schema.rule_confirm
    query = (
        select(value, confirm.c.who.label("confirmed_by"), confirm.c.at.label("confirmed_at"))
        .outerjoin(confirm, confirm.c.set_id == value.c.set_id)
        .order_by(value.c.set_id)
    )
    return query if custodian_id is None else query.where(value.c.custodian_id == custodian_id)


def _set(row: Row[Any]) -> Set:
    return Set(
        set_id=row.set_id,
        custodian_id=row.custodian_id,
        rule=row.rule,
        since=row.valid_from,
        value=row.value,
        source=row.source,
        confidence=row.confidence,
        reason=row.reason,
        who=row.who,
        confirmed_by=row.confirmed_by,
        in_force=bool(row.single) or row.confirmed_by is not None,
        at=row.confirmed_at or row.at,
    )


def _newest(tx: Tx, custodian_id: int, rule: str, since: date) -> Set | None:
    value = schema.rule_value
    rows = tx.conn.execute(
        _sets(custodian_id).where(value.c.rule == rule, value.c.valid_from == since)
    ).all()
    return _set(rows[-1]) if rows else None


def _find(tx: Tx, set_id: int) -> Set:
    row = tx.conn.execute(_sets().where(schema.rule_value.c.set_id == set_id)).one_or_none()
    if row is None:
        raise Refused(
            "rule_proposal_unknown",
            _("没有规则变更 {no}").format(no=set_id),
            _("请运行 wxzj registry rules show 查看待确认的变更"),
        )
    return _set(row)
