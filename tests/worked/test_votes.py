"""Votes under 民法典 278 (V7): an area of 10,800.00 ㎡ and 118 owners by the counting rule."""

from __future__ import annotations

import pytest

from ledger.fund.using.consent import Ballot, Count, Matter, Ruleset, Verdict, decide
from ledger.values.area import parse_area

# matter   took part            agreed               what came of it
CASES = """
use        7200.00 / 79         3600.01 / 40         passed
use        7200.00 / 78         7200.00 / 78         no_quorum
use        7200.00 / 79         3600.00 / 60         not_enough
raise      8000.00 / 90         6000.00 / 67         not_enough
raise      8000.00 / 90         6000.00 / 68         passed
"""


def count(area: str, heads: str) -> Count:
    return Count(parse_area(area), int(heads))


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_a_vote_ends_as_the_handbook_says(case: str) -> None:
    matter, area, _slash, heads, yes_area, _slash, yes_heads, expected = case.split()
    ballot = Ballot(count("10800.00", "118"), count(area, heads), count(yes_area, yes_heads))
    assert decide(ballot, Matter(matter), Ruleset.CIVIL_CODE_2021) == Verdict(expected)
