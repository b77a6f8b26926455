"""The log of a book: each voucher and each change of master data is a leaf, in one order."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text, union_all, update

from ledger.store import schema
from ledger.store.database import Database, Tx, open_database
from ledger.store.log import advance, lock_head, master_leaf, record_master_change
from ledger.values.digest import Frontier, leaf_hash, netstring, root_of
from ledger.values.errors import Corrupt
from tests.store.attack import take_off
from tests.store.conftest import Worlds
from tests.worlds import CLOCK, COMMODITY, DIGEST, build_world

CONTENT = bytes(range(32))


def leaves(tx: Tx, book_id: int) -> list[bytes]:
    """Read all leaves of a book in order, by another way than the log itself."""
    voucher, change = schema.voucher, schema.master_change
    both = union_all(
        select(voucher.c.voucher_id.label("place"), voucher.c.leaf).where(
            voucher.c.book_id == book_id
        ),
        select(change.c.change_id, change.c.leaf).where(change.c.book_id == book_id),
    ).subquery()
    rows = tx.conn.execute(select(both.c.place, both.c.leaf).order_by(both.c.place)).all()
    assert [row.place for row in rows] == list(range(1, len(rows) + 1))
    return [bytes(row.leaf) for row in rows]


def head(tx: Tx, book_id: int) -> tuple[int, int, bytes]:
    table = schema.book_head
    row = tx.conn.execute(select(table).where(table.c.book_id == book_id)).one()
    return row.log_size, row.frontier_size, bytes(row.frontier)


def record(tx: Tx, summary: str) -> int:
    return record_master_change(
        tx,
        COMMODITY,
        kind="owners",
        summary=summary,
        row_count=1,
        content=CONTENT,
        who="甲",
        clock=CLOCK,
    )


def test_the_frontier_gives_the_root_over_all_leaves(db: Database) -> None:
    with db.write() as tx:
        build_world(tx)
    with db.read() as tx:
        for book_id in (1, 2, 3):
            size, frontier_size, frontier = head(tx, book_id)
            assert size == frontier_size == len(leaves(tx, book_id)) > 0
            assert Frontier.from_bytes(frontier).root() == root_of(leaves(tx, book_id))


def test_a_change_of_master_data_is_the_next_leaf(db: Database) -> None:
    with db.write() as tx:
        build_world(tx)
        size = lock_head(tx, COMMODITY)
        assert [record(tx, "过户"), record(tx, "过户")] == [size + 1, size + 2]
        own = netstring("master", 1, size + 1, "owners", "过户", 1, CONTENT, "甲", CLOCK.at)
        assert leaves(tx, COMMODITY)[size] == leaf_hash(own.encode())
        assert head(tx, COMMODITY)[:2] == (size + 2, size + 2)


def test_every_word_of_a_change_is_in_its_leaf() -> None:
    plain = (1, "owners", "过户", 1, DIGEST, "甲", "2026-03-10T01:02:03Z")
    others = (2, "areas", "过户2", 2, CONTENT, "乙", "2026-03-10T01:02:04Z")
    seen = {master_leaf(*plain)}
    for place, other in enumerate(others):
        changed = list(plain)
        changed[place] = other
        seen.add(master_leaf(*changed))  # type: ignore[arg-type] # one word of each type
    assert len(seen) == 1 + len(others)


def test_a_frontier_that_lags_catches_up(db: Database) -> None:
    """A voucher sealed by another program leaves it behind; nothing is lost by that."""
    with db.write() as tx:
        build_world(tx)
        size, _, _ = head(tx, COMMODITY)
        tx.conn.execute(
            schema.master_change.insert().values(
                book_id=COMMODITY,
                change_id=size + 1,
                kind="x",
                summary="x",
                row_count=1,
                content=CONTENT,
                who="x",
                at="x",
                leaf=CONTENT,
                leaf_version=1,
            )
        )
        assert head(tx, COMMODITY)[:2] == (size + 1, size)
        root = advance(tx, COMMODITY).root()
        assert root == root_of(leaves(tx, COMMODITY))
        assert advance(tx, COMMODITY).root() == root
        assert head(tx, COMMODITY)[:2] == (size + 1, size + 1)


@pytest.mark.parametrize("where", ["the middle", "the end"])
def test_a_leaf_that_is_gone_is_told(where: str, worlds: Worlds) -> None:
    database = open_database(worlds("sqlite"))
    with database.write() as tx:
        driver = tx.conn.connection.driver_connection
        assert driver is not None
        for guard in ("master_change_delete", "book_head_update", "voucher_delete"):
            take_off(driver, "sqlite", guard)
        tx.conn.execute(text("PRAGMA defer_foreign_keys=ON"))
        gone = 4 if where == "the middle" else head(tx, COMMODITY)[0]
        tx.conn.execute(text(f"DELETE FROM voucher WHERE book_id=1 AND voucher_id={gone}"))
        empty = update(schema.book_head).where(schema.book_head.c.book_id == COMMODITY)
        tx.conn.execute(empty.values(frontier_size=0, frontier=b""))
        with pytest.raises(Corrupt) as told:
            advance(tx, COMMODITY)
        assert told.value.code == "log_gap"
        assert str(gone) in told.value.message
        tx.conn.rollback()
    database.close()
