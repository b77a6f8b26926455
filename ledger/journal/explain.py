"""What each refusal of a posting says to a person, and what to do next."""

from __future__ import annotations

from ledger.journal.rules import Fault
from ledger.journal.voucher import Draft, Part
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import safe


def refusal(fault: Fault, draft: Draft, *, sub_account: str = "", field: str = "") -> Refused:
    """Return the refusal of `draft` for `fault`, in the language in force."""
    message, hint = _words(fault)
    told = message.format(on=draft.dated_on.isoformat(), sub_account=safe(sub_account), field=field)
    return Refused(
        fault.value,
        _("凭证“{summary}”：{told}").format(summary=safe(draft.summary), told=told),
        hint,
    )


def overdraft(sub_account: str, part: int, available_fen: int, wanted_fen: int) -> Refused:
    """Return the refusal of a charge that a sub-account cannot bear."""
    return Refused(
        Fault.OVERDRAFT.value,
        _(
            "分户账 {sub_account} 的{part}可用 {available} 元，要支出 {wanted} 元，还差 {short} 元"
        ).format(
            sub_account=safe(sub_account),
            part=_("本金") if part == Part.PRINCIPAL else _("收益"),
            available=format_fen(available_fen),
            wanted=format_fen(wanted_fen),
            short=format_fen(wanted_fen - available_fen),
        ),
        _("请查询该户余额，或先续筹"),
    )


def _words(fault: Fault) -> tuple[str, str]:
    """Return what is wrong and what to do next."""
    return (_of_the_whole() | _of_its_lines() | _of_its_shares())[fault]


def _of_the_whole() -> dict[Fault, tuple[str, str]]:
    return {
        Fault.REQUEST_KEY_REUSED: (
            _("同一请求号已入账，但{field}不同"),
            _("请核对；确要另记请换请求号"),
        ),
        Fault.BOOK_UNKNOWN: (_("没有这个账套"), _("请运行 wxzj book status 查看账套")),
        Fault.MAKER_MISSING: (_("没有制单人，或制单人不是用户"), _("请加 --as 用户名")),
        Fault.MAKER_IS_CHECKER: (_("制单人与审核人是同一人"), _("请由另一人审核")),
        Fault.CHECKER_MISSING: (_("缺审核人或记账人"), _("请先审核，再由有权限的人记账")),
        Fault.DATE_IN_FUTURE: (_("日期 {on} 在今天之后"), _("请核对日期")),
        Fault.MONTH_NOT_BEGUN: (
            _("日期 {on} 早于本账套的第一个月"),
            _("请记入首月或以后，早年数据用期初导入"),
        ),
        Fault.MONTH_CLOSED: (_("日期 {on} 所在月份已结账"), _("请记入未结账的月份")),
    }


def _of_its_lines() -> dict[Fault, tuple[str, str]]:
    return {
        Fault.TOO_FEW_LINES: (_("分录不足两行"), _("请补齐借方和贷方")),
        Fault.AMOUNT_ZERO: (_("有金额为零的分录或分户"), _("请删去该行")),
        Fault.AMOUNT_TOO_LARGE: (_("有金额超出上限"), _("请核对金额单位是不是元")),
        Fault.ACCOUNT_UNKNOWN: (_("有科目不在本账套当日的科目表里"), _("请核对科目编码")),
        Fault.ESTATE_UNKNOWN: (_("有不存在的小区"), _("请运行 wxzj registry estates 查看")),
        Fault.ESTATE_WRONG: (
            _("分录的小区与凭证不一致，或缺小区"),
            _("一张凭证只记一个小区，请分开记"),
        ),
        Fault.BANK_ACCOUNT_WRONG: (
            _("银行存款分录缺专户，或专户不属于本账套"),
            _("请核对专户账号和资金类别"),
        ),
        Fault.UNBALANCED: (_("借贷不平"), _("请核对每行金额和方向")),
    }


def _of_its_shares() -> dict[Fault, tuple[str, str]]:
    return {
        Fault.SHARES_MISSING: (_("缺分户明细"), _("这类科目每一分钱都要落到户")),
        Fault.SHARES_FORBIDDEN: (_("该科目不许有分户明细"), _("请去掉分户明细")),
        Fault.SHARES_DIFFER: (_("分户合计与分录金额不等"), _("请核对分户明细")),
        Fault.SHARE_TWICE: (_("同一分户同一部分出现两次"), _("请合并为一笔")),
        Fault.CARRY_WRONG: (
            _("结转凭证只能把各科目结转到规定的净资产科目"),
            _("请用 wxzj period close 结账"),
        ),
        Fault.REVERSAL_UNKNOWN: (_("要注销的凭证不存在"), _("请核对凭证号")),
        Fault.REVERSAL_OF_REVERSAL: (
            _("要注销的凭证本身是一张注销凭证"),
            _("请重新记一张正确的凭证"),
        ),
        Fault.ALREADY_REVERSED: (_("要注销的凭证已注销过"), _("一张凭证只能注销一次")),
        Fault.REVERSAL_DIFFERS: (
            _("注销凭证与原凭证不是逐行相反"),
            _("请用 wxzj voucher reverse 生成"),
        ),
        Fault.CORRECTION_WRONG: (
            _("被订正的凭证还没有注销"),
            _("请先用 wxzj voucher reverse 注销"),
        ),
        Fault.SUB_ACCOUNT_UNKNOWN: (_("没有编号为 {sub_account} 的分户账"), _("请核对房屋编号")),
        Fault.SUB_ACCOUNT_WRONG: (
            _("分户账 {sub_account} 不属于该科目或该小区"),
            _("请核对房屋编号和小区"),
        ),
        Fault.SUB_ACCOUNT_CLOSED: (
            _("分户账 {sub_account} 已销户，不能再记账"),
            _("请核对房屋编号；已分割、合并的记到承继的房屋，已划转的记入新代管机构的账套"),
        ),
        Fault.OVERDRAFT: (_("分户账可用余额不足"), _("请查询该户余额，或先续筹")),
    }
