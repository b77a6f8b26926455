"""A voucher before it is posted: sums, words, mirrors. No database."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.journal.voucher import (
    Draft,
    Kind,
    Line,
    Part,
    PayerClass,
    Share,
    Side,
    reversal_of,
    word_of,
)
from tests.worlds import credit, debit, voucher

BANK = frozenset({"1001"})
SHARES = st.builds(
    Share,
    st.integers(1, 9),
    st.integers(-(10**13), 10**13).filter(bool),
    st.sampled_from(Part),
    st.none() | st.sampled_from(PayerClass),
)
LINES = st.builds(
    Line,
    st.sampled_from(["1001", "3001", "4001", "5001"]),
    st.sampled_from(Side),
    st.integers(-(10**15), 10**15).filter(bool),
    estate_id=st.none() | st.integers(1, 3),
    bank_account_id=st.none() | st.integers(1, 3),
    detail=st.none() | st.text(max_size=5),
    shares=st.lists(SHARES, max_size=4).map(tuple),
)
DRAFTS = st.lists(LINES, max_size=6).map(lambda lines: voucher("k", lines))


@pytest.mark.parametrize(
    ("lines", "kind", "word"),
    [
        ([debit("1001", 5), credit("4001", 5)], Kind.GENERAL, "收"),
        ([debit("1001", -5), credit("4001", -5)], Kind.GENERAL, "收"),
        ([debit("5001", 5), credit("1001", 5)], Kind.GENERAL, "付"),
        ([debit("1001", 5), credit("1001", 5)], Kind.GENERAL, "付"),
        ([debit("3101", 5), credit("3001", 5)], Kind.DISTRIBUTION, "转"),
        ([debit("1001", 5), credit("3001", 5)], Kind.OPENING, "转"),
        ([debit("4001", 5), credit("3001", 5)], Kind.CLOSING, "结"),
        ([debit("4101", 5), credit("3101", 5)], Kind.CARRY, "结"),
        ([debit("1001", 5), credit("3001", 5)], Kind.CUSTODY, "收"),
    ],
)
def test_the_word_says_which_way_money_moved(lines: list[Line], kind: Kind, word: str) -> None:
    assert word_of(voucher("k", lines, kind=kind), BANK).value == word


def test_a_draft_knows_its_sums() -> None:
    draft = voucher(
        "k",
        [
            debit("1001", 5),
            debit("5001", -2, [Share(1, 2)]),
            credit("4001", 3, [Share(1, 1), Share(2, 2)]),
        ],
    )
    assert (draft.debit_fen, draft.share_count) == (3, 3)
    assert [line.debit_fen for line in draft.lines] == [5, -2, -3]


@given(draft=DRAFTS)
def test_a_mirror_undoes_every_line_and_share(draft: Draft) -> None:
    red = reversal_of(draft, 7, "收-1", date(2026, 3, 1), maker="乙", reason="x")
    assert red.debit_fen == -draft.debit_fen
    assert red.share_count == draft.share_count
    assert (red.value_on, red.kind, red.reverses) == (draft.value_on, draft.kind, 7)
    for line, mirrored in zip(draft.lines, red.lines, strict=True):
        assert line.debit_fen + mirrored.debit_fen == 0
        assert line.side is mirrored.side  # red letters: turnover of both sides goes back
        for share, back in zip(line.shares, mirrored.shares, strict=True):
            assert share.amount_fen + back.amount_fen == 0
            assert (share.sub_id, share.part, share.payer_class) == (
                back.sub_id,
                back.part,
                back.payer_class,
            )


@given(draft=DRAFTS)
def test_a_mirror_of_a_mirror_is_the_voucher_again(draft: Draft) -> None:
    on = date(2026, 3, 1)
    red = reversal_of(draft, 7, "收-1", on, maker="乙", reason="x")
    assert reversal_of(red, 8, "收-2", on, maker="乙", reason="x").lines == draft.lines
