from __future__ import annotations

import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.closing import roots
from ledger.closing.checkpoint import Checkpoint, write_checkpoint
from ledger.closing.roots import EstateRoot, Holding, balance_leaf, estate_leaves, salt_of
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.digest import EMPTY_ROOT, leaf_hash, netstring, root_of
from tests.bookkeeping import open_books

SALT = bytes(range(32))
HOLDINGS = st.builds(
    Holding,
    st.integers(1, 2**31),
    st.text(min_size=1, max_size=20),
    st.integers(-(2**60), 2**60),
    st.integers(-(2**60), 2**60),
)


def test_a_leaf_is_salted_with_the_books_secret() -> None:
    salt = hmac.new(SALT, b"7", hashlib.sha256).digest()
    assert salt_of(SALT, 7) == salt
    text = netstring(1, "A01", "A01-1-1-101", 500, -3, salt)
    assert balance_leaf("A01", "A01-1-1-101", 500, -3, salt) == leaf_hash(text.encode())


@given(st.text(max_size=10), st.lists(HOLDINGS, max_size=5))
def test_the_quick_leaves_are_the_leaves(estate: str, holdings: list[Holding]) -> None:
    assert estate_leaves(SALT, estate, holdings) == [
        balance_leaf(
            estate, each.code, each.principal_fen, each.earnings_fen, salt_of(SALT, each.sub_id)
        )
        for each in holdings
    ]


@given(st.integers(0, 70))
def test_the_quick_root_is_the_root(size: int) -> None:
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    assert roots.root_of_leaves(leaves) == root_of(leaves)


def test_the_root_of_a_book_is_over_its_estates_in_order_of_code() -> None:
    first = EstateRoot("A01", 2, 5, b"1" * 32)
    second = EstateRoot("B01", 1, 3, b"2" * 32)
    expected = root_of(
        leaf_hash(netstring(each.code, each.leaf_count, each.root).encode())
        for each in (first, second)
    )
    assert roots.book_root([second, first]) == expected
    assert roots.book_root([]) == EMPTY_ROOT


def test_only_estates_in_which_something_moved_get_a_new_root(db: Database) -> None:
    keeper = open_books(db)
    book = keeper.book("C")
    keeper.estate("A01", book)
    keeper.estate("A02", book)
    keeper.sub(book, "SUSPENSE", "待认领")
    keeper.post(book, "2026-11-05", "借 1001 10.00", "贷 4001 10.00", estate="A01")
    keeper.post(book, "2026-11-06", "借 1001 20.00", "贷 4001 20.00", estate="A02")
    keeper.close(book, 202611)
    keeper.post(book, "2026-12-06", "借 1001 1.00", "贷 4001 1.00 待认领")
    keeper.close(book, 202612)  # a December writes all of them anew
    keeper.post(book, "2027-01-06", "借 1001 5.00", "贷 4001 5.00", estate="A02")
    keeper.close(book, 202701)
    table = schema.balance_root
    query = select(table.c.period, table.c.estate_id, table.c.leaf_count).order_by(
        table.c.period, table.c.estate_id
    )
    assert keeper.rows(query) == [
        (202611, 1, 2),
        (202611, 2, 2),
        (202612, 0, 1),
        (202612, 1, 2),
        (202612, 2, 2),
        (202701, 2, 2),
    ]
    with db.read() as tx:
        standing = roots.standing_roots(tx, book.book_id, 202701)
    assert [(each.code, each.leaf_count) for each in sorted(standing)] == [
        ("", 1),
        ("A01", 2),
        ("A02", 2),
    ]


def test_a_checkpoint_says_whose_log_it_is_and_what_was_closed() -> None:
    text = write_checkpoint(
        Checkpoint(
            custodian="F1",
            book="F1-C",
            size=12,
            root=b"\0" * 32,
            period=202601,
            close_no=1,
            balance_root=b"\1" * 32,
            master_digest=b"\2" * 32,
            statement_digest=b"\3" * 32,
        )
    )
    assert text.splitlines() == [
        "wxzj/F1/F1-C",
        "12",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "period 2026-01",
        "close 1",
        f"balances sha256 {'01' * 32}",
        f"master sha256 {'02' * 32}",
        f"statements sha256 {'03' * 32}",
        "version 1",
        "unsigned",
    ]
