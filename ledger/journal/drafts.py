"""Vouchers that are not posted yet: drawn up, checked, returned. A draft has no number.

A draft may be unbalanced; what posting refuses is told when it is posted. From the first user on
a draft is checked by somebody else than its maker before it is posted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, select, update

from ledger.journal.movements import Owned, write_movements
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind, Line, Part, PayerClass, Posted, Share, Side
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.reach import refuse_estate
from ledger.values.text import shown

_CODE: Final = re.compile(r"(?P<book>[^:]+):D-(?P<no>[1-9][0-9]{0,8})", re.ASCII)


class Kept(NamedTuple):
    """A draft as it lies in the drawer.

    Attributes:
        code: such as `F1-C:D-5`.
        state: DRAFT, CHECKED, RETURNED or POSTED.
    """

    code: str
    draft_id: int
    state: str
    draft: Draft
    reason: str | None


class Saved(NamedTuple):
    """What became of a draft that was brought.

    Attributes:
        code: where it lies, such as `F1-C:D-5`.
        state: how far it is.
        is_new: False where it lay there before.
    """

    code: str
    state: str
    is_new: bool


def save_drafts(tx: Tx, drafts: Sequence[Draft], *, clock: Clock) -> list[str]:
    """Put `drafts` into the drawer and return their codes, in the same order."""
    table, codes = schema.draft, []
    for draft in drafts:
        book_code = tx.conn.execute(
            select(schema.book.c.code).where(schema.book.c.book_id == draft.book_id)
        ).scalar_one()
        newest = tx.conn.execute(
            select(func.max(table.c.draft_id)).where(table.c.book_id == draft.book_id)
        ).scalar_one()
        draft_id = (newest or 0) + 1
        tx.conn.execute(
            table.insert().values(
                book_id=draft.book_id,
                draft_id=draft_id,
                state="DRAFT",
                dated_on=draft.dated_on,
                summary=draft.summary,
                debit_fen=draft.debit_fen,
                body=_encoded(draft),
                maker=draft.maker,
                made_at=clock.at,
            )
        )
        write_movements(tx, [Owned(draft, draft_id=draft_id)])
        codes.append(f"{book_code}:D-{draft_id}")
    return codes


def save_new_drafts(tx: Tx, drafts: Sequence[Draft], *, clock: Clock) -> list[Saved]:
    """Put those of `drafts` into the drawer that do not lie there yet, and tell of each.

    A draft is known by all that it says. Equal ones in `drafts` are told apart by their number:
    the second is new while one lies there. A returned draft is to be drawn up again.
    """
    seen: dict[tuple[int, date, str, str], int] = {}
    saved = []
    for draft in drafts:
        content = (draft.book_id, draft.dated_on, draft.summary, _encoded(draft))
        known = _of_content(tx, *content)
        turn = seen.get(content, 0)
        seen[content] = turn + 1
        if turn < len(known):
            saved.append(known[turn])
        else:
            [code] = save_drafts(tx, [draft], clock=clock)
            saved.append(Saved(code, "DRAFT", is_new=True))
    return saved


def _of_content(tx: Tx, book_id: int, dated_on: date, summary: str, body: str) -> list[Saved]:
    """Return what lies in the drawer and says the same, the oldest first."""
    table, book = schema.draft, schema.book
    query = (
        select(book.c.code, table.c.draft_id, table.c.state)
        .join(book, book.c.book_id == table.c.book_id)
        .where(
            table.c.book_id == book_id,
            table.c.dated_on == dated_on,
            table.c.summary == summary,
            table.c.body == body,
            table.c.state != "RETURNED",
        )
        .order_by(table.c.draft_id)
    )
    return [
        Saved(f"{row.code}:D-{row.draft_id}", row.state, is_new=False)
        for row in tx.conn.execute(query)
    ]


def find_draft(tx: Tx, code: str) -> Kept:
    """Return the draft called `code`.

    Raises:
        InputError: `draft_code`, where it is not a draft's code.
        Refused: `draft_unknown`, `out_of_reach`.
    """
    read = _CODE.fullmatch(code)
    if read is None:
        raise InputError(
            "draft_code",
            _("“{code}”不是待过账单据的编号").format(code=shown(code)),
            _("编号如 F1-C:D-5，运行 wxzj voucher list --state draft 查看"),
        )
    table, book = schema.draft, schema.book
    row = tx.conn.execute(
        select(table, book.c.custodian_id)
        .join(book, book.c.book_id == table.c.book_id)
        .where(book.c.code == read["book"], table.c.draft_id == int(read["no"]))
    ).one_or_none()
    if row is None:
        raise Refused(
            "draft_unknown",
            _("没有待过账单据 {code}").format(code=code),
            _("运行 wxzj voucher list --state draft 查看"),
        )
    kept = Kept(code, row.draft_id, row.state, _decoded(row), row.reason)
    refuse_estate(tx.reach, kept.draft.estate_id, row.custodian_id, code)
    return kept


def drafts_of_event(tx: Tx, book_id: int, beginning: str, holding: str = "") -> list[Kept]:
    """Return the drafts whose event begins with `beginning` and holds `holding`, the oldest first.

    Whatever their state; what was posted of them names the same event in the journal.
    """
    table, book = schema.draft, schema.book
    rows = tx.conn.execute(
        select(table, book.c.code.label("book"))
        .join(book, book.c.book_id == table.c.book_id)
        .where(
            table.c.book_id == book_id,
            of_event(beginning),
        )
        .order_by(table.c.draft_id)
    )
    kept = (
        Kept(f"{row.book}:D-{row.draft_id}", row.draft_id, row.state, _decoded(row), row.reason)
        for row in rows
    )
    return [each for each in kept if holding in (each.draft.event or "")]


def drafts_of_estate(tx: Tx, book_id: int, estate_id: int) -> list[Kept]:
    """Return the drafts of an estate that are neither posted nor returned, the oldest first."""
    table, book = schema.draft, schema.book
    rows = tx.conn.execute(
        select(table, book.c.code.label("book"))
        .join(book, book.c.book_id == table.c.book_id)
        .where(table.c.book_id == book_id, table.c.state.in_(("DRAFT", "CHECKED")))
        .order_by(table.c.draft_id)
    )
    kept = (
        Kept(f"{row.book}:D-{row.draft_id}", row.draft_id, row.state, _decoded(row), row.reason)
        for row in rows
    )
    return [each for each in kept if each.draft.estate_id == estate_id]


def of_event(beginning: str) -> ColumnElement[bool]:
    """Say that the event of a draft begins so."""
    # A quote within a text is written with a stroke before it, so this is no text's.
    return schema.draft.c.body.contains(f'"event": "{beginning}', autoescape=True)


def waiting_of_event(tx: Tx, event: str) -> list[str]:
    """Return the codes of the drafts that name `event` and wait, in all books, the oldest first."""
    table, book = schema.draft, schema.book
    query = (
        select(book.c.code, table.c.draft_id)
        .join(book, book.c.book_id == table.c.book_id)
        .where(
            table.c.state.in_(("DRAFT", "CHECKED")),
            # A quote within a text is written with a stroke before it, so this is no text's.
            table.c.body.contains(f'"event": "{event}"', autoescape=True),
        )
        .order_by(book.c.code, table.c.draft_id)
    )
    return [f"{row.code}:D-{row.draft_id}" for row in tx.conn.execute(query)]


def check_drafts(tx: Tx, drafts: Sequence[Kept], who: str) -> None:
    """Mark `drafts` as checked by `who`, who must not be their maker.

    Raises:
        Refused: `draft_state`, `maker_is_checker`.
    """
    for kept in drafts:
        _refuse_state(kept, {"DRAFT"})
        if kept.draft.maker == who:
            raise Refused(
                "maker_is_checker",
                _("{code} 由 {who} 制单，不能自己审核").format(code=kept.code, who=shown(who)),
                _("请由另一人审核；单人模式可直接过账"),
            )
        _set(tx, kept, state="CHECKED", checker=who)


def return_drafts(tx: Tx, drafts: Sequence[Kept], reason: str) -> None:
    """Send `drafts` back to their makers.

    Raises:
        Refused: `draft_state`.
    """
    for kept in drafts:
        _refuse_state(kept, {"DRAFT", "CHECKED"})
        _set(tx, kept, state="RETURNED", checker=None, reason=reason)


def post_drafts(tx: Tx, drafts: Sequence[Kept], who: str | None, *, clock: Clock) -> list[Posted]:
    """Post `drafts`, all of them or none; those that were posted before are left as they are.

    Args:
        who: the poster; None in 单人模式, where drafts need no check.

    Raises:
        Refused: `draft_state`, or what `posting` refuses.
    """
    for kept in drafts:
        _refuse_state(kept, {"CHECKED", "POSTED"} if who else {"DRAFT", "CHECKED", "POSTED"})
    posted = post_many(
        tx,
        [
            replace(
                kept.draft,
                poster=who,
                checker=kept.draft.checker if who else None,
                request_key=f"draft:{kept.draft_id}",
            )
            for kept in drafts
        ],
        clock=clock,
    )
    for kept, voucher in zip(drafts, posted, strict=True):
        _set(tx, kept, state="POSTED", voucher_id=voucher.voucher_id)
    return posted


def _refuse_state(kept: Kept, allowed: set[str]) -> None:
    if kept.state not in allowed:
        raise Refused(
            "draft_state",
            _("{code} 的状态是{state}，不能这样处理").format(
                code=kept.code, state=state_word(kept.state)
            ),
            _("运行 wxzj voucher list 查看状态"),
        )


def state_word(state: str) -> str:
    """Return what people call a state of a draft."""
    return {
        "DRAFT": _("待审核"),
        "CHECKED": _("已审核"),
        "RETURNED": _("已退回"),
        "POSTED": _("已过账"),
    }[state]


def _set(tx: Tx, kept: Kept, **values: object) -> None:
    table = schema.draft
    tx.conn.execute(
        update(table)
        .where(table.c.book_id == kept.draft.book_id, table.c.draft_id == kept.draft_id)
        .values(values)
    )


def _encoded(draft: Draft) -> str:
    """Write what `draft` holds beside the columns of its row."""
    return json.dumps(
        {
            "kind": draft.kind,
            "value_on": draft.value_on.isoformat(),
            "estate_id": draft.estate_id,
            "event": draft.event,
            "reverses": draft.reverses,
            "corrects": draft.corrects,
            "case_id": draft.case_id,
            "attachment_count": draft.attachment_count,
            "evidence": draft.evidence.hex() if draft.evidence else None,
            "lines": [
                {
                    "account": line.account,
                    "side": line.side,
                    "amount_fen": line.amount_fen,
                    "estate_id": line.estate_id,
                    "bank_account_id": line.bank_account_id,
                    "detail": line.detail,
                    "shares": [
                        [share.sub_id, share.amount_fen, share.part, share.payer_class]
                        for share in line.shares
                    ],
                }
                for line in draft.lines
            ],
        },
        ensure_ascii=False,
    )


def _decoded(row: Any) -> Draft:
    body = json.loads(row.body)
    return Draft(
        book_id=row.book_id,
        kind=Kind(body["kind"]),
        dated_on=row.dated_on,
        value_on=row.dated_on.fromisoformat(body["value_on"]),
        summary=row.summary,
        lines=tuple(
            Line(
                line["account"],
                Side(line["side"]),
                line["amount_fen"],
                line["estate_id"],
                line["bank_account_id"],
                line["detail"],
                tuple(
                    Share(sub_id, fen, Part(part), PayerClass(payer) if payer else None)
                    for sub_id, fen, part, payer in line["shares"]
                ),
            )
            for line in body["lines"]
        ),
        request_key=f"draft:{row.draft_id}",
        maker=row.maker,
        estate_id=body["estate_id"],
        event=body["event"],
        reverses=body["reverses"],
        corrects=body["corrects"],
        case_id=body["case_id"],
        attachment_count=body["attachment_count"],
        evidence=bytes.fromhex(body["evidence"]) if body["evidence"] else None,
        checker=row.checker,
    )
