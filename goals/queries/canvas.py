"""A goal's canvas: what is written on it, and its objectives by department."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from goals.models import Assumption, Goal, HelpRequest, Initiative, Obstacle
from goals.models.canvas import CanvasEntry
from goals.queries.progress import ProgressRow
from goals.queries.turnovers import turnover_in
from goals.rules.turnover import capacity_lost
from teams.models import Department, Period

SHELVES: dict[str, tuple[type[CanvasEntry], tuple[str, ...]]] = {
    "initiatives": (Initiative, ("owner",)),
    "obstacles": (Obstacle, ("owner",)),
    "assumptions": (Assumption, ()),
    "help_requests": (HelpRequest, ("department", "asked_by", "replied_by")),
}
FIRST = 4


@dataclass(frozen=True, slots=True)
class Shelf:
    """One box: the lines on it, and those that were put aside."""

    entries: list[CanvasEntry]
    aside: list[CanvasEntry]


@dataclass(slots=True)
class DepartmentObjectives:
    """What one department carries of a goal: how many of each status, and the widest objectives."""

    department: Department | None
    rows: list[ProgressRow] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    @property
    def shown(self) -> list[ProgressRow]:
        return self.rows[:FIRST]

    @property
    def hidden(self) -> int:
        return max(len(self.rows) - FIRST, 0)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the records say of an assumption so far, and what was expected; `capacity` is lost by it."""

    actual: Decimal | None
    capacity: Decimal


def shelves_of(goal: Goal, *, names: Iterable[str] = SHELVES) -> dict[str, Shelf]:
    """One query for each box."""
    shelves = {}
    for name in names:
        model, relations = SHELVES[name]
        rows: QuerySet[CanvasEntry] = model.objects.filter(goal=goal)
        entries = list(rows.select_related(*relations) if relations else rows)
        shelves[name] = Shelf(
            entries=[row for row in entries if not row.is_archived], aside=[row for row in entries if row.is_archived]
        )
    return shelves


def measured_of(shelf: Shelf, *, period: Period | None, today: date) -> dict[UUID, Measured]:
    """Of the assumptions that the records can speak to: two queries if there are any."""
    counted = [row for row in shelf.entries if isinstance(row, Assumption) and row.expected_share is not None]
    if not counted or period is None or period.starts_on > today:
        return {}
    actual = turnover_in(starts_on=period.starts_on, until=min(period.ends_on, today))
    return {
        row.pk: Measured(actual=actual, capacity=capacity_lost(turnover=row.expected_share or Decimal(0)))
        for row in counted
    }


def objectives_by_department(rows: Sequence[ProgressRow], *, today: date) -> list[DepartmentObjectives]:
    """Of the present periods, else of the latest; what is of no department comes first."""
    shown = [row for row in rows if row.starts_on <= today < row.ends_on]
    shown = shown or [row for row in rows if row.period_key == rows[0].period_key]
    departments = {department.pk: department for department in Department.objects.order_by("name", "pk")}
    columns: dict[UUID | None, DepartmentObjectives] = {None: DepartmentObjectives(None)}
    columns |= {key: DepartmentObjectives(department) for key, department in departments.items()}
    for row in shown:
        column = columns[row.department_id]
        column.rows.append(row)
        status = row.status or "no_data"
        column.statuses[status] = column.statuses.get(status, 0) + 1
    return [column for column in columns.values() if column.rows]
