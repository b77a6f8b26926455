"""The front door: the language first, then the skins, then one line and an exit code.

The skins translate their words when they are imported, so none of them may be imported before the
language is chosen: `main` looks through the words for `--lang` itself, before click sees them.
This is the only place that knows both skins; they never import each other.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from ledger.values.i18n import choose_language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ledger.desk import Desk


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words of a command line say, and return its exit code."""
    given = sys.argv[1:] if words is None else list(words)
    sys.stdout = _hardened(sys.stdout)
    sys.stderr = _hardened(sys.stderr)
    speak(given, os.environ)
    try:
        from ledger.cli.app import run  # noqa: PLC0415 - the language had to be chosen first
        from ledger.cli.doors import Doors  # noqa: PLC0415 - as above

        return run(given, Doors(open_screen=open_screen))
    except KeyboardInterrupt:  # so early, or so often, that nothing of ours could catch it
        return 130


def speak(words: Sequence[str], environ: Mapping[str, str]) -> None:
    """Choose the language that `words` or the environment ask for.

    A language that we do not have is for click to refuse; until then we speak Chinese.
    """
    chosen = environ.get("WXZJ_LANG") or "zh"
    for place, word in enumerate(words):
        if word == "--":
            break
        if word == "--lang":
            chosen = "".join(words[place + 1 : place + 2])
        elif word.startswith("--lang="):
            chosen = word.removeprefix("--lang=")
    try:
        choose_language(chosen)
    except KeyError:
        choose_language("zh")


def open_screen(desk: Desk) -> None:
    """Open the full-screen skin at `desk` and stay until the person leaves it."""
    from ledger.tui.app import run  # noqa: PLC0415 - Textual takes longer to load than most commands

    run(desk)


def _hardened(stream: TextIO | None) -> TextIO:
    r"""Make `stream` one that shows what its encoding lacks as `\uXXXX` and never raises for it.

    A rare character of a name on a GBK console would otherwise end the command half-way. A stream
    that the caller closed (`>&-`) becomes one that swallows everything.
    """
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - lives as long as we do
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return stream


if __name__ == "__main__":
    sys.exit(main())
