"""The window for receipts (票据): received, issued, void, listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.fund.collecting import receipt_list
from ledger.fund.collecting.receipt_numbers import Number
from ledger.fund.collecting.receipt_uses import Issued, issue, void
from ledger.fund.collecting.receipts import Received, receive
from ledger.fund.refilling.replenish import choose
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class ReceiptDesk:
    """Keep the register of receipts."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def receive(
        self,
        first: str,
        last: str,
        *,
        kind: str,
        book: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Note that a lot of receipts was received, once; whoever does so keeps them.

        Args:
            first: the first number.
            last: the last one.
            kind: what receipts they are.
            book: whose; may be left out where there is one book.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("receipt.receive", f"{first} {last}", dry_run=dry_run) as tx:
            told = receive(
                tx,
                first,
                last,
                kind=kind,
                book=book,
                on=on,
                who=counter.who,
                clock=counter.clock,
            )
        return tried(_received(told), dry_run=dry_run)

    def issue(
        self,
        receipt: str,
        *,
        household: str,
        deposit_on: date | None = None,
        voucher: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Give a deposit in the books its receipt, once.

        Args:
            receipt: its number.
            household: the code of the household, or of the selling unit.
            deposit_on: the day of the deposit; needed with `voucher` only where several fit.
            voucher: the number of the deposit's voucher.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("receipt.issue", f"{receipt} {household}", dry_run=dry_run) as tx:
            issued = issue(
                tx,
                receipt,
                household,
                deposit_on=deposit_on,
                voucher=voucher,
                who=counter.who,
                clock=counter.clock,
            )
        return tried(_sheet("receipt_issue", _("开具票据"), issued), dry_run=dry_run)

    def void(
        self,
        receipt: str,
        *,
        reason: str,
        book: str | None = None,
        on: date | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Make a receipt void, once: unused, or of a deposit that is no more.

        Args:
            receipt: its number.
            reason: why.
            book: whose; may be left out where one book has such a number.
            on: the day; today when left out.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("receipt.void", receipt, dry_run=dry_run) as tx:
            voided = void(
                tx,
                receipt,
                reason=reason,
                book=book,
                on=on,
                who=counter.who,
                clock=counter.clock,
            )
        return tried(_sheet("receipt_void", _("作废票据"), voided), dry_run=dry_run)

    def list(
        self, *, book: str | None = None, custodian: str | None = None, detail: bool = False
    ) -> Sheet:
        """List the lots and what is left of them, or each receipt that was used or is void.

        Args:
            book: only this book's.
            custodian: only this custodian's.
            detail: each receipt.
        """
        with self._counter.look() as tx:
            book_ids = choose(tx, book=book, custodian=custodian).book_ids
            rows = list(
                receipt_list.entries(tx, book_ids)
                if detail
                else receipt_list.lot_states(tx, book_ids)
            )
        if detail:
            return _entries(rows)
        return Sheet(
            kind="receipt_list",
            title=_("票据领用登记"),
            columns=(
                Column("book", _("账套")),
                Column("lot", _("批次"), "int"),
                Column("kind", _("种类")),
                Column("first", _("起号")),
                Column("last", _("止号")),
                Column("on", _("领用日期"), "date"),
                Column("keeper", _("保管人")),
                Column("size", _("张数"), "int"),
                Column("used", _("已开"), "int"),
                Column("void", _("作废"), "int"),
                Column("left", _("结存"), "int"),
                Column("gap_count", _("断号"), "int"),
                Column("gaps", _("断号范围")),
            ),
            rows=rows,
        )


def _received(told: Received) -> Sheet:
    lot, notes = told.lot, []
    if told.unchanged:
        notes.append(_("这批票据已经领用登记，没有改变任何数据"))
    if told.twice:
        notes.append(
            _("以下票据号有几笔交存写了同一张，请核对：{receipts}").format(
                receipts="、".join(told.twice[:20])
            )
        )
    return Sheet(
        kind="receipt_receive",
        title=_("领用票据"),
        columns=(
            Column("book", _("账套")),
            Column("lot", _("批次"), "int"),
            Column("first", _("起号")),
            Column("last", _("止号")),
            Column("size", _("张数"), "int"),
            Column("used", _("已开"), "int"),
        ),
        rows=[
            (
                told.book.code,
                lot.lot_no,
                str(Number(lot.prefix, lot.width, lot.first_no)),
                str(Number(lot.prefix, lot.width, lot.last_no)),
                lot.last_no - lot.first_no + 1,
                told.used_count,
            )
        ],
        fields={"unchanged": told.unchanged},
        notes=notes,
    )


def _entries(rows: Sequence[tuple[object, ...]]) -> Sheet:
    words = {
        "used": _("已开"),
        "cancelled": _("交存已注销，待作废"),
        "refunded": _("交存已退尽，待收回作废"),
        "void": _("作废"),
    }
    columns = (
        Column("book", _("账套")),
        Column("receipt", _("票据号")),
        Column("state", _("状态")),
        Column("on", _("日期"), "date"),
        Column("household", _("房屋")),
        Column("amount_fen", _("金额（元）"), "fen"),
        Column("voucher", _("凭证")),
        Column("reason", _("作废原因")),
        Column("refunds", _("退款凭证")),
    )
    paper = Sheet(
        kind="receipt_entries",
        title=_("票据使用明细"),
        columns=columns,
        rows=[(*row[:2], words[str(row[2])], *row[3:]) for row in rows],
    )
    return Sheet(
        kind="receipt_entries", title=_("票据使用明细"), columns=columns, rows=rows, paper=paper
    )


def _sheet(kind: str, title: str, told: Issued) -> Sheet:
    deposit = told.deposit
    return Sheet(
        kind=kind,
        title=title,
        columns=(
            Column("book", _("账套")),
            Column("receipt", _("票据号")),
            Column("deposit_voucher", _("交存凭证")),
            Column("amount_fen", _("金额（元）"), "fen"),
        ),
        rows=[
            (
                told.book.code,
                told.receipt,
                None if deposit is None else deposit.voucher,
                None if deposit is None else deposit.amount_fen,
            )
        ],
        fields={"unchanged": told.unchanged},
        notes=[_("原来就是这样，没有改变任何数据")] if told.unchanged else [],
    )
