"""The window for users (操作员)."""

from __future__ import annotations

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.users import User, add_user, list_users
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class UserDesk:
    """Add and list users."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def add(self, name: str, *, display_name: str | None = None, dry_run: bool = False) -> Sheet:
        """Add a user. The first one ends 单人模式: vouchers then need a second person.

        Args:
            name: what `--as` calls the person by.
            display_name: the person's name; the same as `name` when left out.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `user_exists`.
        """
        counter = self._counter
        with counter.act("user.add", name, dry_run=dry_run) as tx:
            user, is_new = add_user(tx, name, display_name, clock=counter.clock)
            users = list_users(tx)
        notes = [] if is_new else [_("这个用户已经有了，没有改变任何数据")]
        if len(users) == 1:
            notes += [
                _("单人模式到此结束：凭证由一人制单，由另一人审核后过账，命令要用 --as 说明是谁"),
                _("现在只有一个用户，没有人能审核；请再加一个：wxzj --as {name} user add …").format(
                    name=user.name
                ),
            ]
        return tried(_sheet([user], _("登记用户"), notes), dry_run=dry_run)

    def list(self) -> Sheet:
        """List the users."""
        with self._counter.look() as tx:
            users = list_users(tx)
        notes = [] if users else [_("还没有用户：单人模式，一个人可以办理全部业务")]
        return _sheet(users, _("用户"), notes)


def _sheet(users: list[User], title: str, notes: list[str]) -> Sheet:
    return Sheet(
        kind="users",
        title=title,
        columns=(
            Column("user", _("用户名")),
            Column("name", _("姓名")),
            Column("since", _("登记时间")),
        ),
        rows=users,
        notes=notes,
    )
