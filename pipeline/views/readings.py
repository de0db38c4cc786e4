from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pipeline.access import access_reading
from pipeline.actions import readings
from pipeline.forms import ReadingFilter, ReadingForm
from pipeline.models import Reading
from pipeline.queries.readings import reading_page, versions_of
from teams.access import permit
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_done, is_saved
from teams.permissions import Permission


@require_safe
def reading_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.READING_VIEW)
    chosen = ReadingFilter(request.GET, with_people=request.membership.may(Permission.READING_EDIT))
    rows = reading_page(
        membership=request.membership,
        criteria=chosen.criteria,
        is_withdrawn=chosen.is_withdrawn,
        number=request.GET.get("page", 1),
        currency=request.organisation.currency,
    )
    return page(request, "pipeline/reading_list.html", {"filter": chosen, "page_obj": rows}, fragment="readings")


@require_http_methods(["GET", "HEAD", "POST"])
def reading_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.READING_RECORD)
    form = _form(request)
    if is_done(form, lambda: readings.record(values=form.values, by=request.membership, at=timezone.now())):
        return done(request, _("The reading is saved. Figures follow within minutes."), "pipeline:reading_list")
    return page(request, "pipeline/reading_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_edit(request: TenantRequest, slug: str, reading_id: UUID) -> HttpResponse:
    reading = access_reading(request.membership, reading_id, to=Permission.READING_RECORD)
    form = _form(request, reading)
    if is_saved(
        form,
        lambda: readings.edit(
            reading=reading,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The reading is corrected. Figures follow within minutes."), "pipeline:reading_list")
    currency = request.organisation.currency
    earlier = versions_of(reading, membership=request.membership, currency=currency)
    context = {"form": form, "reading": reading, "earlier": earlier}
    return page(request, "pipeline/reading_edit.html", context, status=form.http_status)


@require_POST
def reading_withdraw(request: TenantRequest, slug: str, reading_id: UUID) -> HttpResponse:
    reading = access_reading(request.membership, reading_id, to=Permission.READING_RECORD)
    readings.withdraw(reading=reading, by=request.membership, at=timezone.now())
    text = _("The reading is withdrawn: it no longer counts, and can still be read.")
    return done(request, text, "pipeline:reading_list")


def _form(request: TenantRequest, reading: Reading | None = None) -> ReadingForm:
    may_edit_all = request.membership.may(Permission.READING_EDIT)
    where: dict[str, Any] = {"today": timezone.localdate(), "currency": request.organisation.currency}
    return ReadingForm(posted(request), own=None if may_edit_all else request.membership, reading=reading, **where)
