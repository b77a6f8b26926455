from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.closing.closer import close_book
from ledger.fund.earning.earnings import SOURCES, Advice, Recorded, record
from ledger.journal.chart import install_charts
from ledger.journal.drafts import check_drafts, find_draft, post_drafts, return_drafts
from ledger.journal.movements import write_from
from ledger.journal.posting import post
from ledger.journal.reading import number_of, read_voucher
from ledger.journal.voucher import reversal_of
from ledger.registry.banks import register_bank_account
from ledger.registry.custodians import add_custodian, find_custodian
from ledger.registry.estates import add_estates
from ledger.registry.rule_changes import Wish, set_rule
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.steps import FEBRUARY, refused
from tests.fund.town import BANKS, CLOCK, House, Town, found


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House("A01-1-1-101")])
    return town


def told(town: Town, kind: str = "interest", amount_fen: int = 100, **words: Any) -> Recorded:
    advice = Advice(kind, amount_fen, **{"bank_account": BANKS["C"], "on": FEBRUARY, **words})
    with town.write() as tx:
        return record(tx, advice, who="张三", clock=CLOCK)


def lines(town: Town) -> list[tuple[str, str, int, bool, bool]]:
    """Return the lines of all vouchers: account, side, amount, names an estate, names a bank."""
    with town.db.read() as tx:
        return [
            (
                row.account,
                row.side,
                row.amount_fen,
                row.estate_id is not None,
                row.bank_account_id is not None,
            )
            for row in tx.conn.execute(
                select(schema.line).order_by(schema.line.c.voucher_id, schema.line.c.line_no)
            )
        ]


@pytest.mark.parametrize(
    ("kind", "estate", "expected"),
    [
        ("interest", None, [("1001", "D", False, True), ("4101", "C", False, False)]),
        ("bond", None, [("1001", "D", False, True), ("4102", "C", False, False)]),
        ("charge", None, [("5901", "D", False, False), ("1001", "C", False, True)]),
        ("income", "A01", [("1001", "D", False, True), ("4201", "C", True, False)]),
        ("disposal", "A01", [("1001", "D", False, True), ("4301", "C", True, False)]),
        ("other", None, [("1001", "D", False, True), ("4901", "C", False, False)]),
    ],
)
def test_each_kind_has_its_entry(
    town: Town, kind: str, estate: str | None, expected: list[tuple[str, str, bool, bool]]
) -> None:
    told(town, kind, 1500, estate=estate)
    assert lines(town) == [(account, side, 1500, *names) for account, side, *names in expected]


def test_every_kind_is_tried_above() -> None:
    given = {"interest", "bond", "charge", "income", "disposal", "other"}
    assert set(SOURCES) == given | {"interest_back", "charge_back"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("interest_back", [("1001", "D", -700, False, True), ("4101", "C", -700, False, False)]),
        ("charge_back", [("5901", "D", -700, False, False), ("1001", "C", -700, False, True)]),
    ],
)
def test_what_the_bank_takes_or_gives_back_is_recorded_in_red(
    town: Town, kind: str, expected: list[tuple[str, str, int, bool, bool]]
) -> None:
    first = told(town, kind, 700)
    assert lines(town) == expected
    assert told(town, kind, 700).code == first.code


def test_a_month_in_which_the_bank_took_more_back_than_it_paid_closes(town: Town) -> None:
    told(town, "interest", 5000, on=date(2026, 1, 20))
    told(town, "interest_back", 700)
    for period in (202601, 202602):
        with town.write() as tx:
            close_book(tx, 1, period, who="张三", clock=CLOCK)
    closing = [line for line in lines(town) if line[0] == "3101"]
    assert closing == [("3101", "C", 5000, False, False), ("3101", "D", 700, False, False)]


def income(town: Town, amount_fen: int, net_fen: int, decision: str | None = None) -> Recorded:
    return told(town, "income", amount_fen, estate="A01", net_fen=net_fen, decision=decision)


