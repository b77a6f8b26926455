"""Charts as data: what shipped, what holds in a book on a day, and that sums cannot break."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from ledger.journal.chart import rules_on
from ledger.store import schema
from ledger.store.database import Database, Tx
from ledger.values.errors import Refused
from tests.worlds import COMMODITY, SOLD_PUBLIC, add

TODAY = date(2026, 2, 10)


def test_the_fund_has_the_sixteen_accounts_of_the_rule(office: Database) -> None:
    account = schema.account
    with office.read() as tx:
        count = select(func.count()).where(account.c.chart == "FUND")
        assert tx.conn.execute(count).scalar_one() == 16


@pytest.mark.parametrize(
    ("book_id", "control", "other"), [(COMMODITY, "3001", "3002"), (SOLD_PUBLIC, "3002", "3001")]
)
def test_what_closes_to_the_households_demands_shares(
    book_id: int, control: str, other: str, office: Database
) -> None:
    with office.read() as tx:
        rules = rules_on(tx, book_id, TODAY)
    assert other not in rules
    demanding = {account for account, rule in rules.items() if rule.control == 1}
    assert demanding == {control, "4001", "5001", "5101"}
    assert {rules[account].target for account in demanding} == {control}
    not_given_out = {account for account, rule in rules.items() if rule.control == 2}
    assert not_given_out == {"3101", "4101", "4102", "4201", "4301", "4901", "5901"}
    assert {account for account, rule in rules.items() if rule.names_bank} == {"1001"}
    for rule in rules.values():
        nominal = rule.account_class in {"INCOME", "EXPENDITURE"}
        assert (rule.closes_to is not None) == nominal
        assert rule.target == (rule.closes_to or rule.account)
        assert (rule.side == "D") == (rule.account_class in {"ASSET", "EXPENDITURE"})


def close_5901_to(tx: Tx, target: str, on: date) -> None:
    add(
        tx,
        "account_rule",
        chart="FUND",
        account="5901",
        fund_type="C",
        valid_from=on,
        closes_to=target,
        names_estate=0,
        source="本市办法",
        confidence="R",
    )


def test_a_rule_holds_from_its_day_on(office: Database) -> None:
    with office.write() as tx:
        close_5901_to(tx, "3001", date(2026, 3, 1))
        assert rules_on(tx, COMMODITY, date(2026, 2, 28))["5901"].target == "3101"
        assert rules_on(tx, COMMODITY, date(2026, 3, 1))["5901"].target == "3001"
        assert rules_on(tx, SOLD_PUBLIC, date(2026, 3, 1))["5901"].target == "3101"


def test_before_the_chart_there_are_no_accounts(office: Database) -> None:
    with office.read() as tx:
        assert rules_on(tx, COMMODITY, date(2020, 12, 31)) == {}
        assert rules_on(tx, 999, TODAY) == {}


def test_a_rule_begins_with_a_month(office: Database) -> None:
    with pytest.raises(Exception, match="ck_account_rule_valid_from"), office.write() as tx:
        close_5901_to(tx, "3001", date(2026, 3, 2))


def test_a_rule_that_would_break_the_sums_is_refused(office: Database) -> None:
    with pytest.raises(Refused) as told, office.write() as tx:
        close_5901_to(tx, "1001", date(2026, 3, 1))
    assert told.value.code == "closing_rule_wrong"
