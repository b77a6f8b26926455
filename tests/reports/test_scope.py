from __future__ import annotations

from dataclasses import replace

import pytest

from ledger.registry.custodians import add_custodian
from ledger.reports.scope import find_scope, scope_notes
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import InputError, Refused
from tests.bookkeeping import CLOCK, Bookkeeper, open_books


@pytest.fixture
def keeper(db: Database) -> Bookkeeper:
    """Keep a commodity book from January on, and one of sold public housing from February on."""
    keeper = open_books(db)
    commodity, public = keeper.book("C"), keeper.book("P")
    keeper.estate("A01", commodity)
    keeper.estate("B01", public)
    keeper.post(commodity, "2026-01-05", "借 1001 3.00", "贷 4001 3.00", estate="A01")
    keeper.post(public, "2026-02-05", "借 1001 3.00", "贷 4001 3.00", estate="B01")
    return keeper


def test_the_newest_closed_month_comes_before_the_newest_with_a_voucher(
    keeper: Bookkeeper,
) -> None:
    with keeper.db.read() as tx:
        assert find_scope(tx).period == 202602
        commodity = find_scope(tx, book="F1-C").books[0]
    keeper.close(commodity, 202601)
    with keeper.db.read() as tx:
        assert find_scope(tx).period == 202601
        assert find_scope(tx, period=202602).period == 202602
        assert find_scope(tx, book="F1-P").period == 202602


def test_a_statement_is_final_when_every_book_that_has_begun_is_closed(
    keeper: Bookkeeper,
) -> None:
    with keeper.db.read() as tx:
        commodity, public = find_scope(tx).books
    keeper.close(commodity, 202601)
    with keeper.db.read() as tx:
        assert find_scope(tx).is_final  # the other book begins later
    keeper.close(commodity, 202602)
    with keeper.db.read() as tx:
        scope = find_scope(tx)
        assert (scope.period, scope.is_final) == (202602, False)
        assert scope_notes(tx, scope) == (
            "未结账：F1-P 的 2026-02 尚未结账",
            "未定稿：各账套全部结账后本表才定稿",
            "单人模式：本期有凭证未经他人审核",
        )
    keeper.close(public, 202602)
    with keeper.db.read() as tx:
        scope = find_scope(tx)
        assert scope.is_final
        assert scope_notes(tx, scope) == ("单人模式：本期有凭证未经他人审核",)


def test_once_there_are_users_only_vouchers_without_a_checker_are_told(
    keeper: Bookkeeper,
) -> None:
    with keeper.db.write() as tx:
        for name in ("张三", "李四", "单人"):
            tx.conn.execute(
                schema.login.insert().values(name=name, display_name=name, created_at=CLOCK.at)
            )
    with keeper.db.read() as tx:
        commodity = find_scope(tx, book="F1-C").books[0]
    checked = keeper.draft(commodity, "2026-03-05", "借 1001 3.00", "贷 4001 3.00", estate="A01")
    keeper.enter(replace(checked, checker="张三", poster="李四"))
    with keeper.db.read() as tx:
        march = find_scope(tx, book="F1-C", period=202603)
        assert "单人模式：本期有凭证未经他人审核" not in scope_notes(tx, march)
        january = find_scope(tx, book="F1-C", period=202601)
        assert "单人模式：本期有凭证未经他人审核" in scope_notes(tx, january)


def test_an_estate_is_looked_for_in_the_books_of_its_custodian(keeper: Bookkeeper) -> None:
    with keeper.db.write() as tx:
        add_custodian(tx, "幸福里业主大会", "YZ1")
    with keeper.db.read() as tx:
        scope = find_scope(tx, estate="B01")
        assert [book.code for book in scope.books] == ["F1-C", "F1-P"]
        assert scope.custodian.name == "市维修资金中心"
        assert find_scope(tx, custodian="YZ1", period=202601).books == ()
        assert find_scope(tx, custodian="幸福里业主大会", period=202601).books == ()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"book": "F9-C"}, "book_unknown"),
        ({"custodian": "无"}, "custodian_unknown"),
        ({"estate": "Z99"}, "estate_unknown"),
        ({"custodian": "YZ1"}, "nothing_posted"),
    ],
)
def test_what_is_not_there_is_refused(keeper: Bookkeeper, words: dict[str, str], code: str) -> None:
    with keeper.db.write() as tx:
        add_custodian(tx, "幸福里业主大会", "YZ1")
    with keeper.db.read() as tx, pytest.raises(Refused, match=code):
        find_scope(tx, **words)  # type: ignore[arg-type] # words of the selectors


def test_a_book_of_another_custodian_is_a_contradiction(keeper: Bookkeeper) -> None:
    with keeper.db.write() as tx:
        add_custodian(tx, "幸福里业主大会", "YZ1")
    with keeper.db.read() as tx, pytest.raises(InputError, match="selectors_conflict"):
        find_scope(tx, book="F1-C", custodian="YZ1")
