from __future__ import annotations

import pytest

from ledger.values.errors import InputError
from ledger.values.ratio import Ratio, parse_ratio


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("1/2", Ratio(1, 2)),
        ("１／３", Ratio(1, 3)),
        (" 2 / 3 ", Ratio(2, 3)),
        ("1/1", Ratio(1, 1)),
        ("999999/999999", Ratio(999999, 999999)),
    ],
)
def test_a_share_is_read(text: str, ratio: Ratio) -> None:
    assert parse_ratio(text) == ratio


@pytest.mark.parametrize(
    "text",
    ["", "1", "0.5", "50%", "0/2", "1/0", "3/2", "-1/2", "01/2", "1/2/3", "1/1000000", "一/二"],
)
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_ratio(text)
    assert caught.value.code == "ratio_unreadable"
