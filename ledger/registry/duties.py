"""Duties (岗位): what a user may do. A user who never got one may do everything.

会计法 art. 37 and 会计基础工作规范 arts. 11–12 keep duties apart; that the maker of a voucher never
checks it holds always, with duties or without. Duties are given and taken away by rows that stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import func, select

from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

REGISTRAR: Final = "registrar"
CASHIER: Final = "cashier"
CHIEF: Final = "chief"  # a checker, poster or approver whom no limit of amounts holds
# The last three only look. A cashier and a reconciler work at the bank's window, which is to come:
# their duties keep them apart from others already.
DUTIES: Final = (
    "maker",
    "checker",
    "poster",
    CHIEF,
    CASHIER,
    "reconciler",
    "closer",
    REGISTRAR,
    "auditor",
    "committee",
    "owner",
)


def duty_title(duty: str) -> str:
    """Return what an office calls a duty."""
    return {
        "maker": _("制单岗"),
        "checker": _("审核岗"),
        "poster": _("记账岗"),
        "chief": _("会计主管"),
        "cashier": _("出纳岗"),
        "reconciler": _("对账岗"),
        "closer": _("结账岗"),
        "registrar": _("登记岗"),
        "auditor": _("审计岗"),
        "committee": _("业委会"),
        "owner": _("业主"),
    }[duty]


def read_duties(tx: Tx) -> Mapping[str, frozenset[str]]:
    """Return the duties in force by user; who is not in it never got one and may do everything."""
    table = schema.duty_grant
    held: dict[str, frozenset[str]] = {}
    query = select(table.c.name, table.c.duty, table.c.act).order_by(table.c.grant_id)
    for name, duty, act in tx.conn.execute(query):
        had = held.get(name, frozenset())
        held[name] = had | {duty} if act == "GRANT" else had - {duty}
    return held


def grant_duty(tx: Tx, name: str, duty: str, *, who: str, clock: Clock) -> bool:
    """Give a duty; return False where the user has it already.

    Raises:
        Refused: `user_unknown`, `duty_to_oneself`, `duty_registrar_missing`.
    """
    refuse_unknown_user(tx, name)
    if who == name:
        raise Refused(
            "duty_to_oneself",
            _("不能给自己岗位：{who}").format(who=shown(who)),
            _("请由另一名用户给出"),
        )
    if duty in read_duties(tx).get(name, ()):
        return False
    _write(tx, name, duty, "GRANT", who, None, clock)
    _refuse_without_registrar(tx)
    return True


def revoke_duty(tx: Tx, name: str, duty: str, *, who: str, reason: str, clock: Clock) -> bool:
    """Take a duty away; return False where the user does not have it.

    Who has lost the last one may only look.

    Raises:
        Refused: `user_unknown`, `duty_registrar_missing`.
    """
    refuse_unknown_user(tx, name)
    if duty not in read_duties(tx).get(name, ()):
        return False
    _write(tx, name, duty, "REVOKE", who, reason, clock)
    _refuse_without_registrar(tx)
    return True


def refuse_unknown_user(tx: Tx, name: str) -> None:
    """Refuse a name that is no user's.

    Raises:
        Refused: `user_unknown`.
    """
    login = schema.login
    if tx.conn.execute(select(login.c.name).where(login.c.name == name)).first() is None:
        raise Refused(
            "user_unknown",
            _("没有用户 {user}").format(user=shown(name)),
            _("请运行 wxzj user list 查看"),
        )


def _refuse_without_registrar(tx: Tx) -> None:
    """Refuse what would leave nobody who may give duties."""
    held = read_duties(tx)
    names = tx.conn.execute(select(schema.login.c.name)).scalars()
    if not any(name not in held or REGISTRAR in held[name] for name in names):
        raise Refused(
            "duty_registrar_missing",
            _("这样就没有人能登记用户和岗位了"),
            _("请先给另一名用户登记岗位（registrar）"),
        )


def _write(
    tx: Tx, name: str, duty: str, act: str, who: str, reason: str | None, clock: Clock
) -> None:
    table = schema.duty_grant
    newest = tx.conn.execute(select(func.max(table.c.grant_id))).scalar_one()
    tx.conn.execute(
        table.insert().values(
            grant_id=(newest or 0) + 1,
            name=name,
            duty=duty,
            act=act,
            who=who,
            reason=reason,
            at=clock.at,
        )
    )
