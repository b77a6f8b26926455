"""Many cases over the same doors: whatever the order, no money is set aside or spent twice."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.steps import approve, cancel, drafted, pay, share
from tests.fund.town import House, Town, found

DOORS = [f"A01-{building}-1-{room}" for building in (1, 2) for room in (101, 102)]
STEPS: dict[str, Any] = {"approve": approve, "pay": pay, "cancel": cancel}
step = st.tuples(
    st.sampled_from(["draft", "deposit", *STEPS]),
    st.integers(min_value=0, max_value=3),
    st.integers(min_value=1, max_value=500),
)


def take(town: Town, cases: list[str], name: str, which: int, amount_fen: int) -> None:
    if name == "deposit":
        town.deposit(DOORS[which], amount_fen)
    elif name == "draft":
        title = f"第{len(cases) + 1}项"
        scope = [(), ("1",), ("2",), ("1-1-101",)][which]
        cases.append(drafted(town, amount_fen, title, scope=scope, emergency="困人"))
    elif cases:
        STEPS[name](town, cases[which % len(cases)])


def test_no_order_of_steps_spends_money_twice(db: Database) -> None:
    town = found(db)
    town.settle([House(code) for code in DOORS])
    cases: list[str] = []
    rounds = itertools.count()

    @settings(
        max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.lists(step, min_size=3, max_size=8))
    def live_on(steps: list[tuple[str, int, int]]) -> None:
        next(rounds)
        for each in steps:
            try:
                take(town, cases, *each)
            except Refused as fault:
                assert fault.code in {"usage_state", "nothing_to_pay"}  # both ways out hold
        refuse_to_believe(town, cases)

    live_on()
    assert next(rounds)


def refuse_to_believe(town: Town, cases: list[str]) -> None:
    """Compare what is set aside with the cases that wait, and what was spent with those paid."""
    balance, earmark = schema.sub_balance, schema.earmark
    with town.db.read() as tx:
        rows = tx.conn.execute(select(balance.c.amount_fen, balance.c.earmark_fen)).all()
        kept = tx.conn.execute(
            select(func.coalesce(func.sum(earmark.c.amount_fen), 0))
        ).scalar_one()
        received = tx.conn.execute(select(func.sum(balance.c.received_fen))).scalar_one()
    assert all(0 <= held <= amount for amount, held in rows)
    shared = [share(town, case) for case in cases]
    waiting = spent = 0
    for each in shared:
        own = sum(portion.from_fund_fen for portion in each.portions)
        assert sum(portion.share_fen for portion in each.portions) == each.case.total_fen
        waiting += own if each.case.state == "APPROVED" else 0
        spent += own if each.case.state == "PAID" else 0
    assert int(kept) == waiting == sum(held for _amount, held in rows)
    assert sum(amount for amount, _held in rows) == int(received) - spent
