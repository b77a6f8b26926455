"""`wxzj renovation common`: common income while the property company holds it."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import acts, bank_account, dry_run, reads, request_key, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

code = click.argument("code", metavar="ESTATE", type=types.CODE)


@click.group("common", cls=Group, help=_("公共收益：登记收入、转入维修资金、查看逾期"))
def common() -> None:
    """Gather the commands about common income."""


@common.command("record", help=_("登记公共收益的收入、成本和各方应得"))
@code
@click.argument("gross_fen", metavar="AMOUNT", type=types.MONEY)
@click.option(
    "--source",
    type=click.Choice(["rent", "parking", "advertising", "facility", "other"]),
    required=True,
    help=_("公共房屋租金、场地车位、广告、新增设施有偿使用、其他"),
)
@click.option("--evidence", type=types.TEXT, required=True, help=_("合同、收据等依据"))
@click.option("--cost", "cost_fen", type=types.MONEY, help=_("合理成本（元）"))
@click.option("--manager", "manager_fen", type=types.MONEY, help=_("物业公司的管理分成（元）"))
@click.option("--others", "others_fen", type=types.MONEY, help=_("投资方、经营单位应得（元）"))
@click.option("--kept", "kept_fen", type=types.MONEY, help=_("业主留在资金以外的（元）"))
@click.option("--decision", type=types.NAME, help=_("业主大会关于少转或不转的决定"))
@request_key
@select("on")
@dry_run
@acts()
def record(
    context: Context,
    *,
    code: str,
    gross_fen: int,
    source: str,
    evidence: str,
    cost_fen: int | None,
    manager_fen: int | None,
    others_fen: int | None,
    kept_fen: int | None,
    decision: str | None,
    request_key: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record common income."""
    return context.desk().common_income.record(
        code,
        gross_fen,
        source=source,
        evidence=evidence,
        shares=(cost_fen or 0, manager_fen or 0, others_fen or 0, kept_fen or 0),
        on=on,
        decision=decision,
        request_key=request_key,
        dry_run=dry_run,
    )


@common.command("transfer", help=_("把应交的公共收益转入维修资金，两本账一次办"))
@code
@click.argument("amount_fen", metavar="AMOUNT", type=types.MONEY)
@click.option("--bank-ref", type=types.REFERENCE, required=True, help=_("银行流水号"))
@bank_account
@select("on")
@dry_run
@acts()
def transfer(
    context: Context,
    *,
    code: str,
    amount_fen: int,
    bank_ref: str,
    bank_account: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Hand common income over to the fund."""
    return context.desk().common_income.transfer(
        code, amount_fen, bank_ref=bank_ref, bank_account=bank_account, on=on, dry_run=dry_run
    )


@common.command("status", help=_("按小区和季度列出公共收益、应交、未交和逾期天数"))
@select("estate", "on")
@reads()
def status(context: Context, estate: str | None, on: date | None) -> Sheet:
    """Show common income by quarter."""
    return context.desk().common_income.status(estate=estate, on=on)
