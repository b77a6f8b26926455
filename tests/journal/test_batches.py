"""Batches: all or nothing, over several books, judged voucher by voucher; and what is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Part, PayerClass, Share
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.clock import Clock
from tests.journal.posts import balance, codes, posted, refusal, vouchers
from tests.worlds import (
    BANK,
    CLOCK,
    COMMODITY,
    OTHER,
    SOLD_PUBLIC,
    SOLD_PUBLIC_BANK,
    add,
    credit,
    debit,
    deposit,
    interest,
    repair,
    voucher,
)

# ---- all or nothing ----


def test_a_batch_may_be_of_several_books(office: Database) -> None:
    other: dict[str, Any] = {"book_id": OTHER, "estate_id": 3, "bank_account_id": 4}
    sold: dict[str, Any] = {"book_id": SOLD_PUBLIC, "bank_account_id": SOLD_PUBLIC_BANK}
    drafts = [
        deposit("a", {1: 1}, event="划转", **other),
        deposit("b", {1: 2}),
        deposit("c", {1: 3}, event="划转", **sold),
        deposit("d", {1: 4}, **other),
    ]
    assert codes(office, *drafts) == [
        "F2-C:2026-02:收-1",
        "F1-C:2026-02:收-1",
        "F1-P:2026-02:收-1",
        "F2-C:2026-02:收-2",
    ]


def test_one_bad_voucher_keeps_the_whole_batch_out(office: Database) -> None:
    sold = deposit("c", {99: 3}, book_id=SOLD_PUBLIC, bank_account_id=SOLD_PUBLIC_BANK)
    assert refusal(office, deposit("a", {1: 1}), sold).code == "sub_account_unknown"
    with office.read() as tx:
        assert not vouchers(tx)
        assert not tx.conn.execute(select(schema.line)).all()
        assert not tx.conn.execute(select(schema.share)).all()


def test_nothing_to_post_is_nothing(office: Database) -> None:
    assert posted(office) == []


def test_money_may_be_spent_in_the_batch_that_brought_it(office: Database) -> None:
    posted(office, deposit("a", {1: 100}), repair("b", {1: 100}))
    assert balance(office, 1)[0] == 0


def test_money_is_not_spent_before_it_came(office: Database) -> None:
    told = refusal(office, repair("a", {1: 60}), deposit("b", {1: 100}))
    assert told.code == "overdraft"
    assert "0.60" in told.message
    posted(office, deposit("c", {1: 100}))
    told = refusal(office, repair("d", {1: 60}), repair("e", {1: 60}))
    assert "还差 0.20 元" in told.message


def test_money_set_aside_and_granted_floors_count(office: Database) -> None:
    posted(office, deposit("a", {1: 100, 2: 100}))
    with office.write() as tx:
        add(tx, "earmark", book_id=1, earmark_id=1, case_id=1, sub_id=1, part=0, amount_fen=30)
        granted = {"who": "甲", "second": "乙", "reason": "误划", "at": CLOCK.at}
        add(tx, "floor_grant", book_id=1, grant_id=1, sub_id=2, part=0, floor_fen=-50, **granted)
    assert refusal(office, repair("b", {1: 71})).code == "overdraft"
    assert refusal(office, repair("c", {2: 151})).code == "overdraft"
    posted(office, repair("d", {1: 70, 2: 150}))
    assert (balance(office, 1)[0], balance(office, 2)[0]) == (30, -50)


def test_a_batch_over_a_change_of_rules_is_judged_by_the_rules_of_each_day(
    office: Database,
) -> None:
    """From March on bank charges of 5901 close to what the households hold."""
    rule = {"chart": "FUND", "account": "5901", "fund_type": "C", "closes_to": "3001"}
    charged = [debit("5901", 5), credit("1001", 5, bank_account_id=BANK)]
    shared = [debit("5901", 5, [Share(1, -5)], estate_id=1), charged[1]]
    with office.write() as tx:
        more = {"names_estate": 1, "source": "x", "confidence": "R"}
        add(tx, "account_rule", valid_from=date(2026, 3, 1), **rule, **more)
    posted(
        office,
        deposit("a", {1: 100}),
        voucher("b", charged),
        voucher("c", shared, dated_on=date(2026, 3, 1)),
    )
    assert refusal(office, voucher("d", shared)).code == "sub_account_wrong"
    late = voucher("e", charged, dated_on=date(2026, 3, 1), estate_id=None)
    assert refusal(office, late).code == "estate_wrong"


# ---- what is written ----


def test_a_voucher_reads_back_as_it_was_drafted(office: Database) -> None:
    lines = (
        debit("1001", 300, bank_account_id=BANK),
        credit(
            "4001",
            300,
            [
                Share(1, 100, Part.PRINCIPAL, PayerClass.OWNER),
                Share(2, 150, Part.EARNINGS, PayerClass.DEVELOPER),
                Share(3, 50, Part.PRINCIPAL, PayerClass.SELLING_UNIT),
            ],
            estate_id=1,
            detail="补足",
        ),
    )
    more: dict[str, Any] = {"event": "e-1", "case_id": 7, "attachment_count": 3}
    draft = voucher("a", lines, value_on=date(2026, 1, 31), evidence=bytes(range(32)), **more)
    draft = replace(draft, checker="乙", poster="丙")
    [one] = posted(office, draft)
    with office.read() as tx:
        stored = read_voucher(tx, COMMODITY, one.voucher_id)
        assert stored is not None
        assert stored.draft == draft
        assert (stored.voucher_id, f"F1-C:{stored.number}") == (one.voucher_id, one.code)
        assert read_voucher(tx, COMMODITY, 999) is None
        [row] = vouchers(tx)
        assert (row.line_count, row.share_count, row.debit_fen) == (2, 3, 300)
        assert row.posted_at == CLOCK.at


def test_the_moment_is_told_to_the_posting_and_never_looked_up(office: Database) -> None:
    clock = Clock(date(2030, 1, 1), "2030-01-01T00:00:00Z")
    with office.write() as tx:
        post(tx, interest("a", 5, dated_on=date(2029, 12, 31)), clock=clock)
        assert vouchers(tx)[0].posted_at == clock.at


def test_a_reader_cannot_post(office: Database) -> None:
    with office.read() as tx, pytest.raises(AssertionError):
        post(tx, interest("a", 5), clock=CLOCK)
