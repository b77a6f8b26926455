"""One movement of the bank is booked once, whatever room books it, drafts that wait included."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from ledger.closing.verify import verify_books
from ledger.fund.collecting import advance, foreign, suspense
from ledger.fund.collecting.refund import Request, refund
from ledger.fund.earning.earnings import Advice, record
from ledger.fund.earning.investing import Purchase, buy
from ledger.fund.waiting import let_go, post_waiting
from ledger.journal.drafts import check_drafts, find_draft, return_drafts
from ledger.journal.movements import find_standing
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import reversal_of
from ledger.journal.vouchers import find_voucher
from ledger.registry.users import add_user
from ledger.store.database import Database
from ledger.values.errors import BadRows, LedgerError
from tests.fund.town import CLOCK
from tests.house.reading import ROOT
from tests.offices import Office, open_office

BANK, DOOR = "62220001", "A01-3-2-501"
DAY = date(2026, 2, 10)
SQL = ROOT / "migrations" / "sql"


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    """Lend an office with a deposit of 1,000.00 under the number R1."""
    office = open_office(db, tmp_path)
    office.roster("A01,3,2,501,商品住宅,88.53,120.50,张三,")
    bring(office, "R1", "1000.00")
    return office


def bring(office: Office, ref: str, yuan: str = "20.00") -> str:
    [batch] = office.deposits(f"2026-02-05,{DOOR},{yuan},{BANK},{ref},,").batches
    return batch.voucher


def earn(office: Office, ref: str, fen: int = 5000) -> str:
    advice = Advice("interest", fen, BANK, bank_ref=ref, on=DAY)
    with office.db.write() as tx:
        return record(tx, advice, who="张三", clock=CLOCK).code


def invest(office: Office, ref: str) -> str:
    with office.db.write() as tx:
        wanted = Purchase(
            "term", 100, f"存单{ref}", date(2026, 8, 10), 15_000, bank_ref=ref, on=DAY
        )
        return buy(tx, wanted, who="张三", clock=CLOCK).code


def give_back(office: Office, ref: str) -> str:
    first = "F1-C:2026-02:收-1"
    request = Request(DOOR, 700, "多交", "张三", voucher=first, bank_ref=ref, on=DAY)
    with office.db.write() as tx:
        return refund(tx, request, who="张三", clock=CLOCK).code


def unknown(office: Office, ref: str) -> str:
    with office.db.write() as tx:
        receipt = suspense.Receipt(900, BANK, ref, "某人", DAY)
        return suspense.record(tx, receipt, who="张三", clock=CLOCK).code


def misdirected(office: Office, ref: str) -> str:
    with office.db.write() as tx:
        receipt = suspense.Receipt(800, BANK, ref, "水厂", DAY)
        return foreign.record_foreign(tx, receipt, who="张三", clock=CLOCK).code


def ahead(office: Office, ref: str) -> str:
    with office.db.write() as tx:
        asked = advance.Advance("A01", 600, "开发商", ref, BANK, DAY)
        return advance.record_advance(tx, asked, who="张三", clock=CLOCK).code


ROOMS: dict[str, tuple[Callable[[Office, str], str], int, str | None]] = {
    "earnings": (earn, 5000, None),
    "investment": (invest, -100, None),
    "refund": (give_back, -700, "张三"),
    "unclaimed": (unknown, 900, "某人"),
    "foreign": (misdirected, 800, "水厂"),
    "advance": (ahead, 600, "开发商"),
    "deposit": (bring, 2000, None),
}


def standing(office: Office, ref: str) -> Any:
    with office.db.read() as tx:
        return find_standing(tx, 1, 1, ref)


def refused(office: Office, act: Callable[[], object]) -> None:
    """Run an act that must be refused by the number, with nothing written."""
    tables = ("bank_movement", "voucher", "draft", "deposit", "investment", "sub_account")
    before = [office.count(name) for name in tables]
    with pytest.raises((LedgerError, BadRows)) as told:
        act()
    codes = (
        [bad.code for bad in told.value.rows]
        if isinstance(told.value, BadRows)
        else [told.value.code]
    )
    assert codes == ["bank_ref_used"]
    assert [office.count(name) for name in tables] == before


def settled(office: Office, code: str, act: str) -> None:
    """Post a draft, or send it back."""
    with office.db.write() as tx:
        drafts = [find_draft(tx, code)]
        if act == "return":
            return_drafts(tx, drafts, "重做")
            let_go(tx, drafts)
        else:
            check_drafts(tx, drafts, "李四")
            post_waiting(tx, [find_draft(tx, code)], "李四", clock=CLOCK)


def cancelled(office: Office, code: str) -> None:
    with office.db.write() as tx:
        book_id, voucher_id = find_voucher(tx, code)
        stored = read_voucher(tx, book_id, voucher_id)
        assert stored is not None
        red = reversal_of(stored.draft, voucher_id, stored.number, DAY, maker="张三", reason="记错")
        post(tx, red, clock=CLOCK)


def test_what_one_room_booked_no_other_room_books_and_the_register_tells_of_it(
    office: Office,
) -> None:
    for kind, (book, fen, other) in ROOMS.items():
        code = book(office, f"N-{kind}")
        assert standing(office, f"N-{kind}") == (
            kind,
            date(2026, 2, 5) if kind == "deposit" else DAY,
            fen,
            other,
            code,
        )
    for kind in ROOMS:
        for room, (book, _fen, _other) in ROOMS.items():
            if room != kind:
                refused(office, partial(book, office, f"N-{kind}"))
    with office.db.read() as tx:
        assert list(verify_books(tx).findings) == []


def test_a_number_is_free_again_when_its_draft_is_returned_or_its_voucher_reversed(
    office: Office,
) -> None:
    with office.db.write() as tx:
        for name in ("张三", "李四"):
            add_user(tx, name, None, clock=CLOCK)
    waiting = invest(office, "S1")
    assert standing(office, "S1").code == waiting
    refused(office, lambda: earn(office, "S1"))
    refused(office, lambda: bring(office, "S1"))
    settled(office, waiting, "return")
    assert standing(office, "S1") is None
    second = bring(office, "S1")
    refused(office, lambda: invest(office, "S1"))
    settled(office, second, "post")
    posted = standing(office, "S1").code
    assert posted.startswith("F1-C:2026-02:收-")
    refused(office, lambda: invest(office, "S1"))
    assert office.count("bank_movement") == 3  # with the office's own


def test_a_reversed_movement_may_be_booked_again_by_any_room(office: Office) -> None:
    cancelled(office, earn(office, "S1"))
    assert standing(office, "S1") is None
    again = invest(office, "S1")
    assert standing(office, "S1").code == again
    cancelled(office, again)
    bring(office, "S1")
    assert standing(office, "S1").kind == "deposit"


def test_a_ledger_of_before_keeps_its_numbers(office: Office) -> None:
    """The migration finds what deposits and summaries said, waiting ones too."""
    for kind, (book, _fen, _other) in ROOMS.items():
        if kind != "investment":  # which told no number before
            book(office, f"N-{kind}")
    cancelled(office, earn(office, "N-gone"))
    with office.db.write() as tx:
        for name in ("张三", "李四"):
            add_user(tx, name, None, clock=CLOCK)
    unknown(office, "W-unclaimed")
    bring(office, "W-deposit")
    shown = (
        "SELECT bank_account_id,bank_ref,kind,moved_on,amount_fen,draft_id,voucher_id"
        " FROM bank_movement WHERE bank_ref<>'N-gone' ORDER BY bank_ref"
    )
    with office.db.write() as tx:
        kept = [tuple(row) for row in tx.conn.execute(text(shown))]
        guards = {
            "sqlite": ("bank_movement_insert", "bank_movement_delete"),
            "postgresql": ("bank_movement_next", "bank_movement_sealed"),
        }[tx.dialect]
        on = " ON bank_movement" if tx.dialect == "postgresql" else ""
        for guard in guards:
            tx.conn.execute(text(f"DROP TRIGGER {guard}{on}"))
        tx.conn.execute(text("DELETE FROM bank_movement"))
        steps = (SQL / f"0004_{tx.dialect}_movements.sql").read_text(encoding="utf-8")
        plain = tx.conn.execution_options(no_parameters=True)
        for step in re.split(r"\n\s*\n", steps):
            if step.startswith("INSERT"):
                plain.exec_driver_sql(step)
        assert [tuple(row) for row in tx.conn.execute(text(shown))] == kept
    assert len(kept) == 9
