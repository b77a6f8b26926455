"""Common income in the book of an estate, and its hand-over to the fund as one event.

The book (kind COMMON) is a list kept apart (单列账): what came in, what it cost, who gets what.
Handing over writes in both books, or in none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import case, func, select

from ledger.fund import entries
from ledger.fund.bank_refs import refuse_used_ref
from ledger.fund.earning.earnings import find_bank
from ledger.fund.using.common_income import OwnersShare, refuse_low_share
from ledger.journal.drafts import drafts_of_event, save_new_drafts
from ledger.journal.posting import post_many
from ledger.journal.voucher import Draft, Kind
from ledger.registry.banks import foreign_account
from ledger.registry.books import COMMON, Book, ensure_book, ensure_memo_book, list_books
from ledger.registry.estates import Estate, find_estate
from ledger.registry.rulebook import int_rule, number_or_none, text_rule
from ledger.registry.users import has_users
from ledger.renovation.common.split import (
    COST,
    DUE,
    MANAGER,
    SOURCES,
    TO_FUND,
    TO_OTHERS,
    Entry,
    Income,
    Quarter,
    by_quarter,
    due_on,
    handed_over,
    recorded,
)
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name

EVENT: Final = "common:"
_FUND_INCOME: Final = "4201"
_THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """What the property company tells of common income.

    Attributes:
        source: a word of `split.SOURCES`.
        evidence: contract, receipt or list that shows income and cost.
        decision: what the owners decided where less goes to the fund than the rule asks.
        request_key: tells two equal incomes of a day apart.
    """

    estate: str
    source: str
    income: Income
    evidence: str
    on: date
    decision: str | None = None
    request_key: str | None = None


class Done(NamedTuple):
    """What became of it: the codes of vouchers, or of drafts that wait."""

    drafts: list[Draft]
    codes: list[str]
    is_draft: bool
    replayed: bool


def record(tx: Tx, told: Told, *, who: str, clock: Clock) -> Done:
    """Record common income, once; with users it waits to be checked.

    Raises:
        Refused: `estate_unknown`, `common_amounts`, `common_manager_share`, `income_share_low`, or
            what posting refuses.
    """
    estate, income = find_estate(tx, told.estate), told.income
    if income.gross_fen <= 0 or income.due_fen < 0:
        raise Refused(
            "common_amounts",
            _("成本、分成和他人应得合计超过了收入"),
            _("请核对金额，单位是元"),
        )
    most = number_or_none(tx, estate.custodian_id, "income.manager_max_permille", told.on)
    if most is not None and income.manager_fen * _THOUSAND > income.net_fen * most:
        raise Refused(
            "common_manager_share",
            _("管理分成 {amount} 元超过净收益 {net} 元的上限").format(
                amount=format_fen(income.manager_fen), net=format_fen(income.net_fen)
            ),
            _("请核对合同和规则 income.manager_max_permille"),
        )
    fund = ensure_book(tx, estate.custodian_id, "C")
    share = OwnersShare(income.owners_fen, told.decision, told.on)
    refuse_low_share(tx, fund, estate, income.due_fen, share)
    book = ensure_memo_book(tx, COMMON, estate.custodian_id, estate.code)
    evidence = clean_name(told.evidence, _("依据"))
    words = [_NAMES[told.source], estate.name, evidence]
    if told.decision is not None:
        words.append(clean_name(told.decision, _("决定")))
    amounts = f"{income.gross_fen}:{income.cost_fen}:{income.manager_fen}:{income.others_fen}"
    amounts += f":{income.kept_fen}"
    natural = f"{told.source}:{told.on}:{amounts}"
    draft = Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=told.on,
        value_on=told.on,
        summary=" ".join(words),
        lines=recorded(told.source, income),
        request_key=f"common:{told.request_key or natural}",
        maker=who,
        estate_id=estate.estate_id,
    )
    return _kept(tx, [draft], clock)


_NAMES: Final = {
    "rent": "公共房屋租金",
    "parking": "场地车位收入",
    "advertising": "广告收入",
    "facility": "新增设施有偿使用收入",
    "other": "其他共有部分收入",
}
assert set(_NAMES) == set(SOURCES)


def hand_over(
    tx: Tx,
    estate_code: str,
    amount_fen: int,
    bank_ref: str,
    *,
    bank_account: str | None,
    on: date,
    who: str,
    clock: Clock,
) -> Done:
    """Hand what is due over to the fund: one event in both books, all of it or none.

    Raises:
        Refused: `estate_unknown`, `bank_account_missing`, `bank_account_unknown`,
            `bank_account_foreign`, `bank_ref_used`, `common_over_due`, or what posting refuses.
    """
    estate = find_estate(tx, estate_code)
    bank = find_bank(tx, bank_account)
    if estate.custodian_id != bank.custodian_id:
        raise Refused(
            "bank_account_foreign", foreign_account(tx, bank), _("请用代管这个小区的机构的专户")
        )
    book = ensure_memo_book(tx, COMMON, estate.custodian_id, estate.code)
    fund = ensure_book(tx, bank.custodian_id, bank.fund_type)
    ref = clean_name(bank_ref, _("银行流水号"))
    event = f"{EVENT}{bank.number}:{ref}"
    summary = f"公共收益转入维修资金 {estate.name} {bank.number} 流水{ref}"
    key = f"earnings:ref:{bank.number}:{ref}"
    common = {"kind": Kind.GENERAL, "dated_on": on, "value_on": on, "summary": summary}
    refuse_used_ref(tx, fund, bank, ref, summary)
    drafts = [
        Draft(
            book_id=each.book_id,
            lines=lines,
            request_key=key,
            maker=who,
            estate_id=estate.estate_id,
            event=event,
            **common,  # type: ignore[arg-type] # four plain fields
        )
        for each, lines in (
            (book, handed_over(amount_fen)),
            (
                fund,
                entries.income(_FUND_INCOME, amount_fen, bank.bank_account_id, estate.estate_id),
            ),
        )
    ]
    if not _known(tx, book, event):
        _refuse_over(tx, book, amount_fen)
    return _kept(tx, drafts, clock)


def _known(tx: Tx, book: Book, event: str) -> bool:
    voucher = schema.voucher
    stands = tx.conn.execute(
        select(voucher.c.voucher_id).where(
            voucher.c.book_id == book.book_id, voucher.c.event == event
        )
    ).first()
    waits = [each for each in drafts_of_event(tx, book.book_id, event) if each.state != "RETURNED"]
    return stands is not None or bool(waits)


def _refuse_over(tx: Tx, book: Book, amount_fen: int) -> None:
    waiting = sum(
        line.debit_fen
        for kept in drafts_of_event(tx, book.book_id, EVENT)
        if kept.state in {"DRAFT", "CHECKED"}
        for line in kept.draft.lines
        if line.account == DUE
    )
    left = -_sums(tx, book).get(DUE, 0) - waiting
    if amount_fen > left:
        raise Refused(
            "common_over_due",
            _("转入 {amount} 元，多于应交而未交的 {left} 元").format(
                amount=format_fen(amount_fen), left=format_fen(left)
            ),
            _("请先登记收入，或核对金额：wxzj renovation common status"),
        )


def _kept(tx: Tx, drafts: list[Draft], clock: Clock) -> Done:
    """Post drafts, or let them wait for a second person; equal ones are kept once."""
    if has_users(tx) and not _all_posted(tx, drafts):
        saved = save_new_drafts(tx, drafts, clock=clock)
        again = not any(each.is_new for each in saved)
        return Done(drafts, [each.code for each in saved], is_draft=True, replayed=again)
    posted = post_many(tx, drafts, clock=clock)
    again = all(each.replayed for each in posted)
    return Done(drafts, [each.code for each in posted], is_draft=False, replayed=again)


def _all_posted(tx: Tx, drafts: list[Draft]) -> bool:
    voucher = schema.voucher
    return all(
        tx.conn.execute(
            select(voucher.c.voucher_id).where(
                voucher.c.book_id == draft.book_id, voucher.c.request_key == draft.request_key
            )
        ).first()
        for draft in drafts
    )


def _sums(tx: Tx, book: Book) -> dict[str, int]:
    """Return what each account stands at on the debit side."""
    line = schema.line
    debit = case((line.c.side == "D", line.c.amount_fen), else_=-line.c.amount_fen)
    return {
        row[0]: int(row[1])
        for row in tx.conn.execute(
            select(line.c.account, func.sum(debit))
            .where(line.c.book_id == book.book_id)
            .group_by(line.c.account)
        )
    }


class Status(NamedTuple):
    """What one estate's common income is at."""

    estate: Estate
    quarters: list[Quarter]


