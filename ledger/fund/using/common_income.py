"""How much of what common parts bring in must go to the fund (物业管理条例 art. 54, city rules).

The rest stays with the owners outside the fund; only what they decided themselves may be less than
the rule asks for (165号令 art. 27).
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import and_, func, select

from ledger.fund.refilling.replenish import Selection, due
from ledger.registry.books import Book
from ledger.registry.closed import is_open
from ledger.registry.estates import Estate
from ledger.registry.rulebook import flag_rule, int_rule, number_or_none
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen

_THOUSAND: Final = 1000


class OwnersShare(NamedTuple):
    """What is said of common income beside the part that goes to the fund.

    Attributes:
        net_fen: all of it after reasonable cost; None where nobody says.
        decision: what the owners decided where less goes to the fund.
    """

    net_fen: int | None
    decision: str | None
    on: date


def least_fen(net_fen: int, permille: int, *, strict: bool) -> int:
    """Return the least that must go to the fund.

    >>> least_fen(1001, 500, strict=False), least_fen(1000, 500, strict=True)
    (501, 501)

    Args:
        net_fen: common income after reasonable cost.
        permille: the part that the rule asks for.
        strict: whether exactly that part is not enough.
    """
    exact = net_fen * permille
    return exact // _THOUSAND + 1 if strict else -(-exact // _THOUSAND)


def refuse_low_share(
    tx: Tx, book: Book, estate: Estate, amount_fen: int, share: OwnersShare
) -> None:
    """Refuse less for the fund than the rule of the day asks for, where the whole is told.

    Raises:
        Refused: `income_over_net`, `income_share_low`.
    """
    if share.net_fen is None:
        return
    if amount_fen > share.net_fen:
        raise Refused(
            "income_over_net",
            _("转入资金的 {amount} 元多于共有收益净额 {net} 元").format(
                amount=format_fen(amount_fen), net=format_fen(share.net_fen)
            ),
            _("请核对 --amount 和 --net"),
        )
    keeper, on = book.custodian_id, share.on
    least = least_fen(
        share.net_fen,
        int_rule(tx, keeper, "income.to_fund_permille", on),
        strict=flag_rule(tx, keeper, "income.to_fund_strict", on),
    )
    least = min(least, share.net_fen)
    if amount_fen >= least or share.decision is not None:
        return
    if _is_refilled(tx, book, estate, on):
        return
    if flag_rule(tx, keeper, "income.only_below_trigger", on):
        low = list(due(tx, Selection((book.book_id,), estate.estate_id), on, day=on))
        if not low:
            return
    raise Refused(
        "income_share_low",
        _("共有收益净额 {net} 元，至少 {least} 元应转入维修资金").format(
            net=format_fen(share.net_fen), least=format_fen(least)
        ),
        _("请补足；业主大会另有决定的，用 --decision 写明（规则 income.to_fund_permille）"),
    )


def _is_refilled(tx: Tx, book: Book, estate: Estate, on: date) -> bool:
    """Tell whether the estate's fund is back at the part at which the rule asks for no more.

    Its balance as it stands now; a fund without any initial amount is never refilled.
    """
    stop = number_or_none(tx, book.custodian_id, "income.stop_permille", on)
    if stop is None:
        return False
    household, balance = schema.household, schema.sub_balance
    inside = (
        household.c.book_id == book.book_id,
        household.c.estate_id == estate.estate_id,
        is_open(household),
    )
    initial = tx.conn.execute(
        select(func.coalesce(func.sum(household.c.due_fen), 0)).where(*inside)
    ).scalar_one()
    held = tx.conn.execute(
        select(func.coalesce(func.sum(balance.c.amount_fen), 0))
        .join(
            household,
            and_(household.c.book_id == balance.c.book_id, household.c.sub_id == balance.c.sub_id),
        )
        .where(*inside)
    ).scalar_one()
    return initial > 0 and int(held) * _THOUSAND >= int(initial) * stop
