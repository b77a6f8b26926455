"""P9: how long the program takes to say anything, beside the import that it cannot do without."""

from __future__ import annotations

import subprocess
import sys

from bench.measure import median_of, row


def startup(_rows: int) -> list[dict[str, object]]:
    """Measure `wxzj --help` against `import click`."""
    ours = median_of(7, lambda: _run("-m", "ledger", "--help"))
    bare = median_of(7, lambda: _run("-c", "import click"))
    return [row("P9", "wxzj --help / import click", ours, bare)]


def _run(*words: str) -> None:
    subprocess.run([sys.executable, *words], check=True, capture_output=True)
