"""Whatever somebody changes of what is kept beside the vouchers is found."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.store import schema
from ledger.store.database import Database, open_database
from tests import varied
from tests.journal.tampering import (
    another,
    verified,
    verified_file,
    without_guards,
    without_guards_on_a_server,
)

DELETION = (
    "DELETE FROM voucher WHERE (book_id, voucher_id) IN "
    "(SELECT book_id, max(voucher_id) FROM voucher WHERE book_id = 1 GROUP BY book_id)"
)

KEPT: dict[str, tuple[str, ...]] = {
    "sub_balance": ("amount_fen", "moment", "received_fen", "earmark_fen", "floor_fen"),
    "turnover": (
        "period",
        "account",
        "estate_id",
        "bank_account_id",
        "kind",
        "debit_fen",
        "credit_fen",
    ),
    "number": ("period", "word", "last_no"),
    "book_head": ("log_size", "frontier_size", "frontier"),
    "month": ("state", "close_no"),
    "close_log": (
        *("close_no", "log_size", "root", "balance_root", "master_digest"),
        *("statement_digest", "checkpoint"),
    ),
    "snapshot": ("sub_id", "part", "period", "close_no", "amount_fen", "moment"),
    "account_snapshot": (
        *("period", "close_no", "account", "estate_id", "bank_account_id", "balance_fen"),
    ),
    "balance_root": ("period", "close_no", "estate_id", "leaf_count", "root"),
    "statement": ("form", "body", "digest"),
    "master_change": (
        "kind",
        "summary",
        "row_count",
        "content",
        "who",
        "at",
        "leaf",
        "leaf_version",
    ),
    "earmark": ("sub_id", "part", "amount_fen"),
    "floor_grant": ("sub_id", "part", "floor_fen"),
    "sub_account": ("control", "code", "estate_id"),
}


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table, names in KEPT.items() for column in names]
)
def test_any_changed_figure_that_is_kept_is_found(file: Path, table: str, column: str) -> None:
    with without_guards(file) as run:
        keys = [each.name for each in schema.metadata.tables[table].primary_key]
        (row,) = run(
            f"SELECT {','.join(keys)}, {column} FROM {table} WHERE book_id = 1 "
            f"ORDER BY {','.join(keys)} LIMIT 1"
        )
        new = another(row[-1], schema.metadata.tables[table].c[column])
        if column in keys and isinstance(new, int):
            new += 700  # free
        if column == "word":
            new = "记"
        matched = " AND ".join(f"{key} = ?" for key in keys)
        run(f"UPDATE {table} SET {column} = ? WHERE {matched}", new, *row[:-1])
    findings = verified_file(file)
    assert findings
    assert all(each.severity == "error" for each in findings)


@pytest.mark.parametrize(
    "table",
    [
        *("sub_balance", "turnover", "number", "close_log", "snapshot", "account_snapshot"),
        *("balance_root", "statement", "master_change", "earmark", "floor_grant"),
    ],
)
def test_any_deleted_figure_that_is_kept_is_found(file: Path, table: str) -> None:
    with without_guards(file) as run:
        keys = ",".join(each.name for each in schema.metadata.tables[table].primary_key)
        run(
            f"DELETE FROM {table} WHERE ({keys}) IN (SELECT {keys} FROM {table} WHERE book_id = 1 "
            f"ORDER BY {keys} LIMIT 1)"
        )
    assert verified_file(file)


# ---- unreadable, and too much ----


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE voucher SET dated_on = 'x' WHERE book_id = 1 AND voucher_id = 2",
        "UPDATE sub_account SET code = CAST(x'ff' AS TEXT) WHERE book_id = 1 AND sub_id = 12",
        "UPDATE line SET amount_fen = 9223372036854775807 WHERE book_id = 1",
        "UPDATE voucher SET period = 99 WHERE book_id = 1 AND voucher_id = 2",
    ],
)
def test_what_cannot_be_read_is_a_finding_and_stops_nothing(file: Path, change: str) -> None:
    with without_guards(file) as run:
        run(change)
    assert verified_file(file)


@pytest.mark.parametrize("column", ["summary", "maker", "word", "dated_on"])
def test_text_that_is_no_text_is_found_and_its_voucher_named(file: Path, column: str) -> None:
    with without_guards(file) as run:
        ((period, word, no),) = run(
            "SELECT period, word, no FROM voucher WHERE book_id = 1 AND voucher_id = 2"
        )
        run(
            f"UPDATE voucher SET {column} = CAST(x'e694ff' AS TEXT) "
            "WHERE book_id = 1 AND voucher_id = 2"
        )
    where = {each.where for each in verified_file(file) if each.code == "leaf_differs"}
    assert len(where) == 1
    assert where == {f"F1-C:2026-01:{word}-{no}"} or column == "word"
    assert period == 202601


def test_of_very_many_findings_the_first_are_told_and_the_rest_counted(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.closing.verify.FINDINGS_MAX", 5)
    with without_guards(file) as run:
        run("UPDATE voucher SET summary = 'x' WHERE book_id = 1")
    findings = [each for each in verified_file(file) if each.code == "leaf_differs"]
    assert len(findings) == 6
    assert findings[-1].message.startswith("另有 ")


def test_a_guard_that_was_not_put_back_is_found(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("DROP TRIGGER line_update")
    with closing(open_database(str(file), check=False)) as database:
        assert [each.code for each in verified(database)] == ["guards_changed"]


# ---- PostgreSQL ----


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ("UPDATE line SET detail = 'x' WHERE book_id = 1 AND voucher_id = 2", {"leaf_differs"}),
        ("UPDATE share SET payer_class = 2 WHERE book_id = 1 AND voucher_id = 2", {"leaf_differs"}),
        (
            DELETION,
            {"log_gap", "number_gap", "line_orphan"},
        ),
        (
            "UPDATE sub_balance SET moment = moment + 1 WHERE book_id = 1 AND sub_id = 1",
            {"balance_differs"},
        ),
        (
            "UPDATE snapshot SET amount_fen = 1 WHERE book_id = 1 AND period = 202601",
            {"snapshot_differs"},
        ),
        ("UPDATE balance_root SET leaf_count = 2 WHERE book_id = 1", {"balance_root_differs"}),
        ("UPDATE turnover SET debit_fen = 1 WHERE book_id = 1", {"turnover_differs"}),
    ],
)
def test_every_database_tells_the_same(db: Database, change: str, codes: set[str]) -> None:
    with db.write() as tx:
        varied.build_varied(tx, seed=2)
    _change(db, change)
    assert codes <= {each.code for each in verified(db)}


def _change(db: Database, change: str) -> None:
    if db.path is not None:
        with without_guards(db.path) as run:
            run(change)
        return
    with db.write() as tx:
        # The key from lines to their voucher is the owner's to drop as well.
        tx.conn.execute(sa.text("ALTER TABLE line DROP CONSTRAINT fk_line_voucher"))
        with without_guards_on_a_server(tx):
            assert tx.conn.execute(sa.text(change)).rowcount
            tx.conn.execute(sa.text("SET CONSTRAINTS ALL IMMEDIATE"))
