"""The walk of the README, replayed: a newcomer sees what it says."""

from __future__ import annotations

from docs.make_walk import README, replayed


def test_the_walk_of_the_readme_says_what_the_program_says() -> None:
    text = README.read_text(encoding="utf-8")
    assert replayed(text) == text
