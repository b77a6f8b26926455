"""The keys, in one table: it feeds the bindings, the footer and the help screen.

Letters do not arrive while a Chinese input method composes, so a letter is never the only way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from textual.binding import Binding

from ledger.values.i18n import _

FOOTER_MAX: Final = 7  # more do not fit into 80 columns in Chinese

ESTATES: Final = "estates"
HOUSEHOLDS: Final = "households"
HISTORY: Final = "history"
VOUCHER: Final = "voucher"

# What a keyboard types for `/`, with and without a Chinese input method.
SEARCH: Final = "slash,ideographic_comma,fullwidth_solidus,ctrl+f"

PLACES: Final = {
    ESTATES: _("小区"),
    HOUSEHOLDS: _("分户"),
    HISTORY: _("分户账"),
    VOUCHER: _("凭证"),
}
_ALL: Final = frozenset(PLACES)


@dataclass(frozen=True, slots=True)
class Key:
    """A key and what it does.

    Attributes:
        keys: the names that Textual calls it by, separated by commas.
        action: what Textual runs.
        shown: how people call the key.
        name: one word for the footer.
        told: a sentence for the help screen.
        places: the screens where it works.
        footers: the screens whose footer shows it.
    """

    keys: str
    action: str
    shown: str
    name: str
    told: str
    places: frozenset[str] = _ALL
    footers: frozenset[str] = _ALL


KEYS: Final[tuple[Key, ...]] = (
    Key("f1", "app.help", "F1", _("帮助"), _("本页帮助")),
    Key(
        "f2",
        "app.home",
        "F2",
        _("首页"),
        _("回到小区列表"),
        footers=_ALL - {ESTATES},
    ),
    Key(
        "f3",
        "app.households",
        "F3",
        _("分户"),
        _("小区的分户列表；在小区列表里打开所选小区"),
        footers=_ALL - {HOUSEHOLDS},
    ),
    Key(
        "enter",
        "screen.open",
        _("回车"),
        _("打开"),
        _("打开所选的一行"),
    ),
    Key(
        "escape",
        "screen.back",
        "Esc",
        _("返回"),
        _("返回上一屏，查找条件和所选的一行都还在"),
        footers=_ALL - {ESTATES},
    ),
    Key(
        SEARCH,
        "screen.search",
        "/",
        _("查找"),
        _("查找：编号开头或名称里的字（也可按 Ctrl+F）"),
        places=frozenset({ESTATES}),
    ),
    Key(
        SEARCH,
        "screen.search",
        "/",
        _("查找"),
        _("查找：房号开头或业主姓名开头（也可按 Ctrl+F）"),
        places=frozenset({HOUSEHOLDS}),
    ),
    Key(
        "s,S,ctrl+o",
        "screen.sort",
        "S",
        _("排序"),
        _("换排序：房号、余额从小到大、从大到小（也可按 Ctrl+O）"),
        places=frozenset({HOUSEHOLDS}),
    ),
    Key(
        "f7",
        "screen.state",
        "F7",
        _("状态"),
        _("只看一种状态：全部、待续交、未归集、正常"),
        places=frozenset({HOUSEHOLDS}),
        footers=frozenset(),
    ),
    Key(
        "tab",
        "app.focus_next",
        "Tab",
        _("换表"),
        _("在分录和分户明细之间切换"),
        places=frozenset({VOUCHER}),
    ),
    Key("f5", "screen.reload", "F5", _("刷新"), _("重新读一遍"), footers=frozenset()),
    Key("f9", "app.shade", "F9", _("深浅"), _("换浅色或深色"), footers=frozenset()),
    Key(
        "f10,ctrl+q",
        "app.quit",
        "F10",
        _("退出"),
        _("退出（也可按 Ctrl+Q）"),
    ),
)

MOVES: Final = (
    (_("上下箭头"), _("移动一行")),
    ("PgUp PgDn", _("移动一屏")),
    ("Home End", _("到第一行、最后一行；多长的表都一样快")),
)


def bindings(place: str) -> list[Binding]:
    """Return the bindings of a screen in the order of its footer."""
    bound = [
        Binding(
            key.keys,
            key.action,
            key.name,
            show=place in key.footers,
            key_display=key.shown,
        )
        for key in KEYS
        if place in key.places
    ]
    # People press it by habit, to leave or to copy; nothing may be lost by it.
    return [*bound, Binding("ctrl+c", "app.help_quit", show=False)]


def help_rows(place: str) -> Sequence[tuple[str, str]]:
    """Return each key of a screen with what it does."""
    return [*((key.shown, key.told) for key in KEYS if place in key.places), *MOVES]
