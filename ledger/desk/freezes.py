"""The window for households whose sub-account a court or a dispute freezes (冻结)."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.estates import find_estate
from ledger.registry.freezes import FREEZE, UNFREEZE, Freeze, read_freezes, set_freeze
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class FreezeDesk:
    """Freeze a household's sub-account, and free it again."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def freeze(self, code: str, *, on: date, reason: str, dry_run: bool = False) -> Sheet:
        """Freeze a household: nothing may be taken of its sub-account, money may come in.

        Args:
            code: of the household.
            on: the day from which it holds.
            reason: why, such as the number of a court's order.
            dry_run: do everything, keep nothing.
        """
        return self._set(code, FREEZE, on, reason, dry_run=dry_run)

    def unfreeze(self, code: str, *, on: date, reason: str, dry_run: bool = False) -> Sheet:
        """End the freeze of a household.

        Args:
            code: of the household.
            on: the day from which it is free.
            reason: why.
            dry_run: do everything, keep nothing.
        """
        return self._set(code, UNFREEZE, on, reason, dry_run=dry_run)

    def _set(self, code: str, act: str, on: date, reason: str, *, dry_run: bool) -> Sheet:
        counter = self._counter
        word = "registry.freeze" if act == FREEZE else "registry.unfreeze"
        with counter.act(word, code, dry_run=dry_run) as tx:
            done, is_new = set_freeze(
                tx, code, act, on, reason, who=counter.who, clock=counter.clock
            )
        notes = [] if is_new else [_("早已这样登记，没有改变")]
        sheet = Sheet(
            kind="household_freeze",
            title=_("冻结 {code}").format(code=done.door.code)
            if act == FREEZE
            else _("解冻 {code}").format(code=done.door.code),
            columns=_columns(),
            rows=[_row(done)],
            fields={"household": done.door.code, "frozen": act == FREEZE, "changed": is_new},
            notes=notes,
        )
        return tried(sheet, dry_run=dry_run)

    def frozen(self, *, estate: str) -> Sheet:
        """List every freeze of an estate's households, and every end of one."""
        with self._counter.look() as tx:
            place = find_estate(tx, estate)
            acts = read_freezes(tx, place.estate_id)
        return Sheet(
            kind="household_freezes",
            title=_("{estate} 冻结登记").format(estate=place.name),
            columns=_columns(),
            rows=[_row(each) for each in acts],
            fields={"estate": place.code},
        )


def _columns() -> tuple[Column, ...]:
    return (
        Column("household", _("房屋编号")),
        Column("frozen", _("冻结"), "flag"),
        Column("on", _("日期"), "date"),
        Column("reason", _("原因")),
        Column("who", _("登记人")),
    )


def _row(each: Freeze) -> tuple[object, ...]:
    return (each.door.code, each.act == FREEZE, each.dated_on, each.reason, each.who)
