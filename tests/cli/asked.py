"""What may be typed at the command line, and what the desk is asked for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.values.ratio import Ratio
from tests.cli.asked_book import ASKED_BOOK
from tests.cli.asked_coll import ASKED_COLL
from tests.cli.asked_earnings import ASKED_EARNINGS
from tests.cli.asked_houses import ASKED_HOUSES
from tests.cli.asked_leaving import ASKED_LEAVING
from tests.cli.asked_money import ASKED_MONEY
from tests.cli.asked_oper import ASKED_OPER
from tests.cli.asked_people import ASKED_PEOPLE
from tests.cli.asked_planning import ASKED_PLANNING
from tests.cli.asked_plant import ASKED_PLANT
from tests.cli.asked_renovation import ASKED_RENOVATION
from tests.cli.asked_replenish import ASKED_REPLENISH
from tests.cli.asked_rules import ASKED_RULES

FILE = {"path": "f.csv", "unit_wan": False, "use_cached": False}
SCOPE: dict[str, Any] = {"period": None, "book": None, "estate": None, "custodian": None}
NARROW = "--period 2026-01 --book F1-C --estate A01 --custodian 中心"
NARROWED = {"period": 202601, "book": "F1-C", "estate": "A01", "custodian": "中心"}
DAY = date(2026, 1, 5)
REFUNDED = "A01-3-2-501 --amount 300 --reason 退房 --payee 张三"
REFUND_REST = "--bank-ref S1 --on 2026-01-05 --key K --dry-run"
REFUND: dict[str, Any] = {
    "amount_fen": 30_000,
    "deposit_on": None,
    "voucher": None,
    "reason": "退房",
    "payee": "张三",
    "bank_account": None,
    "bank_ref": None,
    "on": None,
    "request_key": None,
    "dry_run": False,
}

# what is typed; what the desk is asked; its positional words; its named words
ASKED: list[tuple[str, str, tuple[Any, ...], dict[str, Any]]] = [
    ("book init", "book.init", (), {"custodian": None, "code": "F1"}),
    (
        "book init --custodian 中心 --code C2",
        "book.init",
        (),
        {"custodian": "中心", "code": "C2"},
    ),
    ("book upgrade", "book.upgrade", (), {}),
    ("book status", "book.status", (), {}),
    ("book verify", "book.verify", (), {}),
    ("book backup b.db", "book.backup", ("b.db",), {}),
    ("book restore b.db", "book.restore", ("b.db",), {}),
    ("book doctor", "book.doctor", (), {}),
    *ASKED_RULES,
    (
        "registry import f.csv",
        "registry.import_households",
        (),
        {**FILE, "custodian": None, "dry_run": False},
    ),
    (
        "registry import f.csv --unit 万元 --use-cached --custodian 中心 --dry-run",
        "registry.import_households",
        (),
        {
            "path": "f.csv",
            "unit_wan": True,
            "use_cached": True,
            "custodian": "中心",
            "dry_run": True,
        },
    ),
    (
        "registry opening f.csv --on 2026-01-05",
        "registry.opening",
        (),
        {**FILE, "on": DAY, "dry_run": False},
    ),
    (
        "registry custodian add 中心 --code F2",
        "registry.add_custodian",
        ("中心",),
        {"code": "F2", "dry_run": False},
    ),
    (
        "registry set-owner A01-3-2-501 --owner 李四 --on 2026-01-05 --reason 买卖",
        "ownership.set_owner",
        ("A01-3-2-501",),
        {
            "owners": (("李四", None),),
            "id_nos": (),
            "phones": (),
            "on": DAY,
            "reason": "买卖",
            "stays_unsold": False,
            "dry_run": False,
        },
    ),
    (
        (
            "registry set-owner A01-3-2-501 --owner 李四=1/3 --owner 王五＝２/3 --id-no -"
            " --id-no G1 --phone 138 --phone - --on 2026-01-05 --reason 继承 --unsold --dry-run"
        ),
        "ownership.set_owner",
        ("A01-3-2-501",),
        {
            "owners": (("李四", Ratio(1, 3)), ("王五", Ratio(2, 3))),
            "id_nos": ("-", "G1"),
            "phones": ("138", "-"),
            "on": DAY,
            "reason": "继承",
            "stays_unsold": True,
            "dry_run": True,
        },
    ),
    (
        "registry owners A01-3-2-501",
        "ownership.owners",
        ("A01-3-2-501",),
        {"estate": None, "on": None},
    ),
    (
        "registry owners --estate A01 --on 2026-01-05",
        "ownership.owners",
        (None,),
        {"estate": "A01", "on": DAY},
    ),
    (
        "registry bank-account add 6222-1 --fund-type sold_public",
        "registry.add_bank_account",
        ("6222-1",),
        {"custodian": None, "fund_type": "sold_public", "dry_run": False},
    ),
    (
        "user add wang --display-name 王会计 --dry-run",
        "user.add",
        ("wang",),
        {"display_name": "王会计", "dry_run": True},
    ),
    ("user list", "user.list", (), {}),
    *ASKED_HOUSES,
    *ASKED_PEOPLE,
    ("user grant wang maker", "user.grant", ("wang", "maker"), {"dry_run": False}),
    (
        "user revoke wang maker --reason 调岗",
        "user.revoke",
        ("wang", "maker"),
        {"reason": "调岗", "dry_run": False},
    ),
    ("registry estates", "registry.estates", (), {"custodian": None}),
    (
        "registry households --estate A01",
        "registry.households",
        (),
        {"estate": "A01", "on": None, "with_lost": False},
    ),
    ("voucher draft f.csv", "voucher.draft", (), {**FILE, "dry_run": False}),
    (
        "voucher list --period 2026-01 --state draft",
        "voucher.list",
        (),
        {
            "book": None,
            "estate": None,
            "period": 202601,
            "state": "draft",
            "maker": None,
            "mine": False,
            "event": None,
        },
    ),
    ("voucher check 1 2", "voucher.check", (("1", "2"),), {"dry_run": False}),
    ("voucher post 1", "voucher.post", (("1",),), {"dry_run": False}),
    (
        "voucher return 1 --reason 缺附件",
        "voucher.send_back",
        (("1",),),
        {"reason": "缺附件", "dry_run": False},
    ),
    (
        "voucher reverse F1-C:2026-01:收-12 --reason 重复 --on 2026-01-05",
        "voucher.reverse",
        ("F1-C:2026-01:收-12",),
        {"reason": "重复", "on": DAY, "dry_run": False},
    ),
    ("voucher show F1-C:2026-01:收-12", "voucher.show", ("F1-C:2026-01:收-12",), {}),
    ("fund collect f.csv --dry-run", "fund.collect", (), {**FILE, "dry_run": True}),
    *ASKED_PLANNING,
    *ASKED_PLANT,
    (
        "fund usage approve U1 --on 2026-01-05",
        "usage.approve",
        ("U1",),
        {"on": DAY, "dry_run": False},
    ),
    (
        "fund usage pay U1 --bank-account 6222-1 --bank-account 6222-2 --payee 甲公司",
        "usage.pay",
        ("U1",),
        {
            "bank_accounts": ("6222-1", "6222-2"),
            "payee": "甲公司",
            "invoice": None,
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "fund usage cancel U1 --reason 停建",
        "usage.cancel",
        ("U1",),
        {"reason": "停建", "on": None, "dry_run": False},
    ),
    *ASKED_MONEY,
    ("fund usage show U1", "usage.show", ("U1",), {}),
    (
        "fund replenish due --estate A01",
        "replenish.due",
        (),
        {"book": None, "estate": "A01", "custodian": None, "on": None},
    ),
    (
        "fund earnings record --amount 61,234.56 --bank-ref R1",
        "earnings.record",
        (),
        {
            "kind": "interest",
            "amount_fen": 6_123_456,
            "bank_account": None,
            "estate": None,
            "bank_ref": "R1",
            "on": None,
            "request_key": None,
            "dry_run": False,
        },
    ),
    (
        "fund income --kind disposal --amount 3200 --estate A01",
        "earnings.income",
        (),
        {
            "net_fen": None,
            "decision": None,
            "kind": "disposal",
            "amount_fen": 320_000,
            "bank_account": None,
            "estate": "A01",
            "bank_ref": None,
            "on": None,
            "request_key": None,
            "dry_run": False,
        },
    ),
    (
        f"fund refund {REFUNDED} --deposit-on 2026-01-05",
        "refund.refund",
        ("A01-3-2-501",),
        {**REFUND, "deposit_on": DAY},
    ),
    (
        f"fund refund {REFUNDED} --voucher F1-C:2026-01:收-1 --bank-account 62220001 {REFUND_REST}",
        "refund.refund",
        ("A01-3-2-501",),
        {
            **REFUND,
            "voucher": "F1-C:2026-01:收-1",
            "bank_account": "62220001",
            "bank_ref": "S1",
            "on": DAY,
            "request_key": "K",
            "dry_run": True,
        },
    ),
    ("period status --book F1-C", "period.status", (), {"book": "F1-C", "custodian": None}),
    (
        "period check 2026-01",
        "period.check",
        (202601,),
        {"book": None, "custodian": None},
    ),
    (
        "period carry 2026-01 --dry-run",
        "period.carry",
        (202601,),
        {"book": None, "custodian": None, "on": None, "dry_run": True},
    ),
    (
        "period close 2026-01 --all",
        "period.close",
        (202601,),
        {"book": None, "custodian": None, "all_books": True, "dry_run": False},
    ),
    (
        "report trial-balance",
        "report.trial_balance",
        (),
        {**SCOPE, "before_closing": False},
    ),
    (
        f"report trial-balance {NARROW} --before-closing",
        "report.trial_balance",
        (),
        {**NARROWED, "before_closing": True},
    ),
    (f"report balance-sheet {NARROW}", "report.balance_sheet", (), NARROWED),
    ("report income", "report.income", (), SCOPE),
    ("report net-assets", "report.net_assets", (), SCOPE),
    (
        "report household A01-3-2-501",
        "report.household",
        ("A01-3-2-501",),
        {"period": None, "book": None, "detail": False},
    ),
    ("report ledger 1001", "report.ledger", ("1001",), SCOPE),
    (f"export beancount out {NARROW}", "export.beancount", ("out",), NARROWED),
    ("export hledger out", "export.hledger", ("out",), SCOPE),
    (
        "fund suspense record --amount 1,000 --bank-ref S1 --payer 李某",
        "suspense.record",
        (),
        {
            "amount_fen": 100_000,
            "bank_account": None,
            "bank_ref": "S1",
            "payer": "李某",
            "on": None,
            "dry_run": False,
        },
    ),
    (
        "fund suspense list --book F1-C",
        "suspense.list",
        (),
        {"book": "F1-C", "custodian": None, "on": None},
    ),
    (
        "fund suspense assign S1 --household A01-3-2-501 --amount 10 --purpose 续交",
        "suspense.assign",
        ("S1",),
        {
            "household": "A01-3-2-501",
            "amount_fen": 1000,
            "purpose": "续交",
            "payer": "业主",
            "on": None,
            "dry_run": False,
        },
    ),
    *ASKED_EARNINGS,
    *ASKED_LEAVING,
    *ASKED_COLL,
    *ASKED_OPER,
    *ASKED_RENOVATION,
    *ASKED_BOOK,
    *ASKED_REPLENISH,
]
