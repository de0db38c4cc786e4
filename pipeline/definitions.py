"""How a table of facts is described, so that the engine in `metrics` can measure it and people can choose from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# word: text · number: a count or score · money: minor units in the fact's currency · share: 0–1 · duration: seconds ·
# record: the id of another record
FieldKind = Literal["word", "number", "money", "share", "flag", "day", "duration", "record"]
SUMMABLE: frozenset[FieldKind] = frozenset({"number", "money", "share", "duration"})


@dataclass(frozen=True, slots=True)
class Field:
    """A column that a metric may filter by, add up or count; `choices` are all values of a word that has a fixed list.

    The column holds the value × `scale`: whole numbers alone serve an index under row level security.
    """

    name: str
    kind: FieldKind
    label: "str | StrPromise"
    choices: tuple[tuple[str, "str | StrPromise"], ...] = ()
    scale: int = 1

    @property
    def is_summable(self) -> bool:
        return self.kind in SUMMABLE


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """A table of facts: which column dates a fact, which fields it has, whom it counts for.

    `value` is the field whose amounts the covering indexes carry. `started`, `stopped` and `due` are instants: what lies
    between the first two is a thing that was open (stock), and promised until the third (compliance). `verdict` is a word that
    says what came of the promise, in those of metrics/rules/compliance.py, where people may have excused or taken back a breach.
    What `is_dated_by_end` has no day while it is open, so that nobody can count how much of it lay open.
    `narrow` names the scopes with a covering index of their own; the others share one by day. Of a source that `is_rolled_up` a
    large organisation keeps these added up by day: told apart by the word `rolled_by`, only facts whose flag `rolled_if` is set, or
    all facts and beside them those whose day `rolled_known` is known.
    `fact` is what an import writes into `Touched.source`. The engine takes identifiers from here and nowhere else.
    """

    key: str
    fact: str
    table: str
    label: "str | StrPromise"
    day: str
    dimensions: tuple[tuple[str, str], ...]
    fields: Mapping[str, Field] = field(default_factory=dict)
    value: str | None = None
    currency: str | None = None
    started: str | None = None
    stopped: str | None = None
    due: str | None = None
    verdict: str | None = None
    is_dated_by_end: bool = False
    narrow: tuple[str, ...] = ()
    is_rolled_up: bool = False
    rolled_by: str | None = None
    rolled_if: str | None = None
    rolled_known: str | None = None

    def has_scope(self, scope: str) -> bool:
        return scope == "organisation" or any(name == scope for name, _ in self.dimensions)

    def dimension(self, scope: str) -> str | None:
        """The column of a scope; None for the organisation, which is every row of the tenant."""
        return None if scope == "organisation" else dict(self.dimensions)[scope]


def by_name(fields: Iterable[Field]) -> dict[str, Field]:
    return {one.name: one for one in fields}
