"""`wxzj fund refund`: deposits that are given back, one by one or by a file."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

import click

from ledger.cli import types
from ledger.cli.context import Context
from ledger.cli.options import acts, bank_account, dry_run, request_key, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


class RefundFacts(TypedDict):
    """What is said of a refund: the words of `refund`."""

    amount_fen: int | None
    deposit_on: date | None
    voucher: str | None
    reason: str | None
    payee: str | None
    bank_account: str | None
    bank_ref: str | None
    on: date | None
    request_key: str | None
    dry_run: bool


@click.command(
    "refund", help=_("退款：把一笔交存退给交款人；本年交存冲减收入，以前年度的列返还支出")
)
@click.argument("household", metavar="[CODE]", type=types.REFERENCE, required=False)
@click.option(
    "--file", "path", metavar="FILE", type=click.Path(), help=_("批量退款的清单，代替其他各项")
)
@click.option("--amount", "amount_fen", type=types.MONEY, help=_("退款金额（元）"))
@click.option("--deposit-on", type=types.DATE, help=_("交存日期"))
@click.option("--voucher", type=types.REFERENCE, help=_("交存的凭证号，同日有几笔交存时给出"))
@click.option("--reason", type=types.TEXT, help=_("退款原因"))
@click.option("--payee", type=types.NAME, help=_("收款人"))
@bank_account
@click.option("--bank-ref", type=types.REFERENCE, help=_("银行流水号"))
@select("on")
@request_key
@dry_run
@acts()
def refund(
    context: Context, household: str | None, *, path: str | None, **facts: Unpack[RefundFacts]
) -> Sheet:
    """Give a deposit back to who paid it, or many by a file."""
    if path is not None:
        said = [value for name, value in facts.items() if name != "dry_run"]
        if household is not None or any(value is not None for value in said):
            raise click.UsageError(_("--file 和其他各项只给一种"))
        return context.desk().refund.refund_file(
            path, dry_run=facts["dry_run"], progress=context.progress
        )
    amount_fen, reason, payee = facts["amount_fen"], facts["reason"], facts["payee"]
    if household is None or amount_fen is None or reason is None or payee is None:
        raise click.UsageError(_("请给出房屋编号、--amount、--reason 和 --payee，或用 --file"))
    return context.desk().refund.refund(
        household,
        amount_fen=amount_fen,
        reason=reason,
        payee=payee,
        deposit_on=facts["deposit_on"],
        voucher=facts["voucher"],
        bank_account=facts["bank_account"],
        bank_ref=facts["bank_ref"],
        on=facts["on"],
        request_key=facts["request_key"],
        dry_run=facts["dry_run"],
    )
