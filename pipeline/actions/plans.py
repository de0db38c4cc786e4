"""How statements over very many rows are planned."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOOPS = "SELECT current_setting('enable_nestloop'), set_config('enable_nestloop', %s, true)"


@contextmanager
def without_loops(cursor: Any) -> Iterator[None]:
    """Facts that this very transaction has written have no statistics yet: the planner takes them for a handful, and loops
    over all of them for each (1,400 leads, and 400 deals, ran into the statement timeout of a minute).
    """
    cursor.execute(LOOPS, ["off"])
    before = cursor.fetchone()[0]
    yield
    cursor.execute(LOOPS, [before])
