"""Bank details of payees: one person writes them down, another confirms them, nobody edits them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.registry.payees import refuse_unconfirmed_payee
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import Refused
from tests.fund.town import CLOCK as TOWN_CLOCK
from tests.fund.town import House, found
from tests.worlds import CLOCK, build_world

ROOF = "安居防水工程有限公司"
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


@pytest.fixture
def two(named: Named) -> Named:
    """Add 甲 and 乙."""
    named(None).user.add("甲")
    named("甲").user.add("乙")
    return named


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.code


def states(desk: Desk) -> list[tuple[object, ...]]:
    return [(row[3], row[4]) for row in desk.payee.list(name=ROOF).rows]


def payable(db: Database) -> bool:
    try:
        with db.read() as tx:
            refuse_unconfirmed_payee(tx, ROOF)
    except Refused as error:
        assert error.code == "payee_unconfirmed"
        return False
    return True


def vouchers(db: Database) -> int:
    with db.read() as tx:
        return tx.conn.execute(select(func.count()).select_from(schema.voucher)).scalar_one()


def test_a_changed_account_waits_for_a_second_person(two: Named, db: Database) -> None:
    assert payable(db)  # nobody wrote anything down: the order names the account
    two("甲").payee.add(ROOF, bank="某行", account="6222-7")
    assert not payable(db)
    assert refused(lambda: two("甲").payee.confirm(1)) == "payee_own"
    two("乙").payee.confirm(1)
    assert payable(db)
    assert len(two("乙").payee.confirm(1).notes) == 1
    two("乙").payee.add(ROOF, bank="某行", account="6222-8")
    assert not payable(db)
    assert states(two("甲")) == [("6222-7", "in_force"), ("6222-8", "waiting")]
    two("甲").payee.confirm(2)
    assert states(two("甲")) == [("6222-7", "former"), ("6222-8", "in_force")]


def test_only_the_newest_details_are_confirmed(two: Named) -> None:
    two("甲").payee.add(ROOF, bank="某行", account="6222-7")
    two("甲").payee.add(ROOF, bank="某行", account="6222-8")
    assert refused(lambda: two("乙").payee.confirm(1)) == "payee_superseded"
    assert refused(lambda: two("乙").payee.confirm(9)) == "payee_unknown"


def test_the_same_details_again_change_nothing(two: Named, db: Database) -> None:
    two("甲").payee.add(ROOF, bank="某行", account="6222-7", dry_run=True)
    two("甲").payee.add(ROOF, bank="某行", account="6222-7")
    again = two("乙").payee.add(ROOF, bank="某行", account="6222-7")
    assert again.notes
    with db.read() as tx:
        count = tx.conn.execute(select(func.count()).select_from(schema.payee)).scalar_one()
    assert count == 1
    assert refused(lambda: two("甲").payee.confirm(1)) == "payee_own"


def test_one_person_alone_needs_no_second(named: Named, db: Database) -> None:
    named(None).payee.add(ROOF, bank="某行", account="6222-7")
    assert payable(db)
    assert states(named(None)) == [("6222-7", "in_force")]


def test_a_case_is_not_paid_into_an_unconfirmed_account(db: Database, database_url: str) -> None:
    town = found(db)
    town.settle([House("A01-1-0-101")])
    town.deposit("A01-1-0-101", 100_000)

    def stand(user: str | None) -> Desk:
        return open_desk(database_url, user, clock=TOWN_CLOCK)

    with stand(None) as desk:
        desk.user.add("甲")
    with stand("甲") as desk:
        desk.user.add("乙")
        drafted = desk.usage.draft(
            estate="A01", title="水泵", amount_fen=10_000, payee=ROOF, emergency="停水"
        )
        code = str(drafted.fields["case"])
        desk.payee.add(ROOF, bank="某行", account="6222-7")
    with stand("乙") as desk:
        desk.usage.approve(code)
        before = vouchers(db)
        assert refused(lambda: desk.usage.pay(code)) == "payee_unconfirmed"
        assert vouchers(db) == before
        desk.payee.confirm(1)
        desk.usage.pay(code)
        assert vouchers(db) == before + 1
