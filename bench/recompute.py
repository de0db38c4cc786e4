"""All objectives anew: ours, against one sequential scan of the facts (the limit) and the ORM per objective (the peer).

Everything in one run on one database; each round of ours finds every stored figure wrong, so that all rows are written.
Rollups are there, as after any night; what counting them anew costs is told beside, and so is what each night learns of the
chances of deals. The peer is measured on a sample of objectives
drawn over all organisations and scaled. Ratios are of processor time, which a busy machine distorts least: the scan is one process,
ours is one process and its connection. By a worker a core, as Celery runs them, only the clock tells: ours so against the clock of the
scan and of the peer, which are one process each.
"""

import os
import random
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from bench.databases import FACTS, NOW, add_up, bench_database, covering_indexes, drop, scaled, vacuum
from bench.facts import AS_OF
from bench.peer import recompute_one
from bench.timing import Took, median, seconds, timed, workers
from goals.actions import recomputes
from goals.models import Objective
from pipeline.actions import stage_chances
from teams.tenancy import tenant

FOREIGN_KEYS = (
    "organisation_id",
    "owner_id",
    "team_id",
    "department_id",
    "territory_id",
    "product_id",
    "lead_source_id",
)
# Their cost differs by the size of their organisation: of a hundred alone the draw would decide.
PEERS_SAMPLE = 1000


def run(*, scale: str, rounds: int, keep: bool) -> dict[str, Any]:
    """Medians in seconds and their ratios."""
    sizes = scaled(scale)
    with bench_database(scale, sizes, keep=keep) as ids:
        objectives = _objective_ids(ids)
        with connection.as_owner():
            limit = median(rounds, _scan_all)
        ours = median(rounds, lambda: recompute_all(ids), before=spoil)
        unchanged = median(rounds, lambda: recompute_all(ids))
        with workers(len(os.sched_getaffinity(0))) as pool:
            by_all = median(rounds, lambda: list(pool.map(_recompute_one, ids)), before=spoil)
        counted = timed(lambda: add_up(ids))
        learned = timed(lambda: _learn_all(ids))
        sample = random.Random(1).sample(objectives, min(len(objectives), PEERS_SAMPLE))
        peer = _peer(sample, of=len(objectives))
        bare = _peer_with_foreign_keys_only(sample, of=len(objectives))
    times = {
        "one_sequential_scan": limit,
        "ours_all_written": ours,
        "ours_nothing_differs": unchanged,
        "ours_all_written_by_a_worker_a_core": by_all,
        "rollups_counted_anew": counted,
        "chances_of_deals_learned_anew": learned,
        "orm_per_objective_same_indexes": peer,
        "orm_per_objective_foreign_key_indexes": bare,
    }
    amounts = {"facts": sum(size.facts for size in sizes), "objectives": len(objectives), "organisations": len(ids)}
    return {"scale": scale, **amounts, "seconds": seconds(**times), **_ratios(times), "peer_sample": len(sample)}


def _ratios(times: dict[str, Any]) -> dict[str, float]:
    """Of processor time unless the name says the clock: another load on the machine changes the clock more."""
    limit, ours, by_all = (
        times[name] for name in ("one_sequential_scan", "ours_all_written", "ours_all_written_by_a_worker_a_core")
    )
    same, bare = times["orm_per_objective_same_indexes"], times["orm_per_objective_foreign_key_indexes"]
    return {
        "ours_in_scans": round(ours.processor / limit.processor, 2),
        "ours_in_scans_by_the_clock": round(ours.clock / limit.clock, 2),
        "by_a_worker_a_core_in_scans_by_the_clock": round(by_all.clock / limit.clock, 2),
        "unchanged_in_scans": round(times["ours_nothing_differs"].processor / limit.processor, 2),
        "faster_than_orm_same_indexes": round(same.processor / ours.processor, 1),
        "faster_than_orm_foreign_key_indexes": round(bare.processor / ours.processor, 1),
        "by_a_worker_a_core_faster_than_orm_same_indexes_by_the_clock": round(same.clock / by_all.clock, 1),
        "by_a_worker_a_core_faster_than_orm_foreign_key_indexes_by_the_clock": round(bare.clock / by_all.clock, 1),
    }


def _objective_ids(ids: list[str]) -> list[tuple[str, UUID]]:
    found = []
    for organisation_id in ids:
        with tenant(UUID(organisation_id)):
            found += [(organisation_id, pk) for pk in Objective.objects.order_by("pk").values_list("pk", flat=True)]
    return found


def _scan_all() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        for kind in ("indexonlyscan", "indexscan", "bitmapscan"):
            cursor.execute(f"SET LOCAL enable_{kind} = off")
        for table in FACTS:
            cursor.execute(f"SELECT count(owner_id) FROM {table}")


def recompute_all(ids: list[str]) -> None:
    for organisation_id in ids:
        _recompute_one(organisation_id)


def _recompute_one(organisation_id: str) -> None:
    with tenant(UUID(organisation_id)):
        recomputes.all_figures(at=NOW, as_of=AS_OF)


def _learn_all(ids: list[str]) -> None:
    for organisation_id in ids:
        with tenant(UUID(organisation_id)):
            stage_chances.learn(today=AS_OF)


def spoil() -> None:
    with connection.as_owner():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE goals_objectiveprogress SET attainment = -1")
        vacuum("goals_objectiveprogress")


def _peer(sample: list[tuple[str, UUID]], *, of: int) -> Took:
    """One pass to warm, one that counts, scaled to all objectives."""
    _peer_pass(sample)
    took = timed(lambda: _peer_pass(sample))
    return Took(*(column * of / len(sample) for column in took))


def _peer_pass(sample: list[tuple[str, UUID]]) -> None:
    for organisation_id, pk in sample:
        with tenant(UUID(organisation_id)):
            recompute_one(Objective.objects.with_scope().get(pk=pk), as_of=AS_OF, at=NOW)


def _peer_with_foreign_keys_only(sample: list[tuple[str, UUID]], *, of: int) -> Took:
    """With the indexes that Django makes by itself; as the owner, and rolled back, so that the others come back."""
    with connection.as_owner(), transaction.atomic():
        drop(covering_indexes())
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL statement_timeout = 0")
            for table in FACTS:
                for column in FOREIGN_KEYS:
                    cursor.execute(f"CREATE INDEX ON {table} ({column})")
        took = _peer(sample, of=of)
        transaction.set_rollback(True)
    return took
