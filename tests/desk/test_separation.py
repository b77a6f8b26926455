"""Duties that rules keep apart: poster and checker, the cashier, and amounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.desk import Desk, open_desk
from ledger.desk.separation import Paper, fault
from ledger.registry.rule_entries import OWN, Entry
from ledger.registry.rule_values import find_spec, read_value
from ledger.store.database import Database
from ledger.values.errors import Refused
from ledger.values.sheet import Sheet
from tests.fund.steps import drafted
from tests.fund.town import House, found
from tests.registry.rules_set import set_rules
from tests.worlds import CLOCK, build_world

HEAD: Final = "到账日期,房屋编号,金额,银行账号,银行流水号,摘要"
FEBRUARY: Final = date(2026, 2, 20)
Named = Callable[[str | None], Desk]


@pytest.fixture
def named(db: Database, database_url: str) -> Iterator[Named]:
    """Lend a way to stand at the desk under a name."""
    with db.write() as tx:
        build_world(tx)
    opened: list[Desk] = []

    def stand(user: str | None) -> Desk:
        opened.append(open_desk(database_url, user, clock=CLOCK))
        return opened[-1]

    yield stand
    for desk in opened:
        desk.close()


def with_users(named: Named) -> Named:
    """Add 甲, 乙 and 丙: rules are set before, by one person alone."""
    named(None).user.add("甲")
    for name in ("乙", "丙", "丁"):
        named("甲").user.add(name)
    return named


def draft(named: Named, folder: Path, fen: str = "300.00") -> str:
    """Let 甲 bring a deposit; return the draft that waits."""
    path = folder / "流水.csv"
    path.write_text(f"{HEAD}\n2026-02-20,A01-1-0-103,{fen},6222-1,R{fen},续交\n", "utf-8")
    named("甲").fund.collect(str(path))
    row = next(iter(named("甲").voucher.list(state="draft").rows))
    return str(row[0])


def refusal(act: Callable[[], Sheet]) -> str:
    with pytest.raises(Refused) as told:
        act()
    assert told.value.hint
    return told.value.code


def test_by_default_the_checker_may_post(named: Named, tmp_path: Path) -> None:
    code = draft(with_users(named), tmp_path)
    named("乙").voucher.check([code])
    assert list(named("乙").voucher.post([code]).rows)


def test_by_rule_another_must_post(named: Named, db: Database, tmp_path: Path) -> None:
    set_rules(db, FEBRUARY, duty__poster_may_check="no")
    code = draft(with_users(named), tmp_path)
    named("乙").voucher.check([code])
    assert refusal(lambda: named("乙").voucher.post([code])) == "poster_is_checker"
    assert refusal(lambda: named("乙").voucher.post([code], dry_run=True)) == "poster_is_checker"
    assert list(named("丙").voucher.post([code]).rows)


def test_a_rule_from_the_day_after_does_not_hold(
    named: Named, db: Database, tmp_path: Path
) -> None:
    set_rules(db, date(2026, 2, 21), duty__poster_may_check="no")
    code = draft(with_users(named), tmp_path)
    named("乙").voucher.check([code])
    assert list(named("乙").voucher.post([code]).rows)


def test_a_limit_holds_the_checker_and_the_poster(
    named: Named, db: Database, tmp_path: Path
) -> None:
    set_rules(db, FEBRUARY, duty__limit_fen__check="29999", duty__limit_fen__post="29999")
    code = draft(with_users(named), tmp_path)
    assert refusal(lambda: named("乙").voucher.check([code])) == "amount_above_limit"
    for name in ("乙", "丙"):
        for duty in ("checker", "poster"):
            named("甲").user.grant(name, duty)
    named("甲").user.grant("乙", "chief")
    named("乙").voucher.check([code])
    assert refusal(lambda: named("丙").voucher.post([code])) == "amount_above_limit"
    assert list(named("乙").voucher.post([code]).rows)


def test_exactly_the_limit_is_within_it(named: Named, db: Database, tmp_path: Path) -> None:
    set_rules(db, FEBRUARY, duty__limit_fen__check="30000", duty__limit_fen__post="30000")
    code = draft(with_users(named), tmp_path)
    named("乙").voucher.check([code])
    assert list(named("乙").voucher.post([code]).rows)


def test_a_cashier_neither_makes_nor_checks(named: Named, tmp_path: Path) -> None:
    with_users(named)
    code = draft(named, tmp_path)
    for duty in ("checker", "cashier"):
        named("甲").user.grant("乙", duty)
    assert refusal(lambda: named("乙").voucher.check([code])) == "cashier_apart"
    for duty in ("maker", "cashier"):
        named("丁").user.grant("丙", duty)
    path = tmp_path / "流水.csv"
    path.write_text(f"{HEAD}\n2026-02-20,A01-1-0-103,5.00,6222-1,R9,续交\n", "utf-8")
    assert refusal(lambda: named("丙").fund.collect(str(path))) == "cashier_apart"
    assert len(list(named("甲").voucher.list(state="draft").rows)) == 1


def test_by_rule_a_small_office_lets_its_cashier_check(
    named: Named, db: Database, tmp_path: Path
) -> None:
    set_rules(db, FEBRUARY, duty__cashier_apart="no")
    with_users(named)
    code = draft(named, tmp_path)
    for duty in ("checker", "cashier"):
        named("甲").user.grant("乙", duty)
    assert list(named("乙").voucher.check([code]).rows)


def test_a_limit_holds_whoever_approves_a_case(db: Database, database_url: str) -> None:
    town = found(db)
    town.settle([House("A01-1-1-101")])
    town.deposit("A01-1-1-101", 30_000)
    set_rules(db, FEBRUARY, duty__limit_fen__approve="19999")
    town.add_users("甲", "乙")
    code = drafted(town, 20_000, emergency="困人", on=FEBRUARY)
    with (
        open_desk(database_url, "甲", clock=CLOCK) as first,
        open_desk(database_url, "乙", clock=CLOCK) as second,
    ):
        told = refusal(lambda: second.usage.approve(code, on=FEBRUARY))
        assert told == "amount_above_limit"
        assert town.balances("A01-1-1-101") == (30_000, 0, 0)
        for duty in ("checker", "chief"):
            first.user.grant("乙", duty)
        second.usage.approve(code, on=FEBRUARY)
    assert town.balances("A01-1-1-101") == (30_000, 0, 20_000)


def test_alone_nothing_of_it_is_asked(named: Named, db: Database, tmp_path: Path) -> None:
    set_rules(db, FEBRUARY, duty__poster_may_check="no", duty__limit_fen__post="1")
    path = tmp_path / "流水.csv"
    path.write_text(f"{HEAD}\n2026-02-20,A01-1-0-103,5.00,6222-1,R9,续交\n", "utf-8")
    assert named(None).fund.collect(str(path)).fields["new_count"] == 1


# ---- the decision ----

PEOPLE = st.sampled_from(["甲", "乙", "丙", None])


def entry(key: str, text: str) -> Entry:
    return Entry(key, OWN, FEBRUARY, None, read_value(find_spec(key), text), "测试", "T")


@given(
    st.builds(
        Paper,
        title=st.just("F1-C"),
        custodian_id=st.just(1),
        dated_on=st.dates(date(2026, 2, 18), date(2026, 2, 22)),
        amount_fen=st.integers(1, 20),
        maker=PEOPLE,
        checker=PEOPLE,
        poster=PEOPLE,
        by_case=st.booleans(),
    ),
    st.integers(1, 20),
    st.sets(st.sampled_from(["甲", "乙"])),
    st.sets(st.sampled_from(["甲", "丙"])),
)
def test_a_paper_is_refused_when_one_of_its_people_must_not_sign_it(
    paper: Paper, limit: int, chiefs: set[str], cashiers: set[str]
) -> None:
    own = {
        "duty.poster_may_check": [entry("duty.poster_may_check", "no")],
        "duty.limit_fen.post": [entry("duty.limit_fen.post", str(limit))],
        "duty.limit_fen.check": [entry("duty.limit_fen.check", str(limit))],
    }
    held = {
        name: frozenset({duty for duty, names in duties.items() if name in names})
        for duties in [{"chief": chiefs, "cashier": cashiers}]
        for name in ("甲", "乙", "丙")
    }
    refused = fault(paper, own, held)
    in_force = paper.dated_on >= FEBRUARY
    same = in_force and paper.poster is not None and paper.poster == paper.checker
    cashier = bool({paper.maker, paper.checker} & cashiers)
    signers = {paper.poster} | (set() if paper.by_case else {paper.checker})
    above = in_force and paper.amount_fen > limit and bool(signers - chiefs - {None})
    assert (refused is None) == (not (same or cashier or above))
    if refused is not None:
        words = [("poster_is_checker", same), ("cashier_apart", cashier)]
        assert refused.code == next((w for w, true in words if true), "amount_above_limit")
