"""Writing figures back: one statement for any number of objectives, which touches only the rows that differ.

It is made from the columns of the figures it is given, so that a new figure is a field of the model and a key there
(`goals/queries/assessments.py`). What differs becomes today's point as well, in the same statement, so that neither table
is ever ahead of the other.
"""

import json
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any

from django.db import connection

from goals.models import ObjectiveProgress, ProgressPoint
from goals.queries.assessments import Columns, Millionths
from metrics.engine import array
from teams.models import compiled
from teams.tenancy import active_organisation_id

# So few that planning takes longer than writing; with more of them it pays to plan for how many there are.
FEW = 1_000
# Rows that are as they should be are neither locked nor rewritten. MERGE finds each row once, whether it is there or not, and costs
# half of ON CONFLICT. Nobody else writes a figure or today's point meanwhile: recomputes of an organisation take turns.
STATEMENT = """
    WITH written AS (
        MERGE INTO goals_objectiveprogress AS kept
        USING (SELECT {given} FROM unnest({arrays}) AS given ({listed})) AS fresh
        ON kept.organisation_id = %(organisation)s AND kept.objective_id = fresh.objective_id
        WHEN MATCHED AND ({kept}) IS DISTINCT FROM ({fresh}) THEN UPDATE SET {assignments}, computed_at = %(at)s
        WHEN NOT MATCHED THEN INSERT (organisation_id, computed_at, objective_id, {columns})
            VALUES (%(organisation)s, %(at)s, fresh.objective_id, {fresh})
        RETURNING kept.*
    ),
    points AS (
        MERGE INTO goals_progresspoint AS point
        USING (SELECT written.*, objective.target, objective.version FROM written JOIN goals_objective AS objective
               ON objective.organisation_id = %(organisation)s AND objective.id = written.objective_id) AS known
        ON point.organisation_id = %(organisation)s AND point.objective_id = known.objective_id AND point.day = %(today)s
        WHEN MATCHED THEN UPDATE SET {moved}
        WHEN NOT MATCHED THEN INSERT (organisation_id, day, {shared}) VALUES (%(organisation)s, %(today)s, {known})
    )
    SELECT count(*) FROM written
"""


def write(columns: Columns, *, at: datetime, today: date) -> int:
    """How many rows differed. Columns are those of `ObjectiveProgress` besides `objective_id`."""
    if not columns:
        return 0
    same, is_small = _same(columns), len(columns["objective_id"]) <= FEW
    if is_small:
        same = small_writes.same_in_all(tuple(columns), same)
    arguments: dict[str, Any] = {"organisation": active_organisation_id(), "at": at, "today": today}
    for name, column in columns.items():
        if name not in same:
            arguments[name] = array_of(name, column)
        elif same[name] == name:
            arguments[name] = one_of(name, column)
    with connection.cursor() as cursor:
        statement = _statement(tuple(columns), tuple(same.items()))
        cursor.execute(compiled.planned_once(statement) if is_small else statement, arguments)
        return int(cursor.fetchone()[0])


def _same(columns: Columns) -> dict[str, str]:
    """What need not be sent: columns that say one thing of all (by their own name), or what another column says."""
    kinds, sent, same = kinds_of_figures(), ["objective_id"], {}
    for name, column in columns.items():
        twin = next((one for one in sent if kinds[one] == kinds[name] and columns[one] == column), None)
        if name != "objective_id" and column[0] == column[-1] and column.count(column[0]) == len(column):
            same[name] = name
        elif name != "objective_id" and twin is not None and type(columns[twin]) is type(column):
            same[name] = twin
        else:
            sent.append(name)
    return same


class SmallWrites:
    """What need not be sent in any small write of this process, by the columns: so they soon share one text and its plan."""

    def __init__(self) -> None:
        self.pairs: dict[tuple[str, ...], frozenset[tuple[str, str]]] = {}

    def same_in_all(self, names: tuple[str, ...], same: dict[str, str]) -> dict[str, str]:
        """Of what need not be sent this time."""
        pairs = frozenset(same.items())
        self.pairs[names] = pairs = pairs & self.pairs.get(names, pairs)
        return dict(sorted(pairs))


small_writes = SmallWrites()


@lru_cache(maxsize=256)
def _statement(columns: tuple[str, ...], pairs: tuple[tuple[str, str], ...]) -> str:
    """Names and types come from the model: an unknown column is refused there."""
    kinds, same = kinds_of_figures(), dict(pairs)
    names = [name for name in columns if name != "objective_id"]
    listed = ["objective_id", *(name for name in names if name not in same)]
    shared = [*_shared(), "target", "version"]
    return STATEMENT.format(
        given=", ".join(_given(name, same.get(name), kinds[name]) for name in columns),
        arrays=", ".join(f"%({name})s::{kinds[name]}[]" for name in listed),
        listed=", ".join(listed),
        columns=", ".join(names),
        assignments=", ".join(f"{name} = fresh.{name}" for name in names),
        kept=", ".join(f"kept.{name}" for name in names),
        fresh=", ".join(f"fresh.{name}" for name in names),
        shared=", ".join(shared),
        known=", ".join(f"known.{name}" for name in shared),
        moved=", ".join(f"{name} = known.{name}" for name in shared if name != "objective_id"),
    )


def _given(name: str, twin: str | None, kind: str) -> str:
    if twin is None:
        return name
    return f"%({name})s::{kind} AS {name}" if twin == name else f"{twin} AS {name}"


def _shared() -> list[str]:
    """The columns of a figure that a point has too: all but its id."""
    figure, point = (
        {field.attname for field in model._meta.concrete_fields} for model in (ObjectiveProgress, ProgressPoint)
    )
    return sorted((figure & point) - {"organisation_id"})


@cache
def kinds_of_figures() -> dict[str, str]:
    """Types by column, without length or precision, which a cast would silently cut to."""
    fields = ObjectiveProgress._meta.concrete_fields
    return {field.column: str(field.db_type(connection)).split("(")[0] for field in fields}


def array_of(name: str, column: list[Any]) -> str:
    """An array literal: far cheaper for the driver than a list."""
    if isinstance(column, Millionths) and None not in column:
        return "{" + "e-6,".join(map(str, column)) + "e-6}"
    if isinstance(column, Millionths):
        return "{" + ",".join(["NULL" if value is None else f"{value}e-6" for value in column]) + "}"
    kind = kinds_of_figures()[name]
    if kind == "uuid":
        return array(column)
    text = _quoted if kind in ("varchar", "text", "jsonb") else str
    return "{" + ",".join(["NULL" if value is None else text(value) for value in column]) + "}"


def one_of(name: str, column: list[Any]) -> str | None:
    """What the whole column says, as text."""
    value = column[0]
    if value is None:
        return None
    if isinstance(column, Millionths):
        return f"{value}e-6"
    return json.dumps(value) if kinds_of_figures()[name] == "jsonb" else str(value)


def _quoted(value: Any) -> str:
    return _quoted_text(value if isinstance(value, str) else json.dumps(value))


@lru_cache(maxsize=4096)
def _quoted_text(text: str) -> str:
    """Statuses and reasons are few."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
