"""What kinds, parts and states are called on the screens, and how amounts of money are written."""

from __future__ import annotations

from typing import Final

from ledger.desk.browse import Order, Part, PayerClass, Side, State
from ledger.values.i18n import _
from ledger.values.money import format_fen

STATES: Final = {
    State.LOW: _("待续交"),
    State.UNPAID: _("未归集"),
    State.NORMAL: _("正常"),
}
ORDERS: Final = {
    Order.DOOR: _("房号"),
    Order.BALANCE_UP: _("余额从小到大"),
    Order.BALANCE_DOWN: _("余额从大到小"),
}
PARTS: Final = {Part.PRINCIPAL: _("本金"), Part.EARNINGS: _("收益")}
SIDES: Final = {Side.DEBIT: _("借"), Side.CREDIT: _("贷")}
PAYER_CLASSES: Final = {
    PayerClass.OWNER: _("业主"),
    PayerClass.SELLING_UNIT: _("售房单位"),
    PayerClass.DEVELOPER: _("开发单位"),
}
SUB_ACCOUNT_KINDS: Final = {
    "HOUSEHOLD": _("分户账"),
    "SELLING_UNIT": _("售房单位"),
    "DEVELOPER": _("开发单位"),
    "SUSPENSE": _("待认领"),
    "COMMON_INCOME": _("公共收益"),
    "CLEARING": _("清算"),
}
VOUCHER_KINDS: Final = {
    "GENERAL": _("一般"),
    "OPENING": _("期初"),
    "DISTRIBUTION": _("收益分配"),
    "CUSTODY": _("划转"),
    "ADJUST": _("以前年度调整"),
    "CARRY": _("中期结转"),
    "CLOSING": _("期末结转"),
}


def money(fen: int | None) -> str:
    """Write an amount in yuan; nothing where there is none."""
    return "" if fen is None else format_fen(fen)


def owners(first: str | None, count: int) -> str:
    """Name the owners of a household: the first, and how many there are."""
    if first is None:
        return _("（未登记）")
    return first if count == 1 else _("{owner} 等{count}人").format(owner=first, count=count)
