"""Users (操作员): who may act. While there are none, one person does everything (单人模式).

The first user ends that for good: from then on a voucher is made by one person and checked by
another (会计法 art. 37 and 会计基础工作规范 arts. 11–12 keep the duties apart).
"""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import clean_name, shown


class User(NamedTuple):
    """A user.

    Attributes:
        name: by which `--as` calls the person; it stands in sealed vouchers and never changes.
        display_name: the person's name.
        created_at: when, in UTC.
    """

    name: str
    display_name: str
    created_at: str


def add_user(tx: Tx, name: str, display_name: str | None, *, clock: Clock) -> tuple[User, bool]:
    """Add a user; return the user, and whether it is new. The same again changes nothing.

    Raises:
        InputError: what `clean_name` raises.
        Refused: `user_exists`, where the name is somebody else's.
    """
    name = clean_name(name, _("用户名"))
    display_name = clean_name(display_name or name, _("姓名"))
    table = schema.login
    known = tx.conn.execute(select(table).where(table.c.name == name)).one_or_none()
    if known is not None:
        if known.display_name == display_name:
            return User(*known), False
        raise Refused(
            "user_exists",
            _("已有用户 {name}（{known}）").format(name=shown(name), known=shown(known[1])),
            _("用户名留在凭证里，不能改给别人；请换一个用户名"),
        )
    user = User(name, display_name, clock.at)
    tx.conn.execute(table.insert().values(user._asdict()))
    return user, True


def list_users(tx: Tx) -> list[User]:
    """Return all users in the order of their names."""
    table = schema.login
    return [User(*row) for row in tx.conn.execute(select(table).order_by(table.c.name))]


def has_users(tx: Tx) -> bool:
    """Tell whether there are users, so that vouchers need a second person."""
    return tx.conn.execute(select(schema.login.c.name).limit(1)).first() is not None
