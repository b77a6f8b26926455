"""Votes by ballots through the desk: a frozen electorate, one ballot a home, totals computed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.fund.using.consent import Matter, Verdict
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import BadRows, LedgerError
from ledger.values.sheet import Sheet
from tests.fund.test_tally import V7, parts
from tests.fund.town import CLOCK, House, Town, found

FEBRUARY: Final = date(2026, 2, 10)
MARCH: Final = date(2026, 3, 10)
DOORS: Final = [f"A01-1-1-{n}01" for n in range(1, 7)]
_TITLE: Final = (
    "book_id",
    "sub_id",
    "title_no",
    "owner",
    "id_no",
    "owned_from",
    "share_num",
    "share_den",
    "change_id",
)
WORDS: Final = {"agree": "同意", "against": "反对", "abstain": "弃权", "object": "异议"}


@pytest.fixture
def town(db: Database) -> Town:
    """Six homes: 张三 has two, two people have one together, two are unsold."""
    town = found(db)
    kinds = ["commodity"] * 4 + ["unsold_commodity"] * 2
    town.settle([House(code, kind) for code, kind in zip(DOORS, kinds, strict=True)])
    own(town, [(1, "张三", "x"), (2, "张三", "x"), (3, "李四", "y"), (3, "王五", "z")])
    town.deposit(DOORS[0], 100_000)
    return town


def own(town: Town, titles: list[tuple[int, str, str]], since: date | None = None) -> None:
    with town.write() as tx:
        title = schema.title
        for sub_id, owner, id_no in titles:
            last = tx.conn.execute(
                select(func.coalesce(func.max(title.c.title_no), 0)).where(
                    title.c.book_id == 1, title.c.sub_id == sub_id
                )
            ).scalar_one()
            insert_rows(
                tx,
                title,
                _TITLE,
                [(1, sub_id, last + 1, owner, id_no, since, 1, 1, 1)],
            )


@pytest.fixture
def desk(town: Town, database_url: str) -> Iterator[Desk]:
    assert town.keys
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


@pytest.fixture
def case(desk: Desk) -> str:
    return drafted(desk)


def drafted(desk: Desk, **words: Any) -> str:
    given: dict[str, Any] = {
        "estate": "A01",
        "title": "屋面",
        "amount_fen": 60_000,
        "payee": "甲公司",
        "on": FEBRUARY,
    }
    return str(read(desk.usage.draft(**given | words))["case"])


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


class Slips:
    """Files of ballots."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def __call__(self, *rows: str, head: str = "房屋编号,表决意见") -> str:
        self.count += 1
        path = self.folder / f"ballots{self.count}.csv"
        path.write_text("\n".join((head, *rows, "")), encoding="utf-8")
        return str(path)


@pytest.fixture
def slips(tmp_path: Path) -> Slips:
    return Slips(tmp_path)


def refused(town: Town, code: str, act: Callable[[], object]) -> LedgerError:
    before = counts(town)
    with pytest.raises(LedgerError) as told:
        act()
    assert told.value.code == code
    assert told.value.hint
    assert counts(town) == before
    return told.value


def counts(town: Town) -> dict[str, int]:
    tables = (schema.usage_ballot, schema.usage_elector, schema.usage_electorate)
    with town.db.read() as tx:
        return town.counts() | {
            table.name: tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        }


def test_the_electorate_counts_people_once_and_is_frozen(desk: Desk, town: Town, case: str) -> None:
    told = read(desk.voting.electorate(case, on=FEBRUARY))
    assert (told["area"], told["heads"]) == (60_000, 4)
    before = counts(town)
    assert read(desk.voting.electorate(case, on=FEBRUARY))["heads"] == 4
    assert read(desk.voting.electorate(case))["heads"] == 4
    assert counts(town) == before
    refused(town, "electorate_frozen", lambda: desk.voting.electorate(case, on=MARCH))


