from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from pipeline.access import access_import, may_run
from pipeline.actions import imports
from pipeline.forms import MappingForm, MatchForm, SettingsForm, UploadForm
from pipeline.importers.messages import file_message
from pipeline.importers.problems import Unreadable
from pipeline.models import CrmImport
from pipeline.queries import imports as pages
from pipeline.queries.names import source_names
from teams.access import permit
from teams.http import TenantRequest, page, url_for
from teams.permissions import Permission

State = CrmImport.State
PREPARED = (State.CHECKING, State.CHECKED)


@require_safe
def import_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.IMPORT_VIEW)
    rows = pages.import_page(request.GET.get("page", 1))
    return page(request, "pipeline/import_list.html", {"page_obj": rows}, fragment="rows")


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.IMPORT_RUN)
    fields, files = request.POST or None, request.FILES or None
    with_people = request.membership.may(Permission.MEMBER_EDIT)
    is_too_big = getattr(request, "upload_is_too_big", False)
    form = UploadForm(fields, files, with_people=with_people, is_too_big=is_too_big)
    if form.is_valid():
        try:
            crm_import = _upload(request, form)
        except Unreadable as problem:
            form.add_error("file", file_message(problem.as_json()))
        else:
            return redirect(url_for(request, "pipeline:import_settings", crm_import.pk))
    context = {"form": form, "sources": source_names()}
    return page(request, "pipeline/import_new.html", context, status=422 if form.is_bound else 200)


def _upload(request: TenantRequest, form: UploadForm) -> CrmImport:
    file = form.cleaned_data["file"]
    return imports.upload(
        kind=form.cleaned_data["kind"],
        source=form.cleaned_data["source"],
        file_name=file.name,
        chunks=file.chunks(),
        by=request.membership,
        at=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def import_settings(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_RUN)
    if crm_import.state not in CrmImport.CHANGEABLE:
        return redirect(url_for(request, "pipeline:import_detail", crm_import.pk))
    form = SettingsForm(request.POST or None, crm_import=crm_import)
    if form.is_valid():
        try:
            imports.change_settings(crm_import=crm_import, values=form.values, by=request.membership, at=timezone.now())
        except Unreadable as problem:
            form.add_error("encoding", file_message(problem.as_json()))
        except imports.NotChangeable:
            return redirect(url_for(request, "pipeline:import_detail", crm_import.pk))
        else:
            here = "look" in request.POST
            return redirect(url_for(request, f"pipeline:import_{'settings' if here else 'mapping'}", crm_import.pk))
    context = {"crm_import": crm_import, "form": form, "sample": pages.sample_of(crm_import)}
    return page(request, "pipeline/import_settings.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def import_mapping(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_RUN)
    if crm_import.state not in CrmImport.CHANGEABLE:
        return redirect(url_for(request, "pipeline:import_detail", crm_import.pk))
    form = MappingForm(request.POST or None, crm_import=crm_import)
    if form.is_valid():
        try:
            _map_and_check(request, crm_import, form)
        except Unreadable as problem:
            form.add_error(None, file_message(problem.as_json()))
        except imports.NotChangeable:
            return redirect(url_for(request, "pipeline:import_detail", crm_import.pk))
        else:
            return redirect(url_for(request, "pipeline:import_preview", crm_import.pk))
    context = {"crm_import": crm_import, "form": form, "sample": pages.sample_of(crm_import)}
    return page(request, "pipeline/import_mapping.html", context, status=422 if form.is_bound else 200)


def _map_and_check(request: TenantRequest, crm_import: CrmImport, form: MappingForm) -> None:
    mapping = form.mapping(crm_import, pages.sample_rows(crm_import))
    by, at = request.membership, timezone.now()
    imports.change_mapping(crm_import=crm_import, mapping=mapping, by=by, at=at)
    imports.request(crm_import=crm_import, state=State.CHECKING, by=by, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
def import_preview(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_RUN)
    if crm_import.state not in PREPARED and "error" not in crm_import.report:
        return redirect(url_for(request, "pipeline:import_detail", crm_import.pk))
    form = MatchForm(request.POST or None, crm_import=crm_import)
    if crm_import.state == State.CHECKED and form.is_valid():
        name = "preview" if "look" in request.POST else "detail"
        try:
            _match_and_go(request, crm_import, form)
        except imports.NotChangeable:
            name = "detail"
        return redirect(url_for(request, f"pipeline:import_{name}", crm_import.pk))
    context = pages.report_of(crm_import, request.GET.get("page", 1)) | {"form": form}
    return page(request, "pipeline/import_preview.html", context, status=422 if form.is_bound else 200)


def _match_and_go(request: TenantRequest, crm_import: CrmImport, form: MatchForm) -> None:
    state = State.CHECKING if "look" in request.POST else State.QUEUED
    by, at = request.membership, timezone.now()
    imports.choose_matches(crm_import=crm_import, matches=form.chosen_matches, by=by, at=at)
    if form.chosen_mapping != crm_import.mapping:
        imports.change_mapping(crm_import=crm_import, mapping=form.chosen_mapping, by=by, at=at)
    imports.request(crm_import=crm_import, state=state, by=by, at=at)


@require_POST
def import_check(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    return _request(request, import_id, state=State.CHECKING, then="preview")


@require_POST
def import_run(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    return _request(request, import_id, state=State.QUEUED, then="detail")


def _request(request: TenantRequest, import_id: UUID, *, state: str, then: str) -> HttpResponse:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_RUN)
    try:
        imports.request(crm_import=crm_import, state=state, by=request.membership, at=timezone.now())
    except imports.NotChangeable:
        messages.warning(request, _("This import is already being worked on, or it is done."))
    return redirect(url_for(request, f"pipeline:import_{then}", crm_import.pk))


@require_safe
def import_detail(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_VIEW)
    context = pages.report_of(crm_import, request.GET.get("page", 1))
    context["can_run"] = may_run(request.membership, crm_import)
    return page(request, "pipeline/import_detail.html", context)


@require_safe
def import_progress(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponseBase:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_VIEW)
    name = "preview" if crm_import.state in PREPARED else "detail"
    target = url_for(request, f"pipeline:import_{name}", crm_import.pk)
    if crm_import.state not in CrmImport.WAITING:
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)
    context = {"crm_import": crm_import, "job": pages.progress_of(crm_import)}
    return page(request, "pipeline/import_progress.html", context, fragment="job")


@require_safe
def import_refused(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_VIEW)
    response = HttpResponse(pages.refused_csv(crm_import), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="refused-{crm_import.pk}.csv"'
    return response


@require_POST
def import_cancel(request: TenantRequest, slug: str, import_id: UUID) -> HttpResponse:
    crm_import = access_import(request.membership, import_id, to=Permission.IMPORT_RUN)
    try:
        imports.cancel(crm_import=crm_import, by=request.membership, at=timezone.now())
        messages.success(request, _("The import is cancelled."))
    except imports.CannotCancel:
        messages.error(request, _("The import cannot be cancelled any more."))
    return redirect(url_for(request, "pipeline:import_detail", crm_import.pk))
