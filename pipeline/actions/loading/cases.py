"""What was asked, and when it was answered and closed."""

from pipeline.actions import answer_times
from pipeline.actions.loading import facts
from pipeline.actions.loading.run import Outcome, Run

CASE = facts.FactTable(
    kind="case",
    table="pipeline_case",
    values=facts.COMMON | {
        "kind": "s.kind", "subject": "coalesce(s.subject, '')", "status": "s.status", "opened_at": "s.opened_at",
        "opened_day": "s.opened_day", "first_answered_at": "s.first_answered_at", "closed_at": "s.closed_at",
        "closed_day": "s.closed_day", "due_at": "s.due_at",
    },
    fed_by=facts.PLACED | {
        "kind": ["kind"], "subject": ["subject"], "status": ["status", "closed_at", "closed_day"],
        "opened_at": ["opened_at", "opened_day"], "first_answered_at": ["first_answered_at"],
        "closed_at": ["status", "closed_at", "closed_day"], "due_at": ["due_at"],
    },
    changed={
        "first_day": "least(old.opened_day, old.closed_day, new.opened_day, new.closed_day)",
        "last_day": "greatest(old.opened_day, old.closed_day, new.opened_day, new.closed_day)",
    },
    day="f.opened_day",
    prepare=(facts.TEAMS_DEPARTMENT,),
)  # fmt: skip


def load(run: Run) -> Outcome:
    outcome = facts.load(run, CASE)
    answer_times.derive(answer_times.OF_CHANGED)
    return outcome
