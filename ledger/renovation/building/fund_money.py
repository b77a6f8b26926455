"""Money of the fund in a project is one event of two books.

借 5001 / 贷 1001 there, 借 2302 or 1214 / 贷 370202 here: both in one transaction, or none.
With users both wait and are posted together. What comes back to the fund is taken back here too.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from ledger.fund.using.cases import Case
from ledger.fund.using.common_part import MARK
from ledger.fund.using.paying import Instalment, PaidPart, pay_part
from ledger.fund.using.payments import event_of
from ledger.fund.using.returning import Returned
from ledger.journal.drafts import drafts_of_event, return_drafts, save_drafts
from ledger.journal.posting import post
from ledger.journal.reading import read_voucher
from ledger.journal.voucher import Draft, Kind, reversal_of
from ledger.registry.books import PROJECT, list_books
from ledger.registry.users import has_users
from ledger.renovation.building import entries
from ledger.renovation.building.booking import (
    Happening,
    Known,
    Recorded,
    book_draft,
    estate_of,
    hold_book,
    refuse_unfit,
    voucher_of,
)
from ledger.renovation.building.stand import read_stand
from ledger.renovation.funding.sources import find_source
from ledger.renovation.planning.projects import Project, hold_project
from ledger.store import schema
from ledger.store.database import Tx
from ledger.values.clock import Clock
from ledger.values.errors import Refused
from ledger.values.i18n import _

FUND_SOURCE = "fund"


def pay_from_fund(
    tx: Tx,
    code: str,
    source_no: int,
    case_code: str,
    asked: Instalment,
    *,
    who: str,
    clock: Clock,
) -> tuple[PaidPart, Recorded]:
    """Pay a part of a case of the fund into a project, in both books.

    Raises:
        InputError: what `pay_part` raises.
        Refused: what `pay_part` and `record` refuse, `source_not_fund`,
            `project_estate_foreign`.
    """
    project = hold_project(tx, code)
    source = find_source(tx, project, source_no)
    if source.kind.key != FUND_SOURCE or source.kind.account is None or source.memo:
        raise Refused(
            "source_not_fund",
            _("第 {no} 项来源不是维修资金").format(no=source_no),
            _("请用 wxzj renovation source list {code} 查看").format(code=project.code),
        )
    paid = pay_part(tx, case_code, asked, who=who, clock=clock)
    case = paid.case
    _refuse_foreign(case, project)
    on = asked.on or clock.today
    book = hold_book(tx, project, on)
    event = _event(tx, paid)
    key = f"fund:{event}"
    known_before = voucher_of(tx, book.book_id, key)
    stand = read_stand(tx, book.book_id, before=known_before)
    wish = Happening("direct", paid.fund_fen, event, on, source_no=source_no)
    known = Known(wish, stand, source, None, 0)
    draft = Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=on,
        value_on=on,
        summary=f"{project.code} 维修资金列支 {case.code}",  # records are in Chinese
        lines=entries.paid_direct(
            known.account, known.payer, paid.fund_fen, stand.on(entries.PAYABLE)
        ),
        request_key=key,
        maker=who,
        estate_id=estate_of(project),
        event=event,
        attachment_count=0,
    )
    if known_before is None:
        refuse_unfit(project, known)
    return paid, book_draft(tx, project, book, draft, clock=clock)


def _refuse_foreign(case: Case, project: Project) -> None:
    if case.estate.estate_id not in {each.estate_id for each in project.estates}:
        raise Refused(
            "project_estate_foreign",
            _("使用项目 {case} 的小区不在改造项目 {code} 里").format(
                case=case.code, code=project.code
            ),
            _("请核对编号"),
        )


def follow_return(
    tx: Tx, back: Returned, *, reason: str, on: date, who: str, clock: Clock
) -> list[str]:
    """Take a payment back in the project's book too; return the codes of vouchers or drafts.

    Raises:
        Refused: `event_split`, where only one of two funds got its part back.
    """
    codes: list[str] = []
    if back.replayed:
        return codes
    events = _events(back.case.code, back.payment_no)
    for book_id in _project_books(tx):
        waiting = [
            kept
            for event in events
            for kept in drafts_of_event(tx, book_id, event)
            if kept.draft.event == event and kept.state in {"DRAFT", "CHECKED"}
        ]
        _refuse_part(back, [kept.draft for kept in waiting])
        return_drafts(tx, waiting, reason)
        codes += [kept.code for kept in waiting]
        codes += _reverse(tx, book_id, events, back, reason, on, who=who, clock=clock)
    return codes


def _reverse(
    tx: Tx,
    book_id: int,
    events: tuple[str, ...],
    back: Returned,
    reason: str,
    on: date,
    *,
    who: str,
    clock: Clock,
) -> list[str]:
    voucher = schema.voucher
    red = voucher.alias("red")
    query = select(voucher.c.voucher_id).where(
        voucher.c.book_id == book_id,
        voucher.c.event.in_(events),
        voucher.c.reverses.is_(None),
        ~select(red.c.voucher_id)
        .where(red.c.book_id == book_id, red.c.reverses == voucher.c.voucher_id)
        .exists(),
    )
    codes = []
    for voucher_id in tx.conn.execute(query).scalars().all():
        stored = read_voucher(tx, book_id, voucher_id)
        assert stored is not None
        _refuse_part(back, [stored.draft])
        draft = replace(
            reversal_of(stored.draft, voucher_id, stored.number, on, maker=who, reason=reason),
            event=stored.draft.event,
        )
        if has_users(tx):
            codes += save_drafts(tx, [draft], clock=clock)
        else:
            codes.append(post(tx, draft, clock=clock).code)
    return codes


def _refuse_part(back: Returned, drafts: list[Draft]) -> None:
    fen = sum(each.made.fund_fen for each in back.backs)
    for draft in drafts:
        if draft.debit_fen != fen:
            raise Refused(
                "event_split",
                _("这笔款也记在改造项目的备查账里，要整笔退回"),
                _("请不要加 --book，整笔登记退汇"),
            )


def _events(case: str, payment_no: int) -> tuple[str, ...]:
    plain = f"usage:{case}:{payment_no}"
    return plain, f"{plain}{MARK}"


def _event(tx: Tx, paid: PaidPart) -> str:
    """Return the event under which the fund booked a payment."""
    plain, common = (event_of(paid.case, paid.payment_no, common=each) for each in (False, True))
    voucher = schema.voucher
    for own in paid.booked:
        query = select(voucher.c.voucher_id).where(
            voucher.c.book_id == own.book.book_id, voucher.c.event == common
        )
        waiting = drafts_of_event(tx, own.book.book_id, common)
        if waiting or tx.conn.execute(query.limit(1)).first() is not None:
            return common
    return plain


def _project_books(tx: Tx) -> list[int]:
    return [book.book_id for book in list_books(tx, kinds=[PROJECT])]


def in_project(tx: Tx, event: str | None) -> bool:
    """Tell whether an event has a voucher in a project's book."""
    if event is None:
        return False
    voucher, book = schema.voucher, schema.book
    query = (
        select(voucher.c.voucher_id)
        .join(book, book.c.book_id == voucher.c.book_id)
        .where(book.c.kind == PROJECT, voucher.c.event == event)
        .limit(1)
    )
    return tx.conn.execute(query).first() is not None
