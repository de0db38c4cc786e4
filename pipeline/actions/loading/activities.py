"""Activities: calls, meetings, presentations, proposals, … and when they first reached a lead."""

from pipeline.actions import first_touches
from pipeline.actions.loading import facts
from pipeline.actions.loading.run import Outcome, Run

LINK = """
    UPDATE staged s SET {subject}_id = r.id FROM pipeline_{subject} r WHERE r.organisation_id = %(organisation)s
      AND r.source_system_id = %(source_system)s AND r.external_id = s.{subject}_ref
"""
UNKNOWN = "SELECT line, {0}_ref FROM staged WHERE {0}_ref IS NOT NULL AND {0}_id IS NULL ORDER BY line"
ACTIVITY = facts.FactTable(
    kind="activity",
    table="pipeline_activity",
    values=facts.COMMON | {
        "lead_id": "s.lead_id", "deal_id": "s.deal_id", "kind": "s.kind", "subject": "coalesce(s.subject, '')",
        "occurred_at": "s.occurred_at", "day": "s.day", "duration_seconds": "s.duration_seconds",
        "amount_minor": "s.amount_minor", "currency": "CASE WHEN s.amount_minor IS NULL THEN '' ELSE %(currency)s END",
    },
    fed_by={
        "kind": ["kind"], "subject": ["subject"], "product": ["product_id"], "lead": ["lead_id"], "deal": ["deal_id"],
        "owner": facts.ATTRIBUTED, "occurred_at": ["occurred_at", "day"], "amount": ["amount_minor", "currency"],
        "duration_seconds": ["duration_seconds"], "duration_minutes": ["duration_seconds"],
    },
    changed={
        "first_day": "least(old.day, new.day)", "last_day": "greatest(old.day, new.day)",
        "old_lead": "old.lead_id", "new_lead": "new.lead_id",
    },
    prepare=tuple(LINK.format(subject=subject) for subject in ("lead", "deal")),
)  # fmt: skip


def load(run: Run) -> Outcome:
    outcome = facts.load(run, ACTIVITY)
    for subject in ("lead", "deal"):
        outcome.warn(f"{subject}_unknown", UNKNOWN.format(subject), {})
    outcome.widen("lead", first_touches.derive(first_touches.OF_CHANGED_ACTIVITIES))
    return outcome
