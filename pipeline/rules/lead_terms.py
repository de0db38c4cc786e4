"""What makes a lead an MQL, a SAL, an SQL, as two departments sign it: plain terms, and what is wrong with them.

As JSON:
    {"score": {"half_life_days": 30, "lines": [{"kind": "meeting", "points": 10, "cap": 30}]},
     "stages": {"mql": {"min_score": 20, "conditions": [{"field": "lead_source", "op": "in", "values": ["…"]}]},
                "sal": …, "sql": …}}

`half_life_days`, `cap` and `min_score` may be null. A condition `known` has no values, `at_least` one whole number, `in` and
`not_in` some texts (ids of records, words of the source).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

type Op = Literal["known", "in", "not_in", "at_least"]

# From the first handshake on; what meets none of them is an inquiry.
STAGES = ("mql", "sal", "sql")
BELOW = "inquiry"
CLASSES = (BELOW, *STAGES)
CHOSEN: tuple[Op, ...] = ("known", "in", "not_in")
# The fields of a lead that a condition may be about, and what may be asked of each. Activities are asked for by kind.
FIELDS: dict[str, tuple[Op, ...]] = {
    "name": ("known",),
    "company": ("known",),
    "owner": ("known",),
    "first_touched_at": ("known",),
    "accepted_at": ("known",),
    "status": CHOSEN,
    "lead_source": CHOSEN,
    "product": CHOSEN,
    "territory": CHOSEN,
    "deals": ("at_least",),
}
ACTIVITY = "activity:"
MOST = 100_000
LONGEST_HALF_LIFE = 365


class BadTerms(ValueError):
    """These terms cannot be carried out. `stage` is the one that they are about, empty for the score."""

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(f"{stage}: {reason}")
        self.stage, self.reason = stage, reason


@dataclass(frozen=True, slots=True)
class Condition:
    field: str
    op: Op
    values: tuple[Any, ...] = ()

    @property
    def activity(self) -> str | None:
        """The kind of activity that is asked for."""
        return self.field.removeprefix(ACTIVITY) if self.field.startswith(ACTIVITY) else None


@dataclass(frozen=True, slots=True)
class StageTerms:
    """All conditions must be met, and the score reached if there is one."""

    conditions: tuple[Condition, ...] = ()
    min_score: int | None = None

    @property
    def is_empty(self) -> bool:
        return not self.conditions and self.min_score is None


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """Points for each activity of a kind, together at most `cap`."""

    kind: str
    points: int
    cap: int | None = None


@dataclass(frozen=True, slots=True)
class LeadTerms:
    """A whole definition. Points halve every `half_life_days`; without it they never fade."""

    stages: Mapping[str, StageTerms]
    lines: tuple[ScoreLine, ...] = ()
    half_life_days: int | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """Of activities that count for anything."""
        asked = {condition.activity for stage in self.stages.values() for condition in stage.conditions}
        return tuple(sorted({line.kind for line in self.lines} | {kind for kind in asked if kind}))


def read(terms: Mapping[str, Any]) -> LeadTerms:
    """The terms as rules; raises BadTerms."""
    score = terms.get("score") or {}
    half_life = score.get("half_life_days")
    if half_life is not None and not 1 <= half_life <= LONGEST_HALF_LIFE:
        raise BadTerms("", "half-life")
    lines = tuple(_line(line) for line in score.get("lines", []))
    stages = {stage: _stage(stage, (terms.get("stages") or {}).get(stage) or {}) for stage in STAGES}
    return LeadTerms(stages, lines, half_life)


def checked(terms: Mapping[str, Any]) -> LeadTerms:
    """Terms that can be signed: each stage asks for something, and no score that nothing can give. Raises BadTerms."""
    found = read(terms)
    for stage, asked in found.stages.items():
        if asked.is_empty:
            raise BadTerms(stage, "empty")
        if asked.min_score is not None and asked.min_score > _reachable(found):
            raise BadTerms(stage, "unreachable")
    return found


def _reachable(terms: LeadTerms) -> int:
    """The highest score; without a cap there is none."""
    return sum(line.cap if line.cap is not None else MOST for line in terms.lines)


def _line(line: Mapping[str, Any]) -> ScoreLine:
    points, cap = line["points"], line.get("cap")
    if not 1 <= points <= MOST or (cap is not None and not points <= cap <= MOST):
        raise BadTerms("", "points")
    return ScoreLine(line["kind"], points, cap)


def _stage(stage: str, asked: Mapping[str, Any]) -> StageTerms:
    min_score = asked.get("min_score")
    if min_score is not None and not 1 <= min_score <= MOST:
        raise BadTerms(stage, "score")
    return StageTerms(tuple(_condition(stage, one) for one in asked.get("conditions", [])), min_score)


def _condition(stage: str, one: Mapping[str, Any]) -> Condition:
    condition = Condition(one["field"], one["op"], tuple(one.get("values", ())))
    ops = ("at_least",) if condition.activity else FIELDS.get(condition.field, ())
    fits = {
        "known": not condition.values,
        "at_least": len(condition.values) == 1 and _is_number(condition.values[0]),
        "in": _are_texts(condition.values),
        "not_in": _are_texts(condition.values),
    }
    if condition.op not in ops or not fits[condition.op]:
        raise BadTerms(stage, "condition")
    return condition


def _is_number(value: Any) -> bool:
    return type(value) is int and 1 <= value <= MOST


def _are_texts(values: tuple[Any, ...]) -> bool:
    return bool(values) and all(isinstance(value, str) and value for value in values)
