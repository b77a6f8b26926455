"""What opening balances are refused for, row by row. Pure: facts in, what is wrong out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ledger.fund.collecting.deposit_checks import HOUSEHOLD, payer_title
from ledger.fund.collecting.opening_rows import Opening
from ledger.journal.voucher import PayerClass
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.money import SHARE_MAX, format_fen
from ledger.values.text import shown

Heads = Mapping[str, str]


def is_known(row: Opening) -> bool:
    """Tell whether a row without fault brings nothing new."""
    if row.known_principal_fen is not None:
        return True
    return not (row.principal_fen or row.earnings_fen) and row.before_fen in {
        None,
        row.known_before_fen,
    }


def row_faults(row: Opening, heads: Heads) -> Iterator[BadRow]:
    """Find what a rule refuses of one row."""
    is_selling_unit = row.payer_class == PayerClass.SELLING_UNIT
    if is_selling_unit != (row.sub_kind != HOUSEHOLD):
        title = payer_title(PayerClass(row.payer_class))
        yield BadRow(
            row.row_no,
            heads["payer_class"],
            title,
            "payer_class_wrong",
            _("{code} 的余额不能是{payer}交存的").format(code=shown(row.code), payer=title),
            _("售房单位的余额写在它自己的分户账上，如 A01-3-SU"),
            refused=True,
        )
    if row.before_fen and row.sub_kind != HOUSEHOLD:
        yield BadRow(
            row.row_no,
            heads["deposited"],
            format_fen(row.before_fen + row.principal_fen),
            "deposited_wrong",
            _("售房单位分户账 {code} 的累计交存不能多于本金余额").format(code=shown(row.code)),
            _("清空这一格，或写本金余额"),
            refused=True,
        )
    if max(row.principal_fen, row.earnings_fen, row.before_fen or 0) > SHARE_MAX:
        yield BadRow(
            row.row_no,
            heads["principal"],
            format_fen(row.principal_fen),
            "amount_too_large",
            _("一户的余额不超过 {largest} 元").format(largest=format_fen(SHARE_MAX)),
            _("核对金额和单位"),
            refused=True,
        )
    yield from _differing(row, heads)


def _differing(row: Opening, heads: Heads) -> Iterator[BadRow]:
    """Find what a row says otherwise than the opening in force."""
    changes: list[tuple[str, int, int]] = []
    if row.known_principal_fen is not None:
        changes = [
            ("principal", row.known_principal_fen, row.principal_fen),
            ("earnings", row.known_earnings_fen or 0, row.earnings_fen),
        ]
    # Money that is still to be opened may correct what was noted with a draft that was returned.
    brings_money = row.principal_fen or row.earnings_fen
    is_opened = row.known_principal_fen is not None or (row.known_before_fen and not brings_money)
    if row.before_fen is not None and is_opened:
        paid_in = (row.known_principal_fen or 0) + row.known_before_fen
        changes.append(("deposited", paid_in, row.principal_fen + row.before_fen))
    for key, old, new in changes:
        if old != new:
            yield BadRow(
                row.row_no,
                heads[key],
                format_fen(new),
                "opening_differs",
                _("{code} 已有期初，{head}是 {old} 元，这里写的是 {new} 元").format(
                    code=shown(row.code),
                    head=shown(heads[key]),
                    old=format_fen(old),
                    new=format_fen(new),
                ),
                _("核对余额；确要更正，先注销原期初凭证再导入"),
                refused=True,
            )


def repeated(row: Sequence[Any], heads: Heads) -> BadRow:
    """Say that a household stands in the file a second time: row, code and first row."""
    row_no, household, first = row
    return BadRow(
        row_no,
        heads["household"],
        household,
        "household_repeated",
        _("房屋 {code} 在第 {first} 行已经出现过").format(code=shown(household), first=first),
        _("一户只写一行"),
        refused=True,
    )
