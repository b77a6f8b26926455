"""`wxzj fund`: money coming in, being used, running low and earning."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.fund_suspense import suspense
from ledger.cli.options import (
    Asking,
    TableFile,
    acts,
    bank_account,
    dry_run,
    reading_a_file,
    reads,
    request_key,
    select,
)
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

case = click.argument("case", metavar="CASE", type=types.REFERENCE)


@click.group("fund", cls=Group, help=_("维修资金：归集、使用、续筹、收益"))
def fund() -> None:
    """Gather what happens to the money."""


@fund.command("collect", help=_("导入交存流水并入账；同一笔不会入账两次"))
@reading_a_file
@dry_run
@acts()
def collect(context: Context, dry_run: bool, **file: Unpack[TableFile]) -> Sheet:
    """Take deposits in from a file."""
    return context.desk().fund.collect(dry_run=dry_run, progress=context.progress, **file)


class RefundFacts(TypedDict):
    """What is said of a refund: the words of `refund`."""

    amount_fen: int
    deposit_on: date | None
    voucher: str | None
    reason: str
    payee: str
    bank_account: str | None
    bank_ref: str | None
    on: date | None
    request_key: str | None
    dry_run: bool


@fund.command(
    "refund", help=_("退款：把一笔交存退给交款人；本年交存冲减收入，以前年度的列返还支出")
)
@click.argument("household", metavar="CODE", type=types.REFERENCE)
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("退款金额（元）"))
@click.option("--deposit-on", type=types.DATE, help=_("交存日期"))
@click.option("--voucher", type=types.REFERENCE, help=_("交存的凭证号，同日有几笔交存时给出"))
@click.option("--reason", type=types.TEXT, required=True, help=_("退款原因"))
@click.option("--payee", type=types.NAME, required=True, help=_("收款人"))
@bank_account
@click.option("--bank-ref", type=types.REFERENCE, help=_("银行流水号"))
@select("on")
@request_key
@dry_run
@acts()
def refund(context: Context, household: str, **facts: Unpack[RefundFacts]) -> Sheet:
    """Give a deposit back to who paid it."""
    return context.desk().refund.refund(household, **facts)


fund.add_command(suspense)


# ---- using the money ----


@fund.group("usage", help=_("使用：立项、分摊、表决、核准、拨付"))
def usage() -> None:
    """Gather the steps of a case of using the money."""


@usage.command("draft", help=_("立项"))
@click.option("--estate", type=types.CODE, required=True, help=_("小区编号"))
@click.option("--title", type=types.TEXT, required=True, help=_("项目名称"))
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("预算金额（元）"))
@click.option(
    "--scope",
    "scopes",
    type=types.REFERENCE,
    multiple=True,
    help=_("分摊范围：幢、幢-单元或房屋编号，可给多个；不给就是全小区"),
)
@click.option("--payee", type=types.NAME, help=_("收款单位"))
@click.option(
    "--kind", "work", type=types.TEXT, metavar="KIND", help=_("维修类别：电梯、消防、屋面、外墙等")
)
@click.option("--emergency", type=types.TEXT, metavar="REASON", help=_("应急使用的事由，免表决"))
@select("on")
@request_key
@dry_run
@acts()
def draft(
    context: Context,
    *,
    estate: str,
    title: str,
    amount_fen: int,
    scopes: tuple[str, ...],
    payee: str | None,
    work: str | None,
    emergency: str | None,
    on: date | None,
    request_key: str | None,
    dry_run: bool,
) -> Sheet:
    """Open a case."""
    return context.desk().usage.draft(
        estate=estate,
        title=title,
        amount_fen=amount_fen,
        scopes=scopes,
        payee=payee,
        work=work,
        emergency=emergency,
        on=on,
        request_key=request_key,
        dry_run=dry_run,
    )


@usage.command("share", help=_("分摊表：各户应分摊、分户账承担和直接支付的金额；核准前为试算"))
@case
@reads()
def share(context: Context, case: str) -> Sheet:
    """Show who bears what of a case."""
    return context.desk().usage.share(case)


@usage.command("vote", help=_("登记业主表决结果，按面积和人数两条线判断"))
@case
@click.option("--present-area", type=types.AREA, required=True, help=_("参与表决的面积（㎡）"))
@click.option("--present-heads", type=types.COUNT, required=True, help=_("参与表决的人数"))
@click.option("--agreed-area", type=types.AREA, required=True, help=_("同意的面积（㎡）"))
@click.option("--agreed-heads", type=types.COUNT, required=True, help=_("同意的人数"))
@click.option("--objected-area", type=types.AREA, default=0, help=_("持异议的面积（㎡）"))
@click.option("--objected-heads", type=types.COUNT, default=0, help=_("持异议的人数"))
@click.option(
    "--ruleset",
    type=click.Choice(["civil_code_2021", "old_2007", "objection_1_3"]),
    help=_("表决规则：民法典、2021年前的旧规则、异议表决；不给就按表决日期"),
)
@select("on")
@dry_run
@acts()
def vote(
    context: Context,
    *,
    case: str,
    present_area: int,
    present_heads: int,
    agreed_area: int,
    agreed_heads: int,
    objected_area: int,
    objected_heads: int,
    ruleset: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Record how the owners voted."""
    return context.desk().usage.vote(
        case,
        present_area=present_area,
        present_heads=present_heads,
        agreed_area=agreed_area,
        agreed_heads=agreed_heads,
        objected_area=objected_area,
        objected_heads=objected_heads,
        ruleset=ruleset,
        on=on,
        dry_run=dry_run,
    )


