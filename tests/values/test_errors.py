from __future__ import annotations

from dataclasses import replace

from ledger.values.errors import BadRow, BadRows, LedgerError, Refused

UNREAD = BadRow(2, "金额", "1.5万", "money_unit", "带有单位", "换算后填写")
REFUSED = replace(UNREAD, row=3, code="month_closed", refused=True)


def test_an_error_has_a_word_for_scripts_and_words_for_people() -> None:
    error: LedgerError = Refused("month_closed", "2026-01 已结账", "记入以后的月份")
    assert (error.code, error.message, error.hint) == (
        "month_closed",
        "2026-01 已结账",
        "记入以后的月份",
    )
    assert str(error) == "month_closed: 2026-01 已结账"
    assert error.exit_code == 3


def test_rows_that_all_read_and_are_refused_differ_from_rows_that_cannot_be_read() -> None:
    unread = BadRows("a.csv", (UNREAD, REFUSED), "两行有误", "改正后重新导入")
    refused = BadRows("a.csv", (REFUSED,), "一行有误", "改正后重新导入")
    assert (unread.exit_code, unread.code) == (2, "money_unit")
    assert (refused.exit_code, refused.code) == (3, "month_closed")
    assert BadRows.exit_code == 2
