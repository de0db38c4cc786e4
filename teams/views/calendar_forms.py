from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from teams.access import access_calendar, permit
from teams.actions import calendars
from teams.actions.versions import EditConflict
from teams.forms import CalendarForm, DaysOffForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_done
from teams.models import Calendar, CalendarDay, CalendarVersion
from teams.permissions import Permission
from teams.queries.calendars import OpenDay, open_days, version_of

FEW_ROWS, MANY_ROWS = 2, 8


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.CALENDAR_EDIT)
    at = timezone.now()
    context = _drawn(request, None, at)
    form: CalendarForm = context["form"]
    if _is_sent(request) and is_done(
        form,
        lambda: calendars.create(name=form.cleaned_data["name"], terms=form.terms, by=request.membership, at=at),
    ):
        return done(request, _("The calendar was created."), "teams:calendar_list")
    return page(request, "teams/calendar_new.html", context, fragment="terms", status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_edit(request: TenantRequest, slug: str, calendar_id: UUID) -> HttpResponse:
    calendar = access_calendar(request.membership, calendar_id, to=Permission.CALENDAR_EDIT)
    version, at = version_of(calendar_id=calendar.pk), timezone.now()
    if version is None:
        raise Http404
    context = _drawn(request, version, at)
    form: CalendarForm = context["form"]
    if _is_sent(request) and is_done(form, lambda: _save(request, form, calendar, at)) and not form.differences:
        return done(request, _("The calendar was saved."), "teams:calendar_detail", calendar.pk)
    context["calendar"] = calendar
    return page(request, "teams/calendar_edit.html", context, fragment="terms", status=form.http_status)


def _save(request: TenantRequest, form: CalendarForm, calendar: Calendar, at: datetime) -> None:
    try:
        calendars.edit(
            calendar=calendar,
            version=form.cleaned_data["version"] or 0,
            name=form.cleaned_data["name"],
            terms=form.terms,
            by=request.membership,
            at=at,
        )
    except EditConflict as conflict:
        form.show_conflict(conflict.current)  # type: ignore[arg-type]


def _is_sent(request: TenantRequest) -> bool:
    """Sent to be saved, not to be drawn again. A file is first read into the form, so that a person sees its days."""
    return request.method == "POST" and "redraw" not in request.POST and not request.FILES


def _drawn(request: TenantRequest, version: CalendarVersion | None, at: datetime) -> dict[str, Any]:
    """The form as it is, as sent, as sent with its picture, or drawn again with more in it."""
    redraw = request.POST.get("redraw", "file" if request.FILES else "")
    first, end = calendars.span(at=at)
    file_form = DaysOffForm(*((request.POST, request.FILES) if redraw == "file" else ()), first=first, end=end)
    if redraw in {"holidays", "rows", "file"}:
        more = file_form.cleaned_data["file"] if file_form.is_valid() else {}
        rows = MANY_ROWS if redraw == "rows" else FEW_ROWS
        form = CalendarForm.redrawn(request.POST, at=at, more=more, more_rows=rows)
    else:
        form = CalendarForm.of(posted(request), organisation=request.organisation, version=version, at=at)
    is_pictured = redraw == "preview" and form.is_valid()
    return {"form": form, "file_form": file_form, "days": _days(form, at) if is_pictured else None}


def _days(form: CalendarForm, at: datetime) -> list[OpenDay]:
    calendar, special = form.terms.calendar(at=at, language=get_language() or "en")
    notes = {day: one.name or str(CalendarDay.Kind(one.kind).label) for day, one in special.items()}
    return open_days(calendar, first=timezone.localdate(), notes=notes)
