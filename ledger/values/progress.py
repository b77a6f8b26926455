"""How long work tells that it goes on: done, whole, and what is being done."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int, str], None]
"""Called with how much is done, out of how much (0 where unknown), and words for people."""


def silent(done: int, whole: int, doing: str) -> None:
    """Tell nobody."""
