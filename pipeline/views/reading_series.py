from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pipeline.access import access_series
from pipeline.actions import reading_series
from pipeline.forms import ReadingSeriesForm
from pipeline.models import ReadingSeries
from pipeline.queries.readings import series_rows
from teams.access import permit
from teams.actions.refusals import Refused
from teams.actions.versions import EditConflict
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_safe
def reading_series_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.READING_VIEW)
    return page(request, "pipeline/reading_series_list.html", {"series": series_rows()})


@require_http_methods(["GET", "HEAD", "POST"])
def reading_series_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.READING_EDIT)
    form = ReadingSeriesForm(posted(request))
    if form.is_valid() and _is_saved(request, form):
        messages.success(request, _("Now readings can be written down for it."))
        return redirect(url_for(request, "pipeline:reading_series_list"))
    return page(request, "pipeline/reading_series_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_series_edit(request: TenantRequest, slug: str, series_id: UUID) -> HttpResponse:
    series = access_series(request.membership, series_id, to=Permission.READING_EDIT)
    form = ReadingSeriesForm(posted(request), series=series)
    if form.is_valid() and _is_saved(request, form, series):
        messages.success(request, _("The series is saved."))
        return redirect(url_for(request, "pipeline:reading_series_list"))
    return page(request, "pipeline/reading_series_edit.html", {"form": form, "series": series}, status=form.http_status)


def _is_saved(request: TenantRequest, form: ReadingSeriesForm, series: ReadingSeries | None = None) -> bool:
    by, at, values = request.membership, timezone.now(), form.values
    try:
        if series is None:
            reading_series.create(values=values, by=by, at=at)
        else:
            version = form.cleaned_data["version"] or 0
            reading_series.edit(series=series, version=version, values=values, by=by, at=at)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.reason)
    except EditConflict as conflict:
        form.show_conflict(conflict)
    return not form.errors and not form.differences
