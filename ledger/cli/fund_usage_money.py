"""`wxzj fund usage`: the money of approved cases, paid, settled, returned, recovered."""

from __future__ import annotations

from datetime import date

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.fund_planning import usage
from ledger.cli.fund_usage import case
from ledger.cli.options import acts, dry_run, reads, request_key, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet

__all__ = ["usage"]

_bank_accounts = click.option(
    "--bank-account",
    "bank_accounts",
    type=types.ACCOUNT_NUMBER,
    multiple=True,
    help=_("专户账号；涉及两种资金时各给一个，只有一个专户时可不给"),
)
_payee = click.option("--payee", type=types.NAME, help=_("收款单位；不给就是核准的收款单位"))
_invoice = click.option("--invoice", type=types.REFERENCE, help=_("发票号码；一张发票只付一次"))
_reason = click.option("--reason", type=types.TEXT, required=True, help=_("原因"))


@usage.command("pay", help=_("拨付：从专户一次付清，或用 --amount 分期支付"))
@case
@click.option(
    "--amount",
    "amount_fen",
    type=types.MONEY,
    help=_("本期工程款（元），维修资金付其中分户账承担的部分；不给就是一次付清"),
)
@click.option("--again", type=types.COUNT, help=_("重付被退回的第几笔"))
@click.option("--stage", type=types.TEXT, help=_("本地分期规则里的阶段"))
@_bank_accounts
@_payee
@_invoice
@click.option(
    "--order",
    "order_only",
    is_flag=True,
    help=_("只下达支付指令，银行扣款后再过账"),
)
@select("on")
@request_key
@dry_run
@acts()
def pay(  # one for each option
    context: Context,
    *,
    case: str,
    amount_fen: int | None,
    again: int | None,
    stage: str | None,
    bank_accounts: tuple[str, ...],
    payee: str | None,
    invoice: str | None,
    order_only: bool,
    on: date | None,
    request_key: str | None,
    dry_run: bool,
) -> Sheet:
    """Pay what the fund bears of a case, all of it or a part."""
    if amount_fen is None and again is None:
        return context.desk().usage.pay(
            case,
            bank_accounts=bank_accounts,
            payee=payee,
            invoice=invoice,
            on=on,
            dry_run=dry_run,
        )
    return context.desk().money.pay(
        case,
        amount_fen=amount_fen,
        again=again,
        stage=stage,
        bank_accounts=bank_accounts,
        payee=payee,
        invoice=invoice,
        on=on,
        request_key=request_key,
        order_only=order_only,
        dry_run=dry_run,
    )


