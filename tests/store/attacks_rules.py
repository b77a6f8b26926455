"""Attacks on rules: what held on a day, and who let it."""

from __future__ import annotations

from typing import Final

from tests.store.attack import Attack

_USERS: Final = (
    "INSERT INTO login VALUES('甲','甲','2026-01-01T00:00:00Z')",
    "INSERT INTO login VALUES('乙','乙','2026-01-01T00:00:00Z')",
    "INSERT INTO login VALUES('丙','丙','2026-01-01T00:00:00Z')",
)


def _rule(set_id: int, *, single: int = 0, verb: str = "INSERT") -> str:
    """Return the statement by which 甲 sets a rule."""
    return (
        f"{verb} INTO rule_value VALUES({set_id},1,'use.emergency_days','2026-02-01','2','条款',"
        f"'T',NULL,'甲','2026-01-01T00:00:00Z',{single})"
    )


def _confirm(set_id: int, who: str, verb: str = "INSERT") -> str:
    return f"{verb} INTO rule_confirm VALUES({set_id},'{who}','2026-01-02T00:00:00Z')"


ATTACKS: Final = (
    Attack(
        "change what a rule said",
        ("UPDATE rule_value SET value='9'",),
        "sealed",
        sqlite="rule_value_update",
        postgresql="rule_value_sealed",
        before=(*_USERS, _rule(1)),
    ),
    Attack(
        "let a rule vanish",
        ("DELETE FROM rule_value",),
        "sealed",
        sqlite="rule_value_delete",
        postgresql="rule_value_sealed",
        before=(*_USERS, _rule(1)),
    ),
    Attack(
        "set a rule out of turn",
        (_rule(7),),
        "sealed",
        sqlite="rule_value_insert:sealed",
        postgresql="rule_value_next:sealed",
        before=_USERS,
    ),
    Attack(
        "bring a rule in force alone",
        (_rule(1, single=1),),
        "rule_unconfirmed",
        sqlite="rule_value_insert:rule_unconfirmed",
        postgresql="rule_value_next:rule_unconfirmed",
        before=_USERS,
    ),
    Attack(
        "put another name under a confirmation",
        ("UPDATE rule_confirm SET who='甲'",),
        "sealed",
        sqlite="rule_confirm_update",
        postgresql="rule_confirm_sealed",
        before=(*_USERS, _rule(1), _confirm(1, "乙")),
    ),
    Attack(
        "take a confirmation back",
        ("DELETE FROM rule_confirm",),
        "sealed",
        sqlite="rule_confirm_delete",
        postgresql="rule_confirm_sealed",
        before=(*_USERS, _rule(1), _confirm(1, "乙")),
    ),
    Attack(
        "write a confirmation over another",
        (_confirm(1, "丙", "INSERT OR REPLACE"),),
        "sealed",
        sqlite="rule_confirm_insert:sealed",
        before=(*_USERS, _rule(1), _confirm(1, "乙")),
        without_sqlite=("rule_confirm_delete",),
    ),
    Attack(
        "confirm one's own rule",
        (_confirm(1, "甲"),),
        "confirmer_is_proposer",
        sqlite="rule_confirm_insert:confirmer_is_proposer",
        postgresql="rule_confirm_apart",
        before=(*_USERS, _rule(1)),
    ),
)