def test_a_later_owner_does_not_change_the_frozen_electorate(
    desk: Desk, town: Town, case: str, slips: Slips
) -> None:
    desk.voting.electorate(case, on=FEBRUARY)
    own(town, [(2, "赵六", "w")], since=MARCH)
    told = read(desk.voting.electorate(case))
    assert told["heads"] == 4
    path = slips(*(f"{code},同意" for code in DOORS))
    desk.voting.ballot(case, path=path, on=MARCH)
    assert read(desk.usage.vote(case, on=MARCH))["vote"]["total"] == [60_000, 4]


def test_ballots_are_counted_and_the_vote_needs_no_figures(
    desk: Desk, town: Town, case: str, slips: Slips
) -> None:
    desk.voting.electorate(case, on=FEBRUARY)
    path = slips(
        f"{DOORS[0]},同意,书面,",
        f"{DOORS[1]},同意,书面,",
        f"{DOORS[2]},反对,手机,",
        f"{DOORS[4]},同意,书面,丙",
        f"{DOORS[5]},同意,书面,丙",
        head="房屋编号,表决意见,表决方式,代理人",
    )
    told = read(desk.voting.ballot(case, path=path, on=FEBRUARY))
    assert told["new_count"] == 5
    assert [(row["area"], row["heads"]) for row in told["rows"]] == [
        (60_000, 4),
        (50_000, 3),
        (40_000, 2),
        (10_000, 1),
    ]
    vote = read(desk.usage.vote(case, on=MARCH))["vote"]
    assert (vote["present"], vote["agreed"], vote["ruleset"]) == (
        [50_000, 3],
        [40_000, 2],
        "civil_code_2021",
    )
    before = counts(town)
    assert read(desk.usage.vote(case, on=MARCH))["vote"] == vote
    assert read(desk.voting.ballot(case, path=path, on=FEBRUARY))["same_count"] == 5
    assert counts(town) == before
    desk.usage.approve(case, on=MARCH)
    late = slips(f"{DOORS[3]},反对")
    refused(town, "usage_state", lambda: desk.voting.ballot(case, path=late, on=MARCH))


def test_the_last_ballot_of_a_home_counts_and_the_first_is_kept(
    desk: Desk, town: Town, case: str, slips: Slips
) -> None:
    desk.voting.electorate(case, on=FEBRUARY)
    desk.voting.ballot(case, path=slips(f"{DOORS[2]},反对"), on=FEBRUARY)
    told = read(desk.voting.ballot(case, path=slips(f"{DOORS[2]},同意"), on=FEBRUARY))
    assert (told["new_count"], told["changed_count"]) == (0, 1)
    listed = read(desk.voting.ballots(case))["rows"]
    assert [(row["choice"], row["counts"]) for row in listed] == [
        ("against", False),
        ("agree", True),
    ]
    assert "反对" in "".join(draw(desk.voting.ballots(case).for_people(), "text"))
    before = counts(town)
    dry = read(desk.voting.ballot(case, path=slips(f"{DOORS[2]},弃权"), on=MARCH, dry_run=True))
    assert dry["changed_count"] == 1
    assert counts(town) == before


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (("A01-9-1-101,同意",), "household_unknown"),
        ((f"{DOORS[2]},同意", f"{DOORS[2]},同意"), "ballot_twice"),
        ((f"{DOORS[2]},也许",), "choice_unknown"),
        ((f"{DOORS[0]},同意", f"{DOORS[1]},反对"), "ballot_split"),
        ((f"{DOORS[4]},同意", f"{DOORS[5]},弃权"), "ballot_split"),
    ],
)
def test_bad_ballots_are_refused_whole(
    desk: Desk, town: Town, case: str, slips: Slips, rows: tuple[str, ...], code: str
) -> None:
    desk.voting.electorate(case, on=FEBRUARY)
    path = slips(f"{DOORS[3]},同意", *rows)
    error = refused(town, code, lambda: desk.voting.ballot(case, path=path, on=FEBRUARY))
    if isinstance(error, BadRows):
        assert error.rows[0].row == len(rows) + 2


