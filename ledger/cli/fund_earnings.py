"""`wxzj fund earnings` and `wxzj fund income`: what the money and the common parts bring in."""

from __future__ import annotations

from datetime import date
from typing import TypedDict, Unpack

import click

from ledger.cli import types
from ledger.cli.commands import Group
from ledger.cli.context import Context
from ledger.cli.options import Asking, acts, bank_account, dry_run, reads, request_key, select
from ledger.values.i18n import _
from ledger.values.sheet import Sheet


class IncomeFacts(TypedDict):
    """What the bank told of a movement: the words of `income_facts`."""

    amount_fen: int
    bank_account: str | None
    estate: str | None
    bank_ref: str | None
    on: date | None
    request_key: str | None
    dry_run: bool


class OrderWords(TypedDict):
    """What is to be given out: the words of `distribute`."""

    book: str | None
    estate: str | None
    first: date | None
    last: date | None
    amount_fen: int | None
    method: str | None
    on: date | None


def income_facts(function: Asking) -> Asking:
    """Add what the bank told of a movement."""
    amount = click.option(
        "--amount", "amount_fen", type=types.MONEY, required=True, help=_("金额（元）")
    )
    ref = click.option("--bank-ref", type=types.REFERENCE, help=_("银行流水号"))
    return amount(bank_account(select("estate")(ref(select("on")(request_key(dry_run(function)))))))


@click.group("earnings", cls=Group, help=_("增值收益：利息入账和分配"))
def earnings() -> None:
    """Gather the commands about earnings."""


@earnings.command("record", help=_("登记银行结息、国债利息、手续费、经营收入等"))
@click.option(
    "--kind",
    type=click.Choice(
        [
            "interest",
            "bond",
            "charge",
            "income",
            "disposal",
            "other",
            "interest_back",
            "charge_back",
        ]
    ),
    default="interest",
    show_default=True,
    help=_(
        "存款利息、国债利息、银行手续费、经营收入、共用设施处置收入、其他收入；"
        "银行收回多付的利息、退回手续费"
    ),
)
@income_facts
@acts()
def record(context: Context, kind: str, **facts: Unpack[IncomeFacts]) -> Sheet:
    """Record what the bank or a bond paid, or what the bank charged."""
    return context.desk().earnings.record(kind=kind, **facts)


@earnings.command("distribute", help=_("把待分配累计收益分到各户；同一计息期不会分配两次"))
@select("book", "estate")
@click.option(
    "--from", "first", type=types.DATE, help=_("计息期间的第一天；不给时取已结束的最近一个计息年度")
)
@click.option("--until", "last", type=types.DATE, help=_("计息期间的最后一天（含）"))
@click.option(
    "--amount", "amount_fen", type=types.MONEY, help=_("分配金额（元）；不给就是全部可分配收益")
)
@click.option(
    "--method",
    type=click.Choice(["pooled", "rate_table", "flat", "area"]),
    help=_("按积数、按利率、单一利率；小区自己的收益也可以按面积；不给时按规则 interest.method"),
)
@click.option("--diff", is_flag=True, help=_("不分配，只列出与以前一次分配不同的户和原因"))
@click.option(
    "--against", type=click.IntRange(min=1), help=_("与第几次分配比较；不给就是这一期有效的那次")
)
@select("on")
@dry_run
@acts()
def distribute(
    context: Context,
    *,
    book: str | None,
    estate: str | None,
    first: date | None,
    last: date | None,
    amount_fen: int | None,
    method: str | None,
    diff: bool,
    against: int | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Give earnings out to the households."""
    words: OrderWords = {
        "book": book,
        "estate": estate,
        "first": first,
        "last": last,
        "amount_fen": amount_fen,
        "method": method,
        "on": on,
    }
    window = context.desk().earnings
    if diff or against is not None:
        return window.compare(against=against, **words)
    return window.distribute(dry_run=dry_run, **words)


@earnings.command("undo", help=_("注销一次收益分配的全部凭证；之后可以重新分配"))
@click.argument("number", metavar="NUMBER", type=click.IntRange(min=1))
@click.option("--reason", type=types.NAME, required=True, help=_("注销的原因"))
@select("book", "on")
@dry_run
@acts()
def undo(
    context: Context,
    *,
    number: int,
    reason: str,
    book: str | None,
    on: date | None,
    dry_run: bool,
) -> Sheet:
    """Cancel a distribution whole."""
    return context.desk().earnings.undo(number, reason=reason, book=book, on=on, dry_run=dry_run)


@earnings.command("list", help=_("列出历次收益分配：期间、方法、参数和是否有效"))
@select("book", "custodian")
@reads()
def list_runs(context: Context, book: str | None, custodian: str | None) -> Sheet:
    """List the distributions there were."""
    return context.desk().earnings.runs(book=book, custodian=custodian)


@click.command("income", help=_("登记小区的经营收入、共用设施处置收入"))
@click.option(
    "--kind",
    type=click.Choice(["income", "disposal"]),
    default="income",
    show_default=True,
    help=_("经营收入，或共用设施处置收入"),
)
@click.option(
    "--net",
    "net_fen",
    type=types.MONEY,
    help=_("扣除合理成本后的共有收益（元）；给出时按规则核对转入资金的比例"),
)
@click.option("--decision", type=types.NAME, help=_("业主大会关于少转或不转的决定"))
@income_facts
@acts()
def income(
    context: Context,
    kind: str,
    net_fen: int | None,
    decision: str | None,
    **facts: Unpack[IncomeFacts],
) -> Sheet:
    """Record what the common parts of an estate brought in."""
    return context.desk().earnings.income(kind=kind, net_fen=net_fen, decision=decision, **facts)
