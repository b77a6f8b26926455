"""Custodians (代管机构): who keeps the money. The first one is that of `book init`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from sqlalchemy import func, or_, select

from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import BookError, InputError, Refused
from ledger.values.i18n import _
from ledger.values.reach import beyond_reach
from ledger.values.text import clean_name, shown

DEFAULT_CODE: Final = "F1"
_CODE: Final = re.compile(r"[A-Za-z0-9]{1,20}", re.ASCII)


class Custodian(NamedTuple):
    """A custodian."""

    custodian_id: int
    code: str
    name: str


def add_custodian(tx: Tx, name: str, code: str = DEFAULT_CODE) -> tuple[Custodian, bool]:
    """Register a custodian; return it, and whether it is new.

    The same name under the same code again changes nothing.

    Raises:
        InputError: `custodian_code`, or what `clean_name` raises.
        Refused: `custodian_exists`.
    """
    name = clean_name(name, _("代管机构名称"))
    if not _CODE.fullmatch(code):
        raise InputError(
            "custodian_code",
            _("代管机构编号“{code}”不对").format(code=shown(code)),
            _("只用 1 至 20 个英文字母和数字，例如 F1"),
        )
    table = schema.custodian
    for known in tx.conn.execute(
        select(table).where(or_(table.c.code == code, table.c.name == name))
    ):
        if (known.code, known.name) == (code, name):
            return Custodian(*known), False
        raise Refused(
            "custodian_exists",
            _("已有代管机构 {code} {name}").format(code=known.code, name=shown(known.name)),
            _("请换一个编号或名称，或直接使用它"),
        )
    newest = tx.conn.execute(select(func.max(table.c.custodian_id))).scalar_one()
    custodian = Custodian((newest or 0) + 1, code, name)
    tx.conn.execute(table.insert().values(custodian._asdict()))
    return custodian, True


def list_custodians(tx: Tx) -> list[Custodian]:
    """Return all custodians in the order in which they were registered."""
    table = schema.custodian
    return [
        Custodian(*row) for row in tx.conn.execute(select(table).order_by(table.c.custodian_id))
    ]


def find_custodian(tx: Tx, name: str | None) -> Custodian:
    """Return the custodian that `name` calls by code or name; None means that of `book init`.

    Within a limited reach None means the first one in it.

    Raises:
        Refused: `custodian_unknown`, `out_of_reach`.
        BookError: `custodian_missing`, where there is none at all.
    """
    table = schema.custodian
    query = select(table).order_by(table.c.custodian_id).limit(1)
    if name is not None:
        query = query.where(or_(table.c.code == name, table.c.name == name))
    elif tx.reach.is_limited:
        own = tx.reach.custodian_ids | tx.reach.keeper_ids
        query = query.where(table.c.custodian_id.in_(sorted(own)))
    row = tx.conn.execute(query).one_or_none()
    if row is not None:
        if not tx.reach.names_custodian(row.custodian_id):
            raise beyond_reach(shown(row.name))
        return Custodian(*row)
    if name is None:
        raise BookError(
            "custodian_missing", _("还没有代管机构"), _("请先运行 wxzj book init --custodian 名称")
        )
    raise Refused(
        "custodian_unknown",
        _("没有代管机构“{name}”").format(name=shown(name)),
        _("请核对名称或编号，或先运行 wxzj registry custodian add"),
    )
