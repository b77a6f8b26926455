"""The window for deposits that were booked to the wrong household (改记)."""

from __future__ import annotations

from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.collecting.floors import grant_floor
from ledger.fund.collecting.moving import Move, Moved, move
from ledger.journal.voucher import Draft
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class MovingDesk:
    """Move deposits to the households that they belong to."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def move(  # noqa: PLR0913 # one for each thing that is said of a move
        self,
        household: str,
        to: str,
        *,
        reason: str,
        amount_fen: int | None = None,
        deposit_on: date | None = None,
        voucher: str | None = None,
        bank_account: str | None = None,
        to_bank_account: str | None = None,
        unwind: bool = False,
        on: date | None = None,
        request_key: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Move a deposit to its right household, once; with users it waits to be checked.

        Args:
            household: the wrong household's code, or selling unit's.
            to: the right one's: of the same estate, of another, or of the custodian's other book.
            reason: why.
            amount_fen: a part; all that is left of the deposit when left out.
            deposit_on: the day of the deposit; needed with `voucher` only where several fit.
            voucher: the number of the voucher by which the wrong household got it.
            bank_account: what the money of another book is paid from.
            to_bank_account: what it is paid to.
            unwind: charge repairs anew that took the money meanwhile.
            on: the day of the vouchers; today when left out.
            request_key: tells equal moves of one deposit apart.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        request = Move(
            household,
            to,
            reason,
            amount_fen=amount_fen,
            deposit_on=deposit_on,
            voucher=voucher,
            bank_account=bank_account,
            to_bank_account=to_bank_account,
            unwind=unwind,
            request_key=request_key,
            on=on,
        )
        with counter.act("fund.move", f"{household} {to}", dry_run=dry_run) as tx:
            moved = move(tx, request, who=counter.who, clock=counter.clock)
        return tried(_sheet(moved), dry_run=dry_run)

    def floor(
        self,
        household: str,
        *,
        overdraft_fen: int,
        reason: str,
        approver: str,
        dry_run: bool = False,
    ) -> Sheet:
        """Let a household's principal stand below nothing, with a second person's leave.

        Args:
            household: its code, or that of another sub-account.
            overdraft_fen: how far; 0 ends it.
            reason: why.
            approver: the second person.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("fund.floor", f"{household} {overdraft_fen}", dry_run=dry_run) as tx:
            granted = grant_floor(
                tx,
                household,
                overdraft_fen,
                reason=reason,
                approver=approver,
                who=counter.who,
                clock=counter.clock,
            )
        sheet = Sheet(
            kind="fund_floor",
            title=_("允许透支"),
            columns=(
                Column("book", _("账套")),
                Column("household", _("房屋")),
                Column("overdraft_fen", _("透支限额（元）"), "fen"),
                Column("balance_fen", _("本金余额（元）"), "fen"),
            ),
            rows=[(granted.book.code, granted.code, granted.overdraft_fen, granted.balance_fen)],
            fields={"unchanged": granted.unchanged},
            notes=[_("原来就是这样，没有改变任何数据")] if granted.unchanged else [],
        )
        return tried(sheet, dry_run=dry_run)


def _sheet(moved: Moved) -> Sheet:
    notes = []
    if moved.replayed:
        notes.append(
            _("同一笔改记已经登记过，没有重复入账；确是另一笔，请给出另一个请求键（--key）")
        )
    if moved.is_draft:
        codes = " ".join(code for code, _draft in moved.vouchers)
        notes.append(_("等待另一人审核后一起过账：wxzj voucher check {codes}").format(codes=codes))
    return Sheet(
        kind="fund_move",
        title=_("改记"),
        columns=(
            Column("voucher", _("凭证")),
            Column("on", _("日期"), "date"),
            Column("value_on", _("起息日"), "date"),
            Column("summary", _("摘要")),
            Column("from_fen", _("原房屋增减（元）"), "fen"),
            Column("to_fen", _("改记房屋增减（元）"), "fen"),
        ),
        rows=[
            (
                code,
                draft.dated_on,
                draft.value_on,
                draft.summary,
                _gained(draft, moved.deposit.book.book_id, moved.deposit.sub_id),
                _gained(draft, moved.right.book.book_id, moved.right.sub_id),
            )
            for code, draft in moved.vouchers
        ],
        fields={
            "deposit_voucher": moved.deposit.voucher,
            "amount_fen": moved.fen,
            "left_fen": moved.left_fen,
            "replayed": moved.replayed,
            "draft": moved.is_draft,
        },
        notes=notes,
    )


def _gained(draft: Draft, book_id: int, sub_id: int) -> int:
    """Return what a voucher gives a sub-account, less than nothing where it takes."""
    if draft.book_id != book_id:
        return 0
    return sum(
        share.amount_fen for line in draft.lines for share in line.shares if share.sub_id == sub_id
    )
