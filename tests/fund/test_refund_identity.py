"""Whatever is deposited, given back, undone and closed: sub-accounts and control accounts agree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from ledger.closing.closer import close_book
from ledger.fund.collecting.refund import Request, refund
from ledger.journal.checking import read_month
from ledger.journal.checks import sub_accounts, trial_balance
from ledger.store import schema
from ledger.store.database import Database, Tx
from ledger.values.errors import Refused
from tests.offices import CLOCK, Office, open_office

DOOR = "A01-3-2-501"
DAYS = (date(2025, 12, 5), date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5))
steps = st.lists(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS), st.integers(1, 700)), max_size=5
)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(f"{DOOR.replace('-', ',')},商品住宅,88.53,120.50,张三,")
    office.deposits(*(f"{day},{DOOR},10.00,62220001,R{day.month},首期," for day in DAYS))
    return office


def live(tx: Tx, steps: Iterable[tuple[date, date, int]], close_to: int) -> int:
    """Give back and close month by month, and return what went back."""
    given_fen = 0
    for turn, (deposit_on, on, amount_fen) in enumerate(steps):
        request = Request(
            DOOR, amount_fen, f"第{turn}次", "张三", deposit_on=deposit_on, on=max(on, deposit_on)
        )
        try:
            refund(tx, request, who="张三", clock=CLOCK)
        except Refused as fault:
            assert fault.code == "refund_over_deposit"
        else:
            given_fen += amount_fen
    for period in (202512, 202601, 202602)[:close_to]:
        close_book(tx, 1, period, who="张三", clock=CLOCK)
    return given_fen


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, close_to=st.integers(0, 3))
def test_sub_accounts_and_their_control_agree(
    office: Office, steps: list[tuple[date, date, int]], close_to: int
) -> None:
    with office.db.write(dry_run=True) as tx:
        given_fen = live(tx, steps, close_to)
        balance = schema.sub_balance
        held = tx.conn.execute(
            select(balance.c.amount_fen, balance.c.received_fen).where(balance.c.part == 0)
        ).one()
        assert tuple(held) == (40_00 - given_fen, 40_00 - given_fen)
        for period in (202512, 202601, 202602, 202603):
            month = read_month(tx, 1, "F1-C", period)
            assert sub_accounts(tx, month).ok
            assert trial_balance(tx, month).ok
