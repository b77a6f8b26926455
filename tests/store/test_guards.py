"""What the database itself refuses, by whatever program it is opened."""

from __future__ import annotations

import re

import pytest

from ledger.store.database import Dialect
from tests.golden.make_schema import golden_file
from tests.house.reading import ROOT
from tests.store import (
    attacks_benefit,
    attacks_campaign,
    attacks_disputes,
    attacks_drafts,
    attacks_dues,
    attacks_earnings,
    attacks_houses,
    attacks_kept,
    attacks_leaving,
    attacks_months,
    attacks_movements,
    attacks_payments,
    attacks_people,
    attacks_planning,
    attacks_plant,
    attacks_posted,
    attacks_receipts,
    attacks_registry,
    attacks_rules,
    attacks_seal,
    attacks_sealed,
    attacks_usage,
)
from tests.store.attack import Attack, attempt
from tests.store.conftest import Worlds

CONSTRAINTS = ("ck_", "fk_", "uq_")
DIALECTS: tuple[Dialect, ...] = ("sqlite", "postgresql")
ATTACKS = (
    *attacks_sealed.ATTACKS,
    *attacks_seal.ATTACKS,
    *attacks_posted.ATTACKS,
    *attacks_kept.ATTACKS,
    *attacks_months.ATTACKS,
    *attacks_registry.ATTACKS,
    *attacks_drafts.ATTACKS,
    *attacks_earnings.ATTACKS,
    *attacks_houses.ATTACKS,
    *attacks_campaign.ATTACKS,
    *attacks_leaving.ATTACKS,
    *attacks_usage.ATTACKS,
    *attacks_payments.ATTACKS,
    *attacks_rules.ATTACKS,
    *attacks_people.ATTACKS,
    *attacks_planning.ATTACKS,
    *attacks_benefit.ATTACKS,
    *attacks_disputes.ATTACKS,
    *attacks_receipts.ATTACKS,
    *attacks_movements.ATTACKS,
    *attacks_dues.ATTACKS,
    *attacks_plant.ATTACKS,
)
# Triggers that move what they keep; `test_guards_move` tries them.
MOVING = {
    "sqlite": {"voucher_post", "book_open", "master_change_log", "sub_account_open"},
    "postgresql": {"book_open"},
}


def made_on(dialect: Dialect) -> list[Attack]:
    return [attack for attack in ATTACKS if attack.guard(dialect)]


def told_of(attack: Attack, dialect: Dialect) -> str:
    """Return what the refusal must say: a word of ours, or the name of a constraint."""
    guard = attack.guard(dialect)
    return guard if guard.startswith(CONSTRAINTS) else f"wxzj:{attack.word} "


@pytest.mark.parametrize("attack", made_on("sqlite"), ids=lambda attack: attack.name)
def test_sqlite_refuses_the_attack_and_without_the_guard_it_is_kept(
    attack: Attack, worlds: Worlds
) -> None:
    refusal = attempt("sqlite", worlds("sqlite"), attack, guarded=True, commit=True)
    assert told_of(attack, "sqlite") in refusal
    assert attempt("sqlite", worlds("sqlite"), attack, guarded=False, commit=True) == ""


@pytest.mark.postgresql
@pytest.mark.parametrize("attack", made_on("postgresql"), ids=lambda attack: attack.name)
def test_postgresql_refuses_the_attack_and_without_the_guard_it_could_be_kept(
    attack: Attack, world_postgres: str
) -> None:
    """A copy of the database for each attack would cost minutes; `make hard` makes them."""
    refusal = attempt("postgresql", world_postgres, attack, guarded=True, commit=False)
    assert told_of(attack, "postgresql") in refusal
    assert attempt("postgresql", world_postgres, attack, guarded=False, commit=False) == ""


@pytest.mark.hard
@pytest.mark.postgresql
@pytest.mark.parametrize("attack", made_on("postgresql"), ids=lambda attack: attack.name)
def test_postgresql_refuses_the_attack_and_without_the_guard_it_is_kept(
    attack: Attack, worlds: Worlds
) -> None:
    assert attempt("postgresql", worlds("postgresql"), attack, guarded=True, commit=True)
    assert attempt("postgresql", worlds("postgresql"), attack, guarded=False, commit=True) == ""


# ---- that no guard is left out ----


def triggers(dialect: Dialect) -> dict[str, str]:
    """Return the text of each trigger, its function included, by its name."""
    parts = dict(
        re.findall(
            r"^-- (\w+ \S+)\n(.*?)\n\n(?=-- |\Z)",
            golden_file(dialect).read_text(encoding="utf-8"),
            re.MULTILINE | re.DOTALL,
        )
    )
    found = {}
    for name, text in parts.items():
        if name.startswith("trigger "):
            function = re.search(r"EXECUTE FUNCTION (\w+)", text)
            body = parts[f"function {function[1]}"] if function else ""
            found[name.split()[1].rpartition(".")[2]] = f"{text}\n{body}"
    return found


def refusals(text: str) -> set[str]:
    """Return the words that a trigger refuses with."""
    said = re.findall(r"wxzj:(\w+)|wxzj_refuse\('(\w+)'|'\d([a-z]\w+)'", text)
    return {word for each in said for word in each if word}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_refusal_of_each_trigger_has_an_attack_that_it_alone_stops(dialect: Dialect) -> None:
    tried = {attack.guard(dialect) for attack in made_on(dialect)}
    untried = set()
    for trigger, text in triggers(dialect).items():
        words = refusals(text)
        if len(words) > 1:
            untried |= {f"{trigger}:{word}" for word in words} - tried
        elif not {trigger, *(f"{trigger}:{word}" for word in words)} & tried:
            untried |= {trigger} - MOVING[dialect]
    assert not untried


@pytest.mark.parametrize("dialect", DIALECTS)
def test_no_attack_names_a_trigger_that_is_not_there(dialect: Dialect) -> None:
    named = {attack.guard(dialect).partition(":")[0] for attack in made_on(dialect)}
    named |= MOVING[dialect]
    assert not {name for name in named if not name.startswith(CONSTRAINTS)} - {
        *triggers(dialect),
        "path",
    }


def test_no_two_attacks_are_called_the_same() -> None:
    names = [attack.name for attack in ATTACKS]
    assert len(names) == len(set(names))


def test_every_trigger_is_explained() -> None:
    page = (ROOT / "docs/triggers.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"`([a-z_]+)`", page.partition("## What no trigger stops")[0]))
    there = {*triggers("sqlite"), *triggers("postgresql")}
    assert not there - explained


@pytest.mark.postgresql
def test_every_trigger_of_postgresql_is_awake_for_a_replica_too() -> None:
    assert all(text.startswith("A ") for text in triggers("postgresql").values())


def test_every_function_that_looks_at_a_table_keeps_its_search_path() -> None:
    """Else a temporary table, which PostgreSQL looks at first, would stand for ours."""
    text = golden_file("postgresql").read_text(encoding="utf-8")
    functions = re.findall(
        r"^-- function (\w+)\n(.*?)\n\n(?=-- |\Z)", text, re.MULTILINE | re.DOTALL
    )
    loose = {
        name for name, body in functions if "SET search_path TO 'public', 'pg_temp'" not in body
    }
    # The one reads nothing, the other is called by the rest only.
    assert loose == {"wxzj_refuse", "wxzj_rules"}
