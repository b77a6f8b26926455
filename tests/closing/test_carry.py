from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.closing.carry import Unclosed, carry_lines, draft_carry, draft_closing
from ledger.journal.voucher import Kind, Line, Side

CLOSES_TO = {"4001": "3001", "5001": "3001", "5101": "3001", "4101": "3101", "5901": "3101"}


def told(lines: tuple[Line, ...]) -> list[str]:
    sides = {Side.DEBIT: "借", Side.CREDIT: "贷"}
    return [
        f"{sides[line.side]} {line.account} {line.amount_fen} {line.estate_id or '-'}"
        for line in lines
    ]


def test_income_is_debited_and_expenditure_credited_estate_by_estate() -> None:
    unclosed = [
        Unclosed("5001", 2, 80),
        Unclosed("4001", 2, -30),
        Unclosed("4001", 1, -10),
        Unclosed("5101", 2, 5),
        Unclosed("4101", None, -7),
    ]
    assert told(carry_lines(unclosed, CLOSES_TO)) == [
        "借 4001 10 1",
        "借 4001 30 2",
        "贷 3001 10 1",
        "贷 3001 30 2",
        "借 3001 85 2",
        "贷 5001 80 2",
        "贷 5101 5 2",
        "借 4101 7 -",
        "贷 3101 7 -",
    ]


def test_an_account_on_the_wrong_side_is_turned_round_and_not_written_in_red() -> None:
    unclosed = [Unclosed("4001", 1, 1000), Unclosed("5901", None, -3)]
    assert told(carry_lines(unclosed, CLOSES_TO)) == [
        "借 3001 1000 1",
        "贷 4001 1000 1",
        "借 5901 3 -",
        "贷 3101 3 -",
    ]


def test_what_stands_at_nothing_or_has_no_target_stays() -> None:
    assert carry_lines([Unclosed("4001", 1, 0), Unclosed("4201", 1, -5)], CLOSES_TO) == ()


def test_a_closing_voucher_is_dated_the_last_day_of_its_month() -> None:
    lines = carry_lines([Unclosed("4101", None, -7)], CLOSES_TO)
    draft = draft_closing(3, 202602, 2, lines, maker="张三")
    assert (draft.kind, draft.dated_on) == (Kind.CLOSING, date(2026, 2, 28))
    assert (draft.summary, draft.request_key) == ("2026年2月期末结转", "close:2026-02:2")


def test_a_second_carry_of_a_day_is_a_request_of_its_own() -> None:
    lines = carry_lines([Unclosed("4101", None, -7)], CLOSES_TO)
    first = draft_carry(3, date(2026, 6, 21), lines, maker="张三")
    second = draft_carry(3, date(2026, 6, 21), lines, maker="张三", turn=2)
    assert (first.kind, first.summary) == (Kind.CARRY, "2026年6月中期结转收益")
    assert first.request_key == "carry:2026-06:2026-06-21"
    assert second.request_key == "carry:2026-06:2026-06-21:2"


BALANCES = st.lists(
    st.builds(
        Unclosed,
        st.sampled_from(sorted(CLOSES_TO)),
        st.sampled_from([None, 1, 2, 3]),
        st.integers(-(10**13), 10**13),
    ),
    unique_by=lambda each: (each.account, each.estate_id),
    max_size=20,
)


@given(BALANCES)
def test_each_target_gets_what_its_accounts_lose_in_amounts_that_are_positive(
    unclosed: list[Unclosed],
) -> None:
    lines = carry_lines(unclosed, CLOSES_TO)
    assert all(line.amount_fen > 0 for line in lines)
    moved: dict[tuple[str, int | None], int] = {}
    for line in lines:
        target = CLOSES_TO.get(line.account, line.account)
        moved[target, line.estate_id] = moved.get((target, line.estate_id), 0) + line.debit_fen
    assert not any(moved.values())
    cleared = {
        (line.account, line.estate_id): -line.debit_fen
        for line in lines
        if line.account in CLOSES_TO
    }
    assert cleared == {
        (each.account, each.estate_id): each.debit_fen for each in unclosed if each.debit_fen
    }
