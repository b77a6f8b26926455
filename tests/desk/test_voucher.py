"""The window for vouchers: from a file to the drawer, from the drawer to the journal, and red."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk
from ledger.journal.drafts import find_draft
from ledger.store import schema
from ledger.store.database import Database
from ledger.values.errors import BadRows, InputError, Refused
from tests.worlds import CLOCK, build_world

HEAD = (
    "凭证序号,日期,摘要,科目编码,借方金额,贷方金额,账套,小区编号,专户账号,房屋编号,部分,明细,"
    "订正凭证号"
)
CHARGE = [
    "1,2026-02-20,手续费,5901,15.00,,F1-C,,,,,,",
    "1,2026-02-20,手续费,1001,,15.00,F1-C,,6222-1,,,,",
]
REPAIR = [
    "2,2026-02-21,修门,5001,60.00,,F1-C,A01,,A01-1-0-101,本金,工程,",
    "2,2026-02-21,修门,5001,40.00,,F1-C,A01,,A01-1-0-102,,工程,",
    "2,2026-02-21,修门,1001,,100.00,F1-C,,6222-1,,,,",
]


@pytest.fixture
def desk(db: Database, database_url: str) -> Iterator[Desk]:
    with db.write() as tx:
        build_world(tx)
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def with_users(db: Database) -> None:
    with db.write() as tx:
        tx.conn.execute(
            schema.login.insert(),
            [{"name": name, "display_name": name, "created_at": CLOCK.at} for name in ("甲", "乙")],
        )


def file_of(folder: Path, rows: list[str]) -> str:
    path = folder / "凭证.csv"
    path.write_text("\n".join([HEAD, *rows, ""]), encoding="utf-8")
    return str(path)


def counts(db: Database) -> tuple[int, int]:
    with db.read() as tx:
        return tuple(
            tx.conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (schema.voucher, schema.draft)
        )  # type: ignore[return-value]


def test_rows_that_agree_make_one_line_with_its_shares(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    sheet = desk.voucher.draft(file_of(tmp_path, CHARGE + REPAIR))
    assert [row[0] for row in sheet.rows] == ["F1-C:D-1", "F1-C:D-2"]
    with db.read() as tx:
        repair = find_draft(tx, "F1-C:D-2").draft
    assert [(line.account, line.amount_fen, len(line.shares)) for line in repair.lines] == [
        ("5001", 10000, 2),
        ("1001", 10000, 0),
    ]
    assert [share.amount_fen for share in repair.lines[0].shares] == [-6000, -4000]


def test_one_person_alone_posts_without_a_check(desk: Desk, tmp_path: Path) -> None:
    desk.voucher.draft(file_of(tmp_path, REPAIR))
    posted = list(desk.voucher.post(["F1-C:D-1"]).rows)
    assert posted[0][0] == "F1-C:2026-02:付-2"
    again = list(desk.voucher.post(["F1-C:D-1"]).rows)
    assert again[0][0] == posted[0][0]
    assert again[0][-1] is True


@pytest.mark.usefixtures("desk")
def test_with_users_the_maker_may_not_check_and_the_unchecked_may_not_be_posted(
    db: Database, database_url: str, tmp_path: Path
) -> None:
    with_users(db)
    with open_desk(database_url, "甲", clock=CLOCK) as maker:
        maker.voucher.draft(file_of(tmp_path, CHARGE))
        with pytest.raises(Refused, match="maker_is_checker"):
            maker.voucher.check(["F1-C:D-1"])
        with pytest.raises(Refused, match="draft_state"):
            maker.voucher.post(["F1-C:D-1"])
    with open_desk(database_url, "乙", clock=CLOCK) as checker:
        checker.voucher.check(["F1-C:D-1"])
        no = next(iter(checker.voucher.post(["F1-C:D-1"]).rows))[0]
        shown = checker.voucher.show(str(no))
    assert (shown.fields["maker"], shown.fields["checker"], shown.fields["poster"]) == (
        "甲",
        "乙",
        "乙",
    )
    with pytest.raises(InputError, match="user_missing"), open_desk(database_url) as nobody:
        nobody.voucher.check(["F1-C:D-1"])


def test_a_returned_draft_cannot_be_posted(desk: Desk, tmp_path: Path) -> None:
    desk.voucher.draft(file_of(tmp_path, CHARGE))
    desk.voucher.send_back(["F1-C:D-1"], reason="附件缺发票")
    with pytest.raises(Refused, match="draft_state"):
        desk.voucher.post(["F1-C:D-1"])


def test_unknown_codes_are_listed_by_row_and_nothing_is_kept(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    rows = [
        "1,2026-02-20,修门,5001,60.00,,F1-C,A09,,A01-9-9-999,,工程,",
        "1,2026-02-20,修门,1001,,60.00,F1-C,,9999,,,,",
    ]
    with pytest.raises(BadRows) as bad:
        desk.voucher.draft(file_of(tmp_path, rows))
    assert [(row.row, row.column, row.code) for row in bad.value.rows] == [
        (2, "estate", "estate_unknown"),
        (2, "household", "household_unknown"),
        (3, "bank_account", "bank_account_unknown"),
    ]
    assert bad.value.exit_code == 3
    assert counts(db)[1] == 0


def test_a_dry_run_draws_up_nothing(desk: Desk, db: Database, tmp_path: Path) -> None:
    before = counts(db)
    desk.voucher.draft(file_of(tmp_path, CHARGE), dry_run=True)
    assert counts(db) == before


def test_a_reversal_is_the_red_equal_and_comes_once(desk: Desk) -> None:
    red = next(iter(desk.voucher.reverse("F1-C:2026-02:付-1", reason="重复付款").rows))
    assert red[1] == date(2026, 2, 10)
    assert red[3] == -20000
    assert "注销2026-02:付-1号凭证" in str(red[2])
    with pytest.raises(Refused, match="already_reversed"):
        desk.voucher.reverse("F1-C:2026-02:付-1", reason="再来一次", on=date(2026, 2, 11))
    with pytest.raises(Refused, match="reversal_of_reversal"):
        desk.voucher.reverse(str(red[0]), reason="红字再红")


def test_what_was_posted_in_a_closed_month_is_reversed_in_the_open_one(desk: Desk) -> None:
    red = next(iter(desk.voucher.reverse("F1-C:2026-01:收-3", reason="错款").rows))
    assert str(red[0]).startswith("F1-C:2026-02:")
    assert red[1] == date(2026, 2, 1)


def test_a_closing_voucher_is_not_reversed_alone(desk: Desk) -> None:
    with pytest.raises(Refused, match="reversal_of_closing"):
        desk.voucher.reverse("F1-C:2026-01:结-1", reason="想改")


@pytest.mark.usefixtures("desk")
def test_with_users_a_reversal_waits_for_its_check(db: Database, database_url: str) -> None:
    with_users(db)
    before = counts(db)
    with open_desk(database_url, "甲", clock=CLOCK) as maker:
        drawn = next(iter(maker.voucher.reverse("F1-C:2026-02:付-1", reason="错").rows))
    assert drawn[0] == "F1-C:D-1"
    assert counts(db) == (before[0], 1)


def test_a_blue_voucher_replaces_a_cancelled_one_only(
    desk: Desk, db: Database, tmp_path: Path
) -> None:
    blue = [row[:-1] + ",F1-C:2026-02:付-1" for row in CHARGE]
    with pytest.raises(BadRows, match="not_reversed"):
        desk.voucher.draft(file_of(tmp_path, blue))
    desk.voucher.reverse("F1-C:2026-02:付-1", reason="金额错")
    desk.voucher.draft(file_of(tmp_path, blue))
    desk.voucher.post(["F1-C:D-1"])
    with db.read() as tx:
        corrects = tx.conn.execute(
            select(schema.voucher.c.corrects).where(schema.voucher.c.corrects.is_not(None))
        ).scalar_one()
    assert corrects is not None


def test_lists_tell_what_waits_and_what_is_cancelled(desk: Desk, tmp_path: Path) -> None:
    desk.voucher.draft(file_of(tmp_path, CHARGE))
    states = {str(row[0]): row[-1] for row in desk.voucher.list(book="F1-C").rows}
    assert states["F1-C:D-1"] == "draft"
    assert states["F1-C:2026-02:付-1"] == "posted"
    assert "red" in states.values()
    assert "reversed" in states.values()
    assert all(":D-" in str(row[0]) for row in desk.voucher.list(state="draft").rows)


def test_a_voucher_is_shown_with_every_share(desk: Desk) -> None:
    sheet = desk.voucher.show("F1-C:2026-02:付-1")
    shares = [(row[8], row[10]) for row in sheet.rows if row[8] is not None]
    assert sorted(shares) == [("A01-1-0-101", -10000), ("A01-1-0-102", -10000)]


@pytest.mark.parametrize(
    ("code", "word"),
    [("F1-C:2026-02:付-99", "voucher_unknown"), ("F9:2026", "voucher_code")],
)
def test_a_number_that_is_none_is_told(desk: Desk, code: str, word: str) -> None:
    with pytest.raises((Refused, InputError), match=word):
        desk.voucher.show(code)


def test_a_refused_attempt_is_in_the_operation_log(desk: Desk, db: Database) -> None:
    with pytest.raises(Refused):
        desk.voucher.reverse("F1-C:2026-01:结-1", reason="想改")
    with db.read() as tx:
        trail = tx.conn.execute(select(schema.trail.c.act, schema.trail.c.outcome)).all()
    assert ("voucher.reverse", "refused:reversal_of_closing") in [tuple(row) for row in trail]
