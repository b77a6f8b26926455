"""The leaf of a voucher: the same bytes on every database, for ever, over all that it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from ledger.journal.leaf import HEAD_FIELDS, Body, bodies, voucher_leaf
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Part, PayerClass, Share
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.digest import leaf_hash, netstring
from tests.journal.posts import posted, vouchers
from tests.worlds import BANK, CLOCK, COMMODITY, add, credit, debit, deposit, voucher

# Version 1 of the leaf, fixed: what was sealed once must be found again by every later program.
GOLDEN = "4b0e0d382e2f8d1ce50b19013c4adcaaf61a393087bf9d1395914acb3951cad1"


def rich() -> Draft:
    """Return a voucher that has something in every column, and texts of many kinds."""
    shares = [
        Share(3, 40, Part.EARNINGS, PayerClass.DEVELOPER),
        Share(1, 100, Part.PRINCIPAL, PayerClass.OWNER),
        Share(2, -40, Part.PRINCIPAL, None),
        Share(4, 40, Part.PRINCIPAL, PayerClass.SELLING_UNIT),
    ]
    lines = [
        debit("1001", 140, bank_account_id=BANK),
        credit("4001", 140, shares, estate_id=1, detail="补足，𠮷 1:2,~"),
        *(line for n in range(1, 6) for line in (debit("3101", n), credit("3101", n))),
    ]
    more: dict[str, Any] = {"event": "e:1", "case_id": 7, "attachment_count": 3}
    draft = voucher("收到 𠮷先生", lines, value_on=date(2026, 1, 31), **more)
    return replace(draft, evidence=bytes(range(32)), checker="乙", poster="丙")


def sealed(database: Database) -> bytes:
    posted(database, deposit("first", {1: 100, 2: 100}))
    [one] = posted(database, rich())
    with database.read() as tx:
        [leaf] = [bytes(row.leaf) for row in vouchers(tx) if row.voucher_id == one.voucher_id]
    return leaf


def test_the_leaf_is_the_same_on_both_databases_and_in_every_later_program(
    office: Database,
) -> None:
    assert sealed(office).hex() == GOLDEN


def test_the_leaf_is_what_the_description_says(office: Database) -> None:
    """An independent writing: lines by number, shares by sub-account and part, codes for ids."""
    draft = rich()
    codes = {n: f"A01-1-0-10{n}" for n in range(1, 5)}
    lines = "".join(
        netstring(
            *(n, line.account, line.side.value, line.amount_fen),
            "A01" if line.estate_id else None,
            "6222-1" if line.bank_account_id else None,
            line.detail,
        )
        for n, line in enumerate(draft.lines, start=1)
    )
    shares = "".join(
        netstring(
            *(2, codes[share.sub_id], int(share.part), share.amount_fen),
            share.payer_class and int(share.payer_class),
        )
        for share in sorted(draft.lines[1].shares, key=lambda each: (each.sub_id, each.part))
    )
    whole = netstring(
        *("voucher", "F1-C", 3, "A01", 202602, "收", 2, "GENERAL"),
        *(draft.dated_on, draft.value_on, draft.summary, 3, 12, 4, draft.debit_fen),
        *(draft.request_key, "e:1", None, None, 7, "单人", "乙", "丙"),
        *(CLOCK.at, draft.evidence, 1, lines, shares),
    )
    assert sealed(office) == leaf_hash(whole.encode())


def head_of(database: Database) -> dict[str, Any]:
    sealed(database)
    with database.read() as tx:
        return dict(vouchers(tx)[-1]._mapping)


def test_every_column_of_the_voucher_is_in_the_leaf(office: Database) -> None:
    columns = {column.name for column in schema.voucher.columns}
    assert columns == {*HEAD_FIELDS, "book_id", "voucher_id", "estate_id", "leaf"}
    head = head_of(office)
    plain = voucher_leaf(head, 3, "F1-C", "A01", Body("l", "s"))
    for name in HEAD_FIELDS:
        other = {**head, name: 987 if isinstance(head[name], int) else "other"}
        assert voucher_leaf(other, 3, "F1-C", "A01", Body("l", "s")) != plain, name
    for place, code, estate, body in (
        (4, "F1-C", "A01", Body("l", "s")),
        (3, "F1-P", "A01", Body("l", "s")),
        (3, "F1-C", None, Body("l", "s")),
        (3, "F1-C", "A01", Body("l2", "s")),
        (3, "F1-C", "A01", Body("l", "s2")),
    ):
        assert voucher_leaf(head, place, code, estate, body) != plain


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        *(
            ("line", name, value)
            for name, value in {
                "account": "5001",
                "side": "D",
                "amount_fen": 7,
                "estate_id": 2,
                "bank_account_id": 2,
                "detail": "x",
            }.items()
        ),
        *(
            ("share", name, value)
            for name, value in {
                "sub_id": 6,
                "part": 1,
                "line_no": 9,
                "amount_fen": 7,
                "payer_class": 3,
            }.items()
        ),
        ("sub_account", "code", "x"),
        ("bank_account", "number", "x"),
        ("estate", "code", "x"),
    ],
)
def test_every_column_of_lines_and_shares_is_in_the_leaf(
    table: str, column: str, value: object, office: Database
) -> None:
    """Without its guard a value is changed, and the canonical text is another."""
    guard = {
        "sqlite": f"DROP TRIGGER {table}_update",
        "postgresql": f"ALTER TABLE {table} DISABLE TRIGGER {table}_sealed",
    }
    [one] = posted(office, deposit("a", {1: 100}))
    with office.write() as tx:
        before = list(bodies(tx, COMMODITY, one.voucher_id, one.voucher_id))
        tx.conn.exec_driver_sql(guard[office.dialect])
        changed = schema.metadata.tables[table]
        which = update(changed)
        if "line_no" in changed.c:
            which = which.where(changed.c.line_no == (1 if column == "bank_account_id" else 2))
        elif "book_id" in changed.c:
            which = which.where(changed.c.book_id == COMMODITY, changed.c.sub_id == 1)
        else:
            which = which.where(changed.c[f"{table}_id"] == 1)
        tx.conn.execute(which.values({column: value}))
        after = list(bodies(tx, COMMODITY, one.voucher_id, one.voucher_id))
        assert len(before) == len(after) == 1
        assert before != after
        tx.conn.rollback()


def test_the_bodies_of_many_vouchers_come_in_order_each_with_its_own(office: Database) -> None:
    drafts = [
        deposit(f"{n}", {1: n, 2: 3})
        if n % 3
        else voucher(f"{n}", [debit("3101", n), credit("3101", n)])
        for n in range(1, 30)
    ]
    ids = [one.voucher_id for one in posted(office, *drafts)]
    with office.read() as tx:
        found = list(bodies(tx, COMMODITY, ids[0], ids[-1]))
        assert [voucher_id for voucher_id, _ in found] == ids
        for draft, (voucher_id, body) in zip(drafts, found, strict=True):
            assert list(bodies(tx, COMMODITY, voucher_id, voucher_id)) == [(voucher_id, body)]
            assert bool(body.shares) == bool(draft.share_count)


def test_a_share_without_a_voucher_goes_to_nobody(office: Database) -> None:
    """What another program left behind must not slip into the text of the next voucher."""
    [one] = posted(office, deposit("a", {1: 100}))
    with office.write(dry_run=True) as tx:
        before = list(bodies(tx, COMMODITY, 1, 99))
        add(tx, "share", book_id=1, voucher_id=1, sub_id=2, part=0, line_no=1, amount_fen=5)
        add(tx, "share", book_id=1, voucher_id=90, sub_id=2, part=0, line_no=1, amount_fen=5)
        assert list(bodies(tx, COMMODITY, 1, 99)) == before
    assert one.voucher_id > 1
    with office.write(dry_run=True) as tx:
        assert post(tx, deposit("b", {1: 100}), clock=CLOCK).code
        assert tx.conn.execute(select(schema.voucher)).all()
