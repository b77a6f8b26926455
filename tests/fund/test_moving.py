from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from ledger.closing.closer import close_book
from ledger.desk import open_desk
from ledger.fund.collecting.deposited import deposits_of
from ledger.fund.collecting.floors import Granted, grant_floor
from ledger.fund.collecting.moving import Move, Moved, move
from ledger.fund.collecting.refund import Request, refund
from ledger.fund.collecting.unwinding import Charge, choose_charges
from ledger.fund.using.cases import State, find_case
from ledger.fund.using.payments import read_register
from ledger.fund.waiting import post_waiting, refuse_split
from ledger.journal.drafts import check_drafts, find_draft
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BadRows
from tests.fund.steps import approved, pay, pay_part, refused, settle
from tests.fund.test_refund import held, lines, reverse
from tests.fund.town import CLOCK, Town
from tests.offices import Office, open_office

WRONG, RIGHT, FAR, PUBLIC, SELLER = (
    "A01-3-2-501",
    "A01-3-2-502",
    "B01-1-0-101",
    "A01-4-0-0101",
    "A01-4-SU",
)
MARCH = date(2026, 3, 20)
OLD, NEW = date(2025, 12, 5), date(2026, 2, 5)
HOMES = (
    "A01,3,2,501,商品住宅,80.00,120.00,张三,",
    "A01,3,2,502,商品住宅,80.00,120.00,李四,",
    "A01,4,,0101,已售公有住房,60.00,,王五,第一机床厂",
    "B01,1,,101,商品住宅,80.00,120.00,赵六,",
)
DEPOSITS = (
    "2025-12-05,A01-3-2-501,1000.00,62220001,R1,首期,",
    "2026-02-05,A01-3-2-501,300.00,62220001,R2,续交,",
    "2026-02-06,A01-4-SU,60.00,62220002,R4,首期,售房单位",
)


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*HOMES)
    office.deposits(*DEPOSITS)
    return office


@pytest.fixture
def town(office: Office) -> Town:
    return Town(office.db)


def moved(town: Town, code: str = WRONG, to: str = RIGHT, **words: Any) -> Moved:
    said = {"reason": "记错房号", "on": MARCH, **words}
    with town.write() as tx:
        return move(tx, Move(code, to, **said), who="张三", clock=CLOCK)


def codes(told: Moved) -> list[str]:
    return [code for code, _draft in told.vouchers]


def shares(office: Office, code: str) -> list[tuple[Any, ...]]:
    share, voucher = schema.share, schema.voucher
    sub = schema.sub_account
    return office.all(
        sa.select(sub.c.code, share.c.amount_fen, share.c.payer_class)
        .join(sub, (sub.c.book_id == share.c.book_id) & (sub.c.sub_id == share.c.sub_id))
        .join(
            voucher,
            (voucher.c.book_id == share.c.book_id) & (voucher.c.voucher_id == share.c.voucher_id),
        )
        .where(voucher.c.word == code[0], voucher.c.no == int(code[1:]), voucher.c.period == 202603)
        .order_by(share.c.line_no, sub.c.code)
    )


def test_this_years_deposit_turns_its_income_over(office: Office, town: Town) -> None:
    told = moved(town, deposit_on=NEW)
    assert codes(told) == ["F1-C:2026-03:转-1"]
    assert lines(office, "F1-C:2026-03:转-1") == [
        ("4001", "C", -300_00, "续交", True, False),
        ("4001", "C", 300_00, "续交", True, False),
    ]
    assert shares(office, "转1") == [(WRONG, -300_00, 1), (RIGHT, 300_00, 1)]
    assert held(office, WRONG) == (1000_00, 1000_00)
    assert held(office, RIGHT) == (300_00, 300_00)
    assert (
        office.one(sa.select(schema.voucher.c.value_on).where(schema.voucher.c.period == 202603))
        == NEW
    )


def test_an_earlier_years_deposit_moves_within_the_fund(office: Office, town: Town) -> None:
    moved(town, deposit_on=OLD)
    assert lines(office, "F1-C:2026-03:转-1") == [
        ("3001", "D", 1000_00, "首期", True, False),
        ("3001", "C", 1000_00, "首期", True, False),
    ]
    assert held(office, RIGHT) == (1000_00, 1000_00)


