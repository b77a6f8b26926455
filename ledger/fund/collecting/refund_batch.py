"""Many deposits given back by one file (批量退款): all of them or none, every bad row named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ledger.fund.collecting.refund import Refunded, Request, refund
from ledger.intake.spec import Row
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import BadRow, BadRows, LedgerError
from ledger.values.i18n import _
from ledger.values.text import shown


def refund_rows(
    tx: Tx, rows: Iterable[Row], *, file: str, who: str, clock: Clock
) -> list[Refunded]:
    """Give back what the rows say, in their order; rows that were met before change nothing.

    Raises:
        BadRows: every row that is refused; nothing is written then.
    """
    bad: list[BadRow] = []
    done: list[Refunded] = []
    for row in rows:
        values: dict[str, Any] = row.values
        request = Request(
            values["household"],
            values["amount"],
            values["reason"],
            values["payee"],
            deposit_on=values["deposit_on"],
            voucher=values["voucher"],
            bank_account=values["bank_account"],
            bank_ref=values["bank_ref"],
            on=values["on"],
        )
        try:
            done.append(refund(tx, request, who=who, clock=clock))
        except LedgerError as error:
            bad.append(
                BadRow(
                    row.number,
                    _("房屋编号"),
                    str(values["household"]),
                    error.code,
                    error.message,
                    error.hint,
                    refused=True,
                )
            )
    if bad:
        raise BadRows(
            file,
            tuple(bad),
            _("{file} 有 {count} 行不能退款").format(file=shown(file), count=len(bad)),
            _("请改正后重新导入；什么都没有改变"),
        )
    return done
