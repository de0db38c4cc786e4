"""Which figures a page reads: those of now, or those that were known at the end of an earlier day.

One switch for every page: `figured` joins the figure, and everything after it asks for `figure__…` and `known_target`.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import CharField, DateField, Exists, F, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import make_aware

from audit.models import Event, EventQuerySet
from goals.models import Objective, ProgressPoint
from goals.models.objective import SCOPE_COLUMNS, ObjectiveQuerySet
from teams.tenancy import active_organisation_id

ARCHIVE, RESTORE = "objective.archive", "objective.restore"
# Terms under which a number is another number: with these changed since, it is not added to those of now.
MEASURED = ("metric_key", "scope", "direction", "currency", "period", "target_upper", *SCOPE_COLUMNS)
# Columns of a row by the term whose earlier value the audit trail holds.
WORDS = {
    "title": "title",
    "metric_key": "metric_key",
    "scope": "scope",
    "direction": "direction",
    "currency": "currency",
    "period": "period_key",
    "goal": "goal_title",
    "owner": "owner_name",
    "pace_method": "pace_method",
}
NUMBERS = ("baseline", "target", "target_upper", "stretch", "weight")
LISTS = ("qualifying",)


def end_of(day: date) -> datetime:
    """The instant after a day, in the active time zone."""
    return make_aware(datetime.combine(day + timedelta(days=1), time.min))


def existing(known_on: date | None) -> ObjectiveQuerySet:
    """Objectives that are not archived, now or at the end of that day; those that were made later are none."""
    if known_on is None:
        return Objective.objects.active()
    moves = _events(known_on).filter(action__in=[ARCHIVE, RESTORE], record_id=Cast(OuterRef("pk"), CharField()))
    points = ProgressPoint.objects.filter(objective=OuterRef("pk"), day__lte=known_on)
    first_move = Subquery(moves.order_by("at", "pk").values("action")[:1])
    rows = Objective.objects.filter(Q(created_at__lt=end_of(known_on)) | Exists(points)).alias(first_move=first_move)
    return rows.filter(Q(first_move=ARCHIVE) | Q(first_move=None, is_archived=False))


def figured(rows: ObjectiveQuerySet, known_on: date | None) -> ObjectiveQuerySet:
    """With `figure`, `known_target` and `known_on`: the figure of now, or the last one that was known by the day."""
    if known_on is None:
        return rows.annotate(
            figure=FilteredRelation("progress"),
            known_target=F("target"),
            known_on=Value(None, output_field=DateField(null=True)),
        )
    points = ProgressPoint.objects.filter(objective=OuterRef("pk"), day__lte=known_on)
    last = Subquery(points.order_by("-day").values("day")[:1])
    return rows.annotate(
        figure=FilteredRelation("points", condition=Q(points__day=last)),
        known_target=Coalesce("figure__target", "target"),
        known_on=Value(known_on, output_field=DateField()),
    )


def terms_then(ids: Iterable[UUID], known_on: date) -> dict[UUID, dict[str, Any]]:
    """Columns of rows that said something else at the end of that day: the audit trail keeps what stood before a change."""
    events = _events(known_on).filter(record_id__in=[str(id_) for id_ in ids]).order_by("-at", "-pk")
    found: dict[UUID, dict[str, Any]] = {}
    for record_id, before in events.values_list("record_id", "before"):
        columns = _columns(before)
        if columns:
            found.setdefault(UUID(record_id), {}).update(columns)
    return found


def measured_otherwise(known_on: date | None) -> list[UUID]:
    """Objectives that counted something else, or for somebody else, than they do now."""
    if known_on is None:
        return []
    changed = _events(known_on).filter(before__has_any_keys=MEASURED).order_by().values_list("record_id", flat=True)
    return sorted({UUID(id_) for id_ in changed})


def _events(known_on: date) -> EventQuerySet:
    """What was done to objectives after the day."""
    mine = Event.objects.of(active_organisation_id())
    return mine.filter(record_type=Objective._meta.label_lower, at__gte=end_of(known_on))


def _columns(before: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {WORDS[name]: value for name, value in before.items() if name in WORDS}
    told |= {name: None if before[name] is None else Decimal(before[name]) for name in NUMBERS if name in before}
    told |= {name: before[name] for name in LISTS if name in before}
    scopes = [name for name in SCOPE_COLUMNS if before.get(name)]
    if scopes:
        told["scope_name"] = before[scopes[0]]
    elif before.get("scope") == "organisation":
        told["scope_name"] = None
    return told
