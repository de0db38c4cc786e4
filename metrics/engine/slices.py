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
# Adding up the facts of every day, record and word takes about ten times as long as passing over them.
PASS = 10
# What a slice carries, in the order of `Shape.columns`.
Row = tuple[Any, ...]
# Sources and scopes whose facts are kept added up by day, and up to date.
Rolled = Collection[tuple[str, str]]


class Slices:
    """Those of one group. A gathered form needs all rows of a cell at once; otherwise each row is a slice."""

    def __init__(self, group: Group) -> None:
        self.group = group
        self.is_gathered = group.shape.is_gathered
        self.numbers: dict[Any, int] = {}

    def take(self, rows: list[Row]) -> list[int]:
        """The numbers of these slices, of which some may be there already."""
        numbers = self.numbers
        if self.is_gathered:
            return [numbers.setdefault(tuple(rows), len(numbers))] if rows else []
        return [numbers.setdefault(row, len(numbers)) for row in rows]

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Each row with the number of its slice."""
        if not self.is_gathered:
            return enumerate(self.numbers)
        return ((number, row) for rows, number in self.numbers.items() for row in rows)

    def branch(self, rolled: Rolled) -> Group:
        """Slices of a scope that shares its index each read all facts of their days: where these are very many, pass once for all.

        Where these are kept added up by day, read that.
        """
        group, shape = self.group, self.group.shape
        if (shape.source.key, group.scope) in rolled and is_rolled(group):
            return group._replace(is_rolled=True)
        if group.scope in shape.source.narrow or shape.form != "added":
            return group
        is_able = all(test.is_equality or not test.types for test in shape.tests)
        if not is_able or (shape.needs_as_of and len(set(self._column("as_of"))) > 1):
            return group
        first, until = ([row[at] for row in self.numbers] for at in (1, 2))
        days = sum((end - start).days for start, end in zip(first, until, strict=True))
        return group._replace(is_one_pass=days > PASS * (max(until) - min(first)).days)

    def arguments(self, number: int) -> dict[str, Any]:
        """Arrays of the columns of `Shape.columns`, named after the group's number."""
        slices, rows = zip(*self.rows(), strict=True)
        found = {
            f"{name}_{number}": array(column)
            for (name, _), column in zip(self.group.shape.columns, zip(*rows, strict=True), strict=True)
        }
        return found | {f"slice_{number}": array(slices), f"currency_{number}": self.group.currency}

    def arguments_of_pass(self, number: int) -> dict[str, Any]:
        """What one pass over the facts for all slices needs beside these."""
        shape = self.group.shape
        tests = [name for name, _ in shape.columns if name.startswith("t")]
        return {
            f"first_{number}": min(self._column("first_day")),
            f"until_{number}": max(self._column("until_day")),
            f"only_as_of_{number}": self._column("as_of")[0] if shape.needs_as_of else None,
            **{f"any_{name}_{number}": array(sorted(set(self._column(name)))) for name in tests},
        }

    def _column(self, name: str) -> list[Any]:
        at = [column for column, _ in self.group.shape.columns].index(name)
        return [row[at] for row in self.numbers]


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
