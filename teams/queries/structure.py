from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from teams.models import Assignment, Department, Team, Territory, compiled


@dataclass(frozen=True)
class TeamRow:
    """A team in its department's tree; `depth` 0 is directly in the department. `people` are those of today."""

    team: Team
    depth: int
    people: int


@dataclass(frozen=True)
class DepartmentRow:
    department: Department
    teams: list[TeamRow]

    @property
    def people(self) -> int:
        return sum(row.people for row in self.teams)


@dataclass(frozen=True)
class TerritoryRow:
    territory: Territory
    people: int


def departments() -> list[Department]:
    """All, to choose from."""
    return compiled.rows_of(Department.objects.all)


def teams() -> list[Team]:
    """All, to choose from."""
    return compiled.rows_of(Team.objects.all)


def department_rows(*, on: date) -> list[DepartmentRow]:
    """Every department with its tree of teams, in three queries."""
    people = _people_by("team", on)
    teams: dict[object, list[TeamRow]] = {}
    for team in Team.objects.with_tree_fields():
        row = TeamRow(team=team, depth=team.tree_depth, people=people.get(team.pk, 0))
        teams.setdefault(team.department_id, []).append(row)
    departments = Department.objects.select_related("head")
    return [DepartmentRow(department, teams.get(department.pk, [])) for department in departments]


def territory_rows(*, on: date) -> list[TerritoryRow]:
    people = _people_by("territory", on)
    return [TerritoryRow(territory, people.get(territory.pk, 0)) for territory in Territory.objects.all()]


def _people_by(column: str, on: date) -> dict[object, int]:
    counted = Assignment.objects.on(on).filter(membership__is_active=True).order_by().values(column)
    return dict(counted.annotate(people=Count("membership")).values_list(column, "people"))
