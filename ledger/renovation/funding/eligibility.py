"""What a source may pay for, and how the waterfall fills cost lines. Pure.

国办发〔2020〕23号 四. A refusal names its reason; amounts are whole fen. The limits
that places set are arguments: `Terms` holds those of a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ledger.renovation.funding.sources import Source
from ledger.renovation.planning.works import WorkClass, class_word
from ledger.values.errors import Refused
from ledger.values.i18n import _
from ledger.values.money import format_fen

CENTRAL: Final = "central"
WHOLE: Final = 1000


class Line(NamedTuple):
    """A cost line as money sees it; `built_year` is that of its estate."""

    item_no: int
    title: str
    work_class: WorkClass
    network: str | None
    built_year: int
    budget_fen: int


@dataclass(frozen=True, slots=True)
class Terms:
    """What places settle, on a day.

    Attributes:
        built_until: estates built by the end of this year are the ones to be renovated (二（一）).
        central_classes: the classes that the central subsidy may pay for.
        basic_first: whether it pays for basic works before any other (四（二）).
        late_until: estates built later, by the end of this year, may have some of it, or None.
        late_permille: how much of it goes to them at most.
        caps: by kind, at most such a part in permille of what it may pay for.
    """

    built_until: int
    central_classes: tuple[str, ...]
    basic_first: bool
    late_until: int | None
    late_permille: int
    caps: Mapping[str, int] = field(default_factory=dict)


class Late(NamedTuple):
    """The central subsidy of a custodian: all that is granted, and what late estates have of it."""

    granted_fen: int
    matched_fen: int


@dataclass
class Table:
    """Sources and lines with what is matched between them; changed while a proposal is made."""

    sources: Sequence[Source]
    lines: Sequence[Line]
    terms: Terms
    on: date
    late: Late
    matched: dict[tuple[int, int], int]

    def of_source(self, source_no: int) -> int:
        """What of a source is matched."""
        return sum(fen for (source, _item), fen in self.matched.items() if source == source_no)

    def of_line(self, item_no: int) -> int:
        """What is matched to a line."""
        return sum(fen for (_source, item), fen in self.matched.items() if item == item_no)

    def open_of(self, line: Line) -> int:
        """What of a line's budget no source pays yet."""
        return line.budget_fen - self.of_line(line.item_no)


def why_not(table: Table, source: Source, line: Line) -> Refused | None:
    """Return why a source may not pay for a line at all, None where it may.

    The reasons, in this order: `source_memo`, `source_class`, `source_network`,
    `source_built_year`, `source_period`, `source_basic_first`.
    """
    return never(table.terms, source, line) or _not_now(table, source, line)


def never(terms: Terms, source: Source, line: Line) -> Refused | None:
    """Return why a source may never pay for a line, whatever the day."""
    name = source.kind.name
    if source.memo:
        return Refused(
            "source_memo",
            _("{name}只作备查，不能匹配").format(name=name),
            _("它已含在别的来源里，或是付给个人的；请匹配实际付款的来源"),
        )
    classes = _classes(terms, source)
    if line.work_class.value not in classes:
        return Refused(
            "source_class",
            _("{name}不能用于{work_class}：{title}").format(
                name=name, work_class=class_word(line.work_class.value), title=line.title
            ),
            _("只能用于：{classes}").format(
                classes="、".join(class_word(each) for each in classes)
            ),
        )
    if source.network is not None and source.network != line.network:
        return Refused(
            "source_network",
            _("{payer}只出资改造自己的管线设施，不能用于：{title}").format(
                payer=source.payer, title=line.title
            ),
            _("依据：{source}").format(source=source.kind.source),
        )
    if source.kind.key == CENTRAL and line.built_year > (terms.late_until or terms.built_until):
        return Refused(
            "source_built_year",
            _("{name}不能用于 {year} 年建成的小区：{title}").format(
                name=name, year=line.built_year, title=line.title
            ),
            _("年限见 wxzj registry rules show renovation.central.late_built_until"),
        )
    return None


def _classes(terms: Terms, source: Source) -> tuple[str, ...]:
    """Return the classes that a source may pay for: by its kind, by its paper, by the place."""
    every = tuple(each.value for each in WorkClass)
    allowed = [source.kind.classes or every, source.classes or every]
    if source.kind.key == CENTRAL:
        allowed.append(terms.central_classes)
    return tuple(each for each in every if all(each in some for some in allowed))


