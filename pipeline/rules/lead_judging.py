"""What a lead is by signed terms, with the evidence: each condition with what was found, the score line by line.

A class is reached when its own terms and those of the classes below are met. What is not known meets no condition, not
even "none of these". Scores are whole ten-thousandths of a point, so that a database reckons them the same.
`pipeline/queries/judging.py` says the same for many leads at once; one test asks both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from pipeline.rules.lead_terms import BELOW, STAGES, Condition, LeadTerms, ScoreLine, StageTerms

POINT = 10_000
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Seen:
    """Activities of a kind: how many, and their weights added up (a fresh one weighs `POINT`)."""

    number: int = 0
    weight: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a lead at a time: values by field (None or "" is not known), activities by kind."""

    values: Mapping[str, Any]
    seen: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """A condition, what was found, and whether that meets it."""

    condition: Condition
    actual: Any
    is_met: bool


@dataclass(frozen=True, slots=True)
class Scored:
    """A line of the score: `counted` is what the cap left of `raw`."""

    line: ScoreLine
    seen: Seen
    raw: int
    counted: int


@dataclass(frozen=True, slots=True)
class StageFound:
    """What a stage asks and what was found; the score is in `POINT`s."""

    stage: str
    conditions: tuple[Found, ...]
    min_score: int | None
    is_score_met: bool

    @property
    def is_met(self) -> bool:
        return self.is_score_met and all(found.is_met for found in self.conditions)


@dataclass(frozen=True, slots=True)
class Judged:
    lead_class: str
    stages: tuple[StageFound, ...]
    lines: tuple[Scored, ...]

    @property
    def score(self) -> int:
        return sum(line.counted for line in self.lines)


@lru_cache(maxsize=64)
def weights(half_life_days: int | None) -> tuple[int, ...]:
    """The weight of an activity by its age in whole days; beyond the last it weighs nothing. Empty: it never fades."""
    if half_life_days is None:
        return ()
    table: list[int] = []
    while not table or table[-1]:
        table.append(round(POINT * 0.5 ** (len(table) / half_life_days)))
    return tuple(table)


def weight(*, occurred_at: datetime, at: datetime, half_life_days: int | None) -> int:
    """What an activity weighs at a time; nothing before it happened."""
    age, table = (at - occurred_at) // DAY, weights(half_life_days)
    if age < 0:
        return 0
    if not table:
        return POINT
    return table[age] if age < len(table) else 0


def judge(*, terms: LeadTerms, facts: Facts) -> Judged:
    lines = tuple(_score(line, facts.seen.get(line.kind, Seen())) for line in terms.lines)
    score = sum(line.counted for line in lines)
    stages = tuple(_find(stage, terms.stages[stage], facts, score) for stage in STAGES)
    reached = BELOW
    for found in stages:
        if not found.is_met:
            break
        reached = found.stage
    return Judged(reached, stages, lines)


def _score(line: ScoreLine, seen: Seen) -> Scored:
    raw = line.points * seen.weight
    return Scored(line, seen, raw, raw if line.cap is None else min(raw, line.cap * POINT))


def _find(stage: str, asked: StageTerms, facts: Facts, score: int) -> StageFound:
    conditions = tuple(_look(condition, facts) for condition in asked.conditions)
    return StageFound(stage, conditions, asked.min_score, score >= (asked.min_score or 0) * POINT)


def _look(condition: Condition, facts: Facts) -> Found:
    if condition.activity is not None:
        actual: Any = facts.seen.get(condition.activity, Seen()).number
    else:
        actual = facts.values.get(condition.field)
    return Found(condition, actual, MEETS[condition.op](actual, condition.values))


def _is_known(actual: Any) -> bool:
    return actual is not None and actual != ""


MEETS = {
    "known": lambda actual, values: _is_known(actual),
    "in": lambda actual, values: _is_known(actual) and actual in values,
    "not_in": lambda actual, values: _is_known(actual) and actual not in values,
    "at_least": lambda actual, values: (actual or 0) >= values[0],
}
