"""The file of vouchers that a clerk draws up in an office program: one row an entry or a share."""

from __future__ import annotations

from ledger.intake.spec import Field, FileSpec, Kind, Values
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.money import parse_fen
from ledger.values.period import parse_date
from ledger.values.text import clean_account_number, clean_name


def _text(text: str) -> str:
    return clean_name(text, _("文字"))


def _amount(text: str) -> int:
    return parse_fen(text, allow_negative=True)


def _part(text: str) -> int:
    words = {"本金": 0, "principal": 0, "收益": 1, "earnings": 1}
    if text in words:
        return words[text]
    raise InputError("part_unknown", _("不认识的部分"), _("请写 本金 或 收益"))


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 3:  # noqa: PLR2004 # 999 papers at most
        return int(text)
    raise InputError("count_unreadable", _("附件数不是整数"), _("请写 0 至 999 的整数"))


def _one_side(values: Values) -> InputError | None:
    if (values["debit"] is None) == (values["credit"] is None):
        return InputError(
            "side_missing", _("借方和贷方须填且只填一个"), _("请只在一列填金额，红字写负数")
        )
    return None


def voucher_file() -> FileSpec:
    """Return the shape of a file of vouchers, in the language in force.

    Rows of one voucher carry the same number in `voucher`. Rows that agree in account, side,
    estate, bank account and detail make one line; where they name households, their shares.
    """
    return FileSpec(
        kind="vouchers",
        title=_("凭证文件"),
        fields=(
            Field("voucher", ("凭证序号", "序号"), required=True, parse=_text, kind=Kind.CODE),
            Field("on", ("日期", "凭证日期"), required=True, parse=parse_date, kind=Kind.DATE),
            Field("summary", ("摘要",), required=True, parse=_text),
            Field("account", ("科目编码", "科目"), required=True, parse=_text, kind=Kind.CODE),
            Field(
                "debit",
                ("借方金额", "借方"),
                required=True,
                parse=_amount,
                kind=Kind.AMOUNT,
                filled=False,
            ),
            Field(
                "credit",
                ("贷方金额", "贷方"),
                required=True,
                parse=_amount,
                kind=Kind.AMOUNT,
                filled=False,
            ),
            Field("book", ("账套", "账套编号"), required=False, parse=_text, kind=Kind.CODE),
            Field("estate", ("小区编号", "小区"), required=False, parse=_text, kind=Kind.CODE),
            Field(
                "bank_account",
                ("银行账号", "专户账号"),
                required=False,
                parse=_number,
                kind=Kind.ACCOUNT,
            ),
            Field("household", ("房屋编号", "分户"), required=False, parse=_text, kind=Kind.CODE),
            Field("part", ("部分", "本金收益"), required=False, parse=_part, kind=Kind.WORD),
            Field("detail", ("明细",), required=False, parse=_text),
            Field("value_on", ("起息日",), required=False, parse=parse_date, kind=Kind.DATE),
            Field("corrects", ("订正凭证号",), required=False, parse=_text, kind=Kind.CODE),
            Field(
                "attachments", ("附件数", "附件张数"), required=False, parse=_count, kind=Kind.COUNT
            ),
        ),
        check=_one_side,
    )


def _number(text: str) -> str:
    return clean_account_number(text, _("银行账号"))
