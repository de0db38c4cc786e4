"""What measures must share to be counted by one branch of a statement, and what differs from slice to slice."""

from typing import Literal, NamedTuple

from metrics.definitions import Aggregate, Measure, Operator
from pipeline.definitions import FieldKind, Source

# added: counts and sums, which add up over slices · promised: compliance, which does too · open: a stock, likewise
# different, ranked, latest: need all facts of a cell together
Form = Literal["added", "promised", "open", "different", "ranked", "latest"]
# due: the source's instant · limit: seconds after the start · duration: seconds of the value
Promise = Literal["due", "limit", "duration"]
FORMS: dict[Aggregate, Form] = {
    "count": "added",
    "sum": "added",
    "average": "added",
    "compliance": "promised",
    "stock": "open",
    "distinct": "different",
    "percentile": "ranked",
    "latest": "latest",
}
GATHERED: frozenset[Form] = frozenset({"different", "ranked", "latest"})
TYPES: dict[FieldKind, str] = {
    "word": "text",
    "record": "uuid",
    "flag": "boolean",
    "number": "numeric",
    "money": "bigint",
    "share": "numeric",
    "duration": "bigint",
    "day": "date",
}


class Test(NamedTuple):
    """A condition without its values. A flag's value stays in the text, so that the planner can prove a partial index."""

    column: str
    operator: Operator
    kind: FieldKind
    flag: bool | None = None

    @property
    def is_equality(self) -> bool:
        return self.operator == "is" and self.flag is None

    @property
    def is_by_day(self) -> bool:
        """Known from a day on, so that it depends on the as-of day."""
        return self.operator == "is_known" and self.kind == "day"

    @property
    def types(self) -> list[str]:
        """Of the values that a slice carries; a list of them is text, cast where it is compared."""
        if self.flag is not None or self.operator == "is_known":
            return []
        kind = "text" if self.operator == "is_not" else TYPES[self.kind]
        return [kind, kind] if self.operator == "between" else [kind]


class Shape(NamedTuple):
    """`value` is the field whose amounts are read; a plain count reads that of the covering indexes too, and so shares
    the slices of a sum."""

    source: Source
    form: Form
    value: str | None
    tests: tuple[Test, ...]
    promise: Promise | None = None

    @property
    def is_gathered(self) -> bool:
        return self.form in GATHERED

    @property
    def needs_as_of(self) -> bool:
        return any(test.is_by_day for test in self.tests)

    @property
    def needs_cut_off(self) -> bool:
        return self.form == "promised" and self.promise != "duration"

    @property
    def money(self) -> list[str]:
        """The columns that hold amounts in currencies, which must be in the one that is asked for."""
        names = [self.value] if self.value else []
        names += [test.column for test in self.tests]
        return [name for name in dict.fromkeys(names) if self.source.fields[name].kind == "money"]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Names and types of what a slice carries, in the order of its values."""
        found = [("scope_id", "uuid"), ("first_day", "date"), ("until_day", "date")]
        found += [(f"t{at}_{n}", kind) for at, test in enumerate(self.tests) for n, kind in enumerate(test.types)]
        if self.form == "ranked":
            found.append(("q", "numeric"))
        if self.promise in ("limit", "duration"):
            found.append(("allowed", "bigint"))
        if self.needs_as_of:
            found.append(("as_of", "date"))
        if self.needs_cut_off:
            found.append(("cut_off", "timestamptz"))
        if self.form == "open":
            found += [("first_second", "bigint"), ("until_second", "bigint")]
        return found


class Group(NamedTuple):
    """A branch of the statement. `converts`: amounts in other currencies are turned into `currency`, else they refuse.

    `is_one_pass`: the facts are passed over once for all slices. `is_rolled`: their sums by day are read instead of them.
    """

    shape: Shape
    scope: str
    currency: str = ""
    converts: bool = False
    is_one_pass: bool = False
    is_rolled: bool = False


def shape_of(what: Measure) -> Shape:
    tests = tuple(
        Test(
            condition.column,
            condition.operator,
            what.source.fields[condition.column].kind,
            _flag(condition.values),
        )
        for condition in what.conditions
    )
    shares = what.aggregate == "count" and not any(test.kind == "money" for test in tests)
    return Shape(
        source=what.source,
        form=FORMS[what.aggregate],
        value=what.value or (what.source.value if shares else None),
        tests=tests,
        promise=_promise(what),
    )


def _flag(values: tuple[object, ...]) -> bool | None:
    return values[0] if len(values) == 1 and isinstance(values[0], bool) else None


def _promise(what: Measure) -> Promise | None:
    if what.aggregate != "compliance":
        return None
    if what.value is not None:
        return "duration"
    return "due" if what.limit is None else "limit"
