"""What somebody who audits found when they looked at a clock. Nothing is changed: a later verdict stands beside the earlier."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

import audit.actions
from notifications.actions import notify
from notifications.models import Notification
from slas.access import may_review
from slas.models import Clock, ClockReview
from slas.queries.waivers import deciders
from teams.actions.refusals import Refused
from teams.models import Membership
from teams.queries.organisations import active_organisation

Verdict = ClockReview.Verdict


@transaction.atomic
def record(*, clock: Clock, verdict: str, by: Membership, at: datetime, note: str = "") -> ClockReview:
    """Confirm what the engine says of a clock, or doubt it: those to whom it was promised hear of a doubt. Raises Refused."""
    # Who reviews it at the same time waits here, or was first.
    Clock.objects.select_for_update(of=("self",)).get(pk=clock.pk)
    if not may_review(by, clock):
        raise Refused(_("This is your own clock: somebody else reviews it."))
    before = ClockReview.objects.filter(clock=clock).select_related("by").last()
    if before is not None and (before.by_id, before.verdict, before.note) == (by.pk, verdict, note):
        return before
    _check_note(before, verdict, note)
    review = ClockReview.objects.create(clock=clock, verdict=verdict, note=note, by=by, reviewed_at=at)
    audit.actions.record(action="clock.review", record=clock, by=by, at=at, after={"verdict": verdict, "note": note})
    _follow_up(review, before)
    return review


def _check_note(before: ClockReview | None, verdict: str, note: str) -> None:
    if note:
        return
    if verdict == Verdict.DOUBTED:
        raise Refused(_("Say what you doubt."), field="note")
    if before is not None and before.verdict == Verdict.DOUBTED:
        raise Refused(_("It was doubted: say how that was settled."), field="note")


def _follow_up(review: ClockReview, before: ClockReview | None) -> None:
    """A doubt is for those who can decide about the clock; that it is settled, for whoever doubted."""
    if review.verdict == Verdict.DOUBTED:
        for person in deciders(review.clock):
            _tell(person, Notification.Kind.CLOCK_DOUBTED, review)
    elif before is not None and before.verdict == Verdict.DOUBTED and before.by.is_active:
        _tell(before.by, Notification.Kind.DOUBT_SETTLED, review)


def _tell(to: Membership, kind: str, review: ClockReview) -> None:
    if to.pk == review.by_id:
        return
    url = reverse("slas:clock_detail", args=[active_organisation().slug, review.clock_id])
    values = {"by": review.by.full_name, "lead": str(review.clock.lead), "note": review.note}
    notify(to=to, kind=kind, values=values, url=url, at=review.reviewed_at)
