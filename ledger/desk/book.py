"""The window for the database and its books as a whole (账套)."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from ledger.closing.verify import verify_books
from ledger.desk.counter import Counter
from ledger.journal.chart import install_charts
from ledger.registry.custodians import add_custodian
from ledger.store import schema
from ledger.store.backup import backup, restore
from ledger.store.database import Database, open_database, parse_url, version_of
from ledger.store.health import examine
from ledger.store.places import fixtures_dir
from ledger.store.upgrade import create_database, upgrade_database
from ledger.store.vault import vault_of
from ledger.values.errors import BookError
from ledger.values.finding import Finding
from ledger.values.i18n import _
from ledger.values.progress import Progress, silent
from ledger.values.sheet import Column, Sheet


class BookDesk:
    """Make, upgrade, check and back up a database."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def init(self, *, custodian: str | None = None, code: str = "F1") -> Sheet:
        """Make a database with its chart of accounts and its first custodian.

        Args:
            custodian: the keeper of the money, who stands on every statement.
            code: letters and digits; books are called after it, such as `F1-C`.

        Raises:
            BookError: `book_exists` where there is one already.
        """
        name = custodian or _("维修资金代管机构")
        database = self._new_database()
        try:
            with database.write() as tx:
                install_charts(tx)
                add_custodian(tx, code=code, name=name)
        finally:
            database.close()
        with self._counter.act("book.init", code):
            pass  # the first line of the operation log
        return Sheet(
            kind="book_init",
            title=_("已建账"),
            fields={"database": self._counter.db.name, "custodian": name, "code": code},
            labels=(
                Column("database", _("数据库")),
                Column("custodian", _("代管机构")),
                Column("code", _("编号")),
            ),
            notes=(_("下一步：wxzj registry import 房屋清册文件"),),
        )

    def _new_database(self) -> Database:
        """Make the tables; an earlier attempt that was broken off before its end is taken up."""
        try:
            return create_database(self._counter.where)
        except BookError as error:
            if error.code != "book_exists":
                raise
            database = open_database(self._counter.where)
            with database.read() as tx:
                begun = tx.conn.execute(select(func.count()).select_from(schema.chart)).scalar_one()
            if begun:
                database.close()
                raise
            return database

    def upgrade(self, *, progress: Progress = silent) -> Sheet:
        """Bring the database up to this program, in one transaction."""
        database = open_database(self._counter.where, check=False)
        try:
            if version_of(database) is None:
                raise BookError(
                    "not_a_book",
                    _("{name} 里没有账套").format(name=database.name),
                    _("请先运行 wxzj book init"),
                )
            progress(0, 1, _("升级"))
            before, after = upgrade_database(database)
            with database.write() as tx:
                install_charts(tx)  # those of kinds of books that are new
            progress(1, 1, _("升级"))
        finally:
            database.close()
        return Sheet(
            kind="book_upgrade",
            title=_("已是最新版本") if before == after else _("已升级"),
            fields={"before": before, "after": after},
            labels=(Column("before", _("原版本")), Column("after", _("现版本"))),
        )

    def status(self) -> Sheet:
        """Show where each book stands: its months, vouchers, drafts and sub-accounts."""
        with self._counter.look(anywhere=True) as tx:
            rows = [tuple(row) for row in tx.conn.execute(_STATUS)]
            users = tx.conn.execute(select(func.count()).select_from(schema.login)).scalar_one()
        notes = () if users else (_("单人模式：没有设用户，凭证没有审核人"),)
        return Sheet(
            kind="book_status",
            title=_("账套"),
            columns=(
                Column("book", _("账套")),
                Column("custodian", _("代管机构")),
                Column("first_period", _("首月"), "period"),
                Column("closed_period", _("最近结账"), "period"),
                Column("open_months", _("未结月数"), "int"),
                Column("vouchers", _("凭证"), "int"),
                Column("drafts", _("待过账"), "int"),
                Column("sub_accounts", _("分户"), "int"),
                Column("book_kind", _("类别")),
            ),
            rows=rows,
            fields={"database": self._counter.db.name},
            notes=notes,
        )

    def verify(self, *, progress: Progress = silent) -> Sheet:
        """Recompute everything from lines and shares and compare.

        Books whose guards were touched contradict themselves; so they are looked at all the more.
        """
        with closing(open_database(self._counter.where, guarded=False)) as db, db.read() as tx:
            result = verify_books(tx, progress)
        return Sheet(
            kind="verify",
            title=_("核验"),
            columns=_finding_columns(),
            fields={
                "ok": not result.findings,
                "vouchers": result.vouchers,
                "findings": [_finding_fields(finding) for finding in result.findings],
            },
            rows=[_finding_row(finding) for finding in result.findings],
            labels=(Column("vouchers", _("凭证"), "int"), Column("ok", _("相符"), "flag")),
        )

    def doctor(self) -> Sheet:
        """Look at the machine, the file and the guards, not at the accounts."""
        database = open_database(self._counter.where, check=False)
        try:
            found = list(examine(database))
        finally:
            database.close()
        return Sheet(
            kind="doctor",
            title=_("体检"),
            columns=(
                Column("check", _("项目")),
                Column("ok", _("正常"), "flag"),
                Column("severity", _("级别")),
                Column("message", _("说明")),
            ),
            rows=[(each.code, each.ok, each.severity, each.message) for each in found],
            fields={"ok": all(each.ok or each.severity == "warn" for each in found)},
        )

    def backup(self, path: str, *, progress: Progress = silent) -> Sheet:
        """Copy the database as of one moment to a new file, and check the copy."""
        backup(self._counter.db, Path(path), progress)
        with self._counter.act("book.backup", path):
            pass  # a copy of personal data left the machine's care: the log says so
        return _copied("book_backup", _("已备份"), path)

    def restore(self, path: str, *, progress: Progress = silent) -> Sheet:
        """Make the database anew from a backup; where one is already, nothing happens."""
        url = parse_url(self._counter.where)
        if url.drivername != "sqlite":
            raise BookError(
                "restore_by_server",
                _("PostgreSQL 的恢复由数据库服务器来做"),
                _("请用 pg_restore，见 docs/operations.md"),
            )
        restore(Path(path), Path(url.database or ""), progress)
        with self._counter.act("book.restore", path):
            pass  # the log of the new file begins where the old one's ended
        return _copied("book_restore", _("已恢复"), path)

    def example_plan(self) -> Path:
        """Return the plan of the made-up estate: a file of commands, its data beside it.

        Raises:
            BookError: `files_folder_unset`, as the plan brings papers; better now than half-way.
        """
        vault_of(self._counter.db)
        return fixtures_dir() / "example" / "plan.txt"


