"""A thousand changed facts at the largest organisation: from their commit to that of the new numbers, as the worker does it.

The facts are activities, deals and leads of the last seven days. Afterwards everything is recomputed: nothing may differ.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from bench.databases import NOW, bench_database, scaled
from bench.facts import AS_OF
from bench.timing import Took, seconds, timed
from goals.actions import recomputes
from goals.models import Objective
from metrics.actions import rollups
from pipeline.models import Touched
from teams.tenancy import tenant

CHANGED = 1_000
SOME = "SELECT id FROM {table} WHERE organisation_id = %(org)s AND {day} BETWEEN %(first)s AND %(last)s ORDER BY md5(id::text || %(seed)s) LIMIT {n}"
CHANGES = {
    "pipeline_activity": ("day", 700, "kind = CASE kind WHEN 'call' THEN 'meeting' ELSE 'call' END"),
    "pipeline_deal": ("closed_day", 200, "amount_minor = amount_minor + 100"),
    "pipeline_lead": ("day", 100, "product_id = NULL, status = status || '.'"),
}


def run(*, scale: str, rounds: int, keep: bool) -> dict[str, Any]:
    """The median, the slowest, and what recomputing everything costs beside it."""
    with bench_database(scale, scaled(scale), keep=keep) as ids:
        largest = UUID(ids[0])
        with tenant(largest):
            Touched.objects.all().delete()
            rollups.rebuild()
            recomputes.everything(at=NOW, as_of=AS_OF)
            objectives = Objective.objects.active().count()
        took = [_round(largest, number) for number in range(max(rounds, 5))]
        whole = timed(lambda: _everything(largest))
    changing, revaluing = zip(*((one, other) for one, other, _ in took), strict=True)
    middle = sorted(revaluing, key=lambda one: one.clock)[len(revaluing) // 2]
    return {
        "scale": scale,
        "changed_facts": CHANGED,
        "objectives": objectives,
        "objectives_looked_at": max(count for *_, count in took),
        "seconds": seconds(
            facts_changed=changing[-1],
            new_numbers_committed=middle,
            slowest=max(revaluing, key=lambda one: one.clock),
            everything_instead=whole,
        ),
        "milliseconds_by_the_clock": round(middle.clock * 1000),
        "milliseconds_of_processor": round(middle.processor * 1000),
        "faster_than_everything": round(whole.processor / middle.processor, 1),
    }


def _round(organisation_id: UUID, number: int) -> tuple[Took, Took, int]:
    changed = timed(lambda: _change(organisation_id, number))
    found: list[int] = []
    revalued = timed(lambda: found.append(_revalue(organisation_id)))
    with tenant(organisation_id):
        drift, differ = rollups.rebuild(), recomputes.everything(at=NOW, as_of=AS_OF).changed
        if drift or differ:
            raise AssertionError(f"Incrementally missed: {drift} cells or {differ} figures.")
    return changed, revalued, found[0]


def _change(organisation_id: UUID, number: int) -> None:
    with tenant(organisation_id), connection.cursor() as cursor:
        for table, (day, n, change) in CHANGES.items():
            chosen = SOME.format(table=table, day=day, n=n)
            values = {"org": organisation_id, "first": AS_OF - timedelta(days=6), "last": AS_OF, "seed": str(number)}
            cursor.execute(f"UPDATE {table} SET {change} WHERE id IN ({chosen})", values)


def _revalue(organisation_id: UUID) -> int:
    with tenant(organisation_id):
        revalued = recomputes.run_touched(at=NOW)
    return revalued.objectives if revalued else 0


def _everything(organisation_id: UUID) -> None:
    with tenant(organisation_id):
        recomputes.everything(at=NOW, as_of=AS_OF)
