"""What row level security costs: the hottest queries of pages and recomputes, with it and without.

The queries are those that the dashboard, a quota, lists, an explanation and a recompute really run at the largest organisation,
the dearest first. Each is timed as the app role inside the tenant, where policies hold, and as the owner of the tables, whose own
policy lets everything through; both give the same rows, for every query names its organisation as well.
"""

import math
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.urls import reverse

from bench.addresses import signed_in
from bench.databases import NOW, bench_database, scaled
from bench.facts import AS_OF
from bench.timing import Took, median
from goals.actions import recomputes
from goals.models import Objective
from teams.models import Organisation
from teams.tenancy import tenant

HOTTEST = 20
Query = tuple[str, Any]


def run(*, scale: str, rounds: int, keep: bool) -> dict[str, Any]:
    """The ratio of each query, and of all of them together."""
    with bench_database(scale, scaled(scale), keep=keep) as ids:
        organisation_id = UUID(ids[0])
        with tenant(organisation_id):
            recomputes.everything(at=NOW, as_of=AS_OF)
        queries = _hottest(organisation_id)
        times = [_both_ways(query, organisation_id, max(rounds, 5)) for query in queries]
    ratios = [with_walls.processor / without.processor for with_walls, without in times]
    return {
        "scale": scale,
        "queries": len(queries),
        "seconds": {
            "with_row_level_security_processor": round(sum(one.processor for one, _ in times), 4),
            "without_processor": round(sum(other.processor for _, other in times), 4),
        },
        "all_together_costs_times": round(
            sum(one.processor for one, _ in times) / sum(other.processor for _, other in times), 2
        ),
        "geometric_mean_costs_times": round(math.exp(sum(map(math.log, ratios)) / len(ratios)), 2),
        "dearest_costs_times": round(max(ratios), 2),
        **{
            f"{number:02} {_short(statement)}": f"{one.processor * 1000:.2f} ms, {ratio:.2f} ×"
            for number, ((statement, _), (one, _), ratio) in enumerate(
                zip(queries, times, ratios, strict=True), start=1
            )
        },
    }


def _hottest(organisation_id: UUID) -> list[Query]:
    """Reading queries by the time they take, each text once."""
    seen: dict[str, tuple[float, Any]] = {}

    def watch(execute: Callable[..., Any], statement: str, values: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        result = execute(statement, values, many, context)
        if statement.lstrip().startswith("SELECT") and "set_config" not in statement and "pg_advisory" not in statement:
            one = (time.perf_counter() - started, values)
            seen[statement] = max(seen.get(statement, one), one, key=lambda found: found[0])
        return result

    with connection.execute_wrapper(watch):
        for work in (_pages, _recompute):
            work(organisation_id)
    hottest = sorted(seen.items(), key=lambda found: -found[1][0])[:HOTTEST]
    return [(statement, values) for statement, (_, values) in hottest]


def _pages(organisation_id: UUID) -> None:
    client = signed_in(organisation_id)
    with tenant(organisation_id):
        slug = Organisation.objects.get(pk=organisation_id).slug
        objective = Objective.objects.filter(scope="rep").order_by("pk").first()
    assert objective is not None
    addresses = [
        reverse("reports:dashboard", args=[slug]),
        reverse("reports:member_quota", args=[slug, objective.rep_id]),
        reverse("goals:objective_list", args=[slug]),
        reverse("goals:objective_explain", args=[slug, objective.pk]),
        reverse("teams:member_list", args=[slug]),
        reverse("teams:audit_list", args=[slug]),
    ]
    for address in addresses:
        response = client.get(address)
        if response.status_code != 200:
            raise AssertionError(f"{address} answers {response.status_code}.")


def _recompute(organisation_id: UUID) -> None:
    with tenant(organisation_id):
        recomputes.everything(at=NOW, as_of=AS_OF)


def _both_ways(query: Query, organisation_id: UUID, rounds: int) -> tuple[Took, Took]:
    with tenant(organisation_id):
        with_walls = median(rounds, lambda: _ask(query))
    with connection.as_owner(), transaction.atomic():
        without = median(rounds, lambda: _ask(query))
    return with_walls, without


def _ask(query: Query) -> None:
    with connection.cursor() as cursor:
        cursor.execute(*query)
        cursor.fetchall()


def _short(statement: str) -> str:
    """The tables it reads."""
    words = statement.replace('"', " ").split()
    tables = [word for before, word in pairwise(words) if before in ("FROM", "JOIN") and "_" in word]
    return " ".join(dict.fromkeys(tables))[:60]
