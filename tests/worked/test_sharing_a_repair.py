"""A lift repair over mixed stock (V4, V4b): 165号令 arts. 20 and 21, level by level.

Areas 400.00 ㎡ private, 240.00 sold public, 60.00 unsold by the developer, 100.00 unsold public.
For the sold public homes the owners deposited 24,000.00 and the selling unit 96,000.00.
"""

from __future__ import annotations

import pytest

from ledger.fund.using.sharing import Door, Purse, SellingUnit, share_out
from ledger.values.area import parse_area
from ledger.values.money import format_fen, parse_fen

RICH = Purse(principal_fen=10**9, earnings_fen=0)

# door, property, area, deposited
ROSTER = """
A01-1-0-C1   commodity          120.35       0
A01-1-0-C2   commodity           99.65       0
A01-1-0-C3   commodity           90.00       0
A01-1-0-C4   non_home            90.00       0
A01-1-0-P1   sold_public         96.00    8000
A01-1-0-P2   sold_public         82.00    8000
A01-1-0-P3   sold_public         62.00    8000
A01-1-0-D1   unsold_commodity    25.00       0
A01-1-0-D2   unsold_commodity    35.00       0
A01-1-0-U1   unsold_public      100.00       0
"""

# payer, of 100,000.00 (V4), of 87,654.33 (V4b)
EXPECTED = """
A01-1-0-C1        15,043.75   13,186.50
A01-1-0-C2        12,456.25   10,918.45
A01-1-0-C3        11,250.00    9,861.11
A01-1-0-C4        11,250.00    9,861.11
A01-1-0-P1         2,400.00    2,103.71
A01-1-0-P2         2,050.00    1,796.91
A01-1-0-P3         1,550.00    1,358.64
A01-1-SU          24,000.00   21,037.04
developer          7,500.00    6,574.07
owner_unit        12,500.00   10,956.79
"""


def doors() -> list[Door]:
    return [
        Door(1, number, code, kind, parse_area(area), RICH, parse_fen(deposited, allow_zero=True))
        for number, (code, kind, area, deposited) in enumerate(
            (line.split() for line in ROSTER.strip().splitlines()), start=1
        )
    ]


def selling_unit() -> SellingUnit:
    whole = parse_area("240.00")
    return SellingUnit(1, 99, "A01-1-SU", RICH, parse_fen("96,000.00"), whole, whole)


@pytest.mark.parametrize(("total", "column"), [("100,000.00", 1), ("87,654.33", 2)])
def test_each_payer_bears_what_the_handbook_says(total: str, column: int) -> None:
    portions = share_out(parse_fen(total), doors(), [selling_unit()])
    told = [(each.code or each.payer.value, format_fen(each.share_fen)) for each in portions]
    rows = [line.split() for line in EXPECTED.strip().splitlines()]
    assert told == [(row[0], row[column]) for row in rows]


def test_each_level_adds_up_by_itself() -> None:
    portions = share_out(parse_fen("87,654.33"), doors(), [selling_unit()])
    fen = {each.code or each.payer.value: each.share_fen for each in portions}
    private = sum(fen[f"A01-1-0-C{n}"] for n in (1, 2, 3, 4))
    owners = sum(fen[f"A01-1-0-P{n}"] for n in (1, 2, 3))
    assert format_fen(private) == "43,827.17"
    assert format_fen(owners) == "5,259.26"
    assert format_fen(owners + fen["A01-1-SU"]) == "26,296.30"


def test_developer_and_owner_unit_pay_without_fund_money() -> None:
    portions = share_out(parse_fen("100,000.00"), doors(), [selling_unit()])
    outside = [each for each in portions if each.sub_id is None]
    assert [each.payer.value for each in outside] == ["developer", "owner_unit"]
    assert all(each.from_fund_fen == 0 for each in outside)
    assert format_fen(sum(each.from_fund_fen for each in portions)) == "80,000.00"
