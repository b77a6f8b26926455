"""Files that were taken in, known by the digest of their bytes, and the bad rows of others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select

from ledger.intake.reader import Intake
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import BadRow, BadRows
from ledger.values.i18n import _
from ledger.values.text import shown


class Taken(NamedTuple):
    """When a file was taken in, and by whom."""

    name: str
    who: str
    at: str


def taken_before(tx: Tx, intake: Intake) -> Taken | None:
    """Return when this very file was taken in, None where it was not."""
    table = schema.import_file
    row = tx.conn.execute(
        select(table.c.name, table.c.who, table.c.at).where(
            table.c.import_id == intake.sha256.hex()
        )
    ).one_or_none()
    return None if row is None else Taken(*row)


def record_import(tx: Tx, intake: Intake, who: str, clock: Clock) -> str:
    """Note that a file was taken in; return its id."""
    import_id = intake.sha256.hex()
    tx.conn.execute(
        schema.import_file.insert().values(
            import_id=import_id,
            kind=intake.kind,
            name=intake.name,
            row_count=intake.count,
            who=who,
            at=clock.at,
        )
    )
    return import_id


def unchanged_note(taken: Taken) -> str:
    """Say that the same file again changes nothing."""
    return _("这个文件 {at} 已由{who}导入过（{name}），没有改变任何数据").format(
        at=taken.at, who=shown(taken.who), name=shown(taken.name)
    )


def refuse_bad_rows(intake: Intake, bad: Sequence[BadRow]) -> None:
    """Refuse a file of which any row cannot be read, or is refused by a rule.

    Raises:
        BadRows: every bad row, in the order of the file.
    """
    if not bad and not intake.bad:
        return
    ordered = tuple(sorted((*intake.bad, *bad), key=lambda each: each.row))
    count = len({each.row for each in ordered})
    raise BadRows(
        intake.name,
        ordered,
        _("{file} 有 {count} 行不能导入，没有改变任何数据").format(
            file=shown(intake.name), count=count
        ),
        _("按每行的提示改正后，重新导入整个文件"),
    )
