"""By what the cost of an approved case is divided, frozen by its approval and read again.

Areas, deposits and agreements change later; the case is divided as it was approved, however often.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from ledger.fund.using.cases import Case
from ledger.fund.using.scope import Bearers
from ledger.fund.using.sharing import Door, Portion, Purse, SellingUnit, share_out
from ledger.store import schema
from ledger.store.bulk import insert_rows
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _

_UNIT = "selling_unit"
_EMPTY = Purse(0, 0)


def freeze_bearers(tx: Tx, case: Case, bearers: Bearers) -> None:
    """Write by what a case is divided; after its approval nothing here can change."""
    case_ids = {own.book.book_id: own.case_id for own in case.books}
    insert_rows(
        tx,
        schema.usage_bearer,
        ("book_id", "case_id", "sub_id", "kind", "area", "weight", "deposited_fen"),
        ((book_id, case_ids[book_id], *row) for book_id, *row in _rows(bearers)),
    )


def _rows(bearers: Bearers) -> Iterator[tuple[int, int, str, int, int, int]]:
    for door in bearers.doors:
        yield (
            door.book_id,
            door.sub_id,
            door.kind,
            door.area,
            door.weight,
            door.deposited_fen,
        )
    for unit in bearers.selling_units:
        yield unit.book_id, unit.sub_id, _UNIT, 0, 0, unit.deposited_here_fen


def read_frozen(tx: Tx, case: Case) -> Bearers:
    """Return by what an approved case is divided.

    Raises:
        Refused: `bearers_missing` where it was approved before this was frozen.
    """
    table, sub = schema.usage_bearer, schema.sub_account
    doors, units = [], []
    for own in case.books:
        for row in tx.conn.execute(
            select(table, sub.c.code)
            .join(sub, (sub.c.book_id == table.c.book_id) & (sub.c.sub_id == table.c.sub_id))
            .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
        ):
            place = (row.book_id, row.sub_id, row.code)
            if row.kind == _UNIT:
                units.append(SellingUnit(*place, _EMPTY, row.deposited_fen, 1, 1))
            else:
                doors.append(
                    Door(*place, row.kind, row.area, _EMPTY, row.deposited_fen, row.weight)
                )
    if not doors:
        raise Refused(
            "bearers_missing",
            _("项目 {code} 核准时还没有固定分摊依据，只能一次付清").format(code=case.code),
            _("请不带 --amount 运行 wxzj fund usage pay；要分期请撤销后重新立项"),
        )
    return Bearers(tuple(doors), tuple(units))


def shares_of(bearers: Bearers, total_fen: int) -> list[Portion]:
    """Divide a cost over the frozen scope, level by level; whose money it is stays open."""
    return share_out(total_fen, bearers.doors, bearers.selling_units)
