from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.closing.checklist import run_checklist
from ledger.fund.collecting import receipt_list, receipt_uses, receipts
from ledger.fund.collecting.collection import collect
from ledger.fund.collecting.receipt_numbers import Number, gaps, read_number
from ledger.fund.collecting.receipt_uses import Issued
from ledger.fund.collecting.receipts import Received
from ledger.fund.collecting.refund import Request, refund
from ledger.fund.waiting import post_waiting
from ledger.intake import files
from ledger.intake.reader import read_rows
from ledger.journal.checking import read_month
from ledger.journal.drafts import check_drafts, find_draft
from ledger.store.database import Database
from ledger.values.errors import BadRows, LedgerError
from tests.fund.test_refund import reverse
from tests.fund.town import CLOCK, Town
from tests.offices import Office, open_office, table

HEAD = "到账日期,房屋编号,金额,银行账号,银行流水号,票据号"
DOOR, OTHER = "A01-3-2-501", "A01-3-2-502"
MARCH = date(2026, 3, 20)
NO = "F1-C:2026-02:收-1"


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(
        "A01,3,2,501,商品住宅,88.53,120.50,张三,", "A01,3,2,502,商品住宅,88.53,120.50,李四,"
    )
    return office


def bring(office: Office, *rows: str, who: str = "张三") -> Any:
    intake = read_rows(office.file(table(HEAD, rows)), files.deposits())
    with office.db.write() as tx:
        return collect(tx, intake, who=who, clock=CLOCK)


def row(receipt: str, ref: str = "R1", code: str = DOOR) -> str:
    return f"2026-02-05,{code},300.00,62220001,{ref},{receipt}"


def receive(office: Office, first: str = "ZX0001", last: str = "ZX0010", **words: Any) -> Received:
    said = {"kind": "维修资金专用票据", "book": None, "on": MARCH, "who": "王五", **words}
    with office.db.write() as tx:
        return receipts.receive(tx, first, last, clock=CLOCK, **said)


def issue(office: Office, receipt: str, code: str = DOOR, **words: Any) -> Issued:
    said = {"deposit_on": None, "voucher": None, "who": "张三", **words}
    with office.db.write() as tx:
        return receipt_uses.issue(tx, receipt, code, clock=CLOCK, **said)


def void(office: Office, receipt: str, **words: Any) -> Issued:
    said = {"reason": "写错", "book": None, "on": MARCH, "who": "张三", **words}
    with office.db.write() as tx:
        return receipt_uses.void(tx, receipt, clock=CLOCK, **said)


def refused(office: Office, code: str, act: Callable[[], object]) -> None:
    """Run an act that must be refused by name, with nothing written."""
    tables = ("receipt_lot", "receipt_use", "receipt_void", "deposit", "voucher", "draft")
    before = [office.count(name) for name in tables]
    with pytest.raises((LedgerError, BadRows)) as told:
        act()
    if isinstance(told.value, BadRows):
        assert [bad.code for bad in told.value.rows] == [code]
    else:
        assert told.value.code == code
    assert [office.count(name) for name in tables] == before


def states(office: Office) -> list[tuple[str, str, str | None]]:
    with office.db.read() as tx:
        return [
            (entry.receipt, entry.state, entry.household) for entry in receipt_list.entries(tx, [1])
        ]


def refunds(office: Office) -> list[tuple[str, str, str | None]]:
    with office.db.read() as tx:
        return [
            (entry.receipt, entry.state, entry.refunds) for entry in receipt_list.entries(tx, [1])
        ]


def lot(office: Office) -> receipt_list.LotState:
    with office.db.read() as tx:
        [only] = receipt_list.lot_states(tx, [1])
    return only


def found(office: Office, check: str, period: int = 202602) -> tuple[bool, str]:
    with office.db.read() as tx:
        findings = run_checklist(tx, read_month(tx, 1, "F1-C", period))
    return next((each.ok, each.message) for each in findings if each.code == check)


