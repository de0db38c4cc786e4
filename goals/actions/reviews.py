"""The review of a goal at the end of a period: written together, then finished and kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import actions as audit
from goals.actions import canvas
from goals.models import Assumption, Close, Goal, GoalReview, Objective
from goals.queries.reviews import assumptions_of, reached_in, written
from notifications.actions import post
from notifications.models import Notification
from teams.actions.refusals import Refused
from teams.actions.versions import change
from teams.models import Membership, Period
from teams.queries.organisations import active_organisation


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of an assumption."""

    assumption: Assumption
    outcome: str
    happened: str


@transaction.atomic
def save(
    *,
    goal: Goal,
    period: Period,
    version: int,
    values: Mapping[str, Any],
    judged: list[Judged],
    by: Membership,
    at: datetime,
) -> GoalReview:
    """Write it down as far as it goes; raises `EditConflict` if somebody saved first, `Refused` if it is finished."""
    Goal.objects.select_for_update(of=("self",)).get(pk=goal.pk)
    review, is_new = GoalReview.objects.get_or_create(goal=goal, period=period, defaults={"version": 0})
    if review.finished_at:
        raise Refused(_("This review was finished meanwhile: it stays as it is. Nothing was saved."))
    review, before, after = change(record=review, version=version, values=values, with_parts=is_new)
    review.goal, review.period = goal, period
    if after or is_new:
        audit.record(action="goal_review.edit", record=review, by=by, at=at, before=before, after=after)
    for one in judged:
        told = {"outcome": one.outcome, "happened": one.happened}
        canvas.edit(entry=one.assumption, version=None, values=told, by=by, at=at, verb="review")
    return review


@transaction.atomic
def finish(*, goal: Goal, period: Period, by: Membership, at: datetime) -> GoalReview:
    """Keep results and assumptions as they are now. Finishing again changes nothing. Raises `Refused`."""
    found = GoalReview.objects.select_for_update(of=("self",)).select_related("goal", "period")
    review = found.filter(goal=goal, period=period).first()
    if review is None or not (review.market or review.keep or review.change):
        raise Refused(_("Write first what changed, what to keep or what to change."))
    if review.finished_at:
        return review
    today = at.astimezone(active_organisation().zone).date()
    if today < period.ends_on:
        raise Refused(_("%(period)s is not over yet.") % {"period": period.label})
    assumptions = assumptions_of(goal)
    if any(one.outcome == Assumption.Outcome.PENDING for one in assumptions):
        raise Refused(_("Say of each assumption whether it held."))
    review.reached = reached_in(goal, period, today=today)
    review.assumptions = written(assumptions, period)
    review.finished_by, review.finished_at, review.version = by, at, review.version + 1
    review.save(update_fields=["reached", "assumptions", "finished_by", "finished_at", "version"])
    audit.record(action="goal_review.finish", record=review, by=by, at=at)
    _begin_anew(goal, assumptions, by, at)
    return review


def ask(*, close: Close, at: datetime) -> None:
    """Owners of goals with results in a closed period are asked to look back."""
    organisation = active_organisation()
    owned = Objective.objects.active().filter(period=close.period, goal__owner__is_active=True, goal__is_archived=False)
    goals = Goal.objects.filter(pk__in=owned.values("goal")).select_related("owner").order_by("pk")
    notices = [
        Notification(
            to=goal.owner,
            kind=Notification.Kind.REVIEW_DUE,
            key=f"{goal.pk}:{close.period.key}"[:50],
            values={"goal": goal.title, "period": close.period.told},
            url=reverse("goals:goal_review", args=[organisation.slug, goal.pk, close.period_id]),
            created_at=at,
        )
        for goal in goals
    ]
    post(notices)


def _begin_anew(goal: Goal, assumptions: list[Assumption], by: Membership, at: datetime) -> None:
    """What a goal without a period takes for granted is judged anew in the next one; the review keeps what was."""
    if goal.period_id is None and not goal.is_archived:
        fresh = {"outcome": Assumption.Outcome.PENDING, "happened": ""}
        for one in assumptions:
            canvas.edit(entry=one, version=None, values=fresh, by=by, at=at, verb="renew")
