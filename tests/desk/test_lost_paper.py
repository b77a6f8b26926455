"""The paper of a loss: a copy is kept, its digest goes into the voucher and the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest

from ledger.closing.verify import verify_books
from ledger.desk import Desk, open_desk
from ledger.journal.reading import read_voucher
from ledger.journal.vouchers import find_voucher
from ledger.store.database import Database
from ledger.store.vault import FOLDER_VARIABLE
from ledger.values.errors import InputError
from ledger.values.sheet import Sheet
from tests.fund.town import CLOCK, House, Town, found

FEBRUARY: Final = date(2026, 2, 10)
HOME, EMPTY = "A01-1-1-101", "A01-1-1-102"
NOTICE: Final = "拆除公告".encode()


@pytest.fixture
def town(db: Database) -> Town:
    town = found(db)
    town.settle([House(HOME), House(EMPTY)])
    town.deposit(HOME, 100_000)
    return town


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kept"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture
def desk(town: Town, database_url: str, files: Path) -> Iterator[Desk]:
    assert town.keys
    assert not files.exists()
    with open_desk(database_url, clock=CLOCK) as opened:
        yield opened


def kept(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]


def test_the_paper_of_a_loss_is_kept_and_named_by_its_voucher(
    town: Town, desk: Desk, files: Path, tmp_path: Path
) -> None:
    notice = tmp_path / "公告.pdf"
    notice.write_bytes(NOTICE)
    digest = hashlib.sha256(NOTICE)

    def declare(*homes: str, paper: Path = notice, **words: Any) -> Sheet:
        return desk.lost.declare(homes, on=FEBRUARY, reason="拆除", paper=str(paper), **words)

    before = town.counts()
    with pytest.raises(InputError, match="file_missing"):
        declare(HOME, paper=tmp_path / "没有.pdf")
    assert declare(HOME, dry_run=True).fields["sha256"] == digest.hexdigest()
    assert (town.counts(), kept(files)) == (before, [])
    told = declare(HOME)
    assert told.fields["sha256"] == digest.hexdigest()
    assert kept(files) == [NOTICE]
    with town.db.read() as tx:
        stored = read_voucher(tx, *find_voucher(tx, str(told.fields["vouchers"])))
        assert stored is not None
        assert stored.draft.evidence == digest.digest()
    after = town.counts()
    other = tmp_path / "别的.pdf"
    other.write_bytes(b"other")
    again = declare(HOME, paper=other)
    assert "早已认定灭失，这次给的文件没有另外登记" in again.notes
    assert (town.counts(), kept(files)) == (after, [NOTICE])
    assert declare(EMPTY).fields["sha256"] == digest.hexdigest()  # by the log, with no voucher
    with town.db.read() as tx:
        assert verify_books(tx).findings == []
