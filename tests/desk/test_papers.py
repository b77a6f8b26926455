"""Papers of a case: copies named by their digest, a register that only grows, files missed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import func, select

from ledger.desk import Desk, open_desk, papers
from ledger.fund.using.cases import digest_of, find_case, read_shares
from ledger.store import schema
from ledger.store.database import Database
from ledger.store.vault import FOLDER_VARIABLE
from ledger.values.errors import LedgerError
from tests.desk.test_voting import drafted, read
from tests.fund.town import CLOCK, House, Town, found

FEBRUARY: Final = date(2026, 2, 10)


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House("A01-1-1-101")])
    town.deposit("A01-1-1-101", 100_000)
    return town


@pytest.fixture
def desk(town: Town, database_url: str, files: Path) -> Iterator[Desk]:
    assert town.keys
    assert not files.exists()
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


@pytest.fixture
def case(desk: Desk) -> str:
    return drafted(desk, emergency="停水")


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    path = tmp_path / "合同 (2).pdf"
    path.write_bytes(b"%PDF contract")
    return path


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def registered(town: Town) -> int:
    with town.db.read() as tx:
        return int(
            tx.conn.execute(select(func.count()).select_from(schema.usage_paper)).scalar_one()
        )


def refused(town: Town, files: Path, code: str, act: Callable[[], object]) -> LedgerError:
    before = (registered(town), kept(files))
    with pytest.raises(LedgerError) as told:
        act()
    assert (told.value.code, (registered(town), kept(files))) == (code, before)
    assert told.value.hint
    return told.value


def test_a_file_is_copied_under_its_digest_and_entered(
    desk: Desk, town: Town, case: str, contract: Path, files: Path
) -> None:
    told = read(desk.papers.attach(case, path=str(contract), kind="合同", on=FEBRUARY))
    digest = hashlib.sha256(b"%PDF contract").hexdigest()
    assert (told["sha256"], told["paper_kind"], told["changed"]) == (digest, "contract", True)
    (copy,) = kept(files)
    assert copy == files / digest[:2] / digest
    assert copy.read_bytes() == b"%PDF contract"
    assert copy.stat().st_mode & 0o077 == 0
    row = read(desk.papers.papers(case))["rows"][0]
    assert (row["name"], row["state"], row["on"]) == ("合同 (2).pdf", "whole", "2026-02-10")
    assert registered(town) == 1


def test_the_same_file_again_changes_nothing(
    desk: Desk, town: Town, case: str, contract: Path, files: Path, tmp_path: Path
) -> None:
    desk.papers.attach(case, path=str(contract), kind="contract")
    other = tmp_path / "又一份.pdf"
    other.write_bytes(contract.read_bytes())
    told = read(desk.papers.attach(case, path=str(other), kind="contract"))
    assert (told["changed"], told["paper_no"], registered(town)) == (False, 1, 1)
    assert read(desk.papers.attach(case, path=str(other), kind="验收"))["paper_no"] == 2
    assert len(kept(files)) == 1


def test_a_dry_run_keeps_neither_row_nor_copy(
    desk: Desk, town: Town, case: str, contract: Path, files: Path
) -> None:
    desk.papers.attach(case, path=str(contract), kind="合同", dry_run=True)
    assert registered(town) == 0
    assert kept(files) == []


def test_a_file_that_is_missing_or_changed_is_told(
    desk: Desk, case: str, contract: Path, files: Path
) -> None:
    desk.papers.attach(case, path=str(contract), kind="合同")
    assert read(desk.papers.papers())["ok"]
    (copy,) = kept(files)
    copy.write_bytes(b"%PDF CONTRACT")
    told = read(desk.papers.papers())
    assert (told["ok"], told["rows"][0]["state"]) == (False, "changed")
    copy.unlink()
    told = read(desk.papers.papers(case))
    assert (told["ok"], told["rows"][0]["state"]) == (False, "missing")
    copy.mkdir()
    assert read(desk.papers.papers(case))["rows"][0]["state"] == "changed"
    copy.rmdir()
    desk.papers.attach(case, path=str(contract), kind="合同")
    assert read(desk.papers.papers(case))["ok"]


def test_what_is_no_file_to_keep_is_refused(
    desk: Desk,
    town: Town,
    case: str,
    contract: Path,
    files: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tried(path: Path, kind: str = "合同") -> Callable[[], object]:
        return lambda: desk.papers.attach(case, path=str(path), kind=kind)

    refused(town, files, "file_missing", tried(tmp_path / "gone.pdf"))
    refused(town, files, "file_unreadable", tried(tmp_path))
    refused(town, files, "file_missing", tried(Path("../../../nowhere/x")))
    empty = tmp_path / "empty"
    empty.touch()
    refused(town, files, "file_empty", tried(empty))
    os.mkfifo(tmp_path / "pipe")
    refused(town, files, "file_unreadable", tried(tmp_path / "pipe"))
    refused(town, files, "paper_kind_unknown", tried(contract, "情书"))
    monkeypatch.setattr(papers, "PAPER_BYTES_MAX", 5)
    refused(town, files, "paper_too_large", tried(contract))


def test_a_paper_of_tomorrow_or_of_no_case_is_refused(
    desk: Desk, town: Town, case: str, contract: Path, files: Path
) -> None:
    words: dict[str, Any] = {"path": str(contract), "kind": "合同"}
    tomorrow = date(2026, 4, 1)
    refused(town, files, "date_in_future", lambda: desk.papers.attach(case, on=tomorrow, **words))
    refused(town, files, "case_unknown", lambda: desk.papers.attach("WX-A01-9", **words))


def test_a_name_that_leads_elsewhere_stays_a_name(
    desk: Desk, case: str, files: Path, tmp_path: Path
) -> None:
    odd = tmp_path / "..\\..\\etc"
    odd.write_bytes(b"x")
    desk.papers.attach(case, path=str(odd), kind="其他")
    assert [path.parent.parent for path in kept(files)] == [files]


def test_a_folder_that_cannot_be_written_keeps_the_register_as_it_was(
    desk: Desk, town: Town, case: str, contract: Path, files: Path
) -> None:
    files.write_text("a file in the folder's place")
    with pytest.raises(LedgerError) as told:
        desk.papers.attach(case, path=str(contract), kind="合同")
    assert told.value.code == "files_unwritable"
    assert registered(town) == 0


def test_without_a_folder_sqlite_has_one_and_postgresql_asks_for_one(
    desk: Desk, town: Town, case: str, contract: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE)
    if town.db.path is None:
        with pytest.raises(LedgerError) as told:
            desk.papers.attach(case, path=str(contract), kind="合同")
        assert told.value.code == "files_folder_unset"
        return
    desk.papers.attach(case, path=str(contract), kind="合同")
    assert len(kept(town.db.path.with_name(town.db.path.name + ".files"))) == 1


def test_the_papers_of_the_approval_are_in_the_vouchers_evidence(
    desk: Desk, town: Town, case: str, contract: Path, tmp_path: Path
) -> None:
    desk.papers.attach(case, path=str(contract), kind="合同", on=FEBRUARY)
    desk.usage.approve(case, on=FEBRUARY)
    later = tmp_path / "later"
    later.write_bytes(b"later")
    desk.papers.attach(case, path=str(later), kind="照片", on=FEBRUARY)
    desk.usage.pay(case, on=FEBRUARY)
    before = town.counts()
    assert read(desk.usage.pay(case, on=FEBRUARY))["replayed"]
    assert town.counts() == before
    with town.db.read() as tx:
        paid = find_case(tx, case)
        assert paid.grounds.papers is not None
        evidence = tx.conn.execute(
            select(schema.voucher.c.evidence).order_by(schema.voucher.c.voucher_id.desc()).limit(1)
        ).scalar_one()
        assert bytes(evidence) == digest_of(read_shares(tx, paid), paid.grounds.papers)
        assert bytes(evidence) != digest_of(read_shares(tx, paid))
