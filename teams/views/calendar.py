from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from teams.access import access_calendar, permit
from teams.actions import calendars
from teams.http import TenantRequest, page
from teams.http.answers import answer, done, number_of
from teams.models import CalendarVersion
from teams.permissions import Permission
from teams.queries.calendars import (
    ONE_YEAR,
    calendar_rows,
    hours_of_week,
    named_days,
    open_days,
    version_of,
    versions_of,
)


@require_safe
def calendar_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CALENDAR_VIEW)
    return page(request, "teams/calendar_list.html", {"rows": calendar_rows(on=timezone.localdate())})


@require_safe
def calendar_detail(request: TenantRequest, slug: str, calendar_id: UUID) -> HttpResponse:
    calendar = access_calendar(request.membership, calendar_id, to=Permission.CALENDAR_VIEW)
    number = request.GET.get("version", "")
    version = version_of(calendar_id=calendar.pk, number=number_of(number))
    if version is None:
        raise Http404
    context = {
        "calendar": calendar,
        "version": version,
        "versions": versions_of(calendar_id=calendar.pk),
        "is_newest": version.number == calendar.version,
    }
    return page(request, "teams/calendar_detail.html", context | _picture(version))


@require_POST
def calendar_make_default(request: TenantRequest, slug: str, calendar_id: UUID) -> HttpResponse:
    calendar = access_calendar(request.membership, calendar_id, to=Permission.CALENDAR_EDIT)
    calendars.make_default(calendar=calendar, by=request.membership, at=timezone.now())
    return done(request, _("The organisation now works by this calendar."), "teams:calendar_detail", calendar.pk)


@require_POST
def calendar_delete(request: TenantRequest, slug: str, calendar_id: UUID) -> HttpResponse:
    calendar = access_calendar(request.membership, calendar_id, to=Permission.CALENDAR_EDIT)
    return answer(
        request,
        lambda: calendars.delete(calendar=calendar, by=request.membership, at=timezone.now()),
        _("The calendar was deleted."),
        "teams:calendar_list",
    )


def _picture(version: CalendarVersion) -> dict[str, Any]:
    today = timezone.localdate()
    special = list(named_days(version, first=today, until=today + ONE_YEAR))
    notes = {day.day: day.name or str(day.get_kind_display()) for day in special}
    return {
        "days": open_days(version.terms, first=today, notes=notes),
        "special_days": special,
        "week": hours_of_week(version),
    }
