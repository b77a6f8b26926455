"""Where the files that are not code lie: migrations, the example estate.

An installed wheel carries them inside the package (`ledger/_data`); in a checkout they stand at
the repository's root, so that Alembic and an accountant find them without knowing Python.
"""

from __future__ import annotations

from pathlib import Path

import ledger
from ledger.values.errors import BookError
from ledger.values.i18n import _

PACKAGE = Path(ledger.__file__).resolve().parent


def migrations_dir() -> Path:
    """Return the folder of the migrations, with `env.py` in it."""
    return _find("migrations")


def alembic_ini() -> Path:
    """Return Alembic's settings."""
    return _find("alembic.ini")


def fixtures_dir() -> Path:
    """Return the folder of the example estates."""
    return _find("fixtures")


def _find(name: str) -> Path:
    # The package comes first: an editable install also leaves copies elsewhere, and they age.
    for place in (PACKAGE / "_data" / name, PACKAGE.parent / name):
        if place.exists():
            return place
    raise BookError(
        "installation_incomplete",
        _("程序安装不完整，缺少 {name}").format(name=name),
        _("请重新安装 wxzj"),
    )
