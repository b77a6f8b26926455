"""The counter: who stands there, at which moment, and one transaction an act.

Every act is one transaction with one line in the operation log (操作日志); a refused attempt
changes nothing and leaves a line of its own. A dry run does everything and keeps nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

from sqlalchemy import select

from ledger.desk.duties import refuse_without_duty
from ledger.store import schema
from ledger.store.database import Database, Tx, open_database
from ledger.values.clock import Clock
from ledger.values.errors import InputError, LedgerError, Refused
from ledger.values.i18n import _

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

    @contextmanager
    def look(self) -> Iterator[Tx]:
        """Lend a transaction that reads one moment."""
        with self.db.read() as tx:
            yield tx

    @contextmanager
    def act(self, act: str, subject: str, *, dry_run: bool = False) -> Iterator[Tx]:
        """Lend a transaction that changes something; it is kept whole or not at all.

        Args:
            act: a stable word for the log, such as `fund.collect`.
            subject: what it is done to: a file, a month, a voucher.
            dry_run: do everything, keep nothing, log nothing.

        Raises:
            Refused: `duty_missing`, or what the act itself refuses.
        """
        who = self.who
        try:
            with self.db.write(dry_run=dry_run) as tx:
                refuse_without_duty(tx, who, act)
                yield tx
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
