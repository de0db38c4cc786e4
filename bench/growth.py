"""How the cost of a recompute grows: with ten times the objectives on the same facts, with ten times the facts, and in memory."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from bench.databases import bench_database
from bench.facts import Size
from bench.recompute import recompute_all, spoil
from bench.timing import median, seconds, workers

BASES = {
    "small": Size(reps=100, leads=4_000, deals=2_000, activities=20_000, transitions=10_000, objectives=500),
    "full": Size(reps=300, leads=30_000, deals=15_000, activities=170_000, transitions=85_000, objectives=2_000),
}
BASES["medium"] = BASES["small"]


def run(*, scale: str, rounds: int, keep: bool) -> dict[str, Any]:
    """Three organisations, each recomputed by itself; all figures are written."""
    base = BASES[scale]
    facts = {name: 10 * getattr(base, name) for name in ("leads", "deals", "activities", "transitions")}
    sizes = [base, replace(base, objectives=10 * base.objectives), replace(base, **facts)]
    with bench_database(f"growth_{scale}", sizes, keep=keep) as ids:
        recompute_all(ids)
        once, objectives, facts_too = (
            median(rounds, lambda id_=id_: recompute_all([id_]), before=spoil)
            for id_ in ids  # type: ignore[misc]
        )
        with workers(1) as pool:
            memory = list(pool.map(_memory, [ids[1]] * (rounds + 1)))
    return {
        "scale": scale,
        "facts": base.facts,
        "objectives": base.objectives,
        "seconds": seconds(base=once, ten_times_the_objectives=objectives, ten_times_the_facts=facts_too),
        "ten_times_the_objectives_costs_times": round(objectives.processor / once.processor, 1),
        "ten_times_the_facts_costs_times": round(facts_too.processor / once.processor, 1),
        "megabytes_of_the_worker_after_the_first_recompute": memory[0],
        "megabytes_of_the_worker_after_the_last_recompute": memory[-1],
    }


def _memory(organisation_id: str) -> int:
    recompute_all([organisation_id])
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024
