"""Which duty an act at the desk needs. A user who never got a duty may do everything."""

from __future__ import annotations

from typing import Final

from ledger.registry.duties import REGISTRAR, duty_title, read_duties
from ledger.store.database import Tx
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.text import shown

# None: anybody who has a duty that acts, which is all but auditors, committees and owners.
DUTY_OF_ACT: Final = {
    "advance.record": "maker",
    "advance.transfer": "maker",
    "asset.add": REGISTRAR,
    "asset.attach": "maker",
    "asset.cost": "maker",
    "asset.fill": REGISTRAR,
    "asset.import": REGISTRAR,
    "book.backup": None,
    "book.init": REGISTRAR,
    "book.restore": None,
    "common.record": "maker",
    "common.transfer": "maker",
    "contribute.fund": "maker",
    "contribute.grant": "checker",
    "contribute.paid": "maker",
    "contribute.plan": "maker",
    "contribute.waive": "maker",
    "custody.more": "maker",
    "custody.order": "maker",
    "custody.undo": "maker",
    "earnings.compare": None,
    "earnings.distribute": "maker",
    "earnings.undo": "maker",
    "earnings.record": "maker",
    "foreign.record": "maker",
    "foreign.return": "maker",
    "fund.collect": "maker",
    "fund.floor": "checker",
    "fund.move": "maker",
    "fund.refund": "maker",
    "fund.refund_file": "maker",
    "lost.declare": "maker",
    "lost.pay": "maker",
    "lost.returned": "maker",
    "lost.undo": "maker",
    "handover.accept": "maker",
    "handover.agree": "maker",
    "handover.defect": "maker",
    "handover.inventory": "maker",
    "handover.open": REGISTRAR,
    "handover.refuse": "maker",
    "handover.sign": None,
    "handover.stage": "maker",
    "handover.start": "maker",
    "handover.switch": "checker",
    "handover.vote": "maker",
    "operator.add": REGISTRAR,
    "payee.add": "maker",
    "payee.confirm": "checker",
    "period.adjust": "maker",
    "invest.buy": "maker",
    "invest.redeem": "maker",
    "imprest.draw": "maker",
    "imprest.return": "maker",
    "imprest.settle": "maker",
    "period.carry": "closer",
    "period.close": "closer",
    "plan.add": "maker",
    "project.add": "maker",
    "project.budget": "maker",
    "project.import": "maker",
    "project.item": "maker",
    "project.pay": "maker",
    "project.record": "maker",
    "project.settle": "maker",
    "project.step": "maker",
    "project.wish": "maker",
    "receipt.issue": "maker",
    "receipt.receive": REGISTRAR,
    "receipt.void": "maker",
    "registry.bank_account": REGISTRAR,
    "registry.close_account": REGISTRAR,
    "registry.custodian": REGISTRAR,
    "registry.freeze": REGISTRAR,
    "registry.dues": REGISTRAR,
    "registry.import": REGISTRAR,
    "registry.merge": REGISTRAR,
    "registry.opening": "maker",
    "registry.recut": REGISTRAR,
    "registry.set_owner": REGISTRAR,
    "registry.unfreeze": REGISTRAR,
    "registry.split": REGISTRAR,
    "replenish.ballot": "maker",
    "replenish.delivered": "maker",
    "replenish.electorate": "maker",
    "replenish.fallback": "checker",
    "replenish.grant": "checker",
    "replenish.notice": "maker",
    "replenish.plan": "maker",
    "replenish.stop": "checker",
    "replenish.vote": "maker",
    "replenish.waive": "maker",
    "rules.confirm": "checker",
    "rules.set": REGISTRAR,
    "source.add": "maker",
    "source.change": "maker",
    "source.match": "maker",
    "suspense.assign": "maker",
    "suspense.record": "maker",
    "usage.advance": "maker",
    "usage.approve": "checker",
    "usage.attach": "maker",
    "usage.ballot": "maker",
    "usage.cancel": "maker",
    "usage.confirm_payee": "checker",
    "usage.draft": "maker",
    "usage.electorate": "maker",
    "usage.pay": "poster",
    "usage.step": "maker",
    "usage.pay_retention": "maker",
    "usage.payee": "maker",
    "usage.recover": "maker",
    "usage.reopen": "maker",
    "usage.resume": "checker",
    "usage.returned": "maker",
    "usage.settle": "maker",
    "usage.suspend": "maker",
    "usage.vote": "maker",
    "usage.write_off": "checker",
    "user.add": REGISTRAR,
    "user.grant": REGISTRAR,
    "user.reach": REGISTRAR,
    "user.revoke": REGISTRAR,
    "voucher.check": "checker",
    "voucher.draft": "maker",
    "voucher.post": "poster",
    "voucher.return": "checker",
    "voucher.reverse": "maker",
}
_LOOKING: Final = frozenset({"auditor", "committee", "owner"})


def refuse_without_duty(tx: Tx, who: str, act: str) -> None:
    """Refuse an act of which `who` does not have the duty.

    Raises:
        Refused: `duty_missing`.
    """
    held = read_duties(tx).get(who)
    if held is None:
        return
    duty = DUTY_OF_ACT[act]
    if duty is None:
        allowed = bool(held - _LOOKING)
        needed = _("经办岗")
    else:
        allowed = duty in held
        needed = duty_title(duty)
    if not allowed:
        raise Refused(
            "duty_missing",
            _("{who} 没有{duty}的权限").format(who=shown(who), duty=needed),
            _("请由有这个岗位的人办理；岗位见 wxzj user list"),
        )
