"""The window for the papers of a case (附件): files are copied, and found again or missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.using.cases import Case, cases_of, find_case
from ledger.fund.using.papers import KINDS, Paper, attach, read_paper_kind, read_papers
from ledger.intake.sniff import PrivateCopy, copy_privately
from ledger.registry.estates import list_estates
from ledger.store.vault import Kept, Vault, vault_of
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet
from ledger.values.text import shown

PAPER_BYTES_MAX: Final = 200 << 20
"""The largest file that is kept; a scanned contract has a hundredth of it."""


class PapersDesk:
    """Keep the papers of a case beside the database."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def attach(
        self, code: str, *, path: str, kind: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Copy a file beside the database and enter it into the register of a case.

        Args:
            code: the case.
            path: the file.
            kind: a code or a name of `fund.papers.KINDS`.
            on: the day of the paper; today when left out.
            dry_run: do everything, keep nothing, not even the copy.

        Raises:
            InputError: `paper_kind_unknown`, `file_missing`, `file_unreadable`, `file_empty`,
                `file_changed`, `paper_too_large`.
            BookError: `files_folder_unset`, `files_unwritable`.
        """
        counter = self._counter
        kind, source = read_paper_kind(kind), Path(path)
        vault = vault_of(counter.db)
        copy = open_paper(source)
        size = copy.path.stat().st_size
        paper = Paper(0, kind, copy.name, copy.sha256, size, on or counter.clock.today)
        with counter.act("usage.attach", f"{code} {copy.name}", dry_run=dry_run) as tx:
            case, entered, is_new = attach(tx, code, paper, who=counter.who, clock=counter.clock)
            if not dry_run:
                vault.keep(copy.path, copy.sha256)  # before the register is kept: never after
        sheet = Sheet(
            kind="usage_paper",
            title=_("{code} 附件").format(code=case.code),
            fields={
                "case": case.code,
                "paper_no": entered.paper_no,
                "paper_kind": entered.kind,
                "name": entered.name,
                "sha256": entered.sha256.hex(),
                "bytes": entered.size,
                "on": entered.dated_on,
                "changed": is_new,
            },
            labels=(
                Column("paper_no", _("序号"), "int"),
                Column("name", _("文件名")),
                Column("sha256", _("摘要（SHA-256）")),
                Column("bytes", _("字节"), "int"),
            ),
            notes=[] if is_new else [_("这个文件早已登记，没有改变")],
        )
        return tried(sheet, dry_run=dry_run)

    def papers(self, code: str | None = None) -> Sheet:
        """List the papers of a case, or of all cases within reach, and look for their files.

        A file that is missing or changed makes the sheet say `ok: false`.
        """
        with self._counter.look() as tx:
            if code is not None:
                cases = [find_case(tx, code)]
            else:
                cases = cases_of(tx, [estate.code for estate in list_estates(tx)])
            listed = [(case, paper) for case in cases for paper in read_papers(tx, case)]
        vault = vault_of(self._counter.db) if listed else None
        rows = list(_rows(listed, vault))
        words = {
            Kept.WHOLE.value: _("完整"),
            Kept.MISSING.value: _("文件不见了"),
            Kept.CHANGED.value: _("文件被改过"),
        }
        sheet = Sheet(
            kind="usage_papers",
            title=_("附件"),
            columns=(
                Column("case", _("项目编号")),
                Column("paper_no", _("序号"), "int"),
                Column("paper_kind", _("类别")),
                Column("name", _("文件名")),
                Column("on", _("日期"), "date"),
                Column("bytes", _("字节"), "int"),
                Column("who", _("登记人")),
                Column("state", _("状态")),
                Column("sha256", _("摘要（SHA-256）")),
            ),
            rows=rows,
            fields={"ok": all(row[7] == Kept.WHOLE.value for row in rows)},
        )
        paper = [
            (*row[:2], KINDS[str(row[2])], *row[3:7], words[str(row[7])], *row[8:]) for row in rows
        ]
        return replace(sheet, paper=replace(sheet, rows=paper))


def open_paper(source: Path) -> PrivateCopy:
    """Take a private copy of a file that is to be kept as a paper.

    Raises:
        InputError: `paper_too_large`, or what `copy_privately` raises.
    """
    _refuse_large(source)
    return copy_privately(source)


def _refuse_large(source: Path) -> None:
    try:
        size = source.stat().st_size
    except (OSError, ValueError):
        return  # copying it tells why
    if size > PAPER_BYTES_MAX:
        raise InputError(
            "paper_too_large",
            _("文件“{name}”超过 {limit} 兆字节").format(
                name=shown(source.name), limit=PAPER_BYTES_MAX >> 20
            ),
            _("请拆成几个文件，或降低扫描的清晰度"),
        )


def _rows(listed: list[tuple[Case, Paper]], vault: Vault | None) -> Iterator[tuple[object, ...]]:
    for case, paper in listed:
        assert vault is not None
        yield (
            case.code,
            paper.paper_no,
            paper.kind,
            paper.name,
            paper.dated_on,
            paper.size,
            paper.who,
            vault.look(paper.sha256).value,
            paper.sha256.hex(),
        )