def test_a_deposit_uses_the_receipt_that_it_names(office: Office) -> None:
    receive(office)
    bring(office, row("ZX0001"), row("ZX0003", "R2", OTHER))
    assert states(office) == [("ZX0001", "used", DOOR), ("ZX0003", "used", OTHER)]
    told = lot(office)
    assert (told.size, told.used, told.void, told.left) == (10, 2, 0, 8)
    assert (told.gap_count, told.gaps) == (1, "ZX0002")
    assert found(office, "receipt_register") == (False, "票据断号 1 张")
    void(office, "ZX0002")
    assert lot(office).gap_count == 0
    assert found(office, "receipt_register")[0]
    assert void(office, "ZX0002").unchanged


def test_a_lot_is_received_once_and_takes_in_what_was_used_before(office: Office) -> None:
    bring(office, row("ZX0001"), row("ZX0001", "R2", OTHER), row("旧票", "R3"))
    told = receive(office)
    assert (told.used_count, list(told.twice)) == (1, ["ZX0001"])
    assert receive(office).unchanged
    refused(office, "receipt_overlap", lambda: receive(office, "ZX0010", "ZX0020"))
    refused(office, "receipt_overlap", lambda: receive(office, kind="别的"))
    assert receive(office, "ZX0011", "ZX0020").lot.lot_no == 2
    assert receive(office, "ZX00011", "ZX00020").lot.lot_no == 3  # of another width


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("receipt_number", {"first": "甲"}),
        ("receipt_range", {"first": "ZX0011"}),
        ("receipt_range", {"first": "AB0001"}),
        ("receipt_range", {"first": "ZX001"}),
        ("receipt_range", {"first": "00000001", "last": "10000001"}),
        ("text_empty", {"kind": " "}),
        ("date_in_future", {"on": date(2026, 4, 1)}),
    ],
)
def test_a_lot_is_refused_by_name(office: Office, code: str, words: dict[str, Any]) -> None:
    refused(office, code, lambda: receive(office, **words))


def test_two_books_must_be_told_apart(office: Office) -> None:
    office.roster("A01,4,,0101,已售公有住房,60.00,,王五,第一机床厂")
    refused(office, "book_ambiguous", lambda: receive(office))
    receive(office, book="F1-C")
    receive(office, book="F1-P")
    refused(office, "book_ambiguous", lambda: void(office, "ZX0001"))
    assert void(office, "ZX0001", book="F1-P").book.code == "F1-P"


def test_one_receipt_is_one_deposits(office: Office) -> None:
    receive(office)
    bring(office, row("ZX0001"))
    refused(office, "receipt_used", lambda: bring(office, row("ZX0001", "R2")))
    twice = partial(bring, office, row("ZX0002", "R3"), row("ZX0002", "R4", OTHER))
    refused(office, "receipt_used", twice)
    refused(office, "receipt_unknown", lambda: bring(office, row("ZX0011", "R2")))
    void(office, "ZX0005")
    refused(office, "receipt_voided", lambda: bring(office, row("ZX0005", "R2")))
    bring(office, row("ZX0001"), row("ZX0002", "R2"))  # the first is known
    assert [state for _receipt, state, _door in states(office)] == ["used", "used", "void"]


