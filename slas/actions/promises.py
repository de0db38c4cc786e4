"""The promises of a draft. Each change is a new revision of it, so that nobody's signature stands under other words."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import audit.actions
from slas.actions.agreements import locked, revised
from slas.models import AgreementVersion, Promise
from slas.rules.agreements import BadPromise, allowed_minutes
from teams.actions.refusals import Refused, told_as
from teams.models import CalendarVersion, Membership
from teams.rules.calendars import usual_day

REFUSALS = {
    "slas_promise_kind_key": lambda: Refused(
        _("There is such a promise from this stage already. Change that one."), field="kind"
    )
}


@transaction.atomic
def add(*, version: AgreementVersion, values: dict[str, Any], by: Membership | None, at: datetime) -> Promise:
    """A promise at the end of the draft; raises Refused."""
    version = locked(version)
    last = Promise.objects.filter(version=version).aggregate(last=Max("position"))["last"] or 0
    with told_as(REFUSALS):
        promise = Promise.objects.create(version=version, line=uuid.uuid4(), position=last + 1, **_complete(values))
    audit.actions.record(action="promise.create", record=promise, by=by, at=at, after=values)
    revised(version)
    return promise


@transaction.atomic
def edit(*, promise: Promise, values: dict[str, Any], by: Membership, at: datetime) -> Promise:
    """Change a promise of a draft; raises Refused."""
    version = locked(promise.version)
    complete = _complete(values)
    before, after = audit.actions.changes({name: getattr(promise, name) for name in complete}, complete)
    if not after:
        return promise
    for name, value in after.items():
        setattr(promise, name, value)
    with told_as(REFUSALS):
        promise.save(update_fields=list(after))
    audit.actions.record(action="promise.edit", record=promise, by=by, at=at, before=before, after=after)
    revised(version)
    return promise


@transaction.atomic
def remove(*, promise: Promise, by: Membership, at: datetime) -> None:
    """Take a promise out of a draft; raises Refused."""
    version = locked(promise.version)
    before = {"kind": promise.kind, "amount": promise.amount, "unit": promise.unit}
    audit.actions.record(action="promise.delete", record=promise, by=by, at=at, before=before)
    promise.delete()
    revised(version)


def _complete(values: dict[str, Any]) -> dict[str, Any]:
    """With the business minutes that the amount comes to by the calendar of today."""
    calendar = CalendarVersion.objects.newest().with_days().get(calendar=values["calendar"])
    try:
        minutes = allowed_minutes(
            amount=values["amount"], unit=values["unit"], usual_day=usual_day(calendar.terms.week)
        )
    except BadPromise as error:
        reason = _("A promise takes at least a minute of business time and at most a year of it.")
        raise Refused(reason, field="amount") from error
    return values | {"allowed_minutes": minutes}
