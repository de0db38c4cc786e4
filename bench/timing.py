"""How long work takes by the clock and, where the database runs on this machine, by the processor.

On a busy machine the clock says little; the processor time of this process and its database connection says nearly the
same as on a quiet one.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from django.db import connection


class Took(NamedTuple):
    """Seconds by the clock, of the processor in Python, and of the processor in the database (0 if it is elsewhere)."""

    clock: float
    python: float = 0
    database: float = 0

    @property
    def processor(self) -> float:
        return self.python + self.database


def timed(work: Callable[[], object]) -> Took:
    backend = _backend()
    started = time.perf_counter(), time.process_time(), _ran(backend)
    work()
    clock, python = time.perf_counter() - started[0], time.process_time() - started[1]
    return Took(clock, python, _ran(backend) - started[2] if _backend() == backend else 0)


def median(rounds: int, work: Callable[[], object], *, before: Callable[[], object] = lambda: None) -> Took:
    """The median of each of the three over several rounds; what comes before each round is not counted."""
    took = []
    for _ in range(rounds):
        before()
        took.append(timed(work))
    return Took(*(statistics.median(column) for column in zip(*took, strict=True)))


@contextmanager
def workers(number: int) -> Iterator[ProcessPoolExecutor]:
    """Processes with connections of their own, started before anything is timed."""
    connection.close()
    with ProcessPoolExecutor(number, mp_context=get_context("fork"), initializer=connection.ensure_connection) as pool:
        list(pool.map(_backend_of_one, range(number)))
        yield pool


def _backend_of_one(_: int) -> int:
    return _backend()


def seconds(**took: Took) -> dict[str, float]:
    """For printing: by the clock, and of the processor where that is known."""
    clock = {f"{name}_by_the_clock": round(one.clock, 5) for name, one in took.items()}
    return clock | {f"{name}_processor": round(one.processor, 5) for name, one in took.items() if one.database}


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _ran(backend: int) -> float:
    """Processor seconds of a process of this machine: the first figure of its schedstat, in nanoseconds."""
    stat = Path(f"/proc/{backend}/schedstat")
    return int(stat.read_text().split()[0]) / 1e9 if stat.exists() else 0
