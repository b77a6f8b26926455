"""Posting: once a request, numbered without a gap, months opened by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ledger.journal import lookups
from ledger.journal.voucher import Kind, Line, Part, PayerClass, Share
from ledger.store.database import Database, Tx
from ledger.values.errors import Refused
from tests.journal.posts import balance, codes, months, posted, refusal
from tests.worlds import (
    BANK,
    CLOCK,
    COMMODITY,
    SECOND_BANK,
    SOLD_PUBLIC,
    SOLD_PUBLIC_BANK,
    credit,
    debit,
    deposit,
    repair,
    voucher,
)

# ---- one request, one voucher ----


def test_the_same_request_is_posted_once(office: Database) -> None:
    draft = deposit("a", {1: 100})
    [first] = posted(office, draft)
    [again] = posted(office, draft)
    assert again == replace(first, replayed=True)
    assert not first.replayed
    assert balance(office, 1)[0] == 100


def test_who_posts_it_again_makes_no_difference(office: Database) -> None:
    draft = deposit("a", {1: 100, 2: 50})
    [first] = posted(office, draft)
    turned = replace(draft.lines[1], shares=tuple(reversed(draft.lines[1].shares)))
    again = replace(draft, maker="丁", checker="戊", poster="戊", lines=(draft.lines[0], turned))
    assert posted(office, again) == [replace(first, replayed=True)]


OTHERS: dict[str, Any] = {
    "kind": Kind.ADJUST,
    "dated_on": date(2026, 2, 11),
    "value_on": date(2026, 2, 11),
    "summary": "另一摘要",
    "estate_id": 2,
    "event": "e",
    "corrects": 1,
    "reverses": 1,
    "case_id": 1,
    "attachment_count": 2,
    "evidence": bytes(32),
    "lines": (debit("1001", 200, bank_account_id=BANK), credit("4901", 200)),
}


@pytest.mark.parametrize("field", OTHERS)
def test_the_same_key_with_another_content_is_refused_by_field(
    field: str, office: Database
) -> None:
    draft = deposit("a", {1: 100})
    posted(office, draft)
    told = refusal(office, replace(draft, **{field: OTHERS[field]}))
    assert told.code == "request_key_reused"
    assert f"，但{field}不同" in told.message


def changed_lines(line: Line) -> list[Line]:
    [share] = line.shares
    return [
        replace(line, detail="续交"),
        replace(line, shares=(replace(share, sub_id=2),)),
        replace(line, shares=(replace(share, part=Part.EARNINGS),)),
        replace(line, shares=(replace(share, payer_class=PayerClass.DEVELOPER),)),
        replace(line, shares=(replace(share, payer_class=None),)),
    ]


def test_a_line_that_differs_in_anything_is_another_content(office: Database) -> None:
    draft = deposit("a", {1: 100})
    posted(office, draft)
    for line in changed_lines(draft.lines[1]):
        told = refusal(office, replace(draft, lines=(draft.lines[0], line)))
        assert "lines" in told.message


def test_each_book_has_its_own_requests(office: Database) -> None:
    sold = deposit("a", {1: 100}, book_id=SOLD_PUBLIC, bank_account_id=SOLD_PUBLIC_BANK)
    assert codes(office, deposit("a", {1: 100}), sold) == ["F1-C:2026-02:收-1", "F1-P:2026-02:收-1"]


def test_a_request_twice_in_one_batch_is_posted_once(office: Database) -> None:
    draft = deposit("a", {1: 100})
    first, other, again = posted(office, draft, deposit("b", {2: 5}), draft)
    assert again == replace(first, replayed=True)
    assert other.code == "F1-C:2026-02:收-2"
    assert balance(office, 1)[0] == 100
    told = refusal(office, deposit("c", {1: 1}), deposit("c", {1: 2}))
    assert told.code == "request_key_reused"


def test_known_and_new_requests_may_come_together(office: Database) -> None:
    known = deposit("a", {1: 100})
    [first] = posted(office, known)
    new, old = posted(office, deposit("b", {1: 5}), known)
    assert old == replace(first, replayed=True)
    assert (new.code, new.replayed) == ("F1-C:2026-02:收-2", False)


def test_a_request_that_another_posted_meanwhile_is_found_under_the_lock(
    office: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two offices send one file: the second waits for the head of the log, and looks again."""
    draft = deposit("a", {1: 100})
    [first] = posted(office, draft)
    look, looks = lookups.voucher_ids_by_request, []

    def blind_at_first(tx: Tx, book_id: int, keys: Sequence[str]) -> dict[str, int]:
        looks.append(keys)
        return look(tx, book_id, keys) if len(looks) > 1 else {}

    monkeypatch.setattr(lookups, "voucher_ids_by_request", blind_at_first)
    assert posted(office, draft) == [replace(first, replayed=True)]
    looks.clear()
    new, old = posted(office, deposit("b", {1: 5}), draft)
    assert (new.code, old.replayed) == ("F1-C:2026-02:收-2", True)


