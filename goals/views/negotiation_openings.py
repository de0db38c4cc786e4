"""Opening negotiations: one from its objective, or one for each rep of a team."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goals.access import Opening, access_opening
from goals.actions import negotiations
from goals.forms.negotiations import OpeningForm
from goals.forms.refusals import words_for
from goals.queries.track_records import last_period
from goals.rules.negotiation import Side
from goals.rules.refusals import Refused
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


def _form(request: TenantRequest, opening: Opening) -> OpeningForm:
    terms: dict[str, Any] = {"objective": opening.objective, "department": opening.department}
    terms |= {"organisation": request.organisation, "today": timezone.localdate()}
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
