"""`wxzj user`: who may act."""

from __future__ import annotations

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.cli.user_handover import handover
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("user", cls=Group, help=_("用户：制单和审核由不同的人办理"))
def user() -> None:
    """Gather the commands about users."""


@user.command("add", help=_("登记用户"))
@click.argument("name", metavar="NAME", type=types.NAME)
@click.option("--display-name", type=types.NAME, help=_("姓名，不给就是用户名"))
@dry_run
@acts()
def add(context: Context, name: str, display_name: str | None, dry_run: bool) -> Sheet:
    """Add a user."""
    return context.desk().user.add(name, display_name=display_name, dry_run=dry_run)


duty = click.argument(
    "duty",
    metavar="DUTY",
    type=click.Choice(
        [
            "maker",
            "checker",
            "poster",
            "chief",
            "cashier",
            "reconciler",
            "closer",
            "registrar",
            "auditor",
            "committee",
            "owner",
        ]
    ),
)


@user.command("grant", help=_("给岗位：有了岗位的用户只能办理岗位内的业务"))
@click.argument("name", metavar="NAME", type=types.NAME)
@duty
@dry_run
@acts()
def grant(context: Context, name: str, duty: str, dry_run: bool) -> Sheet:
    """Give a user a duty."""
    return context.desk().user.grant(name, duty, dry_run=dry_run)


@user.command("revoke", help=_("收回岗位"))
@click.argument("name", metavar="NAME", type=types.NAME)
@duty
@click.option("--reason", type=types.TEXT, required=True, help=_("原因"))
@dry_run
@acts()
def revoke(context: Context, name: str, duty: str, reason: str, dry_run: bool) -> Sheet:
    """Take a duty away."""
    return context.desk().user.revoke(name, duty, reason=reason, dry_run=dry_run)


@user.command("reach", help=_("定办理范围：定了范围的用户只能看和办范围内的小区"))
@click.argument("name", metavar="NAME", type=types.NAME)
@select("estate", "custodian")
@click.option("--household", type=types.REFERENCE, help=_("房屋编号：业主只看自己的一户"))
@click.option("--remove", is_flag=True, help=_("收回"))
@click.option("--reason", type=types.TEXT, help=_("收回的原因"))
@dry_run
@acts()
def reach(
    context: Context,
    *,
    name: str,
    estate: str | None,
    custodian: str | None,
    household: str | None,
    remove: bool,
    reason: str | None,
    dry_run: bool,
) -> Sheet:
    """Put an estate or a custodian within a user's reach."""
    return context.desk().user.reach(
        name,
        estate=estate,
        custodian=custodian,
        household=household,
        remove=remove,
        reason=reason,
        dry_run=dry_run,
    )


@user.command("list", help=_("列出用户"))
@reads()
def list_users(context: Context) -> Sheet:
    """List the users."""
    return context.desk().user.list()


user.add_command(handover)
