"""What a metric is: one or two measures over a source of facts. Plain descriptions; the engine turns them into numbers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple
from uuid import UUID

from pipeline.definitions import Field, FieldKind, Source

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Aggregate = Literal["count", "sum", "distinct", "average", "percentile", "stock", "compliance", "latest"]
Kind = Literal[
    "sum", "count", "distinct", "ratio", "average", "median", "percentile", "stock", "compliance", "reading", "spend"
]
Unit = Literal["money", "count", "share", "duration", "score"]
Direction = Literal["at_least", "at_most"]
Operator = Literal["is", "is_not", "at_least", "at_most", "between", "is_known"]
Value = str | bool | int | Decimal | date | UUID
# Why a cell has no number. A missing rate names its currency and day in `Measured.missing`.
Reason = Literal["no_facts", "zero_denominator", "missing_rate", "overflow", "unknown_source"]
SCOPES = ("organisation", "department", "team", "rep", "product", "territory", "lead_source")
AGGREGATES: dict[Kind, frozenset[Aggregate]] = {
    "sum": frozenset({"sum"}),
    "count": frozenset({"count"}),
    "distinct": frozenset({"distinct"}),
    "ratio": frozenset({"sum", "count", "distinct"}),
    "average": frozenset({"average"}),
    "median": frozenset({"percentile"}),
    "percentile": frozenset({"percentile"}),
    "stock": frozenset({"stock"}),
    "compliance": frozenset({"compliance"}),
    "reading": frozenset({"latest", "average"}),
    "spend": frozenset({"sum"}),
}
# Aggregates of amounts; a stock is of things, or of their amounts, and a count of facts, or of those with a known value.
OF_AMOUNTS: frozenset[Aggregate] = frozenset({"sum", "average", "percentile", "latest"})
# Those that grow through a period; the others hold on any day and are never added up over time.
ACCUMULATING: frozenset[Kind] = frozenset({"sum", "count", "distinct", "spend"})
DIVIDING: frozenset[Kind] = frozenset({"ratio", "average", "stock", "compliance"})
COMPARED: frozenset[Operator] = frozenset({"at_least", "at_most", "between", "is_known"})
CHOSEN: frozenset[Operator] = frozenset({"is", "is_not", "is_known"})
OPERATORS: dict[FieldKind, frozenset[Operator]] = {
    "word": CHOSEN,
    "record": CHOSEN,
    "flag": frozenset({"is"}),
    "number": COMPARED,
    "money": COMPARED,
    "share": COMPARED,
    "duration": COMPARED,
    "day": COMPARED,
}
TYPES: dict[FieldKind, tuple[type, ...]] = {
    "word": (str,),
    "record": (UUID,),
    "flag": (bool,),
    "number": (int, Decimal),
    "money": (int,),
    "share": (int, Decimal),
    "duration": (int,),
    "day": (date,),
}
# What the amounts of a field are; a plain number is whatever its metric says.
UNITS: dict[FieldKind, Unit] = {"money": "money", "share": "share", "duration": "duration"}
HOW_MANY: dict[Operator, tuple[int, int]] = {
    "is": (1, 100),
    "is_not": (1, 100),
    "at_least": (1, 1),
    "at_most": (1, 1),
    "between": (2, 2),
    "is_known": (0, 0),
}


# The source of a metric that is gone: the engine measures nothing of it.
NOTHING = Source(key="nothing", fact="nothing", table="", label="", day="", dimensions=())


@dataclass(frozen=True, slots=True)
class Condition:
    """Which facts count. Bounds are included; `is_not` keeps what is unknown; a day is known from that day on.

    Money compares in the fact's own minor units, a share as 0–1, a duration in seconds.
    """

    column: str
    operator: Operator
    values: tuple[Value, ...] = ()

    def check(self, field: Field | None) -> None:
        """Raises ``ValueError`` unless the field allows the operator and its values are of the field's kind."""
        if field is None:
            raise ValueError(f"There is no field {self.column} to filter by.")
        if self.operator not in OPERATORS[field.kind]:
            raise ValueError(f"{self.column} cannot be filtered by {self.operator}.")
        least, most = (1, 1) if field.kind == "flag" else HOW_MANY[self.operator]
        if not least <= len(self.values) <= most:
            raise ValueError(f"{self.column} {self.operator} cannot have {len(self.values)} values.")
        if not all(_is_one_of(value, TYPES[field.kind]) for value in self.values):
            raise ValueError(f"{self.column} is a {field.kind}, unlike one of {self.values}.")


def _is_one_of(value: Value, types: tuple[type, ...]) -> bool:
    """A flag is no number, and a number that is none cannot be compared."""
    if isinstance(value, Decimal) and not value.is_finite():
        return False
    return isinstance(value, types) and isinstance(value, bool) == (types == (bool,))