def status(tx: Tx, estate: str | None, *, on: date) -> list[Status]:
    """Return the quarters of each estate within reach that has such a book, as of a day.

    Raises:
        Refused: `estate_unknown`, `out_of_reach`.
    """
    only = None if estate is None else find_estate(tx, estate).estate_id
    voucher, table = schema.voucher, schema.estate
    found = []
    for book in list_books(tx, kinds=[COMMON]):
        row = tx.conn.execute(
            select(table)
            .join(voucher, voucher.c.estate_id == table.c.estate_id)
            .where(voucher.c.book_id == book.book_id)
            .limit(1)
        ).first()
        if row is None or only not in {None, row.estate_id}:
            continue
        if tx.reach.holds_estate(row.estate_id, book.custodian_id):
            place = Estate(row.estate_id, row.code, row.name, row.custodian_id)
            found.append(Status(place, _quarters(tx, book, on)))
    return found


def _quarters(tx: Tx, book: Book, on: date) -> list[Quarter]:
    voucher, line = schema.voucher, schema.line
    debit = case((line.c.side == "D", line.c.amount_fen), else_=-line.c.amount_fen)
    rows = tx.conn.execute(
        select(voucher.c.voucher_id, voucher.c.dated_on, line.c.account, debit.label("fen"))
        .join(
            line,
            (line.c.book_id == voucher.c.book_id) & (line.c.voucher_id == voucher.c.voucher_id),
        )
        .where(
            voucher.c.book_id == book.book_id,
            voucher.c.dated_on <= on,
            voucher.c.kind == Kind.GENERAL.value,
        )
        .order_by(voucher.c.dated_on, voucher.c.voucher_id)
    ).all()
    handed = sum(row.fen for row in rows if row.account == DUE and row.fen > 0)
    moved: dict[tuple[date, int], dict[str, int]] = {}
    for row in rows:
        sums = moved.setdefault((row.dated_on, row.voucher_id), {})
        sums[row.account] = sums.get(row.account, 0) + row.fen
    listed = []
    for (day, _voucher), sums in moved.items():
        gross = -sum(sums.get(account, 0) for account in SOURCES.values())
        cost, manager, others, to_fund = (
            sums.get(account, 0) for account in (COST, MANAGER, TO_OTHERS, TO_FUND)
        )
        income = Income(gross, cost, manager, others, gross - cost - manager - others - to_fund)
        if gross:
            frequency = text_rule(tx, book.custodian_id, "income.frequency", day)
            days = int_rule(tx, book.custodian_id, "income.hand_over_days", day)
            listed.append(Entry(day, due_on(day, frequency, days), income))
    return by_quarter(listed, handed, on)
