"""The window for users (操作员)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.duties import DUTIES, duty_title, grant_duty, read_duties, revoke_duty
from ledger.registry.reach import Place, find_place, grant_reach, read_places, revoke_reach
from ledger.registry.users import User, add_user, list_users
from ledger.store.database import Tx
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class UserDesk:
    """Add users, give them duties, list them."""

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
            sheet = _sheet(tx, [user], _("登记用户"))
        notes = [] if is_new else [_("这个用户已经有了，没有改变任何数据")]
        if len(users) == 1:
            notes += [
                _("单人模式到此结束：凭证由一人制单，由另一人审核后过账，命令要用 --as 说明是谁"),
                _("现在只有一个用户，没有人能审核；请再加一个：wxzj --as {name} user add …").format(
                    name=user.name
                ),
            ]
        return tried(replace(sheet, notes=notes), dry_run=dry_run)

    def grant(self, name: str, duty: str, *, dry_run: bool = False) -> Sheet:
        """Give a user a duty. From the first one on the user may do that and no more.

        Args:
            name: the user.
            duty: a word of `ledger.registry.duties.DUTIES`.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `user_unknown`, `duty_to_oneself`, `duty_registrar_missing`.
        """
        counter = self._counter
        with counter.act("user.grant", f"{name} {duty}", dry_run=dry_run) as tx:
            is_new = grant_duty(tx, name, duty, who=counter.who, clock=counter.clock)
            sheet = _sheet(tx, [user for user in list_users(tx) if user.name == name], _("岗位"))
        notes = [] if is_new else [_("已经有这个岗位，没有改变任何数据")]
        return tried(replace(sheet, notes=notes), dry_run=dry_run)

    def revoke(self, name: str, duty: str, *, reason: str, dry_run: bool = False) -> Sheet:
        """Take a duty away from a user; who has lost the last one may only look.

        Args:
            name: the user.
            duty: a word of `ledger.registry.duties.DUTIES`.
            reason: why.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `user_unknown`, `duty_registrar_missing`.
        """
        counter = self._counter
        with counter.act("user.revoke", f"{name} {duty}", dry_run=dry_run) as tx:
            is_new = revoke_duty(
                tx, name, duty, who=counter.who, reason=reason, clock=counter.clock
            )
            sheet = _sheet(tx, [user for user in list_users(tx) if user.name == name], _("岗位"))
        notes = [] if is_new else [_("没有这个岗位，没有改变任何数据")]
        return tried(replace(sheet, notes=notes), dry_run=dry_run)

    def reach(
        self,
        name: str,
        *,
        custodian: str | None = None,
        estate: str | None = None,
        household: str | None = None,
        remove: bool = False,
        reason: str | None = None,
        dry_run: bool = False,
    ) -> Sheet:
        """Put a custodian, an estate or a household within a user's reach, or take it out again.

        From the first one on the user sees and touches nothing beyond; who has lost the last one
        reaches nothing.

        Args:
            name: the user.
            custodian: a custodian, with all its books and estates.
            estate: one estate.
            household: one household: its owner sees that and no more.
            remove: take it out again.
            reason: why it is taken out.
            dry_run: do everything, keep nothing.

        Raises:
            InputError: `reach_of_what`, `reason_missing`.
            Refused: `user_unknown`, `custodian_unknown`, `estate_unknown`, `household_unknown`,
                `reach_to_oneself`.
        """
        counter = self._counter
        if remove and not reason:
            raise InputError("reason_missing", _("收回办理范围要写明原因"), _("请加 --reason 原因"))
        with counter.act(
            "user.reach", f"{name} {estate or custodian or household}", dry_run=dry_run
        ) as tx:
            place = find_place(tx, custodian=custodian, estate=estate, household=household)
            who, clock = counter.who, counter.clock
            if remove:
                is_new = revoke_reach(tx, name, place, who=who, reason=reason or "", clock=clock)
            else:
                is_new = grant_reach(tx, name, place, who=who, clock=clock)
            sheet = _sheet(
                tx, [each for each in list_users(tx) if each.name == name], _("办理范围")
            )
        notes = [] if is_new else [_("办理范围本来如此，没有改变任何数据")]
        return tried(replace(sheet, notes=notes), dry_run=dry_run)

    def list(self) -> Sheet:
        """List the users."""
        with self._counter.look(anywhere=True) as tx:
            users = list_users(tx)
            sheet = _sheet(tx, users, _("用户"))
        notes = [] if users else [_("还没有用户：单人模式，一个人可以办理全部业务")]
        return replace(sheet, notes=notes)


def _sheet(tx: Tx, users: Sequence[User], title: str) -> Sheet:
    """Show users with their duties; scripts read words that never change, people their own."""
    held = read_duties(tx)
    sheet = Sheet(
        kind="users",
        title=title,
        columns=(
            Column("user", _("用户名")),
            Column("name", _("姓名")),
            Column("duties", _("岗位")),
            Column("reach", _("办理范围")),
            Column("since", _("登记时间")),
        ),
    )
    duties = {
        user.name: [duty for duty in DUTIES if duty in held[user.name]]
        if user.name in held
        else None
        for user in users
    }

    places = read_places(tx)

    def rows(told: Callable[[Sequence[str] | None], str], gap: str) -> list[tuple[str, ...]]:
        return [
            (
                user.name,
                user.display_name,
                told(duties[user.name]),
                _reach_of(places.get(user.name), gap),
                user.created_at,
            )
            for user in users
        ]

    return replace(
        sheet,
        rows=rows(lambda each: "all" if each is None else " ".join(each), " "),
        paper=replace(sheet, rows=rows(_in_words, "、")),
    )


def _reach_of(places: Sequence[Place] | None, gap: str) -> str:
    if places is None:
        return _("全部")
    return gap.join(each.title for each in places) or _("无")


def _in_words(duties: Sequence[str] | None) -> str:
    if duties is None:
        return _("不限")
    return "、".join(map(duty_title, duties)) or _("只可查看")
