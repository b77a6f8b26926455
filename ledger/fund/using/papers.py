"""The register of a case's papers (附件): contracts, votes, invoices, each by the digest of a file.

The files lie in the vault beside the database. Nothing is ever taken out of the register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.fund.using.cases import Case
from ledger.fund.using.usage import hold_case, refuse_future
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.digest import netstring
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

KINDS: Final = {
    "plan": "使用方案",
    "contract": "合同",
    "budget": "预算",
    "minutes": "会议记录",
    "opinion": "意见表",
    "publicity": "公示",
    "collect": "自筹协议",
    "filing": "备案",
    "acceptance": "验收",
    "audit": "审核报告",
    "invoice": "发票",
    "photo": "照片",
    "court": "法律文书",
    "other": "其他",
}


class Paper(NamedTuple):
    """One paper of a case.

    Attributes:
        paper_no: in the order in which they came, from 1.
        kind: a code of `KINDS`.
        name: what the file was called.
        size: in bytes.
        dated_on: the day of the paper itself.
    """

    paper_no: int
    kind: str
    name: str
    sha256: bytes
    size: int
    dated_on: date
    who: str = ""
    at: str = ""


def read_paper_kind(word: str) -> str:
    """Return the code of a kind of paper, given in English or Chinese.

    Raises:
        InputError: `paper_kind_unknown`.
    """
    code = {name: code for code, name in KINDS.items()}.get(word, word)
    if code not in KINDS:
        raise InputError(
            "paper_kind_unknown",
            _("不认识的附件类别“{word}”").format(word=shown(word)),
            _("可写：{names}").format(names="、".join(KINDS.values())),
        )
    return code


def attach(tx: Tx, code: str, paper: Paper, *, who: str, clock: Clock) -> tuple[Case, Paper, bool]:
    """Enter a paper into the register of a case; return it, and whether it is new.

    The same file as the same kind again changes nothing, whatever it is called.

    Raises:
        Refused: `case_unknown`, `date_in_future`.
        InputError: what `clean_name` raises.
    """
    case = hold_case(tx, code)
    refuse_future(paper.dated_on, clock)
    known = read_papers(tx, case)
    for each in known:
        if (each.kind, each.sha256) == (paper.kind, paper.sha256):
            return case, each, False
    name = clean_name(paper.name, _("文件名"))
    entered = paper._replace(paper_no=len(known) + 1, name=name, who=who, at=clock.at)
    for own in case.books:
        tx.conn.execute(
            schema.usage_paper.insert().values(
                book_id=own.book.book_id, case_id=own.case_id, **entered._asdict()
            )
        )
    return case, entered, True


def read_papers(tx: Tx, case: Case) -> list[Paper]:
    """Return the papers of a case in the order in which they came."""
    table, own = schema.usage_paper, case.books[0]  # the same stands in each book of the case
    return [
        Paper(*row)
        for row in tx.conn.execute(
            select(
                table.c.paper_no,
                table.c.kind,
                table.c.name,
                table.c.sha256,
                table.c.size,
                table.c.dated_on,
                table.c.who,
                table.c.at,
            )
            .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
            .order_by(table.c.paper_no)
        )
    ]


def papers_digest(papers: Iterable[Paper]) -> str | None:
    """Return the digest over papers, in hex; None where there are none."""
    text = "".join(netstring(paper.kind, paper.sha256, paper.dated_on) for paper in papers)
    return hashlib.sha256(text.encode()).hexdigest() if text else None
