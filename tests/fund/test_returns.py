"""Payments that came back, money recovered, cases held up, opened again, given up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.fund.using import final_cost, payees, recovery
from ledger.fund.using.case_steps import read_steps
from ledger.fund.using.cases import State, find_case
from ledger.fund.using.payments import read_register
from ledger.store.database import Database
from tests.fund.steps import (
    FEBRUARY,
    approved,
    pay,
    pay_part,
    recover,
    refused,
    settle,
    share,
    take_back,
)
from tests.fund.stock import YUAN, mixed_town
from tests.fund.test_stages import spent
from tests.fund.town import CLOCK, House, Town, found

DOORS = ["A01-1-1-101", "A01-1-1-102"]
LATER = date(2026, 2, 20)


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House(door) for door in DOORS])
    town.deposit(DOORS[0], 400, earnings_fen=100)
    town.deposit(DOORS[1], 500)
    return town


def state(town: Town, case: str) -> State:
    return share(town, case).case.state


def held(town: Town) -> list[int]:
    return [town.balances(door)[2] for door in DOORS]


def stop(town: Town, case: str) -> int:
    with town.write() as tx:
        return recovery.stop(tx, case, reason="停建", on=LATER, who="张三", clock=CLOCK)[1]


def write_off(town: Town, case: str, who: str = "张三") -> int:
    with town.write() as tx:
        return recovery.write_off(tx, case, reason="破产", on=LATER, who=who, clock=CLOCK)[1]


def hold_up(town: Town, case: str, to: State) -> None:
    with town.write() as tx:
        recovery.hold_up(tx, case, to, reason="诉讼", on=LATER, who="张三", clock=CLOCK)


def resume(town: Town, case: str) -> None:
    with town.write() as tx:
        recovery.resume(tx, case, reason="结案", on=LATER, who="张三", clock=CLOCK)


def pay_held(town: Town, case: str, on: date, deducted_fen: int = 0) -> final_cost.Settled:
    with town.write() as tx:
        return final_cost.pay_held(
            tx,
            case,
            deducted_fen=deducted_fen,
            reason="渗漏" if deducted_fen else None,
            on=on,
            who="张三",
            clock=CLOCK,
        )


# ---- returned by the bank ----


def test_a_returned_advance_is_owed_again_and_paid_again(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=300)
    assert held(town) == [300, 300]
    back = take_back(town, case)
    assert [each.made.fund_fen for each in back.backs] == [300]
    assert state(town, case) is State.APPROVED
    assert held(town) == [450, 450]
    assert town.balances(DOORS[0])[:2] == (400, 100)
    before = town.counts()
    assert take_back(town, case, 1).replayed
    assert town.counts() == before
    refused(town, "payment_unknown", lambda: take_back(town, case, 7))
    again = pay_part(town, case, again=1, on=LATER)
    assert (again.cost_fen, again.fund_fen) == (300, 300)
    refused(town, "payment_stands", lambda: pay_part(town, case, again=1, on=date(2026, 2, 21)))
    settle(town, case, 900, on=LATER)
    assert spent(town, case) == {"101": 450, "102": 450}


def test_earnings_come_back_as_earnings(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=900)
    assert town.balances(DOORS[0])[:2] == (0, 50)
    take_back(town, case)
    assert town.balances(DOORS[0])[:2] == (400, 100)


def test_a_returned_settlement_opens_the_case_and_is_made_anew(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=300)
    settle(town, case, 800, on=LATER)
    take_back(town, case, on=LATER)
    assert state(town, case) is State.PAYING
    assert held(town) == [300, 300]
    settle(town, case, 700, on=date(2026, 2, 21))
    assert spent(town, case) == {"101": 350, "102": 350}


def test_an_earlier_payment_that_came_back_is_made_up_by_the_settlement(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=301)
    pay_part(town, case, amount_fen=300, on=date(2026, 2, 11))
    take_back(town, case, 1, on=LATER)
    settle(town, case, 877, on=LATER)
    assert spent(town, case) == {"101": 439, "102": 438}


def test_one_book_of_two_may_come_back(db: Database) -> None:
    town = mixed_town(db)
    case = approved(town, 100_000 * YUAN)
    pay_part(town, case, amount_fen=50_000_00)
    take_back(town, case, book="F1-P")
    assert state(town, case) is State.PAYING
    again = pay_part(town, case, again=1, on=LATER)
    assert [each.book.code for each in again.booked] == ["F1-P"]
    pay_part(town, case, amount_fen=20_000_00, on=LATER)
    settle(town, case, 100_000_00, on=LATER)
    assert sum(spent(town, case).values()) == 80_000_00


def test_a_whole_payment_that_came_back_is_paid_again(town: Town) -> None:
    case = approved(town, 900)
    pay(town, case)
    take_back(town, case)
    assert state(town, case) is State.APPROVED
    assert held(town) == [450, 450]
    again = pay(town, case, on=LATER)
    assert [each.voucher.replayed for each in again.paid] == [False]
    assert state(town, case) is State.PAID
    assert held(town) == [0, 0]
    with town.db.read() as tx:
        register = read_register(tx, find_case(tx, case))
    assert [(each.kind, each.stands) for each in register] == [
        ("whole", False),
        ("returned", False),
        ("whole", True),
    ]


def test_before_it_is_booked_a_payment_just_goes_back(town: Town) -> None:
    case = approved(town, 900)
    paid = pay_part(town, case, amount_fen=300, order_only=True)
    assert [each.code for each in paid.booked] == ["F1-C:D-1"]
    assert held(town) == [450, 450]
    vouchers = town.counts()["voucher"]
    take_back(town, case)
    assert town.counts()["voucher"] == vouchers
    assert state(town, case) is State.APPROVED
    assert not pay_part(town, case, amount_fen=300).replayed


def test_a_return_is_not_earlier_than_its_payment(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=300)
    refused(
        town,
        "return_before_payment",
        lambda: take_back(town, case, on=date(2026, 2, 9)),
    )


# ---- retention ----


def test_what_is_kept_back_stays_set_aside_until_it_is_due(town: Town) -> None:
    case = approved(town, 900)
    due = date(2026, 3, 20)
    keep: dict[str, Any] = {"retained_fen": 27, "retained_until": due}
    refused(town, "retention_over", lambda: settle(town, case, 900, **keep | {"retained_fen": 28}))
    refused(
        town,
        "retention_until_missing",
        lambda: settle(town, case, 900, **keep | {"retained_until": None}),
    )
    settle(town, case, 900, **keep)
    assert state(town, case) is State.RETAINED
    assert spent(town, case) == {"101": 437, "102": 436}
    assert held(town) == [13, 14]
    with town.db.read() as tx:
        [kept] = final_cost.list_held(tx)
    assert (kept.case.code, kept.is_due(date(2026, 3, 19)), kept.is_due(due)) == (case, False, True)
    refused(town, "retention_not_due", lambda: pay_held(town, case, date(2026, 3, 19)))
    pay_held(town, case, due)
    assert state(town, case) is State.PAID
    assert held(town) == [0, 0]
    assert spent(town, case) == {"101": 450, "102": 450}
    before = town.counts()
    assert pay_held(town, case, due).replayed
    assert town.counts() == before
    refused(town, "usage_state", lambda: pay_held(town, case, date(2026, 3, 21)))


def test_what_a_defect_has_cost_is_taken_off_what_was_kept_back(town: Town) -> None:
    case = approved(town, 900)
    due = date(2026, 3, 20)
    settle(town, case, 900, retained_fen=27, retained_until=due)
    hold_up(town, case, State.REOPENED)
    assert held(town) == [13, 14]
    resume(town, case)
    assert held(town) == [13, 14]
    refused(town, "deduction_over", lambda: pay_held(town, case, due, 28))
    pay_held(town, case, due, 20)
    assert spent(town, case) == {"101": 440, "102": 440}
    assert held(town) == [0, 0]


def test_all_of_it_may_go_to_the_defect(town: Town) -> None:
    case = approved(town, 900)
    due = date(2026, 3, 20)
    settle(town, case, 900, retained_fen=27, retained_until=due)
    assert not pay_held(town, case, due, 27).booked
    assert (state(town, case), held(town)) == (State.PAID, [0, 0])


# ---- recovered ----


def test_an_insurance_pays_back_to_who_paid_and_no_income_arises(town: Town) -> None:
    case = approved(town, 900)
    pay(town, case)
    back = recover(town, case, 301, payer="保险公司")
    assert back.left_fen == 599
    assert state(town, case) is State.PAID
    assert spent(town, case) == {"101": 299, "102": 300}
    assert town.balances(DOORS[0])[:2] == (101, 100)  # earnings were taken last
    before = town.counts()
    assert recover(town, case, 301, payer="保险公司").replayed
    assert town.counts() == before
    refused(town, "recover_over", lambda: recover(town, case, 600, request_key="2"))


def test_what_others_covered_is_not_charged_again(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=600)
    recover(town, case, 100)
    pay_part(town, case, amount_fen=100, on=LATER)
    settle(town, case, 900, on=LATER)
    assert spent(town, case) == {"101": 400, "102": 400}


def test_what_the_contractor_gave_back_may_be_paid_again(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=600)
    recover(town, case, 100, "overpaid")
    pay_part(town, case, amount_fen=400, on=LATER)
    refused(town, "payment_over_approved", lambda: pay_part(town, case, amount_fen=1, on=LATER))
    settle(town, case, 900, on=LATER)
    assert spent(town, case) == {"101": 450, "102": 450}


def test_a_case_cancelled_after_an_advance_is_recovered(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=300)
    assert stop(town, case) == 600
    assert (state(town, case), held(town)) == (State.RECOVERING, [0, 0])
    refused(town, "usage_state", lambda: pay_part(town, case, amount_fen=1, on=LATER))
    recover(town, case, 100, "contractor", on=LATER)
    assert state(town, case) is State.RECOVERING
    recover(town, case, 200, "contractor", on=LATER)
    assert state(town, case) is State.RECOVERED
    assert spent(town, case) == {}
    assert town.balances(DOORS[0]) == (400, 100, 0)
    refused(town, "usage_state", lambda: recover(town, case, 1, on=LATER))


def test_what_is_lost_is_written_off_by_somebody_else(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=300)
    stop(town, case)
    town.add_users("张三", "李四")
    refused(town, "writer_off_is_canceller", lambda: write_off(town, case))
    assert write_off(town, case, "李四") == 300
    assert state(town, case) is State.WRITTEN_OFF
    before = town.counts()
    write_off(town, case, "李四")
    assert town.counts() == before
    assert spent(town, case) == {"101": 150, "102": 150}


# ---- held up ----


def test_a_suspended_case_is_not_paid_and_keeps_its_money(town: Town) -> None:
    case = approved(town, 900)
    pay_part(town, case, amount_fen=300)
    hold_up(town, case, State.SUSPENDED)
    refused(town, "usage_state", lambda: pay_part(town, case, amount_fen=1, on=LATER))
    refused(town, "usage_state", lambda: settle(town, case, 900, on=LATER))
    refused(town, "usage_state", lambda: stop(town, case))
    refused(town, "usage_state", lambda: hold_up(town, case, State.REOPENED))
    assert held(town) == [300, 300]
    resume(town, case)
    assert (state(town, case), held(town)) == (State.PAYING, [300, 300])
    refused(town, "usage_state", lambda: resume(town, case))
    with town.db.read() as tx:
        steps = read_steps(tx, find_case(tx, case))
    assert [(each.act, each.to_state.value, each.reason) for each in steps] == [
        ("approve", "APPROVED", None),
        ("advance", "PAYING", None),
        ("suspend", "SUSPENDED", "诉讼"),
        ("resume", "PAYING", "结案"),
    ]


# ---- payees ----


def name(town: Town, case: str, payee: str, who: str = "张三", paper: str = "HT-1") -> bool:
    with town.write() as tx:
        return payees.name_payee(
            tx, case, payee, "supervision", paper, on=FEBRUARY, who=who, clock=CLOCK
        )[1]


def confirm(town: Town, case: str, payee: str, who: str) -> bool:
    with town.write() as tx:
        return payees.confirm_payee(tx, case, payee, who=who, clock=CLOCK)[1]


def test_whoever_has_a_contract_may_be_paid_too(town: Town) -> None:
    case = approved(town, 900)
    refused(town, "payee_differs", lambda: pay_part(town, case, amount_fen=9, payee="监理公司"))
    assert name(town, case, "监理公司")
    assert not name(town, case, "监理公司")
    refused(town, "case_payee_named", lambda: name(town, case, "监理公司", paper="HT-2"))
    refused(town, "case_payee_named", lambda: name(town, case, "甲公司"))
    pay_part(town, case, amount_fen=9, payee="监理公司")


def test_with_users_a_second_person_confirms_a_payee(town: Town) -> None:
    case = approved(town, 900)
    town.add_users("张三", "李四")
    name(town, case, "监理公司")
    refused(
        town, "case_payee_unconfirmed", lambda: pay_part(town, case, amount_fen=9, payee="监理公司")
    )
    refused(town, "confirmer_is_proposer", lambda: confirm(town, case, "监理公司", "张三"))
    refused(town, "case_payee_unknown", lambda: confirm(town, case, "设计院", "李四"))
    assert confirm(town, case, "监理公司", "李四")
    assert not confirm(town, case, "监理公司", "李四")
    paid = pay_part(town, case, amount_fen=9, payee="监理公司")
    assert paid.booked[0].is_draft
