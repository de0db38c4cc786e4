"""Readings from a file; what a reading said before is kept as a version of it."""

from pipeline.actions import attribution
from pipeline.actions.loading.leads import ATTRIBUTED, KEY
from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.staging import stage
from pipeline.actions.loading.upsert import Target, drop_repeated, execute, number_fingerprints, upsert

FED_BY = {
    "series": ["series_id"], "occurred_at": ["occurred_at", "day"], "value": ["value_scaled"], "note": ["note"],
    "owner": ATTRIBUTED, "team": ["team_id", "department_id"], "department": ["department_id"],
    "territory": ["territory_id"], "product": ["product_id"], "lead_source": ["lead_source_id"],
}  # fmt: skip
ABOUT = ("owner_id", "team_id", "department_id", "territory_id", "product_id", "lead_source_id")
VALUES = {
    "source_system_id": "%(source_system)s", "external_id": "s.external_id", "recorded_at": "%(at)s",
    "entered_by_id": "%(by)s", "version": "1", "series_id": "s.series_id", "value_scaled": "s.value_scaled",
    "note": "coalesce(s.note, '')", "occurred_at": "s.occurred_at", "day": "s.day",
    **{name: f"s.{name}" for name in ABOUT},
}  # fmt: skip
KEPT = [
    "source_system_id", "external_id", "recorded_at", "entered_by_id", "version", "series_id", "value_scaled", "note",
    "day", *ABOUT,
]  # fmt: skip
CHANGED = {f"old_{name}": f"old.{name}" for name in KEPT} | {
    "first_day": "least(old.day, new.day)",
    "last_day": "greatest(old.day, new.day)",
}
TEAMS_DEPARTMENT = """
    UPDATE staged s SET department_id = t.department_id FROM teams_team t
    WHERE t.organisation_id = %(organisation)s AND t.id = s.team_id AND s.owner_id IS NULL
"""
KEEP = f"""
    INSERT INTO pipeline_readingversion (organisation_id, reading_id, reason, superseded_at, superseded_by_id, {", ".join(KEPT)})
    SELECT %(organisation)s, id, 'corrected', %(at)s, %(by)s, {", ".join(f"old_{name}" for name in KEPT)}
    FROM changed WHERE NOT is_new
"""


def load(run: Run) -> Outcome:
    values = run.source | {"by": run.by.pk if run.by else None}
    stage("reading", run.records)
    if not run.parser.has_ids:
        number_fingerprints()
    repeated = drop_repeated("external_id", "id_repeated")
    created = run.create_references()
    execute(TEAMS_DEPARTMENT, values)
    attribution.of_staged(day="f.day", today=run.today)
    updated = list(dict.fromkeys(column for field in FED_BY if field in run.mapped for column in FED_BY[field]))
    also = "version = f.version + 1, recorded_at = EXCLUDED.recorded_at, entered_by_id = EXCLUDED.entered_by_id"
    counts = upsert(Target("pipeline_reading", KEY, VALUES, updated, CHANGED, also), values)
    execute(KEEP, values)
    if "owner" not in run.mapped:
        attribution.of_changed("pipeline_reading", subject="id", today=run.today)
    outcome = Outcome(counts, created, repeated)
    outcome.touch("reading", "SELECT min(first_day), max(last_day) FROM changed")
    return outcome
