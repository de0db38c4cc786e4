from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pipeline.access import access_series
from pipeline.actions import reading_series
from pipeline.forms import ReadingSeriesForm
from pipeline.queries.readings import series_rows
from teams.access import permit
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_done, is_saved
from teams.permissions import Permission


@require_safe
def reading_series_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.READING_VIEW)
    return page(request, "pipeline/reading_series_list.html", {"series": series_rows()})


@require_http_methods(["GET", "HEAD", "POST"])
def reading_series_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.READING_EDIT)
    form = ReadingSeriesForm(posted(request))
    if is_done(form, lambda: reading_series.create(values=form.values, by=request.membership, at=timezone.now())):
        return done(request, _("Now readings can be written down for it."), "pipeline:reading_series_list")
    return page(request, "pipeline/reading_series_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_series_edit(request: TenantRequest, slug: str, series_id: UUID) -> HttpResponse:
    series = access_series(request.membership, series_id, to=Permission.READING_EDIT)
    form = ReadingSeriesForm(posted(request), series=series)
    if is_saved(
        form,
        lambda: reading_series.edit(
            series=series,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The series is saved."), "pipeline:reading_series_list")
    return page(request, "pipeline/reading_series_edit.html", {"form": form, "series": series}, status=form.http_status)