# ---- numbers ----


def test_numbers_run_by_book_month_and_word(office: Database) -> None:
    march = {"dated_on": date(2026, 3, 2)}
    assert codes(
        office,
        deposit("a", {1: 10000}),
        repair("b", {1: 10}),
        deposit("c", {1: 100}),
        deposit("d", {1: 100}, **march),
        voucher("e", [debit("3101", 5), credit("3001", 5, [Share(1, 5)], estate_id=1)]),
        deposit("f", {1: 100}),
        repair("g", {1: 10}, **march),
    ) == [
        "F1-C:2026-02:收-1",
        "F1-C:2026-02:付-1",
        "F1-C:2026-02:收-2",
        "F1-C:2026-03:收-1",
        "F1-C:2026-02:转-1",
        "F1-C:2026-02:收-3",
        "F1-C:2026-03:付-1",
    ]
    assert codes(office, repair("h", {1: 10})) == ["F1-C:2026-02:付-2"]


def test_a_move_between_two_accounts_of_the_bank_is_a_payment(office: Database) -> None:
    lines = [debit("1001", 5, bank_account_id=BANK), credit("1001", 5, bank_account_id=SECOND_BANK)]
    assert codes(office, voucher("a", lines)) == ["F1-C:2026-02:付-1"]


def test_what_is_refused_takes_no_number(office: Database) -> None:
    posted(office, deposit("a", {1: 100}))
    refusal(office, repair("b", {1: 999999}))
    refusal(office, deposit("c", {1: 100}), repair("d", {1: 999999}))
    assert codes(office, deposit("e", {1: 100}), repair("f", {1: 1})) == [
        "F1-C:2026-02:收-2",
        "F1-C:2026-02:付-1",
    ]


def test_places_in_the_log_are_shared_with_master_data(office: Database) -> None:
    [first] = posted(office, deposit("a", {1: 100}))
    assert first.voucher_id == 2  # the roster is the first entry


# ---- months ----


def test_the_first_voucher_opens_its_month(office: Database) -> None:
    posted(office, deposit("a", {1: 100}, dated_on=date(2025, 11, 30)))
    assert months(office) == [202511]


def test_later_months_open_with_those_between(office: Database) -> None:
    posted(office, deposit("a", {1: 100}, dated_on=date(2025, 11, 30)))
    posted(office, deposit("b", {1: 100}, dated_on=date(2026, 2, 1)))
    assert months(office) == [202511, 202512, 202601, 202602]
    posted(office, deposit("c", {1: 100}, dated_on=date(2025, 12, 1)))
    assert months(office) == [202511, 202512, 202601, 202602]


def test_the_earliest_day_of_the_first_batch_opens_the_book(office: Database) -> None:
    days = (date(2026, 3, 1), date(2026, 1, 5), date(2026, 2, 5))
    posted(office, *(deposit(f"{on}", {1: 100}, dated_on=on) for on in days))
    assert months(office) == [202601, 202602, 202603]


def test_nothing_is_posted_before_the_first_month(office: Database) -> None:
    posted(office, deposit("a", {1: 100}))
    early = deposit("b", {1: 100}, dated_on=date(2026, 1, 31))
    assert refusal(office, early).code == "month_not_begun"
    assert months(office) == [202602]


def test_a_refused_voucher_opens_no_month(office: Database) -> None:
    refusal(office, repair("a", {1: 100}))
    assert months(office) == []


def test_each_book_begins_in_its_own_month(office: Database) -> None:
    sold = deposit("a", {1: 1}, book_id=SOLD_PUBLIC, bank_account_id=SOLD_PUBLIC_BANK)
    posted(office, deposit("a", {1: 1}), replace(sold, dated_on=date(2026, 3, 1)))
    assert (months(office), months(office, SOLD_PUBLIC)) == ([202602], [202603])


def test_today_is_not_the_future_and_tomorrow_is(office: Database) -> None:
    today = CLOCK.today
    posted(office, deposit("a", {1: 1}, dated_on=today))
    tomorrow = deposit("b", {1: 1}, dated_on=today.replace(day=today.day + 1))
    assert refusal(office, tomorrow).code == "date_in_future"


def test_a_month_that_was_closed_while_one_looked_is_refused(office: Database) -> None:
    posted(office, deposit("a", {1: 100}))
    with office.write() as tx:
        # What the guards would never let happen: that a state changes without its log.
        for guard in (
            ["DROP TRIGGER month_update"]
            if office.dialect == "sqlite"
            else ["ALTER TABLE month DISABLE TRIGGER month_step"]
        ):
            tx.conn.exec_driver_sql(guard)
        tx.conn.exec_driver_sql("UPDATE month SET state='CLOSED',close_no=1")
        with pytest.raises(Refused) as told:
            lookups.open_months(tx, COMMODITY, [202602])
    assert told.value.code == "month_closed"
