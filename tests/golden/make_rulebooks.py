"""Write down each entry of the shipped rulebooks: `python -m tests.golden.make_rulebooks`.

It only ever adds. An entry that was released and has been changed or taken out stops it: what held
on a day must stay what held on that day, so a correction is an entry of its own. It writes
`docs/rules.md` too.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from pathlib import Path

from docs import make_rules
from ledger.registry.rule_entries import PLACES
from tests.house.reading import ROOT

FILE = ROOT / "tests" / "golden" / "rulebooks.txt"
BOOKS = ROOT / "ledger" / "registry" / "rulebooks"


def entry_lines(folder: Path = BOOKS) -> list[str]:
    """Return a line for each entry: its place, rule and first day, and the digest of it all."""
    lines = []
    for place in PLACES:
        book = tomllib.loads((folder / f"{place}.toml").read_text(encoding="utf-8"))
        for row in book["entry"]:
            words = "\n".join(f"{key}={row[key]}" for key in sorted(row))
            digest = hashlib.sha256(words.encode()).hexdigest()
            lines.append(f"{place} {row['rule']} {row['from']} {digest}")
    return lines


def recorded() -> list[str]:
    """Return the lines that were written down."""
    return FILE.read_text(encoding="utf-8").splitlines() if FILE.exists() else []


def main() -> int:
    """Add what is new; refuse to forget."""
    lines = entry_lines()
    lost = sorted(set(recorded()) - set(lines))
    if lost:
        sys.stderr.write("\n".join(["changed or taken out:", *lost, ""]))
        return 1
    FILE.write_text("\n".join([*lines, ""]), encoding="utf-8")
    make_rules.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
