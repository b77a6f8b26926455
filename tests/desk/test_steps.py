"""The steps of a case through the desk, and every refusal that stands against an approval."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.store.vault import FOLDER_VARIABLE
from ledger.values.draw import draw
from ledger.values.errors import LedgerError
from tests.desk.test_voting import drafted, read
from tests.fund.town import CLOCK, House, Town, found
from tests.registry.rules_set import set_rules

FEBRUARY: Final = date(2026, 2, 10)
MARCH: Final = date(2026, 3, 1)
ALL: Final[dict[str, Any]] = {
    "present_area": 20_000,
    "present_heads": 2,
    "agreed_area": 20_000,
    "agreed_heads": 2,
}


def day(number: int) -> date:
    return date(2026, 2, number)


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House("A01-1-1-101"), House("A01-1-1-102")])
    for code in ("A01-1-1-101", "A01-1-1-102"):
        town.deposit(code, 100_000)
    return town


@pytest.fixture
def desk(
    town: Town, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    assert town.keys
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "kept"))
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


@pytest.fixture
def case(desk: Desk) -> str:
    return drafted(desk)


@pytest.fixture
def paper(desk: Desk, case: str, tmp_path: Path) -> int:
    path = tmp_path / "方案.pdf"
    path.write_bytes(b"plan")
    return int(read(desk.papers.attach(case, path=str(path), kind="使用方案"))["paper_no"])


def steps(town: Town) -> int:
    with town.db.read() as tx:
        table = schema.usage_step
        return int(tx.conn.execute(select(func.count()).select_from(table)).scalar_one())


def refused(town: Town, code: str, act: Callable[[], object]) -> str:
    before = (steps(town), town.counts())
    with pytest.raises(LedgerError) as told:
        act()
    assert (told.value.code, (steps(town), town.counts())) == (code, before)
    assert told.value.hint
    return told.value.message


def vote(desk: Desk, case: str, on: date = date(2026, 2, 20)) -> None:
    desk.usage.vote(case, on=on, **ALL)


# ---- the register ----


def test_steps_are_shown_in_their_order_with_what_is_needed(
    desk: Desk, case: str, paper: int
) -> None:
    desk.steps.step(case, "使用方案", on=day(10), paper_no=paper)
    desk.steps.step(case, "publicity", on=day(11), until=day(17), note="一幢大厅")
    vote(desk, case)
    sheet = desk.steps.steps(case)
    told = read(sheet)
    assert told["procedure"] == "before_transfer"
    assert [(row["step"], row["on"], row["until"]) for row in told["rows"]][:3] == [
        ("plan", "2026-02-10", None),
        ("publicity", "2026-02-11", "2026-02-17"),
        ("vote", "2026-02-20", None),
    ]
    assert told["rows"][0]["paper_no"] == paper
    assert "一幢大厅" in "".join(draw(sheet.for_people(), "text"))


def test_a_step_written_again_takes_the_place_of_the_former(
    desk: Desk, town: Town, case: str
) -> None:
    desk.steps.step(case, "plan", on=day(10))
    before = steps(town)
    desk.steps.step(case, "plan", on=day(10))
    desk.steps.step(case, "plan", on=day(12), dry_run=True)
    assert steps(town) == before
    desk.steps.step(case, "plan", on=day(12))
    assert steps(town) == before + 1
    assert read(desk.steps.steps(case))["rows"][0]["on"] == "2026-02-12"


@pytest.mark.parametrize(
    ("step", "words", "code"),
    [
        ("喝茶", {"on": day(10)}, "step_unknown"),
        ("表决", {"on": day(10)}, "step_unknown"),
        ("公示", {"on": day(10)}, "step_until"),
        ("备案", {"on": day(10), "until": day(11)}, "step_until"),
        ("公示", {"on": day(10), "until": day(9)}, "step_until"),
        ("备案", {"on": day(10)}, "step_not_here"),
        ("业委会审核同意", {"on": day(10)}, "step_not_here"),
        ("使用方案", {"on": date(2026, 4, 1)}, "date_in_future"),
        ("公示", {"on": MARCH, "until": date(2026, 4, 1)}, "date_in_future"),
        ("使用方案", {"on": day(10), "paper_no": 9}, "paper_unknown"),
        ("结果公示", {"on": day(10), "until": day(20)}, "usage_state"),
    ],
)
def test_what_is_no_step_here_is_refused(
    desk: Desk, town: Town, case: str, step: str, words: dict[str, Any], code: str
) -> None:
    refused(town, code, lambda: desk.steps.step(case, step, **words))


def test_days_follow_the_order_of_the_steps(desk: Desk, town: Town, case: str) -> None:
    desk.steps.step(case, "plan", on=day(12))
    refused(
        town,
        "usage_dates",
        lambda: desk.steps.step(case, "publicity", on=day(11), until=day(18)),
    )
    desk.steps.step(case, "publicity", on=day(12), until=day(18))
    refused(town, "usage_dates", lambda: desk.steps.step(case, "plan", on=day(13)))
    refused(town, "usage_dates", lambda: vote(desk, case, day(17)))
    vote(desk, case, day(18))
    refused(town, "usage_dates", lambda: desk.steps.step(case, "applied", on=day(17)))
    desk.steps.step(case, "applied", on=day(19))
    said = refused(town, "usage_dates", lambda: desk.usage.approve(case, on=day(18)))
    assert "2026-02-19" in said
    desk.usage.approve(case, on=day(19))


def test_no_step_comes_after_the_approval_but_the_publicity_of_the_result(
    desk: Desk, town: Town, case: str
) -> None:
    vote(desk, case)
    desk.usage.approve(case, on=day(20))
    refused(town, "usage_state", lambda: desk.steps.step(case, "applied", on=day(20)))
    refused(
        town,
        "usage_dates",
        lambda: desk.steps.step(case, "结果公示", on=day(19), until=day(28)),
    )
    desk.steps.step(case, "结果公示", on=day(21), until=day(28))


# ---- publicity by rule ----


def test_a_rule_of_publicity_stands_before_the_vote(desk: Desk, town: Town, case: str) -> None:
    set_rules(town.db, use__publicity_days_before="7")
    refused(town, "publicity_missing", lambda: vote(desk, case))
    short = lambda: desk.steps.step(case, "公示", on=day(10), until=day(15))  # noqa: E731 # tried
    refused(town, "publicity_short", short)
    desk.steps.step(case, "公示", on=day(10), until=day(16))
    refused(town, "usage_dates", lambda: vote(desk, case, day(15)))
    vote(desk, case, day(16))


def test_a_result_hangs_out_as_long_as_the_rule_says(desk: Desk, town: Town, case: str) -> None:
    set_rules(town.db, use__publicity_days_after="5")
    vote(desk, case)
    desk.usage.approve(case, on=day(20))
    refused(
        town,
        "publicity_short",
        lambda: desk.steps.step(case, "结果公示", on=day(21), until=day(24)),
    )
    desk.steps.step(case, "结果公示", on=day(21), until=day(25))


# ---- after the hand-over of the money ----


def test_after_the_hand_over_the_committee_agrees_and_the_bureau_is_told(
    desk: Desk, town: Town
) -> None:
    set_rules(town.db, keeper__kind="owners_meeting")
    case = drafted(desk)
    assert read(desk.steps.steps(case))["procedure"] == "after_transfer"
    desk.steps.step(case, "使用方案", on=day(10))
    vote(desk, case)
    desk.steps.step(case, "申请列支", on=day(21))
    said = refused(town, "step_missing", lambda: desk.usage.approve(case, on=day(25)))
    assert "业委会审核同意" in said
    assert "备案" in said
    assert "使用方案" not in said
    desk.steps.step(case, "业委会审核同意", on=day(22))
    desk.steps.step(case, "备案", on=day(23))
    desk.usage.approve(case, on=day(25))
    urgent = drafted(desk, emergency="停水", title="水泵")
    assert read(desk.steps.steps(urgent))["procedure"] == "emergency_after"


def test_a_rule_may_ask_for_a_paper_with_each_step(
    desk: Desk, town: Town, case: str, paper: int
) -> None:
    set_rules(town.db, use__step_papers="yes")
    refused(town, "step_paper_missing", lambda: desk.steps.step(case, "plan", on=day(10)))
    desk.steps.step(case, "plan", on=day(10), paper_no=paper)


# ---- emergencies ----


def test_an_emergency_is_of_a_kind_and_is_decided_in_days(desk: Desk, town: Town) -> None:
    said = refused(town, "emergency_kind", lambda: drafted(desk, emergency="坑洼", work="道路"))
    assert "道路" in said
    case = drafted(desk, emergency="停水", work="二次供水")
    told = read(desk.steps.steps(case))
    assert (told["procedure"], told["decide_by"]) == ("emergency_before", "2026-02-13")
    desk.steps.step(case, "申请列支", on=day(13))
    assert read(desk.steps.steps(case))["decide_by"] == "2026-02-18"
    assert "没有设定当年的放假安排" in "".join(draw(desk.steps.steps(case), "text"))
    desk.usage.approve(case, on=day(19))
    text = "".join(draw(desk.steps.steps(case).for_people(), "text"))
    assert "核准 2026-02-19 晚于应急审核期限 2026-02-18" in text


def test_holidays_and_working_weekends_count_as_they_were_announced(desk: Desk, town: Town) -> None:
    set_rules(
        town.db,
        calendar__free_days="2026-02-16,2026-02-17,2026-02-18,2026-02-19,2026-02-20,2026-02-23",
        calendar__work_days="2026-02-14,2026-02-28",
    )
    case = drafted(desk, emergency="停水", work="二次供水")
    desk.steps.step(case, "申请列支", on=day(13))  # then Saturday the 14th, Tuesday, Wednesday
    assert read(desk.steps.steps(case))["decide_by"] == "2026-02-25"
    assert "按已设定的放假和调休计算" in "".join(draw(desk.steps.steps(case), "text"))


# ---- what stands against an approval ----


def test_a_case_within_the_warranty_is_not_approved(desk: Desk, town: Town) -> None:
    case = drafted(desk, warranty_until=day(20))
    vote(desk, case)
    refused(town, "in_warranty", lambda: desk.usage.approve(case, on=day(20)))
    desk.usage.approve(case, on=day(21))


def test_what_is_no_common_part_is_not_drafted(desk: Desk, town: Town) -> None:
    refused(town, "not_common_part", lambda: drafted(desk, work="专有部分"))


def test_a_cost_that_became_forbidden_is_not_approved(desk: Desk, town: Town) -> None:
    case = drafted(desk, work="屋面")
    vote(desk, case)
    set_rules(town.db, use__forbidden_kinds="builder_duty,roof")
    refused(town, "forbidden_cost", lambda: desk.usage.approve(case, on=day(21)))


def test_an_approval_does_not_come_before_the_draft_or_the_vote(
    desk: Desk, town: Town, case: str
) -> None:
    refused(town, "vote_missing", lambda: desk.usage.approve(case, on=day(21)))
    vote(desk, case)
    refused(town, "usage_dates", lambda: desk.usage.approve(case, on=day(19)))
    refused(town, "usage_dates", lambda: desk.usage.approve(case, on=day(9)))


def test_a_rule_may_ask_for_an_agreement_to_collect(desk: Desk, town: Town, tmp_path: Path) -> None:
    set_rules(town.db, use__collect_agreement="yes")
    enough = drafted(desk)
    vote(desk, enough)
    desk.usage.approve(enough, on=day(21))
    case = drafted(desk, amount_fen=300_000)
    vote(desk, case)
    said = refused(town, "collect_not_agreed", lambda: desk.usage.approve(case, on=day(21)))
    assert "2 户" in said
    path = tmp_path / "自筹.pdf"
    path.write_bytes(b"agreed")
    desk.papers.attach(case, path=str(path), kind="自筹协议")
    desk.usage.approve(case, on=day(21))
