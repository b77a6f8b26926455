"""A town whose houses are lost, and the steps of a loss, as short as a test needs them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import func, select

from ledger.closing.checklist import run_checklist
from ledger.closing.closer import close_book
from ledger.closing.verify import verify_books
from ledger.fund.leaving import lost, lost_pay, lost_undo
from ledger.fund.leaving.lost_register import payables
from ledger.fund.leaving.settling import undistributed_fen
from ledger.fund.waiting import post_waiting
from ledger.journal.checking import read_month
from ledger.journal.drafts import check_drafts, find_draft
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, Line, Share, Side
from ledger.journal.vouchers import find_voucher
from ledger.registry.books import list_books
from ledger.store import schema
from ledger.store.database import Database
from tests.fund.steps import FEBRUARY
from tests.fund.town import CLOCK, House, Town, found

HOME, NEXT = "A01-1-1-101", "A01-1-1-102"
SOLD, SOLD_TOO = "A01-2-1-201", "A01-2-1-202"
UNIT = "A01-2-SU"
OTHER = "A01-9-1-901"


@contextmanager
def losing_town(db: Database) -> Iterator[Town]:
    """Settle homes of both funds; at the end verify and close two months on both books."""
    town = found(db)
    town.settle(
        [
            House(HOME, due_fen=1000),
            House(NEXT, due_fen=1000),
            House(OTHER, due_fen=1000),
            House(SOLD, "sold_public", area=6000),
            House(SOLD_TOO, "sold_public", area=4000),
        ]
    )
    for code, fen in ((HOME, 10_000), (NEXT, 5_000), (OTHER, 1_000), (SOLD, 600), (UNIT, 1_001)):
        town.deposit(code, fen)
    yield town
    with db.read() as tx:
        assert verify_books(tx).findings == []
    for period in (202601, 202602):
        for book_id in (1, 2):
            with db.write() as tx:
                close_book(tx, book_id, period, who="张三", clock=CLOCK)
    with db.read() as tx:
        assert verify_books(tx).findings == []


def declare(town: Town, *codes: str, **words: Any) -> lost.Declared:
    who = words.pop("who", "张三")
    said: dict[str, Any] = {"on": FEBRUARY, "reason": "拆除", **words}
    with town.write() as tx:
        return lost.declare(tx, lost.Request(households=codes, **said), who=who, clock=CLOCK)


def move(town: Town, code: str = "ML-A01-001", **words: Any) -> lost_pay.Paid:
    who = words.pop("who", "张三")
    order = lost_pay.Order(code, **{"on": FEBRUARY, **words})
    with town.write() as tx:
        return lost_pay.pay(tx, order, who=who, clock=CLOCK)


def undo(town: Town, code: str = "ML-A01-001") -> lost_undo.Undone:
    with town.write() as tx:
        return lost_undo.undo(tx, code, "误报", None, who="张三", clock=CLOCK)


def lines(town: Town, code: str) -> list[tuple[Any, ...]]:
    with town.db.read() as tx:
        stored = read_voucher(tx, *find_voucher(tx, code))
        assert stored is not None
        return [
            (each.account, each.side.value, each.amount_fen, each.detail, len(each.shares))
            for each in stored.draft.lines
        ]


def owing(town: Town) -> list[tuple[str, str, int, int]]:
    """Return sub-account, class of payee, what is owed and what was paid of what stands."""
    with town.db.read() as tx:
        return [
            (each.sub_code, each.payee_class, each.amount_fen, each.paid_fen)
            for each in payables(tx, list_books(tx))
            if each.stands
        ]


def warned(town: Town, period: int = 202602) -> dict[str, str]:
    with town.db.read() as tx:
        month = read_month(tx, 1, "F1-C", period)
        return {each.code: each.message for each in run_checklist(tx, month) if not each.ok}


def checked_and_posted(town: Town, *codes: str) -> list[str]:
    for code in codes:
        with town.write() as tx:
            check_drafts(tx, [find_draft(tx, code)], "李四")
    posted = []
    for code in codes:
        with town.write() as tx:
            posted += post_waiting(tx, [find_draft(tx, code)], "李四", clock=CLOCK)
    return [each.code for each in posted]


def own_fen(town: Town) -> int:
    """Return what lies on 3101 under the name of the first estate."""
    with town.db.read() as tx:
        return -undistributed_fen(tx, 1, 1)


def put_aside(town: Town, amount_fen: int) -> str:
    """Gather common income of the first estate on a sub-account of its own; return its code."""
    sub, code = schema.sub_account, "A01-公共收益"
    with town.write() as tx:
        newest = tx.conn.execute(
            select(func.max(sub.c.sub_id)).where(sub.c.book_id == 1)
        ).scalar_one()
        row = {"book_id": 1, "sub_id": newest + 1, "estate_id": 1, "code": code}
        tx.conn.execute(sub.insert().values(kind="COMMON_INCOME", control="3101", **row))
        parts = (
            Line("3101", Side.DEBIT, amount_fen, estate_id=1),
            Line(
                "3101",
                Side.CREDIT,
                amount_fen,
                estate_id=1,
                shares=(Share(row["sub_id"], amount_fen),),
            ),
        )
        on = date(2026, 3, 1)
        draft = Draft(1, Kind.GENERAL, on, on, "归集公共收益", parts, "common", "张三", estate_id=1)
        post(tx, draft, clock=CLOCK)
    return code
