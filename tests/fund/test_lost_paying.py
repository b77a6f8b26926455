"""What is owed for lost houses is paid, comes back, waits to be checked, and is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from ledger.closing.verify import verify_books
from ledger.fund.leaving.lost_register import find_loss
from ledger.journal.drafts import find_draft, return_drafts
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Line, Side
from ledger.store import schema
from ledger.store.database import Database
from tests.fund.losses import (
    HOME,
    NEXT,
    OTHER,
    checked_and_posted,
    declare,
    lines,
    losing_town,
    move,
    owing,
    undo,
    warned,
)
from tests.fund.steps import FEBRUARY, refused
from tests.fund.town import BANKS, CLOCK, House, Town, found


@pytest.fixture
def town(db: Database) -> Iterator[Town]:
    """Lend a town that is verified and closed at the end."""
    with losing_town(db) as town:
        yield town


# ---- paying ----


def test_it_is_paid_in_parts_and_never_more(town: Town) -> None:
    declare(town, HOME)
    paid = move(town, amount_fen=4_000, bank_ref="Z1")
    assert lines(town, paid.moved[0].code) == [
        ("2001", "D", 4_000, "ML-A01-001", 0),
        ("1001", "C", 4_000, None, 0),
    ]
    before = town.counts()
    assert move(town, amount_fen=4_000, bank_ref="Z1").replayed
    assert town.counts() == before
    refused(town, "lost_overpaid", lambda: move(town, amount_fen=6_001))
    assert move(town, bank_ref="Z2").moved[0].amount_fen == 6_000
    assert owing(town) == [(HOME, "OWNER", 10_000, 10_000)]
    refused(town, "nothing_to_pay", lambda: move(town, bank_ref="Z3"))
    refused(town, "lost_paid", lambda: undo(town))


def test_several_are_paid_at_once_or_one_by_one(town: Town) -> None:
    declare(town, HOME, NEXT)
    refused(town, "lost_amount_ambiguous", lambda: move(town, amount_fen=10))
    refused(town, "lost_payee_unknown", lambda: move(town, household=OTHER))
    assert move(town, household=NEXT).moved[0].amount_fen == 5_000
    assert move(town).moved[0].amount_fen == 10_000


def test_money_that_comes_back_is_owed_again(town: Town) -> None:
    declare(town, HOME)
    refused(town, "nothing_to_pay", lambda: move(town, is_return=True))
    paid = move(town)
    back = move(town, is_return=True, bank_ref="T1")
    assert lines(town, back.moved[0].code) == [
        ("2001", "D", -10_000, "ML-A01-001", 0),
        ("1001", "C", -10_000, None, 0),
    ]
    assert owing(town) == [(HOME, "OWNER", 10_000, 0)]
    again = move(town, bank_ref="Z2")
    assert again.moved[0].code != paid.moved[0].code
    move(town, is_return=True, bank_ref="T2")
    assert [code.partition(":")[0] for code in undo(town).codes] == ["F1-C"]
    assert undo(town).codes == ()
    assert town.balances(HOME) == (10_000, 0, 0)
    assert owing(town) == []
    assert declare(town, HOME).loss.code == "ML-A01-002"


def test_what_a_payment_names_must_fit(town: Town) -> None:
    declare(town, HOME)
    refused(town, "amount_not_positive", lambda: move(town, amount_fen=0))
    refused(town, "lost_before", lambda: move(town, on=date(2026, 2, 9)))
    refused(town, "date_in_future", lambda: move(town, on=date(2026, 4, 1)))
    refused(town, "bank_account_unknown", lambda: move(town, bank_accounts=("1",)))
    refused(town, "bank_account_wrong", lambda: move(town, bank_accounts=(BANKS["P"],)))


def test_each_book_pays_from_its_own_account(town: Town) -> None:
    declare(town, estate="A01")
    paid = move(town, bank_accounts=(BANKS["C"], BANKS["P"]))
    assert [(each.book.code, each.amount_fen) for each in paid.moved] == [
        ("F1-C", 16_000),
        ("F1-P", 1_601),
    ]


# ---- with users ----


def test_with_users_it_waits_to_be_checked(town: Town) -> None:
    town.add_users("张三", "李四")
    declared = declare(town, HOME)
    assert declared.is_draft
    assert owing(town) == []
    before = town.counts()
    assert declare(town, HOME).replayed
    assert town.counts() == before
    refused(town, "nothing_to_pay", lambda: move(town))
    refused(town, "draft_state", lambda: undo(town))
    town.deposit(OTHER, 5, FEBRUARY)  # others go on
    checked_and_posted(town, *declared.vouchers)
    assert owing(town) == [(HOME, "OWNER", 10_000, 0)]
    paid = move(town, amount_fen=4_000)
    refused(town, "lost_overpaid", lambda: move(town, amount_fen=6_001))
    assert move(town, amount_fen=4_000).replayed
    refused(town, "lost_paid", lambda: undo(town))
    checked_and_posted(town, paid.moved[0].code)
    assert owing(town) == [(HOME, "OWNER", 10_000, 4_000)]


def test_a_returned_draft_is_declared_anew(town: Town) -> None:
    town.add_users("张三", "李四")
    declared = declare(town, HOME)
    with town.write() as tx:
        return_drafts(tx, [find_draft(tx, declared.vouchers[0])], "再核")
    again = declare(town, HOME)
    assert (again.loss.code, again.replayed) == ("ML-A01-002", False)
    checked_and_posted(town, *again.vouchers)


def test_what_has_moved_meanwhile_is_not_left_behind(town: Town) -> None:
    town.add_users("张三", "李四")
    declared = declare(town, HOME)
    town.deposit(HOME, 5, FEBRUARY)
    with pytest.raises(Exception, match="sub_account_not_empty"):
        checked_and_posted(town, *declared.vouchers)
    assert owing(town) == []
    with town.write() as tx:
        return_drafts(tx, [find_draft(tx, declared.vouchers[0])], "余额变了")


def test_taking_back_waits_too(town: Town) -> None:
    town.add_users("张三", "李四")
    checked_and_posted(town, *declare(town, HOME).vouchers)
    undone = undo(town)
    assert undone.is_draft
    assert undo(town).codes == undone.codes
    checked_and_posted(town, *undone.codes)
    assert town.balances(HOME) == (10_000, 0, 0)
    with town.db.read() as tx:
        assert not find_loss(tx, "ML-A01-001").counts


# ---- that the checks see ----


def test_money_on_2001_without_a_register_is_told(db: Database) -> None:
    town = found(db)
    town.settle([House(HOME)])
    town.deposit(HOME, 10_000)
    with town.write() as tx:
        bank_id = tx.conn.execute(select(schema.bank_account.c.bank_account_id)).scalars().first()
        raw = (
            Line("1001", Side.DEBIT, 700, bank_account_id=bank_id),
            Line("2001", Side.CREDIT, 700),
        )
        post(
            tx,
            Draft(1, Kind.GENERAL, FEBRUARY, FEBRUARY, "手工", raw, "raw", "张三"),
            clock=CLOCK,
        )
    assert warned(town)["lost_payable"] == "2001 余额 7.00 元，灭失返还登记簿应付 0.00 元"
    with town.db.read() as tx:
        assert [each.code for each in verify_books(tx).findings] == ["lost_register_differs"]