def test_all_common_income_goes_to_the_fund_unless_the_owners_decided_otherwise(
    town: Town,
) -> None:
    with pytest.raises(Refused, match="income_share_low"):
        income(town, 999, 1000)
    with pytest.raises(Refused, match="income_over_net"):
        income(town, 1001, 1000)
    assert lines(town) == []
    assert "依据大会6号" in income(town, 300, 1000, "大会6号").draft.summary
    assert "共有收益净额10.00元" in income(town, 1000, 1000).draft.summary


@pytest.mark.parametrize(("strict", "least"), [("no", 500), ("yes", 501)])
def test_the_part_of_common_income_is_the_rules(town: Town, strict: str, least: int) -> None:
    set_income_rule(town, "to_fund_permille", "500")
    set_income_rule(town, "to_fund_strict", strict)
    with pytest.raises(Refused, match="income_share_low"):
        income(town, least - 1, 1000)
    income(town, least, 1000)


def test_a_rule_may_ask_for_it_only_while_the_fund_runs_low(town: Town) -> None:
    set_income_rule(town, "only_below_trigger", "yes")
    with pytest.raises(Refused, match="income_share_low"):  # 101 never paid
        income(town, 1, 1000)
    town.deposit("A01-1-1-101", 5000)
    income(town, 1, 1000)


def test_a_rule_may_ask_for_no_more_once_the_fund_is_back(db: Database) -> None:
    town = found(db)
    town.settle([House("A01-1-1-102", due_fen=5000)])
    set_income_rule(town, "stop_permille", "1000")
    town.deposit("A01-1-1-102", 4999)
    with pytest.raises(Refused, match="income_share_low"):
        income(town, 1, 1000)
    town.deposit("A01-1-1-102", 1)
    income(town, 1, 1000)


def set_income_rule(town: Town, key: str, text: str) -> None:
    with town.write() as tx:
        wish = Wish(f"income.{key}", text, date(2026, 1, 1), "测试")
        set_rule(tx, find_custodian(tx, "F1"), wish, who="张三", clock=CLOCK)


def test_the_same_movement_is_recorded_once(town: Town) -> None:
    first = told(town)
    assert not first.replayed
    assert first.code == "F1-C:2026-02:收-1"
    again = told(town)
    assert (again.code, again.replayed) == (first.code, True)
    assert told(town, bank_ref="S1").code == "F1-C:2026-02:收-2"
    assert told(town, bank_ref="S1").replayed
    assert told(town, request_key="k").code == "F1-C:2026-02:收-3"
    assert town.counts()["voucher"] == 3


def test_a_number_of_the_bank_stands_for_one_movement(town: Town) -> None:
    told(town, bank_ref="S1")
    refused(town, "request_key_reused", lambda: told(town, "interest", 101, bank_ref="S1"))


def test_a_number_under_which_a_deposit_stands_is_refused(town: Town) -> None:
    with town.write() as tx:
        insert_rows(
            tx,
            schema.import_file,
            ("import_id", "kind", "name", "row_count", "who", "at"),
            [("x", "deposits", "x", 1, "x", "x")],
        )
        insert_rows(
            tx,
            schema.deposit,
            (
                "book_id",
                "deposit_key",
                "attempt",
                "voucher_id",
                "sub_id",
                "bank_account_id",
                "dated_on",
                "amount_fen",
                "purpose",
                "payer_class",
                "import_id",
                "bank_ref",
            ),
            [(1, f"ref:{BANKS['C']}:S1", 1, 2, 1, 1, FEBRUARY, 5, "首期", 1, "x", "S1")],
        )
        # The deposit refers to the voucher with which it was sealed.
        record(tx, Advice("interest", 1, BANKS["C"], on=FEBRUARY), who="张三", clock=CLOCK)
        write_from(tx, schema.deposit, "deposit", schema.deposit.c.deposit_key.contains("S1"))
    refused(town, "bank_ref_used", lambda: told(town, bank_ref="S1"))


