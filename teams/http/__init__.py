"""Between HTTP and the tenant: middleware, the page answer, and addresses within an organisation."""

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import get_urlconf, reverse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import get_languages
from django_htmx.middleware import HtmxDetails

from teams.forms.selects import Options
from teams.http.people import seats_at_the_door
from teams.http.signed_out import to_sign_in
from teams.models import Membership, Organisation, User
from teams.queries import organisations
from teams.queries.seats import member, member_of
from teams.tenancy import tenant

PREFIX = "/o/"


class TenantRequest(HttpRequest):
    """A signed-in member's request under /o/<slug>/."""

    user: User
    membership: Membership
    organisation: Organisation
    htmx: HtmxDetails
    # What links to some pages take along: `carry`.
    carried: tuple[frozenset[str], dict[str, str]]


class InvitedOnly(DefaultAccountAdapter):
    """People come in by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class PersonLocaleMiddleware:
    """The language of the person, else of the browser; and the end of sessions that are idle or old."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _end_idle_session(request)
        chosen = getattr(request.user, "language", "") or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if chosen not in get_languages():
            chosen = translation.get_language_from_request(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        response.headers.setdefault("Content-Language", chosen)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def _end_idle_session(request: HttpRequest) -> None:
    if not request.user.is_authenticated:
        return
    now, seen = time.time(), request.session.get("seen_at", 0)
    began = request.session.setdefault("began_at", now)
    # Each save of a session would push its expiry out again, so its age is reckoned from its beginning.
    if (seen and now - seen > settings.SESSION_IDLE_SECONDS) or now - began > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif now - seen > 300 and not _asks_by_itself(request):  # one write in five minutes, not one per page
        request.session["seen_at"] = now


def _asks_by_itself(request: HttpRequest) -> bool:
    """A part of a page that brings itself up to date (hx-trigger="every …"): nobody need sit before it."""
    element = request.headers.get("HX-Trigger")
    return request.method == "GET" and element is not None and element == request.headers.get("HX-Target")


class TenantMiddleware:
    """Under /o/<slug>/: finds the member, and holds the tenant's transaction over the view and its rendering.

    A stranger gets the same 404 as a slug that does not exist. A 5xx rolls back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if not request.user.is_authenticated:
            return to_sign_in(request)
        request.seats = seats_at_the_door(request.user)  # type: ignore[attr-defined]
        slug = request.path_info.removeprefix(PREFIX).split("/")[0]
        seat = next((seat for seat in request.seats if seat.slug == slug), None)  # type: ignore[attr-defined]
        if seat is None:
            return self._outside(request)
        return self._seated(request, seat.organisation_id, seat.membership_id)

    def _seated(self, request: HttpRequest, organisation_id: UUID, membership_id: UUID) -> HttpResponseBase:
        with tenant(organisation_id, reading=member_of(organisation_id, membership_id)) as row:
            return self._inside(request, member(row))

    def _inside(self, request: Any, membership: Membership) -> HttpResponseBase:
        request.membership = membership
        request.organisation = request.membership.organisation
        organisations.remember(request.organisation)
        with timezone.override(ZoneInfo(request.organisation.time_zone)):
            response = self.get_response(request)
        if response.streaming:
            raise RuntimeError("A streaming answer would be read after its tenant is closed.")
        if response.status_code >= 500:
            transaction.set_rollback(True)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def _outside(self, request: Any) -> HttpResponseBase:
        request.is_stranger = True
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if getattr(request, "is_stranger", False):
            raise Http404


def url_for(request: HttpRequest, name: str, *args: Any, **query: Any) -> str:
    """Address of a page in the request's organisation."""
    slug = request.organisation.slug  # type: ignore[attr-defined]
    url = _address(get_urlconf(), name, slug, *args)
    names, carried = getattr(request, "carried", (frozenset(), {}))
    query = carried | query if name in names else query
    return f"{url}?{urlencode(query, doseq=True)}" if query else url


@lru_cache(maxsize=4096)
def _address(urlconf: str | None, name: str, *args: Any) -> str:
    return reverse(name, urlconf, args=args)


def carry(request: TenantRequest, names: Iterable[str], **query: str) -> None:
    """From here on links of this answer to these pages take the query along."""
    request.carried = (frozenset(names), query)


def page(
    request: Any, template: str, context: dict[str, Any], *, fragment: str | None = None, status: int = 200
) -> HttpResponse:
    """Answer with the whole page, or with its partial `fragment` when htmx asks (never for a boosted or history request)."""
    wants_fragment = fragment and request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request
    name = f"{template}#{fragment}" if wants_fragment else template
    response = render(request, name, context, status=status)
    patch_vary_headers(response, ("HX-Request", "Cookie"))
    return response


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST binds it too."""
    return request.POST if request.method == "POST" else None


class RowChoiceField(forms.ChoiceField):
    """A choice among rows at hand: showing and checking it need no further query, and no row of elsewhere fits."""

    widget = Options
    default_error_messages = {
        "invalid_choice": gettext_lazy("What was chosen is no longer here, or does not fit. Choose another one.")
    }

    def __init__(self, *, key: str = "pk", **kwargs: Any) -> None:
        self.key = key
        self.rows: dict[str, models.Model] = {}
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))

    def offer(
        self,
        rows: Iterable[models.Model] | Iterable[tuple[str, Iterable[models.Model]]],
        *,
        empty: str | None = None,
        label: Callable[[Any], str] = str,
    ) -> None:
        """Offer rows, or (heading, rows) groups of them; `empty` is the words for none of them."""
        self.rows = {}
        listed: list[Any] = [] if empty is None else [("", empty)]
        for item in rows:
            if isinstance(item, tuple):
                listed.append((item[0], [self._option(row, label) for row in item[1]]))
            else:
                listed.append(self._option(item, label))
        self.choices = listed

    def _option(self, row: models.Model, label: Callable[[Any], str]) -> tuple[str, str]:
        key = str(getattr(row, self.key))
        self.rows[key] = row
        return key, label(row)
