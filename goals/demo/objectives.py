"""Goals and objectives of the demo organisation: this quarter's and those of the year before."""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal

from goals.actions import goals as goal_actions
from goals.catalogue import metric_of
from goals.demo import cast
from goals.demo.clock import QUARTERS_BEFORE, Clock, quarter_start
from goals.demo.company import Company
from goals.demo.targets import YEAR, History, Proposal, padded_sum
from goals.demo.wishes import GOALS, Wish, wishes_of
from goals.models import Goal, Objective, Scope
from teams.models import Department, Period, Team

# Parents whose target is the sum of their children's: scope and name of the parent, and of its parts.
SUMS = (
    (Scope.TEAM, "Field sales", Scope.TEAM, ("Enterprise", "Mid-market")),
    (Scope.TEAM, "International", Scope.TEAM, ("Gulf & South Asia", "East Asia & Pacific")),
    (Scope.DEPARTMENT, "Sales", Scope.TEAM, ("Field sales", "International")),
    (Scope.DEPARTMENT, "Marketing", Scope.TEAM, cast.MARKETING_TEAMS),
)
Proposals = dict[Wish, Proposal]


def create(*, company: Company, clock: Clock, at: datetime) -> int:
    """Create the goals, and the objectives of five quarters; returns how many objectives."""
    goals = _goals(company, at)
    starts = [quarter_start(clock.today, quarters_back=back) for back in range(QUARTERS_BEFORE, -1, -1)]
    quarters = list(Period.objects.of_kind(Period.Kind.QUARTER).filter(starts_on__in=starts).order_by("starts_on"))
    numbers = range(len(quarters) - 1 - YEAR, len(quarters))
    wishes = {
        number: list(wishes_of(company=company, quarter_starts_on=quarters[number].starts_on)) for number in numbers
    }
    different = {wish.key: wish for some in wishes.values() for wish in some}
    history = History(organisation=company.organisation, wishes=different.values(), quarters=quarters)
    made = Objective.objects.bulk_create(
        _objective(wish, proposal, goals, quarters[number])
        for number in numbers
        for wish, proposal in _fitted(
            {wish: history.proposal(wish, number) for wish in wishes[number]}, company, quarters[number]
        ).items()
    )
    return len(made)


def _goals(company: Company, at: datetime) -> dict[str, Goal]:
    goals: dict[str, Goal] = {}
    for title, why, parent, account in GOALS:
        owner = company.with_account(account)
        values = {
            "title": title,
            "why": why,
            "parent": goals[parent] if parent else None,
            "owner": owner,
            "sponsor": company.with_account("owner"),
        }
        goals[title] = goal_actions.create(values=values, by=owner, at=at)
    return goals


def _objective(wish: Wish, proposal: Proposal, goals: dict[str, Goal], quarter: Period) -> Objective:
    record = {} if wish.record is None else {wish.scope.value: wish.record}
    return Objective(
        goal=goals[wish.goal],
        metric_key=wish.metric_key,
        scope=wish.scope,
        period=quarter,
        direction=wish.direction,
        baseline=proposal.baseline,
        target=proposal.target,
        weight=Decimal(wish.weight),
        owner=wish.owner,
        **record,
    )


def _fitted(proposals: Proposals, company: Company, quarter: Period) -> Proposals:
    """The proposals with each team's target fitted to those of its people, and each parent's to those of its teams."""
    targets = {wish.key: proposal.target for wish, proposal in proposals.items()}
    _fit_teams(targets, proposals, company, quarter)
    for scope, name, part_scope, part_names in SUMS:
        record, parts = _record(company, scope, name), [_record(company, part_scope, part) for part in part_names]
        for metric_key in ("won_revenue", "mqls"):
            keys = [(metric_key, part_scope.value, part.pk) for part in parts]
            if (metric_key, scope.value, record.pk) in targets and all(key in targets for key in keys):
                targets[metric_key, scope.value, record.pk] = sum((targets[key] for key in keys), Decimal(0))
    sales = ("won_revenue", Scope.DEPARTMENT.value, company.departments["Sales"].pk)
    targets["won_revenue", Scope.ORGANISATION.value, None] = targets[sales]
    return {wish: Proposal(targets[wish.key], proposal.baseline) for wish, proposal in proposals.items()}


def _fit_teams(targets: dict, proposals: Proposals, company: Company, quarter: Period) -> None:
    parts = defaultdict(list)
    for worker in company.reps + company.marketers:
        if stay := worker.stay_on(quarter.starts_on):
            for wish in proposals:
                if wish.record == worker.membership:
                    parts[wish.metric_key, Scope.TEAM.value, stay.place.team_id].append(targets[wish.key])
    for key, quotas in parts.items():
        if key in targets:
            targets[key] = padded_sum(quotas, metric_of(key[0]))


def _record(company: Company, scope: Scope, name: str) -> Team | Department:
    return company.teams[name] if scope == Scope.TEAM else company.departments[name]
