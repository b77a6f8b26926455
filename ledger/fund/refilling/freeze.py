"""The freeze of a fund that runs low (Lishui art. 46): until it is refilled, emergencies only.

Whether there is a freeze at all is the rule `replenish.low_balance_lock`, and whose balance decides
is `replenish.lock_level`. Of a case only what its own scope touches is looked at: the estate, the
buildings or the households concerned, each in its own book.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, select

from ledger.fund.refilling.replenish import read_terms
from ledger.fund.refilling.running_low import Level, is_low
from ledger.fund.using.cases import Case, Path
from ledger.fund.using.scope import Scope, within
from ledger.journal.voucher import Part
from ledger.registry.closed import is_open
from ledger.registry.rulebook import flag_rule, rule_on, text_rule
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown

LOCK = "replenish.low_balance_lock"


class Pot(NamedTuple):
    """A part of a fund whose balance is tested together.

    Attributes:
        name: the estate, building or door.
    """

    name: str
    initial_fen: int
    balance_fen: int


def refuse_frozen(tx: Tx, case: Case, scope: Scope, on: date) -> None:
    """Refuse to approve a case out of a frozen fund, unless it is an emergency.

    Raises:
        Refused: `fund_frozen`.
    """
    keeper_id = case.estate.custodian_id
    if case.path is Path.EMERGENCY or not flag_rule(tx, keeper_id, LOCK, on):
        return
    terms = read_terms(tx, keeper_id, on)
    level = Level(text_rule(tx, keeper_id, "replenish.lock_level", on))
    for pot in _pots(tx, scope, level, principal_only=terms.principal_only):
        if is_low(pot.balance_fen, pot.initial_fen, terms.trigger_permille):
            raise Refused(
                "fund_frozen",
                _(
                    "{name} 的资金余额 {balance} 元，低于首期 {initial} 元的界限，只可应急使用"
                ).format(
                    name=shown(pot.name),
                    balance=format_fen(pot.balance_fen),
                    initial=format_fen(pot.initial_fen),
                ),
                _("依据：{source}；请先续交，见 wxzj fund replenish due").format(
                    source=rule_on(tx, keeper_id, LOCK, on).source
                ),
            )


def _pots(tx: Tx, scope: Scope, level: Level, *, principal_only: bool) -> list[Pot]:
    """Return what is tested: the parts of the estate that the scope touches, in order."""
    household, sub = schema.household, schema.sub_account
    if level is Level.HOUSEHOLD:
        query = _sums(sub.c.code, principal_only=principal_only).where(within(scope))
        return [Pot(row.name, int(row.initial), int(row.balance)) for row in tx.conn.execute(query)]
    touching = (
        select(household.c.book_id, household.c.building)
        .join(sub, and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id))
        .where(within(scope))
        .distinct()
    )
    touched = {(row.book_id, row.building) for row in tx.conn.execute(touching)}
    books = {book_id for book_id, _building in touched}
    of_estate = household.c.estate_id == scope.estate.estate_id
    query = _sums(household.c.building, principal_only=principal_only).where(of_estate)
    pots: dict[tuple[int, str], Pot] = {}
    for row in tx.conn.execute(query):
        if level is Level.BUILDING and (row.book_id, row.name) not in touched:
            continue
        if row.book_id in books:
            code = scope.estate.code
            name = f"{code}-{row.name}" if level is Level.BUILDING else code
            had = pots.get((row.book_id, name), Pot(name, 0, 0))
            initial, balance = (
                had.initial_fen + int(row.initial),
                had.balance_fen + int(row.balance),
            )
            pots[row.book_id, name] = Pot(name, initial, balance)
    return list(pots.values())


def _sums(name: ColumnElement[Any], *, principal_only: bool) -> Select[Any]:
    """Return the question for initial amounts and balances by book and `name`."""
    household, sub, balance = schema.household, schema.sub_account, schema.sub_balance
    parts = (Part.PRINCIPAL,) if principal_only else (Part.PRINCIPAL, Part.EARNINGS)
    held = (
        select(func.sum(balance.c.amount_fen))
        .where(
            balance.c.book_id == household.c.book_id,
            balance.c.sub_id == household.c.sub_id,
            balance.c.part.in_([int(part) for part in parts]),
        )
        .correlate(household)
        .scalar_subquery()
    )
    each = and_(sub.c.book_id == household.c.book_id, sub.c.sub_id == household.c.sub_id)
    return (
        select(
            household.c.book_id,
            name.label("name"),
            func.sum(household.c.due_fen).label("initial"),
            func.sum(held).label("balance"),
        )
        .select_from(household.join(sub, each))
        .where(is_open(household))
        .group_by(household.c.book_id, name)
        .order_by(household.c.book_id, name)
    )
