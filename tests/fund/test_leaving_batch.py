"""Many refunds by one file, all or none; sub-accounts closed by hand at nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.closing.verify import verify_books
from ledger.desk import Desk, open_desk
from ledger.store.database import Database
from ledger.values.errors import BadRows, Refused
from tests.offices import CLOCK, Office, open_office

DOOR, NEXT = "A01-3-2-501", "A01-3-2-502"
HEAD = "房屋编号,退款金额,退款原因,收款人,交存日期,银行流水号,退款日期"
DAY = date(2026, 2, 10)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Iterator[Office]:
    office = open_office(db, tmp_path)
    office.roster(
        "A01,3,2,501,商品住宅,88.53,120.50,张三,", "A01,3,2,502,商品住宅,88.53,120.50,李四,"
    )
    office.deposits(
        "2026-01-05,A01-3-2-501,300.00,62220001,R2,首期,",
        "2026-01-06,A01-3-2-502,500.00,62220001,R3,首期,",
    )
    yield office
    with db.read() as tx:
        assert verify_books(tx).findings == []


@pytest.fixture
def desk(office: Office, database_url: str) -> Iterator[Desk]:
    assert office.number
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def batch(office: Office, *rows: str) -> str:
    path = office.folder / "refunds.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return str(path)


def total(desk: Desk) -> Any:
    return desk.report.household(DOOR).fields["balance_fen"], desk.report.household(NEXT).fields[
        "balance_fen"
    ]


def test_a_file_gives_several_deposits_back_once(desk: Desk, office: Office) -> None:
    path = batch(
        office,
        f"{DOOR},100.00,退房,张三,2026-01-05,S1,2026-02-10",
        f"{NEXT},500.00,退房,李四,2026-01-06,S2,2026-02-10",
    )
    assert len(list(desk.refund.refund_file(path, dry_run=True).rows)) == 2
    assert total(desk) == (30_000, 50_000)
    assert len(list(desk.refund.refund_file(path).rows)) == 2
    assert total(desk) == (20_000, 0)
    again = desk.refund.refund_file(path)
    assert total(desk) == (20_000, 0)
    assert any("没有重复" in note for note in again.notes)


def test_one_bad_row_stops_them_all_and_every_one_is_named(desk: Desk, office: Office) -> None:
    path = batch(
        office,
        f"{DOOR},100.00,退房,张三,2026-01-05,S1,2026-02-10",
        f"{DOOR},300.01,退房,张三,2026-01-05,S2,2026-02-10",
        "A01-3-2-999,1.00,退房,张三,,S3,2026-02-10",
    )
    with pytest.raises(BadRows) as told:
        desk.refund.refund_file(path)
    assert [(row.row, row.code) for row in told.value.rows] == [
        (3, "refund_over_deposit"),
        (4, "household_unknown"),
    ]
    assert told.value.exit_code == 3
    assert total(desk) == (30_000, 50_000)


def test_an_account_is_closed_at_nothing_only_and_opened_again(desk: Desk, office: Office) -> None:
    def closed(**words: Any) -> dict[str, object]:
        return dict(desk.leaving.close_account(NEXT, reason="退房", on=DAY, **words).fields)

    with pytest.raises(Refused) as told:
        closed()
    assert told.value.code == "account_not_empty"
    desk.refund.refund_file(batch(office, f"{NEXT},500.00,退房,李四,2026-01-06,S2,2026-02-10"))
    assert closed(dry_run=True)["changed"]
    assert closed()["changed"]
    assert not closed()["changed"]
    late = office.file("到账日期,房屋编号,金额,银行账号\n2026-02-20,A01-3-2-502,1,62220001\n")
    with pytest.raises(Refused) as refused:
        desk.fund.collect(str(late))
    assert refused.value.code == "sub_account_closed"
    assert closed(reopen=True)["changed"]
    assert not closed(reopen=True)["changed"]
    assert desk.fund.collect(str(late)).rows
