"""The file of deposits to be given back: one row a refund."""

from __future__ import annotations

from ledger.intake.spec import Field, FileSpec, Kind
from ledger.values.i18n import _
from ledger.values.money import parse_fen
from ledger.values.period import parse_date
from ledger.values.text import clean_account_number, clean_name


def _text(text: str) -> str:
    return clean_name(text, _("文字"))


def refund_file() -> FileSpec:
    """Return the shape of a file of refunds, in the language in force."""
    return FileSpec(
        kind="refunds",
        title=_("退款清单"),
        fields=(
            Field(
                "household",
                ("房屋编号", "分户"),
                required=True,
                parse=_text,
                kind=Kind.CODE,
            ),
            Field(
                "amount",
                ("退款金额", "金额"),
                required=True,
                parse=parse_fen,
                kind=Kind.AMOUNT,
            ),
            Field("reason", ("退款原因", "原因"), required=True, parse=_text),
            Field("payee", ("收款人",), required=True, parse=_text),
            Field(
                "deposit_on",
                ("交存日期",),
                required=False,
                parse=parse_date,
                kind=Kind.DATE,
            ),
            Field("voucher", ("交存凭证号",), required=False, parse=_text, kind=Kind.CODE),
            Field(
                "bank_account",
                ("银行账号", "专户账号"),
                required=False,
                parse=lambda text: clean_account_number(text, _("银行账号")),
                kind=Kind.ACCOUNT,
            ),
            Field(
                "bank_ref", ("银行流水号", "流水号"), required=False, parse=_text, kind=Kind.CODE
            ),
            Field("on", ("退款日期", "日期"), required=False, parse=parse_date, kind=Kind.DATE),
        ),
    )
