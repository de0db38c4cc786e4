"""Pages at an organisation of 300 reps, signed in: against the cheapest page there can be and the dashboard as it is often written.

All requests go through the whole of Django in this process, one after the other, with a connection that stays open; figures are of
processor time, and so of one core.
"""

import logging
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import FETCH_ONE
from django.test import Client, override_settings
from django.urls import reverse

from bench.addresses import signed_in
from bench.databases import NOW, bench_database
from bench.facts import AS_OF, Size
from bench.timing import median
from goals.actions import recomputes
from goals.models import Objective
from teams.models import Organisation
from teams.tenancy import tenant

SIZES = {
    "small": Size(reps=300, leads=22_000, deals=11_000, activities=110_000, transitions=57_000, objectives=3_000),
    "medium": Size(reps=300, leads=110_000, deals=55_000, activities=550_000, transitions=285_000, objectives=3_000),
    "full": Size(
        reps=300, leads=1_100_000, deals=550_000, activities=5_500_000, transitions=2_850_000, objectives=3_000
    ),
}
REQUESTS = 20
PERIOD = "2026-Q3"


def run(*, scale: str, rounds: int, keep: bool) -> dict[str, Any]:
    """Requests a second, and the queries of each page."""
    with bench_database(f"pages_{scale}", [SIZES[scale]], keep=keep) as ids:
        organisation_id = UUID(ids[0])
        with tenant(organisation_id):
            recomputes.everything(at=NOW, as_of=AS_OF)
        logging.disable(logging.INFO)
        with override_settings(ROOT_URLCONF="bench.addresses"):
            client = signed_in(organisation_id)
            rates, queries = {}, {}
            for name, address in _addresses(organisation_id).items():
                rates[name], queries[name] = _measure(client, address, rounds)
            with override_settings(FETCH_MODE=FETCH_ONE):
                slug = reverse("reports:dashboard", args=[_slug(organisation_id)])
                naive, naive_queries = _measure(client, f"{slug}bench/naive/?period={PERIOD}", rounds)
            anonymous, _ = _measure(Client(SERVER_NAME="localhost"), "/bench/anonymous/", rounds)
        logging.disable(logging.NOTSET)
    return {
        "scale": scale,
        "facts": SIZES[scale].facts,
        "seconds": {},
        "anonymous_requests_a_second": round(anonymous),
        "naive_requests_a_second": round(naive, 1),
        "naive_queries": naive_queries,
        **{f"{name}_requests_a_second": round(rate, 1) for name, rate in rates.items()},
        **{f"{name}_queries": number for name, number in queries.items()},
        **{f"{name}_of_anonymous": round(rate / anonymous, 3) for name, rate in rates.items()},
        "dashboard_faster_than_naive": round(rates["dashboard"] / naive, 1),
    }


def _measure(client: Client, address: str, rounds: int) -> tuple[float, int]:
    """Requests a second of one core, and the queries of one request."""
    statements: list[str] = []

    def watch(execute: Any, statement: str, *rest: Any) -> Any:
        statements.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(watch):
        response = client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answers {response.status_code}.")
    took = median(rounds, lambda: [client.get(address) for _ in range(REQUESTS)])
    return REQUESTS / took.processor, len(statements)


def _slug(organisation_id: UUID) -> str:
    with tenant(organisation_id):
        return str(Organisation.objects.get(pk=organisation_id).slug)


def _addresses(organisation_id: UUID) -> dict[str, str]:
    slug = _slug(organisation_id)
    with tenant(organisation_id):
        objective = Objective.objects.filter(scope="rep", period__key=PERIOD).order_by("pk").first()
    assert objective is not None
    return {
        "dashboard": reverse("reports:dashboard", args=[slug]) + f"?period={PERIOD}",
        "rep": reverse("reports:member_quota", args=[slug, objective.rep_id]),
        "audit": reverse("teams:audit_list", args=[slug]),
    }
