"""What owners decide by vote (业主表决), in whole numbers. Pure.

Every fraction is compared by cross-multiplication: exactly half is not more than half, and
exactly two thirds are two thirds, whatever the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple


class Matter(StrEnum):
    """What is voted on."""

    USE = "use"
    RAISE = "raise"
    OTHER = "other"


class Ruleset(StrEnum):
    """The rules of a vote; which of them holds on a day is a rule of the place.

    CIVIL_CODE_2021: 民法典 278, in force 2021-01-01.
    OLD_2007: 物业管理条例 11 and 12 as printed in 2018, for what was decided before 2021.
    OBJECTION_1_3: 异议表决 (Henan 66): silence is consent, up to a third may object.
    """

    CIVIL_CODE_2021 = "civil_code_2021"
    OLD_2007 = "old_2007"
    OBJECTION_1_3 = "objection_1_3"


@dataclass(frozen=True, slots=True)
class Count:
    """Owners by both measures: area in 0.01 m², and number."""

    area: int
    heads: int


NOBODY: Final = Count(0, 0)


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote as it was counted.

    Attributes:
        total: all owners concerned.
        present: those who took part.
        agreed: those who said yes.
        objected: those who said no; decides under OBJECTION_1_3 only.
    """

    total: Count
    present: Count
    agreed: Count
    objected: Count = NOBODY


class Line(NamedTuple):
    """How much of the whole is needed.

    Attributes:
        strict: True for 过半数 (more than), False for 以上 (at least).
    """

    num: int
    den: int
    strict: bool = False


class Lines(NamedTuple):
    """The lines of a ruleset for a matter.

    Attributes:
        quorum: of those concerned, to take part; None where there is none.
        of_present: whether `yes` is measured against those who took part, or all concerned.
    """

    quorum: Line | None
    yes: Line
    of_present: bool


_HALF: Final = Line(1, 2, strict=True)
_TWO_THIRDS: Final = Line(2, 3)
_THREE_QUARTERS: Final = Line(3, 4)
_LINES: Final = {
    (Ruleset.CIVIL_CODE_2021, Matter.USE): Lines(_TWO_THIRDS, _HALF, of_present=True),
    (Ruleset.CIVIL_CODE_2021, Matter.RAISE): Lines(_TWO_THIRDS, _THREE_QUARTERS, of_present=True),
    (Ruleset.CIVIL_CODE_2021, Matter.OTHER): Lines(_TWO_THIRDS, _HALF, of_present=True),
    (Ruleset.OLD_2007, Matter.USE): Lines(_HALF, _TWO_THIRDS, of_present=False),
    (Ruleset.OLD_2007, Matter.RAISE): Lines(_HALF, _TWO_THIRDS, of_present=False),
    (Ruleset.OLD_2007, Matter.OTHER): Lines(_HALF, _HALF, of_present=False),
}


class Verdict(StrEnum):
    """What came of a vote, in the order in which it is looked for."""

    IMPOSSIBLE = "impossible"
    NO_QUORUM = "no_quorum"
    NOT_ENOUGH = "not_enough"
    PASSED = "passed"


def decide(ballot: Ballot, matter: Matter, ruleset: Ruleset) -> Verdict:
    """Say what came of a vote: both measures must reach each line."""
    if not _possible(ballot):
        return Verdict.IMPOSSIBLE
    if ruleset is Ruleset.OBJECTION_1_3:
        blocked = _reaches(ballot.objected.area, ballot.total.area, Line(1, 3, strict=True))
        blocked |= _reaches(ballot.objected.heads, ballot.total.heads, Line(1, 3, strict=True))
        return Verdict.NOT_ENOUGH if blocked else Verdict.PASSED
    lines = _LINES[ruleset, matter]
    if lines.quorum is not None and not _both(ballot.present, ballot.total, lines.quorum):
        return Verdict.NO_QUORUM
    base = ballot.present if lines.of_present else ballot.total
    return Verdict.PASSED if _both(ballot.agreed, base, lines.yes) else Verdict.NOT_ENOUGH


def _possible(ballot: Ballot) -> bool:
    """Tell whether the parts fit into the whole, by both measures."""
    total, present, agreed, objected = ballot.total, ballot.present, ballot.agreed, ballot.objected
    return all(
        min(yes, no) >= 0 and yes + no <= took_part <= whole
        for whole, took_part, yes, no in (
            (total.area, present.area, agreed.area, objected.area),
            (total.heads, present.heads, agreed.heads, objected.heads),
        )
    )


def _both(part: Count, whole: Count, line: Line) -> bool:
    return _reaches(part.area, whole.area, line) and _reaches(part.heads, whole.heads, line)


def _reaches(part: int, whole: int, line: Line) -> bool:
    if line.strict:
        return part * line.den > whole * line.num
    return part * line.den >= whole * line.num


@dataclass(frozen=True, slots=True)
class Voter:
    """One household as an electorate sees it.

    Attributes:
        heads: the number of owners that the roster gives, None where it gives none.
        owners: the identity numbers of its owners, sorted; empty where unknown.
        unsold: the kind of unsold homes that it belongs to, "" where it is sold.
    """

    area: int
    heads: int | None
    owners: tuple[str, ...]
    unsold: str = ""


def electorate(voters: Iterable[Voter]) -> Count:
    """Count the owners concerned (司法解释 arts. 8 and 9).

    One home counts as one owner; whoever bought several counts as one, and so do all unsold
    homes of one seller together. A number in the roster stands above this.
    """
    area = heads = 0
    once: set[tuple[str, ...]] = set()
    for voter in voters:
        area += voter.area
        if voter.heads is not None:
            heads += voter.heads
        elif voter.unsold or voter.owners:
            once.add((voter.unsold,) if voter.unsold else voter.owners)
        else:
            heads += 1
    return Count(area, heads + len(once))
