from __future__ import annotations

import re

from tests.house.reading import place, tracked_files

# Written in two halves, or this page would be the first to be found.
FOREIGN = re.compile(
    "|".join(
        (
            r"pypi\." + r"org",
            r"python" + r"hosted",
            r"debian\." + r"org",
            r"registry\.npm" + r"js",
            r"index-" + r"url",
            r"/wo" + r"rk/",
            r"/fa" + r"rm/",
            r"/ro" + r"ot/",
            r"/home" + r"/[a-z]",
            r"/Use" + r"rs/[a-z]",
            r"\.libr" + r"ary\b",
            r"before-" + r"stop",
            r"\bcla" + r"ude\b",
            r"\banth" + r"ropic\b",
            r"\bcop" + r"ilot\b",
            r"\bchat" + r"gpt\b",
        )
    ),
    re.IGNORECASE,
)


def test_no_file_tells_of_the_machine_that_it_was_written_on() -> None:
    """A clone works anywhere: no path of a machine, address of a registry, name of a tool."""
    found = []
    for path in tracked_files():
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:  # a workbook, a GBK file
            continue
        found += [
            f"{place(path, n)}: {line[:80]}"
            for n, line in enumerate(lines, 1)
            if FOREIGN.search(line)
        ]
    assert not found, "\n".join(found)
