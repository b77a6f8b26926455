"""Each command asks the desk for exactly one thing, with exactly the words that were typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import click
import pytest

from ledger.cli.app import PROGRAM, root
from ledger.cli.commands import HelpContext, wrap_cells
from ledger.values.text import cell_width
from tests.cli.fakes import FakeDesk, Typing

FILE = {"path": "f.csv", "unit_wan": False, "use_cached": False}
SCOPE: dict[str, Any] = {"period": None, "book": None, "estate": None, "custodian": None}
NARROW = "--period 2026-01 --book F1-C --estate A01 --custodian 中心"
NARROWED = {"period": 202601, "book": "F1-C", "estate": "A01", "custodian": "中心"}
VOTE = "--present-area 7200 --present-heads 79 --agreed-area 3600.01 --agreed-heads 40"
DAY = date(2026, 1, 5)

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
        "registry bank-account add 6222-1 --fund-type sold_public",
        "registry.add_bank_account",
        ("6222-1",),
        {"custodian": None, "fund_type": "sold_public", "dry_run": False},
    ),
    ("registry estates", "registry.estates", (), {"custodian": None}),
    (
        "registry households --estate A01",
        "registry.households",
        (),
        {"estate": "A01", "on": None},
    ),
    ("voucher draft f.csv", "voucher.draft", (), {**FILE, "dry_run": False}),
    (
        "voucher list --period 2026-01 --state draft",
        "voucher.list",
        (),
        {"book": None, "estate": None, "period": 202601, "state": "draft"},
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
    (
        "fund usage draft --estate A01 --title 屋面 --amount 1.5万 --scope 3 --scope 4-1",
        "usage.draft",
        (),
        {
            "estate": "A01",
            "title": "屋面",
            "amount_fen": 1_500_000,
            "scopes": ("3", "4-1"),
            "payee": None,
            "work": None,
            "emergency": None,
            "on": None,
            "request_key": None,
            "dry_run": False,
        },
    ),
    ("fund usage share U1", "usage.share", ("U1",), {}),
    (
        f"fund usage vote U1 {VOTE}",
        "usage.vote",
        ("U1",),
        {
            "present_area": 720_000,
            "present_heads": 79,
            "agreed_area": 360_001,
            "agreed_heads": 40,
            "objected_area": 0,
            "objected_heads": 0,
            "ruleset": None,
            "on": None,
            "dry_run": False,
        },
    ),
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
        {"reason": "停建", "dry_run": False},
    ),
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
    (
        "fund income --kind disposal --amount 3200 --estate A01",
        "earnings.record",
        (),
        {
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
        {"period": None},
    ),
    ("report ledger 1001", "report.ledger", ("1001",), SCOPE),
    (f"export beancount out {NARROW}", "export.beancount", ("out",), NARROWED),
    ("export hledger out", "export.hledger", ("out",), SCOPE),
]


@pytest.mark.parametrize(("typed", "asked", "args", "words"), ASKED)
def test_a_command_asks_the_desk_what_was_typed(
    wxzj: Typing,
    desk: FakeDesk,
    typed: str,
    asked: str,
    args: tuple[Any, ...],
    words: dict[str, Any],
) -> None:
    told = wxzj("--quiet", *typed.split(), "--format", "json")
    assert (told.code, told.err) == (0, "")
    ((name, given, named),) = desk.calls
    named.pop("progress", None)
    assert (name, given, named) == (asked, args, words)
    assert desk.opened == [("wxzj.db", None)]
    assert desk.closed == 1


def commands(group: click.Command, context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(group, click.Group):
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None, name
            yield from commands(command, HelpContext(command, info_name=name, parent=context))


def every_command() -> list[click.Context]:
    return list(commands(root, HelpContext(root, info_name=PROGRAM)))


# They open the screens, or type other commands.
UNTYPED = {("tui",), ("demo",), ("book", "example")}


def test_every_command_stands_in_the_table() -> None:
    tried = {tuple(typed.split()) for typed, *_rest in ASKED}
    for context in every_command():
        path = tuple(context.command_path.split()[1:])
        if isinstance(context.command, click.Group) or path in UNTYPED:
            continue
        assert any(words[: len(path)] == path for words in tried), path


@pytest.mark.parametrize("context", every_command(), ids=lambda context: context.command_path)
def test_every_help_page_fits_eighty_cells_and_explains_each_option(
    context: click.Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    page = context.get_help()
    assert all(cell_width(line) <= 80 for line in page.splitlines())
    assert context.command.help
    for param in context.command.params:
        assert isinstance(param, click.Argument) or param.help, param


def test_what_acts_can_be_tried_dry_and_what_reads_goes_into_a_file() -> None:
    """A dry run is for what posts or changes cases or the registry; the rest makes or copies."""
    makes = {"init", "upgrade", "backup", "restore", "example", "beancount", "hledger"}
    for context in every_command():
        options = {option for param in context.command.params for option in param.opts}
        if "--format" in options:
            acting = {"--dry-run"} if context.info_name not in makes else set()
            assert options & {"--dry-run", "--output"} in (acting, {"--output"}), (
                context.command_path
            )


def test_the_help_of_the_root_lists_the_groups_in_the_order_of_the_work(wxzj: Typing) -> None:
    page = wxzj("--help").out
    names = [line.split()[0] for line in page.partition("命令：")[2].splitlines() if line.strip()]
    assert names == list(root.entries)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("结账前先看 period check", 12, ["结账前先看", "period check"]),
        ("甲乙丙，丁", 6, ["甲乙", "丙，丁"]),  # a comma never begins a line
        ("甲乙（丙）", 6, ["甲乙", "（丙）"]),  # nor does an open bracket end one
        ("一\n\n二", 20, ["一", "", "二"]),
        ("unbreakable", 5, ["unbreakable"]),
        ("", 10, []),
    ],
)
def test_text_is_broken_by_cells(text: str, width: int, lines: list[str]) -> None:
    assert wrap_cells(text, width) == lines
