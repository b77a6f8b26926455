"""What happens in a project's memo book is recorded, once: facts, decision, entry.

The paper (a transfer, a certificate, an audit report) is the natural key: the same event with the
same paper is the same entry. From the first user on it waits for a second person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from sqlalchemy import select

from ledger.fund.using.usage import refuse_future
from ledger.journal.drafts import save_new_drafts
from ledger.journal.lookups import hold_months
from ledger.journal.posting import post
from ledger.journal.voucher import Draft, Kind, Line
from ledger.registry.books import PROJECT, Book, ensure_memo_book, kind_of_book
from ledger.registry.rulebook import int_rule
from ledger.registry.users import has_users
from ledger.renovation.building import entries
from ledger.renovation.building.stand import Stand, read_stand, refuse_below
from ledger.renovation.funding.sources import Source, find_source
from ledger.renovation.planning.projects import Item, Project, State, find_item, hold_project
from ledger.store import schema
from ledger.store.database import Tx
from ledger.store.log import lock_head
from ledger.values.clock import Clock
from ledger.values.errors import InputError, Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen
from ledger.values.period import period_of
from ledger.values.text import clean_name

_PERMILLE: Final = 1000


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a project's money or works.

    Attributes:
        word: of `EVENTS`.
        paper: the number of the paper that shows it.
        part: which construction in progress: a word of `entries.PARTS`.
        retained_fen: of a certificate; the most of the place when left out.
    """

    word: str
    amount_fen: int
    paper: str
    on: date
    source_no: int | None = None
    item_no: int | None = None
    part: str = "building"
    retained_fen: int | None = None


class Known(NamedTuple):
    """What must be known to make an entry."""

    happening: Happening
    stand: Stand
    source: Source | None
    item: Item | None
    retained_fen: int

    @property
    def fen(self) -> int:
        """The amount."""
        return self.happening.amount_fen

    @property
    def account(self) -> str:
        """The account of the source."""
        assert self.source is not None
        assert self.source.kind.account is not None
        return self.source.kind.account

    @property
    def payer(self) -> str:
        """The source as a line names it."""
        assert self.source is not None
        return f"{self.source.source_no} {self.source.payer}"

    @property
    def part(self) -> str:
        """The account of the works."""
        return entries.PARTS[self.happening.part]

    @property
    def work(self) -> str:
        """The cost line as a line of the voucher names it."""
        assert self.item is not None
        return f"{self.item.item_no} {self.item.title}"

    @property
    def due_back(self) -> str:
        """The account of what goes back to the source."""
        assert self.source is not None
        return entries.DUE_TREASURY if self.source.kind.fiscal else entries.DUE_PAYERS


class Event(NamedTuple):
    """A kind of event: its name in records, what it must name, and its entry."""

    name: str
    needs: frozenset[str]
    lines: Callable[[Known], tuple[Line, ...]]


_SOURCE: Final = frozenset({"source"})
_ITEM: Final = frozenset({"item"})
EVENTS: Final[Mapping[str, Event]] = {
    "receive": Event("收到资金", _SOURCE, lambda k: entries.received(k.account, k.payer, k.fen)),
    "direct": Event(
        "出资方直接支付",
        _SOURCE,
        lambda k: entries.paid_direct(k.account, k.payer, k.fen, k.stand.on(entries.PAYABLE)),
    ),
    "gift": Event(
        "实物捐赠",
        _SOURCE | _ITEM,
        lambda k: entries.given_in_kind(k.account, k.payer, k.part, k.work, k.fen),
    ),
    "advance": Event("预付工程款", frozenset(), lambda k: entries.advanced(k.fen)),
    "certify": Event(
        "工程结算单",
        _ITEM,
        lambda k: entries.certified(
            k.part, k.work, k.fen, k.retained_fen, k.stand.on(entries.ADVANCES)
        ),
    ),
    "pay": Event("支付工程款", frozenset(), lambda k: entries.paid(entries.PAYABLE, k.fen)),
    "pay-retention": Event(
        "支付质保金", frozenset(), lambda k: entries.paid(entries.RETENTION, k.fen)
    ),
    "forfeit": Event("扣没质保金", _ITEM, lambda k: entries.forfeited(k.part, k.work, k.fen)),
    "reduce": Event(
        "审减",
        _ITEM,
        lambda k: entries.reduced(k.part, k.work, k.fen, k.stand.on(entries.PAYABLE)),
    ),
    "recover": Event("收回多付款", frozenset(), lambda k: entries.recovered(k.fen)),
    "give-back": Event(
        "结余应退",
        _SOURCE,
        lambda k: entries.owed_back(
            k.account, k.payer, k.fen, fiscal=k.source is not None and k.source.kind.fiscal
        ),
    ),
    "pay-back": Event("退回结余", _SOURCE, lambda k: entries.paid(k.due_back, k.fen, k.payer)),
}


