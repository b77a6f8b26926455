"""Campaigns of refilling the fund (续筹方案): one business case, a row in each book.

The list of who pays what is written once, when the campaign is planned, and never changes; the
database holds that too. What happens to it is a row of its own: decided, stopped, waived.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import count
from typing import Any

from sqlalchemy import func, select

from ledger.fund.refilling.campaign_rules import Aim, Owed, Target, due_days
from ledger.registry.books import Book, list_books
from ledger.registry.estates import Estate, find_estates
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.reach import refuse_estate
from ledger.values.text import shown


class State(StrEnum):
    """How far a campaign is."""

    PLANNED = "PLANNED"
    VOTED = "VOTED"
    BY_RULE = "BY_RULE"
    STOPPED = "STOPPED"
    REPLACED = "REPLACED"


IN_FORCE = frozenset({State.VOTED, State.BY_RULE})
RUNNING = frozenset({State.PLANNED, *IN_FORCE})


@dataclass(frozen=True, slots=True)
class Step:
    """Something that became of a campaign.

    Attributes:
        first_due_on: the last day of the first instalment, where the campaign came into force.
    """

    state: State
    dated_on: date
    first_due_on: date | None = None
    vote: Mapping[str, Any] | None = None
    reason: str | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class OwnBook:
    """What a campaign is in one book."""

    book: Book
    campaign_id: int
    household_count: int
    due_fen: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What a campaign asks for.

    Attributes:
        scope: places as written, none for the whole estate.
        everyone: whether all homes of the scope pay, or those alone whose money ran low.
        times: the number of instalments, 1 for a lump.
        pay_days: how long a notice gives to pay.
    """

    aim: Aim
    scope: tuple[str, ...]
    everyone: bool
    times: int
    every_months: int
    pay_days: int
    planned_on: date
    replaces: str | None = None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign of an estate.

    Attributes:
        books: in order of code.
        steps: what became of it, oldest first.
    """

    code: str
    estate: Estate
    terms: Terms
    books: tuple[OwnBook, ...]
    steps: tuple[Step, ...]
    who: str

    @property
    def state(self) -> State:
        """How far it is."""
        return self.steps[-1].state if self.steps else State.PLANNED

    @property
    def household_count(self) -> int:
        """How many households are on its list."""
        return sum(own.household_count for own in self.books)

    @property
    def due_fen(self) -> int:
        """What all of them are to pay."""
        return sum(own.due_fen for own in self.books)

    @property
    def days(self) -> list[date]:
        """The last days of the instalments; none before it is in force."""
        firsts = [step.first_due_on for step in self.steps if step.first_due_on is not None]
        if not firsts:
            return []
        return due_days(firsts[0], self.terms.times, self.terms.every_months)

    @property
    def ended_on(self) -> date | None:
        """The day on which it was stopped or replaced."""
        ends = [step.dated_on for step in self.steps if step.state not in IN_FORCE]
        return ends[0] if ends else None


def find_campaign(tx: Tx, code: str) -> Campaign:
    """Return the campaign called `code`.

    Raises:
        Refused: `campaign_unknown`, `out_of_reach`.
    """
    found = [each for each in campaigns_of(tx, code.split("-")[1:2]) if each.code == code]
    if not found:
        raise Refused(
            "campaign_unknown",
            _("没有续筹方案 {code}").format(code=shown(code)),
            _("方案编号形如 XC-A01-001，由 wxzj fund replenish plan 给出"),
        )
    estate = found[0].estate
    refuse_estate(tx.reach, estate.estate_id, estate.custodian_id, code)
    return found[0]


def hold_campaign(tx: Tx, code: str) -> Campaign:
    """Return the campaign called `code`, with its books held for this transaction.

    Raises:
        Refused: `campaign_unknown`.
    """
    hold_books(tx, [own.book for own in find_campaign(tx, code).books])
    return find_campaign(tx, code)  # again: whoever held the books before may have taken a step


def hold_books(tx: Tx, books: Iterable[Book]) -> None:
    """Take the heads of books, in the order in which postings take them."""
    for book in sorted(books):
        lock_head(tx, book.book_id)


def campaigns_of(tx: Tx, estate_codes: Sequence[str]) -> list[Campaign]:
    """Return all campaigns of some estates, in the order of their codes."""
    table = schema.campaign
    estates = {each.estate_id: each for each in find_estates(tx, estate_codes).values()}
    keepers = {each.custodian_id for each in estates.values()}
    books = {book.book_id: book for book in list_books(tx, keepers)}
    found: dict[str, Campaign] = {}
    for row in tx.conn.execute(
        select(table)
        .where(table.c.book_id.in_(list(books)), table.c.estate_id.in_(list(estates)))
        .order_by(table.c.code, table.c.book_id)
    ):
        own = OwnBook(books[row.book_id], row.campaign_id, row.household_count, row.due_fen)
        known = found.get(row.code)
        if known is not None:
            found[row.code] = replace(known, books=(*known.books, own))
            continue
        found[row.code] = Campaign(
            code=row.code,
            estate=estates[row.estate_id],
            terms=_terms(row),
            books=(own,),
            steps=_steps(tx, row.book_id, row.campaign_id),
            who=row.who,
        )
    return list(found.values())


def _terms(row: Any) -> Terms:
    return Terms(
        aim=Aim(Target(row.target), row.permille, row.standard_fen, row.total_fen),
        scope=tuple(json.loads(row.scope)),
        everyone=row.chosen == "ALL",
        times=row.times,
        every_months=row.every_months,
        pay_days=row.pay_days,
        planned_on=row.planned_on,
        replaces=row.replaces,
    )


def _steps(tx: Tx, book_id: int, campaign_id: int) -> tuple[Step, ...]:
    table = schema.campaign_step
    return tuple(
        Step(
            State(row.state),
            row.dated_on,
            row.first_due_on,
            None if row.vote is None else json.loads(row.vote),
            row.reason,
            row.who,
        )
        for row in tx.conn.execute(
            select(table)
            .where(table.c.book_id == book_id, table.c.campaign_id == campaign_id)
            .order_by(table.c.step_no)
        )
    )


# ---- writing ----


def add_campaign(
    tx: Tx,
    estate: Estate,
    terms: Terms,
    rows: Sequence[Owed],
    books: Sequence[Book],
    *,
    who: str,
    clock: Clock,
) -> Campaign:
    """Write a new campaign into the books of its households, which must be held."""
    known = {each.code for each in campaigns_of(tx, [estate.code])}
    names = (f"XC-{estate.code}-{no:03d}" for no in count(len(known) + 1))
    code = next(name for name in names if name not in known)
    own_books = []
    for book in sorted(books):
        mine = [row for row in rows if row.house.book_id == book.book_id]
        if mine:
            own_books.append(_add_to_book(tx, code, estate, terms, mine, book, who, clock))
    return Campaign(code, estate, terms, tuple(own_books), (), who)


def _add_to_book(  # what a row of the register is made of
    tx: Tx,
    code: str,
    estate: Estate,
    terms: Terms,
    rows: Sequence[Owed],
    book: Book,
    who: str,
    clock: Clock,
) -> OwnBook:
    table = schema.campaign
    last = tx.conn.execute(
        select(func.max(table.c.campaign_id)).where(table.c.book_id == book.book_id)
    ).scalar_one()
    campaign_id = (last or 0) + 1
    own = OwnBook(book, campaign_id, len(rows), sum(row.due_fen for row in rows))
    _add_list(tx, book, campaign_id, rows)
    tx.conn.execute(
        table.insert().values(
            book_id=book.book_id,
            campaign_id=campaign_id,
            code=code,
            estate_id=estate.estate_id,
            scope=json.dumps(terms.scope, ensure_ascii=False),
            chosen="ALL" if terms.everyone else "LOW",
            target=terms.aim.target.value,
            permille=terms.aim.permille,
            standard_fen=terms.aim.standard_fen,
            total_fen=terms.aim.total_fen,
            times=terms.times,
            every_months=terms.every_months,
            pay_days=terms.pay_days,
            planned_on=terms.planned_on,
            replaces=terms.replaces,
            household_count=own.household_count,
            due_fen=own.due_fen,
            who=who,
            at=clock.at,
        )
    )
    return own


def _add_list(tx: Tx, book: Book, campaign_id: int, rows: Iterable[Owed]) -> None:
    columns = (
        "book_id",
        "campaign_id",
        "sub_id",
        "rule",
        "area",
        "initial_fen",
        "balance_fen",
        "due_fen",
    )
    insert_rows(
        tx,
        schema.campaign_due,
        columns,
        (
            (
                book.book_id,
                campaign_id,
                row.house.sub_id,
                row.rule.value,
                row.house.area,
                row.house.initial_fen,
                row.house.balance_fen,
                row.due_fen,
            )
            for row in rows
        ),
    )


def add_step(tx: Tx, campaign: Campaign, step: Step, *, who: str, clock: Clock) -> Campaign:
    """Write what became of a campaign, whose books are held."""
    for own in campaign.books:
        tx.conn.execute(
            schema.campaign_step.insert().values(
                book_id=own.book.book_id,
                campaign_id=own.campaign_id,
                step_no=len(campaign.steps) + 1,
                state=step.state.value,
                dated_on=step.dated_on,
                first_due_on=step.first_due_on,
                vote=None
                if step.vote is None
                else json.dumps(step.vote, ensure_ascii=False, sort_keys=True),
                reason=step.reason,
                who=who,
                at=clock.at,
            )
        )
    return replace(campaign, steps=(*campaign.steps, replace(step, who=who)))


def refuse_state(campaign: Campaign, allowed: Iterable[State]) -> None:
    """Refuse a step that does not follow upon where the campaign is.

    Raises:
        Refused: `campaign_state`.
    """
    if campaign.state not in allowed:
        raise Refused(
            "campaign_state",
            _("续筹方案 {code} {state}，不能这样处理").format(
                code=campaign.code, state=state_word(campaign.state)
            ),
            _("请运行 wxzj fund replenish status {code} 查看").format(code=campaign.code),
        )


def state_word(state: State) -> str:
    """Return what people call a state."""
    return {
        State.PLANNED: _("已拟定，待表决"),
        State.VOTED: _("表决通过，征收中"),
        State.BY_RULE: _("按规定征收中"),
        State.STOPPED: _("已停止"),
        State.REPLACED: _("已被按规定征收的方案取代"),
    }[state]
