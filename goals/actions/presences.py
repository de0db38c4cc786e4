"""After leave, a ramp, an assignment or the calendar changed: the targets and courses that hang on it are judged anew."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from goals.actions import recomputes
from goals.actions.progress import Revalued, revalue
from goals.models import Objective, PaceMethod, Recompute, Scope
from goals.models.objective import ObjectiveQuerySet
from teams.models import PresenceChange
from teams.queries.organisations import active_organisation


@transaction.atomic
def run(*, at: datetime) -> Revalued | None:
    """New figures, in the transaction that takes the rows. Twice, or twice at once, is harmless."""
    changes = list(PresenceChange.objects.select_for_update(skip_locked=True).order_by("recorded_at", "pk"))
    if not changes:
        return None
    organisation = active_organisation()
    today = at.astimezone(organisation.zone).date()
    revalued = revalue(organisation=organisation, objectives=_concerned(changes), as_of=today, at=at)
    PresenceChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    recomputes.note(Recompute.Reason.PRESENCE, requested_at=changes[0].recorded_at, revalued=revalued, at=at)
    return revalued


def _concerned(changes: list[PresenceChange]) -> ObjectiveQuerySet:
    """A member's own objectives; where something holds for everybody, all that go by people or business days."""
    active = Objective.objects.active()
    members = {change.membership_id for change in changes}
    if None not in members:
        return active.filter(scope=Scope.REP, rep__in=members)
    return active.filter(Q(scope=Scope.REP) | Q(pace_method__in=[PaceMethod.BUSINESS_DAYS, PaceMethod.SEASONAL]))
