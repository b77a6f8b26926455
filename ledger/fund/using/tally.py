"""Ballots counted over an electorate that was frozen on a day (表决计票), in whole numbers. Pure.

Area is counted by home, number by person: who bought several homes is one, the owners of one home
together are one, all unsold homes of one seller are one (司法解释 arts. 8 and 9). A person is
counted with the first of his ballots; his ballots for several homes must say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ledger.fund.using.consent import Ballot, Count, Voter

HomeId = tuple[int, int]  # a book and a sub-account


class Choice(StrEnum):
    """What a ballot says."""

    AGREE = "agree"
    AGAINST = "against"
    ABSTAIN = "abstain"
    OBJECT = "object"


_NO = frozenset({Choice.AGAINST, Choice.OBJECT})


@dataclass(frozen=True, slots=True)
class Seat:
    """One home of a frozen electorate.

    Attributes:
        area: the area that it votes with, in 0.01 m².
        head_no: the person whose home it is, from 1.
        heads: the number of persons that the roster gives; None for one.
    """

    home: HomeId
    area: int
    head_no: int
    heads: int | None


def seated(voters: Mapping[HomeId, Voter]) -> list[Seat]:
    """Number the persons of an electorate, in the order of their homes.

    >>> one, two = Voter(50, None, ("x",)), Voter(60, None, ())
    >>> [seat.head_no for seat in seated({(1, 1): one, (1, 2): two, (1, 3): one})]
    [1, 2, 1]
    """
    known: dict[tuple[str, ...], int] = {}
    seats = []
    last = 0
    for home, voter in sorted(voters.items()):
        person: tuple[str, ...] = (voter.unsold,) if voter.unsold else voter.owners
        if voter.heads is not None or not person:
            last += 1
            head_no = last
        else:
            if person not in known:
                last += 1
            head_no = known.setdefault(person, last)
        seats.append(Seat(home, voter.area, head_no, voter.heads))
    return seats


def count_seats(seats: Iterable[Seat]) -> Count:
    """Count homes by area and by number of persons."""
    area = 0
    heads: dict[int, int] = {}
    for seat in seats:
        area += seat.area
        heads[seat.head_no] = 1 if seat.heads is None else seat.heads
    return Count(area, sum(heads.values()))


def tally(seats: Sequence[Seat], choices: Mapping[HomeId, Choice]) -> Ballot:
    """Count the ballots of an electorate; a home without one did not take part.

    >>> seats = [Seat((1, 1), 50, 1, None), Seat((1, 2), 60, 1, None), Seat((1, 3), 70, 2, None)]
    >>> tally(seats, {(1, 1): Choice.AGREE, (1, 2): Choice.AGREE}).agreed
    Count(area=110, heads=1)
    """

    def counted(concerns: Callable[[Choice], bool]) -> Count:
        return count_seats(
            seat for seat in seats if seat.home in choices and concerns(choices[seat.home])
        )

    return Ballot(
        total=count_seats(seats),
        present=counted(lambda _choice: True),
        agreed=counted(lambda choice: choice is Choice.AGREE),
        objected=counted(lambda choice: choice in _NO),
    )


def split_persons(seats: Iterable[Seat], choices: Mapping[HomeId, Choice]) -> list[list[HomeId]]:
    """Return the homes of each person whose ballots say different things."""
    by_person: dict[int, dict[HomeId, Choice]] = {}
    for seat in seats:
        if seat.home in choices:
            by_person.setdefault(seat.head_no, {})[seat.home] = choices[seat.home]
    return [list(homes) for homes in by_person.values() if len(set(homes.values())) > 1]
