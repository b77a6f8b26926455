"""All tables, as SQLAlchemy sees them. Any room may read any table; only its owner writes it."""

from __future__ import annotations

from ledger.store.schema.base import REFERENCE_TABLES, metadata
from ledger.store.schema.closing import (
    account_snapshot,
    balance_root,
    close_log,
    snapshot,
    statement,
)
from ledger.store.schema.fund import (
    deposit,
    draft_deposit,
    usage_case,
    usage_share,
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
from ledger.store.schema.payments import (
    usage_bearer,
    usage_event,
    usage_payee,
    usage_payment,
    usage_settlement,
)
from ledger.store.schema.people import reach_grant
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
from ledger.store.schema.usage import usage_basis, usage_weight

__all__ = [
    "REFERENCE_TABLES",
    "account",
    "account_rule",
    "account_snapshot",
    "balance_root",
    "bank_account",
    "book",
    "book_head",
    "chart",
    "close_log",
    "custodian",
    "deposit",
    "draft",
    "draft_deposit",
    "duty_grant",
    "earmark",
    "estate",
    "floor_grant",
    "household",
    "import_file",
    "line",
    "login",
    "master_change",
    "metadata",
    "month",
    "number",
    "reach_grant",
    "rule_confirm",
    "rule_value",
    "share",
    "snapshot",
    "statement",
    "sub_account",
    "sub_balance",
    "title",
    "trail",
    "turnover",
    "usage_basis",
    "usage_bearer",
    "usage_case",
    "usage_event",
    "usage_payee",
    "usage_payment",
    "usage_settlement",
    "usage_share",
    "usage_weight",
    "voucher",
]
