from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from ledger.journal.posting import post
from ledger.reports.browse import Choice, Order, State, read_estates, read_households
from ledger.reports.browse_history import read_card, read_history
from ledger.reports.browse_voucher import read_head, read_lines, read_shares
from ledger.reports.paging import Cut, Page
from ledger.store.database import Database, Tx, open_database
from ledger.values.errors import Refused
from tests.conftest import RUN, WORKER, PostgresServer
from tests.registry.rules_set import set_rules
from tests.worlds import (
    CLOCK,
    COMMODITY,
    COMMON_INCOME,
    ESTATE,
    SOLD_PUBLIC,
    SUSPENSE,
    build_registry,
    build_world,
    deposit,
    repair,
)

TODAY = date(2026, 3, 10)
Read = Callable[[Cut], Page[Any]]


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
)
def world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Build the world once for all who only read it."""
    name = f"wxzj_{RUN}_{WORKER}_browse"
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("browse") / "book.db"
        shutil.copyfile(request.getfixturevalue("_sqlite_template"), path)
        yield from built(str(path))
        return
    server: PostgresServer = request.getfixturevalue("pg_server")
    url = server.create(name, request.getfixturevalue("_postgres_template"))
    yield from built(url.render_as_string(hide_password=False))
    server.drop(name)


def built(url: str) -> Iterator[Database]:
    database = open_database(url)
    with database.write() as tx:
        build_world(tx)
    yield database
    database.close()


@pytest.fixture
def tx(world: Database) -> Iterator[Tx]:
    with world.read() as reading:
        yield reading


def walked(read: Read, size: int, *, backward: bool = False) -> list[Any]:
    """Read a list to its other end, page by page, and give it in its own order."""
    rows: list[Any] = []
    cut = Cut(None, backward, size)
    while True:
        page = read(cut)
        assert len(page.rows) <= size
        rows = [*page.rows, *rows] if backward else [*rows, *page.rows]
        if not page.more:
            return rows
        cut = Cut(page.rows[0 if backward else -1].key, backward, size)


def households(tx: Tx, **choice: Any) -> Read:
    return lambda cut: read_households(tx, ESTATE, Choice(**choice), cut, on=TODAY)


def doors(rows: list[Any]) -> list[tuple[str, int]]:
    return [(row.code, row.book_id) for row in rows]


def test_an_estate_shows_what_its_households_hold_in_all_its_books(tx: Tx) -> None:
    first, second, foreign = read_estates(tx, Cut(), on=TODAY).rows
    assert (first.code, first.name, first.household_count) == ("A01", "春熙苑", 6)
    assert first.principal_fen == first.balance_fen == 90000 * 2 + 100000 * 2 + 70000 * 2
    assert (first.low_count, first.unpaid_count, first.earnings_fen) == (0, 0, 0)
    assert (second.household_count, second.balance_fen) == (2, 100000)
    assert (foreign.household_count, foreign.balance_fen) == (1, 60000)


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize("backward", [False, True])
def test_estates_are_paged_either_way(tx: Tx, size: int, *, backward: bool) -> None:
    rows = walked(lambda cut: read_estates(tx, cut, on=TODAY), size, backward=backward)
    assert [row.code for row in rows] == ["A01", "A02", "B01"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [("A", ["A01", "A02"]), ("实", ["A02"]), ("苑", ["A01", "B01"]), ("%", []), ("_01", [])],
)
def test_an_estate_is_found_by_its_code_or_name(tx: Tx, text: str, codes: list[str]) -> None:
    assert [row.code for row in read_estates(tx, Cut(), on=TODAY, text=text).rows] == codes


@pytest.mark.parametrize("size", [1, 2, 3, 6, 100])
@pytest.mark.parametrize("backward", [False, True])
@pytest.mark.parametrize("order", Order)
def test_households_of_two_books_make_one_list(
    tx: Tx, size: int, order: Order, *, backward: bool
) -> None:
    rows = walked(households(tx, order=order), size, backward=backward)
    by_door = [("A01-1-0-101", COMMODITY), ("A01-1-0-101", SOLD_PUBLIC)]
    by_door += [("A01-1-0-102", COMMODITY), ("A01-1-0-102", SOLD_PUBLIC)]
    by_door += [("A01-1-0-103", COMMODITY), ("A01-1-0-104", COMMODITY)]
    by_balance = [by_door[1], by_door[3], by_door[0], by_door[2], by_door[4], by_door[5]]
    assert (
        doors(rows)
        == {
            Order.DOOR: by_door,
            Order.BALANCE_UP: by_balance,
            Order.BALANCE_DOWN: by_balance[::-1],
        }[order]
    )


def test_a_household_shows_its_owner_and_its_balance(tx: Tx) -> None:
    row = read_households(tx, ESTATE, Choice(), Cut(), on=TODAY).rows[0]
    assert (row.owner, row.owner_count, row.area, row.due_fen) == ("张三", 1, 10000, 100000)
    assert (row.principal_fen, row.earnings_fen, row.balance_fen) == (90000, 0, 90000)
    assert row.state is State.NORMAL


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        ({"door": "1"}, 6),
        ({"door": "1-0-"}, 6),
        ({"door": "1-0-101"}, 2),
        ({"door": "1-0-10"}, 6),
        ({"door": "1-1"}, 0),
        ({"door": "1-0-101-1"}, 0),
        ({"door": "2"}, 0),
        ({"owner": "张"}, 6),
        ({"owner": "张三"}, 6),
        ({"owner": "张三丰"}, 0),
        ({"owner": "%"}, 0),
        ({"state": State.NORMAL}, 6),
        ({"state": State.LOW}, 0),
        ({"state": State.UNPAID}, 0),
    ],
)
def test_households_are_chosen_by_door_owner_and_state(
    tx: Tx, choice: dict[str, Any], count: int
) -> None:
    assert len(walked(households(tx, **choice), 2)) == count


def test_below_thirty_percent_is_strictly_below(db: Database) -> None:
    with db.write() as tx:
        build_world(tx)
        post(tx, deposit("补", {1: 1}), clock=CLOCK)
        post(tx, repair("修", {1: 60001, 2: 60001}), clock=CLOCK)
        rows = read_households(tx, ESTATE, Choice(), Cut(), on=TODAY).rows
        states = {row.sub_id: row.state for row in rows if row.book_id == COMMODITY}
        assert states == {1: State.NORMAL, 2: State.LOW, 3: State.NORMAL, 4: State.NORMAL}
        low = read_households(tx, ESTATE, Choice(state=State.LOW), Cut(), on=TODAY).rows
        assert [row.sub_id for row in low] == [2]
        assert read_estates(tx, Cut(), on=TODAY).rows[0].low_count == 1


def test_what_is_low_is_a_rule_of_the_custodian_on_the_day(db: Database) -> None:
    with db.write() as tx:
        build_world(tx)
    set_rules(db, date(2026, 3, 1), replenish__trigger_permille="1000")
    with db.read() as tx:
        before = read_households(tx, ESTATE, Choice(), Cut(), on=date(2026, 2, 28)).rows
        after = read_households(tx, ESTATE, Choice(), Cut(), on=date(2026, 3, 1)).rows
        states = [(one.state, other.state) for one, other in zip(before, after, strict=True)]
        short = [one.balance_fen < one.due_fen for one in before]
        assert (State.NORMAL, State.LOW) in states
        assert [other is State.LOW for _one, other in states] == short
        assert read_estates(tx, Cut(), on=date(2026, 2, 28)).rows[0].low_count == 0
        assert read_estates(tx, Cut(), on=date(2026, 3, 1)).rows[0].low_count == sum(short)


def test_a_household_that_never_paid_is_not_one_that_fell_low(db: Database) -> None:
    with db.write() as tx:
        build_registry(tx)
        estate = read_estates(tx, Cut(), on=TODAY).rows[0]
        assert (estate.unpaid_count, estate.low_count, estate.balance_fen) == (6, 0, 0)
        post(tx, deposit("首期", {1: 90000}, dated_on=date(2026, 1, 5)), clock=CLOCK)
        post(tx, repair("用尽", {1: 90000}, dated_on=date(2026, 1, 6)), clock=CLOCK)
        rows = read_households(tx, ESTATE, Choice(), Cut(), on=TODAY).rows
        states = {(row.book_id, row.sub_id): row.state for row in rows}
        assert states.pop((COMMODITY, 1)) is State.LOW
        assert set(states.values()) == {State.UNPAID}


@pytest.mark.parametrize("size", [1, 2, 100])
@pytest.mark.parametrize("backward", [False, True])
def test_every_page_of_a_history_knows_its_running_balance(
    tx: Tx, size: int, *, backward: bool
) -> None:
    rows = walked(lambda cut: read_history(tx, COMMODITY, 3, cut), size, backward=backward)
    assert [(row.amount_fen, row.balance_fen) for row in rows] == [
        (-3000, 100000),
        (3000, 103000),
        (100000, 100000),
    ]
    assert [row.number for row in rows][1:] == ["F1-C:2026-02:收-1", "F1-C:2026-01:收-1"]
    assert rows[2].dated_on == date(2026, 1, 15)
    assert rows[1].summary == "记错的"


def test_money_that_belongs_to_no_estate_has_a_history_too(tx: Tx) -> None:
    (row,) = read_history(tx, COMMODITY, SUSPENSE, Cut()).rows
    assert (row.amount_fen, row.balance_fen, row.summary) == (8000, 8000, "待认领")
    assert read_history(tx, COMMODITY, COMMON_INCOME, Cut()) == Page((), more=False)
    assert read_history(tx, COMMODITY, 999, Cut()) == Page((), more=False)


def test_a_card_tells_all_about_a_household(tx: Tx) -> None:
    card = read_card(tx, COMMODITY, 3, on=TODAY)
    assert (card.code, card.book, card.estate_name) == ("A01-1-0-103", "F1-C", "春熙苑")
    assert (card.balance_fen, card.earmark_fen, card.received_fen) == (100000, 40000, 100000)
    assert (card.owner, card.household_kind, card.state) == ("张三", "commodity", State.NORMAL)


def test_a_card_of_another_kind_of_sub_account_has_no_household(tx: Tx) -> None:
    card = read_card(tx, COMMODITY, SUSPENSE, on=TODAY)
    assert (card.kind, card.estate, card.owner, card.state) == ("SUSPENSE", None, None, None)
    assert card.balance_fen == 8000


def test_a_voucher_is_read_whole(tx: Tx) -> None:
    repair_id = read_history(tx, COMMODITY, 1, Cut()).rows[0].voucher_id
    head = read_head(tx, COMMODITY, repair_id)
    assert (head.number, head.summary, head.debit_fen) == ("F1-C:2026-02:付-1", "维修", 20000)
    assert (head.line_count, head.share_count, head.estate_name) == (2, 2, "春熙苑")
    lines = walked(lambda cut: read_lines(tx, COMMODITY, repair_id, cut), 1)
    assert [(each.account, each.name, each.side, each.amount_fen) for each in lines] == [
        ("5001", "维修支出", "D", 20000),
        ("1001", "银行存款", "C", 20000),
    ]
    assert [(each.estate, each.bank_account) for each in lines] == [("A01", None), (None, "6222-1")]
    for backward in (False, True):
        shares = walked(
            lambda cut: read_shares(tx, COMMODITY, repair_id, cut), 1, backward=backward
        )
        assert [(each.code, each.amount_fen) for each in shares] == [
            ("A01-1-0-101", -10000),
            ("A01-1-0-102", -10000),
        ]


def test_a_reversal_and_its_original_name_each_other(tx: Tx) -> None:
    red, original, _first = read_history(tx, COMMODITY, 3, Cut()).rows
    assert read_head(tx, COMMODITY, red.voucher_id).reverses == original.number
    assert read_head(tx, COMMODITY, original.voucher_id).reversed_by == red.number


def test_what_is_not_there_is_refused(tx: Tx) -> None:
    with pytest.raises(Refused, match="sub_account_unknown"):
        read_card(tx, COMMODITY, 999, on=TODAY)
    with pytest.raises(Refused, match="voucher_unknown"):
        read_head(tx, COMMODITY, 999)


PAGES: dict[str, tuple[Callable[[Tx], object], set[str]]] = {
    "households": (
        lambda tx: read_households(tx, ESTATE, Choice(), Cut(("1", "0", "101", 1)), on=TODAY),
        {"household: book_id=? AND estate_id=? AND (building,unit,room)>(?,?,?)"},
    ),
    "the first households": (
        lambda tx: read_households(tx, ESTATE, Choice(), Cut(), on=TODAY),
        {"household: book_id=? AND estate_id=? AND building>?"},
    ),
    "households by balance": (
        lambda tx: read_households(
            tx, ESTATE, Choice(Order.BALANCE_UP), Cut((90000, "1", "0", "101", 1)), on=TODAY
        ),
        {"household: book_id=? AND estate_id=? AND building>?"},
    ),
    "history": (
        lambda tx: read_history(tx, COMMODITY, 3, Cut((7, 0, 100000, -3000))),
        {
            "voucher: book_id=? AND voucher_id<?",
            "principal: book_id=? AND voucher_id=? AND sub_id=? AND part=?",
            "earnings: book_id=? AND voucher_id=? AND sub_id=? AND part=?",
        },
    ),
    "lines": (
        lambda tx: read_lines(tx, COMMODITY, 2, Cut((1,))),
        {"line: book_id=? AND voucher_id=? AND line_no>?"},
    ),
    "shares": (
        lambda tx: read_shares(tx, COMMODITY, 2, Cut((1, 0), backward=True)),
        {"share: book_id=? AND voucher_id=? AND (sub_id,part)<(?,?)"},
    ),
    "estates": (
        lambda tx: read_estates(tx, Cut(("A01",)), on=TODAY),
        {"estate: code>?", "household: book_id=? AND estate_id=? AND building>?"},
    ),
}
SORTED = {"households by balance"}  # balances have no index: an estate is read, never a book
SMALL = {"book", "estate"}  # tables of which a node holds all


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sought_in_an_index_whatever_the_size_of_the_books(
    world: Database, name: str
) -> None:
    """The plan is looked at on SQLite, which has no statistics to be wiser by."""
    if world.dialect != "sqlite":
        return
    read, sought = PAGES[name]
    asked: list[tuple[str, Any]] = []
    with world.read() as tx:
        event.listen(
            tx.conn, "before_cursor_execute", lambda *args: asked.append((args[2], args[3]))
        )
        read(tx)
    with world.read() as tx:
        plan = [
            row[3]
            for statement, parameters in asked
            for row in tx.conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert not [step for step in plan if step.startswith("SCAN") and step[5:] not in SMALL]
    assert (name in SORTED) == any("TEMP B-TREE" in step for step in plan)
    found = {
        f"{step.split()[1]}: {step[step.index('(') + 1 :].partition(') LEFT')[0].removesuffix(')')}"
        for step in plan
        if "(" in step
    }
    assert sought <= found
