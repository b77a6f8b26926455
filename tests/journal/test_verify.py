"""Whatever somebody changes in the file is found, and the voucher is named."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlalchemy as sa

from ledger.closing.verify import verify_books
from ledger.journal.leaf import HEAD_FIELDS, bodies, voucher_leaf
from ledger.store import schema
from ledger.store.database import Database, Tx, open_database
from ledger.values.digest import Frontier
from tests import varied
from tests.journal.tampering import (
    another,
    named,
    verified,
    verified_file,
    without_guards,
)


class Target(NamedTuple):
    """A voucher to be attacked."""

    voucher_id: int
    name: str


def target(path: Path, summary: str) -> Target:
    """Return the first voucher of F1-C whose summary begins so."""
    with closing(sqlite3.connect(path)) as connection:
        voucher_id, period, word, no = connection.execute(
            "SELECT voucher_id, period, word, no FROM voucher "
            "WHERE book_id = 1 AND summary LIKE ? ORDER BY voucher_id LIMIT 1",
            (f"{summary}%",),
        ).fetchone()
    return Target(voucher_id, name_of(period, word, no))


def name_of(period: int, word: str, no: int) -> str:
    return f"F1-C:{period // 100}-{period % 100:02}:{word}-{no}"


# Values that no other row has, for the columns of keys.
FREE = {
    **dict.fromkeys(("voucher_id", "sub_id", "line_no", "no", "reverses"), 900),
    "period": 202612,
    "word": "记",
}


# ---- sound books ----


def test_sound_books_give_no_finding(db: Database) -> None:
    with db.write() as tx:
        varied.build_varied(tx, seed=11)
        varied.set_aside(tx)
    heard: list[tuple[int, int]] = []
    with db.read() as tx:
        found = verify_books(tx, lambda done, whole, _doing: heard.append((done, whole)))
        assert not found.findings
        assert found.vouchers == sum(varied.vouchers_of(tx, book_id) for book_id in (1, 2, 3))
    assert heard == sorted(heard)
    assert heard[-1] == (2 * found.vouchers, 2 * found.vouchers)


def test_an_empty_database_is_sound(db: Database) -> None:
    assert not verified(db)


def test_taking_the_guards_off_and_on_leaves_no_trace(file: Path) -> None:
    with without_guards(file):
        pass
    assert not verified_file(file)


# ---- a single value ----


BUSINESS = [
    (table, column.name)
    for table in ("voucher", "line", "share")
    for column in schema.metadata.tables[table].columns
    if column.name != "book_id"
]


@pytest.mark.parametrize("summary", ["首期", "维修", "认领 202602"])
@pytest.mark.parametrize(("table", "column"), BUSINESS)
def test_any_changed_value_is_found_and_its_voucher_named(
    file: Path, table: str, column: str, summary: str
) -> None:
    voucher_id, name = target(file, summary)
    with without_guards(file) as run:
        where = "book_id = 1 AND voucher_id = ?"
        part = {"line": "line_no", "share": "sub_id"}.get(table, "voucher_id")
        ((last, old),) = run(
            f"SELECT {part}, {column} FROM {table} WHERE {where} ORDER BY {part} DESC LIMIT 1",
            voucher_id,
        )
        new = another(old, schema.metadata.tables[table].c[column])
        new = FREE.get(column, new)
        run(f"UPDATE {table} SET {column} = ? WHERE {where} AND {part} = ?", new, voucher_id, last)
        ((period, word, no),) = run(
            "SELECT period, word, no FROM voucher WHERE book_id = 1 AND voucher_id = ?",
            900 if (table, column) == ("voucher", "voucher_id") else voucher_id,
        )
    assert named(verified_file(file)) & {name, name_of(period, word, no)}


@pytest.mark.parametrize("code", ["A01-1-0-101", varied.ODD_CODES[0]])
def test_a_changed_code_of_a_sub_account_names_its_vouchers(file: Path, code: str) -> None:
    with without_guards(file) as run:
        touched = run(
            "SELECT v.period, v.word, v.no FROM voucher v JOIN share s USING(book_id, voucher_id) "
            "JOIN sub_account u USING(book_id, sub_id) WHERE u.code = ? AND book_id = 1",
            code,
        )
        run("UPDATE sub_account SET code = 'A01-9-9-9' WHERE book_id = 1 AND code = ?", code)
    assert named(verified_file(file)) >= {name_of(*key) for key in touched}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE estate SET code = 'A09' WHERE code = 'A01'",
        "UPDATE bank_account SET number = '6222-9' WHERE number = '6222-1'",
        "UPDATE book SET code = 'F1-X' WHERE code = 'F1-C'",
    ],
)
def test_a_changed_code_that_vouchers_name_is_found(file: Path, change: str) -> None:
    with without_guards(file) as run:
        run(change)
    findings = verified_file(file)
    assert sum(finding.code == "leaf_differs" for finding in findings) > 10


# ---- whole vouchers ----


@pytest.mark.parametrize("summary", ["首期", "利息"])
def test_a_deleted_voucher_is_missed_by_its_number(file: Path, summary: str) -> None:
    voucher_id, name = target(file, summary)
    with without_guards(file) as run:
        for table in ("voucher", "line"):
            run(f"DELETE FROM {table} WHERE book_id = 1 AND voucher_id = ?", voucher_id)
    findings = verified_file(file)
    assert ("number_gap", name) in {(each.code, each.where) for each in findings}
    assert "log_gap" in {each.code for each in findings}


def test_the_newest_voucher_deleted_with_its_traces_is_missed(file: Path) -> None:
    with without_guards(file) as run:
        ((voucher_id, period, word, no),) = run(
            "SELECT voucher_id, period, word, no FROM voucher WHERE book_id = 1 "
            "ORDER BY voucher_id DESC LIMIT 1"
        )
        for table in ("voucher", "line"):
            run(f"DELETE FROM {table} WHERE book_id = 1 AND voucher_id = ?", voucher_id)
        run("UPDATE book_head SET log_size = log_size - 1 WHERE book_id = 1")
    findings = verified_file(file)
    assert name_of(period, word, no) in named(findings)
    assert "log_root_differs" in {each.code for each in findings}


def test_two_vouchers_that_swapped_their_numbers_are_named(file: Path) -> None:
    first, second = target(file, "首期"), target(file, "秋")
    with without_guards(file) as run:
        numbers = {
            each.voucher_id: run(
                "SELECT no FROM voucher WHERE book_id = 1 AND voucher_id = ?", each.voucher_id
            )[0][0]
            for each in (first, second)
        }
        run("UPDATE voucher SET no = 900 WHERE book_id = 1 AND voucher_id = ?", first.voucher_id)
        for each, other in ((second, first), (first, second)):
            run(
                "UPDATE voucher SET no = ? WHERE book_id = 1 AND voucher_id = ?",
                numbers[other.voucher_id],
                each.voucher_id,
            )
    assert named(verified_file(file)) >= {first.name, second.name}


def test_two_vouchers_that_swapped_their_places_are_named(file: Path) -> None:
    first, second = target(file, "首期"), target(file, "秋")
    with without_guards(file) as run:
        for old, new in (
            (first.voucher_id, 900),
            (second.voucher_id, first.voucher_id),
            (900, second.voucher_id),
        ):
            for table in ("voucher", "line", "share"):
                run(
                    f"UPDATE {table} SET voucher_id = ? WHERE book_id = 1 AND voucher_id = ?",
                    new,
                    old,
                )
    assert named(verified_file(file)) >= {first.name, second.name}


def test_money_moved_between_two_households_of_a_voucher_is_found(file: Path) -> None:
    voucher_id, name = target(file, "首期")
    with without_guards(file) as run:
        low, high = [
            row[0]
            for row in run(
                "SELECT sub_id FROM share WHERE book_id = 1 AND voucher_id = ? LIMIT 2", voucher_id
            )
        ]
        for sub_id, fen in ((low, -1), (high, 1)):
            run(
                "UPDATE share SET amount_fen = amount_fen + ? "
                "WHERE book_id = 1 AND voucher_id = ? AND sub_id = ?",
                *(fen, voucher_id, sub_id),
            )
            run(
                "UPDATE sub_balance SET amount_fen = amount_fen + ? "
                "WHERE book_id = 1 AND sub_id = ? AND part = 0",
                *(fen, sub_id),
            )
    assert name in named(verified_file(file))


def test_an_inserted_voucher_is_found_and_named(file: Path) -> None:
    voucher_id, _name = target(file, "利息")
    with without_guards(file) as run:
        columns = [column.name for column in schema.voucher.columns]
        (row,) = run(
            f"SELECT {','.join(columns)} FROM voucher WHERE book_id = 1 AND voucher_id = ?",
            voucher_id,
        )
        ((size, no),) = run(
            "SELECT log_size + 1, (SELECT last_no + 1 FROM number WHERE book_id = 1 "
            "AND period = 202605 AND word = '收') FROM book_head WHERE book_id = 1"
        )
        forged = dict(zip(columns, row, strict=True))
        forged |= {"voucher_id": size, "no": no, "request_key": "x", "period": 202605}
        forged["dated_on"] = "2026-05-09"
        run(
            f"INSERT INTO voucher({','.join(columns)}) VALUES({','.join('?' * len(columns))})",
            *forged.values(),
        )
        run(
            "INSERT INTO line SELECT book_id, ?, line_no, account, side, amount_fen, estate_id, "
            "bank_account_id, detail FROM line WHERE book_id = 1 AND voucher_id = ?",
            *(size, voucher_id),
        )
    findings = verified_file(file)
    assert ("leaf_differs", name_of(202605, "收", no)) in {
        (each.code, each.where) for each in findings
    }
    assert {"log_size_differs", "number_differs", "turnover_differs"} <= {
        each.code for each in findings
    }


@pytest.mark.parametrize("table", ["line", "share"])
def test_what_is_added_to_a_voucher_is_found(file: Path, table: str) -> None:
    voucher_id, name = target(file, "首期")
    with without_guards(file) as run:
        if table == "line":
            for line_no, side in ((98, "D"), (99, "C")):
                run(
                    "INSERT INTO line(book_id, voucher_id, line_no, account, side, amount_fen) "
                    "VALUES(1, ?, ?, '1101', ?, 5)",
                    *(voucher_id, line_no, side),
                )
        else:
            for sub_id, fen in ((5, 7), (6, -7)):
                run(
                    "INSERT INTO share(book_id, voucher_id, sub_id, part, line_no, amount_fen) "
                    "VALUES(1, ?, ?, 0, 2, ?)",
                    *(voucher_id, sub_id, fen),
                )
    assert name in named(verified_file(file))


def test_lines_and_shares_without_a_voucher_are_found(file: Path) -> None:
    with without_guards(file) as run:
        run(
            "INSERT INTO line(book_id, voucher_id, line_no, account, side, amount_fen) "
            "VALUES(1, 990, 1, '1101', 'D', 5)"
        )
        run(
            "INSERT INTO share(book_id, voucher_id, sub_id, part, line_no, amount_fen) "
            "VALUES(1, 991, 1, 0, 1, 5)"
        )
    found = {(each.code, each.where) for each in verified_file(file)}
    assert found >= {("line_orphan", "F1-C #990"), ("share_orphan", "F1-C #991")}


# ---- somebody who knows how leaves are made ----


def reseal(tx: Tx, voucher_id: int) -> bytes:
    """Return the leaf that a voucher of F1-C would have with what stands in it now."""
    voucher, estate = schema.voucher, schema.estate
    row = tx.conn.execute(
        sa.select(voucher, estate.c.code.label("estate"))
        .outerjoin(estate, estate.c.estate_id == voucher.c.estate_id)
        .where(voucher.c.book_id == 1, voucher.c.voucher_id == voucher_id)
    ).one()
    head = {name: row._mapping[name] for name in HEAD_FIELDS}
    ((_id, body),) = bodies(tx, 1, voucher_id, voucher_id)
    return voucher_leaf(head, voucher_id, "F1-C", row.estate, body)


def forge_summary(file: Path, voucher_id: int, *, with_frontier: bool) -> None:
    """Change a voucher and its leaf, and where asked the root that the book keeps."""
    with without_guards(file) as run:
        run("UPDATE voucher SET summary = '改过' WHERE book_id = 1 AND voucher_id = ?", voucher_id)
    with closing(open_database(str(file))) as database, database.read() as tx:
        leaf = reseal(tx, voucher_id)
    with without_guards(file) as run:
        run("UPDATE voucher SET leaf = ? WHERE book_id = 1 AND voucher_id = ?", leaf, voucher_id)
        if with_frontier:
            tree = Frontier()
            for (each,) in run(
                "SELECT leaf FROM (SELECT voucher_id AS place, leaf FROM voucher WHERE book_id = 1 "
                "UNION ALL SELECT change_id, leaf FROM master_change WHERE book_id = 1) "
                "ORDER BY place"
            ):
                tree.append(each)
            run("UPDATE book_head SET frontier = ? WHERE book_id = 1", tree.to_bytes())


def test_a_leaf_that_was_forged_too_is_found_by_the_root(file: Path) -> None:
    voucher_id, _name = target(file, "首期")
    forge_summary(file, voucher_id, with_frontier=False)
    findings = {each.code: each for each in verified_file(file)}
    assert set(findings) == {"log_root_differs", "checkpoint_differs"}
    first, last = re.findall(r"\d+", findings["log_root_differs"].message)
    assert int(first) <= voucher_id <= int(last)


def test_a_root_that_was_forged_too_is_found_by_the_closes(file: Path) -> None:
    voucher_id, _name = target(file, "首期")
    forge_summary(file, voucher_id, with_frontier=True)
    findings = verified_file(file)
    assert {each.code for each in findings} == {"checkpoint_differs"}
    assert named(findings) == {f"F1-C:2026-0{month}" for month in (1, 2, 3)}


def test_a_voucher_slipped_into_a_closed_month_is_found(file: Path) -> None:
    voucher_id, _name = target(file, "国债 202605")
    with without_guards(file) as run:
        run(
            "UPDATE voucher SET period = 202602, no = 900, dated_on = '2026-02-09' "
            "WHERE book_id = 1 AND voucher_id = ?",
            voucher_id,
        )
    found = {(each.code, each.where) for each in verified_file(file)}
    assert ("posted_after_close", name_of(202602, "付", 900)) in found
