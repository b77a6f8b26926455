"""Who may be paid for a case (收款单位): named when it was approved, or named since and confirmed.

Beside the contractor there are supervision, design, price audit, insurance, and whoever advanced
the money of an emergency. Each needs a paper, and once there are users a second person.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.fund.using.cases import Case, State
from ledger.fund.using.usage import hold_case, refuse_future, refuse_state
from ledger.registry.payees import refuse_unconfirmed_payee
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown

ROLES: Final = ("contractor", "supervision", "design", "audit", "insurance", "advance")
_OPEN: Final = frozenset({State.APPROVED, State.PAYING, State.RETAINED})


class Payee(NamedTuple):
    """Who may be paid for a case beside the payee of its approval.

    Attributes:
        role: a word of `ROLES`; `advance` is whoever advanced the money.
        paper: the number of the contract, or of the invoice behind the advance.
        confirmed_by: None while a second person has not confirmed it.
    """

    payee: str
    role: str
    paper: str
    on: date
    named_by: str
    confirmed_by: str | None


def role_word(role: str) -> str:
    """Return what people call what a payee does."""
    return {
        "contractor": _("施工"),
        "supervision": _("监理"),
        "design": _("设计"),
        "audit": _("审价"),
        "insurance": _("保险"),
        "advance": _("垫付"),
    }[role]


def read_payees(tx: Tx, case: Case) -> list[Payee]:
    """Return who else may be paid for a case, in the order in which they were named."""
    table, own = schema.usage_payee, case.books[0]
    named: dict[str, Payee] = {}
    for row in tx.conn.execute(
        select(table)
        .where(table.c.book_id == own.book.book_id, table.c.case_id == own.case_id)
        .order_by(table.c.payee_no)
    ):
        if row.act == "NAME":
            named[row.payee] = Payee(
                row.payee, row.part, row.paper, row.dated_on, row.who, confirmed_by=None
            )
        else:
            named[row.payee] = named[row.payee]._replace(confirmed_by=row.who)
    return list(named.values())


def name_payee(  # one for each thing that is said
    tx: Tx, code: str, payee: str, role: str, paper: str, *, on: date | None, who: str, clock: Clock
) -> tuple[Payee, bool]:
    """Name a payee of a case; return it, and whether it is new. The same again changes nothing.

    In 单人模式 it may be paid at once, otherwise when another person has confirmed it.

    Raises:
        InputError: a name or paper that cannot be kept.
        Refused: `case_unknown`, `usage_state`, `date_in_future`, `case_payee_named`.
    """
    on = on or clock.today
    refuse_future(on, clock)
    case = hold_case(tx, code)
    refuse_state(case, _OPEN)
    payee, paper = clean_name(payee, _("收款单位")), clean_name(paper, _("合同或发票号码"))
    known = {each.payee: each for each in read_payees(tx, case)}.get(payee)
    if known is not None or payee == case.payee:
        if known is not None and (known.role, known.paper) == (role, paper):
            return known, False
        raise Refused(
            "case_payee_named",
            _("{payee}已经是项目 {code} 的收款单位").format(payee=shown(payee), code=case.code),
            _("请运行 wxzj fund usage show {code} 查看").format(code=case.code),
        )
    _write(tx, case, "NAME", Payee(payee, role, paper, on, who, None), who, clock)
    return next(each for each in read_payees(tx, case) if each.payee == payee), True


def confirm_payee(tx: Tx, code: str, payee: str, *, who: str, clock: Clock) -> tuple[Payee, bool]:
    """Confirm a payee whom somebody else named; return it, and whether that is new.

    Raises:
        Refused: `case_unknown`, `case_payee_unknown`, `confirmer_is_proposer`.
    """
    case = hold_case(tx, code)
    name = clean_name(payee, _("收款单位"))
    known = {each.payee: each for each in read_payees(tx, case)}.get(name)
    if known is None:
        raise Refused(
            "case_payee_unknown",
            _("项目 {code} 没有登记收款单位{payee}").format(code=case.code, payee=shown(name)),
            _("请先运行 wxzj fund usage payee 登记"),
        )
    if known.confirmed_by is not None:
        return known, False
    if known.named_by == who and has_users(tx):
        raise Refused(
            "confirmer_is_proposer",
            _("{payee}由 {who} 登记，不能自己确认").format(payee=shown(name), who=shown(who)),
            _("请由另一人确认"),
        )
    _write(tx, case, "CONFIRM", known, who, clock)
    return known._replace(confirmed_by=who), True


def _write(tx: Tx, case: Case, act: str, payee: Payee, who: str, clock: Clock) -> None:
    table = schema.usage_payee
    for own in case.books:
        numbers = tx.conn.execute(
            select(table.c.payee_no).where(
                table.c.book_id == own.book.book_id, table.c.case_id == own.case_id
            )
        ).scalars()
        tx.conn.execute(
            table.insert().values(
                book_id=own.book.book_id,
                case_id=own.case_id,
                payee_no=max(numbers, default=0) + 1,
                act=act,
                payee=payee.payee,
                part=payee.role,
                paper=payee.paper,
                dated_on=payee.on,
                who=who,
                at=clock.at,
            )
        )


def known_payee(tx: Tx, case: Case, payee: str | None) -> str:
    """Return who is to be paid: the case's payee, or one that was named and confirmed since.

    Raises:
        Refused: `payee_missing`, `payee_unconfirmed`, `payee_differs`,
            `case_payee_unconfirmed`.
    """
    given = None if payee is None else clean_name(payee, _("收款单位"))
    name = given or case.payee
    if not name:
        raise Refused(
            "payee_missing",
            _("项目 {code} 没有写明收款单位").format(code=case.code),
            _("请加 --payee 收款单位"),
        )
    refuse_unconfirmed_payee(tx, name)
    if case.payee in {"", name}:
        return name
    known = {each.payee: each for each in read_payees(tx, case)}.get(name)
    if known is None:
        raise Refused(
            "payee_differs",
            _("项目 {code} 的收款单位是{payee}，不是{given}").format(
                code=case.code, payee=shown(case.payee), given=shown(name)
            ),
            _("请核对；另有合同或垫付发票的，请先运行 wxzj fund usage payee 登记"),
        )
    if known.confirmed_by is None and has_users(tx):
        raise Refused(
            "case_payee_unconfirmed",
            _("收款单位{payee}还没有由另一人确认").format(payee=shown(name)),
            _("请由另一人运行 wxzj fund usage confirm-payee"),
        )
    return name
