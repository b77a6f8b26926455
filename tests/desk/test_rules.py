"""Rules at the desk: shown with their reason, set, proposed, confirmed, refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.registry.rule_values import specs
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.worlds import CLOCK, build_world

Named = Callable[[str | None], Desk]
MARCH = date(2026, 3, 1)
SET: dict[str, Any] = {"since": MARCH, "source": "业主大会决议 2026-3"}
KEY = "use.emergency_days"


@pytest.fixture
def named(db: Database, database_url: str) -> Iterator[Named]:
    """Lend a way to stand at the desk under a name. January is closed."""
    with db.write() as tx:
        build_world(tx)
    opened: list[Desk] = []

    def stand(user: str | None) -> Desk:
        opened.append(open_desk(database_url, user, clock=CLOCK))
        return opened[-1]

    yield stand
    for desk in opened:
        desk.close()


@pytest.fixture
def two(named: Named) -> Named:
    """Add 甲 and 乙."""
    named(None).user.add("甲")
    named("甲").user.add("乙")
    return named


def shown(desk: Desk, key: str = KEY, **more: Any) -> dict[str, object]:
    sheet = desk.rules.show(rule=key, **more)
    (row,) = sheet.rows
    return dict(zip([column.key for column in sheet.columns], row, strict=True))


def written(desk: Desk) -> tuple[int, ...]:
    with desk.counter.look() as tx:
        return tuple(
            tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (schema.rule_value, schema.rule_confirm, schema.master_change)
        )


def leaves(desk: Desk) -> list[tuple[int, str, str]]:
    change = schema.master_change
    with desk.counter.look() as tx:
        rows = tx.conn.execute(
            select(change.c.book_id, change.c.summary, change.c.who)
            .where(change.c.kind == "rule")
            .order_by(change.c.book_id, change.c.change_id)
        )
        return [(row.book_id, row.summary, row.who) for row in rows]


def refusal(act: Callable[[], Sheet], desk: Desk) -> str:
    """Return the word of a refusal that wrote nothing."""
    before = written(desk)
    with pytest.raises(Refused) as refused:
        act()
    assert written(desk) == before
    return refused.value.code


def test_all_rules_are_shown_with_article_and_confidence(named: Named) -> None:
    desk = named(None)
    assert len(list(desk.rules.show().rows)) == len(specs())
    row = shown(desk, "replenish.trigger_permille")
    assert row["value"] == 300
    assert row["from"] == date(2008, 2, 1)
    assert row["until"] is None
    assert "第十七条" in str(row["source"])
    assert (row["confidence"], row["place"]) == ("T", "national")


def test_people_see_words_and_scripts_see_values(named: Named) -> None:
    desk = named(None)
    paper = desk.rules.show(rule="replenish.trigger_permille").for_people()
    (row,) = paper.rows
    assert row[2] == "30 %"
    assert row[-1] == "全国"
    assert shown(desk, "deposit.standard")["value"] == {}


def test_alone_a_rule_is_in_force_at_once_and_a_leaf_of_each_book(named: Named) -> None:
    desk = named(None)
    found = list(desk.book.verify().rows)
    told = desk.rules.set(KEY, "2", **SET).fields
    assert (told["in_force"], told["changed"]) == (True, True)
    assert shown(desk, on=date(2026, 2, 28))["value"] == 3
    assert shown(desk, on=date(2026, 2, 28))["until"] == date(2026, 2, 28)
    row = shown(desk, on=MARCH)
    assert (row["value"], row["place"], row["source"]) == (2, "custodian", SET["source"])
    said = f"{KEY} 2 2026-03-01"
    assert leaves(desk) == [(1, said, "单人"), (2, said, "单人")]
    assert list(desk.book.verify().rows) == found


def test_another_custodian_keeps_its_own_rules(named: Named) -> None:
    desk = named(None)
    desk.rules.set(KEY, "2", **SET)
    assert shown(desk, on=MARCH, custodian="F2")["value"] == 3


def test_the_same_again_changes_nothing(named: Named) -> None:
    desk = named(None)
    desk.rules.set(KEY, "2", **SET)
    before = written(desk)
    assert desk.rules.set(KEY, "2", **SET).fields["changed"] is False
    assert written(desk) == before


def test_a_later_word_for_the_same_day_holds(named: Named) -> None:
    desk = named(None)
    for days in ("2", "5", "2"):
        assert desk.rules.set(KEY, days, **SET).fields["changed"]
        assert shown(desk, on=MARCH)["value"] == int(days)


def test_a_dry_run_changes_nothing(named: Named) -> None:
    desk = named(None)
    before = written(desk)
    sheet = desk.rules.set(KEY, "2", **SET, dry_run=True)
    assert sheet.fields["changed"]
    assert written(desk) == before
    assert shown(desk, on=MARCH)["value"] == 3


def test_a_place_brings_its_rules_by_code_or_name(named: Named) -> None:
    desk = named(None)
    desk.rules.set("place", "丽水", since=MARCH, source="所在地")
    row = shown(desk, "replenish.low_balance_lock", on=MARCH)
    assert (row["value"], row["place"]) == (True, "lishui")
    assert shown(desk, "replenish.low_balance_lock", on=date(2026, 2, 28))["value"] is False


def test_what_a_place_says_is_shown_whatever_was_set(named: Named) -> None:
    desk = named(None)
    desk.rules.set("replenish.low_balance_lock", "no", **SET)
    row = shown(desk, "replenish.low_balance_lock", on=MARCH, place="丽水")
    assert (row["value"], row["place"], row["from"]) == (True, "lishui", date(2019, 7, 1))
    assert shown(desk, KEY, on=MARCH, place="lishui")["place"] == "national"
    with pytest.raises(Refused, match="place_unknown"):
        desk.rules.show(place="atlantis")


@pytest.mark.parametrize(
    ("rule", "value", "word"),
    [
        ("use.sauna", "2", "rule_unknown"),
        (KEY, "61", "rule_value"),
        (KEY, "two", "rule_value"),
        (KEY, "none", "rule_value"),
        ("place", "atlantis", "place_unknown"),
    ],
)
def test_what_is_no_rule_or_no_value_is_refused(
    named: Named, rule: str, value: str, word: str
) -> None:
    desk = named(None)
    assert refusal(lambda: desk.rules.set(rule, value, **SET), desk) == word


def test_a_closed_month_keeps_its_rules(named: Named) -> None:
    desk = named(None)
    since = {**SET, "since": date(2026, 1, 31)}
    assert refusal(lambda: desk.rules.set(KEY, "2", **since), desk) == "month_closed"
    assert desk.rules.set(KEY, "2", **{**SET, "since": date(2026, 2, 1)}).fields["changed"]
    elsewhere = desk.rules.set(KEY, "2", **since, custodian="F2")
    assert elsewhere.fields["changed"]


def test_with_users_a_rule_waits_for_somebody_else(two: Named) -> None:
    first, second = two("甲"), two("乙")
    found = list(first.book.verify().rows)
    told = first.rules.set(KEY, "2", **SET)
    number = told.fields["number"]
    assert isinstance(number, int)
    assert told.fields["in_force"] is False
    assert shown(first, on=MARCH)["value"] == 3
    assert leaves(first) == []
    waiting = first.rules.show().fields["waiting"]
    assert isinstance(waiting, list)
    assert [each["number"] for each in waiting] == [number]
    assert refusal(lambda: first.rules.confirm(number), first) == "confirmer_is_proposer"

    before = written(second)
    assert second.rules.confirm(number, dry_run=True).fields["in_force"]
    assert written(second) == before
    confirmed = second.rules.confirm(number).fields
    assert (confirmed["in_force"], confirmed["confirmed_by"]) == (True, "乙")
    assert shown(first, on=MARCH)["value"] == 2
    assert [who for _book, _said, who in leaves(first)] == ["乙", "乙"]
    assert first.rules.show().fields["waiting"] == []
    assert list(first.book.verify().rows) == found

    before = written(second)
    assert second.rules.confirm(number).fields["changed"] is False
    assert first.rules.set(KEY, "2", **SET).fields["changed"] is False
    assert written(second) == before


def test_a_proposal_that_was_overtaken_is_not_confirmed(two: Named) -> None:
    first, second = two("甲"), two("乙")
    first.rules.set(KEY, "2", **SET)
    first.rules.set(KEY, "5", **SET)
    assert refusal(lambda: second.rules.confirm(1), second) == "rule_overtaken"
    second.rules.confirm(2)
    assert shown(second, on=MARCH)["value"] == 5


def test_no_proposal_of_that_number(two: Named) -> None:
    desk = two("乙")
    assert refusal(lambda: desk.rules.confirm(7), desk) == "rule_proposal_unknown"


def test_a_proposal_is_not_confirmed_into_a_month_closed_meanwhile(two: Named) -> None:
    first, second = two("甲"), two("乙")
    first.rules.set(KEY, "2", **{**SET, "since": date(2026, 2, 1)})
    second.period.close(202602)
    assert refusal(lambda: second.rules.confirm(1), second) == "month_closed"


# ---- what a verification sees ----


def rule_findings(desk: Desk) -> list[str]:
    findings = desk.book.verify().fields["findings"]
    assert isinstance(findings, list)
    return [each["where"] for each in findings if each["code"] == "rule_differs"]


def tamper(db: Database, statement: str) -> None:
    """Write past the guards of the rules."""
    with db.write() as tx:
        for name in TAKEN_OFF[db.dialect]:
            tx.conn.exec_driver_sql(name)
        tx.conn.exec_driver_sql(statement)


TAKEN_OFF = {
    "sqlite": ("DROP TRIGGER rule_value_update", "DROP TRIGGER rule_value_delete"),
    "postgresql": ("DROP TRIGGER rule_value_sealed ON rule_value",),
}


@pytest.mark.usefixtures("named")
@pytest.mark.parametrize(
    ("statement", "where"),
    [
        ("UPDATE rule_value SET value='9'", ["F1-C", "F1-C #1", "F1-P", "F1-P #1"]),
        ("UPDATE rule_value SET valid_from='2026-03-02'", ["F1-C", "F1-C #1", "F1-P", "F1-P #1"]),
        ("DELETE FROM rule_value", ["F1-C", "F1-P"]),
    ],
)
def test_a_rule_that_was_changed_past_the_guards_is_found(
    db: Database, database_url: str, statement: str, where: list[str]
) -> None:
    later = Clock(CLOCK.today, "2026-03-10T02:00:00Z")
    with open_desk(database_url, None, clock=later) as desk:
        desk.rules.set(KEY, "2", **SET)
        assert not rule_findings(desk)
        tamper(db, statement)
        assert rule_findings(desk) == where
