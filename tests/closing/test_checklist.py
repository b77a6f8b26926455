"""Every check finds its fault; what the guards make impossible is done with the guards off."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, text

from ledger.closing.checklist import CHECKS, hints, run_checklist, stops
from ledger.journal.checking import read_month
from ledger.journal.posting import post
from ledger.journal.voucher import Kind
from ledger.registry.books import Book
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.finding import Finding
from tests.bookkeeping import CLOCK, MAKER, Bookkeeper, open_books


@pytest.fixture
def keeper(db: Database) -> Bookkeeper:
    return open_books(db)


@pytest.fixture
def book(keeper: Bookkeeper) -> Book:
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.estate("A02", book)
    keeper.post(book, "2026-01-05", "借 1001 300.00", "贷 4001 300.00", estate="A01")
    keeper.post(book, "2026-01-06", "借 5001 100.00", "贷 1001 100.00", estate="A01")
    return book


def checked(keeper: Bookkeeper, book: Book, period: int = 202601) -> dict[str, Finding]:
    with keeper.db.read() as tx:
        findings = run_checklist(tx, read_month(tx, book.book_id, book.code, period))
    return {each.code: each for each in findings}


def faults(keeper: Bookkeeper, book: Book, period: int = 202601) -> dict[str, str]:
    return {
        code: each.message for code, each in checked(keeper, book, period).items() if not each.ok
    }


def tamper(db: Database, table: str, statement: str) -> None:
    """Change a row as somebody would who owns the file: guards off, then on with the work."""
    with db.write() as tx:
        if db.dialect == "sqlite":
            names = tx.conn.execute(
                text("SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=:table"),
                {"table": table},
            ).scalars()
            for name in list(names):
                tx.conn.execute(text(f'DROP TRIGGER "{name}"'))
            tx.conn.execute(text("PRAGMA ignore_check_constraints=ON"))
        else:
            tx.conn.execute(text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
            if table == "sub_balance":
                tx.conn.execute(
                    text(
                        "ALTER TABLE sub_balance DROP CONSTRAINT IF EXISTS ck_sub_balance_overdraft"
                    )
                )
        tx.conn.execute(text(statement))


def test_a_sound_month_passes_every_check_in_one_order(keeper: Bookkeeper, book: Book) -> None:
    found = checked(keeper, book)
    assert list(found) == [
        "earlier_month_open",
        "drafts",
        "trial_balance",
        "sub_accounts",
        "number_gap",
        "negative_balance",
        "event_in_part",
        "bank_overdrawn",
        "granted_floor",
        "suspense",
        "earmarks",
        "receipts",
        "receipt_register",
        "lost_payable",
        "closed_accounts",
        "custody_to_come",
        "imprest",
        "disputed_shares",
    ]
    assert len(found) == len(CHECKS)
    assert all(each.ok and each.where == "F1-C" for each in found.values())
    assert not stops(found.values())
    assert not hints(found.values())


def test_earlier_months_that_are_open_are_named(keeper: Bookkeeper, book: Book) -> None:
    keeper.post(book, "2026-03-05", "借 1001 1.00", "贷 4001 1.00", estate="A01")
    assert faults(keeper, book, 202603) == {
        "earlier_month_open": "以前月份未结账：2026-01、2026-02"
    }


def test_drafts_of_the_month_stop_and_those_of_others_do_not(
    keeper: Bookkeeper, book: Book
) -> None:
    with keeper.db.write() as tx:
        for draft_id, (state, on) in enumerate(
            [
                ("DRAFT", date(2026, 1, 31)),
                ("CHECKED", date(2026, 1, 1)),
                ("RETURNED", date(2026, 1, 2)),
                ("DRAFT", date(2026, 2, 1)),
            ],
            start=1,
        ):
            tx.conn.execute(
                schema.draft.insert().values(
                    book_id=book.book_id,
                    draft_id=draft_id,
                    state=state,
                    dated_on=on,
                    summary="草稿",
                    debit_fen=1,
                    body="{}",
                    maker=MAKER,
                    made_at=CLOCK.at,
                )
            )
    assert faults(keeper, book) == {"drafts": "还有 2 张凭证草稿未记账"}


def test_turnover_that_differs_from_the_lines_is_found(keeper: Bookkeeper, book: Book) -> None:
    tamper(keeper.db, "turnover", "UPDATE turnover SET debit_fen=debit_fen+1 WHERE account='5001'")
    found = faults(keeper, book)
    assert found["trial_balance"] == "发生额与分录不符的科目：5001"


def test_sub_accounts_that_differ_from_the_ledger_are_found_estate_by_estate(
    keeper: Bookkeeper, book: Book
) -> None:
    """One estate too much, one too little: it is found though the book as a whole agrees."""
    for sub_id, change in ((1, "+7"), (3, "-7")):
        tamper(
            keeper.db,
            "sub_balance",
            f"UPDATE sub_balance SET amount_fen=amount_fen{change}"
            f" WHERE sub_id={sub_id} AND part=0",
        )
    assert faults(keeper, book)["sub_accounts"] == "3001 A01 相差 0.07 元；3001 A02 相差 -0.07 元"


def test_a_number_that_is_missing_is_found(keeper: Bookkeeper, book: Book) -> None:
    tamper(keeper.db, "number", "UPDATE number SET last_no=3 WHERE word='收'")
    assert faults(keeper, book) == {"number_gap": "收字号应有 3 张，实有 1 张"}


def test_a_sub_account_below_its_floor_is_found(keeper: Bookkeeper, book: Book) -> None:
    tamper(
        keeper.db, "sub_balance", "UPDATE sub_balance SET amount_fen=-1 WHERE sub_id=1 AND part=1"
    )
    found = faults(keeper, book)
    assert found["negative_balance"] == "A01-1-1-101 收益 -0.01 元"


def test_an_act_that_was_cancelled_in_part_is_found_and_a_mended_one_is_not(
    keeper: Bookkeeper, book: Book
) -> None:
    one = keeper.draft(
        book, "2026-01-07", "借 1001 1.00", "贷 4001 1.00", estate="A01", event="事1"
    )
    other = keeper.draft(
        book, "2026-01-07", "借 1001 2.00", "贷 4001 2.00", estate="A02", event="事1"
    )
    first, second = keeper.enter(one), keeper.enter(other)
    assert not faults(keeper, book)
    keeper.reverse(one, first, "2026-01-08")
    assert faults(keeper, book) == {"event_in_part": "同一业务只注销了一部分：2026-01:收-2"}
    mending = keeper.post(
        book,
        "2026-01-09",
        "借 1001 1.50",
        "贷 4001 1.50",
        estate="A01",
        corrects=first.voucher_id,
    )
    assert not faults(keeper, book)
    assert mending.voucher_id
    keeper.reverse(other, second, "2026-01-09")
    assert not faults(keeper, book)


def test_what_people_should_look_at_does_not_stop(keeper: Bookkeeper, book: Book) -> None:
    keeper.sub(book, "SUSPENSE", "待认领")
    keeper.post(book, "2026-01-07", "借 1001 5.00", "贷 4001 5.00 待认领")
    keeper.post(book, "2026-01-08", "借 1101 600.00", "贷 1001 600.00")
    with keeper.db.write() as tx:
        tx.conn.execute(
            schema.earmark.insert().values(
                book_id=book.book_id, earmark_id=1, case_id=1, sub_id=1, part=0, amount_fen=1234
            )
        )
        tx.conn.execute(
            schema.floor_grant.insert().values(
                book_id=book.book_id,
                grant_id=1,
                sub_id=2,
                part=0,
                floor_fen=-500,
                who="张三",
                second="李四",
                reason="误退",
                at=CLOCK.at,
            )
        )
    found = checked(keeper, book)
    assert not stops(found.values())
    assert {each.code: each.message for each in hints(found.values())} == {
        "bank_overdrawn": "专户 6222-1 账面余额 -395.00 元",
        "granted_floor": "经批准可以透支的分户：A01-1-1-102 本金 100.00 元",
        "suspense": "待认领资金 5.00 元",
        "earmarks": "已批准未支付的使用预留 12.34 元",
    }
    assert keeper.close(book, 202601).fresh


def test_opening_vouchers_and_adjustments_keep_the_identity(keeper: Bookkeeper, book: Book) -> None:
    keeper.post(
        book,
        "2026-01-02",
        "借 1001 50.00",
        "贷 3001 40.00",
        "贷 3101 10.00",
        estate="A02",
        kind=Kind.OPENING,
    )
    keeper.post(book, "2026-01-03", "借 3001 1.00", "贷 1001 1.00", estate="A02", kind=Kind.ADJUST)
    assert not faults(keeper, book)


def test_deposits_without_a_receipt_are_counted_until_they_are_cancelled(
    keeper: Bookkeeper, book: Book
) -> None:
    draft = keeper.draft(
        book, "2026-01-09", "借 1001 4.00", "贷 4001 4.00 A01-1-1-101", estate="A01"
    )
    with keeper.db.write() as tx:
        tx.conn.execute(
            schema.import_file.insert().values(
                import_id="ab", kind="deposits", name="表", row_count=2, who=MAKER, at=CLOCK.at
            )
        )
        size = tx.conn.execute(select(schema.book_head.c.log_size)).scalar_one()
        for key, receipt in (("1", None), ("2", "京0001")):
            tx.conn.execute(
                schema.deposit.insert().values(
                    book_id=book.book_id,
                    deposit_key=key,
                    attempt=1,
                    voucher_id=size + 1,
                    sub_id=1,
                    bank_account_id=1,
                    dated_on=date(2026, 1, 9),
                    amount_fen=200,
                    purpose="首期",
                    payer_class=1,
                    receipt=receipt,
                    import_id="ab",
                )
            )
        posted = post(tx, draft, clock=CLOCK)
    assert faults(keeper, book) == {"receipts": "1 笔交存没有票据号"}
    assert keeper.close(book, 202601).fresh
    keeper.reverse(draft, posted, "2026-02-01")
    assert not faults(keeper, book)
