"""The window for owners: what a change of owners shows, and every list that names an owner."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.desk import Desk, open_desk
from ledger.desk.browse import Choice, HouseholdRow
from ledger.store import schema
from ledger.values.draw import draw
from ledger.values.errors import InputError, Refused
from ledger.values.ratio import Ratio
from ledger.values.sheet import Sheet
from tests.offices import CLOCK, DEPOSITS, table

HEAD = "小区编号,幢,单元,房号,房屋性质,建筑面积,产权人,取得日期,身份证号"
HOMES = (
    "A01,3,2,501,商品住宅,88.53,张三,2020-01-05,11010519491231002X",
    "A01,3,2,502,商品住宅,88.53,王五,,",
    "A02,1,1,101,商品住宅,70.00,赵六,,",
)
HOME = "A01-3-2-501"
DAY = date(2026, 2, 1)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    from ledger.journal.chart import install_charts
    from ledger.registry.custodians import add_custodian

    with open_desk(database_url, clock=CLOCK) as desk:
        with desk.counter.db.write() as tx:
            install_charts(tx)
            add_custodian(tx, "市维修资金中心")
        (tmp_path / "roster.csv").write_text(table(HEAD, HOMES), encoding="utf-8")
        desk.registry.import_households(str(tmp_path / "roster.csv"))
        deposits = table(DEPOSITS, [f"2026-01-05,{HOME},1000.00,1,R1,,"])
        (tmp_path / "deposits.csv").write_text(deposits, encoding="utf-8")
        desk.fund.collect(str(tmp_path / "deposits.csv"))
        yield desk


def give(desk: Desk, *names: str, **words: Any) -> Sheet:
    owners = [(name, None) for name in names]
    said: dict[str, Any] = {"owners": owners, "on": DAY, "reason": "买卖", **words}
    return desk.ownership.set_owner(HOME, **said)


def told(sheet: Sheet) -> dict[str, Any]:
    read: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return read


def acts(desk: Desk) -> list[tuple[str, str, str]]:
    trail = schema.trail.c
    with desk.counter.look() as tx:
        rows = tx.conn.execute(
            sa.select(trail.act, trail.subject, trail.outcome).where(
                trail.act == "registry.set_owner"
            )
        )
        return [tuple(row) for row in rows]


def test_a_change_shows_who_leaves_who_comes_and_what_goes_over(desk: Desk) -> None:
    sheet = give(desk, "李四")
    assert list(sheet.rows) == [
        ("张三", "1/1", date(2020, 1, 5), date(2026, 1, 31)),
        ("李四", "1/1", DAY, None),
    ]
    assert dict(sheet.fields) == {
        "household": HOME,
        "book": "F1-C",
        "balance_fen": 100000,
        "principal_fen": 100000,
        "earnings_fen": 0,
        "earmark_fen": 0,
        "home_kind": "commodity",
        "home_kind_before": "commodity",
        "initial_fen": 0,
        "changed": True,
    }
    assert "随房屋转移的余额（元）：1,000.00" in "".join(draw(sheet, "text"))
    assert acts(desk) == [("registry.set_owner", HOME, "done")]
    assert desk.book.verify().fields["ok"] is True


def test_the_same_change_again_says_that_nothing_was_changed(desk: Desk) -> None:
    give(desk, "李四")
    again = give(desk, "李四")
    assert again.fields["changed"] is False
    assert any("没有改变" in note for note in again.notes)


def test_a_dry_run_shows_the_change_and_keeps_nothing(desk: Desk) -> None:
    tried = give(desk, "李四", dry_run=True)
    assert any("试算" in note for note in tried.notes)
    assert [row[1] for row in desk.ownership.owners(HOME).rows] == ["张三"]
    assert acts(desk) == []
    assert list(tried.rows) == list(give(desk, "李四").rows)


def test_a_refusal_is_noted_in_the_operation_log(desk: Desk) -> None:
    with pytest.raises(Refused) as caught:
        give(desk, "李四", on=date(2026, 4, 1))
    assert caught.value.code == "date_in_future"
    assert acts(desk) == [("registry.set_owner", HOME, "refused:date_in_future")]


def test_details_belong_to_the_owners_in_their_order(desk: Desk) -> None:
    owners = [("李四", Ratio(1, 3)), ("王五", Ratio(2, 3))]
    give(desk, owners=owners, id_nos=("-", "11010519491231002X"), phones=("13800000000", "-"))
    rows = list(desk.ownership.owners(HOME, on=DAY).rows)
    assert rows == [
        (HOME, "李四", "1/3", DAY, None, None, "13800000000", "present"),
        (HOME, "王五", "2/3", DAY, None, "1101**********002X", None, "present"),
    ]
    for words in ({"id_nos": ("-",)}, {"phones": ("1", "2", "3")}):
        with pytest.raises(InputError) as caught:
            give(desk, owners=owners, on=date(2026, 3, 1), **words)
        assert caught.value.code == "owner_details_count"
    assert list(desk.ownership.owners(HOME, on=DAY).rows) == rows


def test_the_history_of_a_house_tells_every_title_and_its_state(desk: Desk) -> None:
    give(desk, "李思")
    give(desk, "李四", reason="更正")
    rows = told(desk.ownership.owners(HOME))["rows"]
    assert [(row["owner"], row["owned_until"], row["state"]) for row in rows] == [
        ("张三", "2026-01-31", "former"),
        ("李思", "2026-01-31", "void"),
        ("李四", None, "present"),
    ]
    text = "".join(draw(desk.ownership.owners(HOME), "text"))
    assert all(word in text for word in ("原产权人", "已更正", "现产权人"))


def test_an_estate_lists_who_owns_on_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from ledger.desk import ownership
    from ledger.registry.titles import read_estate_titles as whole

    give(desk, "李四", "钱七")
    monkeypatch.setattr(
        ownership,
        "read_estate_titles",
        lambda tx, estate_id, after, *, on: whole(tx, estate_id, after, on=on, limit=1),
    )
    now = [row[:2] for row in desk.ownership.owners(estate="A01").rows]
    assert now == [(HOME, "李四"), (HOME, "钱七"), ("A01-3-2-502", "王五")]
    then = desk.ownership.owners(estate="A01", on=date(2026, 1, 31)).rows
    assert [row[:2] for row in then] == [(HOME, "张三"), ("A01-3-2-502", "王五")]


@pytest.mark.parametrize("words", [{}, {"code": HOME, "estate": "A01"}])
def test_a_list_of_owners_is_of_one_house_or_of_one_estate(
    desk: Desk, words: dict[str, Any]
) -> None:
    with pytest.raises(InputError) as caught:
        desk.ownership.owners(**words)
    assert caught.value.code == "owners_of_what"


def test_unknown_houses_and_estates_are_refused(desk: Desk) -> None:
    asked: list[tuple[dict[str, Any], str]] = [
        ({"code": "X"}, "household_unknown"),
        ({"estate": "X"}, "estate_unknown"),
    ]
    for words, word in asked:
        with pytest.raises(Refused) as caught:
            desk.ownership.owners(**words)
        assert caught.value.code == word


def test_every_list_names_the_owner_of_its_day(desk: Desk) -> None:
    give(desk, "李四", "钱七")
    on = {day: _owners_on(desk, day) for day in (date(2026, 1, 31), DAY)}
    assert on == {date(2026, 1, 31): "张三", DAY: "李四"}
    assert told(desk.report.household(HOME))["owner"] == "李四、钱七"
    assert told(desk.report.household(HOME, period=202601))["owner"] == "张三"
    assert told(desk.report.household(HOME, period=202602))["owner"] == "李四、钱七"
    [home] = _browsed(desk, Choice(owner="李"))
    assert (home.code, home.owner, home.owner_count) == (HOME, "李四", 2)
    card = desk.browse.card(home.book_id, home.sub_id)
    assert (card.owner, card.owner_count) == ("李四", 2)
    assert _browsed(desk, Choice(owner="张")) == []


def _browsed(desk: Desk, choice: Choice) -> list[HouseholdRow]:
    [estate] = desk.browse.estates(text="A01").rows
    return list(desk.browse.households(estate.estate_id, choice=choice).rows)


def _owners_on(desk: Desk, day: date) -> Any:
    return next(row[5] for row in desk.registry.households(on=day).rows if row[0] == HOME)
