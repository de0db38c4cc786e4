"""The slices of a measurement: each is counted once, however many cells need it."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from metrics.definitions import Cell
from metrics.engine.readings import Reading, array, instant_of, second_of
from metrics.statements import Group
from metrics.statements.rollups import is_rolled

ONE_DAY = timedelta(days=1)
# What a slice carries, in the order of `Shape.columns`.
Row = tuple[Any, ...]
# Sources and scopes whose facts are kept added up by day, and up to date.
Rolled = Collection[tuple[str, str]]


class Slices:
    """Those of one group. A gathered form needs all rows of a cell at once; otherwise each row is a slice."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.numbers: dict[Any, int] = {}

    def take(self, rows: list[Row]) -> list[int]:
        """The numbers of these slices, of which some may be there already."""
        numbers = self.numbers
        if self.group.shape.is_gathered:
            return [numbers.setdefault(tuple(rows), len(numbers))] if rows else []
        return [numbers.setdefault(row, len(numbers)) for row in rows]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row with the number of its slice."""
        if not self.group.shape.is_gathered:
            yield from enumerate(self.numbers)
            return
        for rows, number in self.numbers.items():
            yield from ((number, row) for row in rows)

    def branch(self, rolled: Rolled) -> Group:
        """Slices of a scope that shares its index each read all facts of their days: beyond one pass, pass once for all.

        Where these are kept added up by day, read that.
        """
        group, shape = self.group, self.group.shape
        if (shape.source.key, group.scope) in rolled and is_rolled(group):
            return group._replace(is_rolled=True)
        is_able = shape.form == "added" and all(test.is_equality or not test.types for test in shape.tests)
        if not is_able or group.scope in shape.source.narrow or (shape.needs_as_of and len(self._days_of("as_of")) > 1):
            return group
        first, until = ([row[at] for row in self.numbers] for at in (1, 2))
        days = sum((end - start).days for start, end in zip(first, until, strict=True))
        return group._replace(is_one_pass=days > (max(until) - min(first)).days)

    def arguments(self, number: int) -> dict[str, Any]:
        """Arrays of the columns of `Shape.columns`, named after the group's number, and what a single pass needs."""
        slices, rows = zip(*self.rows(), strict=True)
        names = [name for name, _ in self.group.shape.columns]
        columns = dict(zip(names, zip(*rows, strict=True), strict=True))
        found = {f"{name}_{number}": array(column) for name, column in columns.items()}
        found |= {f"slice_{number}": array(slices), f"currency_{number}": self.group.currency}
        found |= {f"first_{number}": min(columns["first_day"]), f"until_{number}": max(columns["until_day"])}
        found |= {f"any_{name}_{number}": array(sorted(set(columns[name]))) for name in names if name.startswith("t")}
        if self.group.shape.needs_as_of:
            found[f"only_as_of_{number}"] = columns["as_of"][0]
        return found

    def _days_of(self, name: str) -> set[date]:
        at = [column for column, _ in self.group.shape.columns].index(name)
        return {row[at] for row in self.numbers}


def rows_of(cell: Cell, reading: Reading, as_of: date, zone: ZoneInfo) -> list[Row]:
    """None before the cell has begun; one for each sub-team of a team, and for each choice of an equality."""
    until = min(cell.ends_on, as_of + ONE_DAY)
    if until <= cell.starts_on:
        return []
    days = cell.starts_on, until
    times = () if reading.is_plain else _times(reading, *days, as_of, zone)
    return [(id_, *days, *choice, *times) for id_ in cell.scope_ids for choice in reading.choices]


def _times(reading: Reading, starts_on: date, until: date, as_of: date, zone: ZoneInfo) -> Row:
    shape = reading.shape
    times: list[Any] = [as_of] if shape.needs_as_of else []
    if shape.needs_cut_off:
        times.append(instant_of(as_of + ONE_DAY, zone))
    if shape.form == "open":
        times += [second_of(starts_on, zone), second_of(until, zone)]
    return tuple(times)


def span_of(cell: Cell, as_of: date, zone: ZoneInfo) -> int:
    """Seconds of the cell that lie behind: with the hour that a change of the clock adds or takes."""
    until = max(cell.starts_on, min(cell.ends_on, as_of + ONE_DAY))
    return second_of(until, zone) - second_of(cell.starts_on, zone)
