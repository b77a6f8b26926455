"""The counter: who stands there, at which moment, and one transaction an act.

Every act is one transaction with one line in the operation log (操作日志); a refused attempt
changes nothing and leaves a line of its own. A dry run does everything and keeps nothing.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from sqlalchemy import func, select

from ledger.desk.duties import refuse_without_duty
from ledger.desk.separation import refuse_written
from ledger.registry.reach import has_reaches, read_reach
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Database, Tx, open_database
from ledger.values.clock import Clock
from ledger.values.errors import InputError, LedgerError, Refused
from ledger.values.i18n import _
from ledger.values.reach import EVERYWHERE, Reach, refuse_estate, refuse_unasked

SINGLE: Final = "单人"  # who acts while there are no users; it stands in sealed vouchers


def clock_now() -> Clock:
    """Read the clock of this machine: the local day, and the moment in UTC."""
    now = datetime.now(UTC)
    return Clock(today=now.astimezone().date(), at=now.strftime("%Y-%m-%dT%H:%M:%SZ"))


class Counter:
    """What every window of the desk works with.

    Attributes:
        where: the database as the person named it.
        clock: the moment of this visit.
    """

    def __init__(self, where: str, user: str | None, clock: Clock) -> None:
        self.where = where
        self.clock = clock
        self._user = user

    @cached_property
    def db(self) -> Database:
        """The database, opened when first needed."""
        return open_database(self.where)

    @cached_property
    def who(self) -> str:
        """The person at the counter; `单人` while there are no users.

        Raises:
            InputError: `user_missing` or `user_unknown` once there are users.
        """
        with self.db.read() as tx:
            names = set(tx.conn.execute(select(schema.login.c.name)).scalars())
        if not names:
            return self._user or SINGLE
        if self._user is None:
            raise InputError(
                "user_missing",
                _("本账套已设用户，须说明是谁在操作"),
                _("请加 --as 用户名，或设环境变量 WXZJ_USER"),
            )
        if self._user not in names:
            raise InputError(
                "user_unknown",
                _("没有用户 {user}").format(user=self._user),
                _("请运行 wxzj user list 查看"),
            )
        return self._user

    @cached_property
    def reach(self) -> Reach:
        """How far the person at the counter reaches; everywhere while nobody was given a reach.

        Raises:
            InputError: `user_missing` or `user_unknown`, once there are reaches.
        """
        with self.db.read() as tx:
            if not has_reaches(tx):
                return EVERYWHERE
            return read_reach(tx, self.who)

    @contextmanager
    def look(self, *, anywhere: bool = False) -> Iterator[Tx]:
        """Lend a transaction that reads one moment.

        Args:
            anywhere: what is read is nobody's own, so that no reach matters.

        Raises:
            Refused: `out_of_reach`, also where an answer was never held against a limited reach.
        """
        reach = EVERYWHERE if anywhere else replace(self.reach)
        with self.db.read() as tx:
            yield replace(tx, reach=reach)
            refuse_unasked(reach)

    @staticmethod
    def regardless(tx: Tx) -> None:
        """Say that an act touches no estate, so that anybody may do it whatever the reach."""
        tx.reach.was_asked = True

    @contextmanager
    def act(self, act: str, subject: str, *, dry_run: bool = False) -> Iterator[Tx]:
        """Lend a transaction that changes something; it is kept whole or not at all.

        Args:
            act: a stable word for the log, such as `fund.collect`.
            subject: what it is done to: a file, a month, a voucher.
            dry_run: do everything, keep nothing, log nothing.

        Raises:
            Refused: `duty_missing`, `out_of_reach`, what `separation.refuse_written` refuses, or
                what the act itself refuses.
        """
        who, reach = self.who, replace(self.reach)
        try:
            with self.db.write(dry_run=dry_run) as bare:
                tx = replace(bare, reach=reach)
                refuse_without_duty(tx, who, act)
                before = _newest(tx) if has_users(tx) else {}
                yield tx
                if before:
                    refuse_written(tx, before, _newest(tx))
                if reach.is_limited:
                    _refuse_written_beyond(tx, before)
                    refuse_unasked(reach)
                if not dry_run:
                    self._note(tx, who, act, subject, "done")
        except LedgerError as error:
            if not dry_run and (isinstance(error, Refused) or error.exit_code == Refused.exit_code):
                with self.db.write() as tx:
                    self._note(tx, who, act, subject, f"refused:{error.code}")
            raise

    def _note(self, tx: Tx, who: str, act: str, subject: str, outcome: str) -> None:
        tx.conn.execute(
            schema.trail.insert().values(
                book_id=0,
                trail_id=f"{self.clock.at}-{secrets.token_hex(6)}",
                at=self.clock.at,
                who=who,
                act=act,
                subject=subject[:500],
                outcome=outcome,
            )
        )

    def close(self) -> None:
        """Let go of the database, where it was opened."""
        if "db" in self.__dict__:
            self.db.close()


def _newest(tx: Tx) -> dict[int, tuple[int, int]]:
    """Return the newest voucher and the newest draft of each book."""
    book, voucher, draft = schema.book, schema.voucher, schema.draft
    of_voucher = select(func.max(voucher.c.voucher_id)).where(voucher.c.book_id == book.c.book_id)
    of_draft = select(func.max(draft.c.draft_id)).where(draft.c.book_id == book.c.book_id)
    query = select(book.c.book_id, of_voucher.scalar_subquery(), of_draft.scalar_subquery())
    return {row[0]: (row[1] or 0, row[2] or 0) for row in tx.conn.execute(query)}


def _refuse_written_beyond(tx: Tx, before: Mapping[int, tuple[int, int]]) -> None:
    """Refuse an act that wrote vouchers or drafts beyond the reach of who acts.

    Raises:
        Refused: `out_of_reach`.
    """
    book, voucher, draft = schema.book, schema.voucher, schema.draft
    keepers = {
        row.book_id: (row.custodian_id, row.code)
        for row in tx.conn.execute(select(book.c.book_id, book.c.custodian_id, book.c.code))
    }
    for book_id, newest in _newest(tx).items():
        keeper, code = keepers[book_id]
        old_voucher, old_draft = before.get(book_id, (0, 0))
        if newest[0] > old_voucher:
            written = select(voucher.c.estate_id).where(
                voucher.c.book_id == book_id, voucher.c.voucher_id > old_voucher
            )
            for estate_id in tx.conn.execute(written.distinct()).scalars():
                refuse_estate(tx.reach, estate_id, keeper, code)
        if newest[1] > old_draft:
            drawn = select(draft.c.body).where(
                draft.c.book_id == book_id, draft.c.draft_id > old_draft
            )
            for body in tx.conn.execute(drawn).scalars():
                refuse_estate(tx.reach, json.loads(body)["estate_id"], keeper, code)