def _copied(kind: str, title: str, path: str) -> Sheet:
    return Sheet(
        kind=kind,
        title=title,
        fields={"file": path, "bytes": Path(path).stat().st_size},
        labels=(Column("file", _("文件")), Column("bytes", _("字节"), "int")),
        notes=(_("备份里有个人信息，请妥善保管"),),
    )


def _finding_columns() -> tuple[Column, ...]:
    return (
        Column("code", _("检查")),
        Column("severity", _("级别")),
        Column("where", _("位置")),
        Column("message", _("说明")),
    )


def _finding_row(finding: Finding) -> tuple[object, ...]:
    return (finding.code, finding.severity, finding.where, finding.message)


def _finding_fields(finding: Finding) -> dict[str, object]:
    return {
        column.key: value
        for column, value in zip(_finding_columns(), _finding_row(finding), strict=True)
    }


def _counted(table: str, *conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    counted = schema.metadata.tables[table]
    return (
        select(func.count())
        .select_from(counted)
        .where(counted.c.book_id == schema.book.c.book_id, *conditions)
        .scalar_subquery()
    )


def _month(of: ColumnElement[Any], *conditions: ColumnElement[bool]) -> ScalarSelect[Any]:
    return (
        select(of)
        .where(schema.month.c.book_id == schema.book.c.book_id, *conditions)
        .scalar_subquery()
    )


_STATUS = (
    select(
        schema.book.c.code,
        schema.custodian.c.name,
        _month(func.min(schema.month.c.period)),
        _month(func.max(schema.month.c.period), schema.month.c.state != "OPEN"),
        _counted("month", schema.month.c.state == "OPEN"),
        _counted("voucher"),
        _counted("draft", schema.draft.c.state.in_(["DRAFT", "CHECKED"])),
        _counted("sub_account"),
        schema.book.c.kind,
    )
    .select_from(schema.book)
    .join(schema.custodian, schema.custodian.c.custodian_id == schema.book.c.custodian_id)
    .order_by(schema.book.c.code)
)
