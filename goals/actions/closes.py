"""Closing a period: its results are frozen, signed and never changed; opening it again keeps them, with the reason."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from audit import actions as audit
from goals.actions import closing_notices, reviews
from goals.actions.frozen import frozen_results
from goals.actions.progress import revalue
from goals.models import Close, ClosedResult, CloseSignature, Objective
from goals.queries.closes import parts_of, standing_close
from goals.rules import closing
from teams.actions.refusals import Refused
from teams.models import Membership, Period
from teams.queries.organisations import active_organisation

MOST_ATTEMPTS = 5


class RecordsMoved(Exception):
    """An import came in between: the work is done again."""


class PeriodIsClosed(Refused):
    """Its results are frozen: objectives are neither changed nor added. Holds the closing."""

    def __init__(self, close: Close) -> None:
        words = {"period": close.period.label}
        super().__init__(_("%(period)s is closed: its objectives stay as they are.") % words, field="period")
        self.close = close


@transaction.atomic
def request(*, period: Period, by: Membership, at: datetime) -> Close:
    """Ask for a period to be closed; a worker freezes its results. One that stands or waits is enough.

    Raises `Refused` for a period that is not over or has no objectives.
    """
    period = Period.objects.select_for_update().get(pk=period.pk)
    close = Close.objects.asked_for(period)
    if close:
        return close
    if _today(at) < period.ends_on:
        raise Refused(_("%(period)s is not over yet.") % {"period": period.label})
    if not Objective.objects.active().in_period(period).exists():
        raise Refused(_("%(period)s has no objectives, so there is nothing to close.") % {"period": period.label})
    last = Close.objects.filter(period=period).aggregate(last=Max("number"))["last"] or 0
    close = Close.objects.create(period=period, number=last + 1, asked_by=by, asked_at=at)
    audit.record(action="close.request", record=close, by=by, at=at, after={"number": close.number})
    return close


@transaction.atomic
def claim(*, at: datetime) -> Close | None:
    """Note the attempt before the work, in a transaction of its own, so that a crash is counted too."""
    due = Close.objects.filter(state=Close.State.QUEUED).select_for_update(skip_locked=True)
    close = due.order_by("asked_at", "pk").first()
    if close is None:
        return None
    if close.attempts >= MOST_ATTEMPTS:
        close.state = Close.State.FAILED
    else:
        close.attempts = F("attempts") + 1
    close.save(update_fields=["state", "attempts"])
    return close


@transaction.atomic
def freeze(*, close_id: UUID, at: datetime) -> Close | None:
    """All results of the period and the row's end, in one transaction; None if somebody else has done or does it."""
    due = Close.objects.filter(pk=close_id, state=Close.State.QUEUED).select_related("period", "asked_by")
    close = due.select_for_update(of=("self",), skip_locked=True).first()
    if close is None:
        return None
    organisation = active_organisation()
    objectives = Objective.objects.active().in_period(close.period)
    revalue(organisation=organisation, objectives=objectives, as_of=_today(at), at=at)
    results = ClosedResult.objects.bulk_create(frozen_results(close=close, organisation=organisation, at=at), 500)
    if revalue(organisation=organisation, objectives=objectives, as_of=_today(at), at=at).changed:
        raise RecordsMoved(close.period.key)
    close.state, close.closed_at, close.results = Close.State.CLOSED, at, len(results)
    close.undefined = sum(result.credited_attainment is None for result in results)
    close.hash = closing.results_hash(hashes=[(str(result.objective_id), result.hash) for result in results])
    close.save(update_fields=["state", "closed_at", "results", "undefined", "hash"])
    after = {"results": close.results, "undefined": close.undefined, "hash": close.hash}
    audit.record(action="close.close", record=close, by=close.asked_by, at=at, after=after)
    closing_notices.closed(close=close, results=results, at=at)
    reviews.ask(close=close, at=at)
    return close


@transaction.atomic
def sign(*, close: Close, department: str, shown: str, by: Membership, at: datetime) -> CloseSignature:
    """A manager's name under exactly the results whose hash was shown. Signing again changes nothing.

    `department` is the key of a part. Raises `Refused`.
    """
    close = Close.objects.select_for_update(of=("self",)).select_related("period").get(pk=close.pk)
    if close.state != Close.State.CLOSED:
        raise _not_standing()
    part = next((part for part in parts_of(close, member=by, today=_today(at)) if part.key == department), None)
    if part is None or part.hash != shown:
        raise Refused(_("These are not the results that were shown. Look at them again, then sign."))
    if not part.is_mine:
        raise Refused(_("These results are signed by the managers of the department."))
    if part.signature:
        return part.signature
    signature = CloseSignature.objects.create(
        close=close,
        department=part.department,
        signed_by=by,
        signer_name=by.full_name,
        signer_role=by.role,
        signed_at=at,
        results=part.results,
        hash=part.hash,
    )
    after = {"department": part.department, "results": part.results, "hash": part.hash}
    audit.record(action="close.sign", record=close, by=by, at=at, after=after)
    return signature


@transaction.atomic
def reopen(*, close: Close, reason: str, by: Membership, at: datetime) -> Close:
    """Let the period's objectives move and be changed again. Results, signatures and restatements stay as they are. Raises `Refused`."""
    close = Close.objects.select_for_update(of=("self",)).select_related("period").get(pk=close.pk)
    if close.state != Close.State.CLOSED:
        raise _not_standing()
    close.state, close.reason, close.reopened_by, close.reopened_at = Close.State.REOPENED, reason, by, at
    close.save(update_fields=["state", "reason", "reopened_by", "reopened_at"])
    objectives = Objective.objects.active().in_period(close.period)
    revalue(organisation=active_organisation(), objectives=objectives, as_of=_today(at), at=at)
    audit.record(action="close.reopen", record=close, by=by, at=at, after={"reason": reason})
    closing_notices.reopened(close=close, by=by, at=at)
    return close


def require_open(*period_ids: UUID) -> None:
    """Raise `PeriodIsClosed` if one of them is."""
    if close := standing_close(*period_ids):
        raise PeriodIsClosed(close)


def _not_standing() -> Refused:
    return Refused(_("This period is not closed, or was opened again."))


def _today(at: datetime) -> date:
    return at.astimezone(active_organisation().zone).date()
