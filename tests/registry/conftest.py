from __future__ import annotations

from pathlib import Path

import pytest

from ledger.store.database import Database
from tests.offices import Office, open_office


@pytest.fixture
def office(db: Database, tmp_path: Path) -> Office:
    return open_office(db, tmp_path)
