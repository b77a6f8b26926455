"""A file with rows that cannot be read and rows that a rule refuses: all of them are listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BadRows
from tests.worlds import CLOCK, build_world


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    with db.write() as tx:
        build_world(tx)
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def vouchers(db: Database) -> int:
    with db.read() as tx:
        found: int = tx.conn.execute(select(func.count()).select_from(schema.voucher)).scalar_one()
    return found


def test_deposits_of_both_faults_are_listed_together(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    file = tmp_path / "deposits.csv"
    file.write_text(
        "到账日期,房屋编号,金额,银行账号\n"
        "2026-02-10,A01-1-0-103,100.00,6222-1\n"
        "2026-02-30,A01-1-0-104,100.00,6222-1\n"
        "2026-02-10,A01-9-0-999,100.00,6222-1\n"
        "2026-02-10,A01-1-0-103,1.234,6222-1\n"
        "2026-01-10,A01-1-0-103,100.00,6222-1\n",
        encoding="utf-8",
    )
    before = vouchers(db)
    with pytest.raises(BadRows) as bad:
        desk.fund.collect(path=str(file))
    assert [(row.row, row.code, row.refused) for row in bad.value.rows] == [
        (3, "date_day", False),
        (4, "household_unknown", True),
        (5, "money_precision", False),
        (6, "month_closed", True),
    ]
    assert bad.value.exit_code == 2
    assert vouchers(db) == before


def test_a_roster_of_both_faults_is_listed_together(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(
        "小区编号,幢,房号,建筑面积,房屋性质\n"
        "A01,7,701,88.53,商品住宅\n"
        "A01,7,702,88.531,商品住宅\n"
        "A01,7,701,90.00,商品住宅\n",
        encoding="utf-8",
    )
    with pytest.raises(BadRows) as bad:
        desk.registry.import_households(path=str(file))
    assert {row.row for row in bad.value.rows} == {3, 4}
    assert bad.value.exit_code == 2