def reverse(town: Town, code: str) -> None:
    with town.write() as tx:
        voucher = schema.voucher
        row = next(
            row
            for row in tx.conn.execute(select(voucher))
            if code.endswith(number_of(row.period, row.word, row.no))
        )
        stored = read_voucher(tx, row.book_id, row.voucher_id)
        assert stored is not None
        red = reversal_of(
            stored.draft, row.voucher_id, stored.number, FEBRUARY, maker="张三", reason="错"
        )
        post(tx, red, clock=CLOCK)


def test_what_was_reversed_may_be_recorded_rightly(town: Town) -> None:
    reverse(town, told(town, amount_fen=999, bank_ref="S1").code)
    second = told(town, amount_fen=99, bank_ref="S1")
    assert not second.replayed
    assert told(town, amount_fen=99, bank_ref="S1").code == second.code
    assert sum(fen for account, _side, fen, *_names in lines(town) if account == "4101") == 99


def test_a_request_of_its_own_key_is_recorded_once_for_ever(town: Town) -> None:
    first = told(town, amount_fen=999, request_key="K1")
    reverse(town, first.code)
    again = told(town, amount_fen=999, request_key="K1")
    assert (again.code, again.replayed) == (first.code, True)
    assert told(town, amount_fen=99, request_key="K2").replayed is False


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("amount_not_positive", {"amount_fen": 0}),
        ("amount_not_positive", {"amount_fen": -1}),
        ("bank_account_unknown", {"bank_account": "1"}),
        ("bank_account_missing", {"bank_account": None}),
        ("estate_missing", {"kind": "income"}),
        ("estate_missing", {"kind": "disposal"}),
        ("estate_wrong", {"estate": "A01"}),
        ("estate_unknown", {"kind": "income", "estate": "Z"}),
        ("date_in_future", {"on": date(2026, 4, 1)}),
    ],
)
def test_an_advice_is_refused_by_name(town: Town, code: str, words: dict[str, Any]) -> None:
    refused(town, code, lambda: told(town, **words))


def test_common_income_comes_in_on_an_account_of_the_estates_own_keeper(town: Town) -> None:
    with town.write() as tx:
        other, _new = add_custodian(tx, "另一家", "F2")
        add_estates(tx, [("B02", "乙小区")], other.custodian_id)
    refused(town, "bank_account_foreign", lambda: told(town, "income", estate="B02"))


def test_the_only_bank_account_need_not_be_named(db: Database) -> None:
    town = Town(db)
    with town.write() as tx:
        install_charts(tx)
        keeper, _new = add_custodian(tx, "甲", "F1")
        register_bank_account(tx, "6222-1", keeper.custodian_id, "C")
    assert told(town, bank_account=None).bank_account == "6222-1"


def test_once_there_are_users_an_advice_waits_for_a_second_person(town: Town) -> None:
    town.add_users("张三", "李四")
    waiting = told(town)
    assert (waiting.code, waiting.is_draft, waiting.replayed) == ("F1-C:D-1", True, False)
    assert (told(town).code, told(town).replayed) == ("F1-C:D-1", True)
    with town.write() as tx:
        check_drafts(tx, [find_draft(tx, waiting.code)], "李四")
    with town.write() as tx:
        posted = post_drafts(tx, [find_draft(tx, waiting.code)], "李四", clock=CLOCK)
    assert [each.code for each in posted] == ["F1-C:2026-02:收-1"]
    assert told(town).code == "F1-C:D-1"


def test_an_advice_whose_draft_was_returned_may_be_given_again(town: Town) -> None:
    town.add_users("张三", "李四")
    first = told(town)
    with town.write() as tx:
        return_drafts(tx, [find_draft(tx, first.code)], "金额不符")
    assert told(town).code == "F1-C:D-2"


def test_what_one_person_recorded_stays_recorded_when_users_come(town: Town) -> None:
    first = told(town)
    town.add_users("张三", "李四")
    again = told(town)
    assert (again.code, again.is_draft, again.replayed) == (first.code, False, True)
