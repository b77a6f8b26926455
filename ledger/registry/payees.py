"""Payees (收款单位) and their bank details, which are changed by two people.

A changed account number is how money is stolen most simply, so one person writes it down and
another confirms it: 会计法 art. 25 keeps who approves apart from who handles.
Details are never edited: a change is a new row, and the newest confirmed one is in force.
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import func, select

from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown


class Payee(NamedTuple):
    """Bank details of a payee, as somebody wrote them down.

    Attributes:
        made_by: who wrote them down; the same person never confirms them.
        confirmed_by: who confirmed them, None while nobody did; empty in 单人模式.
    """

    payee_id: int
    name: str
    bank: str
    account: str
    made_by: str
    made_at: str
    confirmed_by: str | None
    confirmed_at: str | None


def list_payees(tx: Tx, name: str | None = None) -> list[Payee]:
    """Return all details ever written down, by name and age, of one payee where it is named."""
    payee, confirmed = schema.payee, schema.payee_confirmed
    query = (
        select(
            payee.c.payee_id,
            payee.c.name,
            payee.c.bank,
            payee.c.account,
            payee.c.made_by,
            payee.c.made_at,
            confirmed.c.who,
            confirmed.c.at,
        )
        .outerjoin(confirmed, confirmed.c.payee_id == payee.c.payee_id)
        .order_by(payee.c.name, payee.c.payee_id)
    )
    if name is not None:
        query = query.where(payee.c.name == name)
    return [Payee(*row) for row in tx.conn.execute(query)]


def add_payee(
    tx: Tx, name: str, bank: str, account: str, *, who: str, clock: Clock
) -> tuple[Payee, bool]:
    """Write bank details down; return them, and whether they are new.

    What is written down last already changes nothing. In 单人模式 they are in force at once; from
    the first user on somebody else has to confirm them.

    Raises:
        InputError: what `clean_name` raises.
    """
    name, bank = clean_name(name, _("收款单位")), clean_name(bank, _("开户银行"))
    known = list_payees(tx, name)
    if known and (known[-1].bank, known[-1].account) == (bank, account):
        return known[-1], False
    payee = schema.payee
    newest = tx.conn.execute(select(func.max(payee.c.payee_id))).scalar_one()
    payee_id = (newest or 0) + 1
    tx.conn.execute(
        payee.insert().values(
            payee_id=payee_id, name=name, bank=bank, account=account, made_by=who, made_at=clock.at
        )
    )
    if not has_users(tx):
        _confirm(tx, payee_id, "", clock)
    return list_payees(tx, name)[-1], True


def confirm_payee(tx: Tx, payee_id: int, *, who: str, clock: Clock) -> tuple[Payee, bool]:
    """Confirm bank details; return them, and whether they were not confirmed before.

    Raises:
        Refused: `payee_unknown`, `payee_own`, `payee_superseded`.
    """
    payee = schema.payee
    row = tx.conn.execute(select(payee).where(payee.c.payee_id == payee_id)).one_or_none()
    if row is None:
        raise Refused(
            "payee_unknown",
            _("没有第 {number} 号收款账户").format(number=payee_id),
            _("请运行 wxzj registry payee list 查看"),
        )
    history = list_payees(tx, row.name)
    wanted = next(each for each in history if each.payee_id == payee_id)
    if wanted.confirmed_at is not None:
        return wanted, False
    if row.made_by == who:
        raise Refused(
            "payee_own",
            _("{who} 自己登记的收款账户不能自己复核").format(who=shown(who)),
            _("请由另一名用户复核"),
        )
    if history[-1].payee_id != payee_id:
        raise Refused(
            "payee_superseded",
            _("{name}后来又登记了账户，第 {number} 号不再复核").format(
                name=shown(row.name), number=payee_id
            ),
            _("请复核最近登记的一条"),
        )
    _confirm(tx, payee_id, who, clock)
    return list_payees(tx, row.name)[-1], True


def refuse_unconfirmed_payee(tx: Tx, name: str) -> None:
    """Refuse to pay somebody whose bank details were changed and not confirmed.

    A payee of whom no details were written down may be paid: the order names the account itself.

    Raises:
        Refused: `payee_unconfirmed`.
    """
    history = list_payees(tx, name)
    if history and history[-1].confirmed_at is None:
        raise Refused(
            "payee_unconfirmed",
            _("{name}的收款账户改动后还没有复核").format(name=shown(name)),
            _("请由另一名用户运行 wxzj registry payee confirm {number}").format(
                number=history[-1].payee_id
            ),
        )


def _confirm(tx: Tx, payee_id: int, who: str, clock: Clock) -> None:
    tx.conn.execute(schema.payee_confirmed.insert().values(payee_id=payee_id, who=who, at=clock.at))
