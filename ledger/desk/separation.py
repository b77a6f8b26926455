"""Duties kept apart by dated rules: poster and checker, the cashier, and amounts (岗位分离).

That maker and checker are two people always holds and is the journal's own. The rest differs: a
county has three accountants, a city thirty. So it is asked of the rulebook, by custodian and by the
day that a voucher is dated, whatever door a voucher or a draft came through:

* `duty.poster_may_check`: whether the poster may be the checker;
* `duty.cashier_apart`: whether a cashier must neither make nor check vouchers;
* `duty.limit_fen.…`: the most that is checked, posted or approved by one who is no `chief`.

Without users (单人模式) none of it is asked, and every voucher says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select

from ledger.fund.using.cases import Case
from ledger.journal.drafts import Kept
from ledger.journal.voucher import CLOSING_KINDS
from ledger.registry.duties import CASHIER, CHIEF, read_duties
from ledger.registry.rule_entries import PLACE, Entry, resolve
from ledger.registry.rulebook import own_entries
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import shown

_LIMITS: Final = {
    "check": "duty.limit_fen.check",
    "post": "duty.limit_fen.post",
    "approve": "duty.limit_fen.approve",
}
_POSTER: Final = "duty.poster_may_check"
_CASHIER: Final = "duty.cashier_apart"

Newest = Mapping[int, tuple[int, int]]
"""The newest voucher and the newest draft of each book, by its id."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What somebody signed: a voucher, a draft, or a case of using the fund.

    Attributes:
        title: by which people know it.
        dated_on: the day whose rules hold.
        maker: who made it; None where nobody new did.
        checker: who checked it, None before.
        poster: who posted it, None before.
        approver: who approved it, None where it is no case.
        by_case: whether an approval stands behind it, which has a limit of its own.
    """

    title: str
    custodian_id: int
    dated_on: date
    amount_fen: int
    maker: str | None = None
    checker: str | None = None
    poster: str | None = None
    approver: str | None = None
    by_case: bool = False


def refuse_written(tx: Tx, before: Newest, now: Newest) -> None:
    """Refuse an act that wrote vouchers or drafts which one of their people must not sign.

    Raises:
        Refused: `poster_is_checker`, `cashier_apart`, `amount_above_limit`.
    """
    grown = [book_id for book_id, newest in now.items() if newest != before.get(book_id, (0, 0))]
    papers = [
        paper for book_id in grown for paper in _written(tx, book_id, *before.get(book_id, (0, 0)))
    ]
    refuse_signed(tx, papers)


def refuse_checking(tx: Tx, drafts: Sequence[Kept], who: str) -> None:
    """Refuse to check drafts that `who` must not check.

    Raises:
        Refused: `cashier_apart`, `amount_above_limit`.
    """
    book = schema.book
    keepers = dict(tx.conn.execute(select(book.c.book_id, book.c.custodian_id)).all())
    refuse_signed(
        tx,
        [
            Paper(
                kept.code,
                keepers[kept.draft.book_id],
                kept.draft.dated_on,
                kept.draft.debit_fen,
                maker=kept.draft.maker,
                checker=who,
            )
            for kept in drafts
        ],
    )


def refuse_approving(tx: Tx, case: Case, who: str) -> None:
    """Refuse that `who` approved a case beyond the limit.

    Raises:
        Refused: `amount_above_limit`.
    """
    if case.approved_on is not None and case.approved_by == who and has_users(tx):
        keeper_id = case.estate.custodian_id
        paper = Paper(case.code, keeper_id, case.approved_on, case.total_fen, approver=who)
        refuse_signed(tx, [paper])


def refuse_signed(tx: Tx, papers: Iterable[Paper]) -> None:
    """Refuse papers that one of their people must not sign.

    Raises:
        Refused: `poster_is_checker`, `cashier_apart`, `amount_above_limit`.
    """
    rules: dict[int, Mapping[str, Sequence[Entry]]] = {}
    held: Mapping[str, frozenset[str]] | None = None
    for paper in papers:
        if held is None:
            held = read_duties(tx)
        if paper.custodian_id not in rules:
            keys = (_POSTER, _CASHIER, *_LIMITS.values(), PLACE)
            rules[paper.custodian_id] = own_entries(tx, paper.custodian_id, keys)
        refusal = fault(paper, rules[paper.custodian_id], held)
        if refusal is not None:
            raise refusal


def _written(tx: Tx, book_id: int, voucher_id: int, draft_id: int) -> Iterable[Paper]:
    """Read what came into a book after these, one row for what is alike."""
    book, voucher, draft = schema.book, schema.voucher, schema.draft
    code, keeper_id = tx.conn.execute(
        select(book.c.code, book.c.custodian_id).where(book.c.book_id == book_id)
    ).one()
    people = (voucher.c.maker, voucher.c.checker, voucher.c.poster)
    by_case = voucher.c.case_id.is_not(None)
    for row in tx.conn.execute(
        select(voucher.c.dated_on, *people, by_case, func.max(voucher.c.debit_fen))
        .where(
            voucher.c.book_id == book_id,
            voucher.c.voucher_id > voucher_id,
            voucher.c.kind.not_in([kind.value for kind in CLOSING_KINDS]),
            voucher.c.poster.is_not(None),
        )
        .group_by(voucher.c.dated_on, *people, by_case)
        .order_by(voucher.c.dated_on, *people)
    ):
        dated_on, maker, checker, poster, of_case, most = row
        yield Paper(code, keeper_id, dated_on, most, maker, checker, poster, by_case=bool(of_case))
    for dated_on, maker in tx.conn.execute(
        select(draft.c.dated_on, draft.c.maker)
        .where(draft.c.book_id == book_id, draft.c.draft_id > draft_id)
        .distinct()
        .order_by(draft.c.dated_on, draft.c.maker)
    ):
        yield Paper(code, keeper_id, dated_on, 0, maker=maker)


def fault(
    paper: Paper, own: Mapping[str, Sequence[Entry]], held: Mapping[str, frozenset[str]]
) -> Refused | None:
    """Return why a paper must not be signed by its people, None where it may."""

    def rule(key: str) -> object:
        return resolve(key, own.get(key, ()), own.get(PLACE, ()), paper.dated_on).value

    same = paper.poster is not None and paper.poster == paper.checker
    if same and not rule(_POSTER):
        return Refused(
            "poster_is_checker",
            _("{title} 由 {who} 审核，不能再由同一人记账").format(
                title=shown(paper.title), who=shown(paper.poster or "")
            ),
            _("请由另一人记账；规则 {rule} 见 wxzj registry rules show").format(rule=_POSTER),
        )
    for person in (paper.maker, paper.checker):
        if person is not None and CASHIER in held.get(person, ()) and rule(_CASHIER):
            return Refused(
                "cashier_apart",
                _("{who} 是出纳，不能给 {title} 制单或审核").format(
                    who=shown(person), title=shown(paper.title)
                ),
                _("请由另一人办理；规则 {rule} 见 wxzj registry rules show").format(rule=_CASHIER),
            )
    signed = {"check": paper.checker, "post": paper.poster, "approve": paper.approver}
    if paper.by_case:
        del signed["check"]
    for step, person in signed.items():
        if person is None or CHIEF in held.get(person, ()):
            continue
        limit = rule(_LIMITS[step])
        if isinstance(limit, int) and paper.amount_fen > limit:
            return Refused(
                "amount_above_limit",
                _("{title} 的 {amount} 元超过 {who} 的限额 {limit} 元").format(
                    title=shown(paper.title),
                    amount=format_fen(paper.amount_fen),
                    who=shown(person),
                    limit=format_fen(limit),
                ),
                _("请由会计主管（chief）办理；规则 {rule} 见 wxzj registry rules show").format(
                    rule=_LIMITS[step]
                ),
            )
    return None
