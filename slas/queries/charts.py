"""Clocks in the shapes that static/js/charts.js draws, and as the tables beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from slas.queries.trends import Answered, Cell, Pace, Week
from teams.rules import formats

# How dark a cell of the heat map is: breached share from … on.
LEVELS = (0.05, 0.15, 0.3, 0.5)
PERCENT = {"style": "percent", "digits": 0}
HOURS = {"style": "unit", "unit": "hour", "divisor": 3600, "digits": 1}


@dataclass(frozen=True, slots=True)
class HeatCell:
    hour: int
    breached: int
    judged: int
    level: int | None


@dataclass(frozen=True, slots=True)
class HeatDay:
    weekday: int
    cells: list[HeatCell]


@dataclass(frozen=True, slots=True)
class NamedAnswered:
    name: str
    row: Answered


def week_chart(weeks: Sequence[Week]) -> dict[str, Any]:
    """The share of kept promises per week with its interval."""
    found = [week.compliance for week in weeks]
    return {
        "kind": "progress",
        "labels": [week.day.isoformat() for week in weeks],
        "series": [
            {"name": _("Compliance"), "role": "actual", "data": [_plain(one.share) for one in found]},
            {"name": _("Interval, low"), "role": "baseline", "data": [_low(one.interval) for one in found]},
            {"name": _("Interval, high"), "role": "expected", "data": [_high(one.interval) for one in found]},
        ],
        "unit": PERCENT,
    }


def heat_map(days: Sequence[Sequence[Cell]]) -> list[HeatDay]:
    """From the first hour in which anything was due on any day to the last: the night is not drawn."""
    due = [cell.hour for cells in days for cell in cells if cell.compliance.judged]
    hours = slice(min(due), max(due) + 1) if due else slice(None)
    return [HeatDay(number, [_heat_cell(cell) for cell in cells[hours]]) for number, cells in enumerate(days, 1)]


def _heat_cell(cell: Cell) -> HeatCell:
    counts = cell.compliance
    level = sum(counts.breached >= at * counts.judged for at in LEVELS) if counts.judged else None
    return HeatCell(cell.hour, counts.breached, counts.judged, level)


def pace_chart(paces: Sequence[Pace]) -> dict[str, Any]:
    """The median wait of the buyer beside that of the owner, by team."""
    return {
        "kind": "bars",
        "labels": [pace.team or _("No team") for pace in paces],
        "series": [
            {"name": _("Speed to lead"), "role": "actual", "data": [pace.speed_to_lead.median for pace in paces]},
            {"name": _("Owner time"), "role": "expected", "data": [pace.owner_time.median for pace in paces]},
        ],
        "unit": HOURS,
    }


def answered_chart(rows: Sequence[Answered]) -> dict[str, Any]:
    return {
        "kind": "path",
        "labels": [one.name for one in named(rows)],
        "series": [
            {"name": _("Qualified"), "role": "actual", "data": [_plain(row.share) for row in rows]},
            {"name": _("Interval, low"), "role": "baseline", "data": [_low(row.interval) for row in rows]},
            {"name": _("Interval, high"), "role": "expected", "data": [_high(row.interval) for row in rows]},
        ],
        "unit": PERCENT,
    }


def named(rows: Sequence[Answered]) -> list[NamedAnswered]:
    return [NamedAnswered(_class_name(row), row) for row in rows]


def _class_name(row: Answered) -> str:
    if row.minutes:
        spoken = formats.duration(seconds=row.minutes * 60, language=get_language() or "en")
        return _("within %(time)s") % {"time": spoken}
    return _("never") if row.is_never else _("later")


def _plain(share: Any) -> float | None:
    return None if share is None else round(float(share), 4)


def _low(interval: Any) -> float | None:
    return _plain(interval.low) if interval else None


def _high(interval: Any) -> float | None:
    return _plain(interval.high) if interval else None
