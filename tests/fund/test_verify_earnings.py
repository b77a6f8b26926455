"""A row of the register of runs or of investments that was changed is found and named."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.fund.earning.distribution_undo import undo
from ledger.fund.earning.investing import Purchase, Redemption, buy, redeem
from ledger.registry.books import find_book
from ledger.store.database import Database
from tests.closing.test_verify_closes import change
from tests.fund.earners import CLOCK, CREDIT, carry, earn, give_out, v2b
from tests.fund.town import BANKS, Town, found
from tests.journal.tampering import verified


def build(db: Database) -> Town:
    """A run that was undone, one that stands; a term deposit that came back in part."""
    town = found(db)
    v2b(town)
    with town.write() as tx:
        purchase = Purchase(
            "term",
            600_000,
            "存单1",
            due_on=date(2026, 6, 2),
            rate_ppm=15_000,
            bank_account=BANKS["C"],
            on=date(2026, 3, 2),
        )
        buy(tx, purchase, who="张三", clock=CLOCK)
        part = Redemption("存单1", 7_00, amount_fen=100_000, on=date(2026, 6, 2))
        redeem(tx, part, who="张三", clock=CLOCK)
    earn(town, 700)
    carry(town)
    give_out(town)
    with town.write() as tx:
        book = find_book(tx, "F1-C")
        undo(tx, book, 1, reason="重做", on=CREDIT, who="张三", clock=CLOCK)
    give_out(town)
    return town


def test_registers_that_say_what_their_vouchers_say_are_sound(db: Database) -> None:
    build(db)
    assert not verified(db)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (
            "UPDATE distribution SET weight = weight + 1 WHERE distribution_id = 1",
            "distribution_differs",
        ),
        (
            """UPDATE distribution SET terms = '{"no' WHERE distribution_id = 2""",
            "distribution_differs",
        ),
        ("DELETE FROM distribution WHERE distribution_id = 2", "distribution_differs"),
        ("UPDATE investment SET rate_ppm = 16000", "investment_record_differs"),
        ("DELETE FROM investment", "investment_record_differs"),
    ],
)
def test_a_row_changed_in_its_register_is_found(db: Database, statement: str, code: str) -> None:
    build(db)
    assert change(db, statement) == {code}


def test_a_run_that_waits_is_held_to_its_drafts_and_named(db: Database) -> None:
    town = found(db)
    v2b(town)
    earn(town, 700)
    carry(town)
    town.add_users("张三", "李四")
    give_out(town)
    assert not verified(db)
    change(db, "UPDATE distribution SET total_fen = total_fen + 1")
    [finding] = verified(db)
    assert finding.code == "distribution_differs"
    assert "distribution:F1-C:1" in finding.message
