"""Where a deposit belongs that was booked to the wrong household: found by code, within reach."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import and_, select

from ledger.fund.collecting.deposit_checks import payer_title
from ledger.fund.collecting.deposited import SUB_KINDS, Deposited
from ledger.journal.voucher import PayerClass
from ledger.registry.books import Book, list_books
from ledger.registry.kinds import selling_unit_code
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown


class Destination(NamedTuple):
    """The sub-account that a deposit goes to."""

    book: Book
    sub_id: int
    code: str
    estate_id: int


def find_destination(tx: Tx, deposit: Deposited, code: str) -> Destination:
    """Find the right sub-account: a selling unit's money goes to the one of the building.

    Raises:
        Refused: `household_unknown`, `household_foreign`, `payer_class_wrong`,
            `selling_unit_unknown`, `move_nowhere`.
    """
    rows = _rows(tx, code)
    if not rows:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(code)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    books = {book.book_id: book for book in list_books(tx)}
    near = [row for row in rows if books[row.book_id].custodian_id == deposit.book.custodian_id]
    if not near:
        raise Refused(
            "household_foreign",
            _("房屋 {code} 由另一代管机构代管").format(code=shown(code)),
            _("请先退款（wxzj fund refund），由交款人交到该代管机构的专户"),
        )
    row = min(near, key=lambda each: (each.book_id != deposit.book.book_id, each.book_id))
    book = books[row.book_id]
    sub_id, own_code = row.sub_id, row.code
    if deposit.payer_class is PayerClass.SELLING_UNIT and row.kind == "HOUSEHOLD":
        sub_id, own_code = _selling_unit(tx, book, row)
    elif (row.kind == "SELLING_UNIT") != (deposit.payer_class is PayerClass.SELLING_UNIT):
        raise _payer_wrong(code, deposit.payer_class)
    if (book.book_id, sub_id) == (deposit.book.book_id, deposit.sub_id):
        raise Refused(
            "move_nowhere",
            _("这笔交存已经在 {code} 名下").format(code=shown(own_code)),
            _("请核对两个房屋编号"),
        )
    return Destination(book, sub_id, own_code, row.estate_id)


def _rows(tx: Tx, code: str) -> list[Any]:
    sub, household, estate = schema.sub_account, schema.household, schema.estate
    query = (
        select(sub, household.c.building, estate.c.code.label("estate"))
        .join_from(sub, estate, estate.c.estate_id == sub.c.estate_id)
        .outerjoin(
            household,
            and_(household.c.book_id == sub.c.book_id, household.c.sub_id == sub.c.sub_id),
        )
        .where(sub.c.code == code, sub.c.kind.in_(SUB_KINDS))
    )
    return list(tx.conn.execute(query))


def _selling_unit(tx: Tx, book: Book, row: Any) -> tuple[int, str]:
    sub = schema.sub_account
    if book.fund_type != "P":
        raise _payer_wrong(row.code, PayerClass.SELLING_UNIT)
    code = selling_unit_code(row.estate, row.building)
    sub_id = tx.conn.execute(
        select(sub.c.sub_id).where(
            sub.c.book_id == book.book_id, sub.c.code == code, sub.c.kind == "SELLING_UNIT"
        )
    ).scalar_one_or_none()
    if sub_id is None:
        raise Refused(
            "selling_unit_unknown",
            _("房屋 {code} 所在的幢没有登记售房单位").format(code=shown(row.code)),
            _("先在房屋清册里填写售房单位并导入，或核对交款方"),
        )
    return sub_id, code


def _payer_wrong(code: str, payer: PayerClass) -> Refused:
    return Refused(
        "payer_class_wrong",
        _("{code} 不能由{payer}交存").format(code=shown(code), payer=payer_title(payer)),
        _("售房单位只交已售公有住房的款；它的分户账只收售房单位的款，请核对交款方"),
    )
