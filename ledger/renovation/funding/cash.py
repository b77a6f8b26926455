"""What of a project's money came and was spent, read from its memo book (项目资金备查账).

A line of the book names its source, or its cost line, by the number that its detail begins with.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import func, select

from ledger.registry.books import PROJECT, memo_book_code
from ledger.renovation.funding.kinds import kinds
from ledger.renovation.funding.sources import Source
from ledger.renovation.planning.projects import Project
from ledger.store import schema
from ledger.store.database import Tx

WORKS: Final = ("161301", "161302", "161303", "161304")
"""Construction in progress by part; what is moved on at completion stands on its credit side."""
DUE_BACK: Final = ("230703", "230704")
"""What is to go back, to the treasury or to whoever else gave it, named by its source."""
_NUMBER: Final = re.compile(r"([0-9]+)(?: |$)", re.ASCII)


class Came(NamedTuple):
    """What came from a source; `last_on` is the day on which something of it came last."""

    fen: int
    last_on: date


@dataclass(frozen=True, slots=True)
class Cash:
    """What a project's memo book says.

    Attributes:
        came: by source.
        back: by source, what nobody needed and is owed or gone back to who gave it.
        cost: what works have cost, by cost line.
    """

    came: Mapping[int, Came]
    back: Mapping[int, int]
    cost: Mapping[int, int]


class Use(NamedTuple):
    """How far a source is used.

    Attributes:
        spent_fen: the cost of works that falls to it, as they were matched.
        back_fen: what is owed or gone back to who gave it.
        idle_fen: what came, is not spent and does not go back.
        idle_since: the day on which something of it came last; None where nothing is idle.
    """

    came_fen: int
    spent_fen: int
    back_fen: int
    idle_fen: int
    idle_since: date | None


def read_cash(tx: Tx, project: Project) -> Cash:
    """Read a project's memo book; nothing where it has none."""
    book, line, voucher = schema.book, schema.line, schema.voucher
    accounts = {kind.account for kind in kinds().values() if kind.account is not None}
    query = (
        select(
            line.c.account,
            line.c.side,
            line.c.detail,
            func.sum(line.c.amount_fen).label("fen"),
            func.max(voucher.c.dated_on).label("last_on"),
        )
        .select_from(book)
        .join(line, line.c.book_id == book.c.book_id)
        .join(
            voucher,
            (voucher.c.book_id == line.c.book_id) & (voucher.c.voucher_id == line.c.voucher_id),
        )
        .where(
            book.c.kind == PROJECT,
            book.c.code == memo_book_code(PROJECT, project.code),
            line.c.account.in_([*accounts, *WORKS, *DUE_BACK]),
        )
        .group_by(line.c.account, line.c.side, line.c.detail)
    )
    came: dict[int, Came] = {}
    back: dict[int, int] = defaultdict(int)
    cost: dict[int, int] = defaultdict(int)
    for row in tx.conn.execute(query):
        found = _NUMBER.match(row.detail or "")
        if found is None:
            continue
        number, fen = int(found[1]), int(row.fen)
        if row.account in WORKS:
            cost[number] += fen if row.side == "D" else 0
        elif row.account in DUE_BACK:
            back[number] += fen if row.side == "C" else 0
        elif row.side == "C":
            known = came.get(number, Came(0, row.last_on))
            came[number] = Came(known.fen + fen, max(known.last_on, row.last_on))
    return Cash(came, dict(back), dict(cost))


def uses(
    sources: Sequence[Source], matched: Mapping[tuple[int, int], int], cash: Cash
) -> dict[int, Use]:
    """Return how far each source is used, by number. Pure.

    What a cost line has cost falls to its sources in the order of the waterfall, to each up to
    what it was matched with.
    """
    left = dict(cash.cost)
    spent: dict[int, int] = defaultdict(int)
    for source in sorted(sources, key=lambda each: (each.rank, each.source_no)):
        for (source_no, item_no), fen in sorted(matched.items()):
            if source_no == source.source_no:
                part = min(fen, max(left.get(item_no, 0), 0))
                left[item_no] = left.get(item_no, 0) - part
                spent[source_no] += part
    found = {}
    for source in sources:
        came = cash.came.get(source.source_no)
        came_fen = 0 if came is None else came.fen
        spent_fen, back_fen = spent[source.source_no], cash.back.get(source.source_no, 0)
        idle = max(came_fen - spent_fen - back_fen, 0)
        since = came.last_on if came is not None and idle else None
        found[source.source_no] = Use(came_fen, spent_fen, back_fen, idle, since)
    return found
