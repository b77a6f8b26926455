"""The window for deposits (归集)."""

from __future__ import annotations

from ledger.desk.counter import Counter
from ledger.fund.collecting.collection import Collected, collect
from ledger.intake import files
from ledger.intake.reader import read_rows
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet


class FundDesk:
    """Take in deposits."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def collect(
        self,
        path: str,
        *,
        unit_wan: bool = False,
        use_cached: bool = False,
        dry_run: bool = False,
        progress: Progress = silent,
    ) -> Sheet:
        """Book the deposits of a file, all or nothing, each deposit once.

        Args:
            path: a CSV, XLSX or XLS file.
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
            path, files.deposits(), unit_wan=unit_wan, use_cached=use_cached, go_on=True
        )
        with counter.act("fund.collect", path, dry_run=dry_run) as tx:
            collected = collect(tx, intake, who=counter.who, clock=counter.clock, progress=progress)
        return _sheet(intake.name, collected, dry_run=dry_run)


def _sheet(name: str, collected: Collected, *, dry_run: bool) -> Sheet:
    return Sheet(
        kind="collect",
        title=_("交存制单，待审核") if collected.waits else _("交存入账"),
        columns=(
            Column("voucher", _("单据") if collected.waits else _("凭证")),
            Column("on", _("日期"), "date"),
            Column("estate_name", _("小区")),
            Column("purpose", _("摘要")),
            Column("deposit_count", _("笔数"), "int"),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=collected.batches,
        fields={
            "file": name,
            "row_count": collected.row_count,
            "new_count": collected.row_count - collected.known_count,
            "known_count": collected.known_count,
            "amount_fen": sum(batch.amount_fen for batch in collected.batches),
            "changed": collected.row_count > collected.known_count,
            "waits": collected.waits,
        },
        labels=(
            Column("file", _("文件")),
            Column("new_count", _("新入账笔数"), "int"),
            Column("known_count", _("原已入账笔数"), "int"),
            Column("amount_fen", _("合计（元）"), "fen"),
        ),
        notes=(*collected.notes, *dry_run_notes(dry_run=dry_run)),
    )


def dry_run_notes(*, dry_run: bool) -> tuple[str, ...]:
    """Say that what is shown was tried and not kept."""
    return (_("以上只是试算，没有改变任何数据"),) if dry_run else ()
