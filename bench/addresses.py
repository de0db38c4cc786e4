"""The product's addresses, and two beside them: the cheapest page there can be, and the dashboard as it is often written."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as of_the_product
from goals.models import Objective
from teams.http import TenantRequest
from teams.models import Membership, Period
from teams.tenancy import tenant

NAIVE = """
{% load i18n %}<!doctype html><title>Objectives</title><table>
{% for objective in objectives %}<tr>
  <td>{{ objective.goal.title }}</td><td>{{ objective.metric.label }}</td><td>{{ objective.rep.full_name }}{{ objective.team.name }}</td>
  <td>{{ objective.period.key }}</td><td>{{ objective.owner.full_name }}</td><td>{{ objective.target|floatformat:2 }}</td>
  {% with figure=objective.progress.get %}<td>{{ figure.actual|floatformat:2 }}</td><td>{{ figure.attainment|floatformat:3 }}</td>
  <td>{{ figure.pace|floatformat:3 }}</td><td>{{ figure.get_status_display }}</td>{% endwith %}
</tr>{% endfor %}</table>
"""


def anonymous(request: HttpRequest) -> HttpResponse:
    """One query, and nothing to render."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM teams_user")
        return HttpResponse(str(cursor.fetchone()[0]))


def naive(request: TenantRequest, slug: str) -> HttpResponse:
    """All objectives of the dashboard's period, each with its relations loaded when the template asks for them."""
    period = Period.objects.get(key=request.GET["period"])
    objectives = Objective.objects.filter(period=period, is_archived=False)
    return HttpResponse(engines["django"].from_string(NAIVE).render({"objectives": objectives}, request))


urlpatterns: list[Any] = [
    *of_the_product,
    path("bench/anonymous/", anonymous),
    path("o/<slug:slug>/bench/naive/", naive),
]


def signed_in(organisation_id: UUID) -> Client:
    """A client of somebody who may see everything."""
    user, _ = get_user_model().objects.get_or_create(email=f"owner-{organisation_id}@bench.example")
    with tenant(organisation_id):
        Membership.objects.get_or_create(
            user=user, defaults={"full_name": "Olga Owner", "name_key": "olga owner", "role": "owner"}
        )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client
