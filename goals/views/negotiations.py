from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals.access import Seat, access_negotiation
from goals.forms.negotiations import ImposeForm, NoteForm, NumberForm
from goals.queries.agreements import receipt_of
from goals.queries.concession_charts import concession_chart
from goals.queries.negotiations import Talk, concluded, inbox, lines_of, talk_of
from goals.queries.track_records import last_period
from goals.rules.negotiation import TABLE, Side, State, Verb
from teams.access import permit
from teams.http import TenantRequest, page
from teams.permissions import Permission
from teams.queries.superiors import managed_departments

PER_PAGE = 25


@require_safe
def negotiation_list(request: TenantRequest, slug: str) -> HttpResponse:
    permit(request.membership, Permission.NEGOTIATION_VIEW)
    at, member = timezone.now(), request.membership
    managed = managed_departments(member=member, on=timezone.localdate())
    page_obj = Paginator(concluded(member=member, managed=managed), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "inbox": inbox(member=member, managed=managed, at=at),
        "page_obj": page_obj,
        "concluded": lines_of(page_obj.object_list),  # type: ignore[arg-type]
    }
    return page(request, "goals/negotiation_list.html", context, fragment="concluded")


@require_safe
def negotiation_detail(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    to = Permission.NEGOTIATION_VIEW
    seat = access_negotiation(request.membership, negotiation_id, to=to, on=timezone.localdate())
    return talk_page(request, seat)


@require_safe
def negotiation_receipt(request: TenantRequest, slug: str, negotiation_id: UUID) -> HttpResponse:
    to = Permission.NEGOTIATION_VIEW
    seat = access_negotiation(request.membership, negotiation_id, to=to, on=timezone.localdate())
    receipt = receipt_of(seat.negotiation, organisation=request.organisation, typed=request.GET.get("hash", ""))
    context = {"negotiation": seat.negotiation, "receipt": receipt}
    return page(request, "goals/negotiation_receipt.html", context)


def talk_page(
    request: TenantRequest, seat: Seat, *, forms: dict[str, Any] | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    """The conversation with what its reader may do next; `forms` are those that were sent and refused."""
    talk = talk_of(seat=seat, at=timezone.now())
    objective = seat.negotiation.objective
    shown = _forms(request, talk) | (forms or {})
    context: dict[str, Any] = {
        "talk": talk,
        "negotiation": seat.negotiation,
        "objective": objective,
        "refusal": refusal,
        "can": _possible(talk),
        **shown,
    }
    if not request.htmx:
        where: dict[str, Any] = {
            "objective": objective,
            "organisation": request.organisation,
            "today": timezone.localdate(),
        }
        context |= {
            "before": last_period(**where),
            "chart": concession_chart(talk, currency=objective.currency or request.organisation.currency),
        }
    return page(request, "goals/negotiation_detail.html", context, fragment="conversation", status=status)


def number_form(request: TenantRequest, seat: Seat, data: Any = None) -> NumberForm:
    terms = _terms(request, seat)
    return NumberForm(data, with_deadline=seat.side == Side.MANAGER, **terms)


def impose_form(request: TenantRequest, seat: Seat, data: Any = None) -> ImposeForm:
    return ImposeForm(data, **_terms(request, seat))


def _terms(request: TenantRequest, seat: Seat) -> dict[str, Any]:
    return {
        "objective": seat.negotiation.objective,
        "organisation": request.organisation,
        "today": timezone.localdate(),
        "latest": seat.negotiation.latest,
    }


def _forms(request: TenantRequest, talk: Talk) -> dict[str, Any]:
    return {
        "form": number_form(request, talk.seat),
        "impose_form": impose_form(request, talk.seat),
        "escalate_form": NoteForm(),
        "withdraw_form": NoteForm(),
    }


def _possible(talk: Talk) -> dict[str, bool]:
    """What the page offers; the rules are asked again when it is done."""
    steps, side = TABLE[State(talk.negotiation.state)], talk.seat.side
    is_here = talk.negotiation.holder.is_active
    speaks = side is not None and is_here
    other = talk.latest is not None and talk.latest.side != side
    may_withdraw = side is not None and side in {Side.MANAGER, Side(talk.negotiation.opened_side)}
    return {
        "bid": speaks and Verb.OFFER in steps,
        "accept": speaks and Verb.ACCEPT in steps and other and not talk.has_expired,
        "escalate": side is not None and Verb.ESCALATE in steps,
        "withdraw": may_withdraw and Verb.WITHDRAW in steps,
        "impose": speaks and side == Side.MANAGER and Verb.IMPOSE in steps,
        "amend": speaks and Verb.AMEND in steps,
    }
