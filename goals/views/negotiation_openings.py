"""Opening negotiations: one from its objective, or one for each rep of a team."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from goals.access import Opening, access_opening
from goals.actions import negotiations
from goals.actions.team_openings import open_all
from goals.forms.negotiations import OpeningForm
from goals.forms.refusals import words_for
from goals.forms.team_openings import TeamChoice, TeamOfferForm
from goals.queries.agreements import bound_with
from goals.queries.team_openings import TeamRow, team_choices, team_rows
from goals.queries.track_records import last_period
from goals.rules.negotiation import Side
from goals.rules.refusals import Refused
from teams.access import permit
from teams.http import TenantRequest, page, posted, url_for
from teams.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def objective_negotiate(request: TenantRequest, slug: str, objective_id: UUID) -> HttpResponse:
    to = Permission.NEGOTIATION_ANSWER
    opening = access_opening(request.membership, objective_id, to=to, on=timezone.localdate())
    form = _form(request, opening)
    refusal = ""
    if form.is_valid():
        try:
            return _started(request, opening, form)
        except (Refused, negotiations.NobodyAnswers) as error:
            refusal = words_for(error, None)
    where: dict[str, Any] = {
        "objective": opening.objective,
        "organisation": request.organisation,
        "today": timezone.localdate(),
    }
    context = {"opening": opening, "objective": opening.objective, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.is_bound else 200
    return page(request, "goals/objective_negotiate.html", context | {"before": last_period(**where)}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def negotiation_team(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.NEGOTIATION_OPEN)
    today = timezone.localdate()
    choice = TeamChoice(request.GET, **team_choices(member=request.membership, today=today))
    rows = _team_rows(request, choice)
    form = TeamOfferForm(posted(request), rows=rows, organisation=request.organisation, today=today)
    context: dict[str, Any] = {"choice": choice, "rows": rows, "form": form, "refused": []}
    if form.is_valid():
        opened, refusals = open_all(offers=form.offers, by=request.membership, at=timezone.now())
        _say_opened(request, len(opened))
        if not refusals:
            return redirect(url_for(request, "goals:negotiation_list"))
        context["refused"] = [(one.opening, words_for(one.error, one.negotiation)) for one in refusals]
        context["rows"] = rows = _team_rows(request, choice)
        context["form"] = TeamOfferForm(rows=rows, organisation=request.organisation, today=today, typed=form.typed)
    status = 409 if context["refused"] else 422 if form.is_bound else 200
    return page(request, "goals/negotiation_team.html", context, fragment="team", status=status)


def _team_rows(request: TenantRequest, choice: TeamChoice) -> list[TeamRow]:
    """None until a team is chosen."""
    if not choice.is_valid():
        return []
    chosen = choice.cleaned_data
    where: dict[str, Any] = {"organisation": request.organisation, "today": timezone.localdate()}
    terms = {"team": chosen["team"], "period": chosen["period"], "metric_key": chosen["metric"]}
    return team_rows(member=request.membership, **terms, **where)


def _say_opened(request: TenantRequest, count: int) -> None:
    if count:
        said = ngettext("%(count)s offer is sent.", "%(count)s offers are sent.", count)
        messages.success(request, said % {"count": count})


def _form(request: TenantRequest, opening: Opening) -> OpeningForm:
    terms: dict[str, Any] = {"objective": opening.objective, "department": opening.department}
    terms |= {
        "bound": bound_with(opening.objective),
        "organisation": request.organisation,
        "today": timezone.localdate(),
    }
    return OpeningForm(posted(request), with_deadline=opening.side == Side.MANAGER, **terms)


def _started(request: TenantRequest, opening: Opening, form: OpeningForm) -> HttpResponse:
    try:
        negotiation = negotiations.start(
            opening=opening,
            values=form.values,
            other_department=form.cleaned_data["other_department"],
            by=request.membership,
            at=timezone.now(),
        )
        messages.success(request, _("The negotiation is open."))
    except negotiations.AlreadyOpen as found:
        negotiation = found.negotiation
        messages.warning(request, words_for(found, negotiation))
    return redirect(url_for(request, "goals:negotiation_detail", negotiation.pk))