def test_another_estates_is_a_voucher_of_its_own(office: Office, town: Town) -> None:
    told = moved(town, to=FAR, deposit_on=NEW)
    assert codes(told) == ["F1-C:2026-03:收-1", "F1-C:2026-03:收-2"]
    assert lines(office, codes(told)[0]) == [
        ("4001", "C", -300_00, "续交", True, False),
        ("1001", "D", -300_00, None, False, True),
    ]
    assert lines(office, codes(told)[1]) == [
        ("1001", "D", 300_00, None, False, True),
        ("4001", "C", 300_00, "续交", True, False),
    ]
    told = moved(town, to=FAR, deposit_on=OLD)
    assert [row[:3] for row in lines(office, codes(told)[0])] == [
        ("3001", "D", 1000_00),
        ("1001", "D", -1000_00),
    ]
    assert held(office, FAR) == (1300_00, 1300_00)


def test_another_books_goes_from_bank_to_bank_in_one_event(office: Office, town: Town) -> None:
    told = moved(town, to=PUBLIC, deposit_on=NEW)
    assert codes(told) == ["F1-C:2026-03:付-1", "F1-P:2026-03:收-1"]
    assert lines(office, codes(told)[0]) == [
        ("4001", "C", -300_00, "续交", True, False),
        ("1001", "C", 300_00, None, False, True),
    ]
    assert lines(office, codes(told)[1])[0][:3] == ("1001", "D", 300_00)
    events = office.all(sa.select(schema.voucher.c.event).where(schema.voucher.c.period == 202603))
    assert len(set(events)) == 1
    old = moved(town, to=PUBLIC, deposit_on=OLD)
    assert [row[:2] for row in lines(office, codes(old)[1])] == [("1001", "D"), ("3002", "C")]
    refused(
        town,
        "bank_account_wrong",
        lambda: moved(town, PUBLIC, WRONG, deposit_on=NEW, bank_account="62220001"),
    )


def test_a_move_is_made_once_and_the_rest_follows(town: Town) -> None:
    first = moved(town, deposit_on=NEW, amount_fen=100_00)
    again = moved(town, deposit_on=NEW, amount_fen=100_00)
    assert (codes(again), again.replayed, again.left_fen) == (codes(first), True, 200_00)
    keyed = moved(town, deposit_on=NEW, amount_fen=100_00, request_key="K")
    assert not keyed.replayed
    assert moved(town, deposit_on=NEW, amount_fen=100_00, request_key="K").replayed
    refused(
        town,
        "request_key_reused",
        lambda: moved(town, deposit_on=NEW, amount_fen=50_00, request_key="K"),
    )
    rest = moved(town, deposit_on=NEW)
    assert (rest.fen, rest.left_fen, rest.replayed) == (100_00, 0, False)
    assert moved(town, deposit_on=NEW).replayed


def test_what_was_moved_is_a_deposit_of_its_new_household(office: Office, town: Town) -> None:
    moved(town, deposit_on=OLD)
    with office.db.read() as tx:
        [here] = deposits_of(tx, RIGHT)
    assert (here.dated_on, here.amount_fen, here.purpose) == (OLD, 1000_00, "首期")
    refused(town, "refund_over_deposit", lambda: give_back(town, WRONG, 1, deposit_on=OLD))
    told = give_back(town, RIGHT, 400_00)
    assert told.draft.lines[0].account == "5101"
    moved(town, RIGHT, FAR)
    assert held(office, FAR) == (600_00, 600_00)
    refused(town, "move_over_deposit", lambda: moved(town, RIGHT, WRONG))


def give_back(town: Town, code: str, fen: int, **words: Any) -> Any:
    said = {"reason": "退房", "payee": "张三", "on": MARCH, "bank_account": "62220001", **words}
    with town.write() as tx:
        return refund(tx, Request(code, fen, **said), who="张三", clock=CLOCK)


def test_a_list_may_name_the_household_that_a_deposit_was_moved_to(
    office: Office, town: Town
) -> None:
    right = DEPOSITS[1].replace(WRONG, RIGHT)
    with pytest.raises(BadRows) as told:
        office.deposits(right)
    assert [row.code for row in told.value.rows] == ["deposit_differs"]
    first = moved(town, deposit_on=NEW)
    assert office.deposits(right).known_count == 1
    with pytest.raises(BadRows):
        office.deposits(DEPOSITS[1].replace(WRONG, FAR))
    reverse(town, codes(first)[0])
    with pytest.raises(BadRows):
        office.deposits(right, DEPOSITS[2])


def test_a_reversed_move_may_be_made_again(office: Office, town: Town) -> None:
    first = moved(town, deposit_on=NEW)
    reverse(town, codes(first)[0])
    assert held(office, WRONG) == (1300_00, 1300_00)
    second = moved(town, deposit_on=NEW)
    assert not second.replayed
    assert held(office, RIGHT) == (300_00, 300_00)


