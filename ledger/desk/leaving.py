"""The window for sub-accounts that are closed by hand (销户)."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.account_closing import close_account
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class LeavingDesk:
    """Close sub-accounts that hold nothing, and open them again."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def close_account(
        self,
        code: str,
        *,
        reason: str,
        on: date | None = None,
        reopen: bool = False,
        dry_run: bool = False,
    ) -> Sheet:
        """Close a sub-account that holds nothing, or open it again; again changes nothing.

        Args:
            code: of the sub-account.
            reason: why.
            on: the day; today when left out.
            reopen: open it instead.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        day = on or counter.clock.today
        with counter.act("registry.close_account", code, dry_run=dry_run) as tx:
            closed = close_account(
                tx, code, reason, day, reopen=reopen, who=counter.who, clock=counter.clock
            )
        notes = [] if closed.changed else [_("早已如此，没有改变任何东西")]
        sheet = Sheet(
            kind="close_account",
            title=_("恢复分户账") if reopen else _("销户"),
            fields={
                "code": closed.code,
                "book": closed.book.code,
                "is_closed": closed.is_closed,
                "changed": closed.changed,
            },
            notes=notes,
            labels=(Column("code", _("分户")), Column("book", _("账套"))),
        )
        return tried(sheet, dry_run=dry_run)
