"""CPU time of a piece of work, children included, and rows for the table."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopwatch:
    """What a block took.

    Attributes:
        seconds: CPU seconds of this process and of children that ended inside the block.
    """

    seconds = 0.0


@contextmanager
def measured() -> Iterator[Stopwatch]:
    """Measure the block."""
    gc.collect()
    watch = Stopwatch()
    before = os.times()
    yield watch
    after = os.times()
    watch.seconds = sum(after[:4]) - sum(before[:4])


def row(job_id: str, job: str, ours: float, bare: float) -> dict[str, object]:
    """Return a row of the table."""
    return {"id": job_id, "job": job, "ours_s": ours, "bare_s": bare, "ratio": ours / bare}


def median_of(times: int, work: Callable[[], object]) -> float:
    """Return the median CPU time of `work`, run several times after one run that warms up."""
    work()
    took = []
    for _ in range(times):
        with measured() as watch:
            work()
        took.append(watch.seconds)
    return sorted(took)[len(took) // 2]