# Measures and metrics are compared by identity: they are looked up a hundred thousand times in one recompute.
@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """An aggregate of a source's facts that meet all conditions.

    `value` is the field that is added up, averaged, ranked or told apart; a count with a value counts where it is known.
    `q` (0–1) is a percentile's place. Compliance compares the stop with the source's due instant, or with the start plus
    `limit` seconds; with a duration as its value, that duration with the limit.
    """

    source: Source
    aggregate: Aggregate
    value: str | None = None
    conditions: tuple[Condition, ...] = ()
    q: Decimal | None = None
    limit: int | None = None

    def __post_init__(self) -> None:
        for condition in self.conditions:
            condition.check(self.source.fields.get(condition.column))
        field = None if self.value is None else self.source.fields.get(self.value)
        if self.value is not None and field is None:
            raise ValueError(f"{self.value} is not a value of {self.source.key}.")
        is_added_up = self.aggregate in OF_AMOUNTS or (self.aggregate == "stock" and field is not None)
        if is_added_up and (field is None or not field.is_summable):
            raise ValueError(f"A {self.aggregate} needs a value that can be added up.")
        self._check_terms(field)

    def _check_terms(self, field: Field | None) -> None:
        source = self.source
        if (self.aggregate == "percentile") != (self.q is not None) or not 0 <= (self.q or 0) <= 1:
            raise ValueError("A percentile, and only a percentile, has a place from 0 to 1.")
        if self.aggregate == "distinct" and field is None:
            raise ValueError("A distinct count needs a field to tell things apart.")
        is_open_for_some_time = source.started and source.stopped and not source.is_dated_by_end
        if self.aggregate == "stock" and not is_open_for_some_time:
            raise ValueError(f"{source.key} does not say from when until when a thing is open.")
        if self.aggregate == "compliance":
            self._check_promise(field)

    def _check_promise(self, field: Field | None) -> None:
        if field is not None and (field.kind != "duration" or self.limit is None):
            raise ValueError("Compliance of a value needs a duration and its limit.")
        if field is None and not (self.source.started and self.source.stopped):
            raise ValueError(f"{self.source.key} does not say when a thing starts and stops.")
        if self.limit is None and self.source.due is None:
            raise ValueError(f"{self.source.key} does not say when a thing is due, so a limit is needed.")

    @property
    def field(self) -> Field | None:
        return None if self.value is None else self.source.fields[self.value]

    @property
    def is_money(self) -> bool:
        """Amounts in currencies; telling them apart or knowing that they are there needs none."""
        is_added = self.aggregate in OF_AMOUNTS or self.aggregate == "stock"
        return is_added and self.field is not None and self.field.kind == "money"


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
        if any(measure.aggregate not in AGGREGATES[self.kind] for measure in self.measures):
            raise ValueError(f"{self.key}: a {self.kind} is not made of {self.numerator.aggregate}.")

    @property
    def accumulates(self) -> bool:
        """It grows through the period, so that part of the target is expected by today."""
        return self.kind in ACCUMULATING

    @property
    def divides(self) -> bool:
        """Its number is numerator ÷ denominator; undefined where there is nothing to divide by."""
        return self.kind in DIVIDING or self.numerator.aggregate == "average"

    @property
    def is_ratio(self) -> bool:
        """Of two measures, each with records of its own."""
        return self.denominator is not None

    def unit_of(self, what: Measure) -> Unit:
        """Of one of its measures: amounts in the unit of their field (a plain number in that of the metric), else things."""
        field = what.field
        if field is None or what.aggregate in ("count", "distinct", "compliance"):
            return "count"
        return UNITS.get(field.kind, "score" if self.is_ratio else self.unit)

    @property
    def parts(self) -> tuple[Unit, Unit] | None:
        """The units of numerator and denominator, where a person can read both: time is divided by time in a stock."""
        if not self.divides or (self.kind == "stock" and self.numerator.value is not None):
            return None
        if self.kind == "stock":
            return "duration", "duration"
        return self.unit_of(self.numerator), "count" if self.denominator is None else self.unit_of(self.denominator)

    @property
    def reads_money(self) -> bool:
        """Amounts in currencies, or conditions on them, so that a rate can change it."""
        return any(
            measure.is_money or any(measure.source.fields[one.column].kind == "money" for one in measure.conditions)
            for measure in self.measures
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def facts(self) -> frozenset[str]:
        """The kinds of facts whose change can change this metric."""
        return frozenset(measure.source.fact for measure in self.measures)


class Cell(NamedTuple):
    """One number to be measured: a metric of a scope in [starts_on, ends_on). A team lists its sub-teams too.

    `conditions` narrow its facts further (a qualifying filter), in every measure whose source has the field.
    `currency` and `as_of` differ from those of the whole measurement only if given.
    """

    key: UUID
    metric: Metric
    scope: str
    scope_ids: tuple[UUID, ...]
    starts_on: date
    ends_on: date
    conditions: tuple[Condition, ...] = ()
    currency: str | None = None
    as_of: date | None = None


class Measured(NamedTuple):
    """What the facts give: numerator (and denominator where the metric divides), or a `value` that is not a quotient.

    `reason` says why there is no number; `missing` the currency and day whose rate is not known.
    """

    numerator: int | Decimal | None = 0
    denominator: int | Decimal | None = None
    value: Decimal | None = None
    reason: Reason | None = None
    missing: tuple[str, date] | None = None

    @property
    def actual(self) -> Decimal | None:
        """The number itself; undefined is None."""
        if self.reason is not None:
            return None
        if self.value is not None or self.numerator is None:
            return self.value
        if self.denominator is None:
            return Decimal(self.numerator)
        return Decimal(self.numerator) / self.denominator if self.denominator else None
