"""What one person has promised for a period, how it stands, and how earlier periods went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from goals.models import Scope
from goals.models.objective import ObjectiveQuerySet
from goals.queries import known
from goals.queries.course_lines import prorations_of
from goals.queries.figures import Figure, figure_of
from goals.queries.odds import Chances, chances_of
from goals.queries.progress import ProgressRow, rows_of, with_figures
from goals.rules.proration import Proration
from metrics.definitions import Metric
from pipeline.models import Deal
from teams.models import Membership, Organisation, Period, compiled
from teams.queries.periods import PeriodChoice

PAST_PERIODS = 8
MOST_ROWS = 120
LAST_DEALS = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OwnObjective:
    """The person's figure, the team's objective on the same metric, and the person's earlier periods, newest last."""

    figure: Figure
    team: ProgressRow | None
    past: list[ProgressRow]
    proration: Proration | None = None
    chances: Chances | None = None

    @property
    def metric(self) -> Metric:
        return self.figure.row.metric


@dataclass(frozen=True, slots=True)
class Quota:
    """`objectives`: of the period, money first; `deals`: the last ones won."""

    objectives: list[OwnObjective]
    deals: list[Deal]


def quota(
    *, organisation: Organisation, member: Membership, periods: PeriodChoice, known_on: date | None = None
) -> Quota:
    """As many queries for ten objectives as for one. What was known on an earlier day has no chances: they look ahead from now."""
    period = periods.chosen
    if period is None:
        return Quota(objectives=[], deals=[])
    rows = _own_rows(member, period, periods.day, known_on)
    now = sorted((row for row in rows if row.period_key == period.key), key=_importance)
    teams = _team_rows({row.team_id for row in now if row.team_id}, period, periods.day, known_on)
    prorations = prorations_of(rows=now)
    chances = {} if known_on else chances_of(organisation=organisation, rows=now)
    return Quota(
        objectives=[
            OwnObjective(
                figure=figure_of(row),
                team=next((team for team in teams if team.metric_key == row.metric_key), None),
                past=_past(row, rows),
                proration=prorations.get(row.id),
                chances=chances.get(row.id),
            )
            for row in now
        ],
        deals=list(_last_won(member, min(period.ends_on, periods.today + ONE_DAY))),
    )


def _importance(row: ProgressRow) -> tuple[object, ...]:
    return row.metric.unit != "money" or not row.metric.accumulates, -row.weight, row.name, row.id


def _own_rows(member: Membership, period: Period, on: date, known_on: date | None) -> list[ProgressRow]:
    """This period's and those of the periods of the same kind before it, newest first."""
    given = member.pk, period.kind, period.starts_on, on, known_on
    return rows_of(_own(*given) if known_on else compiled.rows_of(_own, *given))


def _own(member_id: UUID, kind: str, starts_on: date, on: date, known_on: date | None) -> ObjectiveQuerySet:
    own = known.figured(known.existing(known_on).of_rep(member_id).placed_on(on), known_on)
    own = own.filter(period__kind=kind, period__starts_on__lte=starts_on)
    return with_figures(own).order_by("-starts_on", "metric_key", "pk")[:MOST_ROWS]


def _team_rows(teams: set[UUID], period: Period, on: date, known_on: date | None) -> list[ProgressRow]:
    if not teams:
        return []
    given: Any = period.pk, on, known_on, *sorted(teams)
    return rows_of(_of_teams(*given) if known_on else compiled.rows_of(_of_teams, *given))


def _of_teams(period_id: UUID, on: date, known_on: date | None, *teams: UUID) -> ObjectiveQuerySet:
    of_team = known.existing(known_on).filter(period=period_id, scope=Scope.TEAM, team__in=teams).placed_on(on)
    return with_figures(known.figured(of_team, known_on)).order_by("metric_key", "pk")


def _past(row: ProgressRow, rows: Sequence[ProgressRow]) -> list[ProgressRow]:
    same = [past for past in rows if past.metric_key == row.metric_key and past.starts_on < row.starts_on]
    return same[:PAST_PERIODS][::-1]


def _last_won(member: Membership, before: date) -> Sequence[Deal]:
    return compiled.rows_of(_won, member.pk, before)


def _won(member_id: UUID, before: date) -> QuerySet[Deal]:
    won = Deal.objects.filter(owner=member_id, status=Deal.Status.WON, closed_day__lt=before)
    return won.order_by("-closed_day", "pk")[:LAST_DEALS]
