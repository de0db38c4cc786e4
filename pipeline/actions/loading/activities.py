"""Activities: calls, meetings, presentations, proposals, …"""

from pipeline.actions import attribution, first_touches
from pipeline.actions.loading.leads import ATTRIBUTED, KEY
from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.staging import stage
from pipeline.actions.loading.upsert import Target, drop_repeated, execute, number_fingerprints, upsert

FED_BY = {
    "kind": ["kind"], "subject": ["subject"], "product": ["product_id"], "lead": ["lead_id"], "deal": ["deal_id"],
    "owner": ATTRIBUTED, "occurred_at": ["occurred_at", "day"], "amount": ["amount_minor", "currency"],
    "duration_seconds": ["duration_seconds"], "duration_minutes": ["duration_seconds"],
}  # fmt: skip
VALUES = {
    "source_system_id": "%(source_system)s", "external_id": "s.external_id", "recorded_at": "%(at)s",
    "owner_id": "s.owner_id", "team_id": "s.team_id", "department_id": "s.department_id",
    "territory_id": "s.territory_id", "product_id": "s.product_id", "lead_id": "s.lead_id", "deal_id": "s.deal_id",
    "kind": "s.kind", "subject": "coalesce(s.subject, '')", "occurred_at": "s.occurred_at", "day": "s.day",
    "duration_seconds": "s.duration_seconds", "amount_minor": "s.amount_minor",
    "currency": "CASE WHEN s.amount_minor IS NULL THEN '' ELSE %(currency)s END",
}  # fmt: skip
CHANGED = {
    "first_day": "least(old.day, new.day)", "last_day": "greatest(old.day, new.day)",
    "old_lead": "old.lead_id", "new_lead": "new.lead_id",
}  # fmt: skip
LINK = """
    UPDATE staged s SET {subject}_id = r.id FROM pipeline_{subject} r WHERE r.organisation_id = %(organisation)s
      AND r.source_system_id = %(source_system)s AND r.external_id = s.{subject}_ref
"""
UNKNOWN = "SELECT line, {0}_ref FROM staged WHERE {0}_ref IS NOT NULL AND {0}_id IS NULL ORDER BY line"


def load(run: Run) -> Outcome:
    values = run.source | {"currency": run.currency}
    stage("activity", run.records)
    if not run.parser.has_ids:
        number_fingerprints()
    repeated = drop_repeated("external_id", "id_repeated")
    created = run.create_references()
    for subject in ("lead", "deal"):
        execute(LINK.format(subject=subject), values)
    attribution.of_staged(day="f.day", today=run.today)
    updated = list(dict.fromkeys(column for field in FED_BY if field in run.mapped for column in FED_BY[field]))
    counts = upsert(Target("pipeline_activity", KEY, VALUES, updated, CHANGED), values)
    outcome = Outcome(counts, created, repeated)
    for subject in ("lead", "deal"):
        outcome.warn(f"{subject}_unknown", UNKNOWN.format(subject), values)
    if "owner" not in run.mapped:
        attribution.of_changed("pipeline_activity", subject="id", today=run.today)
    outcome.touch("activity", "SELECT min(first_day), max(last_day) FROM changed")
    outcome.widen("lead", first_touches.derive(first_touches.OF_CHANGED_ACTIVITIES))
    return outcome
