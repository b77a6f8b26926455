"""The window of houses: split, merge, and what every list and report says before and after."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.desk import Desk, open_desk
from ledger.fund.earning.integral import Basis, integrals
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import InputError, Refused
from ledger.values.interest import Span
from ledger.values.sheet import Sheet
from tests.offices import CLOCK, Office, open_office, table

HOME = "A01-3-2-501"
OTHER = "A01-3-2-502"
A, B = "A01-3-2-501A", "A01-3-2-501B"
DAY = date(2026, 3, 10)
PARTS = (("501A", 60_00, None), ("501B", 40_01, None))
OPENING = "房屋编号,本金余额,收益余额,银行账号,累计交存,最后变动日"


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(
        "A01,3,2,501,商品住宅,100.01,120,张三,",
        "A01,3,2,502,商品住宅,88.00,120,李四,",
        "A01,3,2,503,商品住宅,80.00,120,李四,",
        "A01,4,1,101,商品住宅,80.00,120,李四,",
        "A01,3,2,504,非住宅,80.00,120,李四,",
    )
    return office


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    with open_desk(database_url, clock=CLOCK) as opened:
        opened.registry.opening(
            str(office.file(table(OPENING, [f"{HOME},8000.00,123.45,62220001,9000.00,"]))),
            on=date(2026, 1, 1),
        )
        office.deposits(f"2026-02-05,{HOME},2001.19,62220001,R1,续交,")
        yield opened


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def split(desk: Desk, code: str = HOME, **words: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"parts": PARTS, "on": DAY, "reason": "析产", **words}
    return read(desk.houses.split(code, **said))


def merge(desk: Desk, *codes: str, **words: Any) -> dict[str, Any]:
    said: dict[str, Any] = {"into": "501", "on": DAY, "reason": "合并", **words}
    return read(desk.houses.merge(codes, **said))


def rows(told: dict[str, Any], when: str) -> list[dict[str, Any]]:
    return [row for row in told["rows"] if row["when"] == when]


def standing_codes(desk: Desk, on: date | None = None) -> list[str]:
    return [str(row[0]) for row in desk.registry.households(on=on).rows]


def contents(office: Office) -> dict[str, int]:
    tables = (*office.counts(), "house_event", "house_part", "carried_move", "draft", "draft_house")
    return {name: office.count(name) for name in tables}


def test_a_split_shares_everything_by_area_and_proves_it(desk: Desk) -> None:
    told = split(desk)
    assert told["voucher"] == "F1-C:2026-03:转-1"
    *_, before = rows(told, "before")
    one, other, after = rows(told, "after")
    figures = (
        "area",
        "initial_fen",
        "principal_fen",
        "earnings_fen",
        "deposited_fen",
        "integral_fen_days",
    )
    assert [before[name] for name in figures] == [after[name] for name in figures]
    assert (before["principal_fen"], before["earnings_fen"]) == (10001_19, 123_45)
    assert before["deposited_fen"] == 11001_19
    assert (one["principal_fen"], other["principal_fen"]) == (600011, 400108)
    for code, row in ((A, one), (B, other)):
        account = read(desk.report.household(code))
        assert account["principal_fen"] == row["principal_fen"]
        assert account["earnings_fen"] == row["earnings_fen"]
        assert account["initial_fen"] == row["initial_fen"]
        assert account["owner"] == "张三"
    assert read(desk.report.household(HOME))["balance_fen"] == 0
    assert read(desk.book.verify())["ok"]
    for period in (202601, 202602, 202603):
        assert read(desk.period.close(period))["ok"] is True
    assert read(desk.book.verify())["ok"]


def test_lists_have_the_old_house_before_the_day_and_the_new_ones_from_it(desk: Desk) -> None:
    split(desk)
    rest = ["A01-3-2-502", "A01-3-2-503", "A01-3-2-504", "A01-4-1-101"]
    assert standing_codes(desk) == [A, B, *rest]
    assert standing_codes(desk, DAY) == [A, B, *rest]
    assert standing_codes(desk, date(2026, 3, 9)) == [HOME, *rest]
    due = [row["household"] for row in read(desk.replenish.due())["rows"]]
    assert due == rest
    before = read(desk.replenish.due(on=date(2026, 1, 31)))["rows"]
    assert HOME not in [row["household"] for row in before]  # 8,123.45 of 12,001.20
    [estate] = read(desk.registry.estates())["rows"]
    assert (estate["household_count"], estate["area"]) == (6, 428_01)
    [seen] = desk.browse.estates(text="A01").rows
    assert seen.household_count == 6
    assert [row[0] for row in desk.ownership.owners(estate="A01", on=DAY).rows][:2] == [A, B]


def test_a_repair_is_shared_by_what_stands(desk: Desk) -> None:
    split(desk)
    desk.usage.draft(
        estate="A01", title="修水管", amount_fen=1000_00, scopes=["3-2"], on=DAY, emergency="爆管"
    )
    shared = read(desk.usage.share("WX-A01-001"))["rows"]
    codes = [row["household"] for row in shared if row.get("household")]
    assert codes == [A, B, "A01-3-2-502", "A01-3-2-503", "A01-3-2-504"]


def test_the_same_split_again_changes_nothing(office: Office, desk: Desk) -> None:
    first = split(desk)
    before = contents(office)
    again = split(desk)
    assert again["changed"] is False
    assert again["rows"] == first["rows"]
    assert again["voucher"] == first["voucher"]
    assert contents(office) == before


def test_a_dry_run_keeps_nothing(office: Office, desk: Desk) -> None:
    before = contents(office)
    tried = split(desk, dry_run=True)
    assert contents(office) == before
    assert tried["rows"] == split(desk)["rows"]


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ({"parts": PARTS[:1]}, "parts_too_few"),
        ({"parts": (("501A", 60_00, None), ("501B", 40_00, None))}, "area_sum"),
        ({"parts": (("501A", 60_00, None), ("501A", 40_01, None))}, "room_twice"),
        ({"parts": (("501A", 60_00, None), ("502", 40_01, None))}, "room_taken"),
        ({"parts": (("501", 60_00, None), ("501B", 40_01, None))}, "room_taken"),
        ({"parts": (("501A", 60_00, 7200_00), ("501B", 40_01, None))}, "due_missing"),
        ({"parts": (("501A", 60_00, 7200_00), ("501B", 40_01, 1_00))}, "due_sum"),
        ({"code": "A01-9-9-9"}, "household_unknown"),
        ({"on": date(2026, 4, 1)}, "date_in_future"),
        ({"on": date(2026, 2, 4)}, "date_before_movement"),
    ],
)
def test_what_cannot_be_split_is_refused_and_nothing_is_written(
    office: Office, desk: Desk, words: dict[str, Any], word: str
) -> None:
    before = contents(office)
    with pytest.raises(Refused) as caught:
        split(desk, **words)
    assert caught.value.code == word
    assert contents(office) == before


@pytest.mark.parametrize("words", [{"parts": ()}, {"path": "x.csv"}])
def test_the_new_houses_are_told_in_one_way(desk: Desk, words: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        split(desk, **words)
    assert caught.value.code == "parts_or_file"


def test_a_split_in_a_closed_month_is_refused(office: Office, desk: Desk) -> None:
    for period in (202601, 202602):
        desk.period.close(period)
    with pytest.raises(Refused) as caught:
        split(desk, on=date(2026, 2, 10))
    assert caught.value.code == "month_closed"
    assert office.count("house_event") == 0


def test_areas_that_differ_are_taken_with_a_reason(desk: Desk) -> None:
    parts = (("501A", 60_00, None), ("501B", 41_00, None))
    told = split(desk, parts=parts, area_reason="重新测绘")
    assert "重新测绘" in told["reason"]
    *_, before = rows(told, "before")
    *_, after = rows(told, "after")
    assert (before["area"], after["area"]) == (100_01, 101_00)
    assert before["initial_fen"] == after["initial_fen"]
    assert read(desk.book.verify())["ok"]


def test_a_file_names_the_new_houses_with_their_owners(office: Office, desk: Desk) -> None:
    text = "房号,建筑面积,应交金额,产权人\n501A,60.00,12000.00,王五\n501B,40.01,1.20,\n"
    told = split(desk, parts=(), path=str(office.file(text)))
    one, other, _sum = rows(told, "after")
    assert (one["initial_fen"], other["initial_fen"]) == (12000_00, 1_20)
    owners = {code: read(desk.report.household(code))["owner"] for code in (A, B)}
    assert owners == {A: "王五", B: "张三"}


def test_nothing_goes_to_a_house_that_went(office: Office, desk: Desk) -> None:
    voucher = split(desk)["voucher"]
    before = contents(office)
    acts: list[tuple[Any, str]] = [
        (lambda: office.deposits(f"2026-03-20,{HOME},1.00,62220001,R9,,"), "sub_account_closed"),
        (lambda: desk.voucher.reverse(voucher, reason="错"), "sub_account_closed"),
        (lambda: split(desk, parts=(("1", 50_00, None), ("2", 50_01, None))), "household_closed"),
        (
            lambda: desk.ownership.set_owner(HOME, owners=[("王五", None)], on=DAY, reason="买卖"),
            "household_closed",
        ),
    ]
    for act, word in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == word
        assert contents(office) == before


def test_a_merge_back_into_the_door_undoes_a_split(office: Office, desk: Desk) -> None:
    first = rows(split(desk), "before")
    told = merge(desk, A, B)
    assert rows(told, "after") == [{**row, "when": "after"} for row in first]
    assert standing_codes(desk)[0] == HOME
    account = read(desk.report.household(HOME))
    assert (account["principal_fen"], account["earnings_fen"]) == (10001_19, 123_45)
    assert account["owner"] == "张三"
    office.deposits(f"2026-03-20,{HOME},1.00,62220001,R9,,")
    assert read(desk.book.verify())["ok"]
    again = merge(desk, A, B)
    assert again["changed"] is False
    # And once more: a door may go and come back as often as need be.
    split(desk, on=date(2026, 3, 21), parts=(("7", 50_01, None), ("8", 50_00, None)))
    assert read(desk.book.verify())["ok"]


def test_houses_of_several_owners_need_their_new_ones(office: Office, desk: Desk) -> None:
    before = contents(office)
    with pytest.raises(Refused) as caught:
        merge(desk, HOME, OTHER, into="5")
    assert caught.value.code == "owners_differ"
    assert contents(office) == before
    told = merge(desk, HOME, OTHER, into="5", owners=[("张三", None), ("李四", None)])
    assert rows(told, "after")[0]["household"] == "A01-3-2-5"
    assert read(desk.report.household("A01-3-2-5"))["owner"] == "张三、李四"
    assert rows(told, "after")[0]["area"] == 188_01


@pytest.mark.parametrize(
    ("codes", "word"),
    [
        ((HOME,), "houses_too_few"),
        ((HOME, HOME), "house_twice"),
        ((OTHER, "A01-4-1-101"), "houses_unlike"),
        ((OTHER, "A01-3-2-504"), "houses_unlike"),
    ],
)
def test_what_cannot_be_merged_is_refused(
    office: Office, desk: Desk, codes: tuple[str, ...], word: str
) -> None:
    before = contents(office)
    with pytest.raises(Refused) as caught:
        merge(desk, *codes, into="5")
    assert caught.value.code == word
    assert contents(office) == before


def test_houses_without_money_are_merged_without_a_voucher(office: Office, desk: Desk) -> None:
    vouchers = office.count("voucher")
    told = merge(desk, OTHER, "A01-3-2-503", into="502503")
    assert told["voucher"] is None
    assert office.count("voucher") == vouchers
    assert "A01-3-2-502503" in standing_codes(desk)
    assert merge(desk, OTHER, "A01-3-2-503", into="502503")["changed"] is False
    assert read(desk.book.verify())["ok"]


def test_money_set_aside_keeps_a_house(office: Office, desk: Desk) -> None:
    desk.usage.draft(
        estate="A01", title="修水管", amount_fen=100_00, scopes=["3-2"], on=DAY, emergency="爆管"
    )
    desk.usage.approve("WX-A01-001", on=DAY)
    before = contents(office)
    with pytest.raises(Refused) as caught:
        split(desk)
    assert caught.value.code == "earmarked"
    assert "WX-A01-001" in caught.value.message
    assert contents(office) == before
    desk.usage.cancel("WX-A01-001", reason="不修了")
    split(desk)


def test_the_history_of_a_house_tells_where_it_came_from_and_went(desk: Desk) -> None:
    split(desk)
    merge(desk, A, B, on=date(2026, 3, 12))
    told = read(desk.houses.history(HOME))
    assert told["stands"] is True
    assert [(row["on"], row["what"], row["voucher"]) for row in told["rows"]] == [
        (None, "产权人", None),
        ("2026-03-10", "分割", "F1-C:2026-03:转-1"),
        ("2026-03-12", "合并", "F1-C:2026-03:转-2"),
        ("2026-03-12", "产权人", None),
    ]
    gone = read(desk.houses.history(A))
    assert (gone["stands"], gone["gone_on"]) == (False, "2026-03-12")
    assert gone["rows"][0]["detail"] == f"来自 {HOME}"
    assert gone["rows"][0]["reason"] == "析产"


def test_an_account_leads_to_the_houses_before_and_after(desk: Desk) -> None:
    split(desk)
    gone = read(desk.report.household(HOME))
    assert (gone["went_into"], gone["gone_on"]) == (f"{A}、{B}", "2026-03-10")
    assert read(desk.report.household(A))["came_from"] == HOME
    merge(desk, A, B)
    back = read(desk.report.household(HOME))
    assert (back["came_from"], back["went_into"], back["gone_on"]) == (f"{A}、{B}", None, None)


def test_interest_of_a_period_before_the_split_belongs_to_the_successors(
    office: Office, desk: Desk
) -> None:
    period = Basis(1, "3001", Span(date(2026, 1, 1), date(2026, 2, 27)), estate_id=1)
    with office.db.read() as tx:
        whole = integrals(tx, period)[1]
    split(desk)
    sub = schema.sub_account
    ids = dict(office.all(sa.select(sub.c.code, sub.c.sub_id).where(sub.c.book_id == 1)))
    with office.db.read() as tx:
        after = integrals(tx, period)
    assert after[ids[HOME]] == 0
    assert after[ids[A]] + after[ids[B]] == whole
    assert abs(after[ids[A]] * 10001 - whole * 6000) < 10001 * 100 * 60  # a fen by a day or so
