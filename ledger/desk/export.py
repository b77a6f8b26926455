"""The window where books leave for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Unpack

from ledger.desk.counter import Counter
from ledger.reports.journal_files import (
    BEANCOUNT,
    HLEDGER,
    Format,
    Selectors,
    choose,
    write_files,
)
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet


class ExportDesk:
    """Write books for beancount and hledger, one file a book."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def beancount(
        self, folder: str, *, progress: Progress = silent, **selectors: Unpack[Selectors]
    ) -> Sheet:
        """Write a beancount file a book into `folder`, which is made if it is not there."""
        return self._write("export.beancount", BEANCOUNT, folder, selectors, progress)

    def hledger(
        self, folder: str, *, progress: Progress = silent, **selectors: Unpack[Selectors]
    ) -> Sheet:
        """Write an hledger journal a book into `folder`, which is made if it is not there."""
        return self._write("export.hledger", HLEDGER, folder, selectors, progress)

    def _write(
        self, act: str, form: Format, folder: str, selectors: Selectors, progress: Progress
    ) -> Sheet:
        with self._counter.look() as tx:
            written = write_files(tx, choose(tx, **selectors), form, Path(folder), progress)
        with self._counter.act(act, folder):
            pass  # books left the machine's care: the log says so
        return Sheet(
            kind="export",
            title=_("已导出"),
            columns=(
                Column("book", _("账套")),
                Column("file", _("文件")),
                Column("vouchers", _("凭证"), "int"),
                Column("sha256", _("文件摘要")),
            ),
            rows=[
                (each.book, str(each.path), each.voucher_count, each.digest.hex())
                for each in written
            ],
        )
