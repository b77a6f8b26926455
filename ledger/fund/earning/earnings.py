"""What the pooled money earns and costs, and what common parts bring in (增值收益).

Interest and charges belong to the whole book and name no estate; common income names its own. All
of it lies undistributed until it is given out. Amounts are positive: what the bank paid too much
is taken back in red in the month in which it does; an error that the bank itself put right on the
same day is not recorded at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Final, NamedTuple

from sqlalchemy import and_, select

from ledger.fund import entries
from ledger.fund.bank_refs import EARNINGS, movement, refuse_used_ref
from ledger.fund.using.common_income import OwnersShare, refuse_low_share
from ledger.journal.drafts import save_drafts
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind
from ledger.registry.banks import BankAccount, find_bank_accounts, foreign_account
from ledger.registry.books import Book, ensure_book
from ledger.registry.estates import Estate, find_estate
from ledger.registry.users import has_users
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.text import clean_name, shown


class Source(NamedTuple):
    """Where money comes from, or goes to.

    Attributes:
        account: the account that stands against the bank.
        name: what vouchers call it; records are in Chinese.
        names_estate: whether it is an estate's own.
        takes_back: whether it undoes what was recorded, in red: the month may then stand on the
            other side, and its close turns round.
    """

    account: str
    name: str
    names_estate: bool = False
    takes_back: bool = False


SOURCES: Final = {
    "interest": Source("4101", "存款利息"),
    "bond": Source("4102", "国债利息"),
    "charge": Source(entries.CHARGES, "银行手续费"),
    "income": Source("4201", "共用部位经营收入", names_estate=True),
    "disposal": Source("4301", "共用设施处置收入", names_estate=True),
    "other": Source("4901", "其他收入"),
    "interest_back": Source(entries.INTEREST, "银行收回多付利息", takes_back=True),
    "charge_back": Source(entries.CHARGES, "银行退回手续费", takes_back=True),
}


@dataclass(frozen=True, slots=True)
class Advice:
    """What the bank told (银行回单).

    Attributes:
        kind: a word of `SOURCES`.
        bank_account: may be left out where only one is registered.
        bank_ref: the bank's number of the movement; without it the same kind, amount and day on
            the same account is taken to be the same movement.
        net_fen: of common income, all that is the owners' after reasonable cost, of which this is
            what goes to the fund.
        decision: of common income, what the owners decided where less goes to the fund.
    """

    kind: str
    amount_fen: int
    bank_account: str | None = None
    estate: str | None = None
    bank_ref: str | None = None
    request_key: str | None = None
    on: date | None = None
    net_fen: int | None = None
    decision: str | None = None


class Recorded(NamedTuple):
    """What became of an advice.

    Attributes:
        code: of the voucher, or of the draft that waits for a second person.
        is_draft: whether it waits.
        replayed: whether it had been recorded before.
    """

    book: Book
    source: Source
    bank_account: str
    draft: Draft
    code: str
    is_draft: bool
    replayed: bool


def record(tx: Tx, advice: Advice, *, who: str, clock: Clock) -> Recorded:
    """Record what the bank told, once. From the first user on it waits to be checked.

    Raises:
        Refused: `amount_not_positive`, `bank_account_unknown`, `bank_account_missing`,
            `estate_missing`, `estate_wrong`, `estate_unknown`, `bank_account_foreign`,
            `income_over_net`, `income_share_low`, `bank_ref_used`, or what posting refuses.
    """
    source = SOURCES[advice.kind]
    if advice.amount_fen <= 0:
        raise Refused(
            "amount_not_positive",
            _("金额必须大于零"),
            _("银行收回多付的利息、退回手续费，用 --kind interest_back 或 charge_back 登记"),
        )
    bank = find_bank(tx, advice.bank_account)
    estate = _find_estate(tx, advice, source, bank)
    book = ensure_book(tx, bank.custodian_id, bank.fund_type)
    if estate is not None:
        refuse_low_share(tx, book, estate, advice.amount_fen, _share_of(advice, clock))
    draft = _voucher(advice, source, bank, estate, book, who, clock)
    for move in draft.movements:
        refuse_used_ref(tx, book, bank, move.bank_ref, own=EARNINGS)
    # A key that the caller chose stands for one request for ever, also when it was reversed.
    once = advice.request_key is not None and advice.bank_ref is None
    draft, stands = _in_turn(tx, draft, once=once)
    if stands or not has_users(tx):
        posted = post(tx, draft, clock=clock)
        return Recorded(
            book, source, bank.number, draft, posted.code, is_draft=False, replayed=posted.replayed
        )
    waiting = _waiting(tx, draft)
    if waiting is not None:
        code = f"{book.code}:D-{waiting}"
        return Recorded(book, source, bank.number, draft, code, is_draft=True, replayed=True)
    for move in draft.movements:
        refuse_used_ref(tx, book, bank, move.bank_ref)
    code = save_drafts(tx, [draft], clock=clock)[0]
    return Recorded(book, source, bank.number, draft, code, is_draft=True, replayed=False)


def find_bank(tx: Tx, number: str | None) -> BankAccount:
    """Return the bank account that was named, or the only one there is.

    Raises:
        Refused: `bank_account_missing`, `bank_account_unknown`.
    """
    bank = schema.bank_account
    if number is None:
        numbers = list(tx.conn.execute(select(bank.c.number).limit(2)).scalars())
        if len(numbers) != 1:
            raise Refused(
                "bank_account_missing", _("没有说明是哪个专户"), _("请加 --bank-account 账号")
            )
        return next(iter(find_bank_accounts(tx, numbers).values()))
    found = find_bank_accounts(tx, [number]).get(number)
    if found is None:
        raise Refused(
            "bank_account_unknown",
            _("没有登记专户 {number}").format(number=shown(number)),
            _("请先运行 wxzj registry bank-account add"),
        )
    return found


def _find_estate(tx: Tx, advice: Advice, source: Source, bank: BankAccount) -> Estate | None:
    if not source.names_estate:
        if advice.estate is not None:
            raise Refused(
                "estate_wrong",
                _("{name}属于整个账套，不记到一个小区").format(name=source.name),
                _("请去掉 --estate；收益按积数分配到各户"),
            )
        return None
    if advice.estate is None:
        raise Refused(
            "estate_missing",
            _("{name}必须写明小区").format(name=source.name),
            _("请加 --estate 小区编号"),
        )
    estate = find_estate(tx, advice.estate)
    if estate.custodian_id != bank.custodian_id:
        raise Refused(
            "bank_account_foreign",
            foreign_account(tx, bank),
            _("请用代管这个小区的机构的专户"),
        )
    return estate


def _voucher(
    advice: Advice,
    source: Source,
    bank: BankAccount,
    estate: Estate | None,
    book: Book,
    who: str,
    clock: Clock,
) -> Draft:
    on = advice.on or clock.today
    estate_id = None if estate is None else estate.estate_id
    fen = -advice.amount_fen if source.takes_back else advice.amount_fen
    is_charge = source.account == entries.CHARGES
    words = [source.name, *([estate.name] if estate else []), bank.number]
    if advice.net_fen is not None:
        words.append(f"共有收益净额{format_fen(advice.net_fen)}元")
    if advice.decision is not None:
        decision = clean_name(advice.decision, _("决定"))
        words.append(f"依据{decision}")
    ref = None if advice.bank_ref is None else clean_name(advice.bank_ref, _("银行流水号"))
    if ref is not None:
        words.append(f"流水{ref}")
        key = f"earnings:ref:{bank.number}:{ref}"
    elif advice.request_key is not None:
        key = f"earnings:key:{advice.request_key}"
    else:
        key = f"earnings:nat:{advice.kind}:{bank.number}:{on}:{advice.amount_fen}:{estate_id or 0}"
    return Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=" ".join(words),
        lines=entries.charge(fen, bank.bank_account_id)
        if is_charge
        else entries.income(source.account, fen, bank.bank_account_id, estate_id),
        request_key=key,
        maker=who,
        estate_id=estate_id,
        movements=movement(bank, ref, EARNINGS, -fen if is_charge else fen),
    )


def _share_of(advice: Advice, clock: Clock) -> OwnersShare:
    return OwnersShare(advice.net_fen, advice.decision, advice.on or clock.today)


def _in_turn(tx: Tx, draft: Draft, *, once: bool) -> tuple[Draft, bool]:
    """Return `draft` under its next request key, and whether it stands in the journal.

    What was reversed may be recorded again, under a key of its own, unless `once`.
    """
    voucher = schema.voucher
    reversal = voucher.alias("reversal")
    for turn in count(1):
        key = draft.request_key if turn == 1 else f"{draft.request_key}:{turn}"
        found = tx.conn.execute(
            select(reversal.c.voucher_id)
            .select_from(voucher)
            .outerjoin(
                reversal,
                and_(
                    reversal.c.book_id == voucher.c.book_id,
                    reversal.c.reverses == voucher.c.voucher_id,
                ),
            )
            .where(voucher.c.book_id == draft.book_id, voucher.c.request_key == key)
        ).one_or_none()
        if once or found is None or found.voucher_id is None:
            return replace(draft, request_key=key), found is not None
    raise AssertionError


def _waiting(tx: Tx, draft: Draft) -> int | None:
    """Return the draft that says the same and was neither returned nor reversed, if any."""
    table, voucher = schema.draft, schema.voucher
    reversal = voucher.alias("reversal")
    return (
        tx.conn.execute(
            select(table.c.draft_id)
            .outerjoin(
                reversal,
                and_(
                    reversal.c.book_id == table.c.book_id, reversal.c.reverses == table.c.voucher_id
                ),
            )
            .where(
                table.c.book_id == draft.book_id,
                table.c.dated_on == draft.dated_on,
                table.c.summary == draft.summary,
                table.c.debit_fen == draft.debit_fen,
                table.c.state != "RETURNED",
                reversal.c.voucher_id.is_(None),
            )
            .order_by(table.c.draft_id)
        )
        .scalars()
        .first()
    )
