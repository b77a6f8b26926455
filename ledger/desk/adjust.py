"""The window for errors of former years (以前年度调整)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ledger.closing.adjust import Grounds, adjustments
from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.desk.voucher_sheets import draft_sheet, posted_sheet
from ledger.intake.reader import read_rows
from ledger.intake.voucher_file import voucher_file
from ledger.journal.draft_file import drafts_of_rows
from ledger.journal.drafts import save_new_drafts
from ledger.journal.posting import post_many
from ledger.registry.users import has_users
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


class AdjustDesk:
    """Put errors of former years right."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def adjust(
        self,
        path: str,
        *,
        error_on: date,
        reason: str,
        second: str | None = None,
        moved_on: date | None = None,
        unit_wan: bool = False,
        use_cached: bool = False,
        dry_run: bool = False,
    ) -> Sheet:
        """Enter the vouchers of a file as corrections of former years, once.

        With users they wait to be checked; without, a second person must have agreed.

        Args:
            path: a file of vouchers, as `voucher.draft` takes.
            error_on: the day of the error.
            reason: what was wrong.
            second: who agreed.
            moved_on: the day of a former year on which the bank moved the money.
            unit_wan: whether the file's amounts are in 万元.
            use_cached: take what cells with formulas last showed.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        grounds = Grounds(error_on, reason, second, moved_on)
        notes: list[str] = []
        with counter.act("period.adjust", path, dry_run=dry_run) as tx:
            intake = read_rows(path, voucher_file(), unit_wan=unit_wan, use_cached=use_cached)
            drawn = drafts_of_rows(
                tx, intake.rows, file=intake.name, default_book=None, maker=counter.who
            )
            waits = has_users(tx)
            made = adjustments(tx, drawn, grounds, who=counter.who, has_users=waits)
            if waits:
                saved = save_new_drafts(tx, made, clock=counter.clock)
                known = sum(not each.is_new for each in saved)
                sheet = draft_sheet(
                    _("已制单，待审核"),
                    [(kept.code, kept.state, one) for kept, one in zip(saved, made, strict=True)],
                    notes=(*intake.notices, *_again(known)),
                )
            else:
                posted = post_many(tx, made, clock=counter.clock)
                notes = [*intake.notices, *_again(sum(each.replayed for each in posted))]
                sheet = posted_sheet(made, posted)
        return tried(_noted(sheet, notes), dry_run=dry_run)


def _again(count: int) -> list[str]:
    return [_("其中 {count} 张以前已经记过，没有重复入账").format(count=count)] if count else []


def _noted(sheet: Sheet, notes: list[str]) -> Sheet:
    return replace(sheet, notes=(*sheet.notes, *notes))
