"""Trees that never close into a ring: of goals, and of objectives."""

from typing import cast
from uuid import UUID

from django.db import connection

from goals.models import Goal, Objective, Relation
from goals.rules import rollup
from goals.rules.progress import Direction
from goals.rules.rollup import Addable, Obstacle
from teams.tenancy import active_organisation_id

# Two people who hang two records below each other at once would each see no ring.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


class CannotBeAdded(Exception):
    """An objective whose numbers do not fit those of the one to which it is to contribute, or of one that contributes."""

    def __init__(self, obstacle: Obstacle, *, is_below: bool) -> None:
        super().__init__(obstacle)
        self.obstacle, self.is_below = obstacle, is_below


def check(objective: Objective) -> None:
    """Raises `CannotBeAdded` unless the numbers of the saved objective fit what is above and below it."""
    rows = Objective.objects.select_related("period")
    one = rows.get(pk=objective.pk)
    if one.parent_id is not None:
        _check_pair(one, rows.get(pk=one.parent_id), is_below=False)
    for child in rows.filter(parent=one, relation=Relation.CONTRIBUTE, is_archived=False).order_by("pk"):
        _check_pair(child, one, is_below=True)


def _check_pair(child: Objective, parent: Objective, *, is_below: bool) -> None:
    if child.relation != Relation.CONTRIBUTE:
        return
    if obstacle := rollup.obstacle(child=_addable(child), parent=_addable(parent)):
        raise CannotBeAdded(obstacle, is_below=is_below)


def _addable(objective: Objective) -> Addable:
    return Addable(
        metric_key=objective.metric_key,
        currency=objective.currency,
        direction=cast(Direction, objective.direction),
        accumulates=objective.metric.accumulates,
        starts_on=objective.period.starts_on,
        ends_on=objective.period.ends_on,
    )


def contains(*, record: Goal | Objective, below: Goal | Objective) -> bool:
    """Whether `below` is the record or stands somewhere under it. Until the transaction ends no tree changes."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [f"{record._meta.label} {active_organisation_id()}"])
    rows = type(record).objects
    seen: set[UUID] = set()
    at: UUID | None = below.pk
    while at is not None and at not in seen:
        if at == record.pk:
            return True
        seen.add(at)
        at = rows.filter(pk=at).values_list("parent_id", flat=True).first()
    return False
