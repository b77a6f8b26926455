"""The steps of a case, each in a transaction of its own, as short as a test needs them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import pytest

from ledger.fund.using import (
    approval,
    ballot,
    final_cost,
    paying,
    payment,
    recovery,
    returning,
    usage,
)
from ledger.fund.using.cases import find_case
from ledger.fund.using.casting import Figures
from ledger.fund.using.consent import Count
from ledger.fund.using.payment import Payment
from ledger.fund.using.usage import Order, Shared
from ledger.values.errors import LedgerError
from tests.fund.town import CLOCK, Town

FEBRUARY: Final = date(2026, 2, 10)


def drafted(town: Town, total_fen: int = 1000, title: str = "电梯大修", **words: Any) -> str:
    """Draft a case, by a vote unless `emergency` says why not, and return its code."""
    order = Order("A01", title, total_fen, **{"payee": "甲公司", "on": FEBRUARY, **words})
    with town.write() as tx:
        return usage.draft(tx, order, who="张三", clock=CLOCK)[0].case.code


def vote(town: Town, case: str, present: tuple[int, int], agreed: tuple[int, int]) -> None:
    with town.write() as tx:
        ballot.record_vote(
            tx, case, Figures(Count(*present), Count(*agreed)), on=FEBRUARY, clock=CLOCK
        )


def approve(town: Town, case: str, who: str = "张三", on: date = FEBRUARY) -> Shared:
    with town.write() as tx:
        return approval.approve(tx, case, on=on, who=who, clock=CLOCK)


def approved(town: Town, total_fen: int = 1000, title: str = "电梯大修", **words: Any) -> str:
    """Draft an emergency and approve it."""
    case = drafted(town, total_fen, title, emergency="困人", **words)
    approve(town, case)
    return case


def cancel(town: Town, case: str) -> int:
    with town.write() as tx:
        return usage.cancel(tx, case, reason="停建", who="张三", clock=CLOCK)[1]


def share(town: Town, case: str) -> Shared:
    with town.db.read() as tx:
        return usage.preview(tx, find_case(tx, case))


def pay(town: Town, case: str, who: str = "张三", **words: Any) -> payment.Outcome:
    with town.write() as tx:
        return payment.pay(tx, case, Payment(**{"on": FEBRUARY, **words}), who=who, clock=CLOCK)


def pay_part(town: Town, case: str, who: str = "张三", **words: Any) -> paying.PaidPart:
    asked = paying.Instalment(**{"on": FEBRUARY, **words})
    with town.write() as tx:
        return paying.pay_part(tx, case, asked, who=who, clock=CLOCK)


def settle(
    town: Town, case: str, final_fen: int, who: str = "张三", **words: Any
) -> final_cost.Settled:
    final = final_cost.Final(final_fen, **{"on": FEBRUARY, **words})
    with town.write() as tx:
        return final_cost.settle(tx, case, final, who=who, clock=CLOCK)


def take_back(
    town: Town, case: str, payment_no: int | None = None, who: str = "张三", **words: Any
) -> returning.Returned:
    given = {"on": FEBRUARY, "reason": "账号不符", "payment_no": payment_no, **words}
    with town.write() as tx:
        return returning.take_back(tx, case, **given, who=who, clock=CLOCK)


def recover(
    town: Town, case: str, amount_fen: int, source: str = "insurance", **words: Any
) -> recovery.Recovered:
    receipt = recovery.Receipt(amount_fen, source, **{"on": FEBRUARY, **words})
    with town.write() as tx:
        return recovery.recover(tx, case, receipt, who="张三", clock=CLOCK)


def refused(town: Town, code: str, act: Callable[[], object]) -> str:
    """Run an act that must be refused by name and write nothing; return what it said."""
    before = town.counts()
    with pytest.raises(LedgerError) as told:
        act()
    assert told.value.code == code
    assert told.value.message
    assert told.value.hint
    assert town.counts() == before
    return str(told.value)
