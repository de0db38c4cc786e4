"""Rows for tests. All but organisations and users are made inside `tenant(…)`."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from teams.actions import api_tokens, organisations
from teams.actions.calendars import Terms
from teams.actions.calendars import create as create_calendar
from teams.models import (
    Absence,
    ApiToken,
    Assignment,
    Calendar,
    CalendarVersion,
    Department,
    ExchangeRate,
    MailFailure,
    Membership,
    Organisation,
    PresenceChange,
    RampPlan,
    RateChange,
    Team,
    Territory,
    User,
)
from teams.permissions import Role
from teams.rules import calendars, names
from teams.rules.formats import minor_digits

NOW = datetime(2026, 8, 14, 12, 0, tzinfo=UTC)


def make_organisation(**values: Any) -> Organisation:
    slug = values.pop("slug", f"o{uuid.uuid4().hex[:10]}")
    defaults = {
        "name": slug.title(),
        "time_zone": "UTC",
        "currency": "USD",
        "fiscal_start_month": 1,
        "at": NOW,
    }
    return organisations.create(slug=slug, **(defaults | values))


def make_user(**values: Any) -> User:
    email = values.pop("email", f"{uuid.uuid4().hex[:10]}@example.com")
    return User.objects.create_user(email=email, password=values.pop("password", None), **values)


def make_membership(role: str = Role.REP, **values: Any) -> Membership:
    name = values.pop("full_name", f"{Role(role).value.replace('_', ' ').title()} {uuid.uuid4().hex[:6]}")
    user = values.pop("user", None) or make_user(full_name=name)
    return Membership.objects.create(
        role=role, full_name=name, name_key=names.key(name), user=user, email=user.email, **values
    )


def make_department(kind: str = Department.Kind.SALES, **values: Any) -> Department:
    return Department.objects.create(kind=kind, name=values.pop("name", f"{kind} {uuid.uuid4().hex[:6]}"), **values)


def make_team(**values: Any) -> Team:
    department = values.pop("department", None) or make_department()
    return Team.objects.create(department=department, name=values.pop("name", f"Team {uuid.uuid4().hex[:6]}"), **values)


def make_territory(**values: Any) -> Territory:
    return Territory.objects.create(name=values.pop("name", f"Territory {uuid.uuid4().hex[:6]}"), **values)


def make_assignment(**values: Any) -> Assignment:
    membership = values.pop("membership", None) or make_membership()
    team = values.pop("team", None) or make_team()
    return Assignment.objects.create(membership=membership, team=team, **values)


NINE_TO_FIVE = {weekday: calendars.read_hours("9–17") for weekday in range(1, 6)}


def make_calendar(**values: Any) -> CalendarVersion:
    """The first version of a calendar: Monday to Friday, 9 to 17, unless `week` and `days` say otherwise."""
    name = values.pop("name", f"Calendar {uuid.uuid4().hex[:6]}")
    is_default = values.pop("is_default", False)
    terms = Terms(**({"time_zone": "UTC", "week": NINE_TO_FIVE, "days": {}} | values))
    calendar = create_calendar(name=name, terms=terms, by=None, at=NOW)
    Calendar.objects.filter(pk=calendar.pk).update(is_default=is_default)
    return CalendarVersion.objects.with_days().get(calendar=calendar)


def make_absence(**values: Any) -> Absence:
    membership = values.pop("membership", None) or make_membership()
    return Absence.objects.create(membership=membership, **values)


def make_ramp_plan(**values: Any) -> RampPlan:
    return RampPlan.objects.create(**values)


def make_presence_change(**values: Any) -> PresenceChange:
    return PresenceChange.objects.create(**values)


def make_exchange_rate(currency: str = "EUR", per_unit: str = "1.1", **values: Any) -> ExchangeRate:
    given = {"starts_on": date(2026, 1, 1), "digits": minor_digits(currency)} | values
    return ExchangeRate.objects.create(currency=currency, per_unit=Decimal(per_unit), **given)


def make_rate_change(**values: Any) -> RateChange:
    return RateChange.objects.create(**({"starts_on": date(2026, 1, 1)} | values))


def make_mail_failure(**values: Any) -> MailFailure:
    """Notices that have failed once, and are tried again with the next sweep."""
    member = values.pop("member", None) or make_membership()
    first = {"kind": "letter", "address": member.email, "failures": 1, "reason": "550 No such user"}
    first |= {"first_at": NOW, "last_at": NOW, "retry_at": NOW}
    return MailFailure.objects.create(**(first | values), member=member)


def make_api_token(**values: Any) -> tuple[ApiToken, str]:
    """The row and the text that is shown once."""
    by = values.pop("by", None) or make_membership()
    given = {"name": f"Report {uuid.uuid4().hex[:6]}", "days": 90, "at": timezone.now()}
    return api_tokens.create(by=by, **(given | values))
