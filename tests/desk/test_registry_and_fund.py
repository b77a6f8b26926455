from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.values.draw import draw
from ledger.values.errors import BadRows
from tests.offices import CLOCK, DEPOSITS, ROSTER, table

HOMES = (
    "A01,3,2,501,商品住宅,88.53,120.50,张三,",
    "A01,4,,0101,已售公有住房,60.00,,王五,第一机床厂",
    "A02,1,1,101,商品住宅,70.00,120.50,,",
)


@pytest.fixture
def desk(database_url: str, tmp_path: Path) -> Iterator[Desk]:
    from ledger.journal.chart import install_charts
    from ledger.registry.custodians import add_custodian

    with open_desk(database_url, clock=CLOCK) as desk:
        with desk.counter.db.write() as tx:
            install_charts(tx)
            add_custodian(tx, "市维修资金中心")
        (tmp_path / "roster.csv").write_text(table(ROSTER, HOMES), encoding="utf-8")
        yield desk


def trail(desk: Desk) -> list[tuple[str, str]]:
    with desk.counter.look() as tx:
        rows = tx.conn.execute(sa.select(schema.trail.c.act, schema.trail.c.outcome))
        return sorted((row.act, row.outcome) for row in rows)


def test_a_roster_is_listed_again_estate_by_estate(desk: Desk, tmp_path: Path) -> None:
    sheet = desk.registry.import_households(str(tmp_path / "roster.csv"))
    assert list(sheet.rows) == [("F1-C", 2, 15853, 1910287), ("F1-P", 1, 6000, 0)]
    assert (sheet.fields["new_count"], sheet.fields["changed"]) == (3, True)
    assert [tuple(row) for row in desk.registry.estates().rows] == [
        ("A01", "A01", "市维修资金中心", 2, 14853, 1066787),
        ("A02", "A02", "市维修资金中心", 1, 7000, 843500),
    ]
    every = list(desk.registry.households().rows)
    assert every == [
        ("A01-3-2-501", "commodity", None, 8853, 1066787, "张三", "F1-C", None),
        ("A01-4-0-0101", "sold_public", None, 6000, 0, "王五", "F1-P", None),
        ("A02-1-1-101", "commodity", None, 7000, 843500, None, "F1-C", None),
    ]
    assert list(desk.registry.households(estate="A02").rows) == every[2:]
    text = "".join(draw(desk.registry.households(estate="A01"), "text"))
    assert "10,667.87" in text


def test_a_long_roster_is_read_page_by_page(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ledger.desk import registry

    monkeypatch.setattr(
        registry,
        "read_page",
        lambda *place, **how: whole(*place, **how, limit=2),
    )
    from ledger.registry.households import read_page as whole

    rows = [f"A01,1,1,{door},商品住宅,88.53,,," for door in range(101, 106)]
    path = tmp_path / "more.csv"
    path.write_text(table(ROSTER, rows), encoding="utf-8")
    desk.registry.import_households(str(path))
    codes = [row[0] for row in desk.registry.households().rows]
    assert codes == [f"A01-1-1-{door}" for door in range(101, 106)]


def test_a_dry_run_shows_what_would_be_done_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    roster = str(tmp_path / "roster.csv")
    assert desk.registry.import_households(roster, dry_run=True).fields["new_count"] == 3
    assert list(desk.registry.estates().rows) == []
    assert trail(desk) == []
    desk.registry.import_households(roster)
    path = tmp_path / "deposits.csv"
    path.write_text(table(DEPOSITS, ["2026-01-05,A01-3-2-501,1000.00,1,R1,,"]), encoding="utf-8")
    shown = desk.fund.collect(str(path), dry_run=True)
    done = desk.fund.collect(str(path))
    assert list(shown.rows) == list(done.rows)
    assert [note for note in shown.notes if "试算" in note]
    assert not [note for note in done.notes if "试算" in note]
    assert [row[0] for row in done.rows] == ["F1-C:2026-01:收-1"]
    assert desk.fund.collect(str(path)).fields["changed"] is False


def test_a_refused_file_leaves_a_line_in_the_operation_log_and_an_unreadable_one_none(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "deposits.csv"
    path.write_text(table(DEPOSITS, ["2026-01-05,A01-3-2-501,1000.00,1,R1,,"]), encoding="utf-8")
    with pytest.raises(BadRows) as caught:
        desk.fund.collect(str(path))
    assert caught.value.exit_code == 3
    path.write_text(table(DEPOSITS, ["2026-01-05,A01-3-2-501,x,1,R1,,"]), encoding="utf-8")
    with pytest.raises(BadRows) as caught:
        desk.fund.collect(str(path))
    assert caught.value.exit_code == 2
    assert trail(desk) == [("fund.collect", "refused:household_unknown")]


def test_custodians_and_accounts_are_registered_once(desk: Desk, tmp_path: Path) -> None:
    assert desk.registry.add_custodian("甲业主大会", code="F2").fields["changed"] is True
    assert desk.registry.add_custodian("甲业主大会", code="F2").fields["changed"] is False
    account = desk.registry.add_bank_account(
        "62 22", custodian="甲业主大会", fund_type="sold_public"
    )
    assert account.fields["number"] == "6222"
    assert account.fields["custodian"] == "甲业主大会"
    sheet = desk.registry.import_households(str(tmp_path / "roster.csv"), custodian="F2")
    assert [row[0] for row in sheet.rows] == ["F2-C", "F2-P"]
    assert list(desk.registry.estates(custodian="F1").rows) == []


def test_opening_balances_come_in_by_the_same_window(desk: Desk, tmp_path: Path) -> None:
    desk.registry.import_households(str(tmp_path / "roster.csv"))
    path = tmp_path / "opening.csv"
    path.write_text(
        "房屋编号,本金余额,收益余额,银行账号,最后变动日\nA01-3-2-501,9.00,1.00,1,2025-12-31\n",
        encoding="utf-8",
    )
    sheet = desk.registry.opening(str(path))
    assert list(sheet.rows) == [("F1-C:2025-12:转-1", "A01", 1, 900, 100)]
    assert desk.registry.opening(str(path)).fields["changed"] is False
