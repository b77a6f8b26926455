"""Which entry of a rule is in force, for whom and on which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.registry import rulebook
from ledger.registry.custodians import add_custodian
from ledger.registry.rule_entries import (
    NATIONAL,
    OWN,
    PLACE,
    PLACES,
    Entry,
    resolve,
    resolve_all,
    shipped,
)
from ledger.registry.rule_values import read_value, specs
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.golden.make_rulebooks import BOOKS, entry_lines, recorded

DAY = timedelta(days=1)


def own(rule: str, since: date, text: str) -> Entry:
    return Entry(rule, OWN, since, None, read_value(specs()[rule], text), "会议纪要", "T")


def at(place: str, since: date) -> Entry:
    return own(PLACE, since, place)


# ---- the files ----


def test_the_national_rulebook_knows_every_rule() -> None:
    assert set(shipped(NATIONAL)) == set(specs())


@pytest.mark.parametrize("place", PLACES)
def test_each_place_is_a_choice_and_has_a_file_that_reads(place: str) -> None:
    assert place in specs()[PLACE].values
    for entries in shipped(place).values():
        days = [entry.since for entry in entries]
        assert days == sorted(set(days))
        for entry in entries:
            assert entry.source
            assert entry.confidence in {"T", "S", "M", "D", "R"}
            assert entry.until is None or entry.until >= entry.since


def test_released_entries_are_only_ever_added_to() -> None:
    """Run `python -m tests.golden.make_rulebooks` after an addition; it forgets nothing."""
    assert recorded() == entry_lines()


def test_an_entry_that_was_changed_is_seen(tmp_path: Path) -> None:
    for place in PLACES:
        text = (BOOKS / f"{place}.toml").read_text(encoding="utf-8")
        (tmp_path / f"{place}.toml").write_text(text.replace('"300"', '"299"', 1), "utf-8")
    assert set(recorded()) - set(entry_lines(tmp_path))


# ---- what is in force ----


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(1999, 1, 1), "old_2007"),
        (date(2007, 10, 1), "old_2007"),
        (date(2020, 12, 31), "old_2007"),
        (date(2021, 1, 1), "civil_code_2021"),
        (date(2026, 1, 1), "civil_code_2021"),
    ],
)
def test_a_vote_follows_the_rules_of_its_day(on: date, value: str) -> None:
    assert resolve("vote.use_ruleset", (), (), on).value == value


def test_a_rule_says_until_when_it_is_what_holds() -> None:
    old = resolve("vote.use_ruleset", (), (), date(2020, 1, 1))
    assert (old.since, old.until, old.place) == (date(2007, 10, 1), date(2020, 12, 31), NATIONAL)
    assert resolve("vote.use_ruleset", (), (), date(2021, 1, 1)).until is None


def test_the_place_stands_above_the_nation_and_the_custodian_above_both() -> None:
    places = (at("lishui", date(2026, 1, 1)),)
    set_by_itself = (own("replenish.low_balance_lock", date(2026, 3, 1), "no"),)
    key = "replenish.low_balance_lock"

    def on(day: date) -> tuple[object, str, date | None]:
        rule = resolve(key, set_by_itself, places, day)
        return rule.value, rule.place, rule.until

    assert on(date(2025, 12, 31)) == (False, NATIONAL, date(2025, 12, 31))
    assert on(date(2026, 1, 1)) == (True, "lishui", date(2026, 2, 28))
    assert on(date(2026, 2, 28)) == (True, "lishui", date(2026, 2, 28))
    assert on(date(2026, 3, 1)) == (False, OWN, None)


def test_what_a_place_does_not_settle_is_national() -> None:
    places = (at("zhoushan", date(2026, 1, 1)),)
    assert resolve("replenish.trigger_permille", (), places, date(2026, 1, 1)).place == NATIONAL
    assert resolve("use.overrun_join", (), places, date(2026, 1, 1)).value == "and"


def test_a_place_says_nothing_before_its_own_first_day() -> None:
    places = (at("beijing", date(2019, 1, 1)),)
    assert resolve("replenish.target", (), places, date(2020, 4, 30)).value == "initial"
    assert resolve("replenish.target", (), places, date(2020, 5, 1)).value == "current_standard"


def test_moving_to_another_place_leaves_the_first() -> None:
    places = (at("beijing", date(2024, 1, 1)), at("national", date(2026, 1, 1)))
    rule = resolve("replenish.target", (), places, date(2025, 12, 31))
    assert (rule.value, rule.until) == ("current_standard", date(2025, 12, 31))
    assert resolve("replenish.target", (), places, date(2026, 1, 1)).value == "initial"


def test_of_two_values_from_one_day_the_one_set_last_holds() -> None:
    key, day = "use.emergency_days", date(2026, 1, 1)
    entries = (own(key, day, "2"), own(key, day, "5"))
    assert resolve(key, entries, (), day).value == 5


def test_an_earlier_day_set_later_does_not_stand_above_a_later_day() -> None:
    key = "use.emergency_days"
    entries = (own(key, date(2026, 2, 1), "2"), own(key, date(2026, 1, 1), "5"))
    assert resolve(key, entries, (), date(2026, 1, 31)).value == 5
    assert resolve(key, entries, (), date(2026, 2, 1)).value == 2


days = st.dates(date(2019, 1, 1), date(2027, 12, 31))
settings = st.lists(st.tuples(days, st.integers(0, 60)), max_size=6)
moves = st.lists(st.tuples(days, st.sampled_from(PLACES)), max_size=4)


@given(settings, moves, days)
def test_the_latest_own_value_holds_whatever_the_order_of_the_days(
    values: list[tuple[date, int]], where: list[tuple[date, str]], on: date
) -> None:
    key = "use.emergency_days"
    entries = [own(key, since, str(value)) for since, value in values]
    rule = resolve(key, entries, [at(place, since) for since, place in where], on)
    begun = [(since, no, value) for no, (since, value) in enumerate(values) if since <= on]
    if begun:
        assert (rule.value, rule.place) == (max(begun)[2], OWN)
    else:
        assert rule.place != OWN


@given(settings, moves, days, st.sampled_from(sorted(specs())))
def test_a_rule_holds_from_the_day_asked_until_its_last_day_and_not_a_day_longer(
    values: list[tuple[date, int]], where: list[tuple[date, str]], on: date, key: str
) -> None:
    places = [at(place, since) for since, place in where]
    entries: Sequence[Entry] = places if key == PLACE else ()
    if key == "use.emergency_days":
        entries = [own(key, since, str(value)) for since, value in values]
    rule = resolve(key, entries, places, on)
    if rule.until is None:
        assert resolve(key, entries, places, date(2100, 1, 1)) == rule
        return
    assert rule.until >= on
    assert resolve(key, entries, places, rule.until) == rule
    after = resolve(key, entries, places, rule.until + DAY)
    assert (after.value, after.since, after.place) != (rule.value, rule.since, rule.place)


def test_all_rules_come_in_the_order_of_the_file() -> None:
    rules = resolve_all({}, date(2026, 1, 1))
    assert [rule.rule for rule in rules] == list(specs())


# ---- from the database ----


def test_a_custodian_is_asked_for_its_own_rules_only(db: Database) -> None:
    on = date(2026, 1, 31)
    with db.write() as tx:
        one, _new = add_custodian(tx, "甲中心", "F1")
        two, _new = add_custodian(tx, "乙中心", "F2")
        columns = [column.name for column in schema.rule_value.columns]
        rows = [
            ("place", date(2026, 1, 1), "shanghai"),
            ("use.emergency_days", date(2026, 2, 1), "5"),
        ]
        insert_rows(
            tx,
            schema.rule_value,
            columns,
            [
                (no, one.custodian_id, rule, since, text, "会议纪要", "T", None, "张三", "", 1)
                for no, (rule, since, text) in enumerate(rows, start=1)
            ],
        )
    with db.read() as tx:
        first, second = one.custodian_id, two.custodian_id
        assert rulebook.text_rule(tx, first, "place", on) == "shanghai"
        assert rulebook.text_rule(tx, second, "place", on) == NATIONAL
        assert rulebook.number_or_none(tx, first, "replenish.pay_days", on) == 90
        assert rulebook.number_or_none(tx, second, "replenish.pay_days", on) is None
        assert rulebook.int_rule(tx, first, "use.emergency_days", on) == 3
        assert rulebook.int_rule(tx, first, "use.emergency_days", on + DAY) == 5
        assert rulebook.flag_rule(tx, first, "income.to_fund_strict", on)
        assert "contract_duty" in rulebook.list_rule(tx, first, "use.forbidden_kinds", on)
        assert rulebook.table_rule(tx, first, "deposit.standard", on) == {}
        assert len(rulebook.rules_on(tx, first, on)) == len(specs())
        with pytest.raises(Refused, match="rule_unknown"):
            rulebook.rule_on(tx, first, "use.sauna", on)
