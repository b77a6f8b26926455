"""The rulebook (规则): the city's numbers as dated data, for each custodian.

Everything that differs between places is asked for here, by key and day:

    trigger = int_rule(tx, custodian_id, "replenish.trigger_permille", on)

What a key is, stands in `rulebooks/rules.toml`; what places say, in `rulebooks/<place>.toml`; what
a custodian set itself, in the table `rule_value`. `docs/rules.md` says what each rule does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Select, select

from ledger.registry.rule_entries import OWN, PLACE, Entry, Rule, resolve, resolve_all
from ledger.registry.rule_values import find_spec, read_value
from ledger.store import schema
from ledger.store.database import Tx

__all__ = [
    "Rule",
    "flag_rule",
    "int_rule",
    "list_rule",
    "number_or_none",
    "rule_on",
    "rules_of",
    "rules_on",
    "table_rule",
    "text_rule",
]


def rule_on(tx: Tx, custodian_id: int, key: str, on: date) -> Rule:
    """Return a rule as it is in force for a custodian on a day.

    Raises:
        Refused: `rule_unknown`.
    """
    find_spec(key)
    own = own_entries(tx, custodian_id, (key, PLACE))
    return resolve(key, own.get(key, ()), own.get(PLACE, ()), on)


def rules_on(tx: Tx, custodian_id: int, on: date) -> list[Rule]:
    """Return all rules in force for a custodian on a day, in the order of `rules.toml`."""
    return resolve_all(own_entries(tx, custodian_id), on)


def rules_of(tx: Tx, custodian_id: int, keys: Sequence[str], on: date) -> dict[str, Rule]:
    """Return several rules at once, by key.

    Raises:
        Refused: `rule_unknown`.
    """
    for key in keys:
        find_spec(key)
    own = own_entries(tx, custodian_id, (*keys, PLACE))
    return {key: resolve(key, own.get(key, ()), own.get(PLACE, ()), on) for key in keys}


def int_rule(tx: Tx, custodian_id: int, key: str, on: date) -> int:
    """Return the number of a rule that always has one (int, permille, ppm, money in fen, days)."""
    value = rule_on(tx, custodian_id, key, on).value
    assert isinstance(value, int)
    assert not isinstance(value, bool)
    return value


def number_or_none(tx: Tx, custodian_id: int, key: str, on: date) -> int | None:
    """Return the number of a rule that may say nothing, such as a limit; None means no limit."""
    value = rule_on(tx, custodian_id, key, on).value
    assert value is None or isinstance(value, int)
    return value


def text_rule(tx: Tx, custodian_id: int, key: str, on: date) -> str:
    """Return the code or the `MM-DD` of a rule."""
    value = rule_on(tx, custodian_id, key, on).value
    assert isinstance(value, str)
    return value


def flag_rule(tx: Tx, custodian_id: int, key: str, on: date) -> bool:
    """Return whether a rule says yes."""
    value = rule_on(tx, custodian_id, key, on).value
    assert isinstance(value, bool)
    return value


def list_rule(tx: Tx, custodian_id: int, key: str, on: date) -> tuple[str, ...]:
    """Return the codes that a rule lists."""
    value = rule_on(tx, custodian_id, key, on).value
    assert isinstance(value, tuple)
    return tuple(each for each in value if isinstance(each, str))


def table_rule(tx: Tx, custodian_id: int, key: str, on: date) -> dict[str, int]:
    """Return the numbers of a rule by code; empty where it says nothing."""
    value = rule_on(tx, custodian_id, key, on).value
    assert isinstance(value, tuple)
    return dict(each for each in value if isinstance(each, tuple))


def own_entries(
    tx: Tx, custodian_id: int, keys: Sequence[str] = ()
) -> Mapping[str, Sequence[Entry]]:
    """Return what a custodian set and a second person confirmed, by rule, oldest first.

    Args:
        keys: only of these rules; of all when left out.
    """
    entries: dict[str, list[Entry]] = {}
    query = _confirmed().where(schema.rule_value.c.custodian_id == custodian_id)
    if keys:
        query = query.where(schema.rule_value.c.rule.in_(keys))
    for row in sorted(tx.conn.execute(query).all(), key=lambda row: row.set_id):
        entries.setdefault(row.rule, []).append(
            Entry(
                row.rule,
                OWN,
                row.valid_from,
                None,
                read_value(find_spec(row.rule), row.value),
                row.source,
                row.confidence,
            )
        )
    return entries


def _confirmed() -> Select[tuple[str, date, str, str, str]]:
    value, confirm = schema.rule_value, schema.rule_confirm
    return (
        select(
            value.c.set_id,
            value.c.rule,
            value.c.valid_from,
            value.c.value,
            value.c.source,
            value.c.confidence,
        )
        .outerjoin(confirm, confirm.c.set_id == value.c.set_id)
        .where((value.c.single == 1) | confirm.c.set_id.is_not(None))
    )
