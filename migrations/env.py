"""Alembic's way in: run by `wxzj book init` and `book upgrade`, or by hand with alembic.ini."""

from __future__ import annotations

import os

from alembic import context
from sqlalchemy import Connection, create_engine

connection = context.config.attributes.get("connection")


def run(to: Connection) -> None:
    """Run the migrations over one connection, in one transaction."""
    context.configure(connection=to, transactional_ddl=True, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()


if connection is not None:
    run(connection)
else:
    url = os.environ.get("WXZJ_DB", "sqlite:///wxzj.db")
    with create_engine(url if "://" in url else f"sqlite:///{url}").connect() as opened:
        run(opened)
