"""The window for what is registered: custodians, bank accounts, estates, households."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.fund import dry_run_notes
from ledger.fund.collecting.opening import Opened, import_opening
from ledger.intake import files
from ledger.intake.reader import read_rows
from ledger.registry.banks import register_bank_account
from ledger.registry.custodians import add_custodian, find_custodian
from ledger.registry.estates import Estate, find_estate, find_estates, list_estates
from ledger.registry.households import read_page
from ledger.registry.kinds import FUND_TYPE_OF_WORD, fund_type_title, kind_title
from ledger.registry.roster import Roster, import_roster
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet


class RegistryDesk:
    """Take rosters and opening balances in; add custodians and bank accounts; list."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def import_households(
        self,
        path: str,
        *,
        custodian: str | None = None,
        unit_wan: bool = False,
        use_cached: bool = False,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Sheet:
        """Register the households of a file, all or nothing; the same file again changes nothing.

        Args:
            path: a CSV, XLSX or XLS file.
            custodian: the name or code of who keeps the estates; that of `book init` when left
                out, and for known estates their own.
            unit_wan: amounts are in 万元.
            use_cached: take the stored results of formulas.
            dry_run: do everything, keep nothing.
            progress: told how far it is.

        Raises:
            BadRows: every row that cannot be read, or every row that a rule refuses.
        """
        counter = self._counter
        progress(0, 0, _("读取文件"))
        intake = read_rows(
            path, files.households(), unit_wan=unit_wan, use_cached=use_cached, go_on=True
        )
        with counter.act("registry.import", path, dry_run=dry_run) as tx:
            keeper = None if custodian is None else find_custodian(tx, custodian)
            roster = import_roster(
                tx, intake, keeper, who=counter.who, clock=counter.clock, progress=progress
            )
        return _roster_sheet(intake.name, roster, dry_run=dry_run)

    def opening(
        self,
        path: str,
        *,
        on: date | None = None,
        unit_wan: bool = False,
        use_cached: bool = False,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Sheet:
        """Book the opening balances of a file, all or nothing, each household once.

        Args:
            path: a CSV, XLSX or XLS file.
            on: the day of the vouchers; the latest day in the file when left out.
            unit_wan: amounts are in 万元.
            use_cached: take the stored results of formulas.
            dry_run: do everything, keep nothing.
            progress: told how far it is.

        Raises:
            BadRows: every row that cannot be read, or every row that a rule refuses.
            InputError: `opening_date_missing`.
        """
        counter = self._counter
        progress(0, 0, _("读取文件"))
        intake = read_rows(
            path, files.opening(), unit_wan=unit_wan, use_cached=use_cached, go_on=True
        )
        with counter.act("registry.opening", path, dry_run=dry_run) as tx:
            opened = import_opening(
                tx, intake, on, who=counter.who, clock=counter.clock, progress=progress
            )
        return _opening_sheet(intake.name, opened, dry_run=dry_run)

    def add_custodian(self, name: str, *, code: str, dry_run: bool = False) -> Sheet:
        """Register a custodian; the same one again changes nothing."""
        with self._counter.act("registry.custodian", code, dry_run=dry_run) as tx:
            custodian, is_new = add_custodian(tx, name, code)
        return Sheet(
            kind="custodian",
            title=_("代管机构"),
            fields={"code": custodian.code, "name": custodian.name, "changed": is_new},
            labels=(Column("code", _("编号")), Column("name", _("名称"))),
            notes=_notes(is_new=is_new, dry_run=dry_run),
        )

    def add_bank_account(
        self,
        number: str,
        *,
        custodian: str | None = None,
        fund_type: str = "commodity",
        dry_run: bool = False,
    ) -> Sheet:
        """Register a bank account; the same one again changes nothing.

        Args:
            number: its number; spaces are dropped.
            custodian: the name or code of its holder; that of `book init` when left out.
            fund_type: `commodity` or `sold_public`.
            dry_run: do everything, keep nothing.
        """
        with self._counter.act("registry.bank_account", number, dry_run=dry_run) as tx:
            holder = find_custodian(tx, custodian)
            account, is_new = register_bank_account(
                tx, number, holder.custodian_id, FUND_TYPE_OF_WORD[fund_type]
            )
        sheet = Sheet(
            kind="bank_account",
            title=_("专户"),
            fields={
                "number": account.number,
                "custodian": holder.name,
                "fund_type": fund_type,
                "changed": is_new,
            },
            labels=(
                Column("number", _("账号")),
                Column("custodian", _("代管机构")),
                Column("fund_type", _("资金")),
            ),
            notes=_notes(is_new=is_new, dry_run=dry_run),
        )
        spoken = {**sheet.fields, "fund_type": fund_type_title(account.fund_type)}
        return replace(sheet, paper=replace(sheet, fields=spoken))

    def estates(self, *, custodian: str | None = None) -> Sheet:
        """List the estates, those of one custodian where it is named."""
        with self._counter.look() as tx:
            keeper = None if custodian is None else find_custodian(tx, custodian).custodian_id
            rows = list(list_estates(tx, keeper))
        return Sheet(
            kind="estates",
            title=_("小区"),
            columns=(
                Column("estate", _("小区编号")),
                Column("name", _("小区名称")),
                Column("custodian", _("代管机构")),
                Column("household_count", _("户数"), "int"),
                Column("area", _("建筑面积（㎡）"), "area"),
                Column("due_fen", _("应交金额（元）"), "fen"),
            ),
            rows=rows,
        )

    def households(
        self, *, estate: str | None = None, on: date | None = None, with_lost: bool = False
    ) -> Sheet:
        """List the households, of one estate where it is named, with their owners on a day.

        The rows are read page by page as they are drawn. Lost houses are listed `with_lost`, and
        say since when.
        """
        with self._counter.look() as tx:
            if estate is None:
                codes = [each.code for each in list_estates(tx)]
                known = find_estates(tx, codes)
                estates = [known[code] for code in codes]
            else:
                estates = [find_estate(tx, estate)]
        day = on or self._counter.clock.today
        sheet = Sheet(
            kind="households",
            title=_("房屋"),
            columns=(
                Column("household", _("房屋编号")),
                Column("kind", _("房屋性质")),
                Column("usage", _("用途")),
                Column("area", _("建筑面积（㎡）"), "area"),
                Column("due_fen", _("应交金额（元）"), "fen"),
                Column("owner", _("产权人")),
                Column("book", _("账套")),
                Column("lost_on", _("灭失日期"), "date"),
            ),
            rows=self._household_rows(estates, day, with_lost=with_lost),
        )
        spoken = (
            (code, kind_title(str(kind)), *rest)
            for code, kind, *rest in self._household_rows(estates, day, with_lost=with_lost)
        )
        return replace(sheet, paper=replace(sheet, rows=spoken))

    def _household_rows(
        self, estates: Sequence[Estate], on: date, *, with_lost: bool
    ) -> Iterator[tuple[object, ...]]:
        for estate in estates:
            after = ""
            while True:
                with self._counter.look() as tx:
                    page = read_page(tx, estate.estate_id, after, on=on, with_lost=with_lost)
                for row in page:
                    yield (
                        row.code,
                        row.kind,
                        row.usage,
                        row.area,
                        row.due_fen,
                        row.owner,
                        row.book,
                        row.lost_on,
                    )
                if not page:
                    break
                after = page[-1].code


def _roster_sheet(name: str, roster: Roster, *, dry_run: bool) -> Sheet:
    return Sheet(
        kind="households_import",
        title=_("房屋清册导入"),
        columns=(
            Column("book", _("账套")),
            Column("new_count", _("新登记户数"), "int"),
            Column("area", _("建筑面积（㎡）"), "area"),
            Column("due_fen", _("应交金额（元）"), "fen"),
        ),
        rows=[
            (each.book.code, each.household_count, each.area, each.due_fen) for each in roster.books
        ],
        fields={
            "file": name,
            "row_count": roster.row_count,
            "new_count": roster.new_count,
            "known_count": roster.known_count,
            "changed": roster.new_count > 0,
        },
        labels=(
            Column("file", _("文件")),
            Column("new_count", _("新登记户数"), "int"),
            Column("known_count", _("原已登记户数"), "int"),
        ),
        notes=(*roster.notes, *dry_run_notes(dry_run=dry_run)),
    )


def _opening_sheet(name: str, opened: Opened, *, dry_run: bool) -> Sheet:
    return Sheet(
        kind="opening",
        title=_("期初余额制单，待审核") if opened.waits else _("期初余额导入"),
        columns=(
            Column("voucher", _("单据") if opened.waits else _("凭证")),
            Column("estate_name", _("小区")),
            Column("household_count", _("户数"), "int"),
            Column("principal_fen", _("本金（元）"), "fen"),
            Column("earnings_fen", _("收益（元）"), "fen"),
        ),
        rows=opened.estates,
        fields={
            "file": name,
            "row_count": opened.row_count,
            "new_count": opened.row_count - opened.known_count,
            "known_count": opened.known_count,
            "changed": opened.row_count > opened.known_count,
            "waits": opened.waits,
        },
        labels=(
            Column("file", _("文件")),
            Column("new_count", _("新入账户数"), "int"),
            Column("known_count", _("原已入账户数"), "int"),
        ),
        notes=(*opened.notes, *dry_run_notes(dry_run=dry_run)),
    )


def _notes(*, is_new: bool, dry_run: bool) -> tuple[str, ...]:
    return dry_run_notes(dry_run=dry_run) if is_new else (_("早已登记，没有改变"),)
