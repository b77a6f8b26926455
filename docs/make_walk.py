"""Replay the walk of the README and write down what the program answers: `make docs`.

Every block of `console` is a line of a shell, run in a folder with the example's files; what it
prints stands below it. A test replays it too, so the README never says what is no longer true.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
_BLOCK = re.compile(r"(?<=```console\n)(.*?)(?=```)", re.DOTALL)


def replayed(text: str) -> str:
    """Return `text` with the answers of the program as it is now."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (ROOT / "fixtures" / "example").iterdir():
            if file.is_file():
                shutil.copy(file, folder)
        return _BLOCK.sub(lambda block: _answered(block[1], folder), text)


def _answered(block: str, folder: str) -> str:
    told = []
    for line in block.splitlines():
        if line.startswith("$ "):
            told += [line, *_run(line.removeprefix("$ "), folder)]
    return "\n".join(told) + "\n"


def _run(line: str, folder: str) -> list[str]:
    """Run one line of a shell; what it says on either stream, as a person would see it."""
    ran = subprocess.run(
        ["bash", "-c", f"wxzj() {{ '{sys.executable}' -m ledger \"$@\"; }}; {line}"],
        cwd=folder,
        env={**_clean_environment(), "PYTHONPATH": str(ROOT), "COLUMNS": "100"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return [said.rstrip().removeprefix("\ufeff") for said in ran.stdout.splitlines()]


def _clean_environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("WXZJ_")}


if __name__ == "__main__":
    README.write_text(replayed(README.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write("README.md\n")
