"""Users: who the first one makes of the office, and deposits that wait for a second person."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.closing.verify import verify_books
from ledger.desk import Desk, open_desk
from ledger.desk.duties import DUTY_OF_ACT
from ledger.registry.duties import DUTIES
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BadRows, InputError, Refused
from ledger.values.finding import Finding
from ledger.values.sheet import Sheet
from tests.house.reading import ROOT
from tests.worlds import CLOCK, build_world

HEAD = "到账日期,房屋编号,金额,银行账号,银行流水号,摘要"
DEPOSITS = (
    "2026-02-20,A01-1-0-103,300.00,6222-1,R1,续交",
    "2026-02-20,A01-1-0-104,200.00,6222-1,R2,续交",
    "2026-02-21,A02-1-0-101,100.00,6222-1,,续交",
)
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
    named(None).user.add("甲", display_name="王会计")
    named("甲").user.add("乙")
    return named


def file_of(folder: Path, *rows: str, name: str = "流水.csv") -> str:
    path = folder / name
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return str(path)


def counts(db: Database) -> dict[str, int]:
    tables = (schema.voucher, schema.deposit, schema.draft, schema.draft_deposit)
    with db.read() as tx:
        return {
            table.name: tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
        }


def grown(db: Database, before: dict[str, int]) -> dict[str, int]:
    return {name: count - before[name] for name, count in counts(db).items()}


def found(db: Database) -> list[Finding]:
    """Return what the verification finds."""
    with db.read() as tx:
        return verify_books(tx).findings


def codes(sheet: Sheet) -> list[str]:
    return [str(row[0]) for row in sheet.rows]


# ---- users ----


def test_the_first_user_ends_the_single_mode(named: Named) -> None:
    told = named(None).user.add("甲", display_name="王会计")
    assert [row[:2] for row in told.rows] == [("甲", "王会计")]
    assert len(told.notes) == 2  # that it ended, and that one user alone cannot work
    with pytest.raises(InputError) as caught:
        named(None).user.add("乙")
    assert caught.value.code == "user_missing"
    with pytest.raises(InputError) as caught:
        named("丙").user.add("乙")
    assert caught.value.code == "user_unknown"
    assert not named("甲").user.add("乙").notes
    assert [row[:2] for row in named("甲").user.list().rows] == [("乙", "乙"), ("甲", "王会计")]


def test_a_user_is_added_once_and_never_given_to_another(two: Named) -> None:
    assert len(two("甲").user.add("乙").notes) == 1
    with pytest.raises(Refused) as caught:
        two("甲").user.add("乙", display_name="别人")
    assert caught.value.code == "user_exists"
    assert len(list(two("甲").user.list().rows)) == 2


def test_a_dry_run_ends_nothing(named: Named) -> None:
    named(None).user.add("甲", dry_run=True)
    assert not list(named(None).user.list().rows)


# ---- duties ----


def duties(desk: Desk) -> dict[str, str]:
    return {str(row[0]): str(row[2]) for row in desk.user.list().rows}


def test_a_user_with_duties_does_just_those(two: Named, db: Database, tmp_path: Path) -> None:
    two("乙").user.grant("甲", "maker")
    assert duties(two("甲")) == {"甲": "maker", "乙": "all"}
    path = file_of(tmp_path, *DEPOSITS)
    drafts = codes(two("甲").fund.collect(path))
    before = counts(db)
    tried: list[Callable[[], object]] = [
        lambda: two("甲").voucher.send_back(drafts, reason="x"),
        lambda: two("甲").voucher.post(drafts),
        lambda: two("甲").user.add("丙"),
    ]
    for act in tried:
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "duty_missing"
    assert counts(db) == before
    with db.read() as tx:
        refused = tx.conn.execute(
            select(func.count()).where(schema.trail.c.outcome == "refused:duty_missing")
        ).scalar_one()
    assert refused == 3
    two("乙").voucher.check(drafts)  # nobody narrowed 乙
    assert len(list(two("甲").voucher.list(state="checked").rows)) == len(drafts)


def test_who_lost_the_last_duty_only_looks(two: Named, tmp_path: Path) -> None:
    two("乙").user.grant("甲", "maker")
    assert len(two("乙").user.grant("甲", "maker").notes) == 1
    two("乙").user.revoke("甲", "maker", reason="调岗")
    assert len(two("乙").user.revoke("甲", "maker", reason="调岗").notes) == 1
    assert duties(two("甲"))["甲"] == ""
    with pytest.raises(Refused) as caught:
        two("甲").fund.collect(file_of(tmp_path, *DEPOSITS))
    assert caught.value.code == "duty_missing"
    with pytest.raises(Refused) as caught:
        two("甲").registry.add_custodian("第三业主大会", code="F3")
    assert caught.value.code == "duty_missing"


def test_nobody_gives_a_duty_to_oneself_and_somebody_who_may_give_them_stays(two: Named) -> None:
    for name, duty, who, word in (
        ("甲", "poster", "甲", "duty_to_oneself"),
        ("丙", "poster", "甲", "user_unknown"),
    ):
        with pytest.raises(Refused) as caught:
            two(who).user.grant(name, duty)
        assert caught.value.code == word
    two("乙").user.grant("甲", "maker")
    # 乙 alone may still give duties.
    with pytest.raises(Refused) as caught:
        two("甲").user.grant("乙", "checker")
    assert caught.value.code == "duty_missing"
    two("乙").user.grant("甲", "registrar")
    two("甲").user.grant("乙", "checker")
    with pytest.raises(Refused) as caught:
        two("甲").user.revoke("甲", "registrar", reason="x")
    assert caught.value.code == "duty_registrar_missing"
    assert duties(two("甲")) == {"甲": "maker registrar", "乙": "checker"}


def test_every_act_at_the_desk_has_its_duty() -> None:
    """An act that nobody thought of would be refused with a traceback."""
    pages = [path for path in (ROOT / "ledger/desk").glob("*.py") if path.name != "duties.py"]
    texts = [path.read_text(encoding="utf-8") for path in pages]
    acts = {word for text in texts for word in re.findall(r'\.act\(\s*f?"([a-z_.]+)"', text)}
    # Some pages choose the word first, as what is done and what is undone are one act in code.
    words = {word for text in texts for word in re.findall(r'"([a-z_]+\.[a-z_]+)"', text)}
    assert acts <= set(DUTY_OF_ACT) <= words
    assert {duty for duty in DUTY_OF_ACT.values() if duty} < set(DUTIES)


# ---- deposits that wait ----


def test_what_a_file_brings_waits_to_be_checked(two: Named, db: Database, tmp_path: Path) -> None:
    before = counts(db)
    told = two("甲").fund.collect(file_of(tmp_path, *DEPOSITS))
    assert told.fields["waits"] is True
    assert all(":D-" in code for code in codes(told))
    # Two days are two vouchers; nothing is in the books yet.
    assert grown(db, before) == {"voucher": 0, "deposit": 0, "draft": 2, "draft_deposit": 3}


def test_what_waits_is_not_drawn_up_twice(two: Named, db: Database, tmp_path: Path) -> None:
    before = counts(db)
    path = file_of(tmp_path, *DEPOSITS)
    two("甲").fund.collect(path)
    again = two("乙").fund.collect(path)
    assert again.fields["changed"] is False
    more = "2026-02-22,A02-1-0-102,50.00,6222-1,R4,续交"
    mixed = two("乙").fund.collect(file_of(tmp_path, DEPOSITS[0], more, name="另一份.csv"))
    assert (mixed.fields["known_count"], mixed.fields["new_count"]) == (1, 1)
    assert grown(db, before) == {"voucher": 0, "deposit": 0, "draft": 3, "draft_deposit": 4}


def test_a_bank_reference_that_waits_says_one_thing_only(
    two: Named, db: Database, tmp_path: Path
) -> None:
    two("甲").fund.collect(file_of(tmp_path, *DEPOSITS))
    before = counts(db)
    other = DEPOSITS[0].replace("300.00", "301.00")
    with pytest.raises(BadRows) as caught:
        two("甲").fund.collect(file_of(tmp_path, other, name="另一份.csv"))
    assert [bad.code for bad in caught.value.rows] == ["deposit_differs"]
    assert counts(db) == before


def test_a_second_person_posts_what_waits(two: Named, db: Database, tmp_path: Path) -> None:
    before = counts(db)
    known = found(db)
    path = file_of(tmp_path, *DEPOSITS)
    drafts = codes(two("甲").fund.collect(path))
    with pytest.raises(Refused) as caught:
        two("甲").voucher.check(drafts)
    assert caught.value.code == "maker_is_checker"
    with pytest.raises(Refused) as caught:
        two("乙").voucher.post(drafts)
    assert caught.value.code == "draft_state"
    assert grown(db, before) == {"voucher": 0, "deposit": 0, "draft": 2, "draft_deposit": 3}
    two("乙").voucher.check(drafts)
    posted = two("乙").voucher.post(drafts)
    assert grown(db, before) == {"voucher": 2, "deposit": 3, "draft": 2, "draft_deposit": 0}
    assert {(row[3], row[4]) for row in posted.rows} == {(50000, False), (10000, False)}
    with db.read() as tx:
        people = tx.conn.execute(
            select(schema.voucher.c.maker, schema.voucher.c.checker, schema.voucher.c.poster)
            .order_by(schema.voucher.c.voucher_id.desc())
            .limit(1)
        ).one()
        assert tuple(people) == ("甲", "乙", "乙")
    assert found(db) == known  # the small world's closed month is a plain one
    # Again, by whatever way: nothing more.
    assert all(row[4] for row in two("乙").voucher.post(drafts).rows)
    assert two("甲").fund.collect(path).fields["changed"] is False
    assert grown(db, before) == {"voucher": 2, "deposit": 3, "draft": 2, "draft_deposit": 0}


def test_what_was_returned_may_be_brought_again(two: Named, db: Database, tmp_path: Path) -> None:
    path = file_of(tmp_path, *DEPOSITS)
    drafts = codes(two("甲").fund.collect(path))
    before = counts(db)
    two("乙").voucher.send_back(drafts[:1], reason="金额不对")
    assert grown(db, before)["draft_deposit"] == -2
    again = codes(two("甲").fund.collect(path))
    assert len(again) == 1
    assert grown(db, before) == {"voucher": 0, "deposit": 0, "draft": 1, "draft_deposit": 0}
    two("乙").voucher.check([*again, *drafts[1:]])
    two("乙").voucher.post([*again, *drafts[1:]])
    assert grown(db, before) == {"voucher": 2, "deposit": 3, "draft": 1, "draft_deposit": -3}


def test_where_one_draft_is_refused_none_is_posted(
    two: Named, db: Database, tmp_path: Path
) -> None:
    drafts = codes(two("甲").fund.collect(file_of(tmp_path, *DEPOSITS)))
    two("乙").voucher.check(drafts[:1])
    before = counts(db)
    with pytest.raises(Refused) as caught:
        two("乙").voucher.post(drafts)
    assert caught.value.code == "draft_state"
    assert counts(db) == before


# ---- opening balances that wait ----

OPENING = "房屋编号,本金余额,收益余额,银行账号,累计交存,最后变动日"


def opening_of(folder: Path, *rows: str) -> str:
    path = folder / f"期初{len(list(folder.iterdir()))}.csv"
    path.write_text("\n".join([OPENING, *rows, ""]), encoding="utf-8")
    return str(path)


def test_an_opening_waits_and_is_posted_by_another(
    two: Named, db: Database, tmp_path: Path
) -> None:
    known, before = found(db), counts(db)
    path = opening_of(tmp_path, "A01-1-0-103,500.00,5.00,6222-1,900.00,2026-02-01")
    told = two("甲").registry.opening(path)
    assert (told.fields["waits"], told.fields["changed"]) == (True, True)
    again = two("甲").registry.opening(path)
    assert (again.fields["changed"], list(again.rows)) == (False, [])
    assert grown(db, before) == {"voucher": 0, "deposit": 0, "draft": 1, "draft_deposit": 0}
    two("乙").voucher.check(codes(told))
    two("乙").voucher.post(codes(told))
    assert two("甲").registry.opening(path).fields["changed"] is False
    assert grown(db, before) == {"voucher": 1, "deposit": 0, "draft": 1, "draft_deposit": 0}
    assert found(db) == known


def test_a_returned_opening_may_be_corrected_while_another_is_refused(
    two: Named, db: Database, tmp_path: Path
) -> None:
    wrong = opening_of(tmp_path, "A01-1-0-103,500.00,5.00,6222-1,900.00,2026-02-01")
    right = opening_of(tmp_path, "A01-1-0-103,400.00,5.00,6222-1,700.00,2026-02-01")
    [code] = codes(two("甲").registry.opening(wrong))
    before = counts(db)
    with pytest.raises(Refused) as caught:
        two("甲").registry.opening(right)
    assert caught.value.code == "opening_waits"
    assert counts(db) == before
    two("乙").voucher.send_back([code], reason="余额不对")
    [code] = codes(two("甲").registry.opening(right))
    two("乙").voucher.check([code])
    two("乙").voucher.post([code])
    assert grown(db, before)["voucher"] == 1


def test_the_month_is_not_closed_over_what_waits(two: Named, tmp_path: Path) -> None:
    two("甲").fund.collect(file_of(tmp_path, *DEPOSITS))
    rows = two("甲").period.check(202602).rows
    [drafts] = [row for row in rows if row[0] == "F1-C" and "draft" in str(row[1])]
    assert drafts[2] == "stop"
    assert drafts[3] is False
