"""The shipped rulebooks, and which entry of a rule is in force on a day. Pure.

A value set by the custodian stands above that of the place whose rules it follows, and that above
the national one; among entries of one rank the latest first day wins, and of one day the one set
last. A day before the first national entry takes the first.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Final

from ledger.registry.rule_values import Value, find_spec, read_value, specs

NATIONAL: Final = "national"
PLACE: Final = "place"
PLACES: Final = (NATIONAL, "beijing", "shanghai", "hangzhou", "zhoushan", "lishui", "haikou")
OWN: Final = "custodian"  # the place of an entry that a custodian set itself


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value of a rule.

    Attributes:
        place: whose rulebook it stands in, OWN where the custodian set it.
        since: its first day.
        until: its last day; None where it has no end of its own.
        source: document and article.
        confidence: T text read, S secondary, M from memory, D derived, R recommendation.
    """

    rule: str
    place: str
    since: date
    until: date | None
    value: Value
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in force on a day, and why.

    Attributes:
        since: the first day of the entry that is in force.
        until: the last day on which it is what holds; None where nothing ends it yet.
        place: whose rulebook it stands in, OWN where the custodian set it.
    """

    rule: str
    value: Value
    since: date
    until: date | None
    source: str
    confidence: str
    place: str


@cache
def shipped(place: str) -> Mapping[str, Sequence[Entry]]:
    """Return the entries of a place's rulebook by rule, by their first day."""
    file = resources.files("ledger.registry").joinpath("rulebooks", f"{place}.toml")
    book = tomllib.loads(file.read_text("utf-8"))
    entries: dict[str, list[Entry]] = {}
    for row in book["entry"]:
        entry = Entry(
            row["rule"],
            place,
            row["from"],
            row.get("until"),
            read_value(find_spec(row["rule"]), row["value"]),
            row["source"],
            row["confidence"],
        )
        entries.setdefault(entry.rule, []).append(entry)
    return {rule: sorted(own, key=lambda entry: entry.since) for rule, own in entries.items()}


def resolve(rule: str, own: Iterable[Entry], places: Iterable[Entry], on: date) -> Rule:
    """Return what a rule says on a day.

    Args:
        own: what the custodian set of this rule, oldest first.
        places: which place's rules it follows: what it set of the rule `place`, oldest first.
        on: the day.
    """
    own, places = tuple(own), tuple(places)
    entry = _in_force(rule, own, places, on)
    until = None
    for day in sorted(_turns(rule, own, places, on)):
        if _in_force(rule, own, places, day) != entry:
            until = day - timedelta(days=1)
            break
    return Rule(rule, entry.value, entry.since, until, entry.source, entry.confidence, entry.place)


def resolve_all(own: Mapping[str, Sequence[Entry]], on: date) -> list[Rule]:
    """Return all rules on a day, in the order of `rules.toml`."""
    places = own.get(PLACE, ())
    return [resolve(key, own.get(key, ()), places, on) for key in specs()]


def resolve_place(place: str, on: date) -> list[Rule]:
    """Return all rules of a place on a day, as a custodian has them who sets none itself."""
    follows = Entry(PLACE, place, date.min, None, place, "", "R")
    return [resolve(key, (), (follows,), on) for key in specs() if key != PLACE]


def _in_force(rule: str, own: Sequence[Entry], places: Sequence[Entry], on: date) -> Entry:
    national = shipped(NATIONAL)[rule]
    ranks: list[Sequence[Entry]] = [own]
    if rule != PLACE:
        place = _latest(places, on)
        if place is not None and place.value != NATIONAL:
            ranks.append(shipped(str(place.value)).get(rule, ()))
    ranks.append(national)
    for rank in ranks:
        found = _latest(rank, on)
        if found is not None:
            return found
    return national[0]


def _latest(entries: Sequence[Entry], on: date) -> Entry | None:
    """Return the entry of one rank that is in force; of one first day the later one."""
    found = None
    for entry in entries:
        begun = entry.since <= on and (entry.until is None or on <= entry.until)
        if begun and (found is None or entry.since >= found.since):
            found = entry
    return found


def _turns(rule: str, own: Sequence[Entry], places: Sequence[Entry], on: date) -> set[date]:
    """Return the days after `on` on which something else may begin to hold."""
    books = {NATIONAL, *(str(place.value) for place in places)} if rule != PLACE else {NATIONAL}
    entries = [*own, *places, *(each for book in books for each in shipped(book).get(rule, ()))]
    days = {entry.since for entry in entries}
    days |= {entry.until + timedelta(days=1) for entry in entries if entry.until is not None}
    return {day for day in days if day > on}
