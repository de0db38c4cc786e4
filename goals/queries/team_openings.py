"""The targets of a team's reps, to be offered all at once: each with what its past proposes. Constant queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from goals.access import Opening, openings
from goals.models import Negotiation, Objective, Scope, TargetMode
from goals.models.negotiation import HELD, OPEN
from goals.queries.cells import branches_of_teams, cells_of, terms_of
from goals.queries.precedents import BY_DIFFERENCE, periods_before
from goals.rules import precedents
from goals.rules.negotiation import Side
from metrics import engine
from teams.models import Membership, Organisation, Period, Team
from teams.permissions import Role
from teams.queries.periods import LISTED
from teams.queries.superiors import managed_departments

MOST_REPS = 200


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A rep's target that may be offered: `before` is what the last period that is over brought, `proposed` what goes into the field.

    `standing` is the negotiation that holds the target already; then nothing is offered.
    """

    opening: Opening
    before: Decimal | None
    proposed: Decimal
    is_by_history: bool
    standing: Negotiation | None

    @property
    def objective(self) -> Objective:
        return self.opening.objective


def team_choices(*, member: Membership, today: date) -> dict[str, list[Any]]:
    """Teams of the departments that the member manages (an owner: all), and the periods that are not over, the next quarter first."""
    teams = Team.objects.order_by("name", "pk")
    if member.role != Role.OWNER:
        teams = teams.filter(department__in=managed_departments(member=member, on=today))
    ahead = Period.objects.filter(kind__in=LISTED, ends_on__gt=today).order_by("starts_on", "kind", "pk")
    quarters = [one for one in ahead if one.kind == Period.Kind.QUARTER]
    coming = [one for one in quarters if one.starts_on > today]
    first = (coming or quarters)[:1]
    return {"teams": list(teams), "periods": [*first, *(one for one in ahead if one not in first)]}


def team_rows(
    *, member: Membership, team: Team, period: Period, metric_key: str, organisation: Organisation, today: date
) -> list[TeamRow]:
    """Of the reps who are in the team, or in one below it, on the first day of the period that is still ahead."""
    day = max(today, period.starts_on)
    branch = branches_of_teams()[team.pk]
    objectives = (
        Objective.objects.active().in_period(period).placed_on(day).with_scope().select_related("owner", "goal")
    )
    wanted = objectives.filter(scope=Scope.REP, metric_key=metric_key, place_team__in=branch)
    listed = list(wanted.order_by("rep__full_name", "pk")[:MOST_REPS])
    found = [one for one in openings(member, listed, on=today) if one.side == Side.MANAGER]
    standing = Negotiation.objects.filter(objective__in=listed, state__in=[*OPEN, *HELD]).order_by("number")
    held = {one.objective_id: one for one in standing}
    past = _past(found, period, organisation, today)
    return [_row(one, past.get(one.objective.pk, ([], 1)), period, held.get(one.objective.pk)) for one in found]


def _past(
    found: Sequence[Opening], period: Period, organisation: Organisation, today: date
) -> dict[UUID, tuple[list[Decimal | None], int]]:
    """By objective: its results in the periods before that are over, and how many periods it is ahead of the last of them."""
    before = periods_before(period)
    over = [one for one in before if one.ends_on <= today]
    cells = cells_of(terms_of(Objective.objects.filter(pk__in=[one.objective.pk for one in found])))
    keys = {
        (cell.key, one.pk): UUID(int=at * 1000 + n) for at, cell in enumerate(cells, 1) for n, one in enumerate(over)
    }
    wanted = [
        cell._replace(key=keys[cell.key, one.pk], starts_on=one.starts_on, ends_on=one.ends_on)
        for cell in cells
        for one in over
    ]
    measured = engine.measure(organisation=organisation, cells=wanted, as_of=today) if wanted else {}
    ahead = len(before) - len(over) + 1
    return {cell.key: ([measured[keys[cell.key, one.pk]].actual for one in over], ahead) for cell in cells}


def _row(
    opening: Opening, past: tuple[list[Decimal | None], int], period: Period, standing: Negotiation | None
) -> TeamRow:
    objective, (results, ahead) = opening.objective, past
    by_difference = objective.metric.unit in BY_DIFFERENCE
    found = precedents.prospects(results=results, ahead=ahead, kind=period.kind, by_difference=by_difference)
    proposed = None
    if objective.target_mode == TargetMode.ABSOLUTE:
        proposed = precedents.proposed(found=found, direction=objective.direction)  # type: ignore[arg-type]
    number = objective.target if proposed is None else proposed
    return TeamRow(opening, results[-1] if results else None, number, proposed is not None, standing)