def test_a_selling_units_deposit_goes_to_the_selling_unit(office: Office, town: Town) -> None:
    office.roster("A01,5,,0101,已售公有住房,60.00,,钱七,第二机床厂")
    moved(town, SELLER, "A01-5-0-0101")
    assert held(office, "A01-5-SU") == (60_00, 60_00)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("amount_not_positive", {"amount_fen": 0}),
        ("date_in_future", {"on": date(2026, 4, 1)}),
        ("household_unknown", {"code": "A01-9-9-999"}),
        ("household_unknown", {"to": "A01-9-9-999"}),
        ("deposit_unknown", {"deposit_on": date(2026, 2, 7)}),
        ("deposit_ambiguous", {"deposit_on": None}),
        ("move_before_deposit", {"on": date(2026, 2, 4)}),
        ("move_nowhere", {"to": WRONG}),
        ("payer_class_wrong", {"to": SELLER}),
        ("payer_class_wrong", {"code": SELLER, "to": WRONG, "deposit_on": None}),
        ("move_over_deposit", {"amount_fen": 300_01}),
        ("bank_account_unknown", {"to": FAR, "bank_account": "1"}),
        ("bank_account_wrong", {"to": FAR, "bank_account": "62220002"}),
        ("bank_account_wrong", {"to": PUBLIC, "to_bank_account": "62220001"}),
        ("text_empty", {"reason": " "}),
    ],
)
def test_a_move_is_refused_by_name(town: Town, code: str, words: dict[str, Any]) -> None:
    refused(town, code, lambda: moved(town, **{"deposit_on": NEW, **words}))


# ---- charged meanwhile ----


def test_a_repair_paid_meanwhile_is_charged_anew(office: Office, town: Town) -> None:
    case = approved(town, 1200_00, "屋面", scope=["3"], on=date(2025, 12, 8))
    pay(town, case)  # 600 from the wrong one, which has 1300; the right one owes 600
    assert held(office, WRONG)[0] == 700_00
    said = refused(town, "move_charged", lambda: moved(town, deposit_on=OLD))
    assert "F1-C:2026-02:付-1" in said
    told = moved(town, deposit_on=OLD, unwind=True)
    assert codes(told) == [
        "F1-C:2026-03:付-1",
        "F1-C:2026-03:转-1",
        "F1-C:2026-03:付-2",
    ]
    # 300 of its own left at the wrong one for the repair, 300 more from the right one
    assert held(office, WRONG)[0] == 0
    assert held(office, RIGHT)[0] == 700_00
    assert shares(office, "付2") == [(WRONG, -300_00, None), (RIGHT, -300_00, None)]
    line = schema.line
    fen = sa.case((line.c.side == "D", line.c.amount_fen), else_=-line.c.amount_fen)
    of_bank = (line.c.account == "1001") & (line.c.book_id == 1)
    assert office.one(sa.select(sa.func.sum(fen)).where(of_bank)) == 1300_00 - 600_00
    before = town.counts()
    again = pay(town, case).paid[0]  # paid, and not once more
    assert (again.voucher.code, again.voucher.replayed) == ("F1-C:2026-03:付-2", True)
    assert (again.amount_fen, town.counts()) == (600_00, before)
    assert moved(town, deposit_on=OLD).replayed
    with open_desk(str(office.db.url), clock=CLOCK) as desk:
        for period in (202512, 202601, 202602, 202603):
            rows = list(desk.period.close(period).rows)
            assert {row[1] for row in rows} <= {"closed", "skipped"}, rows
        assert dict(desk.book.verify().fields)["ok"]


@pytest.mark.parametrize("parts", [False, True])
def test_a_stage_charged_anew_is_paid_and_not_paid_again(
    office: Office, town: Town, *, parts: bool
) -> None:
    case = approved(town, 1200_00, "屋面", scope=["3"], on=date(2025, 12, 8))
    pay_part(town, case, amount_fen=900_00, invoice="7")  # 450 each; the right one has nothing
    moved(town, deposit_on=OLD, unwind=True)
    with town.db.read() as tx:
        [made] = read_register(tx, find_case(tx, case))
        assert made.stands
    again: dict[str, Any] = {"amount_fen": 1, "invoice": "7", "on": date(2026, 3, 21)}
    refused(town, "invoice_used", lambda: pay_part(town, case, **again))
    office.deposits(f"2026-03-21,{WRONG},1000.00,62220001,R9,续交,")
    if parts:
        pay_part(town, case, amount_fen=200_00, on=date(2026, 3, 22))
    assert settle(town, case, 1200_00, on=date(2026, 3, 23)).case.state is State.PAID
    line, book_id = schema.line, schema.line.c.book_id
    repair = (line.c.account == "5001") & (book_id == 1)  # the right one pays past the fund
    assert (
        office.one(sa.select(sa.func.sum(line.c.amount_fen)).where(repair)) == 600_00
    )  # as approved
    assert (held(office, WRONG)[0], held(office, RIGHT)[0]) == (700_00, 1000_00)


