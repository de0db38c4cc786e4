"""Benchmarks: each module named here has `run(*, scale, rounds, keep)`, which gives figures and their ratios."""

NAMES = (
    "recompute",
    "growth",
    "incremental",
    "imports",
    "clocks",
    "tenancy",
    "pages",
)
