"""Agreements, clocks and breaches for tests; made inside `tenant(…)`."""

from datetime import UTC, datetime
from typing import Any

from pipeline.models import LeadNews
from slas.actions import agreements, exports, promises
from slas.models import (
    Agreement,
    AgreementVersion,
    Breach,
    Clock,
    ClockEvent,
    ClockExport,
    ClockNotice,
    ClockReview,
    ClockWatch,
    Promise,
    Side,
    Signature,
)
from slas.queries.clocks import ClockFilter
from teams.models import Department, Membership
from teams.permissions import Role
from tests.factories.pipeline import make_lead, make_stage_transition
from tests.factories.teams import NOW, make_calendar, make_department, make_membership

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_agreement(**values: Any) -> AgreementVersion:
    """The empty draft of an agreement between two departments."""
    sides = {
        "marketing": values.pop("marketing", None) or make_department(Department.Kind.MARKETING),
        "sales": values.pop("sales", None) or make_department(Department.Kind.SALES),
    }
    others = Agreement.objects.count()
    name = values.pop("name", f"Our agreement {others + 1}" if others else "Our agreement")
    agreement = agreements.create(name=name, **sides, by=None, at=NOW)
    AgreementVersion.objects.filter(agreement=agreement).update(**values)
    return AgreementVersion.objects.select_related("agreement__marketing", "agreement__sales").get(agreement=agreement)


def make_promise(**values: Any) -> Promise:
    """Four hours for the first touch of an MQL, Monday to Friday from 9 to 17."""
    version = values.pop("version", None) or make_agreement()
    calendar = values.pop("calendar", None) or make_calendar().calendar
    defaults = {
        "side": Side.SALES,
        "kind": Promise.Kind.FIRST_TOUCH,
        "start_stage": "mql",
        "amount": 4,
        "unit": Promise.Unit.HOURS,
        "calendar": calendar,
    }
    return promises.add(version=version, values=defaults | values, by=None, at=NOW)


def put_in_force(version: AgreementVersion, *, at: datetime = NOW, by: tuple[Membership, ...] = ()) -> AgreementVersion:
    """Signed by both sides. Leads count from its `applies_from`, else from now on."""
    signers = by or (make_membership(Role.OWNER), make_membership(Role.OWNER))
    for side, member in zip((Side.MARKETING, Side.SALES), signers, strict=True):
        version = AgreementVersion.objects.get(pk=version.pk)
        agreements.sign(version=version, revision=version.revision, side=side, by=member, at=at)
    return AgreementVersion.objects.select_related("agreement").get(pk=version.pk)


def make_signature(**values: Any) -> Signature:
    defaults = {"side": Side.SALES, "signed_at": NOW, "terms_hash": "0" * 64}
    version = values.pop("version", None) or make_agreement()
    return Signature.objects.create(
        version=version, member=values.pop("member", None) or make_membership(), **(defaults | values)
    )


def make_clock(**values: Any) -> Clock:
    """A row as the projection writes it, without a log behind it: for lists and sweeps."""
    promise = values.pop("promise", None) or make_promise()
    calendar = promise.calendar.versions.get()
    defaults = {
        "promise": promise,
        "line": promise.line,
        "promise_kind": promise.kind,
        "promise_side": promise.side,
        "calendar_version": calendar,
        "lead": values.pop("lead", None) or make_lead(),
        "state": Clock.State.RUNNING,
        "day": NOW.date(),
        "started_at": NOW,
        "due_at": NOW + promise.allowed,
        "allowed": promise.allowed,
    }
    return Clock.objects.create(**(defaults | values))


def make_breach(**values: Any) -> Breach:
    clock = values.pop("clock", None) or make_clock(state=Clock.State.BREACHED_OPEN, breached_at=NOW)
    return Breach.objects.create(**({"clock": clock, "breached_at": clock.breached_at or NOW} | values))


def make_clock_event(**values: Any) -> ClockEvent:
    """The start of a clock."""
    promise = values.pop("promise", None) or make_promise()
    transition = values.pop("transition", None) or make_stage_transition()
    defaults = {
        "kind": ClockEvent.Kind.STARTED,
        "line": promise.line,
        "promise": promise,
        "calendar_version": promise.calendar.versions.get(),
        "lead": transition.lead,
        "transition": transition,
        "occurred_at": transition.occurred_at,
    }
    return ClockEvent.objects.create(**(defaults | values))


def make_lead_news(*leads: Any) -> LeadNews:
    return LeadNews.objects.create(leads=[lead.pk for lead in leads])


def make_clock_notice(**values: Any) -> ClockNotice:
    """The owner was told that a clock is overdue."""
    defaults = {"clock": values.pop("clock", None) or make_clock(), "step": ClockNotice.Step.OWNER, "told_at": NOW}
    return ClockNotice.objects.create(to=values.pop("to", None) or make_membership(), **(defaults | values))


def make_clock_watch(**values: Any) -> ClockWatch:
    return ClockWatch.objects.create(**({"clock": values.pop("clock", None) or make_clock(), "look_at": NOW} | values))


def make_clock_export(**values: Any) -> ClockExport:
    """A file of nothing, made at once."""
    by = values.pop("asked_by", None) or make_membership(Role.OPS_AUDITOR)
    return exports.request(**({"format": "csv", "where": ClockFilter(), "at": NOW} | values), by=by)


def make_clock_review(**values: Any) -> ClockReview:
    """Somebody who audits confirmed a clock."""
    by = values.pop("by", None) or make_membership(Role.OPS_AUDITOR)
    defaults = {"clock": values.pop("clock", None) or make_clock(), "verdict": "confirmed", "reviewed_at": NOW}
    return ClockReview.objects.create(by=by, **(defaults | values))
