"""`wxzj registry rules`: what is in force and why, and changing it."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, dry_run, reads, select
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


@click.group("rules", cls=Group, help=_("规则：各地不同的比例、期限、次序，有起止日期和依据"))
def rules() -> None:
    """Gather the commands about rules."""


@rules.command("show", help=_("列出某日有效的规则：内容、依据、来自哪里"))
@select("custodian", "on")
@click.option("--rule", metavar="RULE", type=types.REFERENCE, help=_("只看这一条规则"))
@click.option("--place", metavar="PLACE", type=types.TEXT, help=_("看这一地怎样规定，如 beijing"))
@reads()
def show(
    context: Context,
    custodian: str | None,
    on: date | None,
    rule: str | None,
    place: str | None,
) -> Sheet:
    """Show what is in force, and why."""
    return context.desk().rules.show(custodian=custodian, on=on, rule=rule, place=place)


@rules.command("set", help=_("设定一条规则，或用 --place 设定从哪一地的规则；有用户后须另一人确认"))
@click.argument("rule", metavar="[RULE]", type=types.REFERENCE, required=False)
@click.argument("value", metavar="[VALUE]", type=types.TEXT, required=False)
@click.option("--place", metavar="PLACE", type=types.TEXT, help=_("从哪一地的规则，如 beijing"))
@click.option("--from", "since", type=types.DATE, required=True, help=_("从哪一天起"))
@click.option("--source", type=types.TEXT, help=_("依据：文件和条款；设定规则时必须给出"))
@click.option(
    "--confidence",
    type=click.Choice(["T", "S", "M", "D", "R"]),
    default="T",
    show_default=True,
    help=_("可靠程度：T 读过原文，S 转引，M 凭记忆，D 推算，R 建议"),
)
@click.option("--reason", type=types.TEXT, help=_("变更原因"))
@select("custodian")
@dry_run
@acts()
def set_rule(
    context: Context,
    *,
    rule: str | None,
    value: str | None,
    place: str | None,
    since: date,
    source: str | None,
    confidence: str,
    reason: str | None,
    custodian: str | None,
    dry_run: bool,
) -> Sheet:
    """Set a rule, or the place whose rules are followed."""
    if place is not None and rule is None:
        rule, value, source = "place", place, source or _("代管机构所在地")
    elif place is not None or rule is None or value is None or source is None:
        raise InputError(
            "rule_incomplete",
            _("请写明规则、内容和依据，或只写 --place"),
            _("例如：wxzj registry rules set use.emergency_days 2 --from 2026-01-01 --source 条款"),
        )
    return context.desk().rules.set(
        rule,
        value,
        since=since,
        source=source,
        confidence=confidence,
        reason=reason,
        custodian=custodian,
        dry_run=dry_run,
    )


@rules.command("confirm", help=_("确认另一人提出的规则变更，使它生效"))
@click.argument("number", metavar="NUMBER", type=types.COUNT)
@dry_run
@acts()
def confirm(context: Context, number: int, dry_run: bool) -> Sheet:
    """Bring a proposal in force."""
    return context.desk().rules.confirm(number, dry_run=dry_run)
