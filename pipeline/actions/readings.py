"""Readings that people type in: each correction keeps what was before, and figures follow."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit import actions as audit
from pipeline.models import Reading, ReadingVersion
from pipeline.models.reading import ReadingValues
from teams.actions import versions
from teams.actions.refusals import Refused
from teams.actions.submissions import in_turn, just_now
from teams.models import Assignment, Department, Membership
from teams.queries.organisations import active_organisation

Values = dict[str, Any]
PLACE = ("team", "department", "territory")
KEPT = [field.name for field in ReadingValues._meta.fields if field.name != "id"]


@transaction.atomic
def record(*, values: Mapping[str, Any], by: Membership | None, at: datetime) -> Reading:
    """Write down a reading: series, day, value_scaled, note, and whom or what it is about. Sent twice it is one."""
    placed = _placed(values)
    if by is not None:
        in_turn(by)
        if earlier := Reading.objects.filter(**placed, entered_by=by, recorded_at__range=just_now(at)).first():
            return earlier
    reading = Reading.objects.create(**placed, entered_by=by, occurred_at=_start_of(placed["day"]), recorded_at=at)
    audit.record(action="reading.create", record=reading, by=by, at=at, after=_told(reading))
    return reading


@transaction.atomic
def edit(*, reading: Reading, version: int, values: Mapping[str, Any], by: Membership | None, at: datetime) -> Reading:
    """Correct a reading that is still at `version`; what it was is kept as a version. Raises EditConflict or Refused."""
    before = _locked(reading)
    changed, was, _now = versions.change(record=reading, version=version, values=_placed(values))
    if was:
        _keep(before, reason=ReadingVersion.Reason.CORRECTED, by=by, at=at)
        changed.occurred_at, changed.entered_by, changed.recorded_at = _start_of(changed.day), by, at
        changed.save(update_fields=["occurred_at", "entered_by", "recorded_at"])
        told = audit.changes(_told(before), _told(_locked(changed)))
        audit.record(action="reading.edit", record=before, by=by, at=at, before=told[0], after=told[1])
    return changed


@transaction.atomic
def withdraw(*, reading: Reading, by: Membership | None, at: datetime) -> None:
    """Take back a reading that never was: it no longer counts, and stays to be read among the withdrawn ones.

    Twice, or twice at once, is harmless.
    """
    try:
        before = _locked(reading)
    except Refused:
        return
    _keep(before, reason=ReadingVersion.Reason.WITHDRAWN, by=by, at=at)
    audit.record(action="reading.withdraw", record=before, by=by, at=at, before=_told(before))
    before.delete()


def _locked(reading: Reading) -> Reading:
    related = [field.name for field in Reading._meta.concrete_fields if field.is_relation]
    current = Reading.objects.select_related(*related).select_for_update(of=("self",)).filter(pk=reading.pk).first()
    if current is None:
        raise Refused(_("Somebody has withdrawn this reading meanwhile."))
    return current


def _placed(values: Mapping[str, Any]) -> Values:
    """A person counts for their place on that day; a team for its department."""
    placed, owner = dict(values), values.get("owner")
    if owner is not None:
        place = Assignment.objects.on(values["day"]).filter(membership=owner)
        found = place.select_related("team__department", "territory").order_by("pk").first()
        placed |= {"team": None, "department": None, "territory": None}
        if found is not None:
            placed |= {"team": found.team, "department": found.team.department, "territory": found.territory}
    elif placed.get("team") is not None:
        placed["department"] = Department.objects.get(teams=placed["team"])
    return placed


def _start_of(day: date) -> datetime:
    zone = active_organisation().zone
    return datetime.combine(day, time(), tzinfo=zone)


def _keep(before: Reading, *, reason: str, by: Membership | None, at: datetime) -> None:
    values = {name: getattr(before, name) for name in KEPT if name != "id"}
    ReadingVersion.objects.create(**values, reading_id=before.pk, reason=reason, superseded_at=at, superseded_by=by)


def _told(reading: Reading) -> Values:
    """What the audit trail shows: names, and the value as a plain number."""
    names = ("series", "day", "owner", *PLACE, "product", "lead_source", "note")
    return {name: getattr(reading, name) for name in names} | {"value": reading.value}
