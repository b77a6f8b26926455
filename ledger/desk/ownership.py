"""The window for who owns the households, and for changes of owners (过户)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ledger.desk.counter import Counter
from ledger.desk.trying import tried
from ledger.registry.estates import Estate, find_estate
from ledger.registry.kind_changes import kind_note
from ledger.registry.ownership import Handover, Owner, set_owners
from ledger.registry.titles import Title, find_door, owned_then, read_estate_titles, read_titles
from ledger.values.errors import InputError
from ledger.values.i18n import _
from ledger.values.ratio import Ratio
from ledger.values.sheet import Column, Sheet

UNKNOWN = "-"  # stands for an identity number or telephone that is not known
_LEGIBLE = 4  # characters of an identity number that are shown at either end


class OwnershipDesk:
    """Register new owners; show who owns and owned a household."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def set_owner(
        self,
        code: str,
        *,
        owners: Sequence[tuple[str, Ratio | None]],
        id_nos: Sequence[str] = (),
        phones: Sequence[str] = (),
        on: date,
        reason: str,
        stays_unsold: bool = False,
        dry_run: bool = False,
    ) -> Sheet:
        """Give a household new owners from a day on; the same again changes nothing.

        Args:
            code: of the household.
            owners: names, each with its share, or none with any: then all are equal.
            id_nos: identity numbers in the order of the owners, `-` for one not known, or none.
            phones: telephones, likewise.
            on: the first day that they own it.
            reason: why, for the log.
            stays_unsold: an unsold home stays so; else it is sold by its change of owner.
            dry_run: do everything, keep nothing.

        Raises:
            InputError: `owner_details_count`, or what reading names and numbers raises.
        """
        numbers = _matched(id_nos, len(owners), "--id-no")
        calls = _matched(phones, len(owners), "--phone")
        wanted = [
            Owner(name, share, id_no, phone)
            for (name, share), id_no, phone in zip(owners, numbers, calls, strict=True)
        ]
        counter = self._counter
        with counter.act("registry.set_owner", code, dry_run=dry_run) as tx:
            handover = set_owners(
                tx,
                code,
                wanted,
                on,
                reason,
                stays_unsold=stays_unsold,
                who=counter.who,
                clock=counter.clock,
            )
        sheet = _handover_sheet(handover)
        return tried(sheet, dry_run=dry_run) if handover.changed else sheet

    def owners(
        self, code: str | None = None, *, estate: str | None = None, on: date | None = None
    ) -> Sheet:
        """List every title of a household, or those of an estate in force on a day.

        Identity numbers are shown by their ends only.

        Args:
            code: of the household; this or `estate`.
            estate: its households; the rows are read page by page as they are drawn.
            on: the day; today when left out. Of a household it lists only who owned it then.

        Raises:
            InputError: `owners_of_what`.
        """
        if (code is None) == (estate is None):
            raise InputError(
                "owners_of_what",
                _("请写一个房屋编号，或用 --estate 写一个小区，两者只写一个"),
                _("例如 wxzj registry owners A01-3-2-501"),
            )
        day = on or self._counter.clock.today
        with self._counter.look() as tx:
            if code is None:
                place = find_estate(tx, estate or "")
                return _titles_sheet(
                    _("{estate} 产权人").format(estate=place.name),
                    lambda: self._estate_rows(place, day),
                )
            door = find_door(tx, code)
            titles = read_titles(tx, door)
        if on is not None:
            titles = [each for each in titles if owned_then(each, on)]
        return _titles_sheet(
            _("产权登记 {code}").format(code=door.code),
            lambda: (_row(door.code, each, day) for each in titles),
        )

    def _estate_rows(self, estate: Estate, on: date) -> Iterator[tuple[object, ...]]:
        after = ("", 0)
        while True:
            with self._counter.look() as tx:
                page = read_estate_titles(tx, estate.estate_id, after, on=on)
            for code, title in page:
                yield _row(code, title, on)
            if not page:
                break
            code, title = page[-1]
            after = (code, title.title_no)


