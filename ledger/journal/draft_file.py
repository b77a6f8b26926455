"""Rows of a voucher file, gathered to drafts. Codes become ids; the sums are left to posting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import select

from ledger.intake.spec import Row
from ledger.journal.voucher import Draft, Kind, Line, Part, Share, Side
from ledger.journal.vouchers import find_voucher, is_reversed
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.digest import netstring
from ledger.values.errors import BadRow, BadRows, LedgerError
from ledger.values.i18n import _
from ledger.values.text import shown


class _Codes(NamedTuple):
    """What the codes of a file stand for."""

    books: Mapping[str, int]
    estates: Mapping[str, int]
    bank_accounts: Mapping[str, int]
    sub_accounts: Mapping[tuple[int, str], int]


def drafts_of_rows(
    tx: Tx, rows: Iterable[Row], *, file: str, default_book: str | None, maker: str
) -> list[Draft]:
    """Gather rows of one file to drafts, in the order of the file.

    Args:
        default_book: the book of rows that name none; may be None where there is one book only.

    Raises:
        BadRows: every code that is not known, and every voucher whose rows contradict each other.
    """
    kept = list(rows)
    codes = _read_codes(tx, kept)
    if default_book is None and len(codes.books) == 1:
        default_book = next(iter(codes.books))
    bad: list[BadRow] = []
    drafts = []
    for number, group in groupby(kept, key=lambda row: row.values["voucher"]):
        own = list(group)
        draft = _draft(tx, own, codes, default_book, maker, bad)
        if draft is not None:
            drafts.append((str(number), draft))
    if bad:
        raise BadRows(
            file,
            tuple(bad),
            _("{file} 有 {count} 行不能制单").format(file=shown(file), count=len(bad)),
            _("请改正后重新导入；什么都没有改变"),
        )
    return [draft for _number, draft in drafts]


def _read_codes(tx: Tx, rows: Sequence[Row]) -> _Codes:
    book, estate, bank, sub = (
        schema.book,
        schema.estate,
        schema.bank_account,
        schema.sub_account,
    )
    named = sorted({str(row.values["household"]) for row in rows if row.values["household"]})
    subs: dict[tuple[int, str], int] = {}
    for start in range(0, len(named), 500):
        for row in tx.conn.execute(
            select(sub.c.book_id, sub.c.code, sub.c.sub_id).where(
                sub.c.code.in_(named[start : start + 500])
            )
        ):
            subs[row.book_id, row.code] = row.sub_id
    return _Codes(
        {row.code: row.book_id for row in tx.conn.execute(select(book.c.code, book.c.book_id))},
        {
            row.code: row.estate_id
            for row in tx.conn.execute(select(estate.c.code, estate.c.estate_id))
        },
        {
            row.number: row.bank_account_id
            for row in tx.conn.execute(select(bank.c.number, bank.c.bank_account_id))
        },
        subs,
    )


def _draft(
    tx: Tx,
    rows: Sequence[Row],
    codes: _Codes,
    default_book: str | None,
    maker: str,
    bad: list[BadRow],
) -> Draft | None:
    """Gather the rows of one voucher; what is wrong goes to `bad`."""
    before = len(bad)
    first = rows[0].values
    for key in ("on", "summary", "book", "value_on", "attachments", "corrects"):
        bad.extend(
            _bad(row, key, "voucher_rows_differ", _("同一凭证的这一栏前后不一致"))
            for row in rows[1:]
            if row.values[key] not in {None, first[key]}
        )
    book_code = first["book"] or default_book
    book_id = codes.books.get(str(book_code))
    if book_id is None:
        bad.append(_bad(rows[0], "book", "book_unknown", _("没有这个账套，或没有写账套")))
        return None
    lines = _lines(rows, codes, book_id, bad)
    corrects = _corrected(tx, rows[0], book_id, bad)
    if len(bad) > before:
        return None
    estates = {line.estate_id for line in lines} - {None}
    on = first["on"]
    content = netstring(*(str(value) for row in rows for value in row.values.values()))
    return Draft(
        book_id=book_id,
        kind=Kind.GENERAL,
        dated_on=on,  # type: ignore[arg-type] # the file's grammar gives a date
        value_on=first["value_on"] or on,  # type: ignore[arg-type] # likewise
        summary=str(first["summary"]),
        lines=tuple(lines),
        request_key=f"file:{hashlib.sha256(content.encode()).hexdigest()}",
        maker=maker,
        estate_id=estates.pop() if len(estates) == 1 else None,
        corrects=corrects,
        attachment_count=int(str(first["attachments"] or 0)),
    )


def _corrected(tx: Tx, row: Row, book_id: int, bad: list[BadRow]) -> int | None:
    """Return the voucher that a blue one replaces (订正): it must have been cancelled (注销)."""
    code = row.values["corrects"]
    if code is None:
        return None
    try:
        of_book, voucher_id = find_voucher(tx, str(code))
    except LedgerError as error:
        bad.append(_bad(row, "corrects", error.code, error.message))
        return None
    if of_book != book_id or not is_reversed(tx, book_id, voucher_id):
        bad.append(_bad(row, "corrects", "not_reversed", _("被订正的凭证还没有注销")))
        return None
    return voucher_id


def _lines(rows: Sequence[Row], codes: _Codes, book_id: int, bad: list[BadRow]) -> list[Line]:
    """Gather rows that agree in everything but the household to one line each."""
    gathered: dict[tuple[object, ...], list[tuple[int, Share | None]]] = {}
    for row in rows:
        values = row.values
        estate_id = _id(row, "estate", codes.estates, bad)
        bank_id = _id(row, "bank_account", codes.bank_accounts, bad)
        side = Side.DEBIT if values["debit"] is not None else Side.CREDIT
        fen = int(str(values["debit"] if side is Side.DEBIT else values["credit"]))
        share = None
        if values["household"] is not None:
            sub_id = codes.sub_accounts.get((book_id, str(values["household"])))
            if sub_id is None:
                bad.append(_bad(row, "household", "household_unknown", _("账套里没有这一户")))
                continue
            gained = fen if side is Side.CREDIT else -fen
            share = Share(sub_id, gained, Part(int(str(values["part"] or 0))))
        key = (str(values["account"]), side, estate_id, bank_id, values["detail"], share is None)
        gathered.setdefault(key, []).append((fen, share))
    return [
        Line(
            account=str(key[0]),
            side=Side(str(key[1])),
            amount_fen=sum(fen for fen, _share in own),
            estate_id=key[2],  # type: ignore[arg-type] # put together a few lines above
            bank_account_id=key[3],  # type: ignore[arg-type] # likewise
            detail=None if key[4] is None else str(key[4]),
            shares=tuple(share for _fen, share in own if share is not None),
        )
        for key, own in gathered.items()
    ]


def _id(row: Row, key: str, known: Mapping[str, int], bad: list[BadRow]) -> int | None:
    code = row.values[key]
    if code is None:
        return None
    if str(code) not in known:
        words = {
            "estate": ("estate_unknown", _("没有这个小区")),
            "bank_account": ("bank_account_unknown", _("没有登记这个专户")),
        }
        bad.append(_bad(row, key, *words[key]))
        return None
    return known[str(code)]


def _bad(row: Row, key: str, code: str, message: str) -> BadRow:
    return BadRow(
        row=row.number,
        column=key,
        value=shown(str(row.values[key] if row.values[key] is not None else "")),
        code=code,
        message=message,
        hint=_("请核对后重新导入"),
        refused=True,
    )
