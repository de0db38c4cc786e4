"""Readings from a file; what a reading said before is kept as a version of it."""

from pipeline.actions.loading import facts
from pipeline.actions.loading.run import Outcome, Run

KEPT = [
    "source_system_id", "external_id", "recorded_at", "entered_by_id", "version", "series_id", "value_scaled", "note",
    "day", *facts.ATTRIBUTED, "product_id", "lead_source_id",
]  # fmt: skip
KEEP = f"""
    INSERT INTO pipeline_readingversion (organisation_id, reading_id, reason, superseded_at, superseded_by_id, {", ".join(KEPT)})
    SELECT %(organisation)s, id, 'corrected', %(at)s, %(by)s, {", ".join(f"old_{name}" for name in KEPT)}
    FROM changed WHERE NOT is_new
"""
READING = facts.FactTable(
    kind="reading",
    table="pipeline_reading",
    values=facts.COMMON | {
        "lead_source_id": "s.lead_source_id", "entered_by_id": "%(by)s", "version": "1", "series_id": "s.series_id",
        "value_scaled": "s.value_scaled", "note": "coalesce(s.note, '')", "occurred_at": "s.occurred_at", "day": "s.day",
    },
    fed_by=facts.PLACED | {
        "series": ["series_id"], "occurred_at": ["occurred_at", "day"], "value": ["value_scaled"], "note": ["note"],
    },
    changed={f"old_{name}": f"old.{name}" for name in KEPT} | {
        "first_day": "least(old.day, new.day)", "last_day": "greatest(old.day, new.day)",
    },
    prepare=(facts.TEAMS_DEPARTMENT,),
    follow=(KEEP,),
    also="version = f.version + 1, recorded_at = EXCLUDED.recorded_at, entered_by_id = EXCLUDED.entered_by_id",
)  # fmt: skip


def load(run: Run) -> Outcome:
    return facts.load(run, READING)
