"""Renovation and what the fund still lacked, room by room.

Each room has a file for each database in `migrations/sql`, named `0004_<database>_<room>.sql`.
"""

from __future__ import annotations

import re
from pathlib import Path

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ROOMS: tuple[str, ...] = (
    # one a line, in the order in which they are built
    "votes",
    "planning",
    "funding",
    "benefit",
    "plant",
    "movements",
    "structure",
)
# Also under session_replication_role = replica.
AWAKE = """
SELECT format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', c.relname, g.tgname)
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
WHERE NOT g.tgisinternal AND g.tgenabled <> 'A'
    AND c.relnamespace = current_schema()::regnamespace
ORDER BY 1
"""


def upgrade() -> None:
    """Build what is new; a ledger has no way down: restore a backup instead."""
    # A percent sign in the SQL is a percent sign.
    connection = op.get_bind().execution_options(no_parameters=True)
    dialect = connection.dialect.name
    if dialect == "postgresql":
        # Functions with the owner's rights keep this search path for good.
        connection.exec_driver_sql(
            "SELECT set_config('search_path', current_schema() || ', pg_temp', true)"
        )
    for room in ROOMS:
        path = Path(__file__).parents[1] / "sql" / f"0004_{dialect}_{room}.sql"
        for block in re.split(r"\n\s*\n", path.read_text(encoding="utf-8")):
            lines = [line for line in block.splitlines() if not line.startswith("--")]
            if any(line.strip() for line in lines):
                connection.exec_driver_sql("\n".join(lines))
    if dialect == "postgresql":
        for (statement,) in connection.exec_driver_sql(AWAKE).all():
            connection.exec_driver_sql(statement)
