"""The vote on a campaign by ballots: who has one, what counts, what figures are held against."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from tests.desk import campaigns
from tests.desk.campaigns import CLOCK, OPENING, PLANNED, ROSTER, plan, read
from tests.desk.test_voting import Slips
from tests.offices import Office, open_office

UNSOLD: Final = (
    "A01,1,3,301,未售商品住宅,30.00,120.00,,",
    "A01,1,3,302,未售商品住宅,30.00,120.00,,",
)
ENOUGH: Final = "2026-01-06,A01-2-1-101,1100.00,62220002,R9,续交,"
VOTED: Final = date(2026, 1, 20)
YES: Final = ("A01-1-1-101,同意", "A01-1-1-102,同意", "A01-1-3-301,同意", "A01-1-3-302,同意")


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    """Nobody in the book of sold public homes runs low; the developer has two homes unsold."""
    office = open_office(db, tmp_path)
    office.roster(*ROSTER, *UNSOLD)
    office.deposits(*OPENING, ENOUGH, clock=CLOCK)
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


@pytest.fixture
def code(desk: Desk) -> str:
    return str(plan(desk)["plan"])


@pytest.fixture
def slips(tmp_path: Path) -> Slips:
    return Slips(tmp_path)


def counts(office: Office) -> dict[str, int]:
    votes = (schema.campaign_electorate, schema.campaign_elector, schema.campaign_ballot)
    return campaigns.counts(office) | {
        table.name: int(office.one(select(func.count()).select_from(table))) for table in votes
    }


def refused(office: Office, word: str, act: Any) -> None:
    before = counts(office)
    campaigns.refused(office, word, act)
    assert counts(office) == before


def test_all_owners_of_the_scope_vote_and_the_developer_once(
    office: Office, desk: Desk, code: str
) -> None:
    refused(office, "electorate_missing", lambda: desk.campaign.vote(code, on=VOTED))
    early = date(2026, 1, 9)
    refused(office, "usage_dates", lambda: desk.campaign_voting.electorate(code, on=early))
    before = counts(office)
    desk.campaign_voting.electorate(code, on=PLANNED, dry_run=True)
    assert counts(office) == before
    told = read(desk.campaign_voting.electorate(code, on=PLANNED))
    # 90.50 × 2 + 50 + 60 + 30 × 2; whoever owes nothing votes too
    assert (told["area"], told["heads"], told["plan"]) == (35_100, 5, code)
    assert "A01-2-1-101" in {row["household"] for row in told["rows"]}
    before = counts(office)
    desk.campaign_voting.electorate(code)
    assert counts(office) == before
    refused(office, "electorate_frozen", lambda: desk.campaign_voting.electorate(code, on=VOTED))
    refused(office, "ballot_missing", lambda: desk.campaign.vote(code, on=VOTED))
    signed = read(desk.campaign.opinions(code))
    assert [row["share_fen"] for row in signed["rows"]][-1] == 0
    assert len(signed["rows"]) == 6


def test_ballots_are_counted_by_three_quarters_and_figures_held_against_them(
    office: Office, desk: Desk, code: str, slips: Slips
) -> None:
    desk.campaign_voting.electorate(code, on=PLANNED)
    ballot = desk.campaign_voting.ballot
    refused(
        office,
        "ballot_split",
        lambda: ballot(code, path=slips("A01-1-3-301,同意", "A01-1-3-302,反对"), on=VOTED),
    )
    told = read(ballot(code, path=slips(*YES, "A01-2-1-101,反对"), on=VOTED))
    assert (told["new_count"], [row["heads"] for row in told["rows"]]) == (5, [5, 4, 3, 1])
    # 241.00 of 301.00 ㎡ is more than three quarters, 3 of 4 owners exactly that
    figures: dict[str, Any] = {
        "present_area": 30_100,
        "present_heads": 4,
        "agreed_area": 24_100,
        "agreed_heads": 3,
        "on": VOTED,
    }
    wrong = {**figures, "agreed_heads": 4}
    refused(office, "vote_differs", lambda: desk.campaign.vote(code, **wrong))
    short = ("A01-1-1-102,弃权",)
    ballot(code, path=slips(*short), on=VOTED)
    refused(office, "vote_not_passed", lambda: desk.campaign.vote(code, on=VOTED))
    ballot(code, path=slips("A01-1-1-102,同意"), on=VOTED)
    late = date(2026, 1, 19)
    refused(office, "usage_dates", lambda: desk.campaign.vote(code, on=late))
    passed = read(desk.campaign.vote(code, on=VOTED))
    assert (passed["state"], passed["vote"]["agreed"]) == ("VOTED", [24_100, 3])
    assert passed["vote"]["total"] == [35_100, 5]
    before = counts(office)
    desk.campaign.vote(code, on=VOTED)
    desk.campaign.vote(code, **figures, objected_area=6_000, objected_heads=1)
    assert counts(office) == before
    refused(
        office,
        "campaign_state",
        lambda: ballot(code, path=slips("A01-1-1-102,反对"), on=VOTED),
    )
    assert len(read(desk.campaign_voting.ballots(code))["rows"]) == 7


def test_a_vote_by_objection_counts_the_objections_of_the_ballots(
    office: Office, desk: Desk, code: str, slips: Slips
) -> None:
    desk.campaign_voting.electorate(code, on=PLANNED)
    no = slips("A01-1-1-101,异议", "A01-1-1-102,异议")
    desk.campaign_voting.ballot(code, path=no, on=VOTED)
    silent: dict[str, Any] = {
        "present_area": 18_100,
        "present_heads": 2,
        "agreed_area": 0,
        "agreed_heads": 0,
        "ruleset": "objection_1_3",
        "on": VOTED,
    }
    refused(office, "vote_differs", lambda: desk.campaign.vote(code, **silent))
    refused(
        office,
        "vote_not_passed",
        lambda: desk.campaign.vote(code, ruleset="objection_1_3", on=VOTED),
    )
