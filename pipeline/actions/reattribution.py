"""After somebody's assignments changed: their facts count for the teams that they were in, and figures follow."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import models, transaction
from django.db.models import Max, Min

from pipeline.actions import attribution
from pipeline.models import Activity, Deal, Lead, Reading, StageTransition, Touched
from teams.models import AssignmentChange

FACTS: tuple[tuple[str, type[models.Model], tuple[str, ...]], ...] = (
    ("lead", Lead, ("day",)),
    ("deal", Deal, ("opened_day", "closed_day")),
    ("activity", Activity, ("day",)),
    ("stage_transition", StageTransition, ("day",)),
    ("reading", Reading, ("day",)),
)


def is_due() -> bool:
    return AssignmentChange.objects.exists()


@transaction.atomic
def run(*, today: date, at: datetime) -> int:
    """Attribute the facts of everybody whose assignments changed; return how many moved.

    The rows are the queue: claimed by their lock, gone with the same commit. Twice, or twice at once, is harmless.
    """
    changes = dict(AssignmentChange.objects.select_for_update(skip_locked=True).values_list("pk", "membership_id"))
    owners = sorted(set(changes.values()), key=str)
    moved = attribution.of_owners(owners, today=today)
    if moved:
        spans = (
            Touched(source=source, first_day=first, last_day=last, recorded_at=at)
            for source, first, last in _spans(owners)
        )
        Touched.objects.bulk_create(spans)
    AssignmentChange.objects.filter(pk__in=changes).delete()
    return moved


def _spans(owners: list[UUID]) -> Iterator[tuple[str, date, date]]:
    """From the first to the last day on which these people have facts of each kind."""
    for source, model, columns in FACTS:
        ends = {f"{end.name}_{column}": end(column) for column in columns for end in (Min, Max)}
        days = [day for day in model.objects.filter(owner__in=owners).aggregate(**ends).values() if day]  # type: ignore[attr-defined]
        if days:
            yield source, min(days), max(days)