def _matched(details: Sequence[str], count: int, option: str) -> list[str | None]:
    """Return one detail for each owner; where none is given at all, none for each."""
    if not details:
        return [None] * count
    if len(details) != count:
        raise InputError(
            "owner_details_count",
            _("{option} 写了 {told} 个，产权人有 {count} 个").format(
                option=option, told=len(details), count=count
            ),
            _("按产权人的次序每人写一个，不知道的写 -；或者都不写"),
        )
    return [None if each == UNKNOWN else each for each in details]


def _titles_sheet(title: str, rows: Callable[[], Iterator[tuple[object, ...]]]) -> Sheet:
    spoken = _states()
    sheet = Sheet(
        kind="owners",
        title=title,
        columns=(
            Column("household", _("房屋编号")),
            Column("owner", _("产权人")),
            Column("share", _("份额")),
            Column("owned_from", _("自"), "date"),
            Column("owned_until", _("至"), "date"),
            Column("id_no", _("证件号")),
            Column("phone", _("联系电话")),
            Column("state", _("状态")),
        ),
        rows=rows(),
    )
    paper = replace(sheet, rows=((*row, spoken[str(state)]) for *row, state in rows()))
    return replace(sheet, paper=paper)


def _row(code: str, title: Title, on: date) -> tuple[object, ...]:
    return (
        code,
        title.owner,
        str(title.share),
        title.owned_from,
        title.owned_until,
        masked(title.id_no),
        title.phone,
        _state(title, on),
    )


def _state(title: Title, on: date) -> str:
    if title.is_void:
        return "void"
    if owned_then(title, on):
        return "present"
    return "former" if title.owned_until is not None and title.owned_until < on else "coming"


def _states() -> dict[str, str]:
    return {
        "present": _("现产权人"),
        "former": _("原产权人"),
        "void": _("已更正"),
        "coming": _("尚未生效"),
    }


def masked(id_no: str | None) -> str | None:
    """Return an identity number with its middle hidden: a list goes through many hands.

    >>> masked("11010519491231002X")
    '1101**********002X'
    """
    if id_no is None:
        return None
    hidden = len(id_no) - 2 * _LEGIBLE
    if hidden <= 0:
        return "*" * len(id_no)
    return id_no[:_LEGIBLE] + "*" * hidden + id_no[-_LEGIBLE:]


def _handover_sheet(handover: Handover) -> Sheet:
    notes = []
    if not handover.changed:
        notes.append(_("同样的产权早已登记，没有改变"))
    if handover.holding.earmark_fen:
        notes.append(_("其中有已批准待支付的金额，房屋转让后仍由本户分户账支付"))
    holding = handover.holding
    if handover.was is not None:
        notes.append(kind_note(handover.was, handover.home))
    return Sheet(
        kind="owner_change",
        title=_("产权变更 {code}").format(code=handover.door.code),
        columns=(
            Column("owner", _("产权人")),
            Column("share", _("份额")),
            Column("owned_from", _("自"), "date"),
            Column("owned_until", _("至"), "date"),
        ),
        rows=[
            (each.owner, str(each.share), each.owned_from, each.owned_until)
            for each in (*handover.former, *handover.titles)
        ],
        fields={
            "household": handover.door.code,
            "book": handover.door.book,
            "balance_fen": holding.balance_fen,
            "principal_fen": holding.principal_fen,
            "earnings_fen": holding.earnings_fen,
            "earmark_fen": holding.earmark_fen,
            "home_kind": handover.home.kind,
            "home_kind_before": (handover.was or handover.home).kind,
            "initial_fen": handover.home.due_fen,
            "changed": handover.changed,
        },
        labels=(
            Column("household", _("房屋编号")),
            Column("book", _("账套")),
            Column("balance_fen", _("随房屋转移的余额（元）"), "fen"),
            Column("principal_fen", _("其中：本金（元）"), "fen"),
            Column("earnings_fen", _("收益（元）"), "fen"),
            Column("earmark_fen", _("已批准待支付（元）"), "fen"),
        ),
        notes=notes,
    )
