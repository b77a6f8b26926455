"""The window for handing work over (会计工作交接)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.duties import duty_title, read_duties
from ledger.registry.handover import Handover, list_handovers, open_handover, sign_handover
from ledger.registry.reach import read_places
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class HandoverDesk:
    """Draw a list up, sign it, list what was handed over."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def open(
        self,
        giver: str,
        taker: str,
        *,
        reason: str,
        is_absent: bool = False,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Draw up the list of what one user hands over to another; who acts supervises.

        Args:
            giver: whose work goes over.
            taker: who takes it.
            reason: why.
            is_absent: the giver cannot sign; the supervisor answers for the list.
            on: the day of the list; today when left out.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `user_unknown`, `handover_people`, `handover_without_duty`, `date_in_future`.
        """
        counter = self._counter
        with counter.act("handover.open", f"{giver} {taker}", dry_run=dry_run) as tx:
            drawn, is_new = open_handover(
                tx,
                giver,
                taker,
                list(_items(tx, giver)),
                on=on or counter.clock.today,
                reason=reason,
                is_absent=is_absent,
                who=counter.who,
                clock=counter.clock,
            )
        notes = [] if is_new else [_("这两人之间已有待签字的交接，没有重复造册")]
        return tried(replace(_items_sheet(drawn), notes=notes + _waiting(drawn)), dry_run=dry_run)

    def sign(self, handover_id: int, *, dry_run: bool = False) -> Sheet:
        """Sign a list; with the last signature duties and reach go over.

        Args:
            handover_id: its number.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `handover_unknown`, `handover_not_ours`.
        """
        counter = self._counter
        with counter.act("handover.sign", str(handover_id), dry_run=dry_run) as tx:
            counter.regardless(tx)
            signed, is_new = sign_handover(tx, handover_id, who=counter.who, clock=counter.clock)
        notes = [] if is_new else [_("已经签过字，没有改变任何数据")]
        return tried(replace(_items_sheet(signed), notes=notes + _waiting(signed)), dry_run=dry_run)

    def list(self) -> Sheet:
        """List what was handed over, and what still waits for a signature."""
        with self._counter.look(anywhere=True) as tx:
            found = list_handovers(tx)
        sheet = Sheet(
            kind="handovers",
            title=_("会计工作交接"),
            columns=(
                Column("handover", _("编号"), "int"),
                Column("giver", _("移交人")),
                Column("taker", _("接管人")),
                Column("supervisor", _("监交人")),
                Column("on", _("日期"), "date"),
                Column("reason", _("原因")),
                Column("signed", _("已签字")),
                Column("state", _("状态")),
            ),
        )
        rows = [
            (
                each.handover_id,
                each.giver,
                each.taker,
                each.supervisor,
                each.on,
                each.reason,
                " ".join(each.signed),
                "done" if each.is_done else "waiting",
            )
            for each in found
        ]
        words = {"done": _("已交接"), "waiting": _("待签字")}
        told = [(*row[:-1], words[str(row[-1])]) for row in rows]
        return replace(sheet, rows=rows, paper=replace(sheet, rows=told))


def _items(tx: Tx, giver: str) -> Iterator[tuple[str, str]]:
    """Name what goes over: duties, reach, what waits, and where each book stands."""
    for duty in sorted(read_duties(tx).get(giver, ())):
        yield "duty", duty
    for place in read_places(tx).get(giver, ()):
        yield "reach", place.title
    book, draft, case = schema.book, schema.draft, schema.usage_case
    waiting = (
        select(book.c.code, draft.c.draft_id)
        .join(draft, draft.c.book_id == book.c.book_id)
        .where(draft.c.maker == giver, draft.c.state.in_(("DRAFT", "CHECKED")))
        .order_by(book.c.code, draft.c.draft_id)
    )
    for row in tx.conn.execute(waiting):
        yield "draft", f"{row.code}:D-{row.draft_id}"
    cases = (
        select(case.c.code)
        .where(
            case.c.drafted_by == giver,
            case.c.state.not_in(("PAID", "CANCELLED", "RECOVERED", "WRITTEN_OFF")),
        )
        .distinct()
        .order_by(case.c.code)
    )
    for code in tx.conn.execute(cases).scalars():
        yield "case", code
    head = schema.book_head
    books = (
        select(book.c.code, head.c.log_size)
        .join(head, head.c.book_id == book.c.book_id)
        .order_by(book.c.code)
    )
    for row in tx.conn.execute(books):
        yield "book", f"{row.code} {row.log_size}"


def _items_sheet(drawn: Handover) -> Sheet:
    words = {
        "duty": _("岗位"),
        "reach": _("办理范围"),
        "draft": _("待过账单据"),
        "case": _("未了的使用项目"),
        "book": _("账套和日志条数"),
    }
    sheet = Sheet(
        kind="handover",
        title=_("会计工作交接清册第 {number} 号").format(number=drawn.handover_id),
        columns=(Column("kind", _("事项")), Column("item", _("内容"))),
        rows=drawn.items,
        fields={
            "handover": drawn.handover_id,
            "giver": drawn.giver,
            "taker": drawn.taker,
            "supervisor": drawn.supervisor,
            "on": drawn.on,
            "done": drawn.is_done,
        },
        labels=(
            Column("giver", _("移交人")),
            Column("taker", _("接管人")),
            Column("supervisor", _("监交人")),
            Column("on", _("日期"), "date"),
        ),
    )
    told = [
        (words[kind], duty_title(item) if kind == "duty" else item) for kind, item in drawn.items
    ]
    return replace(sheet, paper=replace(sheet, rows=told))


def _waiting(drawn: Handover) -> list[str]:
    if drawn.is_done:
        return [_("各方已签字，岗位和办理范围已经移交")]
    return [
        _("待签字：{names}；命令 wxzj --as 用户名 user handover sign {number}").format(
            names="、".join(sorted(drawn.signers - set(drawn.signed))), number=drawn.handover_id
        )
    ]
