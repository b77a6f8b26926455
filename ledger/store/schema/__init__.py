"""All tables, as SQLAlchemy sees them. Any room may read any table; only its owner writes it."""

from __future__ import annotations

from ledger.store.schema.base import REFERENCE_TABLES, metadata
from ledger.store.schema.campaign import (
    campaign,
    campaign_due,
    campaign_step,
    campaign_waiver,
    notice,
    notice_delivery,
)
from ledger.store.schema.closing import (
    account_snapshot,
    balance_root,
    close_log,
    snapshot,
    statement,
)
from ledger.store.schema.dues import deposit_plan, deposit_plan_step, household_due
from ledger.store.schema.earnings import distribution, investment
from ledger.store.schema.fund import (
    deposit,
    draft_deposit,
    usage_case,
    usage_share,
)
from ledger.store.schema.houses import (
    carried_move,
    draft_house,
    house_event,
    house_part,
)
from ledger.store.schema.journal import (
    book,
    book_head,
    draft,
    earmark,
    floor_grant,
    line,
    master_change,
    month,
    number,
    share,
    sub_account,
    sub_balance,
    trail,
    turnover,
    voucher,
)
from ledger.store.schema.leaving import custody, lost_payment, lost_refund, sub_close
from ledger.store.schema.movements import bank_movement
from ledger.store.schema.payments import (
    usage_bearer,
    usage_event,
    usage_payee,
    usage_payment,
    usage_settlement,
)
from ledger.store.schema.people import (
    handover,
    handover_signed,
    payee,
    payee_confirmed,
    reach_grant,
)
from ledger.store.schema.receipts import (
    receipt_lot,
    receipt_use,
    receipt_void,
)
from ledger.store.schema.reference import (
    account,
    account_rule,
    bank_account,
    chart,
    custodian,
    duty_grant,
    estate,
    import_file,
    login,
)
from ledger.store.schema.registry import (
    household,
    title,
)
from ledger.store.schema.rulebook import (
    rule_confirm,
    rule_value,
)
from ledger.store.schema.usage import (
    household_freeze,
    usage_ballot,
    usage_basis,
    usage_elector,
    usage_electorate,
    usage_paper,
    usage_step,
    usage_weight,
)

__all__ = [
    "REFERENCE_TABLES",
    "account",
    "account_rule",
    "account_snapshot",
    "balance_root",
    "bank_account",
    "bank_movement",
    "book",
    "book_head",
    "campaign",
    "campaign_due",
    "campaign_step",
    "campaign_waiver",
    "carried_move",
    "chart",
    "close_log",
    "custodian",
    "custody",
    "deposit",
    "deposit_plan",
    "deposit_plan_step",
    "distribution",
    "draft",
    "draft_deposit",
    "draft_house",
    "duty_grant",
    "earmark",
    "estate",
    "floor_grant",
    "handover",
    "handover_signed",
    "house_event",
    "house_part",
    "household",
    "household_due",
    "household_freeze",
    "import_file",
    "investment",
    "line",
    "login",
    "lost_payment",
    "lost_refund",
    "master_change",
    "metadata",
    "month",
    "notice",
    "notice_delivery",
    "number",
    "payee",
    "payee_confirmed",
    "reach_grant",
    "receipt_lot",
    "receipt_use",
    "receipt_void",
    "rule_confirm",
    "rule_value",
    "share",
    "snapshot",
    "statement",
    "sub_account",
    "sub_balance",
    "sub_close",
    "title",
    "trail",
    "turnover",
    "usage_ballot",
    "usage_basis",
    "usage_bearer",
    "usage_case",
    "usage_elector",
    "usage_electorate",
    "usage_event",
    "usage_paper",
    "usage_payee",
    "usage_payment",
    "usage_settlement",
    "usage_share",
    "usage_step",
    "usage_weight",
    "voucher",
]
