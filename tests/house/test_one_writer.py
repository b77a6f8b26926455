"""Money has one door: `ledger.journal.posting`, and `bulk` behind the same rules."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.reading import ROOT, called, calls, place, python_files, texts, tree

DOOR = {"ledger/journal/posting.py", "ledger/journal/bulk.py"}
JOURNAL = {"line", "share", "voucher"}
# Ways to write a row: `schema.line.insert()`, `sa.insert(schema.line)`, `insert_rows(tx, …)`.
WRITES = {"delete", "insert", "insert_from", "insert_rows", "insert_select", "update"}
IN_SQL = re.compile(
    r"\b(insert\s+(or\s+\w+\s+)?into|replace\s+into|update|delete\s+from|copy)\s+"
    rf"\"?({'|'.join(sorted(JOURNAL))})\b",
    re.IGNORECASE,
)


def _table(node: ast.expr) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id="schema"), attr=name) | ast.Name(id=name):
            return name
        case ast.Constant(value=str() as name):
            return name
        case _:
            return ""


def writes(module: ast.Module) -> Iterator[ast.expr]:
    """Walk the places of a module that write a table of the journal."""
    for call in calls(module):
        if called(call) not in WRITES:
            continue
        owner = [call.func.value] if isinstance(call.func, ast.Attribute) else []
        if JOURNAL & {_table(each) for each in [*owner, *call.args]}:
            yield call
    yield from (node for text, node in texts(module) if IN_SQL.search(text))


def test_only_posting_writes_the_journal() -> None:
    found = [
        place(path, node)
        for path in python_files("ledger")
        if path.relative_to(ROOT).as_posix() not in DOOR
        for node in writes(tree(path))
    ]
    assert not found, found


@pytest.mark.parametrize(
    "way",
    [
        "tx.conn.execute(schema.voucher.insert())",
        "tx.conn.execute(sa.insert(schema.line).values(x=1))",
        "tx.conn.execute(insert(share))",
        "insert_rows(tx, schema.share, columns, rows)",
        "tx.conn.execute(sa.text('INSERT INTO line VALUES (1)'))",
        "tx.conn.execute(sa.text(f'update  share set {x} = 1'))",
        "tx.conn.execute(schema.share.delete())",
    ],
)
def test_the_rule_sees_every_way_of_writing(way: str) -> None:
    assert len(list(writes(ast.parse(way)))) == 1


def test_the_rule_lets_reading_pass() -> None:
    assert not list(writes(ast.parse("tx.conn.execute(sa.select(schema.line.c.account))")))
