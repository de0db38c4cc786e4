"""How it goes: check-ins with their asks, comments, and the reminders of silence."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from audit import actions as audit
from goals.access.check_ins import Place
from goals.models import CheckIn, Comment
from goals.rules.mentions import mentioned
from notifications.actions import notify
from notifications.models import Notification
from teams.actions.refusals import Refused
from teams.actions.submissions import in_turn
from teams.models import Assignment, Membership
from teams.queries.organisations import active_organisation

Kind = Notification.Kind


@transaction.atomic
def record(*, place: Place, values: Mapping[str, Any], by: Membership, at: datetime) -> CheckIn:
    """Keep how somebody sees it today; of whom something is asked is told. The same words twice are one check-in."""
    _require_open(place)
    in_turn(by)
    day = _day(at)
    said = {"goal": place.goal, "objective": place.objective, "made_by": by, "day": day, **values}
    if earlier := CheckIn.objects.filter(**said).first():
        return earlier
    check_in = CheckIn.objects.create(**said, department_id=_department(by, day), made_at=at)
    audit.record(action="check_in.record", record=check_in, by=by, at=at, after={"about": _about(place), **values})
    if check_in.asked_of and check_in.asked_of_id != by.pk:
        _tell(Kind.CHECK_IN_ASKED, check_in.asked_of, place, {"by": by.full_name, "ask": check_in.ask}, at)
    _tell_mentioned(place, check_in.changed, by, at)
    return check_in


@transaction.atomic
def settle(*, check_in: CheckIn, by: Membership, at: datetime) -> CheckIn:
    """What was asked is done. Once is enough."""
    row = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
    if row.settled_at or not row.ask:
        return row
    row.settled_at, row.settled_by = at, by
    row.save(update_fields=["settled_at", "settled_by"])
    audit.record(action="check_in.settle", record=row, by=by, at=at, after={"ask": row.ask})
    return row


@transaction.atomic
def comment(*, place: Place, text: str, by: Membership, at: datetime) -> Comment:
    """Say something; whoever is named by @ is told. Sent twice within a minute it is one comment."""
    _require_open(place)
    in_turn(by)
    said = {"goal": place.goal, "objective": place.objective, "made_by": by, "text": text}
    last = Comment.objects.filter(**said).order_by("-made_at").first()
    if last and (at - last.made_at).total_seconds() < 60:
        return last
    made = Comment.objects.create(**said, department_id=_department(by, _day(at)), made_at=at)
    audit.record(action="comment.create", record=made, by=by, at=at, after={"about": _about(place), "text": text})
    _tell_mentioned(place, text, by, at)
    return made


def _require_open(place: Place) -> None:
    if place.is_archived:
        raise Refused(_("This was archived meanwhile, so nothing more is said here. Nothing was saved."))


def _tell_mentioned(place: Place, text: str, by: Membership, at: datetime) -> None:
    if "@" not in text and "\uff20" not in text:
        return
    members = Membership.objects.active().exclude(pk=by.pk).order_by("pk")
    for person in mentioned(text=text, people=[(member.full_name, member) for member in members]):
        _tell(Kind.MENTIONED, person, place, {"by": by.full_name, "text": text[:200]}, at)


def _tell(kind: str, to: Membership, place: Place, values: dict[str, str], at: datetime) -> None:
    organisation = active_organisation()
    name, row = ("objective_talk", place.objective) if place.objective else ("goal_talk", place.goal)
    url = reverse(f"goals:{name}", args=[organisation.slug, row.pk])
    notify(
        to=to,
        kind=kind,
        values=values | {"about": place.objective.told if place.objective else place.goal.title},
        url=url,
        at=at,
    )


def _about(place: Place) -> str:
    return str(place.objective or place.goal)


def _day(at: datetime) -> date:
    return at.astimezone(active_organisation().zone).date()


def _department(member: Membership, day: date) -> UUID | None:
    """Where the member works that day."""
    work = Assignment.objects.on(day).filter(membership=member)
    return work.values_list("team__department", flat=True).first()
