"""Statements that a connection plans once: for those that cost more to plan than to run, whatever their values.

Callers mark the text (`connection.prepared(text)`) and give it and its values to a cursor as ever; wrappers and logs see
both as they are. The plan knows no values, so it is for look-ups of few rows. PREPARE outlives the transaction, and a pooler that
hands each transaction another session would lose it: PREPARED_STATEMENTS=0 turns this off.
"""

import re
from functools import lru_cache
from itertools import count
from typing import Any, NamedTuple

from psycopg2.extensions import cursor

# Each keeps its plan in the memory of the session.
MOST = 96
NUMBERS = count()
NAMED, PLACED = re.compile(r"%%|%\((\w+)\)s"), re.compile(r"%%|%s")
# Without this the first five runs are planned with their values, and the next ones if few rows are cheaper than the guess.
EXECUTE = "SET LOCAL plan_cache_mode = force_generic_plan; EXECUTE {} ({})"


class Prepared(str):
    """The text of a statement that is to be planned once."""

    __slots__ = ()


class Call(NamedTuple):
    """The name of a prepared statement, and what runs it."""

    name: str
    text: str


class PreparingCursor(cursor):
    """`calls` are those that the connection has prepared, the one used last at the end."""

    calls: dict[Prepared, Call]

    def execute(self, query: Any, values: Any = None) -> None:
        super().execute(self._call(query).text if isinstance(query, Prepared) else query, values)

    def _call(self, query: Prepared) -> Call:
        call = self.calls.pop(query, None) or self._prepare(query)
        self.calls[query] = call
        return call

    def _prepare(self, query: Prepared) -> Call:
        if len(self.calls) >= MOST:
            oldest = self.calls.pop(next(iter(self.calls)))
            super().execute(f"DEALLOCATE {oldest.name}")
        text, arguments = numbered(query)
        name = f"lockstep_{next(NUMBERS)}"
        super().execute(f"PREPARE {name} AS {text}")
        return Call(name, EXECUTE.format(name, arguments))


@lru_cache(maxsize=2 * MOST)
def numbered(query: Prepared) -> tuple[str, str]:
    """The text with $1, $2, … in the places of its values, and the values in that order."""
    names = list(dict.fromkeys(name for name in NAMED.findall(query) if name))
    if names:
        text = NAMED.sub(lambda found: f"${names.index(found[1]) + 1}" if found[1] else "%", query)
        return text, ", ".join(f"%({name})s" for name in names)
    places = count(1)
    text = PLACED.sub(lambda found: "%" if found[0] == "%%" else f"${next(places)}", query)
    return text, ", ".join(["%s"] * (next(places) - 1))
