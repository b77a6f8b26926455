"""The lines of the official forms, as people read them in the language in force."""

from __future__ import annotations

from ledger.values.i18n import _


def line_title(line: str) -> str:
    """Return a line of 会住维01, 02 or 03 in the language in force."""
    return {**_balance_sheet(), **_income(), **_net_assets()}[line]


def _balance_sheet() -> dict[str, str]:
    return {
        "银行存款": _("银行存款"),
        "国债投资": _("国债投资"),
        "备用金": _("备用金"),
        "资产总计": _("资产总计"),
        "应付房屋灭失返还资金": _("应付房屋灭失返还资金"),
        "负债合计": _("负债合计"),
        "维修资金": _("维修资金"),
        "商品住宅维修资金": _("商品住宅维修资金"),
        "已售公有住房维修资金": _("已售公有住房维修资金"),
        "待分配累计收益": _("待分配累计收益"),
        "净资产合计": _("净资产合计"),
        "负债和净资产总计": _("负债和净资产总计"),
    }


def _income() -> dict[str, str]:
    return {
        "本期收入": _("本期收入"),
        "交存收入": _("交存收入"),
        "存款利息收入": _("存款利息收入"),
        "国债利息收入": _("国债利息收入"),
        "经营收入": _("经营收入"),
        "共用设施处置收入": _("共用设施处置收入"),
        "其他收入": _("其他收入"),
        "本期支出": _("本期支出"),
        "维修支出": _("维修支出"),
        "返还支出": _("返还支出"),
        "其他支出": _("其他支出"),
        "本期收支差额": _("本期收支差额"),
    }


def _net_assets() -> dict[str, str]:
    return {
        "上年年末余额": _("上年年末余额"),
        "以前年度调整": _("以前年度调整"),
        "本年年初余额": _("本年年初余额"),
        "本年收支差额": _("本年收支差额"),
        "本年分配累计收益": _("本年分配累计收益"),
        "本年划转": _("本年划转"),
        "本年年末余额": _("本年年末余额"),
    }


def side_title(side: str) -> str:
    """Return a side in the language in force; `平` where nothing stands."""
    return {"借": _("借"), "贷": _("贷"), "平": _("平")}[side]
