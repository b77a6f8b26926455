"""A way to type a command at a desk that only takes notes."""

from __future__ import annotations

from pathlib import Path

import pytest

from ledger.cli.app import run
from ledger.cli.doors import Doors
from ledger.values.sheet import Sheet
from tests.cli.fakes import FakeDesk, Outcome, Typing


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def wxzj(
    desk: FakeDesk,
    capsysbinary: pytest.CaptureFixture[bytes],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Typing:
    """Give a function that types its words after `wxzj`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WXZJ_LOG_DIR", str(tmp_path / "log"))

    def write_xlsx(sheet: Sheet, path: Path) -> None:
        path.write_bytes(b"PK" + sheet.kind.encode())

    def typed(*words: str) -> Outcome:
        code = run(words, Doors(desk.open, write_xlsx, desk.show_screen))
        out, err = capsysbinary.readouterr()
        return Outcome(code, out.decode(), err.decode())

    return typed
