from __future__ import annotations

import pytest

from tests.cli.fakes import FakeDesk, Typing

DRAFT = ("fund", "usage", "draft", "--estate", "A01", "--title", "屋面", "--amount")


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("report", "income", "--period", "2025-13"), "period_unreadable", "--period："),
        (("report", "income", "--period", "202501"), "period_unreadable", "--period："),
        (("period", "check", "2025Q5"), "period_unreadable", "YYYY-MM："),
        (("registry", "households", "--on", "2026-02-30"), "date_day", "--on："),
        (("registry", "households", "--on", "2月30日"), "date_unreadable", "--on："),
        ((*DRAFT, "0.001"), "money_precision", "--amount："),
        ((*DRAFT, "-5"), "money_negative", "--amount："),
        (("registry", "households", "--estate", "A-1"), "code_hyphen", "--estate："),
        (("registry", "households", "--estate", "x" * 10_000), "code_too_long", "--estate："),
        (("voucher", "show", "x" * 10_000), "text_too_long", "CODE："),
        (("voucher", "show", "a\x1b[2J"), "text_control", "CODE："),
        (("book", "init", "--custodian", "\u200b"), "text_invisible", "--custodian："),
    ],
)
def test_a_value_that_cannot_be_read_keeps_its_word_and_names_its_option(
    wxzj: Typing, desk: FakeDesk, words: tuple[str, ...], code: str, named: str
) -> None:
    told = wxzj(*words)
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith(f"错误[{code}]: {named}")
    assert " — " in told.err
    assert "\x1b" not in told.err
    assert not desk.calls


@pytest.mark.parametrize("heads", ["-1", "1e9", "abc", "1.0", "0x1", "１２3４x", "9" * 20])
def test_a_count_is_a_plain_number(wxzj: Typing, heads: str) -> None:
    told = wxzj("fund", "usage", "vote", "U1", f"--present-heads={heads}")
    assert told.code == 2
    assert told.err.startswith("错误[count_unreadable]: --present-heads：")


def test_an_amount_typed_at_the_keyboard_is_echoed(wxzj: Typing, desk: FakeDesk) -> None:
    told = wxzj(*DRAFT, "１。５万", "--format", "json")
    assert told.err.startswith("--amount 15,000.00 元\n")
    assert desk.calls[0][2]["amount_fen"] == 1_500_000


def test_the_database_and_the_person_come_from_words_or_the_environment(
    wxzj: Typing, desk: FakeDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WXZJ_DB", "postgresql://li:geheim@db/city")
    monkeypatch.setenv("WXZJ_USER", "li")
    assert not wxzj("book", "status", "--format", "json").err.startswith("提示")
    wxzj("--db", "other.db", "--as", "wang", "book", "status")
    assert desk.opened == [("postgresql://li:geheim@db/city", "li"), ("other.db", "wang")]


def test_a_password_among_the_words_is_warned_of(wxzj: Typing) -> None:
    told = wxzj("--db", "postgresql://li:geheim@db/city", "book", "status")
    assert told.code == 0
    assert "WXZJ_DB" in told.err
    assert "geheim" not in told.err
    assert wxzj("--db", "postgresql://li@db/city", "book", "status").err == ""
