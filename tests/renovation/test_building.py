"""The memo book by itself: whatever is done in it, cost by source is cost by work is the works."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ledger.journal.voucher import Line
from ledger.renovation.building import entries
from ledger.renovation.building.margins import OWED, fill
from ledger.renovation.building.stand import Stand

SOURCES = {1: ("370101", "1 中央"), 2: ("370202", "2 维修资金"), 3: ("3704", "3 供水公司")}
ITEMS = {1: "1 供水", 2: "2 电梯"}
PART = entries.PARTS["building"]

ACTS = st.tuples(
    st.sampled_from(
        [
            "receive",
            "direct",
            "gift",
            "advance",
            "certify",
            "pay",
            "retention",
            "forfeit",
            "reduce",
            "recover",
            "back",
        ]
    ),
    st.sampled_from(sorted(SOURCES)),
    st.sampled_from(sorted(ITEMS)),
    st.integers(1, 10_000),
)


def lines_of(act: str, source: int, item: int, fen: int, stand: Stand) -> tuple[Line, ...]:
    account, name = SOURCES[source]
    owed = stand.on(entries.PAYABLE)
    return {
        "receive": lambda: entries.received(account, name, fen),
        "direct": lambda: entries.paid_direct(account, name, fen, owed),
        "gift": lambda: entries.given_in_kind("370602", "4 捐", PART, ITEMS[item], fen),
        "advance": lambda: entries.advanced(fen),
        "certify": lambda: entries.certified(
            PART, ITEMS[item], fen, fen * 3 // 100, stand.on(entries.ADVANCES)
        ),
        "pay": lambda: entries.paid(entries.PAYABLE, fen),
        "retention": lambda: entries.paid(entries.RETENTION, fen),
        "forfeit": lambda: entries.forfeited(PART, ITEMS[item], fen),
        "reduce": lambda: entries.reduced(PART, ITEMS[item], fen, owed),
        "recover": lambda: entries.recovered(fen),
        "back": lambda: entries.owed_back(account, name, fen, fiscal=source == 1),
    }[act]()


@given(st.lists(ACTS, max_size=40))
def test_cost_by_source_is_cost_by_work_is_the_works_after_every_step(
    acts: list[tuple[str, int, int, int]],
) -> None:
    stand = Stand({})
    for act, source, item, fen in acts:
        lines = lines_of(act, source, item, fen, stand)
        assert sum(line.debit_fen for line in lines) == 0
        after = stand.with_lines(lines)
        if after.below_nothing() is not None:
            continue
        stand = after
        works = sum(stand.works().values())
        table = stand.cost_table([4, 1, 2, 3], {(2, 2): 500})
        by_work = {
            no: sum(fen for (_s, column), fen in table.items() if column == no)
            for no in stand.cost_of_works()
        }
        assert sum(table.values()) == sum(by_work.values()) == works
        assert by_work == stand.cost_of_works()
        for no, given_fen in stand.sources().items():
            assert sum(fen for (row, _w), fen in table.items() if row == no) <= given_fen
        # The book balances: works = sources + what is owed − what is not spent on them.
        assert works == sum(stand.sources().values()) - sum(
            fen for (account, _no), fen in stand.fen.items() if account[:2] in {"10", "12", "23"}
        )


def test_the_table_that_largest_remainders_get_wrong_is_exact_both_ways() -> None:
    cells = fill({1: 10_000, 2: 10_000, 3: 10_000}, {1: 10_000, 2: 10_000, 3: 10_000}, {(1, 2): 5})
    for no in (1, 2, 3):
        assert sum(fen for (row, _c), fen in cells.items() if row == no) == 10_000
        assert sum(fen for (_r, column), fen in cells.items() if column == no) == 10_000
    assert fill({1: 60}, {1: 100}, {}) == {(1, 1): 60, (OWED, 1): 40}