class Recorded(NamedTuple):
    """What became of an event in a project's book."""

    project: Project
    book: Book
    draft: Draft
    code: str
    is_draft: bool
    replayed: bool


def record(tx: Tx, code: str, wish: Happening, *, who: str, clock: Clock) -> Recorded:
    """Record an event of a project, once. With users it waits to be checked.

    Raises:
        InputError: a paper that cannot be kept, `source_missing`, `item_missing`.
        Refused: `project_unknown`, `project_state`, `amount_not_positive`, `date_in_future`,
            `source_unknown`, `source_memo`, `source_in_kind`, `project_over_grant`,
            `project_item_unknown`, `retention_over`, `project_short`, `chart_missing`, or what
            posting refuses.
    """
    if wish.amount_fen <= 0:
        raise Refused("amount_not_positive", _("金额必须大于零"), _("请核对金额，单位是元"))
    refuse_future(wish.on, clock)
    paper = clean_name(wish.paper, _("凭据"))
    project = hold_project(tx, code)
    event = EVENTS[wish.word]
    source = _source(tx, project, wish, needed="source" in event.needs)
    item = _item(tx, project, wish, needed="item" in event.needs)
    book = hold_book(tx, project, wish.on)
    key = f"project:{wish.word}:{wish.source_no or 0}:{wish.item_no or 0}:{paper}"
    before = voucher_of(tx, book.book_id, key)
    stand = (
        read_stand(tx, book.book_id)
        if before is None
        else read_stand(tx, book.book_id, before=before)
    )
    retained_fen = _retained(tx, project, wish)
    known = Known(wish, stand, source, item, retained_fen)
    draft = Draft(
        book_id=book.book_id,
        kind=Kind.GENERAL,
        dated_on=wish.on,
        value_on=wish.on,
        summary=f"{project.code} {event.name} {paper}",  # records are in Chinese
        lines=event.lines(known),
        request_key=key,
        maker=who,
        estate_id=estate_of(project),
        attachment_count=1,
    )
    if before is None:
        refuse_unfit(project, known)
    return book_draft(tx, project, book, draft, clock=clock)


def book_draft(tx: Tx, project: Project, book: Book, draft: Draft, *, clock: Clock) -> Recorded:
    """Post a draft of a project's book, or let it wait; what was made before is told again."""
    stands = voucher_of(tx, book.book_id, draft.request_key) is not None
    if stands or not has_users(tx):
        posted = post(tx, draft, clock=clock)
        return Recorded(project, book, draft, posted.code, is_draft=False, replayed=posted.replayed)
    [saved] = save_new_drafts(tx, [draft], clock=clock)
    return Recorded(project, book, draft, saved.code, is_draft=True, replayed=not saved.is_new)


def hold_book(tx: Tx, project: Project, on: date) -> Book:
    """Return the book of a project, its month and head held as postings do."""
    book = ensure_memo_book(tx, PROJECT, project.custodian_id, project.code)
    hold_months(tx, book.book_id, [period_of(on)])
    lock_head(tx, book.book_id)
    return book


