"""The first schema: books, sealed vouchers, kept balances, months, and all that guards them.

Every column that later work seals is here from the start, for a sealed table only ever gains
columns. The statements stand in `migrations/sql`, written out for each database.
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPLICATION_ID = 0x77787A6A  # "wxzj"


def upgrade() -> None:
    """Build everything; a ledger has no way down: restore a backup instead."""
    # A percent sign in the SQL is a percent sign.
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = connection.dialect.name
    if dialect == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    else:
        # Functions with the owner's rights keep this search path for good.
        connection.exec_driver_sql(
            "SELECT set_config('search_path', current_schema() || ', pg_temp', true)"
        )
    for name in (f"0001_{dialect}.sql", f"0001_{dialect}_guards.sql"):
        text = Path(__file__).parents[1].joinpath("sql", name).read_text(encoding="utf-8")
        for block in re.split(r"\n\s*\n", text):
            lines = [line for line in block.splitlines() if not line.startswith("--")]
            if any(line.strip() for line in lines):
                connection.exec_driver_sql("\n".join(lines))
