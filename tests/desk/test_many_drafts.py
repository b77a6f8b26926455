"""Many drafts at once: all that wait, or all that a file made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ledger.desk import Desk, open_desk
from ledger.fund import entries
from ledger.journal.drafts import save_drafts
from ledger.journal.voucher import Draft, Kind, PayerClass, Share
from ledger.store.database import Database
from ledger.values.draw import draw
from ledger.values.errors import InputError, Refused
from ledger.values.sheet import Sheet
from tests.fund.town import Town
from tests.offices import CLOCK, DEPOSITS, Office, open_office, table

ROSTER = (
    "A01,3,2,501,商品住宅,88.53,120.50,张三,",
    "A01,3,2,502,商品住宅,88.53,120.50,李四,",
)
FIRST = tuple(
    f"2026-01-{day:02d},A01-3-2-501,{day}.00,62220001,R{day},续交," for day in range(5, 15)
)
SECOND = ("2026-02-05,A01-3-2-502,7.00,62220001,S1,续交,",)
As = Callable[[str], Any]


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    office = open_office(db, tmp_path)
    office.roster(*ROSTER)
    office.deposits("2026-01-02,A01-3-2-501,1.00,62220001,R0,首期,")
    Town(db).add_users("张三", "李四")
    return office


@pytest.fixture
def paper(office: Office) -> Path:
    """Bring two files of deposits and return the first."""
    path = office.file(table(DEPOSITS, FIRST))
    office.bring_deposits(path)
    office.deposits(*SECOND)
    return path


@pytest.fixture
def at(database_url: str) -> As:
    @contextmanager
    def stand(who: str) -> Iterator[Desk]:
        with open_desk(database_url, user=who, clock=CLOCK) as desk:
            yield desk

    return stand


def read(sheet: Sheet) -> dict[str, Any]:
    told: dict[str, Any] = json.loads("".join(draw(sheet, "json")))
    return told


def states(desk: Desk, **words: Any) -> list[str]:
    return [row["state"] for row in read(desk.voucher.list(**words))["rows"]]


def test_all_drafts_of_a_file_are_checked_and_posted_in_one_command(
    office: Office, paper: Path, at: As
) -> None:
    with at("李四") as desk:
        trial = read(desk.voucher.check_many(path=str(paper), dry_run=True))
        assert len(trial["rows"]) == len(FIRST)
        assert states(desk, state="checked") == []
        told = read(desk.voucher.check_many(path=str(paper)))
        assert (len(told["rows"]), told["left"]) == (len(FIRST), [])
        assert states(desk, state="waiting") == ["checked"] * len(FIRST) + ["draft"]
        again = desk.voucher.check_many(path=str(paper))
        assert (list(again.rows), list(again.notes)) == ([], ["没有等待的单据，没有改动"])
        before = office.count("voucher")
        desk.voucher.post_many(dry_run=True)
        assert office.count("voucher") == before
        assert len(read(desk.voucher.post_many(path=str(paper)))["rows"]) == len(FIRST)
        assert office.count("voucher") == before + len(FIRST)
        assert list(desk.voucher.post_many().rows) == []
        assert read(desk.book.verify())["ok"]


def test_whoever_drew_drafts_up_leaves_them_to_somebody_else(
    office: Office, paper: Path, at: As
) -> None:
    assert office.number
    assert paper.exists()
    with at("张三") as desk:
        told = desk.voucher.check_many()
        assert list(told.rows) == []
        left = read(told)["left"]
        assert {each["word"] for each in left} == {"maker_is_checker"}
        assert len(left) == len(FIRST) + 1
        assert "F1-C:D-1 没有审核" in told.notes[0]


def test_the_choice_is_narrowed_by_book_month_and_maker(
    office: Office, paper: Path, at: As
) -> None:
    assert office.number
    assert paper.exists()
    with at("李四") as desk:
        assert len(read(desk.voucher.check_many(period=202602, dry_run=True))["rows"]) == 1
        assert len(read(desk.voucher.check_many(maker="李四", dry_run=True))["rows"]) == 0
        with pytest.raises(Refused, match="book_unknown"):
            desk.voucher.check_many(book="X-C")
        with pytest.raises(InputError, match="file_missing"):
            desk.voucher.check_many(path="nowhere.csv")
        assert states(desk, state="waiting", mine=True) == []
        assert len(states(desk, state="waiting", maker="张三")) == len(FIRST) + 1
        assert states(desk, event="refund:") == []


def drawn(office: Office, fen: int, *, balanced: bool) -> str:
    """Draw up a deposit by hand and return its code."""
    lines = entries.deposit(1, 1, "续交", [Share(1, fen, payer_class=PayerClass.OWNER)])
    draft = Draft(
        book_id=1,
        kind=Kind.GENERAL,
        dated_on=date(2026, 1, 20),
        value_on=date(2026, 1, 20),
        summary="手工",
        lines=lines if balanced else lines[1:],
        request_key="hand",
        maker="张三",
        estate_id=1,
    )
    with office.db.write() as tx:
        return save_drafts(tx, [draft], clock=CLOCK)[0]


def test_one_draft_that_cannot_be_posted_keeps_all_back_and_is_named(
    office: Office, paper: Path, at: As
) -> None:
    assert paper.exists()
    code = drawn(office, 500, balanced=False)
    before = office.counts()
    with at("李四") as desk:
        desk.voucher.check_many()
        with pytest.raises(Refused) as told:
            desk.voucher.post_many()
        assert told.value.message.startswith(f"{code}：")
        assert office.counts() == before
        assert set(states(desk, state="waiting")) == {"checked"}
        desk.voucher.send_back([code], reason="不平")
        assert len(read(desk.voucher.post_many())["rows"]) == len(FIRST) + 1


def test_alone_what_nobody_checked_is_posted_too(
    db: Database, tmp_path: Path, database_url: str
) -> None:
    office = open_office(db, tmp_path)
    office.roster(*ROSTER)
    office.deposits("2026-01-02,A01-3-2-501,1.00,62220001,R0,首期,")
    drawn(office, 500, balanced=True)
    with open_desk(database_url, clock=CLOCK) as desk:
        assert len(read(desk.voucher.post_many())["rows"]) == 1
        assert list(desk.voucher.post_many().rows) == []