@usage.command("returned", help=_("退汇：银行退回的付款，恢复各户余额，可以重付"))
@case
@_reason
@click.option("--payment", type=types.COUNT, help=_("第几笔；不给就是最后一笔"))
@select("book", "on")
@dry_run
@acts()
def returned(
    context: Context,
    *,
    case: str,
    reason: str,
    payment: int | None,
    book: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Take a payment back."""
    return context.desk().money.returned(
        case, reason=reason, payment=payment, book=book, on=on, dry_run=dry_run
    )


@usage.command("settle", help=_("结算：按最终金额重新分摊，只记差额"))
@case
@click.option("--final", "final_fen", type=types.MONEY, required=True, help=_("结算金额（元）"))
@click.option("--audited", "audited_fen", type=types.MONEY, help=_("审定金额（元）"))
@click.option("--audit-report", "audit_paper", type=types.REFERENCE, help=_("审价报告编号"))
@click.option(
    "--retention", "retained_fen", type=types.MONEY, help=_("留下的质保金（元），到期再付")
)
@click.option("--retention-until", "retained_until", type=types.DATE, help=_("质保金到期日"))
@click.option("--refunded", is_flag=True, help=_("多付的款已退回专户"))
@_bank_accounts
@_payee
@_invoice
@select("on")
@dry_run
@acts()
def settle(  # one for each option
    context: Context,
    *,
    case: str,
    final_fen: int,
    audited_fen: int | None,
    audit_paper: str | None,
    retained_fen: int | None,
    retained_until: date | None,
    refunded: bool,
    bank_accounts: tuple[str, ...],
    payee: str | None,
    invoice: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Settle a case."""
    return context.desk().money.settle(
        case,
        final_fen=final_fen,
        audited_fen=audited_fen,
        audit_paper=audit_paper,
        retained_fen=retained_fen or 0,
        retained_until=retained_until,
        refunded=refunded,
        bank_accounts=bank_accounts,
        payee=payee,
        invoice=invoice,
        on=on,
        dry_run=dry_run,
    )


@usage.command("retention", help=_("质保金一览，先到期的在前"))
@click.option("--due", is_flag=True, help=_("只列已到期的"))
@select("estate", "on")
@reads()
def retention(context: Context, due: bool, estate: str | None, on: date | None) -> Sheet:
    """List what is kept back."""
    return context.desk().money.retention(estate=estate, due=due, on=on)


@usage.command("pay-retention", help=_("支付到期的质保金，可先抵扣缺陷修复费用"))
@case
@click.option("--deduct", "deducted_fen", type=types.MONEY, help=_("抵扣的缺陷修复费用（元）"))
@click.option("--reason", type=types.TEXT, help=_("抵扣的原因"))
@_bank_accounts
@select("on")
@dry_run
@acts()
def pay_retention(
    context: Context,
    *,
    case: str,
    deducted_fen: int | None,
    reason: str | None,
    bank_accounts: tuple[str, ...],
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Pay what was kept back of a case."""
    return context.desk().money.pay_retention(
        case,
        deducted_fen=deducted_fen or 0,
        reason=reason,
        bank_accounts=bank_accounts,
        on=on,
        dry_run=dry_run,
    )


@usage.command("recover", help=_("追回：红字维修支出，按原来各户支付的金额退回"))
@case
@click.option("--amount", "amount_fen", type=types.MONEY, required=True, help=_("金额（元）"))
@click.option(
    "--from",
    "source",
    type=click.Choice(["contractor", "overpaid", "third_party", "insurance"]),
    required=True,
    help=_("来源：施工单位退款、多付退回、责任人赔偿、保险赔款"),
)
@click.option("--payer", type=types.NAME, help=_("付款人；不给就是项目的收款单位"))
@click.option("--bank-account", type=types.ACCOUNT_NUMBER, help=_("收款的专户账号"))
@click.option("--reason", type=types.TEXT, help=_("原因"))
@select("on")
@request_key
@dry_run
@acts()
def recover(
    context: Context,
    *,
    case: str,
    amount_fen: int,
    source: str,
    payer: str | None,
    bank_account: str | None,
    reason: str | None,
    on: date | None,
    request_key: str | None,
    dry_run: bool,
) -> Sheet:
    """Book money that came back."""
    return context.desk().money.recover(
        case,
        amount_fen=amount_fen,
        source=source,
        payer=payer,
        bank_account=bank_account,
        reason=reason,
        on=on,
        request_key=request_key,
        dry_run=dry_run,
    )


@usage.command("cancel", help=_("撤销，解除冻结；已预付的转入追回"))
@case
@click.option("--reason", type=types.TEXT, required=True, help=_("撤销原因"))
@select("on")
@dry_run
@acts()
def cancel(context: Context, case: str, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Cancel a case and release its earmarks."""
    return context.desk().usage.cancel(case, reason=reason, on=on, dry_run=dry_run)


@usage.command("write-off", help=_("核销追不回的款，由撤销人以外的人办理"))
@case
@_reason
@select("on")
@dry_run
@acts()
def write_off(context: Context, case: str, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Give up what was not recovered."""
    return context.desk().holds.write_off(case, reason=reason, on=on, dry_run=dry_run)


@usage.command("suspend", help=_("中止：争议、诉讼期间不再付款"))
@case
@_reason
@select("on")
@dry_run
@acts()
def suspend(context: Context, case: str, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Hold a case up."""
    return context.desk().holds.suspend(case, reason=reason, on=on, dry_run=dry_run)


@usage.command("reopen", help=_("质保期内发现缺陷，重新打开已付清的项目"))
@case
@_reason
@select("on")
@dry_run
@acts()
def reopen(context: Context, case: str, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Open a paid case again."""
    return context.desk().holds.reopen(case, reason=reason, on=on, dry_run=dry_run)


@usage.command("resume", help=_("恢复：回到中止或重新打开以前的进度"))
@case
@_reason
@select("on")
@dry_run
@acts()
def resume(context: Context, case: str, reason: str, on: date | None, dry_run: bool) -> Sheet:
    """Bring a case back to where it was."""
    return context.desk().holds.resume(case, reason=reason, on=on, dry_run=dry_run)


@usage.command("payee", help=_("登记另一收款单位：监理、设计、审价、保险、垫付人"))
@case
@click.option("--name", type=types.NAME, required=True, help=_("收款单位"))
@click.option(
    "--role",
    type=click.Choice(["contractor", "supervision", "design", "audit", "insurance", "advance"]),
    required=True,
    help=_("事项：施工、监理、设计、审价、保险、垫付"),
)
@click.option("--paper", type=types.REFERENCE, required=True, help=_("合同号，垫付的写发票号码"))
@select("on")
@dry_run
@acts()
def payee(
    context: Context,
    *,
    case: str,
    name: str,
    role: str,
    paper: str,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Name somebody else who may be paid."""
    return context.desk().holds.payee(
        case, name=name, role=role, paper=paper, on=on, dry_run=dry_run
    )


@usage.command("confirm-payee", help=_("由另一人确认收款单位"))
@case
@click.option("--name", type=types.NAME, required=True, help=_("收款单位"))
@dry_run
@acts()
def confirm_payee(context: Context, case: str, name: str, dry_run: bool) -> Sheet:
    """Confirm a payee."""
    return context.desk().holds.confirm_payee(case, name=name, dry_run=dry_run)