def test_a_place_may_let_unknown_receipts_pass(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive(office)
    monkeypatch.setattr("ledger.fund.collecting.receipt_checks.text_rule", lambda *_words: "warn")
    told = bring(office, row("ZX0011"))
    assert "1 张票据没有领用登记" in told.notes
    assert states(office) == []


def test_a_deposit_gets_its_receipt_later(office: Office) -> None:
    receive(office)
    bring(office, row(""))
    assert not found(office, "receipts")[0]
    refused(office, "receipt_unknown", lambda: issue(office, "ZX0099"))
    assert not issue(office, "ZX0004").unchanged
    assert issue(office, "ZX0004").unchanged
    assert found(office, "receipts")[0]
    refused(office, "deposit_has_receipt", lambda: issue(office, "ZX0005"))
    bring(office, row("", "R2", OTHER))
    refused(office, "receipt_used", lambda: issue(office, "ZX0004", OTHER))
    refused(office, "deposit_unknown", lambda: issue(office, "ZX0005", deposit_on=MARCH))


def test_a_cancelled_deposits_receipt_is_used_by_it_again_or_made_void(office: Office) -> None:
    receive(office)
    bring(office, row("ZX0001"))
    refused(office, "receipt_used", lambda: void(office, "ZX0001"))
    reverse(Town(office.db), "F1-C:2026-02:收-1")
    assert states(office) == [("ZX0001", "cancelled", DOOR)]
    assert found(office, "receipt_register")[1] == "交存已注销而票据未作废 1 张"
    bring(office, row("ZX0001", "R1", OTHER))  # the same movement of the bank, booked right
    assert states(office)[1:] == [("ZX0001", "used", OTHER)]
    assert found(office, "receipt_register")[0]
    reverse(Town(office.db), "F1-C:2026-02:收-2")
    void(office, "ZX0001")
    refused(office, "receipt_voided", lambda: bring(office, row("ZX0001", "R9")))
    assert states(office) == [("ZX0001", "void", None)]


def test_the_receipt_of_what_was_wholly_given_back_is_made_void(office: Office) -> None:
    receive(office)
    bring(office, row("ZX0001"))

    def give_back(fen: int) -> None:
        with office.db.write() as tx:
            said = Request(DOOR, fen, "退房", "张三", on=MARCH)
            refund(tx, said, who="张三", clock=CLOCK)

    give_back(100_00)
    refused(office, "receipt_used", lambda: void(office, "ZX0001"))
    assert refunds(office) == [("ZX0001", "used", "F1-C:2026-03:付-1")]
    assert found(office, "receipt_register")[0]
    give_back(200_00)
    both = "F1-C:2026-03:付-1、F1-C:2026-03:付-2"
    assert refunds(office) == [("ZX0001", "refunded", both)]
    told = "交存已退尽而票据未收回作废 1 张"
    assert found(office, "receipt_register") == (False, told)
    reverse(Town(office.db), "F1-C:2026-03:付-2")
    assert refunds(office) == [("ZX0001", "used", "F1-C:2026-03:付-1")]
    give_back(200_00)
    assert not void(office, "ZX0001").unchanged
    assert found(office, "receipt_register")[0]
    assert refunds(office) == [("ZX0001", "void", None)]


def test_a_keeper_does_not_issue_once_there_are_users(office: Office) -> None:
    receive(office)
    bring(office, row("ZX0001"), who="王五")
    Town(office.db).add_users("张三", "王五", "李四")
    refused(office, "keeper_is_issuer", lambda: bring(office, row("ZX0002", "R2"), who="王五"))
    told = bring(office, row("ZX0002", "R2"))
    assert told.waits
    assert len(states(office)) == 1
    refused(office, "receipt_used", lambda: bring(office, row("ZX0002", "R3")))
    code = told.batches[0].voucher
    with office.db.write() as tx:
        check_drafts(tx, [find_draft(tx, code)], "李四")
        post_waiting(tx, [find_draft(tx, code)], "李四", clock=CLOCK)
    assert states(office)[1:] == [("ZX0002", "used", DOOR)]
    refused(office, "keeper_is_issuer", lambda: issue(office, "ZX0003", who="王五", voucher=NO))


@given(st.sets(st.integers(1, 40)))
def test_gaps_and_what_was_taken_make_up_all_below_the_last(taken: set[int]) -> None:
    missing = {no for first, last in gaps(sorted(taken), 1) for no in range(first, last + 1)}
    assert missing | taken == set(range(1, max(taken, default=0) + 1))
    assert not missing & taken


@given(st.text("ZX-", max_size=5), st.integers(1, 12), st.integers(0, 10**12))
def test_a_number_is_read_as_it_is_written(prefix: str, width: int, no: int) -> None:
    number = Number(prefix, width, no % 10**width)
    assert read_number(str(number)) == number
