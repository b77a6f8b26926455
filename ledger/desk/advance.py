"""The window for a developer's advance (单位预交)."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.collecting.advance import (
    Advance,
    Booked,
    Given,
    list_advances,
    record_advance,
    transfer,
)
from ledger.fund.refilling.replenish import choose
from ledger.intake import files
from ledger.intake.reader import read_rows
from ledger.registry.books import list_books
from ledger.registry.files import refuse_bad_rows
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class AdvanceDesk:
    """Book what developers pay in advance, and give it to households."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def record(
        self,
        *,
        estate: str,
        amount_fen: int,
        payer: str,
        bank_ref: str,
        bank_account: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Book what a developer paid in advance, once; with users it waits to be checked.

        Args:
            estate: for the homes of which estate.
            amount_fen: more than nothing.
            payer: the developer.
            bank_ref: the bank's number of the movement.
            bank_account: may be left out where only one is registered.
            on: the day of the bank; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        asked = Advance(estate, amount_fen, payer, bank_ref, bank_account, on)
        with counter.act("advance.record", f"{estate} {amount_fen}", dry_run=dry_run) as tx:
            booked = record_advance(tx, asked, who=counter.who, clock=counter.clock)
        return tried(_sheet("advance_record", _("登记单位预交"), booked), dry_run=dry_run)

    def transfer(
        self,
        estate: str,
        *,
        path: str | None = None,
        household: str | None = None,
        amount_fen: int | None = None,
        all_sold: bool = False,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Give an advance to households, once; with users it waits to be checked.

        Args:
            estate: its code.
            path: a list of households and amounts.
            household: only this one, with `amount_fen`.
            amount_fen: what it gets.
            all_sold: every sold home what it owes of what is due at first.
            on: the day of the voucher; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        given = None if all_sold else [Given(household or "", amount_fen or 0)]
        with counter.act("advance.transfer", estate, dry_run=dry_run) as tx:
            if path is not None:
                intake = read_rows(path, files.advances())
                refuse_bad_rows(intake, ())
                given = [
                    Given(str(row.values["household"]), int(str(row.values["amount"])))
                    for row in intake.rows
                ]
            booked = transfer(tx, estate, given, on=on, who=counter.who, clock=counter.clock)
        return tried(_sheet("advance_transfer", _("单位预交转入各户"), booked), dry_run=dry_run)

    def list(self, *, estate: str | None = None, custodian: str | None = None) -> Sheet:
        """List what is left of advances.

        Args:
            estate: only this estate's.
            custodian: only this custodian's.
        """
        with self._counter.look() as tx:
            chosen = choose(tx, estate=estate, custodian=custodian)
            books = [book for book in list_books(tx) if book.book_id in chosen.book_ids]
            found = [
                held
                for held in list_advances(tx, books)
                if chosen.estate_id is None or held.estate == estate
            ]
        return Sheet(
            kind="advance_list",
            title=_("单位预交"),
            columns=(
                Column("estate", _("小区")),
                Column("book", _("账套")),
                Column("developer", _("分户账")),
                Column("left_fen", _("结余（元）"), "fen"),
            ),
            rows=[(held.estate, held.book.code, held.developer, held.left_fen) for held in found],
        )


def _sheet(kind: str, title: str, booked: Booked) -> Sheet:
    notes = []
    if not booked.code:
        notes.append(_("没有要转入的房屋，没有改变任何数据"))
    elif booked.replayed:
        notes.append(_("同一笔已经登记过，没有重复入账"))
    if booked.is_draft:
        notes.append(_("等待另一人审核后过账：wxzj voucher check {code}").format(code=booked.code))
    rows = [(each.household, each.amount_fen) for each in booked.given]
    return Sheet(
        kind=kind,
        title=title,
        columns=(
            Column("household", _("房屋")),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=rows or [(booked.developer, booked.fen)],
        fields={
            "voucher": booked.code or None,
            "on": booked.on,
            "total_fen": booked.fen,
            "left_fen": booked.left_fen,
            "replayed": booked.replayed,
            "draft": booked.is_draft,
        },
        labels=(
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("total_fen", _("合计（元）"), "fen"),
            Column("left_fen", _("预交结余（元）"), "fen"),
        ),
        notes=notes,
    )
