"""Who owes a check-in is reminded, once for each day by which it was due."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from goals.models import CheckIn, Goal, Objective
from goals.rules import cadence
from notifications.actions import post
from notifications.models import Notification
from teams.models import Organisation
from teams.queries.organisations import active_organisation

EVERY = timedelta(hours=6)


def due(*, at: datetime) -> list[UUID]:
    """Goals whose objectives are to be looked through."""
    rows = Goal.objects.active().filter(remind_at__lte=at).order_by("remind_at", "pk")
    return list(rows.values_list("pk", flat=True))


@transaction.atomic
def remind(*, goal_id: UUID, at: datetime) -> int:
    """Remind the owners of the goal's overdue objectives; returns how many notices. Twice, or twice at once, is once."""
    goal = Goal.objects.filter(pk=goal_id, remind_at__lte=at).select_for_update(skip_locked=True).first()
    if goal is None:
        return 0
    goal.remind_at = at + EVERY
    goal.save(update_fields=["remind_at"])
    organisation = active_organisation()
    notices = _notices(goal, organisation, at)
    return post(notices)


def _notices(goal: Goal, organisation: Organisation, at: datetime) -> list[Notification]:
    today = at.astimezone(organisation.zone).date()
    running = Objective.objects.active().filter(
        goal=goal, period__starts_on__lte=today, period__ends_on__gt=today, owner__is_active=True
    )
    said = CheckIn.objects.filter(objective__in=running).order_by("day").values_list("objective", "day")
    last: dict[UUID | None, date] = dict(said)
    notices = []
    for objective in running.select_related("period", "owner").order_by("pk"):
        period = objective.period
        due_on = cadence.due_on(cadence=goal.cadence, last=last.get(objective.pk), starts_on=period.starts_on)
        if due_on is not None and due_on < today:
            notices.append(_notice(objective, organisation, f"{objective.pk}:{due_on}", at))
    return notices


def _notice(objective: Objective, organisation: Organisation, key: str, at: datetime) -> Notification:
    return Notification(
        to=objective.owner,
        kind=Notification.Kind.CHECK_IN_DUE,
        key=key,
        values={"about": objective.told, "period": objective.period.told},
        url=reverse("goals:objective_talk", args=[organisation.slug, objective.pk]),
        created_at=at,
    )