def estate_of(project: Project) -> int | None:
    """Return the estate of a project of one estate; a larger one names none."""
    return project.estates[0].estate_id if len(project.estates) == 1 else None


def refuse_unfit(project: Project, known: Known) -> None:
    """Refuse what a project does not allow, or its book cannot bear. Pure.

    Raises:
        Refused: `project_state`, `project_over_grant`, `source_in_kind`, `retention_over`,
            `project_short`.
    """
    wish, source = known.happening, known.source
    if project.state is State.WITHDRAWN:
        raise Refused(
            "project_state",
            _("项目 {code} 已出库").format(code=project.code),
            _("请核对项目编号"),
        )
    if source is not None and (wish.word == "gift") != (source.kind.key == "donation_in_kind"):
        raise Refused(
            "source_in_kind",
            _("第 {no} 项资金来源与这种收支不相符").format(no=source.source_no),
            _("实物捐赠用 gift 登记，其他来源用 receive 或 direct"),
        )
    if source is not None and wish.word in {"receive", "direct", "gift"}:
        given_fen = known.stand.sources().get(source.source_no, 0)
        if given_fen + wish.amount_fen > source.granted_fen:
            raise Refused(
                "project_over_grant",
                _("第 {no} 项来源核定 {granted} 元，已到 {given} 元").format(
                    no=source.source_no,
                    granted=format_fen(source.granted_fen),
                    given=format_fen(given_fen),
                ),
                _("请先用 wxzj renovation source change 登记追加文件"),
            )
    lines = EVENTS[wish.word].lines(known)
    refuse_below(known.stand.with_lines(lines))


def _retained(tx: Tx, project: Project, wish: Happening) -> int:
    """Return what a certificate keeps back: what was said, else the most of the place.

    建质〔2017〕138号 art. 7: a retention is no more than 3 % of the settled price.
    """
    if wish.word != "certify":
        return 0
    permille = int_rule(tx, project.custodian_id, "use.retention_max_permille", wish.on)
    most_fen = wish.amount_fen * permille // _PERMILLE
    if wish.retained_fen is None:
        return most_fen
    if not 0 <= wish.retained_fen <= most_fen:
        raise Refused(
            "retention_over",
            _("质保金最多 {most} 元").format(most=format_fen(most_fen)),
            _("请核对质保金"),
        )
    return wish.retained_fen


def _source(tx: Tx, project: Project, wish: Happening, *, needed: bool) -> Source | None:
    if not needed:
        return None
    if wish.source_no is None:
        raise InputError("source_missing", _("没有说明是哪一项资金来源"), _("请加 --source 序号"))
    source = find_source(tx, project, wish.source_no)
    if source.memo or source.kind.account is None:
        raise Refused(
            "source_memo",
            _("第 {no} 项来源只作备查，不入账").format(no=source.source_no),
            _("公积金、投工投劳和已含在其他来源里的钱不记入备查账的合计"),
        )
    return source


def _item(tx: Tx, project: Project, wish: Happening, *, needed: bool) -> Item | None:
    if not needed:
        return None
    if wish.item_no is None:
        raise InputError("item_missing", _("没有说明是哪一项改造内容"), _("请加 --item 序号"))
    return find_item(tx, project, wish.item_no)


def voucher_of(tx: Tx, book_id: int, key: str) -> int | None:
    """Return the voucher that a request made before, None where there is none."""
    voucher = schema.voucher
    return tx.conn.execute(
        select(voucher.c.voucher_id).where(
            voucher.c.book_id == book_id, voucher.c.request_key == key
        )
    ).scalar_one_or_none()


def refuse_short_books(tx: Tx, drafts: Sequence[Draft]) -> None:
    """Refuse what has just been posted where it left a project's book on its wrong side.

    Raises:
        Refused: `project_short`.
    """
    for book_id in sorted({draft.book_id for draft in drafts}):
        if kind_of_book(tx, book_id) == PROJECT:
            refuse_below(read_stand(tx, book_id))
