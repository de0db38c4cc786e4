"""Leads, and the stages they entered."""

from pipeline.actions import attribution, first_touches
from pipeline.actions.loading.facts import ATTRIBUTED, KEY
from pipeline.actions.loading.run import Outcome, Run
from pipeline.actions.loading.staging import stage
from pipeline.actions.loading.upsert import Target, drop_repeated, execute, number_fingerprints, upsert

FED_BY = {
    "name": ["name"], "company": ["company"], "product": ["product_id"], "lead_source": ["lead_source_id"],
    "owner": [*ATTRIBUTED, "source_owner_id"], "territory": ["territory_id", "source_territory_id"],
    "stage": ["stage", "status", "source_stage"], "occurred_at": ["occurred_at", "day"],
}  # fmt: skip
VALUES = {
    "source_system_id": "%(source_system)s", "external_id": "s.external_id", "recorded_at": "%(at)s",
    "owner_id": "s.owner_id", "team_id": "s.team_id", "department_id": "s.department_id",
    "territory_id": "s.territory_id", "product_id": "s.product_id", "lead_source_id": "s.lead_source_id",
    "name": "coalesce(s.name, '')", "company": "coalesce(s.company, '')", "stage": "s.stage",
    "status": "coalesce(s.stage_text, '')", "occurred_at": "s.occurred_at", "day": "s.day",
    "source_stage": "s.stage", "source_owner_id": "s.owner_id", "source_territory_id": "s.source_territory_id",
}  # fmt: skip
# The territory that the file says is the lead's own; whoever has the lead brings theirs.
OWN_TERRITORY = "UPDATE staged SET source_territory_id = territory_id WHERE territory_id IS NOT NULL"
CHANGED = {
    "old_stage": "old.stage", "new_stage": "new.stage", "old_at": "old.occurred_at", "new_at": "new.occurred_at",
    "new_day": "new.day", "first_day": "least(old.day, new.day)", "last_day": "greatest(old.day, new.day)",
    "external_id": "new.external_id",
}  # fmt: skip
NEWS = ("stage", "owner_id", "territory_id")
# A corrected first contact takes the stage entries along that were dated by it.
MOVE_ENTRIES = """
    UPDATE pipeline_stagetransition t SET occurred_at = c.new_at, day = c.new_day FROM changed c
    WHERE t.organisation_id = %(organisation)s AND t.lead_id = c.id AND NOT c.is_new
      AND c.old_at <> c.new_at AND t.occurred_at = c.old_at
"""
ENTER = """
    INSERT INTO pipeline_stagetransition (organisation_id, lead_id, from_stage, to_stage, occurred_at, day, is_first,
        owner_id, team_id, department_id, territory_id, product_id, lead_source_id, recorded_at)
    SELECT %(organisation)s, l.id, coalesce(c.old_stage, ''), c.new_stage, e.entered_at, e.day,
        NOT EXISTS (SELECT FROM pipeline_stagetransition t WHERE t.organisation_id = %(organisation)s
            AND t.lead_id = l.id AND t.to_stage = c.new_stage),
        l.owner_id, l.team_id, l.department_id, l.territory_id, l.product_id, l.lead_source_id, %(at)s
    FROM changed c
    JOIN pipeline_lead l ON l.organisation_id = %(organisation)s AND l.id = c.id
    JOIN staged s ON s.external_id = c.external_id
    CROSS JOIN LATERAL (SELECT
        CASE WHEN s.stage_at IS NOT NULL THEN s.stage_at WHEN c.is_new THEN l.occurred_at ELSE %(at)s END AS entered_at,
        CASE WHEN s.stage_at IS NOT NULL THEN s.stage_day WHEN c.is_new THEN l.day ELSE %(today)s END AS day) e
    WHERE c.is_new OR c.old_stage <> c.new_stage
    ON CONFLICT (organisation_id, lead_id, to_stage, occurred_at) DO NOTHING
"""
# A name matched or a source filled in later reaches the entries as well; who owned the lead then stays.
FOLLOW = """
    UPDATE pipeline_stagetransition t SET product_id = l.product_id, lead_source_id = l.lead_source_id,
        owner_id = coalesce(t.owner_id, l.owner_id)
    FROM changed c JOIN pipeline_lead l ON l.organisation_id = %(organisation)s AND l.id = c.id
    WHERE t.organisation_id = %(organisation)s AND t.lead_id = c.id
      AND (t.product_id, t.lead_source_id, t.owner_id)
          IS DISTINCT FROM (l.product_id, l.lead_source_id, coalesce(t.owner_id, l.owner_id))
"""
ENTRY_DAYS = """
    SELECT min(t.day), max(t.day) FROM pipeline_stagetransition t JOIN changed c ON t.lead_id = c.id
    WHERE t.organisation_id = %(organisation)s
"""


def load(run: Run) -> Outcome:
    stage("lead", run.records)
    if not run.parser.has_ids:
        number_fingerprints()
    repeated = drop_repeated("external_id", "id_repeated")
    created = run.create_references()
    execute(OWN_TERRITORY, {})
    attribution.of_staged(day="f.day", today=run.today)
    updated = list(dict.fromkeys(column for field in FED_BY if field in run.mapped for column in FED_BY[field]))
    counts = upsert(Target("pipeline_lead", KEY, VALUES, updated, CHANGED, ruled=_ruled(run.mapped)), run.source)
    outcome = Outcome(counts, created, repeated)
    _follow(run, outcome)
    return outcome


def _ruled(mapped: set[str]) -> dict[str, str]:
    """Who has a lead and how far it is may have been decided here since: a file counts where it says something new."""
    is_new = {name: f"EXCLUDED.source_{name} IS DISTINCT FROM f.source_{name}" for name in NEWS}
    owner = "f.owner_id"
    if "owner" in mapped:
        owner = f"CASE WHEN {is_new['owner_id']} THEN EXCLUDED.owner_id ELSE f.owner_id END"
    has_same = f"{owner} = EXCLUDED.owner_id"
    is_free = f"{owner} IS NULL AND f.owner_id IS NOT NULL"
    own = "f.source_territory_id"
    if "territory" in mapped:
        own = "EXCLUDED.source_territory_id"
        is_free = f"{owner} IS NULL AND (f.owner_id IS NOT NULL OR {is_new['territory_id']})"
    place = {
        name: f"CASE WHEN {has_same} THEN EXCLUDED.{name} WHEN {owner} IS NOT NULL THEN f.{name} END"
        for name in ("team_id", "department_id")
    }
    return place | {
        "stage": f"CASE WHEN {is_new['stage']} THEN EXCLUDED.stage ELSE f.stage END",
        "owner_id": owner,
        "territory_id": f"CASE WHEN {has_same} THEN EXCLUDED.territory_id WHEN {is_free} THEN {own} ELSE f.territory_id END",
    }


def _follow(run: Run, outcome: Outcome) -> None:
    values: dict[str, object] = {"at": run.at, "today": run.today}
    execute(MOVE_ENTRIES, values)
    execute(ENTER, values)
    execute(FOLLOW, values)
    attribution.of_changed("pipeline_lead", subject="id", today=run.today)
    attribution.of_changed("pipeline_stagetransition", subject="lead_id", today=run.today)
    outcome.touch("lead", "SELECT min(first_day), max(last_day) FROM changed")
    outcome.touch("stage_transition", ENTRY_DAYS)
    outcome.widen("lead", first_touches.derive(first_touches.OF_CHANGED_LEADS))
