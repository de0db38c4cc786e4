from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from teams.access import access_exchange_rate, permit
from teams.actions import exchange_rates
from teams.forms import ExchangeRateForm
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_saved
from teams.permissions import Permission
from teams.queries.exchange_rates import rate_page


@require_safe
def exchange_rate_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.STRUCTURE_VIEW)
    return page(request, "teams/exchange_rate_list.html", {"page_obj": rate_page(number=request.GET.get("page"))})


@require_http_methods(["GET", "HEAD", "POST"])
def exchange_rate_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.ORGANISATION_EDIT)
    form = ExchangeRateForm(posted(request), organisation=request.organisation)
    if is_saved(form, lambda: exchange_rates.create(values=form.values, by=request.membership, at=timezone.now())):
        return done(
            request, _("The rate was added. All figures in money are being computed anew."), "teams:exchange_rate_list"
        )
    return page(request, "teams/exchange_rate_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def exchange_rate_edit(request: TenantRequest, slug: str, rate_id: UUID) -> HttpResponse:
    rate = access_exchange_rate(request.membership, rate_id, to=Permission.ORGANISATION_EDIT)
    form = ExchangeRateForm(posted(request), organisation=request.organisation, rate=rate)
    if is_saved(
        form,
        lambda: exchange_rates.edit(
            rate=rate,
            version=form.cleaned_data["version"],
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(
            request, _("The rate was saved. All figures in money are being computed anew."), "teams:exchange_rate_list"
        )
    return page(request, "teams/exchange_rate_edit.html", {"form": form, "rate": rate}, status=form.http_status)


@require_POST
def exchange_rate_delete(request: TenantRequest, slug: str, rate_id: UUID) -> HttpResponse:
    rate = access_exchange_rate(request.membership, rate_id, to=Permission.ORGANISATION_EDIT)
    exchange_rates.delete(rate=rate, by=request.membership, at=timezone.now())
    return done(
        request, _("The rate was deleted. All figures in money are being computed anew."), "teams:exchange_rate_list"
    )
