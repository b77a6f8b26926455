"""What a posting must know of the database, read set-wise, and the months it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from sqlalchemy import and_, case, func, select

from ledger.journal.account import AccountRule
from ledger.journal.chart import rules_on
from ledger.journal.explain import overdraft, refusal
from ledger.journal.reading import read_voucher
from ledger.journal.rules import Facts, Fault
from ledger.journal.voucher import Draft, Kind
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.period import next_period

_CHUNK: Final = 500  # keys looked up at a time; SQLite takes 32,766 at most


@dataclass(frozen=True, slots=True)
class BookFacts:
    """A book, and what its vouchers may name.

    Attributes:
        bank_accounts_of_chart: the accounts whose lines name a bank account.
        estate_codes: of the estates that the vouchers name, by id; None stands for no estate.
    """

    book_id: int
    code: str
    bank_accounts_of_chart: frozenset[str]
    bank_accounts: frozenset[int]
    estate_codes: Mapping[int | None, str]


def book_facts(tx: Tx, book_id: int, drafts: Sequence[Draft]) -> BookFacts:
    """Read a book and what `drafts` name.

    Raises:
        Refused: `book_unknown`.
    """
    book, bank, account = schema.book, schema.bank_account, schema.account
    row = tx.conn.execute(select(book).where(book.c.book_id == book_id)).one_or_none()
    if row is None:
        raise Refused(
            Fault.BOOK_UNKNOWN.value,
            _("没有编号为 {book} 的账套").format(book=book_id),
            _("请运行 wxzj book status 查看账套"),
        )
    return BookFacts(
        book_id=book_id,
        code=row.code,
        bank_accounts_of_chart=frozenset(
            tx.conn.execute(
                select(account.c.account).where(
                    account.c.chart == row.chart, account.c.names_bank == 1
                )
            ).scalars()
        ),
        bank_accounts=frozenset(
            tx.conn.execute(
                select(bank.c.bank_account_id).where(
                    bank.c.custodian_id == row.custodian_id, bank.c.fund_type == row.fund_type
                )
            ).scalars()
        ),
        estate_codes=_estate_codes(tx, drafts),
    )


def _estate_codes(tx: Tx, drafts: Sequence[Draft]) -> dict[int | None, str]:
    """Return the codes of the estates that `drafts` name; a province has too many to read all."""
    estate = schema.estate
    named = {draft.estate_id for draft in drafts}
    named |= {line.estate_id for draft in drafts for line in draft.lines}
    wanted = sorted(estate_id for estate_id in named if estate_id is not None)
    codes: dict[int | None, str] = {}
    for start in range(0, len(wanted), _CHUNK):
        codes.update(
            (row.estate_id, row.code)
            for row in tx.conn.execute(
                select(estate.c.estate_id, estate.c.code).where(
                    estate.c.estate_id.in_(wanted[start : start + _CHUNK])
                )
            )
        )
    return codes


def voucher_ids_by_request(tx: Tx, book_id: int, keys: Sequence[str]) -> dict[str, int]:
    """Return the vouchers that were posted under any of `keys`."""
    voucher = schema.voucher
    known: dict[str, int] = {}
    for start in range(0, len(keys), _CHUNK):
        known.update(
            (row.request_key, row.voucher_id)
            for row in tx.conn.execute(
                select(voucher.c.request_key, voucher.c.voucher_id).where(
                    voucher.c.book_id == book_id,
                    voucher.c.request_key.in_(keys[start : start + _CHUNK]),
                )
            )
        )
    return known


def facts_reader(
    tx: Tx, book: BookFacts, drafts: Iterable[Draft], clock: Clock
) -> Callable[[Draft], Facts]:
    """Return a function that gives the facts for a draft of `book`, read once a month.

    It is to be asked for `drafts` in their order: one that cancels a voucher counts for the next.
    """
    month = schema.month
    states: dict[int, str] = {
        row.period: row.state
        for row in tx.conn.execute(select(month).where(month.c.book_id == book.book_id))
    }
    logins = frozenset(tx.conn.execute(select(schema.login.c.name)).scalars())
    estates = frozenset(key for key in book.estate_codes if key is not None)
    periods = [draft.dated_on.year * 100 + draft.dated_on.month for draft in drafts]
    # The first vouchers of a book open its first month.
    first = min(states) if states else min(periods)
    rules: dict[int, Mapping[str, AccountRule]] = {}
    reversed_here: set[int] = set()

    def facts_of(draft: Draft) -> Facts:
        period = draft.dated_on.year * 100 + draft.dated_on.month
        if period not in rules:  # closing rules begin on the first of a month
            rules[period] = rules_on(tx, book.book_id, draft.dated_on)
        facts = Facts(
            accounts=rules[period],
            estates=estates,
            bank_accounts=book.bank_accounts,
            first_period=first,
            month_state=states.get(period),
            today=clock.today,
            logins=logins,
        )
        if draft.corrects is not None:
            reversed_already = draft.corrects in reversed_here
            facts = replace(
                facts,
                corrected_is_reversed=reversed_already
                or _is_reversed(tx, book.book_id, draft.corrects),
            )
        if draft.reverses is None:
            return facts
        reversed_already = draft.reverses in reversed_here
        reversed_here.add(draft.reverses)
        stored = read_voucher(tx, book.book_id, draft.reverses)
        return replace(
            facts,
            original=None if stored is None else stored.draft,
            original_is_reversal=stored is not None and stored.draft.reverses is not None,
            original_reversed=reversed_already or _is_reversed(tx, book.book_id, draft.reverses),
        )

    return facts_of


def _is_reversed(tx: Tx, book_id: int, voucher_id: int) -> bool:
    voucher = schema.voucher
    found = tx.conn.execute(
        select(voucher.c.voucher_id).where(
            voucher.c.book_id == book_id, voucher.c.reverses == voucher_id
        )
    )
    return found.first() is not None


def open_months(tx: Tx, book_id: int, periods: Sequence[int]) -> None:
    """Open the months of `periods` that are not there, and those between, and hold them all.

    Raises:
        Refused: `month_closed`.
    """
    for period, state in hold_months(tx, book_id, periods):
        if state != "OPEN":  # closed between the first look and this one
            raise Refused(
                Fault.MONTH_CLOSED.value,
                _("{period} 已结账").format(period=period),
                _("请记入未结账的月份"),
            )


def hold_months(tx: Tx, book_id: int, periods: Sequence[int]) -> list[tuple[int, str]]:
    """Do as `open_months` without refusing; return each month with its state.

    For acts that look first whether they were done before, in a month that may have closed since.
    A close that is in flight holds its month; whoever comes second waits here.
    """
    book, month = schema.book, schema.month
    newest = _newest_month(tx, book_id)
    if newest is None or newest < periods[-1]:
        # Whoever else is opening months of this book is waited for, and then looked at again.
        tx.conn.execute(
            select(book.c.book_id).where(book.c.book_id == book_id).with_for_update(key_share=True)
        )
        newest = _newest_month(tx, book_id)
    coming = periods[0] if newest is None else next_period(newest)
    while coming <= periods[-1]:
        tx.conn.execute(
            month.insert().values(book_id=book_id, period=coming, state="OPEN", close_no=0)
        )
        coming = next_period(coming)
    states = tx.conn.execute(
        select(month.c.period, month.c.state)
        .where(month.c.book_id == book_id, month.c.period.in_(periods))
        .order_by(month.c.period)
        .with_for_update(read=True)
    )
    return [(row.period, row.state) for row in states]


def _newest_month(tx: Tx, book_id: int) -> int | None:
    month = schema.month
    newest: int | None = tx.conn.execute(
        select(func.max(month.c.period)).where(month.c.book_id == book_id)
    ).scalar_one()
    return newest


def last_numbers(tx: Tx, book_id: int, periods: set[int]) -> dict[tuple[int, str], int]:
    """Return the last number given, by month and word."""
    number = schema.number
    return {
        (row.period, row.word): row.last_no
        for row in tx.conn.execute(
            select(number).where(number.c.book_id == book_id, number.c.period.in_(periods))
        )
    }


class _Range(NamedTuple):
    """Vouchers that stand under the same rules."""

    first: int
    last: int
    targets: Mapping[str, str]


def refuse_bad_shares(tx: Tx, book: BookFacts, vouchers: Sequence[tuple[int, Draft]]) -> None:
    """Refuse shares on sub-accounts that do not fit their line, and overdrafts. Set-wise.

    Raises:
        Refused: `sub_account_unknown`, `sub_account_wrong`, `sub_account_closed`, `overdraft`.
    """
    drafts = {voucher_id: draft for voucher_id, draft in vouchers if draft.share_count}
    if not drafts:
        return
    for part in _ranges(tx, book.book_id, list(drafts.items())):
        _refuse_misplaced(tx, book.book_id, part, drafts)
    _refuse_closed(tx, book.book_id, drafts)
    if any(
        share.amount_fen < 0
        for draft in drafts.values()
        for line in draft.lines
        for share in line.shares
    ):
        _refuse_overdraft(tx, book.book_id, min(drafts), max(drafts))


def _ranges(tx: Tx, book_id: int, vouchers: Sequence[tuple[int, Draft]]) -> list[_Range]:
    """Part `vouchers` where the rules change: nearly always one range."""
    ranges: list[_Range] = []
    seen: dict[int, Mapping[str, str]] = {}
    for voucher_id, draft in vouchers:
        period = draft.dated_on.year * 100 + draft.dated_on.month
        if period not in seen:
            rules = rules_on(tx, book_id, draft.dated_on)
            seen[period] = {account: rule.target for account, rule in rules.items()}
        if ranges and ranges[-1].targets == seen[period]:
            ranges[-1] = ranges[-1]._replace(last=voucher_id)
        else:
            ranges.append(_Range(voucher_id, voucher_id, seen[period]))
    return ranges


def _refuse_misplaced(tx: Tx, book_id: int, part: _Range, drafts: Mapping[int, Draft]) -> None:
    share, line, sub = schema.share, schema.line, schema.sub_account
    target = case(part.targets, value=line.c.account, else_=None)
    found = tx.conn.execute(
        select(share.c.voucher_id, share.c.sub_id, sub.c.code)
        .select_from(share)
        .join(
            line,
            and_(
                line.c.book_id == share.c.book_id,
                line.c.voucher_id == share.c.voucher_id,
                line.c.line_no == share.c.line_no,
            ),
        )
        .outerjoin(sub, and_(sub.c.book_id == share.c.book_id, sub.c.sub_id == share.c.sub_id))
        .where(
            share.c.book_id == book_id,
            share.c.voucher_id.between(part.first, part.last),
            sub.c.sub_id.is_(None)
            | (sub.c.control != target)
            | sub.c.estate_id.is_distinct_from(line.c.estate_id),
        )
        .order_by(sub.c.sub_id.is_(None).desc(), share.c.voucher_id, share.c.sub_id)
        .limit(1)
    ).one_or_none()
    if found is None:
        return
    unknown = found.code is None
    raise refusal(
        Fault.SUB_ACCOUNT_UNKNOWN if unknown else Fault.SUB_ACCOUNT_WRONG,
        drafts[found.voucher_id],
        sub_account=str(found.sub_id) if unknown else found.code,
    )


def _refuse_closed(tx: Tx, book_id: int, drafts: Mapping[int, Draft]) -> None:
    """Refuse shares on closed sub-accounts, but for the reversal of what closed them.

    What closed by a hand-over still moves by its vouchers, for it may go in instalments.
    """
    share, close, sub = schema.share, schema.sub_close, schema.sub_account
    found = tx.conn.execute(
        select(share.c.voucher_id, sub.c.code, close.c.since, close.c.cause)
        .join_from(
            share,
            close,
            and_(close.c.book_id == share.c.book_id, close.c.sub_id == share.c.sub_id),
        )
        .join(sub, and_(sub.c.book_id == share.c.book_id, sub.c.sub_id == share.c.sub_id))
        .where(
            share.c.book_id == book_id,
            share.c.voucher_id.between(min(drafts), max(drafts)),
            close.c.since.is_not(None),
            close.c.until.is_(None),
        )
        .order_by(share.c.voucher_id, sub.c.code)
    )
    # What takes the closing back comes first, and then others of the same event may follow.
    undone = {draft.reverses: voucher_id for voucher_id, draft in drafts.items()}
    for row in found:
        if row.cause == Kind.CUSTODY and drafts[row.voucher_id].kind is Kind.CUSTODY:
            continue
        if undone.get(row.since, row.voucher_id + 1) > row.voucher_id:
            raise refusal(
                Fault.SUB_ACCOUNT_CLOSED, drafts[row.voucher_id], sub_account=str(row.code)
            )


def _refuse_overdraft(tx: Tx, book_id: int, first: int, last: int) -> None:
    """Look for the first share that its sub-account cannot bear, voucher by voucher."""
    share, balance, sub = schema.share, schema.sub_balance, schema.sub_account
    moved = (
        select(
            share.c.voucher_id,
            share.c.sub_id,
            share.c.part,
            share.c.amount_fen,
            func.sum(share.c.amount_fen)
            .over(partition_by=(share.c.sub_id, share.c.part), order_by=share.c.voucher_id)
            .label("so_far_fen"),
        )
        .where(share.c.book_id == book_id, share.c.voucher_id.between(first, last))
        .subquery()
    )
    left = balance.c.amount_fen - balance.c.earmark_fen - balance.c.floor_fen + moved.c.so_far_fen
    short = tx.conn.execute(
        select(sub.c.code, moved.c.part, moved.c.amount_fen, left.label("left_fen"))
        .select_from(moved)
        .join(
            balance,
            and_(
                balance.c.book_id == book_id,
                balance.c.sub_id == moved.c.sub_id,
                balance.c.part == moved.c.part,
            ),
        )
        .join(sub, and_(sub.c.book_id == book_id, sub.c.sub_id == moved.c.sub_id))
        .where(left < 0)
        .order_by(moved.c.voucher_id, sub.c.code, moved.c.part)
        .limit(1)
    ).one_or_none()
    if short is not None:
        wanted_fen = -int(short.amount_fen)
        raise overdraft(short.code, short.part, int(short.left_fen) + wanted_fen, wanted_fen)
