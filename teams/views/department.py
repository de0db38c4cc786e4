from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teams.access import access_department, permit
from teams.actions import departments
from teams.forms import DepartmentForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import answer, done, is_done, is_saved, status_of
from teams.permissions import Permission
from teams.queries.structure import department_rows


@require_safe
def department_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_VIEW)
    return page(request, "teams/department_list.html", {"departments": department_rows(on=timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
def department_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_EDIT)
    form = DepartmentForm(posted(request))
    if is_done(form, lambda: departments.create(values=form.values, by=request.membership, at=timezone.now())):
        return done(request, _("The department was created."), "teams:department_list")
    return page(request, "teams/department_new.html", {"form": form}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def department_edit(request: TenantRequest, slug: str, department_id: UUID) -> HttpResponse:
    department = access_department(request.membership, department_id, to=Permission.STRUCTURE_EDIT)
    form = DepartmentForm(posted(request), department=department)
    if is_saved(
        form,
        lambda: departments.edit(
            department=department,
            values=form.values,
            version=form.cleaned_data["version"],
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The department was saved."), "teams:department_list")
    context = {"form": form, "department": department}
    return page(request, "teams/department_edit.html", context, status=form.http_status)


@require_POST
def department_delete(request: TenantRequest, slug: str, department_id: UUID) -> HttpResponse:
    department = access_department(request.membership, department_id, to=Permission.STRUCTURE_EDIT)
    return answer(
        request,
        lambda: departments.delete(department=department, by=request.membership, at=timezone.now()),
        _("The department was deleted."),
        "teams:department_list",
    )
