"""Cancelling (注销): a red mirror, once, in an open month, that restores balance and interest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.journal.posting import post_many
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Part, Posted, Share, reversal_of
from ledger.store.database import Database
from tests.journal.posts import balance, posted, refusal
from tests.worlds import (
    BANK,
    CLOCK,
    COMMODITY,
    close_month,
    credit,
    debit,
    deposit,
    repair,
    voucher,
)


def red(database: Database, original: Posted, on: date = date(2026, 2, 20)) -> Draft:
    with database.read() as tx:
        stored = read_voucher(tx, original.book_id, original.voucher_id)
    assert stored is not None
    return reversal_of(
        stored.draft, original.voucher_id, stored.number, on, maker="单人", reason="记错户"
    )


def test_a_red_voucher_restores_balance_and_interest(office: Database) -> None:
    posted(office, deposit("a", {1: 500, 2: 300}, value_on=date(2026, 1, 31)))
    before = balance(office, 1), balance(office, 2)
    [wrong] = posted(office, deposit("b", {1: 100, 2: 40}, value_on=date(2026, 1, 15)))
    assert (balance(office, 1), balance(office, 2)) != before
    [cancelled] = posted(office, red(office, wrong))
    assert (balance(office, 1), balance(office, 2)) == before
    assert cancelled.code == "F1-C:2026-02:收-3"


def test_a_red_voucher_names_the_one_it_cancels(office: Database) -> None:
    [wrong] = posted(office, deposit("a", {1: 100}))
    draft = red(office, wrong)
    assert draft.summary == "注销2026-02:收-1号凭证：记错户"
    assert draft.reverses == wrong.voucher_id
    assert [line.amount_fen for line in draft.lines] == [-100, -100]
    assert [line.side for line in draft.lines] == ["D", "C"]


def test_a_repair_and_both_parts_of_it_come_back(office: Database) -> None:
    posted(office, deposit("a", {1: 500}))
    given_out = credit("3001", 70, [Share(1, 70, Part.EARNINGS)], estate_id=1)
    posted(office, voucher("b", [debit("3101", 70), given_out]))
    lines = [
        debit("5001", 90, [Share(1, -60), Share(1, -30, Part.EARNINGS)], estate_id=1),
        credit("1001", 90, bank_account_id=BANK),
    ]
    [paid] = posted(office, voucher("c", lines))
    assert (balance(office, 1)[0], balance(office, 1, Part.EARNINGS)[0]) == (440, 40)
    posted(office, red(office, paid))
    assert (balance(office, 1)[0], balance(office, 1, Part.EARNINGS)[0]) == (500, 70)


def test_a_voucher_is_cancelled_once_and_the_same_request_again_changes_nothing(
    office: Database,
) -> None:
    [wrong] = posted(office, deposit("a", {1: 100}))
    draft = red(office, wrong)
    [first] = posted(office, draft)
    assert posted(office, draft) == [replace(first, replayed=True)]
    assert refusal(office, replace(draft, request_key="b")).code == "already_reversed"
    again = replace(red(office, first), request_key="c")
    assert refusal(office, again).code == "reversal_of_reversal"


def test_two_in_one_batch_cancel_a_voucher_no_more_than_once(office: Database) -> None:
    [wrong] = posted(office, deposit("a", {1: 100}))
    draft = red(office, wrong)
    told = refusal(office, draft, replace(draft, request_key="b"))
    assert told.code == "already_reversed"


@pytest.mark.parametrize("change", ["kind", "amount", "account", "share", "order", "detail"])
def test_a_red_voucher_that_is_no_mirror_is_refused(change: str, office: Database) -> None:
    [wrong] = posted(office, deposit("a", {1: 100, 2: 100}))
    draft = red(office, wrong)
    paid, income = draft.lines
    swapped = tuple(replace(share, sub_id=3 - share.sub_id + 1) for share in income.shares)
    changed = {
        "kind": replace(draft, kind=Kind.ADJUST),
        "amount": replace(
            draft,
            lines=(
                replace(paid, amount_fen=-100),
                replace(income, amount_fen=-100, shares=income.shares[:1]),
            ),
        ),
        "account": replace(draft, lines=(paid, replace(income, account="5001", side=income.side))),
        "share": replace(draft, lines=(paid, replace(income, shares=swapped))),
        "order": replace(draft, lines=(income, paid)),
        "detail": replace(draft, lines=(paid, replace(income, detail="x"))),
    }
    assert refusal(office, changed[change]).code == "reversal_differs"


def test_a_voucher_of_a_closed_month_is_cancelled_in_an_open_one(office: Database) -> None:
    [wrong] = posted(office, deposit("a", {1: 100}, dated_on=date(2026, 1, 15)))
    with office.write() as tx:
        close_month(tx, COMMODITY, 202601)
    before = red(office, wrong, date(2026, 1, 20))
    assert refusal(office, before).code == "month_closed"
    posted(office, red(office, wrong, date(2026, 2, 1)))
    assert balance(office, 1) == (0, 0, 0)


def test_money_that_was_spent_is_unwound_newest_first(office: Database) -> None:
    """A deposit to the wrong household, a repair charged to it: both red, both blue, at once."""
    [wrong, spent] = posted(office, deposit("a", {1: 100}), repair("b", {1: 30}))
    assert refusal(office, red(office, wrong)).code == "overdraft"
    event: dict[str, Any] = {"event": "更正-1"}
    unwound = [
        replace(red(office, spent), **event),
        replace(red(office, wrong), **event),
        deposit("c", {2: 100}, corrects=wrong.voucher_id, **event),
        repair("d", {2: 30}, corrects=spent.voucher_id, **event),
    ]
    posted(office, *unwound)
    assert (balance(office, 1), balance(office, 2)[0]) == ((0, 0, 0), 70)


def test_what_is_to_be_replaced_must_be_cancelled_before(office: Database) -> None:
    [wrong] = posted(office, deposit("a", {1: 100}))
    blue = deposit("b", {2: 100}, corrects=wrong.voucher_id)
    assert refusal(office, blue).code == "correction_wrong"
    assert refusal(office, blue, red(office, wrong)).code == "correction_wrong"
    posted(office, red(office, wrong))
    posted(office, blue)
    assert (balance(office, 1)[0], balance(office, 2)[0]) == (0, 100)


def test_a_reversal_of_what_the_same_batch_posts_is_not_known_yet(office: Database) -> None:
    draft = deposit("a", {1: 100})
    cancelling = reversal_of(draft, 2, "收-1", date(2026, 2, 20), maker="单人", reason="x")
    with office.write() as tx, pytest.raises(Exception, match="reversal_unknown"):
        post_many(tx, [draft, cancelling], clock=CLOCK)
