"""What a list of deposits is refused for, row by row. Pure: facts in, what is wrong out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from ledger.fund.collecting.deposit_rows import Deposit, default_payer_class
from ledger.journal.voucher import PayerClass
from ledger.values.errors import BadRow
from ledger.values.i18n import _
from ledger.values.money import SHARE_MAX, format_fen
from ledger.values.text import shown

Heads = Mapping[str, str]

HOUSEHOLD: Final = "HOUSEHOLD"
_PUBLIC: Final = "P"
# The columns of a deposit whose content makes it this one, and what the file calls them.
_CONTENT: Final = (
    ("dated_on", "on"),
    ("household", "household"),
    ("amount_fen", "amount"),
    ("purpose", "purpose"),
    ("payer_class", "payer_class"),
    ("payer", "payer"),
    ("receipt", "receipt"),
)


def payer_class_of(deposit: Deposit) -> PayerClass:
    """Return who paid."""
    if deposit.payer_class is None:
        return default_payer_class(deposit.household)
    return PayerClass(deposit.payer_class)


def target_of(deposit: Deposit) -> tuple[int, str]:
    """Return the sub-account that a deposit goes to: what a selling unit pays is its own."""
    if payer_class_of(deposit) is PayerClass.SELLING_UNIT and deposit.sub_kind == HOUSEHOLD:
        assert deposit.selling_sub_id is not None
        assert deposit.selling_code is not None
        return deposit.selling_sub_id, deposit.selling_code
    return deposit.sub_id, deposit.household


def unknown_household(row_no: int, household: str, heads: Heads) -> BadRow:
    """Say that a file names a household that is not in the roster."""
    return BadRow(
        row_no,
        heads["household"],
        household,
        "household_unknown",
        _("没有房屋 {code}").format(code=shown(household)),
        _("核对房屋编号，或先导入房屋清册"),
        refused=True,
    )


def payer_fault(deposit: Deposit, heads: Heads) -> BadRow | None:
    """Return why this payer cannot pay into this sub-account, None where it can."""
    payer_class = payer_class_of(deposit)
    is_household = deposit.sub_kind == HOUSEHOLD
    is_selling_unit = payer_class is PayerClass.SELLING_UNIT
    if is_household and not is_selling_unit:
        return None
    if is_household != is_selling_unit:  # a selling unit's own sub-account, paid by itself
        return None
    if not is_household or deposit.fund_type != _PUBLIC:
        return BadRow(
            deposit.row_no,
            heads["payer_class"],
            payer_title(payer_class),
            "payer_class_wrong",
            _("{code} 不能由{payer}交存").format(
                code=shown(deposit.household), payer=payer_title(payer_class)
            ),
            _("售房单位只交已售公有住房的款；它的分户账只收售房单位的款，请核对交款方"),
            refused=True,
        )
    if deposit.selling_sub_id is None:
        return BadRow(
            deposit.row_no,
            heads["payer_class"],
            payer_title(payer_class),
            "selling_unit_unknown",
            _("房屋 {code} 所在的幢没有登记售房单位").format(code=shown(deposit.household)),
            _("先在房屋清册里填写售房单位并导入，或核对交款方"),
            refused=True,
        )
    return None


def amount_fault(deposit: Deposit, heads: Heads) -> BadRow | None:
    """Return why the amount cannot be kept, None where it can."""
    if deposit.amount_fen <= SHARE_MAX:
        return None
    return BadRow(
        deposit.row_no,
        heads["amount"],
        format_fen(deposit.amount_fen),
        "amount_too_large",
        _("一笔交存不超过 {largest} 元").format(largest=format_fen(SHARE_MAX)),
        _("核对金额和单位"),
        refused=True,
    )


def differing(deposit: Deposit, heads: Heads) -> Iterator[BadRow]:
    """Find what a known deposit says otherwise than when it was booked.

    What either of them leaves open is not compared.
    """
    booked = deposit.booked
    assert booked is not None
    said: dict[str, Any] = {name: getattr(deposit, name) for name, _key in _CONTENT}
    if deposit.payer_class is None or payer_fault(deposit, heads) is None:
        said["household"] = target_of(deposit)[1]
    known = booked._asdict()
    for name, key in _CONTENT:
        if None not in {said[name], known[name]} and said[name] != known[name]:
            yield _differs(
                deposit.row_no, heads[key], deposit.bank_ref, (name, known[name], said[name])
            )


def differing_in_file(row: Mapping[str, Any], heads: Heads) -> Iterator[BadRow]:
    """Find what a row says otherwise than the first row with its bank reference."""
    for name, key in _CONTENT:
        if row[name] != row[f"first_{name}"]:
            yield _differs(
                row["row_no"], heads[key], row["bank_ref"], (name, row[f"first_{name}"], row[name])
            )


def _differs(
    row_no: int, head: str, bank_ref: str | None, change: tuple[str, object, object]
) -> BadRow:
    name, old, new = change
    return BadRow(
        row_no,
        head,
        _written(name, new),
        "deposit_differs",
        _("流水号 {ref} 的交存已有记录，{head}是“{old}”，这里写的是“{new}”").format(
            ref=shown(bank_ref or ""),
            head=shown(head),
            old=shown(_written(name, old)),
            new=shown(_written(name, new)),
        ),
        _("核对流水号；已入账的如有错误，先注销原凭证再导入"),
        refused=True,
    )


def _written(name: str, value: Any) -> str:
    if value is None:
        return _("空")
    if name == "amount_fen":
        return format_fen(value)
    if name == "payer_class":
        return payer_title(PayerClass(value))
    return str(value)


def payer_title(payer_class: PayerClass) -> str:
    """Return who pays, as people call it."""
    return {
        PayerClass.OWNER: _("业主"),
        PayerClass.SELLING_UNIT: _("售房单位"),
        PayerClass.DEVELOPER: _("开发单位"),
    }[payer_class]
