"""A deposit that is recorded otherwise than it was booked is found."""

from __future__ import annotations

from datetime import date

import pytest

from ledger.store.database import Database
from tests import worlds
from tests.closing.test_verify_closes import change
from tests.journal.tampering import verified


def build(db: Database) -> None:
    """Take in two lists of deposits, and cancel the second."""
    with db.write() as tx:
        worlds.build_registry(tx)
        first = worlds.deposit("首期", {1: 5000, 2: 700}, dated_on=date(2026, 2, 3))
        worlds.book_deposits(tx, first)
        wrong = worlds.deposit("记错", {3: 900}, dated_on=date(2026, 2, 4))
        worlds.reverse(tx, worlds.book_deposits(tx, wrong))


def test_deposits_that_stand_beside_their_shares_are_sound(db: Database) -> None:
    build(db)
    assert not verified(db)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deposit SET amount_fen = amount_fen + 1 WHERE sub_id = 1",
        "UPDATE deposit SET sub_id = 4 WHERE sub_id = 2",
        "UPDATE deposit SET dated_on = '2026-02-05' WHERE sub_id = 2",
        "DELETE FROM deposit WHERE sub_id = 2",
    ],
)
def test_a_deposit_changed_in_its_record_is_found(db: Database, statement: str) -> None:
    build(db)
    assert change(db, statement) == {"deposit_record_differs"}
