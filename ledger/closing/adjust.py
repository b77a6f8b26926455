"""Errors of former years put right (以前年度调整): straight on the net assets, not in this income.

Only for errors that existed at the former balance-sheet date: the voucher restates the year's
opening on both sides (会住维01) and stands in row 二 of 会住维03; 会住维02 leaves it out. What is
this year's is refused: a contractor who pays back this year what was paid too much is a red repair
of this year, for at the former date the money was not there, and the restated sheet would not
balance. So whoever names a bank account says on which day of a former year the bank moved the
money.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import func, select

from ledger.journal.account import AccountRule
from ledger.journal.chart import rules_on
from ledger.journal.voucher import Draft, Kind
from ledger.registry.books import KINDS, list_books
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.digest import netstring
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.period import year_of
from ledger.values.text import clean_name

# Bank, bonds, imprest: what they were at the former date is a matter of fact.
CASH: Final = ("1001", "1101", "1201")
_ALLOWED: Final = frozenset({"ASSET", "LIABILITY", "NET_ASSET"})


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why a former year is put right.

    Attributes:
        error_on: the day of the error, of a former year; money counts for interest from it.
        reason: what was wrong.
        second: who agreed, beside the maker; the checker does where there are users.
        moved_on: the day of a former year on which the bank moved the money, where bank money,
            bonds or imprest are put right.
    """

    error_on: date
    reason: str
    second: str | None = None
    moved_on: date | None = None


def adjustments(
    tx: Tx, drafts: Sequence[Draft], grounds: Grounds, *, who: str, has_users: bool
) -> list[Draft]:
    """Return `drafts` as corrections of former years.

    Raises:
        InputError: `adjust_second_missing`, or what `clean_name` raises.
        Refused: `adjust_second`, `adjust_this_year`, `adjust_no_former_year`,
            `adjust_year_open`, `adjust_account`, `adjust_cash`.
    """
    reason = clean_name(grounds.reason, _("调整原因"))
    told = [f"以前年度调整：{reason}", f"差错{grounds.error_on.isoformat()}"]
    if grounds.moved_on is not None:
        told.append(f"银行{grounds.moved_on.isoformat()}")
    told += _second(grounds, who, has_users=has_users)
    made = []
    for place, draft in enumerate(drafts, start=1):
        _refuse(tx, draft, grounds)
        summary = " ".join([*told, draft.summary])
        key = hashlib.sha256(
            netstring(summary, draft.dated_on, place, repr(draft.lines)).encode()
        ).hexdigest()
        made.append(
            replace(
                draft,
                kind=Kind.ADJUST,
                value_on=grounds.error_on,
                summary=summary,
                request_key=f"adjust:{key[:32]}",
            )
        )
    return made


def _second(grounds: Grounds, who: str, *, has_users: bool) -> list[str]:
    """Return how the second person is told in the summary."""
    if grounds.second is None:
        if has_users:
            return []
        raise InputError(
            "adjust_second_missing",
            _("以前年度调整要有第二人同意"),
            _("单人模式请用 --second 写明是谁；设了用户的由审核人承担"),
        )
    second = clean_name(grounds.second, _("同意人"))
    if second == who:
        raise Refused(
            "adjust_second",
            _("同意人不能是制单人自己"),
            _("请由另一人同意"),
        )
    return [f"经{second}同意"]


def _refuse(tx: Tx, draft: Draft, grounds: Grounds) -> None:
    year = draft.dated_on.year
    if grounds.error_on.year >= year:
        raise Refused(
            "adjust_this_year",
            _("差错日期 {on} 不在以前年度，{year} 年的差错不是以前年度调整").format(
                on=grounds.error_on, year=year
            ),
            _("本年的差错请注销后重记；施工单位退回多付款是本年的红字维修支出"),
        )
    _refuse_year(tx, draft, year)
    rules = rules_on(tx, draft.book_id, draft.dated_on)
    wrong = sorted(
        line.account for line in draft.lines if _class_of(rules, line.account) not in _ALLOWED
    )
    if wrong:
        raise Refused(
            "adjust_account",
            _("以前年度调整不经过收入、支出科目：{accounts}").format(accounts="、".join(wrong)),
            _("直接记净资产（3001、3002、3101）"),
        )
    if not any(line.account in CASH for line in draft.lines):
        return
    if grounds.moved_on is None or grounds.moved_on.year >= year:
        raise Refused(
            "adjust_cash",
            _("调整涉及银行存款、国债或备用金，而款项不是以前年度收付的"),
            _("以前年度银行已收付的用 --moved-on 写明日期；本年收付的按本年业务记"),
        )


def _class_of(rules: Mapping[str, AccountRule], account: str) -> str:
    rule = rules.get(account)
    return "ASSET" if rule is None else rule.account_class  # posting refuses what is unknown


def _refuse_year(tx: Tx, draft: Draft, year: int) -> None:
    """Refuse where there is no former balance sheet, or it is not drawn yet."""
    month = schema.month
    book = next(each for each in list_books(tx, kinds=KINDS) if each.book_id == draft.book_id)
    first = tx.conn.execute(
        select(func.min(month.c.period)).where(month.c.book_id == draft.book_id)
    ).scalar_one()
    if first is None or year_of(first) >= year:
        raise Refused(
            "adjust_no_former_year",
            _("账套 {book} 在 {year} 年以前没有账").format(book=book.code, year=year),
            _("期初不对的，注销期初凭证后重新导入"),
        )
    state = tx.conn.execute(
        select(month.c.state).where(
            month.c.book_id == draft.book_id, month.c.period == (year - 1) * 100 + 12
        )
    ).scalar_one_or_none()
    if state == "OPEN":
        raise Refused(
            "adjust_year_open",
            _("账套 {book} 的上年 12 月还没有结账").format(book=book.code),
            _("请直接在上年更正，再结账"),
        )
