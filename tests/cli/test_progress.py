from __future__ import annotations

import io

import pytest

from ledger.cli.progress import Bar


class Terminal(io.StringIO):
    """A stream that calls itself a terminal."""

    def isatty(self) -> bool:
        return True


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def worked(stream: io.StringIO, *, seconds: float, silent: bool = False) -> Bar:
    clock = Clock()
    bar = Bar(silent=silent, stream=stream, clock=clock)
    bar(0, 200, "过账")
    clock.now += seconds
    bar(50, 200, "过账")
    return bar


def test_a_bar_shows_the_part_done_and_the_time_left() -> None:
    terminal = Terminal()
    worked(terminal, seconds=30)
    assert terminal.getvalue() == "\r过账 [######..................]  25% 还要 1:30"


def test_work_of_less_than_a_second_draws_nothing() -> None:
    terminal = Terminal()
    worked(terminal, seconds=0.9).finish()
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(("stream", "silent"), [(io.StringIO(), False), (Terminal(), True)])
def test_a_file_and_a_quiet_person_get_no_bar(stream: io.StringIO, *, silent: bool) -> None:
    worked(stream, seconds=30, silent=silent).finish()
    assert stream.getvalue() == ""


def test_the_bar_is_wiped_away_at_the_end() -> None:
    terminal = Terminal()
    bar = worked(terminal, seconds=30)
    drawn = terminal.getvalue()
    bar.finish()
    wiped = terminal.getvalue().removeprefix(drawn)
    assert wiped.strip() == ""
    assert (wiped[0], wiped[-1]) == ("\r", "\r")
    bar.finish()
    assert terminal.getvalue() == drawn + wiped


def test_it_is_drawn_ten_times_a_second_at_most() -> None:
    terminal, clock = Terminal(), Clock()
    bar = Bar(stream=terminal, clock=clock)
    for done in range(1001):
        bar(done, 1000, "导入")
        clock.now += 0.01
    assert 80 <= terminal.getvalue().count("\r") <= 95


def test_an_unknown_end_shows_what_is_done() -> None:
    terminal, clock = Terminal(), Clock()
    bar = Bar(stream=terminal, clock=clock)
    bar(0, 0, "读取")
    clock.now += 2
    bar(12345, 0, "读取\x1b[2J")
    assert terminal.getvalue() == "\r读取␛[2J 12,345"


def test_a_bar_is_never_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    terminal, clock = Terminal(), Clock()
    bar = Bar(stream=terminal, clock=clock)
    bar(0, 10, "很长很长很长很长很长的话")
    clock.now += 2
    bar(5, 10, "很长很长很长很长很长的话")
    assert terminal.getvalue() == "\r很长很长很长很长很"