def test_days_out_of_order_are_refused(desk: Desk, town: Town, case: str, slips: Slips) -> None:
    early = date(2026, 2, 9)
    refused(town, "usage_dates", lambda: desk.voting.electorate(case, on=early))
    late = date(2026, 4, 1)
    refused(town, "date_in_future", lambda: desk.voting.electorate(case, on=late))
    desk.voting.electorate(case, on=FEBRUARY)
    path = slips(*(f"{code},同意" for code in DOORS))
    refused(town, "usage_dates", lambda: desk.voting.ballot(case, path=path, on=early))
    refused(town, "date_in_future", lambda: desk.voting.ballot(case, path=path, on=late))
    desk.voting.ballot(case, path=path, on=MARCH)
    refused(town, "usage_dates", lambda: desk.usage.vote(case, on=FEBRUARY))
    refused(town, "usage_dates", lambda: desk.usage.vote(case, on=early))


def test_a_vote_without_figures_needs_ballots(
    desk: Desk, town: Town, case: str, slips: Slips
) -> None:
    refused(town, "electorate_missing", lambda: desk.usage.vote(case, on=MARCH))
    path = slips(f"{DOORS[2]},同意")
    refused(town, "electorate_missing", lambda: desk.voting.ballot(case, path=path, on=FEBRUARY))
    desk.voting.electorate(case, on=FEBRUARY)
    refused(town, "ballot_missing", lambda: desk.usage.vote(case, on=MARCH))
    refused(town, "vote_figures", lambda: desk.usage.vote(case, present_area=1, on=MARCH))
    desk.voting.ballot(case, path=path, on=FEBRUARY)
    refused(town, "vote_not_passed", lambda: desk.usage.vote(case, on=MARCH))


def test_typed_figures_are_held_against_the_electorate_and_the_ballots(
    desk: Desk, town: Town, case: str, slips: Slips
) -> None:
    desk.voting.electorate(case, on=FEBRUARY)
    all_heads: dict[str, Any] = {
        "present_area": 60_000,
        "present_heads": 6,
        "agreed_area": 60_000,
        "agreed_heads": 6,
    }
    error = refused(
        town, "vote_above_electorate", lambda: desk.usage.vote(case, on=MARCH, **all_heads)
    )
    assert "4" in error.message
    desk.voting.ballot(case, path=slips(*(f"{code},同意" for code in DOORS)), on=MARCH)
    fewer = all_heads | {"present_heads": 4, "agreed_heads": 3}
    refused(town, "vote_differs", lambda: desk.usage.vote(case, on=MARCH, **fewer))
    same = all_heads | {"present_heads": 4, "agreed_heads": 4}
    assert read(desk.usage.vote(case, on=MARCH, **same))["passed"]


def test_only_owners_of_the_scope_vote(desk: Desk, town: Town) -> None:
    town.settle([House("A01-2-1-101")])
    part = drafted(desk, scopes=["2"])
    told = read(desk.voting.electorate(part, on=FEBRUARY))
    assert (told["heads"], [row["household"] for row in told["rows"]]) == (1, ["A01-2-1-101"])


@pytest.mark.parametrize(
    ("present", "agreed", "verdict"),
    [row[1:] for row in V7 if row[0] is Matter.USE],
)
def test_the_table_of_the_handbook_by_ballots(
    desk: Desk,
    town: Town,
    slips: Slips,
    present: tuple[int, int],
    agreed: tuple[int, int],
    verdict: Verdict,
) -> None:
    """V7: 118 people with 10,800.00 m²."""
    homes = parts(present, agreed)
    codes = [f"A02-1-1-{no:03}" for no in range(1, len(homes) + 1)]
    town.settle(
        [House(code, area=area) for code, (area, _choice) in zip(codes, homes, strict=True)],
        "A02",
    )
    case = drafted(desk, estate="A02")
    told = read(desk.voting.electorate(case, on=FEBRUARY))
    assert (told["area"], told["heads"]) == (1_080_000, 118)
    rows = [
        f"{code},{WORDS[choice.value]}"
        for code, (_area, choice) in zip(codes, homes, strict=True)
        if choice
    ]
    desk.voting.ballot(case, path=slips(*rows), on=FEBRUARY)
    if verdict is Verdict.PASSED:
        assert read(desk.usage.vote(case, on=FEBRUARY))["passed"]
    else:
        refused(town, "vote_not_passed", lambda: desk.usage.vote(case, on=FEBRUARY))
