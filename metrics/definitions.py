"""What a metric is: one or two measures over a source of facts. Plain descriptions; the engine turns them into numbers."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import UUID

from pipeline.sources import Source

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Aggregate = Literal["count", "sum"]
Kind = Literal["sum", "count", "ratio"]
Unit = Literal["money", "count", "share"]
Direction = Literal["at_least", "at_most"]
SCOPES = (
    "organisation",
    "department",
    "team",
    "rep",
    "product",
    "territory",
    "lead_source",
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A fact counts if the column is one of the values; without values, if its day is known by the as-of day."""

    column: str
    values: tuple[str | bool, ...] = ()

    def __post_init__(self) -> None:
        if not all(value is True or str(value).isidentifier() for value in self.values):
            raise ValueError(f"Conditions compare with plain words, not {self.values}.")


# Measures and metrics are compared by identity: they are looked up a hundred thousand times in one recompute.
@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A sum of a value column, or a count: of all facts, or of those whose value is known."""

    source: Source
    aggregate: Aggregate
    value: str | None = None
    conditions: tuple[Condition, ...] = ()

    def __post_init__(self) -> None:
        if self.aggregate == "sum" and self.value is None:
            raise ValueError("A sum needs a value column.")
        if self.value is not None and self.value not in self.source.values:
            raise ValueError(f"{self.value} is not a value of {self.source.key}.")
        unknown = {condition.column for condition in self.conditions} - set(self.source.filters)
        if unknown:
            raise ValueError(f"{self.source.key} cannot be filtered by {sorted(unknown)}.")

    @property
    def choices(self) -> list[tuple[str | bool, ...]]:
        """The values of its conditions, combined: a fact is counted under one of them at most."""
        return list(product(*(condition.values for condition in self.conditions if condition.values)))


@dataclass(frozen=True, slots=True, eq=False)
class Metric:
    """Something an objective can be about. `label` names it, `sentence` says exactly what it counts."""

    key: str
    kind: Kind
    unit: Unit
    label: "str | StrPromise"
    sentence: "str | StrPromise"
    numerator: Measure
    denominator: Measure | None = None
    direction: Direction = "at_least"

    def __post_init__(self) -> None:
        if (self.kind == "ratio") != (self.denominator is not None):
            raise ValueError(f"{self.key}: a ratio, and only a ratio, has a denominator.")

    @property
    def is_ratio(self) -> bool:
        return self.kind == "ratio"

    @property
    def numerator_unit(self) -> Unit:
        """A ratio divides money or a count."""
        return "money" if self.numerator.aggregate == "sum" else "count"

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def facts(self) -> frozenset[str]:
        """The kinds of facts whose change can change this metric."""
        return frozenset(measure.source.fact for measure in self.measures)


class Cell(NamedTuple):
    """One number to be measured: a metric of a scope in [starts_on, ends_on). A team lists its sub-teams too."""

    key: UUID
    metric: Metric
    scope: str
    scope_ids: tuple[UUID, ...]
    starts_on: date
    ends_on: date


class Measured(NamedTuple):
    """Numerator and denominator as counted. `is_mixed`: some facts are in another currency, so there is no sum."""

    numerator: int = 0
    denominator: int | None = None
    is_mixed: bool = False
