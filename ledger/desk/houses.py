"""The window for houses that become other houses (分割, 合并), and for what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.houses.recut import Done, recut
from ledger.fund.houses.recut_job import Order
from ledger.fund.houses.reshaping import merge, split
from ledger.fund.houses.reshaping_plan import NewHouse, Request, Reshaped, Standing
from ledger.intake.house_file import house_file
from ledger.intake.reader import read_rows
from ledger.registry.lineage import gone_by
from ledger.registry.ownership import Owner
from ledger.registry.titles import find_door
from ledger.reports.house_history import read_history
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.ratio import Ratio
from ledger.values.sheet import Column, Sheet


class HousesDesk:
    """Split and merge houses, and tell what became of them."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def split(
        self,
        code: str,
        *,
        parts: Sequence[tuple[str, int, int | None]] = (),
        path: str | None = None,
        on: date,
        reason: str,
        area_reason: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Split a house; with users its voucher waits to be checked.

        Args:
            code: of the house.
            parts: room, area and initial amount due (None: by area) of each new house.
            path: a file of the new houses; this or `parts`.
            on: the day from which the new houses stand.
            reason: why, for the log.
            area_reason: why the areas do not add up, where they do not.
            dry_run: do everything, keep nothing.

        Raises:
            InputError: `parts_or_file`, or what cannot be read.
            BadRows: every row of the file that cannot be read.
        """
        if (path is None) == (not parts):
            raise InputError(
                "parts_or_file",
                _("请用 --part 逐套写明，或用 --into 给出文件，两者只用一个"),
                _("例如 --part 501A:60.00 --part 501B:40.00"),
            )
        houses = [NewHouse(room, area, due) for room, area, due in parts]
        if path is not None:
            intake = read_rows(path, house_file())
            houses = [_house(row.values) for row in intake.rows]
        counter = self._counter
        with counter.act("registry.split", code, dry_run=dry_run) as tx:
            done = split(
                tx,
                Request((code,), tuple(houses), on, reason, area_reason),
                who=counter.who,
                clock=counter.clock,
            )
        return tried(reshaped_sheet(done, _("房屋分割 {code}").format(code=code)), dry_run=dry_run)

    def merge(
        self,
        codes: Sequence[str],
        *,
        into: str,
        on: date,
        reason: str,
        area: int | None = None,
        area_reason: str | None = None,
        owners: Sequence[tuple[str, Ratio | None]] = (),
        dry_run: bool = False,
    ) -> Sheet:
        """Merge houses into one; with users its voucher waits to be checked.

        Args:
            codes: of the houses.
            into: the room of the new house, in the building and stair of the first.
            on: the day from which it stands.
            reason: why, for the log.
            area: its area; the sum when left out.
            area_reason: why it is not the sum, where it is not.
            owners: of the new house, each with its share; those of the houses when left out.
            dry_run: do everything, keep nothing.
        """
        named = tuple(Owner(name, share) for name, share in owners)
        counter = self._counter
        with counter.act("registry.merge", " ".join(codes), dry_run=dry_run) as tx:
            done = merge(
                tx,
                Request(
                    tuple(codes),
                    (NewHouse(into, area or 0, owners=named),),
                    on,
                    reason,
                    area_reason,
                ),
                who=counter.who,
                clock=counter.clock,
            )
        return tried(reshaped_sheet(done, _("房屋合并 {room}").format(room=into)), dry_run=dry_run)

    def recut(  # one for each thing that a person says
        self,
        source: str,
        *,
        into: str,
        name: str | None = None,
        buildings: Sequence[str] = (),
        on: date,
        reason: str,
        dry_run: bool = False,
    ) -> Sheet:
        """Move houses to another estate of the same custodian, with all that they hold.

        Args:
            source: the estate that they stand in.
            into: the estate that they go to.
            name: of `into`, where it is new.
            buildings: that go; all when none is named.
            on: the day.
            reason: why, for the log.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        order = Order(source, into, on, reason, name, tuple(buildings))
        with counter.act("registry.recut", f"{source} {into}", dry_run=dry_run) as tx:
            done = recut(tx, order, who=counter.who, clock=counter.clock)
        return tried(recut_sheet(done), dry_run=dry_run)

    def history(self, code: str) -> Sheet:
        """Tell what became of a house: its owners, and what it came from and went into."""
        with self._counter.look() as tx:
            door = find_door(tx, code)
            told = list(read_history(tx, door))
            gone = gone_by(tx, door.book_id, door.sub_id)
        return Sheet(
            kind="history",
            title=_("房屋沿革 {code}").format(code=door.code),
            columns=(
                Column("on", _("日期"), "date"),
                Column("what", _("事项")),
                Column("detail", _("内容")),
                Column("voucher", _("凭证")),
                Column("reason", _("原因")),
                Column("who", _("经办")),
                Column("at", _("登记时间")),
            ),
            rows=told,
            fields={
                "household": door.code,
                "book": door.book,
                "stands": gone is None,
                "gone_on": None if gone is None else gone.dated_on,
            },
            labels=(
                Column("book", _("账套")),
                Column("stands", _("现存"), "flag"),
                Column("gone_on", _("已销，自"), "date"),
            ),
        )