@usage.command("approve", help=_("核准：固定分摊范围，冻结分户账承担的金额"))
@case
@select("on")
@dry_run
@acts()
def approve(context: Context, case: str, on: date | None, dry_run: bool) -> Sheet:
    """Approve a case."""
    return context.desk().usage.approve(case, on=on, dry_run=dry_run)


@usage.command("pay", help=_("拨付：从专户支付分户账承担的金额"))
@case
@click.option(
    "--bank-account",
    "bank_accounts",
    type=types.ACCOUNT_NUMBER,
    multiple=True,
    help=_("专户账号；涉及两种资金时各给一个，只有一个专户时可不给"),
)
@click.option("--payee", type=types.NAME, help=_("收款单位，立项时没有写明的在这里给出"))
@click.option("--invoice", type=types.REFERENCE, help=_("发票号码"))
@select("on")
@dry_run
@acts()
def pay(
    context: Context,
    *,
    case: str,
    bank_accounts: tuple[str, ...],
    payee: str | None,
    invoice: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Pay what the fund bears of a case."""
    return context.desk().usage.pay(
        case,
        bank_accounts=bank_accounts,
        payee=payee,
        invoice=invoice,
        on=on,
        dry_run=dry_run,
    )


@usage.command("cancel", help=_("撤销，解除冻结"))
@case
@click.option("--reason", type=types.TEXT, required=True, help=_("撤销原因"))
@dry_run
@acts()
def cancel(context: Context, case: str, reason: str, dry_run: bool) -> Sheet:
    """Cancel a case and release its earmarks."""
    return context.desk().usage.cancel(case, reason=reason, dry_run=dry_run)


@usage.command("show", help=_("显示一个使用项目：进度、分摊、凭证"))
@case
@reads()
def show(context: Context, case: str) -> Sheet:
    """Show one case whole."""
    return context.desk().usage.show(case)


# ---- running low, and earning ----


@fund.group("replenish", help=_("续筹：余额不足首期三成的续交和补建"))
def replenish() -> None:
    """Gather the commands about replenishment."""


@replenish.command("due", help=_("列出应当续交或补建的房屋"))
@select("book", "estate", "custodian", "on")
@reads()
def due(
    context: Context,
    book: str | None,
    estate: str | None,
    custodian: str | None,
    on: date | None,
) -> Sheet:
    """List the households whose balance has fallen under the line."""
    return context.desk().replenish.due(book=book, estate=estate, custodian=custodian, on=on)


class IncomeFacts(TypedDict):
    """What the bank told of a movement: the words of `income_facts`."""

    amount_fen: int
    bank_account: str | None
    estate: str | None
    bank_ref: str | None
    on: date | None
    request_key: str | None
    dry_run: bool


def income_facts(function: Asking) -> Asking:
    """Add what the bank told of a movement."""
    amount = click.option(
        "--amount", "amount_fen", type=types.MONEY, required=True, help=_("金额（元）")
    )
    ref = click.option("--bank-ref", type=types.REFERENCE, help=_("银行流水号"))
    return amount(bank_account(select("estate")(ref(select("on")(request_key(dry_run(function)))))))


@fund.group("earnings", help=_("增值收益：利息入账和分配"))
def earnings() -> None:
    """Gather the commands about earnings."""


@earnings.command("record", help=_("登记银行结息、国债利息、手续费、经营收入等"))
@click.option(
    "--kind",
    type=click.Choice(["interest", "bond", "charge", "income", "disposal", "other"]),
    default="interest",
    show_default=True,
    help=_("存款利息、国债利息、银行手续费、经营收入、共用设施处置收入、其他收入"),
)
@income_facts
@acts()
def record(context: Context, kind: str, **facts: Unpack[IncomeFacts]) -> Sheet:
    """Record what the bank or a bond paid, or what the bank charged."""
    return context.desk().earnings.record(kind=kind, **facts)


@fund.command("income", help=_("登记小区的经营收入、共用设施处置收入"))
@click.option(
    "--kind",
    type=click.Choice(["income", "disposal"]),
    default="income",
    show_default=True,
    help=_("经营收入，或共用设施处置收入"),
)
@income_facts
@acts()
def income(context: Context, kind: str, **facts: Unpack[IncomeFacts]) -> Sheet:
    """Record what the common parts of an estate brought in."""
    return context.desk().earnings.record(kind=kind, **facts)
