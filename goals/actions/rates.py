"""After an exchange rate was added, changed or deleted: what counts in money is measured anew, and its course with it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from goals.actions import corrections, recomputes
from goals.actions.progress import Revalued, revalue
from goals.catalogue import metric_or_gone
from goals.models import Guardrail, Objective, Recompute
from goals.models.objective import ObjectiveQuerySet
from teams.models import RateChange
from teams.queries.organisations import active_organisation


@transaction.atomic
def run(*, at: datetime) -> Revalued | None:
    """New figures, in the transaction that takes the rows. Twice, or twice at once, is harmless."""
    changes = list(RateChange.objects.select_for_update(skip_locked=True).order_by("recorded_at", "pk"))
    if not changes:
        return None
    organisation = active_organisation()
    today = at.astimezone(organisation.zone).date()
    concerned = _concerned()
    revalued = revalue(organisation=organisation, objectives=concerned, as_of=today, at=at)
    first_day = min(change.starts_on for change in changes)
    if first_day < today:
        corrections.mark(first_days=((id_, first_day) for id_ in concerned.order_by("pk").values_list("pk", flat=True)))
    RateChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
    recomputes.note(Recompute.Reason.RATE, requested_at=changes[0].recorded_at, revalued=revalued, at=at)
    return revalued


def _concerned() -> ObjectiveQuerySet:
    """Objectives whose metric, or a guard's, reads amounts of money; or that count only some facts, maybe by their amount."""
    guards = Guardrail.objects.order_by().values_list("metric_key")
    keys = Objective.objects.active().order_by().values_list("metric_key").union(guards).order_by("metric_key")
    of_money = [key for (key,) in keys if metric_or_gone(key).reads_money]
    guarded = Guardrail.objects.filter(metric_key__in=of_money).values("objective")
    return Objective.objects.active().filter(Q(metric_key__in=of_money) | Q(pk__in=guarded) | ~Q(qualifying=[]))
