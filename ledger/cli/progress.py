"""The progress bar: on a terminal's stderr only, and only for work of more than a second."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING

from ledger.values.i18n import _
from ledger.values.text import cell_width, safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

PATIENCE_S = 1.0  # shorter work is over before a bar could be read
PAUSE_S = 0.1  # between two drawings
CELLS = 24


class Bar:
    """A `ledger.values.progress.Progress` that draws itself.

    Args:
        silent: never draw.
        stream: where to draw; stderr when left out.
        clock: seconds that only go up.
    """

    def __init__(
        self,
        *,
        silent: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._live = not silent and self._stream.isatty()
        self._begun: float | None = None
        self._stage = ""
        self._stage_begun = 0.0
        self._drawn_at = 0.0
        self._drawn_cells = 0

    def __call__(self, done: int, total: int, words: str) -> None:
        """Say that `done` of `total` parts of the stage called `words` are done."""
        if not self._live:
            return
        now = self._clock()
        if self._begun is None:
            self._begun = now
        if words != self._stage:
            self._stage, self._stage_begun = words, now
        if now - self._begun < PATIENCE_S or now - self._drawn_at < PAUSE_S:
            return
        self._drawn_at = now
        self._draw(self._line(done, total, now - self._stage_begun))

    def finish(self) -> None:
        """Wipe the bar away, so that what follows begins on a clean line."""
        if self._drawn_cells:
            self._draw("")
            self._begun = None

    def _line(self, done: int, total: int, spent_s: float) -> str:
        stage = safe(self._stage)
        if total <= 0:
            return f"{stage} {done:,}"
        done = min(done, total)
        full = CELLS * done // total
        line = f"{stage} [{'#' * full}{'.' * (CELLS - full)}] {100 * done // total:3d}%"
        if done:
            minutes, seconds = divmod(round(spent_s * (total - done) / done), 60)
            line += _(" 还要 {minutes}:{seconds:02d}").format(minutes=minutes, seconds=seconds)
        return line

    def _draw(self, line: str) -> None:
        room = shutil.get_terminal_size().columns - 1
        while cell_width(line) > room:
            line = line[:-1]
        cells = cell_width(line)
        self._stream.write("\r" + line + " " * max(0, self._drawn_cells - cells))
        if not line:
            self._stream.write("\r")
        self._stream.flush()
        self._drawn_cells = cells
