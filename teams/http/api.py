"""The door of the API: who asks, in which organisation, and what a "no" looks like (RFC 9457)."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from teams.actions import api_tokens
from teams.http import TenantMiddleware
from teams.http.limits import is_over
from teams.http.people import seats_at_the_door
from teams.models import Membership
from teams.queries.seats import member_here, organisation_called
from teams.tenancy import tenant

PREFIX, WITHOUT_TENANT = "/api/v1/", "/api/v1/schema/"
PROBLEM = "application/problem+json"
MINUTE = 60
# Of one token; and of one address that sends tokens which open nothing, as often as sign-in allows.
MOST_REQUESTS, MOST_FAILURES = 600, 10


class ApiMiddleware(TenantMiddleware):
    """Under /api/v1/<slug>/: a token of that organisation, or the session of one of its people; JSON whatever happens.

    The address says which organisation. A token of another one is unknown here, as is any in one that does not exist.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        response = self._answer(request)
        if response.status_code >= 400 and "json" not in response.headers.get("Content-Type", ""):
            response = problem(response.status_code)
        patch_vary_headers(response, ("Authorization",))
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == WITHOUT_TENANT:
            return self.get_response(request)
        slug = request.path_info.removeprefix(PREFIX).split("/")[0]
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        if scheme:
            return self._by_token(request, slug, text.strip() if scheme.lower() == "bearer" else "")
        if not request.user.is_authenticated:
            return unknown(_("Send a token: Authorization: Bearer lk_…"))
        seat = next((seat for seat in seats_at_the_door(request.user) if seat.slug == slug), None)
        if seat is None:
            return problem(404)
        return self._seated(request, seat.organisation_id, seat.membership_id)

    def _by_token(self, request: HttpRequest, slug: str, text: str) -> HttpResponseBase:
        organisation_id = organisation_called(slug=slug)
        if organisation_id is None:
            return self._refused(request)
        with tenant(organisation_id):
            token = api_tokens.use(text=text, at=timezone.now())
            if token is None:
                return self._refused(request)
            if is_over(f"api:{token.pk}", most=MOST_REQUESTS, seconds=MINUTE):
                return too_many()
            return self._inside(request, member_here(token.membership_id))

    def _refused(self, request: HttpRequest) -> JsonResponse:
        address = get_adapter().get_client_ip(request)
        if is_over(f"api-failed:{address}", most=MOST_FAILURES, seconds=MINUTE):
            return too_many()
        return unknown(_("This token opens nothing here: it is not of this organisation, has expired or is revoked."))


def problem(status: int, detail: str = "") -> JsonResponse:
    told = _kind(status) | ({"detail": detail} if detail else {})
    return JsonResponse(told, status=status, content_type=PROBLEM)


def unknown(detail: str) -> JsonResponse:
    response = problem(401, detail)
    response.headers["WWW-Authenticate"] = 'Bearer realm="Lockstep"'
    return response


def too_many() -> JsonResponse:
    response = problem(429, _("Too many requests. Try again in a minute."))
    response.headers["Retry-After"] = str(MINUTE)
    return response


def problem_of(error: Exception, context: dict[str, Any]) -> Response | None:
    """Errors of the API's views, as REST_FRAMEWORK's EXCEPTION_HANDLER; None: a fault of ours, answered as such."""
    response = exception_handler(error, context)
    if response is None:
        return None
    told = _kind(response.status_code)
    if isinstance(error, ValidationError):
        told |= {"detail": _("What was asked for is not understood."), "errors": response.data}
    elif not isinstance(error, Http404):
        told["detail"] = str(response.data["detail"])
    response.data, response.content_type = told, PROBLEM
    return response


def _kind(status: int) -> dict[str, Any]:
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}


class MemberView(APIView):
    """Answers inside the tenant that ApiMiddleware opened; the first line of `get` asks for the permission."""

    http_method_names = ["get", "head"]

    def perform_authentication(self, request: Request) -> None:
        """Is done already."""

    @staticmethod
    def member(request: Request) -> Membership:
        return request._request.membership  # type: ignore[attr-defined]