def _not_now(table: Table, source: Source, line: Line) -> Refused | None:
    on = table.on
    if on < source.from_on or (source.until_on is not None and on > source.until_on):
        return Refused(
            "source_period",
            _("{name}可用的期限是 {since} 至 {until}，{on} 不在其内").format(
                name=source.kind.name,
                since=source.from_on,
                until=source.until_on or _("不限"),
                on=on,
            ),
            _("要延长，用 wxzj renovation source change 写明文件和新的期限"),
        )
    central_first = source.kind.key == CENTRAL and table.terms.basic_first
    if central_first and line.work_class is not WorkClass.BASIC:
        waiting = [
            each
            for each in table.lines
            if each.work_class is WorkClass.BASIC and table.open_of(each) > 0
        ]
        if waiting:
            return Refused(
                "source_basic_first",
                _("{name}先用于基础类：第 {no} 项“{title}”还差 {open} 元").format(
                    name=source.kind.name,
                    no=waiting[0].item_no,
                    title=waiting[0].title,
                    open=format_fen(table.open_of(waiting[0])),
                ),
                _("先落实基础类的资金：国办发〔2020〕23号 四（二）"),
            )
    return None


def limits(table: Table, source: Source, line: Line) -> list[tuple[int, Refused]]:
    """Return how much more a source may pay of a line by each limit, and what is said beyond it."""
    name = source.kind.name
    found = [
        (
            table.open_of(line),
            Refused(
                "item_covered",
                _("第 {no} 项“{title}”只差 {open} 元").format(
                    no=line.item_no, title=line.title, open=format_fen(table.open_of(line))
                ),
                _("减少金额，或先调整预算"),
            ),
        ),
        (
            source.granted_fen - table.of_source(source.source_no),
            Refused(
                "source_exhausted",
                _("{name}只剩 {left} 元没有匹配").format(
                    name=name,
                    left=format_fen(source.granted_fen - table.of_source(source.source_no)),
                ),
                _("减少金额，或登记追加的文件"),
            ),
        ),
    ]
    cap = cap_of(table, source)
    if cap is not None:
        found.append(
            (
                cap - table.of_source(source.source_no),
                Refused(
                    "source_cap",
                    _("{name}最多可用 {cap} 元").format(name=name, cap=format_fen(cap)),
                    _("上限来自下达文件或规则 renovation.cap_permille"),
                ),
            )
        )
    if source.kind.key == CENTRAL and line.built_year > table.terms.built_until:
        whole = table.late.granted_fen * table.terms.late_permille // WHOLE
        found.append(
            (
                whole - table.late.matched_fen,
                Refused(
                    "central_late_share",
                    _("{name}用于 {year} 年后建成的小区不得超过 {whole} 元").format(
                        name=name, year=table.terms.built_until, whole=format_fen(whole)
                    ),
                    _("比例见 wxzj registry rules show renovation.central.late_permille"),
                ),
            )
        )
    return found


def cap_of(table: Table, source: Source) -> int | None:
    """Return how much of a source may be used at most, by its paper and by the place."""
    base = sum(line.budget_fen for line in table.lines if not never(table.terms, source, line))
    rates = [source.cap_permille, table.terms.caps.get(source.kind.key)]
    caps = [base * rate // WHOLE for rate in rates if rate is not None]
    if source.cap_fen is not None:
        caps.append(source.cap_fen)
    return min(caps, default=None)


def refuse_match(table: Table, source: Source, line: Line, more_fen: int) -> None:
    """Refuse that a source pays so much more of a line.

    Raises:
        Refused: the reasons of `why_not`, then `item_covered`, `source_exhausted`, `source_cap`,
            `central_late_share`.
    """
    fault = why_not(table, source, line)
    if fault is not None:
        raise fault
    for most_fen, refusal in limits(table, source, line):
        if more_fen > most_fen:
            raise refusal


def propose(
    table: Table, taken: Callable[[Source, Line, int], None] = lambda _s, _l, _f: None
) -> None:
    """Fill the lines from the sources in the order of the waterfall, as far as both reach.

    What is bound to one kind of plant comes first, so that none of it is left over where other
    money would do; then the lowest rank. Lines go by class, basic first, then by number.
    """
    classes = list(WorkClass)
    sources = sorted(
        table.sources, key=lambda each: (each.network is None, each.rank, each.source_no)
    )
    lines = sorted(table.lines, key=lambda each: (classes.index(each.work_class), each.item_no))
    for source in sources:
        for line in lines:
            if why_not(table, source, line) is not None:
                continue
            fen = min(most for most, _refusal in limits(table, source, line))
            if fen <= 0:
                continue
            key = (source.source_no, line.item_no)
            table.matched[key] = table.matched.get(key, 0) + fen
            if source.kind.key == CENTRAL and line.built_year > table.terms.built_until:
                table.late = table.late._replace(matched_fen=table.late.matched_fen + fen)
            taken(source, line, fen)
