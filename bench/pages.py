"""Pages at an organisation of 300 reps, signed in: against the cheapest page there can be and the dashboard as it is often written.

All requests go through the whole of Django in this process, one after the other, with a connection that stays open; figures are of
processor time, and so of one core.
"""

import logging
import statistics
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import FETCH_ONE
from django.test import Client, override_settings
from django.urls import reverse

from bench.addresses import signed_in
from bench.databases import NOW, bench_database
from bench.facts import AS_OF, Size
from bench.timing import timed
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
            pages = {name: (client, address) for name, address in _addresses(organisation_id).items()}
            pages["anonymous"] = Client(SERVER_NAME="localhost"), "/bench/anonymous/"
            queries = {name: _queries(*page) for name, page in pages.items()}
            rates = _rates(pages, rounds)
            anonymous = rates.pop("anonymous")
            naive_queries, naive = _naive(client, organisation_id)
        logging.disable(logging.NOTSET)
    return {
        "scale": scale,
        "facts": SIZES[scale].facts,
        "seconds": {},
        "anonymous_requests_a_second": round(anonymous),
        "naive_requests_a_second": round(naive, 1),
        "naive_queries": naive_queries,
        **{f"{name}_requests_a_second": round(rate, 1) for name, rate in rates.items()},
        **{f"{name}_queries": queries[name] for name in rates},
        **{f"{name}_of_anonymous": round(rate / anonymous, 3) for name, rate in rates.items()},
        "dashboard_faster_than_naive": round(rates["dashboard"] / naive, 1),
    }


def _naive(client: Client, organisation_id: UUID) -> tuple[int, float]:
    """Queries and requests a second of the dashboard's objectives as they are usually rendered."""
    with override_settings(FETCH_MODE=FETCH_ONE):
        dashboard = reverse("reports:dashboard", args=[_slug(organisation_id)])
        page = client, f"{dashboard}bench/naive/?period={PERIOD}"
        return _queries(*page), _rates({"naive": page}, 1)["naive"]


def _rates(pages: dict[str, tuple[Client, str]], rounds: int) -> dict[str, float]:
    """Requests a second of one core: one page after the other in each round, so that a busy while is borne by all."""
    took: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(rounds):
        for name, (client, address) in pages.items():
            many = REQUESTS * 10 if name == "anonymous" else REQUESTS
            took[name].append(timed(partial(_ask, client, address, many)).processor / many)
    return {name: 1 / statistics.median(each) for name, each in took.items()}


def _ask(client: Client, address: str, many: int) -> None:
    for _ in range(many):
        client.get(address)


def _queries(client: Client, address: str) -> int:
    """Of a request, not the first one: that also notes that the session was seen, as one in five minutes does."""
    statements: list[str] = []
    client.get(address)

    def watch(execute: Any, statement: str, *rest: Any) -> Any:
        statements.append(statement)
        return execute(statement, *rest)

    with connection.execute_wrapper(watch):
        response = client.get(address)
    if response.status_code != 200:
        raise AssertionError(f"{address} answers {response.status_code}.")
    return len(statements)


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
