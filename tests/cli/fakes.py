"""A desk that only takes notes, and what a command typed at it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from ledger.values.sheet import Column, Sheet

if TYPE_CHECKING:
    from ledger.desk import Desk


def thing() -> Sheet:
    """Return a small sheet with every trouble that text can make."""
    return Sheet(
        "thing",
        "清单",
        columns=[Column("name", "名称"), Column("amount_fen", "金额", "fen")],
        rows=[("张三\x1b[2J", 123450), ("=1+1", 5)],
        fields={"period": 202601},
        notes=["单人模式"],
    )


@dataclass
class Window:
    """One attribute of the desk: every method notes how it was called."""

    desk: FakeDesk
    name: str

    def __getattr__(self, method: str) -> Callable[..., Sheet]:
        return lambda *args, **words: self.desk.asked(f"{self.name}.{method}", args, words)


@dataclass
class FakeDesk:
    """A desk that notes what it was asked, and gives or raises what the test laid out."""

    answer: Callable[[], Sheet] = thing
    calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = field(default_factory=list)
    opened: list[tuple[str, str | None]] = field(default_factory=list)
    closed: int = 0
    screens: int = 0

    def __getattr__(self, name: str) -> Window:
        return Window(self, name)

    def asked(self, name: str, args: tuple[Any, ...], words: dict[str, Any]) -> Sheet:
        self.calls.append((name, args, words))
        return self.answer()

    def close(self) -> None:
        self.closed += 1

    def show_screen(self, desk: Desk) -> None:
        assert desk is cast("Desk", self)
        self.screens += 1

    def open(self, db: str, *, user: str | None) -> Desk:
        self.opened.append((db, user))
        return cast("Desk", self)


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


Typing = Callable[..., Outcome]
