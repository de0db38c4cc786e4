"""Measures many cells at once: one SQL statement and so one snapshot, a branch per kind of fact and scope, each served by
a covering index of the facts.

Run inside `tenant(…)`: row level security holds there, and the organisation is a parameter of every statement as well.
Sums are exact: PostgreSQL adds bigint into numeric.

An as-of day cuts facts by the day they happened. What was *known* then (`recorded_at`) is not cut here.
"""

from metrics.engine.changes import ChangedRecord, Changes, Moment, changes
from metrics.engine.measuring import measure, measure_in_order
from metrics.engine.readings import array
from metrics.engine.records import Fingerprint, Part, Record, State, fingerprints, records

__all__ = [
    "ChangedRecord",
    "Changes",
    "Fingerprint",
    "Moment",
    "Part",
    "Record",
    "State",
    "array",
    "changes",
    "fingerprints",
    "measure",
    "measure_in_order",
    "records",
]