def test_what_went_out_in_cash_needs_a_floor(office: Office, town: Town) -> None:
    give_back(town, WRONG, 300_00, deposit_on=NEW)
    approve = approved(town, 1200_00, "屋面", scope=["3-2-501"], on=date(2025, 12, 8))
    pay(town, approve)  # takes the 1000 that are left
    refused(town, "move_paid_out", lambda: moved(town, deposit_on=OLD, unwind=True))

    def allow(fen: int, approver: str = "李四", code: str = WRONG) -> Granted:
        with town.write() as tx:
            return grant_floor(
                tx, code, fen, reason="记错", approver=approver, who="张三", clock=CLOCK
            )

    assert not allow(1000_00).unchanged
    moved(town, deposit_on=OLD)
    assert (held(office, WRONG)[0], held(office, RIGHT)[0]) == (-1000_00, 1000_00)
    assert allow(1000_00).unchanged
    refused(town, "floor_in_use", lambda: allow(999_99))
    refused(town, "approver_is_drafter", lambda: allow(0, "张三"))
    refused(town, "household_unknown", lambda: allow(0, code="A01-9-9-999"))
    refused(town, "amount_too_large", lambda: allow(10**14))
    moved(town, RIGHT, WRONG)
    assert not allow(0).unchanged
    town.add_users("张三", "李四")
    refused(town, "user_unknown", lambda: allow(1, "王五"))


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), max_size=6),
    st.integers(1, 1000),
)
def test_no_repair_is_charged_anew_for_more_than_it_took(
    taken: list[tuple[int, int]], short_fen: int
) -> None:
    charges = [Charge(9 - place, *each) for place, each in enumerate(taken)]
    chosen, still_fen = choose_charges(charges, short_fen)
    by_id = {charge.voucher_id: charge for charge in charges}
    assert sum(each.fen for each in chosen) + still_fen == short_fen
    for each in chosen:
        assert (
            0 < each.fen <= min(by_id[each.voucher_id].taken_fen, by_id[each.voucher_id].room_fen)
        )
    assert [each.voucher_id for each in chosen] == sorted(
        (each.voucher_id for each in chosen), reverse=True
    )
    if still_fen:
        assert sum(min(charge.taken_fen, charge.room_fen) for charge in charges) < short_fen


# ---- months, openings, people ----


def test_months_that_closed_stay_and_the_open_one_takes_the_move(town: Town) -> None:
    with town.write() as tx:
        for period in (202512, 202601, 202602):
            close_book(tx, 1, period, who="张三", clock=CLOCK)
    refused(town, "month_closed", lambda: moved(town, deposit_on=NEW, on=date(2026, 2, 20)))
    moved(town, deposit_on=NEW)
    moved(town, deposit_on=OLD, to=FAR)
    with town.write() as tx:
        close_book(tx, 1, 202603, who="张三", clock=CLOCK)


def test_a_deposit_that_was_taken_on_is_not_cancelled(office: Office, town: Town) -> None:
    give_back(town, WRONG, 10_00, deposit_on=NEW)
    moved(town, deposit_on=OLD)
    with open_desk(str(office.db.url), clock=CLOCK) as desk:
        cancel = partial(desk.voucher.reverse, reason="错")
        refused(town, "deposit_refunded", partial(cancel, "F1-C:2026-02:收-1"))
        refused(town, "deposit_refunded", partial(cancel, "F1-C:2025-12:收-1"))
        first = codes(moved(town, RIGHT, FAR))[0]
        refused(town, "event_split", partial(cancel, first))


def test_with_users_the_drafts_of_a_move_go_together(office: Office, town: Town) -> None:
    town.add_users("张三", "李四")
    told = moved(town, to=FAR, deposit_on=NEW)
    assert told.is_draft
    assert moved(town, to=FAR, deposit_on=NEW).replayed
    refused(town, "move_over_deposit", lambda: moved(town, deposit_on=NEW))

    def handle(names: list[str]) -> None:
        with town.write() as tx:
            kept = [find_draft(tx, code) for code in names]
            check_drafts(tx, [each for each in kept if each.state == "DRAFT"], "李四")
            post_waiting(tx, [find_draft(tx, code) for code in names], "李四", clock=CLOCK)

    refused(town, "event_split", lambda: handle(codes(told)[:1]))
    with office.db.read() as tx, pytest.raises(Exception, match="一起处理"):
        refuse_split(tx, [find_draft(tx, codes(told)[1])])
    handle(codes(told))
    assert held(office, FAR) == (300_00, 300_00)
    assert moved(town, to=FAR, deposit_on=NEW).replayed
