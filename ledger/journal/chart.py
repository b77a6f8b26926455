"""Charts of accounts (科目表) as data, and the rules in force in a book on a day.

Where an account closes to decides whether its lines demand shares: what closes to a control
account of households demands them, what closes to undistributed earnings forbids household
shares. So the identity Σ sub-accounts = control account + unclosed accounts cannot be configured
away. The charts stand in `ledger/journal/charts/*.toml`, each row with its source and confidence.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from sqlalchemy import Date, Integer, Select, and_, bindparam, func, select

from ledger.journal.account import AccountRule
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx

FUND_CHART = "FUND"
_SIDES = {"ASSET": "D", "EXPENDITURE": "D", "LIABILITY": "C", "NET_ASSET": "C", "INCOME": "C"}


def install_charts(tx: Tx) -> None:
    """Write the shipped charts, those that the database does not have yet."""
    known = set(tx.conn.execute(select(schema.chart.c.chart)).scalars())
    folder = resources.files("ledger.journal").joinpath("charts")
    files = (entry for entry in folder.iterdir() if entry.name.endswith(".toml"))
    for file in sorted(files, key=lambda entry: entry.name):
        chart = tomllib.loads(file.read_text(encoding="utf-8"))
        if chart["chart"] not in known:
            _install(tx, chart)


def _install(tx: Tx, chart: dict[str, Any]) -> None:
    code = chart["chart"]
    insert_rows(
        tx, schema.chart, ("chart", "name", "source"), [(code, chart["name"], chart["source"])]
    )
    accounts = chart["account"]
    insert_rows(
        tx,
        schema.account,
        ("chart", "account", "name", "name_en", "class", "side", "control", "names_bank"),
        [
            (
                code,
                row["code"],
                row["name"],
                row["name_en"],
                row["class"],
                row.get("side", _SIDES[row["class"]]),
                row.get("control", 0),
                int(row.get("names_bank", False)),
            )
            for row in accounts
        ],
    )
    insert_rows(
        tx,
        schema.account_rule,
        (
            "chart",
            "account",
            "fund_type",
            "valid_from",
            "closes_to",
            "names_estate",
            "source",
            "confidence",
        ),
        [
            (
                code,
                row["code"],
                fund_type,
                chart["valid_from"],
                row.get("closes_to", {}).get(fund_type),
                int(row.get("names_estate", False)),
                row.get("source", chart["source"]),
                row.get("confidence", "C"),
            )
            for row in accounts
            for fund_type in row.get("fund_types", chart.get("fund_types", ["C", "P"]))
        ],
    )


def rules_on(tx: Tx, book_id: int, on: date) -> Mapping[str, AccountRule]:
    """Return the accounts of a book and what holds for each on the day `on`."""
    return {
        row[0]: AccountRule(
            row[0], row[1], row[2], row[3], bool(row[4]), bool(row[5]), row[6], row[7], row[8]
        )
        for row in tx.conn.execute(_rules_on(), {"the_book": book_id, "the_day": on})
    }


@cache
def _rules_on() -> Select[Any]:
    """Return the question that `rules_on` asks, built once for all books and days."""
    book, rule, account = schema.book, schema.account_rule, schema.account
    target = account.alias("target")
    newest = (
        select(
            rule.c.chart, rule.c.account, rule.c.fund_type, func.max(rule.c.valid_from).label("on")
        )
        .where(rule.c.valid_from <= bindparam("the_day", type_=Date))
        .group_by(rule.c.chart, rule.c.account, rule.c.fund_type)
        .subquery()
    )
    target_code = func.coalesce(rule.c.closes_to, rule.c.account)
    return (
        select(
            account.c.account,
            account.c.name,
            account.c["class"],
            account.c.side,
            account.c.names_bank,
            rule.c.names_estate,
            rule.c.closes_to,
            target_code,
            target.c.control,
        )
        .select_from(book)
        .join(newest, and_(newest.c.chart == book.c.chart, newest.c.fund_type == book.c.fund_type))
        .join(
            rule,
            and_(
                rule.c.chart == newest.c.chart,
                rule.c.account == newest.c.account,
                rule.c.fund_type == newest.c.fund_type,
                rule.c.valid_from == newest.c.on,
            ),
        )
        .join(account, and_(account.c.chart == rule.c.chart, account.c.account == rule.c.account))
        .join(target, and_(target.c.chart == rule.c.chart, target.c.account == target_code))
        .where(book.c.book_id == bindparam("the_book", type_=Integer))
        .order_by(account.c.account)
    )
