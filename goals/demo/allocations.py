"""Plans of handing the quarter's revenue down: one over the teams, one over the reps of a team with months and limits."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from goals.actions import allocations
from goals.demo.company import Company
from goals.models import Objective, Scope
from goals.models.allocation import Over
from goals.queries.allocations import grid_of
from goals.rules.allocation_plans import Plan
from teams.models import Period

SEASON = (Decimal(30), Decimal(30), Decimal(40))


def write(*, company: Company, at: datetime) -> None:
    """Both are drafts: nothing of them is handed down."""
    today = at.astimezone(company.organisation.zone).date()
    quarter = Period.objects.of_kind(Period.Kind.QUARTER).containing(today).get()
    revenue = Objective.objects.in_period(quarter).filter(metric_key="won_revenue").with_scope().select_related("goal")
    manager = company.with_account("sales")
    department = revenue.select_related("owner").get(scope=Scope.DEPARTMENT)
    allocations.start(objective=department, over=Over.TEAM, name="By last year’s results", by=manager, at=at)
    team = revenue.select_related("owner").get(team=company.teams["Enterprise"])
    plan = allocations.start(objective=team, over=Over.REP, name="Half history, half potential", by=manager, at=at)
    allocations.revise(allocation=plan, version=1, plan=_blended(grid_of(plan).plan), by=manager, at=at)


def _blended(plan: Plan) -> Plan:
    """Everybody's potential is what they did and a bit, the newest excepted; the first has a floor."""
    known = [line.history for line in plan.lines if line.history]
    mean = sum(known, Decimal(0)) / len(known) if known else Decimal(1)
    typed = {
        line.id: {"potential": ((line.history or mean) * (Decimal(80 + 15 * number) / 100)).quantize(Decimal("1E6"))}
        for number, line in enumerate(plan.lines)
    }
    return replace(plan, method="blend", padding_share=Decimal("0.05"), season=SEASON).with_lines(typed)
