"""The guards as the database reports them: their whole text, its digest, and what is missing.

A lock that somebody took off, even for a moment's repair, must be seen: the digest covers every
table, index, trigger and function. The expected digests change with a migration only.
"""

from __future__ import annotations

import hashlib
from typing import Final

from sqlalchemy import Connection, text

from ledger.values.errors import BookError
from ledger.values.i18n import _

EXPECTED: Final = {
    "sqlite": "ef6444dcef146ec95eaba11e8acf2f1bb809e41e4f6802c2c312065bdab95761",
    "postgresql": "17ac6cc6cf32a57a8cf71ca0fcca0447226e55b237f64ccb8e445de1fdf3e6a7",
}

_SQLITE = """
SELECT type, name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND name <> 'alembic_version'
    AND name NOT LIKE 'sqlite~_%' ESCAPE '~'  -- its own, as ANALYZE makes
ORDER BY type, name
"""
_POSTGRESQL = """
SELECT 'column', c.relname || '.' || a.attname,
    format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
        || coalesce(' COLLATE ' || nullif(l.collname, 'default'), '')
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_collation l ON l.oid = a.attcollation
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0
    AND NOT a.attisdropped AND c.relname <> 'alembic_version'
UNION ALL
SELECT 'constraint', c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relname <> 'alembic_version'
    AND k.contype <> 'n'
UNION ALL
SELECT 'index', indexname, replace(indexdef, current_schema() || '.', '') FROM pg_indexes
  WHERE schemaname = current_schema() AND tablename <> 'alembic_version'
UNION ALL
SELECT 'trigger', c.relname || '.' || g.tgname,
    g.tgenabled::text || ' ' || replace(pg_get_triggerdef(g.oid), current_schema() || '.', '')
  FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
  WHERE c.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal
UNION ALL
SELECT 'function', p.proname,
    replace(replace(pg_get_functiondef(p.oid), current_schema() || '.', ''),
            quote_literal(current_schema()::text), '''public''')
  FROM pg_proc p WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'wxzj%'
ORDER BY 1, 2
"""


def whole_text(conn: Connection, dialect: str) -> str:
    """Return every definition as the database itself reports it, in one order."""
    query = _SQLITE if dialect == "sqlite" else _POSTGRESQL
    return "".join(
        f"-- {kind} {name}\n{definition}\n\n"
        for kind, name, definition in conn.execute(text(query))
    )


def digest(conn: Connection, dialect: str) -> str:
    """Return the digest over `whole_text`, in hexadecimal."""
    return hashlib.sha256(whole_text(conn, dialect).encode()).hexdigest()


def refuse_missing(conn: Connection, dialect: str, name: str) -> None:
    """Refuse to work on a database whose definitions are not those of this version.

    Raises:
        BookError: `guards_changed`.
    """
    if digest(conn, dialect) != EXPECTED[dialect]:
        raise BookError(
            "guards_changed",
            _("账套 {name} 的表结构或保护触发器被改动过").format(name=name),
            _("请停止使用，运行 wxzj book doctor，并用备份比对"),
        )
