"""Money spent, on campaigns and the rest."""

from pipeline.actions.loading import facts
from pipeline.actions.loading.run import Outcome, Run

SPEND = facts.FactTable(
    kind="spend",
    table="pipeline_spend",
    values=facts.COMMON | {
        "lead_source_id": "s.lead_source_id", "purpose": "coalesce(s.purpose, '')", "occurred_at": "s.occurred_at",
        "day": "s.day", "amount_minor": "s.amount_minor", "currency": "%(currency)s",
    },
    fed_by=facts.PLACED | {
        "purpose": ["purpose"], "occurred_at": ["occurred_at", "day"], "amount": ["amount_minor", "currency"],
    },
    changed={"first_day": "least(old.day, new.day)", "last_day": "greatest(old.day, new.day)"},
    prepare=(facts.TEAMS_DEPARTMENT,),
)  # fmt: skip


def load(run: Run) -> Outcome:
    return facts.load(run, SPEND)
