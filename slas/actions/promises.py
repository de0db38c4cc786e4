"""The promises of a draft. Each change is a new revision of it, so that nobody's signature stands under other words."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

import audit.actions
from slas.actions.agreements import locked
from slas.models import AgreementVersion, Promise
from slas.rules import ladders
from slas.rules.agreements import BadPromise, allowed_minutes
from teams.actions.refusals import Refused, told_as
from teams.actions.signing import revised
from teams.actions.versions import change
from teams.models import CalendarVersion, Membership
from teams.rules.calendars import usual_day

# A case is answered within real time, in which a day has all its hours.
WHOLE_DAY = 24 * 60
REFUSALS = {
    "slas_promise_kind_key": lambda: Refused(_("There is such a promise already. Change that one."), field="kind")
}


@transaction.atomic
def add(*, version: AgreementVersion, values: dict[str, Any], by: Membership | None, at: datetime) -> Promise:
    """A promise at the end of the draft; raises Refused."""
    version = locked(version)
    last = Promise.objects.filter(version=version).aggregate(last=Max("position"))["last"] or 0
    complete = _complete(values["kind"], values)
    with told_as(REFUSALS):
        promise = Promise.objects.create(version=version, line=uuid.uuid4(), position=last + 1, **complete)
    audit.actions.record(action="promise.create", record=promise, by=by, at=at, after=values)
    revised(version)
    return promise


@transaction.atomic
def edit(
    *, promise: Promise, revision: int | None = None, values: dict[str, Any], by: Membership, at: datetime
) -> Promise:
    """Change a promise of a draft; raises Refused or EditConflict."""
    version = locked(promise.version)
    complete = _complete(promise.kind, values)
    with told_as(REFUSALS):
        current, before, after = change(record=promise, version=revision, values=complete, counter="revision")
    if after:
        audit.actions.record(action="promise.edit", record=current, by=by, at=at, before=before, after=after)
        revised(version)
    return current


@transaction.atomic
def remove(*, promise: Promise, by: Membership, at: datetime) -> None:
    """Take a promise out of a draft; raises Refused."""
    version = locked(promise.version)
    before = {"kind": promise.kind, "amount": promise.amount, "unit": promise.unit, "target": promise.target}
    audit.actions.record(action="promise.delete", record=promise, by=by, at=at, before=before)
    promise.delete()
    revised(version)


def _complete(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """With the minutes that the amount comes to: business ones by the calendar of today, real ones of a case."""
    _check_ladder(values)
    if kind in Promise.METERED and not 0 < (values.get("target") or 0) <= (10**6 if kind == "volume" else 100):
        raise Refused(_("Say how much: a number above 0, and a percentage of at most 100."), field="target")
    if kind not in (*Promise.TIMED, Promise.Kind.CASES):
        return values
    usual = WHOLE_DAY
    if kind in Promise.TIMED:
        calendar = CalendarVersion.objects.newest().with_days().get(calendar=values["calendar"])
        usual = usual_day(calendar.terms.week)
    try:
        minutes = allowed_minutes(amount=values["amount"], unit=values["unit"], usual_day=usual)
    except BadPromise as error:
        reason = _("A promise takes at least a minute of business time and at most a year of it.")
        raise Refused(reason, field="amount") from error
    return values | {"allowed_minutes": minutes}


def _check_ladder(values: dict[str, Any]) -> None:
    try:
        ladders.checked_warnings(percents=values.get("warn_percents", []))
        ladders.checked_ladder(steps=[ladders.Step(*step) for step in values.get("ladder", [])])
    except ladders.WarningTooLate as error:
        reason = _("Warnings come before the promise is due: rising percentages from 1 to 99, at most four.")
        raise Refused(reason, field="warn_percents") from error
    except ladders.CircularLadder as error:
        reason = _("Escalation goes in a circle: owner, then manager, then both heads, each once.")
        raise Refused(reason, field="ladder") from error
    except ladders.StepsOutOfOrder as error:
        reason = _("Whoever stands higher is told later, at most at ten times the promised time.")
        raise Refused(reason, field="ladder") from error
