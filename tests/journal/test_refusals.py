"""One voucher, wrong in every way, is mended step by step: each refusal in its turn.

At nearly every step the voucher breaks the next rule as well, so that no two rules can be swapped
unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select

from ledger.journal import posting, rules
from ledger.journal.explain import overdraft, refusal
from ledger.journal.posting import post
from ledger.journal.rules import SET_WISE, Facts, Fault
from ledger.journal.voucher import Draft, Kind, Line, Part, Share
from ledger.store import schema
from ledger.store.database import Database, Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import choose_language
from tests.house.reading import ROOT
from tests.worlds import BANK, CLOCK, COMMODITY, ESTATE, add, build_world, credit, debit, voucher

EARLY = Clock(date(2025, 12, 1), CLOCK.at)
UNKNOWN = 999
CLOSED = 9


class Step(NamedTuple):
    """What is mended, and what is found wrong after it.

    Attributes:
        mended: the fields of the draft that change.
        fault: what is refused next.
        clock: the day at the office, where it matters.
    """

    mended: dict[str, Any]
    fault: Fault
    clock: Clock = CLOCK


def twice(*lines: Line) -> tuple[Line, ...]:
    """Return lines and the same again."""
    return (*lines, *lines)


def steps(posted: dict[str, int]) -> Iterator[Step]:
    """Walk the steps; `posted` gives the vouchers of the world by their requests."""
    bank: dict[str, Any] = {"bank_account_id": BANK}
    here: dict[str, Any] = {"estate_id": ESTATE}
    paid = debit("1001", 100, **bank)
    own = [Share(1, 100)]
    income = credit("4001", 100, own, **here)
    yield Step({}, Fault.BOOK_UNKNOWN)
    yield Step({"book_id": COMMODITY}, Fault.REQUEST_KEY_REUSED)
    yield Step({"request_key": "new"}, Fault.MAKER_MISSING)
    yield Step({"maker": "甲", "checker": "甲"}, Fault.MAKER_IS_CHECKER)
    yield Step({"checker": "乙"}, Fault.CHECKER_MISSING, EARLY)
    yield Step({"poster": "乙"}, Fault.DATE_IN_FUTURE, EARLY)
    yield Step({}, Fault.MONTH_NOT_BEGUN)
    yield Step({"dated_on": date(2026, 1, 15)}, Fault.MONTH_CLOSED)
    zero, large = debit("9999", 0, estate_id=77), credit("9999", 10**15 + 1)
    yield Step({"dated_on": date(2026, 2, 15), "lines": (zero,)}, Fault.TOO_FEW_LINES)
    yield Step({"lines": (zero, large)}, Fault.AMOUNT_ZERO)
    yield Step({"lines": (debit("9999", 5, estate_id=77), large)}, Fault.AMOUNT_TOO_LARGE)
    yield Step({"lines": twice(debit("9999", 5, estate_id=77))}, Fault.ACCOUNT_UNKNOWN)
    yield Step({"lines": twice(debit("1001", 5, estate_id=77))}, Fault.ESTATE_UNKNOWN)
    yield Step({"lines": twice(debit("1001", 5, estate_id=2))}, Fault.ESTATE_WRONG)
    yield Step({"lines": twice(debit("1001", 5))}, Fault.BANK_ACCOUNT_WRONG)
    bare, shared = credit("4001", 5, **here), debit("1001", 5, own, **bank)
    yield Step({"lines": (bare, shared, shared)}, Fault.UNBALANCED)
    yield Step({"lines": (bare, shared)}, Fault.SHARES_MISSING)
    double = [Share(1, 50), Share(1, 60)]
    yield Step(
        {"lines": (replace(income, shares=tuple(own)), debit("1001", 100, double, **bank))},
        Fault.SHARES_FORBIDDEN,
    )
    yield Step({"lines": (paid, replace(income, shares=tuple(double)))}, Fault.SHARES_DIFFER)
    double = [Share(1, 50), Share(1, 50)]
    yield Step({"lines": (paid, replace(income, shares=tuple(double)))}, Fault.SHARE_TWICE)
    yield Step(
        {"kind": Kind.CLOSING, "lines": (paid, credit("4001", 100, **here)), "reverses": UNKNOWN},
        Fault.CARRY_WRONG,
    )
    yield Step({"kind": Kind.GENERAL, "lines": (paid, income)}, Fault.REVERSAL_UNKNOWN)
    yield Step({"reverses": posted["red"]}, Fault.REVERSAL_OF_REVERSAL)
    yield Step({"reverses": posted["记错的"]}, Fault.ALREADY_REVERSED)
    yield Step({"reverses": posted["维修"], "corrects": posted["维修"]}, Fault.REVERSAL_DIFFERS)
    strangers = [Share(UNKNOWN, 60), Share(5, 40)]
    yield Step(
        {"reverses": None, "lines": (paid, replace(income, shares=tuple(strangers)))},
        Fault.CORRECTION_WRONG,
    )
    yield Step({"corrects": posted["记错的"]}, Fault.SUB_ACCOUNT_UNKNOWN)
    spent = [Share(5, 100), Share(1, -99_999_999, Part.EARNINGS), Share(2, 99_999_999)]
    yield Step({"lines": (paid, replace(income, shares=tuple(spent)))}, Fault.SUB_ACCOUNT_WRONG)
    spent[0] = Share(CLOSED, 100)
    yield Step({"lines": (paid, replace(income, shares=tuple(spent)))}, Fault.SUB_ACCOUNT_CLOSED)
    spent[0] = Share(3, 100)
    yield Step({"lines": (paid, replace(income, shares=tuple(spent)))}, Fault.OVERDRAFT)


def posted_in(tx: Tx) -> dict[str, int]:
    table = schema.voucher
    rows = tx.conn.execute(
        select(table.c.request_key, table.c.voucher_id, table.c.reverses).where(
            table.c.book_id == COMMODITY
        )
    )
    return {"red" if row.reverses else row.request_key: row.voucher_id for row in rows}


def close_one(tx: Tx) -> None:
    """Open a sub-account that holds nothing, and close it."""
    key: dict[str, Any] = {"book_id": COMMODITY, "sub_id": CLOSED}
    add(
        tx,
        "sub_account",
        **key,
        kind="HOUSEHOLD",
        control="3001",
        code="A01-1-0-109",
        estate_id=ESTATE,
    )
    said: dict[str, Any] = {"cause": "EMPTY", "closed_on": date(2026, 2, 1), "reason": "销户"}
    add(tx, "sub_close", **key, event="close:1", since=1, **said)


def walked(db: Database) -> list[str]:
    """Walk the steps, post what is whole at the end, and return what was refused on the way."""
    with db.write() as tx:
        build_world(tx)
        close_one(tx)
        for name in ("甲", "乙"):
            add(tx, "login", name=name, display_name=name, created_at=CLOCK.at)
        walk = list(steps(posted_in(tx)))
    draft = voucher("维修", (), book_id=UNKNOWN, maker="", checker="", dated_on=date(2025, 12, 15))
    told = []
    for step in walk:
        draft = replace(draft, **step.mended)
        with pytest.raises(Refused) as refused, db.write() as tx:
            post(tx, draft, clock=step.clock)
        told.append(refused.value.code)
        assert refused.value.code == step.fault.value
        assert refused.value.message
        assert refused.value.hint
    whole = credit("4001", 100, [Share(3, 100)], estate_id=ESTATE)
    with db.write() as tx:
        assert post(tx, replace(draft, lines=(draft.lines[0], whole)), clock=CLOCK).code
    return told


def test_each_refusal_in_its_turn(db: Database) -> None:
    assert walked(db) == [fault.value for fault in Fault]


def test_what_is_looked_for_stands_in_the_order_of_the_list() -> None:
    pure = [fault for fault, _ in rules._CHECKS]
    assert pure == [fault for fault in Fault if fault not in SET_WISE]


def test_the_list_of_errors_tells_the_same_order() -> None:
    page = (ROOT / "docs/errors.md").read_text(encoding="utf-8")
    told = page.partition("只报第一条：")[2].partition("。")[0]
    assert re.findall(r"`(\w+)`", told) == [fault.value for fault in Fault]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("fault", Fault)
def test_every_refusal_says_what_is_wrong_and_what_to_do(fault: Fault, language: str) -> None:
    choose_language(language)
    told = refusal(fault, voucher("摘要", ()), sub_account="A01-1-0-101", field="summary")
    assert told.code == fault.value
    assert "摘要" in told.message
    assert "{" not in told.message
    assert told.hint


def test_names_in_a_refusal_cannot_drive_the_terminal() -> None:
    told = refusal(Fault.UNBALANCED, voucher("\x1b[2J", ()))
    assert "\x1b" not in told.message
    assert "\x1b" not in overdraft("\x1b[2J", Part.EARNINGS, 0, 5).message


def test_an_overdraft_tells_how_much_is_missing() -> None:
    told = overdraft("A01-1-0-101", Part.PRINCIPAL, 12_345, 20_000)
    assert "A01-1-0-101" in told.message
    assert "本金" in told.message
    for amount in ("123.45", "200.00", "76.55"):
        assert amount in told.message


# Two that no voucher can break at once: a month is before the first or closed; a closing voucher
# has no shares; a voucher that is not there is no reversal; a reversal is never reversed.
APART = {
    (Fault.MONTH_NOT_BEGUN, Fault.MONTH_CLOSED),
    (Fault.SHARE_TWICE, Fault.CARRY_WRONG),
    (Fault.REVERSAL_UNKNOWN, Fault.REVERSAL_OF_REVERSAL),
    (Fault.REVERSAL_OF_REVERSAL, Fault.ALREADY_REVERSED),
}


def test_no_two_rules_can_be_swapped_unseen(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[tuple[Draft, Facts, Fault | None]] = []

    def watched(draft: Draft, facts: Facts) -> Fault | None:
        judged.append((draft, facts, rules.first_fault(draft, facts)))
        return judged[-1][2]

    monkeypatch.setattr(posting, "first_fault", watched)
    walked(db)
    unseen = set()
    for place in range(len(rules._CHECKS) - 1):
        one, other = rules._CHECKS[place : place + 2]
        swapped = (*rules._CHECKS[:place], other, one, *rules._CHECKS[place + 2 :])
        with monkeypatch.context() as patched:
            patched.setattr(rules, "_CHECKS", swapped)
            if all(rules.first_fault(draft, facts) == told for draft, facts, told in judged):
                unseen.add((one[0], other[0]))
    assert unseen == APART
