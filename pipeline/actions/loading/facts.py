"""What loading every kind of fact has in common: stage, resolve names and links, attribute, upsert, tell which days changed."""

from dataclasses import dataclass
from typing import Any

from pipeline.actions import attribution
from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.staging import stage
from pipeline.actions.loading.upsert import Target, drop_repeated, execute, number_fingerprints, upsert

KEY = ("organisation_id", "source_system_id", "external_id")
ATTRIBUTED = ["owner_id", "team_id", "department_id", "territory_id"]
PLACED = {
    "owner": ATTRIBUTED, "team": ["team_id", "department_id"], "department": ["department_id"],
    "territory": ["territory_id"], "product": ["product_id"], "lead_source": ["lead_source_id"],
}  # fmt: skip
COMMON = {
    "source_system_id": "%(source_system)s", "external_id": "s.external_id", "recorded_at": "%(at)s",
    "owner_id": "s.owner_id", "team_id": "s.team_id", "department_id": "s.department_id",
    "territory_id": "s.territory_id", "product_id": "s.product_id",
}  # fmt: skip
TEAMS_DEPARTMENT = """
    UPDATE staged s SET department_id = t.department_id FROM teams_team t
    WHERE t.organisation_id = %(organisation)s AND t.id = s.team_id AND s.owner_id IS NULL
"""


@dataclass(frozen=True)
class FactTable:
    """A kind of fact. `values`: column → SQL over a staged row; `fed_by`: field of the file → the columns that it may change.

    `day`: SQL of the day that attribution goes by; `prepare` are statements over `staged`, `follow` over `changed`.
    """

    kind: str
    table: str
    values: dict[str, str]
    fed_by: dict[str, list[str]]
    changed: dict[str, str]
    day: str = "f.day"
    prepare: tuple[str, ...] = ()
    follow: tuple[str, ...] = ()
    also: str = ""

    def updated(self, mapped: set[str]) -> list[str]:
        columns = [column for field in self.fed_by if field in mapped for column in self.fed_by[field]]
        return list(dict.fromkeys(columns))


def load(run: Run, fact: FactTable) -> Outcome:
    values = values_of(run)
    stage(fact.kind, run.records)
    if not run.parser.has_ids:
        number_fingerprints()
    repeated = drop_repeated("external_id", "id_repeated")
    created = run.create_references()
    for statement in fact.prepare:
        execute(statement, values)
    attribution.of_staged(day=fact.day, today=run.today)
    target = Target(fact.table, KEY, fact.values, fact.updated(run.mapped), fact.changed, fact.also)
    counts = upsert(target, values)
    for statement in fact.follow:
        execute(statement, values)
    if "owner" not in run.mapped:
        attribution.of_changed(fact.table, subject="id", today=run.today)
    outcome = Outcome(counts, created, repeated)
    outcome.touch(fact.kind, "SELECT min(first_day), max(last_day) FROM changed")
    return outcome


def values_of(run: Run) -> dict[str, Any]:
    return run.source | {"currency": run.currency, "today": run.today, "by": run.by.pk if run.by else None}
