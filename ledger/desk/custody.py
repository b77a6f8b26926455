"""The window for hand-overs (划转): order, more, take back, list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.leaving import custody
from ledger.fund.leaving.custody_register import Custody, Part, custodies
from ledger.fund.leaving.custody_undo import undo
from ledger.registry.estates import find_estate
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet
from ledger.values.text import shown


class CustodyDesk:
    """Hand estates over to other keepers, and back."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def order(  # noqa: PLR0913 # one for each thing that is said of a hand-over
        self,
        estate: str,
        *,
        to: str,
        on: date,
        notice_on: date,
        resolution: str,
        evidence: str,
        amount_fen: int | None = None,
        earnings_fen: int | None = None,
        earnings_public_fen: int | None = None,
        bank_accounts: Sequence[str] = (),
        to_accounts: Sequence[str] = (),
        dry_run: bool = False,
    ) -> Sheet:
        """Hand an estate over, once; with users the vouchers wait to be checked.

        Args:
            estate: its code.
            to: the new keeper, by code or name.
            on: the day of the money.
            notice_on: the day on which the present keeper was told.
            resolution: of the owners' meeting, by number or title.
            evidence: the file of the resolution; its SHA-256 goes into the vouchers.
            amount_fen: the first instalment, where not all of the money is there.
            earnings_fen: what the estate gets of the pooled earnings of commodity housing; worked
                out when left out.
            earnings_public_fen: the same of sold public housing.
            bank_accounts: what is paid from, one for each fund type.
            to_accounts: what is paid into, likewise.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        money = custody.Money(
            on,
            amount_fen,
            _by_fund(earnings_fen, earnings_public_fen),
            tuple(bank_accounts),
            tuple(to_accounts),
        )
        said = custody.Order(estate, to, notice_on, resolution, _digest(evidence), money)
        with counter.act("custody.order", f"{estate} {to}", dry_run=dry_run) as tx:
            moved = custody.order(tx, said, who=counter.who, clock=counter.clock)
        return tried(_moved_sheet(moved), dry_run=dry_run)

    def more(  # noqa: PLR0913 # one for each thing that is said of an instalment
        self,
        code: str,
        *,
        on: date,
        amount_fen: int | None = None,
        earnings_fen: int | None = None,
        earnings_public_fen: int | None = None,
        book: str | None = None,
        bank_accounts: Sequence[str] = (),
        to_accounts: Sequence[str] = (),
        dry_run: bool = False,
    ) -> Sheet:
        """Hand over the rest of a hand-over, or a part of it.

        Args:
            code: of the hand-over.
            on: the day of the money.
            amount_fen: a part; all that is left when left out.
            earnings_fen: what the estate gets of the pooled earnings of commodity housing; worked
                out when left out.
            earnings_public_fen: the same of sold public housing.
            book: of this book of the old keeper only.
            bank_accounts: what is paid from, one for each fund type.
            to_accounts: what is paid into, likewise.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        money = custody.Money(
            on,
            amount_fen,
            _by_fund(earnings_fen, earnings_public_fen),
            tuple(bank_accounts),
            tuple(to_accounts),
            book,
        )
        with counter.act("custody.more", code, dry_run=dry_run) as tx:
            moved = custody.more(tx, code, money, who=counter.who, clock=counter.clock)
        return tried(_moved_sheet(moved), dry_run=dry_run)

    def undo(
        self, code: str, *, reason: str, on: date | None = None, dry_run: bool = False
    ) -> Sheet:
        """Take a hand-over back by red vouchers in both books.

        Args:
            code: of the hand-over.
            reason: why.
            on: the day of the red vouchers; that of the newest instalment when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("custody.undo", code, dry_run=dry_run) as tx:
            undone = undo(tx, code, reason, on, who=counter.who, clock=counter.clock)
        sheet = Sheet(
            kind="custody_undo",
            title=_("冲销划转 {code}").format(code=code),
            columns=(Column("voucher", _("凭证")),),
            rows=[(each,) for each in undone.codes],
            fields={"replayed": not undone.codes, "draft": undone.is_draft},
            notes=_notes(undone.codes, is_draft=undone.is_draft, replayed=not undone.codes),
        )
        return tried(sheet, dry_run=dry_run)

    def list(self, *, estate: str | None = None) -> Sheet:
        """List the hand-overs, with what is still to come.

        Args:
            estate: only this estate's.
        """
        with self._counter.look() as tx:
            wanted = None if estate is None else find_estate(tx, estate).estate_id
            rows = [
                (
                    each.code,
                    each.estate,
                    side.old.code,
                    side.new.code,
                    each.on,
                    each.notice_on,
                    each.due_on,
                    each.resolution,
                    side.total_fen,
                    side.to_come_fen,
                    _state(each),
                )
                for each in custodies(tx, wanted)
                for side in each.sides
            ]
        return Sheet(
            kind="custody_list",
            title=_("划转登记簿"),
            columns=(
                Column("code", _("划转")),
                Column("estate", _("小区")),
                Column("from_book", _("原账套")),
                Column("to_book", _("新账套")),
                Column("on", _("划转日期"), "date"),
                Column("notice_on", _("通知日期"), "date"),
                Column("due_on", _("应划转至迟"), "date"),
                Column("resolution", _("业主大会决议")),
                Column("total_fen", _("应划转（元）"), "fen"),
                Column("to_come_fen", _("未划转（元）"), "fen"),
                Column("state", _("状态")),
            ),
            rows=rows,
        )


def _by_fund(commodity_fen: int | None, public_fen: int | None) -> dict[str, int]:
    given = {"C": commodity_fen, "P": public_fen}
    return {fund_type: fen for fund_type, fen in given.items() if fen is not None}


def _state(each: Custody) -> str:
    if each.waits:
        return _("待审核")
    if not each.stands:
        return _("已冲销或退回") if any(side.total_fen for side in each.sides) else _("已划完")
    return _("未划完") if each.to_come_fen else _("已划完")


def _digest(path: str) -> bytes:
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise InputError(
            "evidence_unreadable",
            _("读不了证据文件 {path}").format(path=shown(path)),
            _("请用 --evidence 给出业主大会决议的扫描件"),
        ) from error
    return hashlib.sha256(content).digest()


def _moved_sheet(moved: custody.Moved) -> Sheet:
    own = moved.custody
    drafts = [part.code for part in moved.parts if part.is_draft]
    notes = _notes(drafts, is_draft=bool(drafts), replayed=moved.replayed)
    if own.on > own.due_on:
        notes.append(
            _("通知之日起 {days} 日内应当划转，已超过 {due}").format(days=30, due=own.due_on)
        )
    if own.to_come_fen and own.stands:
        notes.append(_("其余款项到期后：wxzj fund custody more {code}").format(code=own.code))
    return Sheet(
        kind="custody",
        title=_("划转 {code}").format(code=own.code),
        columns=(
            Column("book", _("账套")),
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=[_row(part) for part in moved.parts],
        fields={
            "code": own.code,
            "estate": own.estate,
            "due_on": own.due_on,
            "to_come_fen": own.to_come_fen,
            "replayed": moved.replayed,
            "draft": bool(drafts),
        },
        notes=notes,
        labels=(
            Column("estate", _("小区")),
            Column("due_on", _("应划转至迟"), "date"),
            Column("to_come_fen", _("未划转（元）"), "fen"),
        ),
    )


def _row(part: Part) -> tuple[object, ...]:
    return (part.book.code, part.code, part.on, part.amount_fen)


def _notes(codes: Sequence[str], *, is_draft: bool, replayed: bool) -> list[str]:
    notes = []
    if replayed:
        notes.append(_("同一笔已经登记过，没有重复入账"))
    if is_draft:
        notes.append(
            _("等待另一人审核后一起过账：wxzj voucher check {code}").format(code=" ".join(codes))
        )
    return notes