def _house(values: dict[str, Any]) -> NewHouse:
    owner = values["owner"]
    owners = () if owner is None else (Owner(owner, None, values["id_no"], values["phone"]),)
    return NewHouse(values["room"], values["area"], values["due"], values["unit"], owners)


def reshaped_sheet(done: Reshaped, title: str) -> Sheet:
    """Return the proof: what there was before and after, and that the sums are equal."""
    notes = []
    if not done.changed:
        notes.append(_("同样的变更早已登记，没有改变"))
    if done.is_draft:
        notes.append(
            _("等待另一人审核后过账，过账时房屋才变更：wxzj voucher check {code}").format(
                code=done.code
            )
        )
    sheet = Sheet(
        kind="houses",
        title=title,
        columns=(
            Column("household", _("房屋编号")),
            Column("when", _("变更")),
            Column("area", _("建筑面积（㎡）"), "area"),
            Column("initial_fen", _("应交首期（元）"), "fen"),
            Column("principal_fen", _("本金（元）"), "fen"),
            Column("earnings_fen", _("收益（元）"), "fen"),
            Column("deposited_fen", _("累计交存（元）"), "fen"),
            Column("integral_fen_days", _("积数（分·日）"), "int"),
        ),
        rows=_rows(done, "before", "after", "sum"),
        fields={
            "on": done.plan.on,
            "voucher": done.code,
            "draft": done.is_draft,
            "changed": done.changed,
            "reason": done.plan.reason,
        },
        labels=(
            Column("on", _("日期"), "date"),
            Column("voucher", _("凭证")),
            Column("reason", _("原因")),
        ),
        notes=notes,
    )
    return replace(
        sheet, paper=replace(sheet, rows=_rows(done, _("变更前"), _("变更后"), _("合计")))
    )


def _rows(done: Reshaped, before: str, after: str, total: str) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for when, houses in ((before, done.before), (after, done.after)):
        own = [_figures(house) for house in houses]
        rows += [(house.code, when, *figures) for house, figures in zip(houses, own, strict=True)]
        rows.append((total, when, *(sum(column) for column in zip(*own, strict=True))))
    return rows


def _figures(house: Standing) -> tuple[int, ...]:
    own = house.figures
    return (
        own.area,
        own.due_fen,
        own.principal_fen,
        own.earnings_fen,
        own.deposited_fen,
        house.integral,
    )


def recut_sheet(done: Done) -> Sheet:
    """Return what went to another estate, house by house, and by which vouchers."""
    notes = [] if done.changed else [_("同样的变更早已登记，没有改变")]
    notes += [
        _("等待另一人一起审核、过账：{codes}").format(codes=" ".join(each.vouchers))
        for each in done.moved
        if each.is_draft
    ]
    rows = [
        (
            house.door.code,
            code,
            each.book.code,
            house.figures.area,
            house.figures.principal_fen,
            house.figures.earnings_fen,
        )
        for each in done.moved
        for house, code in zip(each.houses, each.codes, strict=True)
    ]
    return Sheet(
        kind="recut",
        title=_("小区调整 {source} → {target}").format(
            source=done.source.code, target=done.target.code
        ),
        columns=(
            Column("household", _("原房屋编号")),
            Column("household_after", _("新房屋编号")),
            Column("book", _("账套")),
            Column("area", _("建筑面积（㎡）"), "area"),
            Column("principal_fen", _("本金（元）"), "fen"),
            Column("earnings_fen", _("收益（元）"), "fen"),
        ),
        rows=rows,
        fields={
            "household_count": len(rows),
            "principal_fen": sum(row[4] for row in rows),
            "earnings_fen": sum(row[5] for row in rows),
            "undistributed_fen": sum(each.undistributed_fen for each in done.moved),
            "vouchers": " ".join(code for each in done.moved for code in each.vouchers) or None,
            "changed": done.changed,
        },
        labels=(
            Column("household_count", _("户数"), "int"),
            Column("principal_fen", _("本金（元）"), "fen"),
            Column("earnings_fen", _("收益（元）"), "fen"),
            Column("undistributed_fen", _("待分配累计收益（元）"), "fen"),
            Column("vouchers", _("凭证")),
        ),
        notes=notes,
    )
