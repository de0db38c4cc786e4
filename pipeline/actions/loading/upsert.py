"""One statement from `staged` into a table: inserted, changed where different, else left alone. Changes land in `changed`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from pipeline.importers.problems import WARNING, Problem
from teams.tenancy import active_organisation_id


@dataclass(frozen=True)
class Counts:
    created: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class Target:
    """Where staged rows go. `values`: column → SQL over `s` (a staged row); `updated`: those a later file may change.

    `changed`: name → SQL over old and new; `also`: what else a change sets; `ruled`: column → SQL over `f` (the row as it is)
    and EXCLUDED (as the file has it), for columns that are not simply taken over.
    """

    table: str
    conflict: tuple[str, ...]
    values: dict[str, str]
    updated: list[str]
    changed: dict[str, str]
    also: str = ""
    ruled: Mapping[str, str] = field(default_factory=dict)

    @property
    def offered(self) -> dict[str, str]:
        return {name: self.ruled.get(name, f"EXCLUDED.{name}") for name in self.updated}


def fetch(statement: str, values: dict[str, Any]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"organisation": active_organisation_id()})
        return cursor.fetchall() if cursor.description else []


def execute(statement: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values | {"organisation": active_organisation_id()})
        return int(cursor.rowcount)


def number_fingerprints() -> None:
    """Rows without ids that look the same are the first, the second, … of their kind."""
    execute(
        "UPDATE staged s SET external_id = 'row:' || s.external_id || ':' || n.number FROM (SELECT line,"
        " row_number() OVER (PARTITION BY external_id ORDER BY line) AS number FROM staged) n WHERE n.line = s.line",
        {},
    )


def drop_repeated(key: str, code: str) -> list[Problem]:
    """Of several lines with one key the last counts; the others are told."""
    lines = fetch(
        f"DELETE FROM staged s USING (SELECT line, row_number() OVER (PARTITION BY {key} ORDER BY line DESC) AS number"
        f" FROM staged) n WHERE n.line = s.line AND n.number > 1 RETURNING s.line, s.{key}",
        {},
    )
    return [Problem(line, code, value=value[:255], severity=WARNING) for line, value in sorted(lines)]


def upsert(target: Target, values: dict[str, Any]) -> Counts:
    """Write `staged` into the target and remember in `changed` what was new or different."""
    columns = ", ".join(target.values)
    picked = ", ".join(target.values.values())
    told = ", ".join(f"{expression} AS {name}" for name, expression in target.changed.items())
    total = fetch("SELECT count(*) FROM staged", {})[0][0]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE changed ON COMMIT DROP AS SELECT new.id, true AS is_new"
            f"{', ' + told if told else ''} FROM {target.table} old, {target.table} new LIMIT 0"
        )
        cursor.execute(
            f"WITH written AS (INSERT INTO {target.table} AS f (organisation_id, {columns})"
            f" SELECT %(organisation)s, {picked} FROM staged s"
            f" ON CONFLICT ({', '.join(target.conflict)}) {_update(target)}"
            f" RETURNING new.id, old.id IS NULL AS is_new{', ' + told if told else ''})"
            f" INSERT INTO changed SELECT * FROM written",
            values | {"organisation": active_organisation_id()},
        )
        cursor.execute("ANALYZE changed")
    created, updated = fetch(
        "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM changed", {}
    )[0]
    return Counts(created, updated, total - created - updated)


def _update(target: Target) -> str:
    offers = target.offered
    assignments = ", ".join([*(f"{name} = {value}" for name, value in offers.items()), *filter(None, [target.also])])
    if not assignments:
        return "DO NOTHING"
    stored, offered = ", ".join(f"f.{name}" for name in target.updated), ", ".join(offers.values())
    return f"DO UPDATE SET {assignments} WHERE ({stored}) IS DISTINCT FROM ({offered})"
