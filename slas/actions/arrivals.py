"""Reps are told of the leads that were handed to them, and by when the first of these is due.

One notice tells of all that came to somebody since the last sweep; what comes while that is new and unread is added to it. A
lead whose clocks are still to be started waits for the next sweep, so that its due time is known.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, Min, OuterRef
from django.urls import reverse

from notifications.actions import notify
from notifications.models import Notification
from pipeline.models import Lead, LeadAssignment, LeadNews, Stage
from slas.models import Clock
from teams.models import Membership, Organisation
from teams.queries.organisations import active_organisation
from teams.rules import formats

TOGETHER = timedelta(minutes=15)
PORTION = 1000
SHOWN = 3
OVER = (Stage.WON, Stage.LOST, Stage.RECYCLED)


@transaction.atomic
def tell(*, at: datetime) -> int:
    """Leave what is to be told; return to how many people. Two sweeps at once tell of different leads."""
    unseen = LeadNews.objects.filter(leads__contains=[OuterRef("lead_id")])
    untold = LeadAssignment.objects.filter(~Exists(unseen), told_at__isnull=True).select_related("owner__user", "lead")
    rows = untold.select_for_update(of=("self",), skip_locked=True).order_by("assigned_at", "pk")
    arrived = list(rows[:PORTION])
    theirs: dict[Membership, dict[Any, Lead]] = defaultdict(dict)
    for one in arrived:
        if _is_news(one):
            theirs[one.owner][one.lead_id] = one.lead
    organisation = active_organisation()
    for person, leads in theirs.items():
        _tell(organisation, person, leads.values(), at)
    LeadAssignment.objects.filter(pk__in=[one.pk for one in arrived]).update(told_at=at)
    return len(theirs)


def _is_news(one: LeadAssignment) -> bool:
    """It is still theirs, and they can sign in."""
    is_theirs = one.lead.owner_id == one.owner_id and one.lead.stage not in OVER
    return is_theirs and one.owner.is_active and one.owner.user_id is not None


def _tell(organisation: Organisation, person: Membership, leads: Collection[Lead], at: datetime) -> None:
    told = Notification.objects.unread().filter(to=person, kind=Notification.Kind.LEADS_GIVEN)
    recent = told.filter(created_at__gt=at - TOGETHER).select_for_update().order_by("-created_at", "pk").first()
    before: dict[str, Any] = recent.values if recent else {"count": 0, "names": [], "due_at": ""}
    dues = [due for due in (before["due_at"], _first_due(person, leads)) if due]
    count, names = before["count"] + len(leads), [*before["names"], *map(str, leads)][:SHOWN]
    values: dict[str, Any] = {
        "count": count,
        "names": names,
        "due_at": min(dues, key=datetime.fromisoformat, default=""),
        "leads": names if count <= SHOWN else [*names, "…"],
    }
    values["due"] = _in_words(values["due_at"], organisation, person)
    if recent:
        recent.values = values
        recent.save(update_fields=["values"])
        return
    url = reverse("slas:inbox", args=[organisation.slug])
    notify(to=person, kind=Notification.Kind.LEADS_GIVEN, values=values, url=url, at=at)


def _first_due(person: Membership, leads: Collection[Lead]) -> str:
    """The earliest instant that is promised for them; empty where nothing is."""
    clocks = Clock.objects.filter(lead__in=leads, owner=person, state__in=Clock.OPEN, stopped_at__isnull=True)
    due_at = clocks.aggregate(first=Min("due_at"))["first"]
    return due_at.isoformat() if due_at else ""


def _in_words(due_at: str, organisation: Organisation, person: Membership) -> str:
    """In the language and zone in which the person reads it."""
    language = (person.user and person.user.language) or organisation.language
    due = datetime.fromisoformat(due_at).astimezone(organisation.zone) if due_at else None
    return formats.moment(value=due, language=language)
