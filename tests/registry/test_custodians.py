from __future__ import annotations

import pytest
import sqlalchemy as sa

from ledger.registry.banks import find_bank_accounts, register_bank_account
from ledger.registry.books import ensure_book, find_book, list_books
from ledger.registry.custodians import add_custodian, find_custodian, list_custodians
from ledger.registry.estates import find_estate
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BookError, InputError, Refused
from tests.offices import Office


def test_the_first_custodian_is_the_one_meant_where_nobody_is_named(office: Office) -> None:
    with office.db.write() as tx:
        add_custodian(tx, "甲业主大会", "F2")
        assert find_custodian(tx, None).code == "F1"
        assert find_custodian(tx, "F2") == find_custodian(tx, "甲业主大会")
        assert [each.code for each in list_custodians(tx)] == ["F1", "F2"]
        with pytest.raises(Refused, match="custodian_unknown"):
            find_custodian(tx, "F3")


def test_without_any_custodian_the_book_is_not_ready(db: Database) -> None:
    with db.read() as tx, pytest.raises(BookError, match="custodian_missing"):
        find_custodian(tx, None)


def test_the_same_custodian_again_changes_nothing(office: Office) -> None:
    with office.db.write() as tx:
        first, is_new = add_custodian(tx, "甲业主大会", "F2")
        again, is_new_again = add_custodian(tx, " 甲业主大会 ", "F2")
    assert (is_new, is_new_again) == (True, False)
    assert first == again


@pytest.mark.parametrize(("name", "code"), [("乙", "F1"), ("市维修资金中心", "F9")])
def test_a_code_or_a_name_belongs_to_one_custodian(office: Office, name: str, code: str) -> None:
    with office.db.write() as tx, pytest.raises(Refused, match="custodian_exists"):
        add_custodian(tx, name, code)


@pytest.mark.parametrize("code", ["", "F-2", "F 2", "市", "Ｆ２", "F" * 21])
def test_a_code_is_letters_and_digits(office: Office, code: str) -> None:
    with office.db.write() as tx, pytest.raises(InputError, match="custodian_code"):
        add_custodian(tx, "乙", code)


def test_a_book_is_made_when_first_needed_and_found_again(office: Office) -> None:
    with office.db.write() as tx:
        book = ensure_book(tx, 1, "P")
        assert ensure_book(tx, 1, "P") == book
        assert find_book(tx, "F1-P") == book
        assert (book.code, book.control) == ("F1-P", "3002")
        assert list_books(tx) == list_books(tx, [1]) == [book]
        assert list_books(tx, [2]) == []
        salt = tx.conn.execute(sa.select(schema.book.c.salt)).scalar_one()
        assert len(bytes(salt)) == 32
        with pytest.raises(Refused, match="book_unknown"):
            find_book(tx, "F1-C")


def test_an_account_belongs_to_one_custodian_and_one_fund(office: Office) -> None:
    with office.db.write() as tx:
        other, _is_new = add_custodian(tx, "甲业主大会", "F2")
        account, is_new = register_bank_account(tx, "6222 0200 0011", 1, "C")
        assert (account.number, is_new) == ("622202000011", True)
        assert register_bank_account(tx, "622202000011", 1, "C") == (account, False)
        assert find_bank_accounts(tx, ["622202000011", "1"]) == {"622202000011": account}
        for custodian_id, fund_type in ((1, "P"), (other.custodian_id, "C")):
            with pytest.raises(Refused, match="bank_account_foreign") as caught:
                register_bank_account(tx, "622202000011", custodian_id, fund_type)
            assert "市维修资金中心" in caught.value.message


@pytest.mark.parametrize("number", ["", "   ", "6" * 41, "６２２２", "62\u200b22"])
def test_an_account_number_is_any_visible_text_up_to_forty_characters(
    office: Office, number: str
) -> None:
    with office.db.write() as tx, pytest.raises(InputError):
        register_bank_account(tx, number, 1, "C")


def test_an_estate_that_is_not_there_is_refused(office: Office) -> None:
    with office.db.read() as tx, pytest.raises(Refused, match="estate_unknown"):
        find_estate(tx, "A01")
