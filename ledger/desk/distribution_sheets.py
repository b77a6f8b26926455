"""How distributions are shown: who gets what, and the register of runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from ledger.fund.earning.distribution import Distributed
from ledger.fund.earning.distribution_diff import Compared
from ledger.fund.earning.distribution_undo import Undone
from ledger.fund.earning.runs import Run, State, terms_text
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.interest import Method
from ledger.values.sheet import Column, Sheet


def distribution_sheet(done: Distributed) -> Sheet:
    """Show what every sub-account gets."""
    run = done.run
    notes = []
    if done.replayed:
        notes.append(
            _("这一期已经分配过（第 {no} 次），没有重复入账").format(no=run.distribution_id)
        )
    if done.state == "waiting":
        notes.append(_("等待另一人审核后过账：wxzj voucher check {code}").format(code=run.event))
    if done.has_unclaimed:
        notes.append(_("待认领的款不参加分配；认领时按到账日起息"))
    labels = (
        Column("book", _("账套")),
        Column("first", _("计息起"), "date"),
        Column("last", _("计息止"), "date"),
        Column("on", _("入账日期"), "date"),
        Column("method", _("方法")),
        Column("total_fen", _("分配总额（元）"), "fen"),
        Column("sub_count", _("户数"), "int"),
        Column("event", _("业务号")),
    )
    plain = Sheet(
        kind="earnings_distribute",
        title=_("收益分配"),
        columns=(
            Column("household", _("分户账")),
            Column("integral_fen_days", _("积数（分·日）"), "int"),
            Column("amount_fen", _("分得（元）"), "fen"),
        ),
        rows=done.rows,
        fields={
            "book": run.book.code,
            "run": run.distribution_id,
            "event": run.event,
            "first": run.span.first,
            "last": run.span.last,
            "on": run.dated_on,
            "method": run.method.value,
            "total_fen": run.total_fen,
            "weight": run.weight,
            "sub_count": run.sub_count,
            "state": done.state,
            "vouchers": len(done.codes),
            "first_voucher": done.codes[0] if done.codes else None,
            "replayed": done.replayed,
            "draft": done.state == "waiting",
        },
        notes=notes,
        labels=labels,
    )
    spoken = {**plain.fields, "method": method_title(run.method)}
    return replace(plain, paper=replace(plain, fields=spoken))


def undone_sheet(done: Undone) -> Sheet:
    """Show the red vouchers of a distribution that is cancelled."""
    notes = []
    if done.replayed:
        notes.append(_("这次分配早已注销或正在注销，没有重复入账"))
    if done.is_draft:
        notes.append(
            _("等待另一人审核后过账：wxzj voucher check {code}").format(code=done.run.event)
        )
    return Sheet(
        kind="earnings_undo",
        title=_("注销收益分配"),
        columns=(Column("voucher", _("凭证")),),
        rows=[(code,) for code in done.codes],
        fields={
            "event": done.run.event,
            "total_fen": done.run.total_fen,
            "replayed": done.replayed,
            "draft": done.is_draft,
        },
        labels=(
            Column("event", _("业务号")),
            Column("total_fen", _("分配总额（元）"), "fen"),
        ),
        notes=notes,
    )


def comparison_sheet(found: Compared) -> Sheet:
    """Show whose amount differs from an earlier run, and why."""
    run = found.run
    columns = (
        Column("household", _("分户账")),
        Column("integral_before_fen_days", _("原积数（分·日）"), "int"),
        Column("amount_before_fen", _("原分得（元）"), "fen"),
        Column("integral_fen_days", _("现积数（分·日）"), "int"),
        Column("amount_fen", _("现分得（元）"), "fen"),
        Column("difference_fen", _("差额（元）"), "fen"),
        Column("reason", _("原因")),
    )
    labels = (
        Column("event", _("业务号")),
        Column("first", _("计息起"), "date"),
        Column("last", _("计息止"), "date"),
        Column("total_fen", _("分配总额（元）"), "fen"),
    )
    plain = Sheet(
        kind="earnings_diff",
        title=_("与以前一次收益分配的差别"),
        columns=columns,
        rows=found.rows,
        fields={
            "event": run.event,
            "first": found.span.first,
            "last": found.span.last,
            "total_before_fen": run.total_fen,
            "total_fen": found.total_fen,
        },
        notes=[_("只作比较，没有改动任何数据")],
        labels=labels,
    )
    words = _reasons()
    told = ((*row[:6], words[str(row[6])]) for row in found.rows)
    return replace(plain, paper=replace(plain, rows=told))


def _reasons() -> dict[str, str]:
    return {
        "backdated": _("补记了以前日期的收支"),
        "roster": _("房屋清册有变"),
        "period": _("计息期间不同"),
        "rule": _("利率、规则或总额不同"),
        "pool": _("别户的积数变了"),
        "other": _("其他"),
    }


def runs_sheet(tx: Tx, runs: Sequence[tuple[Run, State]]) -> Sheet:
    """Show the register of distributions."""
    estate = schema.estate
    codes: dict[int | None, str] = {
        row.estate_id: row.code
        for row in tx.conn.execute(select(estate.c.estate_id, estate.c.code))
    }
    columns = (
        Column("event", _("业务号")),
        Column("estate", _("小区")),
        Column("first", _("计息起"), "date"),
        Column("last", _("计息止"), "date"),
        Column("on", _("入账日期"), "date"),
        Column("method", _("方法")),
        Column("total_fen", _("分配总额（元）"), "fen"),
        Column("weight", _("分配依据合计"), "int"),
        Column("sub_count", _("户数"), "int"),
        Column("state", _("状态")),
        Column("terms", _("参数")),
    )
    rows = [
        (
            run.event,
            codes.get(run.estate_id),
            *run.span,
            run.dated_on,
            run.method.value,
            run.total_fen,
            run.weight,
            run.sub_count,
            state,
            terms_text(run.terms),
        )
        for run, state in runs
    ]
    words = {"waiting": _("待审核过账"), "posted": _("已入账"), "undone": _("已退回或注销")}
    told = [
        (*row[:5], method_title(run.method), *row[6:9], words[state], row[10])
        for row, (run, state) in zip(rows, runs, strict=True)
    ]
    plain = Sheet(kind="earnings_runs", title=_("收益分配记录"), columns=columns, rows=rows)
    return replace(plain, paper=replace(plain, rows=told))


def method_title(method: Method) -> str:
    """Return what people call a method."""
    return {
        Method.POOLED: _("按积数分配实得收益"),
        Method.RATE_TABLE: _("按利率"),
        Method.FLAT: _("单一利率"),
    }[method]
