"""Rules that custodians set, held to the log of each of their books. All books at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import func, select

from ledger.journal.verify_log import Books, wrong
from ledger.registry.rule_changes import LEAF_KIND, read_sets, set_content
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.finding import Finding
from ledger.values.i18n import _


def rules(tx: Tx, books: Books) -> Iterator[Finding]:
    """Compare each rule in force with its leaf in the log of each book that there was."""
    change, book = schema.master_change, schema.book
    logged: dict[int, set[bytes]] = defaultdict(set)
    for book_id, content in tx.conn.execute(
        select(change.c.book_id, change.c.content).where(change.c.kind == LEAF_KIND)
    ):
        logged[book_id].add(bytes(content))
    begun = dict(
        tx.conn.execute(
            select(change.c.book_id, func.min(change.c.at)).group_by(change.c.book_id)
        ).all()
    )
    keepers = tx.conn.execute(
        select(book.c.book_id, book.c.custodian_id).order_by(book.c.book_id)
    ).all()
    sets = [each for each in read_sets(tx) if each.in_force]
    for book_id, keeper_id in keepers:
        own = {set_content(each): each for each in sets if each.custodian_id == keeper_id}
        if logged[book_id] - set(own):
            yield wrong("rule_differs", books.book(book_id), _("账套日志里的规则变更与现有的不符"))
        for content, each in own.items():
            was_there = begun.get(book_id, each.at) < each.at
            if was_there and content not in logged[book_id]:
                yield wrong(
                    "rule_differs",
                    f"{books.book(book_id)} #{each.set_id}",
                    _("规则变更 {no} 不在账套日志里").format(no=each.set_id),
                )
