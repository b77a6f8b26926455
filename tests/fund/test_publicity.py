"""Publicity before a vote: as many days as the rule of the place says, to the day."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from ledger.fund.using.papers import Paper, attach
from ledger.store.database import Database
from tests.fund.steps import FEBRUARY, drafted, refused, vote
from tests.fund.town import CLOCK, House, Town, found
from tests.registry.rules_set import set_rules

ALL = (10_000, 1)


@pytest.fixture
def town(db: Database) -> Town:
    made = found(db)
    made.settle([House("A01-1-1-101")])
    made.deposit("A01-1-1-101", 30_000)
    return made


def publish(town: Town, case: str, on: date, kind: str = "publicity") -> None:
    digest = hashlib.sha256(f"{kind} {on}".encode()).digest()
    with town.write() as tx:
        attach(tx, case, Paper(0, kind, "公示.jpg", digest, 1, on), who="张三", clock=CLOCK)


def test_where_no_rule_asks_for_it_a_vote_needs_no_publicity(town: Town) -> None:
    vote(town, drafted(town), ALL, ALL)


def test_a_vote_waits_for_the_last_day_of_publicity(town: Town) -> None:
    set_rules(town.db, use__publicity_days_before="7")
    case = drafted(town, on=FEBRUARY - timedelta(days=9))
    refused(town, "publicity_missing", lambda: vote(town, case, ALL, ALL))
    publish(town, case, FEBRUARY - timedelta(days=6))
    publish(town, case, FEBRUARY - timedelta(days=8), kind="plan")
    told = refused(town, "publicity_missing", lambda: vote(town, case, ALL, ALL))
    assert (FEBRUARY - timedelta(days=7)).isoformat() in told
    publish(town, case, FEBRUARY - timedelta(days=7))
    vote(town, case, ALL, ALL)


def test_the_rule_of_the_day_of_the_vote_decides(town: Town) -> None:
    set_rules(town.db, FEBRUARY + timedelta(days=1), use__publicity_days_before="7")
    vote(town, drafted(town), ALL, ALL)
