"""Vouchers and drafts as sheets: words that never change for scripts, spoken ones for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from sqlalchemy import select

from ledger.journal.drafts import state_word
from ledger.journal.voucher import Draft, Posted, Side
from ledger.registry.books import kind_notes, kind_of_book
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


def draft_sheet(
    title: str, drawn: Sequence[tuple[str, str, Draft]], *, notes: Sequence[str] = ()
) -> Sheet:
    """Show drafts, each with its code and state."""
    return _in_words(
        Sheet(
            kind="drafts",
            title=title,
            columns=(
                Column("draft", _("编号")),
                Column("on", _("日期"), "date"),
                Column("summary", _("摘要")),
                Column("debit_fen", _("金额（元）"), "fen"),
                Column("state", _("状态")),
            ),
            notes=notes,
        ),
        lambda: (
            (code, draft.dated_on, draft.summary, draft.debit_fen, state)
            for code, state, draft in drawn
        ),
    )


def list_sheet(rows: Callable[[], Iterable[tuple[object, ...]]]) -> Sheet:
    """Show vouchers and drafts; the state stands last in each of `rows`."""
    return _in_words(
        Sheet(
            kind="vouchers",
            title=_("凭证"),
            columns=(
                Column("voucher", _("编号")),
                Column("on", _("日期"), "date"),
                Column("summary", _("摘要")),
                Column("estate", _("小区")),
                Column("debit_fen", _("金额（元）"), "fen"),
                Column("maker", _("制单")),
                Column("checker", _("审核")),
                Column("state", _("状态")),
            ),
        ),
        rows,
    )


def _in_words(sheet: Sheet, rows: Callable[[], Iterable[tuple[object, ...]]]) -> Sheet:
    """Fill `sheet`: scripts read the last cell as a word that never changes, people in theirs."""
    words = _state_words()
    return replace(
        sheet,
        rows=((*row[:-1], str(row[-1]).lower()) for row in rows()),
        paper=replace(sheet, rows=((*row[:-1], words[str(row[-1])]) for row in rows())),
    )


def _state_words() -> dict[str, str]:
    return {
        **{state: state_word(state) for state in ("DRAFT", "CHECKED", "RETURNED", "POSTED")},
        "REVERSED": _("已注销"),
        "RED": _("红字"),
    }


def posted_sheet(drawn: Sequence[Draft], posted: Sequence[Posted]) -> Sheet:
    """Show what was posted, or had been before."""
    return Sheet(
        kind="posted",
        title=_("已过账"),
        columns=(
            Column("voucher", _("凭证号")),
            Column("on", _("日期"), "date"),
            Column("summary", _("摘要")),
            Column("debit_fen", _("金额（元）"), "fen"),
            Column("replayed", _("以前已过账"), "flag"),
        ),
        rows=[
            (one.code, draft.dated_on, draft.summary, draft.debit_fen, one.replayed)
            for draft, one in zip(drawn, posted, strict=True)
        ],
    )


def voucher_sheet(tx: Tx, no: str, draft: Draft, state: str) -> Sheet:
    """Show a voucher or a draft whole, with who made, checked and posted it."""
    rows = list(_voucher_rows(tx, draft))
    sheet = Sheet(
        kind="voucher",
        title=_("记账凭证 {no}").format(no=no),
        columns=(
            Column("line", _("行"), "int"),
            Column("account", _("科目")),
            Column("name", _("名称")),
            Column("detail", _("明细")),
            Column("estate", _("小区")),
            Column("bank_account", _("专户")),
            Column("debit_fen", _("借方（元）"), "fen"),
            Column("credit_fen", _("贷方（元）"), "fen"),
            Column("household", _("分户")),
            Column("part", _("部分")),
            Column("share_fen", _("分户金额（元）"), "fen"),
        ),
        rows=rows,
        fields={
            "voucher": no,
            "on": draft.dated_on,
            "value_on": draft.value_on,
            "summary": draft.summary,
            "voucher_kind": draft.kind.value,
            "state": state.lower(),
            "maker": draft.maker,
            "checker": draft.checker,
            "poster": draft.poster,
            "attachments": draft.attachment_count,
            "debit_fen": draft.debit_fen,
        },
        labels=(
            Column("on", _("日期"), "date"),
            Column("summary", _("摘要")),
            Column("maker", _("制单")),
            Column("checker", _("审核")),
            Column("poster", _("记账")),
            Column("attachments", _("附件"), "int"),
            Column("state", _("状态")),
        ),
        notes=(
            *kind_notes(kind_of_book(tx, draft.book_id)),
            *(
                (_("单人模式：没有设用户，凭证没有审核人"),)
                if draft.checker is None and state == "POSTED"
                else ()
            ),
        ),
    )
    parts = {None: None, "principal": _("本金"), "earnings": _("收益")}
    return replace(
        sheet,
        paper=replace(
            sheet,
            rows=[(*row[:-2], parts[cast("str | None", row[-2])], row[-1]) for row in rows],
            fields={**sheet.fields, "state": _state_words()[state]},
        ),
    )


def _voucher_rows(tx: Tx, draft: Draft) -> Iterator[tuple[object, ...]]:
    names, estates, banks = _names(tx, draft.book_id)
    sub = schema.sub_account
    wanted = sorted({share.sub_id for line in draft.lines for share in line.shares})
    codes: dict[int, str] = {}
    for start in range(0, len(wanted), 500):
        for row in tx.conn.execute(
            select(sub.c.sub_id, sub.c.code).where(
                sub.c.book_id == draft.book_id, sub.c.sub_id.in_(wanted[start : start + 500])
            )
        ):
            codes[row.sub_id] = row.code
    for number, line in enumerate(draft.lines, start=1):
        is_debit = line.side is Side.DEBIT
        yield (
            number,
            line.account,
            names.get(line.account),
            line.detail,
            estates.get(line.estate_id) if line.estate_id else None,
            banks.get(line.bank_account_id) if line.bank_account_id else None,
            line.amount_fen if is_debit else None,
            None if is_debit else line.amount_fen,
            None,
            None,
            None,
        )
        for share in sorted(line.shares, key=lambda share: codes.get(share.sub_id, "")):
            yield (
                number,
                line.account,
                names.get(line.account),
                None,
                None,
                None,
                None,
                None,
                codes.get(share.sub_id),
                "earnings" if share.part else "principal",
                share.amount_fen,
            )


def _names(tx: Tx, book_id: int) -> tuple[dict[str, str], dict[int, str], dict[int, str]]:
    """Return what accounts, estates and bank accounts are called."""
    names = {
        row.account: row.name
        for row in tx.conn.execute(
            select(schema.account.c.account, schema.account.c.name)
            .join(schema.book, schema.book.c.chart == schema.account.c.chart)
            .where(schema.book.c.book_id == book_id)
        )
    }
    estates = {
        row.estate_id: row.code
        for row in tx.conn.execute(select(schema.estate.c.estate_id, schema.estate.c.code))
    }
    banks = {
        row.bank_account_id: row.number
        for row in tx.conn.execute(
            select(schema.bank_account.c.bank_account_id, schema.bank_account.c.number)
        )
    }
    return names, estates, banks
