"""A house gets new owners: what is written, what is refused, and that the books still verify."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.closing.verify import verify_books
from ledger.fund.using.consent import electorate
from ledger.fund.using.scope import make_scope, read_voters
from ledger.registry.estates import find_estate
from ledger.registry.ownership import Handover, Owner, set_owners, title_content
from ledger.registry.titles import find_door, read_titles
from ledger.store import schema
from ledger.values.errors import BadRows, InputError, LedgerError, Refused
from ledger.values.ratio import Ratio
from tests.offices import CLOCK, Office

HEAD = "小区编号,幢,单元,房号,房屋性质,建筑面积,产权人,取得日期,身份证号"
HOME = "A01-3-2-501"
CARD = "11010519491231002X"
DAY = date(2026, 2, 1)


@pytest.fixture
def town(office: Office) -> Office:
    office.roster(
        f"A01,3,2,501,商品住宅,88.53,张三,2020-01-05,{CARD}",
        "A01,3,2,502,商品住宅,88.53,,,",
        head=HEAD,
    )
    return office


def give(
    town: Office,
    *owners: str | Owner,
    on: date = DAY,
    code: str = HOME,
    reason: str = "买卖",
) -> Handover:
    wanted = [Owner(each) if isinstance(each, str) else each for each in owners]
    with town.db.write() as tx:
        return set_owners(tx, code, wanted, on, reason, who="张三", clock=CLOCK)


def titles(town: Office, code: str = HOME) -> list[tuple[Any, ...]]:
    with town.db.read() as tx:
        found = read_titles(tx, find_door(tx, code))
    return [
        (each.title_no, each.owner, each.owned_from, each.owned_until, str(each.share))
        for each in found
    ]


def findings(town: Office) -> Sequence[Any]:
    with town.db.read() as tx:
        return verify_books(tx).findings


def test_the_former_owner_ends_the_day_before_the_new_one_begins(town: Office) -> None:
    done = give(town, "李四")
    assert done.changed
    assert titles(town) == [
        (1, "张三", date(2020, 1, 5), date(2026, 1, 31), "1/1"),
        (2, "李四", DAY, None, "1/1"),
    ]
    assert town.count("voucher") == 0


def test_the_change_is_an_entry_of_the_log_and_the_book_verifies(town: Office) -> None:
    before = town.count("master_change")
    give(town, "李四", "王五", reason="继承")
    assert town.count("master_change") == before + 1
    change = schema.master_change
    kind, summary, rows, content = town.all(
        sa.select(change.c.kind, change.c.summary, change.c.row_count, change.c.content).order_by(
            change.c.change_id.desc()
        )
    )[0]
    assert (kind, rows) == ("titles", 3)
    assert summary == "产权变更 A01-3-2-501：张三 → 李四、王五，2026-02-01 起；继承"
    with town.db.read() as tx:
        door = find_door(tx, HOME)
        assert bytes(content) == title_content(door, read_titles(tx, door))
    assert findings(town) == []


def test_owners_have_equal_shares_or_those_that_are_told(town: Office) -> None:
    give(town, "李四", "王五", "赵六")
    give(town, Owner("钱七", Ratio(2, 3)), Owner("孙八", Ratio(2, 6)), on=date(2026, 3, 1))
    assert [row[1:] for row in titles(town)[1:]] == [
        ("李四", DAY, date(2026, 2, 28), "1/3"),
        ("王五", DAY, date(2026, 2, 28), "1/3"),
        ("赵六", DAY, date(2026, 2, 28), "1/3"),
        ("钱七", date(2026, 3, 1), None, "2/3"),
        ("孙八", date(2026, 3, 1), None, "2/6"),
    ]
    assert findings(town) == []


def test_a_house_without_an_owner_gets_its_first(town: Office) -> None:
    done = give(town, "李四", code="A01-3-2-502")
    assert (done.changed, done.former) == (True, [])
    assert titles(town, "A01-3-2-502") == [(1, "李四", DAY, None, "1/1")]


def test_the_balance_goes_over_with_the_house(town: Office) -> None:
    town.deposits(f"2026-01-05,{HOME},1000.00,1,R1,,")
    done = give(town, "李四")
    assert (done.holding.balance_fen, done.holding.principal_fen) == (100000, 100000)
    assert (done.holding.earnings_fen, done.holding.earmark_fen) == (0, 0)
    assert town.count("voucher") == 1
    assert findings(town) == []


def test_the_same_change_again_changes_nothing(town: Office) -> None:
    give(town, Owner("李四", Ratio(1, 2)), Owner("王五", Ratio(1, 2)))
    before = town.counts(), titles(town)
    again = give(town, "王五", "李四", reason="再来一次")
    assert not again.changed
    assert sorted(each.owner for each in again.titles) == ["李四", "王五"]
    assert (town.counts(), titles(town)) == before
    give(town, "赵六", on=date(2026, 3, 1))
    assert not give(town, "李四", "王五").changed, "also after the next owner has come"


def test_a_change_of_the_same_day_puts_the_one_before_right(town: Office) -> None:
    give(town, "李思")
    give(town, "李四", reason="更正")
    assert titles(town) == [
        (1, "张三", date(2020, 1, 5), date(2026, 1, 31), "1/1"),
        (2, "李思", DAY, date(2026, 1, 31), "1/1"),
        (3, "李四", DAY, None, "1/1"),
    ]
    assert findings(town) == []
    assert give(town, "李思").changed, "what was put right may be put back"


def test_two_owners_of_one_name_are_told_apart_by_their_numbers(town: Office) -> None:
    give(town, Owner("李四", id_no=CARD), Owner("李四", id_no="G1234567"))
    assert [row[1] for row in titles(town)[1:]] == ["李四", "李四"]


REFUSED: list[tuple[str, list[Owner], dict[str, Any]]] = [
    ("owner_unnamed", [], {}),
    ("owner_share_missing", [Owner("李四", Ratio(1, 2)), Owner("王五")], {}),
    ("owner_share_sum", [Owner("李四", Ratio(1, 2)), Owner("王五", Ratio(1, 3))], {}),
    ("owner_share_sum", [Owner("李四", Ratio(1, 2))], {}),
    ("owner_share_sum", [Owner("李四", Ratio(1, 1)), Owner("王五", Ratio(1, 999999))], {}),
    ("owner_twice", [Owner("李四"), Owner("王五"), Owner("李四", id_no=CARD)], {}),
    ("owner_twice", [Owner("李四", id_no=CARD), Owner("李四四", id_no=CARD)], {}),
    ("date_in_future", [Owner("李四")], {"on": date(2026, 4, 1)}),
    ("household_unknown", [Owner("李四")], {"code": "A01-9-9-999"}),
    ("owner_date_before", [Owner("李四")], {"on": date(2020, 1, 4)}),
    ("owner_same", [Owner("张三", id_no=CARD)], {}),
    ("id_no_check", [Owner("李四", id_no="110105194912310021")], {}),
    ("text_empty", [Owner(" ")], {}),
    ("text_empty", [Owner("李四")], {"reason": " "}),
]


@pytest.mark.parametrize(("word", "owners", "words"), REFUSED)
def test_what_is_refused_writes_nothing(
    town: Office, word: str, owners: list[Owner], words: dict[str, Any]
) -> None:
    before = town.counts(), titles(town)
    with pytest.raises(LedgerError) as caught:
        give(town, *owners, **words)
    assert caught.value.code == word
    assert isinstance(
        caught.value, InputError if word in {"id_no_check", "text_empty"} else Refused
    )
    assert (town.counts(), titles(town)) == before


def test_today_and_the_first_day_of_the_present_owner_are_allowed(town: Office) -> None:
    assert give(town, "李四", on=date(2020, 1, 5)).changed
    assert give(town, "王五", on=CLOCK.today).changed


def test_the_first_fault_is_told_where_there_are_several(town: Office) -> None:
    with pytest.raises(Refused) as caught:
        give(town, "李四", "李四", on=date(2030, 1, 1), code="X")
    assert caught.value.code == "owner_twice"


def test_the_former_owner_votes_to_the_last_day_and_the_new_one_from_the_first(
    town: Office,
) -> None:
    give(town, Owner("张三", id_no=CARD), code="A01-3-2-502", on=date(2026, 1, 1))
    assert heads(town, DAY) == 1, "one owner of both homes counts once"
    give(town, Owner("李四", id_no="G1234567"))
    assert heads(town, date(2026, 1, 31)) == 1
    assert heads(town, DAY) == 2


def heads(town: Office, on: date) -> int:
    with town.db.read() as tx:
        scope = make_scope(tx, find_estate(tx, "A01"), ["A01"])
        return electorate(read_voters(tx, scope, on).values()).heads


def test_a_roster_that_still_names_the_former_owner_is_told_how_owners_change(town: Office) -> None:
    give(town, "李四")
    before = town.counts(), titles(town)
    with pytest.raises(BadRows) as caught:
        town.roster("A01,3,2,501,商品住宅,90.00,张三,,", head=HEAD)
    told = {(row.column, "set-owner" in row.hint) for row in caught.value.rows}
    assert told == {("建筑面积", False), ("产权人", True)}
    assert (town.counts(), titles(town)) == before
