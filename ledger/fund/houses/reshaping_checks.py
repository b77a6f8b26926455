"""What a split or a merge of houses refuses of the houses that it is to make."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select

from ledger.fund.houses.houses import House
from ledger.fund.houses.reshaping_plan import Into
from ledger.registry.books import Book
from ledger.registry.lineage import gone_by
from ledger.registry.ownership import said
from ledger.registry.titles import Title
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.area import format_area
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown


def refuse_unlike(houses: Sequence[House]) -> None:
    """Refuse houses that cannot become one.

    Raises:
        Refused: `houses_unlike`.
    """
    first = houses[0].row
    for house in houses:
        row = house.row
        if (row.estate_id, row.building, row.kind) != (first.estate_id, first.building, first.kind):
            raise Refused(
                "houses_unlike",
                _("{one} 和 {other} 的小区、幢或房屋性质不同").format(
                    one=shown(houses[0].door.code), other=shown(house.door.code)
                ),
                _("只有同一小区、同一幢、同一性质的房屋可以合并"),
            )


def same_titles(houses: Sequence[House], *, needed: bool) -> tuple[Title, ...]:
    """Return the owners that the houses have alike, to be carried over.

    Args:
        needed: whether owners were left out somewhere.

    Raises:
        Refused: `owners_differ`.
    """
    first = houses[0]
    for house in houses:
        if needed and said(house.titles) != said(first.titles):
            raise Refused(
                "owners_differ",
                _("{one} 和 {other} 的产权人不同").format(
                    one=shown(first.door.code), other=shown(house.door.code)
                ),
                _("请用 --owner 写明合并后的产权人和份额"),
            )
    return first.titles


def refuse_areas(gap: int, whole: int, reason: str | None) -> None:
    """Refuse areas that do not add up and of which nobody says why.

    Raises:
        Refused: `area_sum`.
    """
    if gap and not reason:
        raise Refused(
            "area_sum",
            _("变更后的面积合计 {after} ㎡，变更前是 {before} ㎡").format(
                after=format_area(whole + gap), before=format_area(whole)
            ),
            _("请核对面积；确实重新测绘的，用 --area-reason 写明原因"),
        )


def refuse_dues(dues: Sequence[int | None], whole_fen: int) -> None:
    """Refuse initial amounts that do not add up to what was due.

    Raises:
        Refused: `due_missing`, `due_sum`.
    """
    told = [due for due in dues if due is not None]
    if told and len(told) != len(dues):
        raise Refused(
            "due_missing",
            _("只有一部分房屋写了应交金额"),
            _("每套都写应交金额；或者都不写，按面积分"),
        )
    if told and sum(told) != whole_fen:
        raise Refused(
            "due_sum",
            _("应交金额合计 {after} 元，变更前是 {before} 元").format(
                after=format_fen(sum(told)), before=format_fen(whole_fen)
            ),
            _("请核对；不写应交金额就按面积分"),
        )


def refuse_rooms(tx: Tx, book: Book, into: Sequence[Into]) -> dict[str, int]:
    """Refuse doors at which a house stands; return the sub-accounts that are there already.

    A door whose house went may get it back, and one that was opened for a draft is free.

    Raises:
        Refused: `room_twice`, `room_taken`.
    """
    codes = [each.code for each in into]
    twice = {code for code in codes if codes.count(code) > 1}
    if twice:
        raise Refused(
            "room_twice",
            _("房号 {code} 写了两次").format(code=shown(min(twice))),
            _("每套房屋的房号不同"),
        )
    sub, home = schema.sub_account, schema.household
    known = {}
    for row in tx.conn.execute(
        select(sub.c.book_id, sub.c.sub_id, sub.c.code, home.c.sub_id.label("home"))
        .outerjoin(home, and_(home.c.book_id == sub.c.book_id, home.c.sub_id == sub.c.sub_id))
        .where(sub.c.code.in_(codes))
    ):
        stands = row.home is not None and gone_by(tx, row.book_id, row.sub_id) is None
        if stands:
            raise Refused(
                "room_taken",
                _("{code} 已有房屋").format(code=shown(row.code)),
                _("变更后的房屋请用新的房号"),
            )
        if row.book_id == book.book_id:
            known[row.code] = row.sub_id
    return known
