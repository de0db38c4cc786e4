"""One statement for the small measurements of all organisations, so that its plan is made once in a connection.

Planning a measurement of many branches takes longer than running it for a few hundred slices. So a process remembers every
branch that such a measurement has asked for, and asks for all of them: those that are not needed have no slices. What is read
from rollups is remembered apart, by the sources: organisations with the same rollups ask for the same branches.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import Any, NamedTuple

from metrics.statements import Group, per_slice
from teams.models import compiled

# A branch without slices costs about a quarter of what planning it does. With more slices a plan that knows how many pays.
WORTH = 4
FEWEST_BRANCHES, MOST_BRANCHES, MOST_SLICES = 6, 64, 3_000


class Planned(NamedTuple):
    """`numbers` are the places of the asked branches in the statement; `arguments` those of the others, to be completed."""

    statement: str
    numbers: Sequence[int]
    arguments: dict[str, Any]


class Branches:
    """Those that have been asked for in this process."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.alike: dict[frozenset[str], Alike] = defaultdict(Alike)

    def planned(self, groups: Sequence[Group], slices: int) -> Planned | None:
        """None where the plan does not pay."""
        if len(groups) < FEWEST_BRANCHES or slices > MOST_SLICES:
            return None
        rolled = frozenset(group.shape.source.key for group in groups if group.is_rolled)
        with self.lock:
            return self.alike[rolled].planned(list(_keys(groups)))


class Alike:
    """The branches of one statement; the nth of the same kind is another one."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[Group, int], int] = {}
        self.without_slices: list[dict[str, Any]] = []
        self.statement = ""

    def planned(self, keys: Sequence[tuple[Group, int]]) -> Planned | None:
        fresh = [key for key in keys if key not in self.numbers]
        size = len(self.numbers) + len(fresh)
        if size > min(MOST_BRANCHES, WORTH * len(keys)):
            return None
        if fresh:
            self.numbers |= {key: number for number, key in enumerate(fresh, start=len(self.numbers))}
            self.without_slices = [dict(_empty(group, number)) for (group, _), number in self.numbers.items()]
            self.statement = compiled.planned_once(per_slice(group for group, _ in self.numbers))
        numbers = [self.numbers[key] for key in keys]
        arguments: dict[str, Any] = {}
        for number in set(range(size)).difference(numbers):
            arguments |= self.without_slices[number]
        return Planned(self.statement, numbers, arguments)


def _keys(groups: Iterable[Group]) -> Iterable[tuple[Group, int]]:
    """The currency is an argument, so it is not part of the text."""
    seen: Counter[Group] = Counter()
    for group in groups:
        key = group._replace(currency="")
        yield key, seen[key]
        seen[key] += 1


def _empty(group: Group, number: int) -> Iterable[tuple[str, Any]]:
    names = [name for name, _ in group.shape.columns]
    yield from ((f"{name}_{number}", "{}") for name in ["slice", *names])
    yield f"currency_{number}", None
    if group.is_one_pass:
        yield from ((f"any_{name}_{number}", "{}") for name in names if name.startswith("t"))
        yield from ((f"{name}_{number}", None) for name in ("first", "until", "only_as_of"))


branches = Branches()
