"""`make bench`: run every measurement and print a row for each.

Seconds are CPU seconds of this process and its children; only the ratio carries from one machine
to another. The bare reference is the least SQL that writes or reads the same rows with nothing
checked.
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from bench.deposits import deposits
from bench.distribution import distribution
from bench.startup import startup

JOBS = {"distribution": distribution, "deposits": deposits, "startup": startup}


def main() -> int:
    """Run the jobs that were named, all of them when none was."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("jobs", nargs="*", metavar="job", help=", ".join(JOBS))
    parser.add_argument("--rows", type=int, default=100_000, help="deposits, or sub-accounts")
    parser.add_argument("--format", choices=["text", "json"], default="text")
    words = parser.parse_args()
    unknown = sorted(set(words.jobs) - set(JOBS))
    if unknown:
        parser.error(f"no such job: {', '.join(unknown)} (there are {', '.join(JOBS)})")
    rows: list[dict[str, Any]] = []
    for job in words.jobs or JOBS:
        rows.extend(JOBS[job](words.rows))
    if words.format == "json":
        json.dump({"kind": "bench", "rows": rows}, sys.stdout, ensure_ascii=False, indent=1)
        return 0
    for row in rows:
        print(
            f"{row['id']:<4} {row['job']:<58} ours {row['ours_s']:8.2f} s  "
            f"bare {row['bare_s']:8.2f} s  ratio {row['ratio']:6.2f}"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
