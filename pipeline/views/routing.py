from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pipeline.access import access_routing_rule
from pipeline.actions import routing as actions
from pipeline.forms import CapacityForm, FairnessFilter, RoutingRuleForm
from pipeline.queries import fairness_charts, routing
from teams.access import permit
from teams.http import TenantRequest, page, posted
from teams.http.answers import done, is_done, is_saved
from teams.permissions import Permission

WINDOW = timedelta(days=90)


@require_safe
def routing_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.ROUTING_VIEW)
    context = {
        "rules": routing.rules(),
        "unassigned": routing.unassigned(),
        "fallbacks": routing.fallbacks(since=timezone.now() - WINDOW),
    }
    return page(request, "pipeline/routing_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def routing_new(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.ROUTING_EDIT)
    form = RoutingRuleForm(posted(request))
    if is_done(form, lambda: actions.create(values=form.values, by=request.membership, at=timezone.now())):
        return done(request, _("The rule is saved."), "pipeline:routing_list")
    return page(request, "pipeline/routing_new.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def routing_edit(request: TenantRequest, slug: str, rule_id: UUID) -> HttpResponse:
    rule = access_routing_rule(request.membership, rule_id, to=Permission.ROUTING_EDIT)
    form = RoutingRuleForm(posted(request), rule=rule)
    if is_saved(
        form,
        lambda: actions.edit(
            rule=rule,
            version=form.cleaned_data["version"] or 0,
            values=form.values,
            by=request.membership,
            at=timezone.now(),
        ),
    ):
        return done(request, _("The rule is saved."), "pipeline:routing_list")
    return page(request, "pipeline/routing_edit.html", {"form": form, "rule": rule}, status=form.http_status)


@require_POST
def routing_delete(request: TenantRequest, slug: str, rule_id: UUID) -> HttpResponse:
    rule = access_routing_rule(request.membership, rule_id, to=Permission.ROUTING_EDIT)
    actions.delete(rule=rule, by=request.membership, at=timezone.now())
    return done(request, _("The rule is deleted."), "pipeline:routing_list")


@require_http_methods(["GET", "HEAD", "POST"])
def routing_capacity(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.ROUTING_EDIT)
    form = CapacityForm(posted(request), people=_fairness(request).loads)
    if is_saved(
        form,
        lambda: actions.set_capacities(
            values=form.capacities, shown=form.shown, by=request.membership, at=timezone.now()
        ),
    ):
        return done(request, _("The capacities are saved."), "pipeline:routing_fairness")
    return page(request, "pipeline/routing_capacity.html", {"form": form}, status=form.http_status)


@require_safe
def routing_fairness(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.ROUTING_VIEW)
    chosen = FairnessFilter(request.GET)
    found = _fairness(request).ordered(chosen.order)
    context = {"fairness": found, "days": WINDOW.days, "chart": fairness_charts.chart(found), "filter": chosen}
    return page(request, "pipeline/routing_fairness.html", context, fragment="fairness")


def _fairness(request: TenantRequest) -> routing.Fairness:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return routing.fairness(since=tomorrow - WINDOW, until=tomorrow, currency=request.organisation.currency)
