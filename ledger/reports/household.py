"""One household's account (分户账): what it holds and all that made it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, exists, select

from ledger.fund.using.dispute_words import home_notes
from ledger.journal.reading import number_of
from ledger.journal.voucher import Kind, Part
from ledger.registry.books import list_books
from ledger.registry.lineage import Event, events_of
from ledger.registry.standing import FROM, INTO
from ledger.registry.titles import owned_on
from ledger.reports.behind import Behind, Moved, read_behind
from ledger.reports.household_detail import detailed, told
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import last_day
from ledger.values.reach import refuse_household
from ledger.values.sheet import Column, Sheet
from ledger.values.text import shown


class _Sub(NamedTuple):
    """A sub-account and the book that keeps it."""

    book_id: int
    book: str
    sub_id: int
    code: str
    estate_id: int | None


@dataclass(frozen=True, slots=True)
class _Step:
    """One change of a sub-account, and what it held after it."""

    on: date
    summary: str
    voucher: str
    part: Part
    amount_fen: int
    balance_fen: int
    value_on: date
    moved: Moved


def household(
    tx: Tx,
    code: str,
    *,
    on: date,
    period: int | None = None,
    detail: bool = False,
    book: str | None = None,
) -> Sheet:
    """Show what a sub-account holds, and every change with the balance after it.

    Args:
        tx: a transaction.
        code: of the sub-account.
        on: the day whose owners are told; the end of `period` where that comes first.
        period: up to the end of this month; left out, up to now.
        detail: tell below each change what stands behind it.
        book: as this book keeps it, or kept it before a hand-over; where it is open when left out.

    Raises:
        Refused: `household_unknown`.
    """
    sub, elsewhere = _find_sub(tx, code, book)
    steps = list(_history(tx, sub, period))
    behind = read_behind(tx, sub.book_id, sub.book, sub.sub_id, [step.moved for step in steps])
    fields: dict[str, object] = {
        "code": sub.code,
        "book": sub.book,
        "balance_fen": sum(step.amount_fen for step in steps),
        "principal_fen": _held(steps, Part.PRINCIPAL),
        "earnings_fen": _held(steps, Part.EARNINGS),
        **_facts(tx, sub, on if period is None else min(on, last_day(period))),
        "until": None if period is None else last_day(period),
        "other_books": elsewhere,
        **_kin(tx, sub),
    }
    disputes = home_notes(tx, sub.book_id, sub.sub_id) if detail else []
    notes = [*_elsewhere(sub.code, elsewhere), *disputes]
    paper = replace(_paper(sub, steps, fields), notes=notes)
    if detail:
        paper = detailed(paper, behind)
    return Sheet(
        kind="household",
        title=_("分户账 {code}").format(code=sub.code),
        columns=(
            Column("on", _("日期"), "date"),
            Column("summary", _("摘要")),
            Column("voucher", _("凭证号")),
            Column("part", _("部分")),
            Column("amount_fen", _("金额"), "fen"),
            Column("balance_fen", _("余额"), "fen"),
            Column("value_on", _("起息日"), "date"),
            Column("what", _("事项")),
            Column("behind", _("依据")),
        ),
        rows=[_row(step, each) for step, each in zip(steps, behind, strict=True)],
        fields=fields,
        notes=notes,
        paper=paper,
    )


def _elsewhere(code: str, books: Sequence[str]) -> list[str]:
    """Say where else the household has movements, before a hand-over or since."""
    told = _("本户在账套 {book} 另有明细：wxzj report household {code} --book {book}")
    return [told.format(book=book, code=code) for book in books]


def _row(step: _Step, behind: Behind) -> tuple[object, ...]:
    return (
        step.on,
        step.summary,
        step.voucher,
        "principal" if step.part is Part.PRINCIPAL else "earnings",
        step.amount_fen,
        step.balance_fen,
        step.value_on,
        behind.what,
        told(behind),
    )


def _paper(sub: _Sub, steps: Sequence[_Step], fields: dict[str, object]) -> Sheet:
    labels = (
        Column("owner", _("产权人")),
        Column("area", _("建筑面积（㎡）"), "area"),
        Column("initial_fen", _("应交首期（元）"), "fen"),
        Column("balance_fen", _("余额（元）"), "fen"),
        Column("principal_fen", _("其中：本金（元）"), "fen"),
        Column("earnings_fen", _("收益（元）"), "fen"),
        Column("earmark_fen", _("已批准待支付（元）"), "fen"),
        Column("until", _("截至"), "date"),
        Column("came_from", _("来自房屋")),
        Column("went_into", _("已变为房屋")),
        Column("gone_on", _("已销，自"), "date"),
    )
    return Sheet(
        kind="household",
        title=_("分户账 {code}").format(code=sub.code),
        columns=(
            Column("on", _("日期"), "date"),
            Column("voucher", _("凭证号")),
            Column("summary", _("摘要")),
            Column("part", _("部分")),
            Column("in_fen", _("增加"), "fen"),
            Column("out_fen", _("减少"), "fen"),
            Column("balance_fen", _("余额"), "fen"),
        ),
        rows=[
            (
                step.on,
                step.voucher,
                step.summary,
                _("本金") if step.part is Part.PRINCIPAL else _("收益"),
                step.amount_fen if step.amount_fen > 0 else None,
                -step.amount_fen if step.amount_fen < 0 else None,
                step.balance_fen,
            )
            for step in steps
        ],
        fields=fields,
        labels=[label for label in labels if fields.get(label.key) is not None],
    )


def _find_sub(tx: Tx, code: str, book: str | None) -> tuple[_Sub, list[str]]:
    """Find a sub-account by its code, in the books of the estate's custodian first.

    Returns:
        it, and the codes of other books in which it moved, before a hand-over or since.
    """
    estate, sub, share = schema.estate, schema.sub_account, schema.share
    custodian_id = tx.conn.execute(
        select(estate.c.custodian_id).where(estate.c.code == code.partition("-")[0])
    ).scalar_one_or_none()
    books = {each.book_id: each for each in list_books(tx)}
    rows = tx.conn.execute(
        select(
            sub.c.book_id,
            sub.c.sub_id,
            sub.c.estate_id,
            exists()
            .where(share.c.book_id == sub.c.book_id, share.c.sub_id == sub.c.sub_id)
            .label("moved"),
        ).where(sub.c.book_id.in_(books), sub.c.code == code)
    ).all()
    wanted = [row for row in rows if book in {None, books[row.book_id].code}]
    if not wanted:
        raise Refused(
            "household_unknown",
            _("没有房屋“{code}”").format(code=shown(code)),
            _("请核对房屋编号，或运行 wxzj registry households 查看"),
        )
    row = min(
        wanted, key=lambda row: (books[row.book_id].custodian_id != custodian_id, row.book_id)
    )
    refuse_household(tx.reach, row.estate_id, books[row.book_id].custodian_id, code)
    others = [books[each.book_id].code for each in rows if each != row and each.moved]
    own = _Sub(row.book_id, books[row.book_id].code, row.sub_id, code, row.estate_id)
    return own, sorted(others)


def _history(tx: Tx, sub: _Sub, period: int | None) -> Iterator[_Step]:
    balance_fen = 0
    for row in tx.conn.execute(_touched(sub, period)):
        balance_fen += row.amount_fen
        yield _Step(
            row.dated_on,
            row.summary,
            f"{sub.book}:{number_of(row.period, row.word, row.no)}",
            Part(row.part),
            row.amount_fen,
            balance_fen,
            row.value_on,
            Moved(
                row.voucher_id,
                Kind(row.kind),
                row.event,
                row.case_id,
                row.reverses,
                row.account,
                row.detail,
                row.amount_fen,
                row.value_on,
            ),
        )


def _touched(sub: _Sub, period: int | None) -> Select[Any]:
    voucher, share, line = schema.voucher, schema.share, schema.line
    query = (
        select(
            voucher.c.voucher_id,
            voucher.c.kind,
            voucher.c.event,
            voucher.c.case_id,
            voucher.c.reverses,
            voucher.c.dated_on,
            voucher.c.value_on,
            voucher.c.summary,
            voucher.c.period,
            voucher.c.word,
            voucher.c.no,
            share.c.part,
            share.c.amount_fen,
            line.c.account,
            line.c.detail,
        )
        .join_from(
            voucher,
            share,
            and_(
                share.c.book_id == sub.book_id,
                share.c.voucher_id == voucher.c.voucher_id,
                share.c.sub_id == sub.sub_id,
            ),
        )
        .join(
            line,
            and_(
                line.c.book_id == share.c.book_id,
                line.c.voucher_id == share.c.voucher_id,
                line.c.line_no == share.c.line_no,
            ),
        )
        .where(voucher.c.book_id == sub.book_id)
        .order_by(voucher.c.dated_on, voucher.c.voucher_id, share.c.part)
    )
    if period is not None:
        query = query.where(voucher.c.period <= period)
    if sub.estate_id is None:
        return query
    # a share's voucher names the estate of its sub-account
    return query.where(voucher.c.estate_id == sub.estate_id)


def _held(steps: Sequence[_Step], part: Part) -> int:
    return sum(step.amount_fen for step in steps if step.part is part)


def _facts(tx: Tx, sub: _Sub, on: date) -> dict[str, object]:
    """Read what is known of the house itself; a sub-account of another kind has nothing."""
    home, title, balance = schema.household, schema.title, schema.sub_balance
    row: Any = tx.conn.execute(
        select(home.c.area, home.c.due_fen, home.c.kind).where(
            home.c.book_id == sub.book_id, home.c.sub_id == sub.sub_id
        )
    ).one_or_none()
    owners = tx.conn.execute(
        select(title.c.owner)
        .where(
            title.c.book_id == sub.book_id,
            title.c.sub_id == sub.sub_id,
            *owned_on(on),
        )
        .order_by(title.c.title_no)
    ).scalars()
    earmarks = tx.conn.execute(
        select(balance.c.earmark_fen).where(
            balance.c.book_id == sub.book_id, balance.c.sub_id == sub.sub_id
        )
    ).scalars()
    return {
        "initial_fen": 0 if row is None else row.due_fen,
        "area": None if row is None else row.area,
        "owner": "、".join(owners) or None,
        "earmark_fen": sum(earmarks),
    }


def _kin(tx: Tx, sub: _Sub) -> dict[str, object]:
    """Name the houses that this one came from and went into, by its newest events."""
    came = went = gone = None
    for event in events_of(tx, sub.book_id, sub.sub_id):
        role = next(each.role for each in event.members if each.sub_id == sub.sub_id)
        if role == INTO:
            came, went, gone = _codes(event, FROM), None, None
        elif role == FROM:
            went, gone = _codes(event, INTO), event.dated_on
    return {"came_from": came, "went_into": went, "gone_on": gone}


def _codes(event: Event, role: str) -> str | None:
    return "、".join(member.code for member in event.of_role(role)) or None
