"""The window for payees (收款单位) and their bank details."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.payees import Payee, add_payee, confirm_payee, list_payees
from ledger.values.i18n import _
from ledger.values.sheet import Column, Sheet


class PayeeDesk:
    """Write bank details of payees down, confirm and list them."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def add(self, name: str, *, bank: str, account: str, dry_run: bool = False) -> Sheet:
        """Write a payee's bank details down; with users somebody else confirms them.

        Args:
            name: the payee, as cases and invoices name it.
            bank: the bank and its branch.
            account: the account's number.
            dry_run: do everything, keep nothing.
        """
        counter = self._counter
        with counter.act("payee.add", name, dry_run=dry_run) as tx:
            payee, is_new = add_payee(tx, name, bank, account, who=counter.who, clock=counter.clock)
            counter.regardless(tx)
        notes = []
        if not is_new:
            notes.append(_("这个账户已经登记，没有改变任何数据"))
        elif payee.confirmed_at is None:
            notes.append(
                _("待另一名用户复核：wxzj registry payee confirm {number}").format(
                    number=payee.payee_id
                )
            )
        return tried(replace(_sheet([payee]), notes=notes), dry_run=dry_run)

    def confirm(self, payee_id: int, *, dry_run: bool = False) -> Sheet:
        """Confirm bank details that somebody else wrote down.

        Args:
            payee_id: their number.
            dry_run: do everything, keep nothing.

        Raises:
            Refused: `payee_unknown`, `payee_own`, `payee_superseded`.
        """
        counter = self._counter
        with counter.act("payee.confirm", str(payee_id), dry_run=dry_run) as tx:
            payee, is_new = confirm_payee(tx, payee_id, who=counter.who, clock=counter.clock)
            counter.regardless(tx)
        notes = [] if is_new else [_("已经复核过，没有改变任何数据")]
        return tried(replace(_sheet([payee]), notes=notes), dry_run=dry_run)

    def list(self, *, name: str | None = None) -> Sheet:
        """List all bank details ever written down, of one payee where it is named."""
        with self._counter.look(anywhere=True) as tx:
            return _sheet(list_payees(tx, name))


def _sheet(payees: Sequence[Payee]) -> Sheet:
    """Show bank details; the newest confirmed ones of a payee are in force."""
    in_force = {each.name: each.payee_id for each in payees if each.confirmed_at is not None}

    def state(each: Payee) -> str:
        if each.confirmed_at is None:
            return "waiting"
        return "in_force" if in_force[each.name] == each.payee_id else "former"

    sheet = Sheet(
        kind="payees",
        title=_("收款账户"),
        columns=(
            Column("payee", _("编号"), "int"),
            Column("name", _("收款单位")),
            Column("bank", _("开户银行")),
            Column("account", _("账号")),
            Column("state", _("状态")),
            Column("made_by", _("登记人")),
            Column("confirmed_by", _("复核人")),
        ),
    )
    words = {"waiting": _("待复核"), "in_force": _("使用中"), "former": _("已更换")}
    rows = [
        (each.payee_id, *each[1:4], state(each), each.made_by, each.confirmed_by) for each in payees
    ]
    told = [(*row[:4], words[str(row[4])], *row[5:]) for row in rows]
    return replace(sheet, rows=rows, paper=replace(sheet, rows=told))
