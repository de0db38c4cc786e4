"""Who of the demo organisation is away or new, and which of its objectives have a course of their own."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import F

from goals.demo.clock import Clock
from goals.demo.company import Company, Worker
from goals.models import Objective, PaceMethod, Scope
from teams.actions import absences, ramp_plans
from teams.models import Absence, PresenceChange

RAMP = [Decimal("0.25"), Decimal("0.5"), Decimal("0.75")]
# The last month of a quarter brings most.
WEIGHTS = [Decimal(28), Decimal(32), Decimal(40)]


def write(*, company: Company, clock: Clock, at: datetime) -> None:
    """Somebody is on leave, somebody is new; revenue follows the seasons and the sales department its business days."""
    by = company.with_account("owner")
    away, new = _without_account(company)[:2]
    days = {"starts_on": clock.today - timedelta(days=4), "ends_on": clock.today + timedelta(days=10)}
    absences.record(member=away.membership, values={"kind": Absence.Kind.LEAVE, **days}, by=by, at=at)
    new.membership.joined_on = (clock.today - timedelta(days=40)).replace(day=1)
    new.membership.save(update_fields=["joined_on"])
    ramp_plans.save(member=None, version=0, shares=RAMP, by=by, at=at)
    money, edited = Objective.objects.filter(metric_key="won_revenue", period__kind="quarter"), F("version") + 1
    seasonal = {"pace_method": PaceMethod.SEASONAL, "season_weights": WEIGHTS}
    money.filter(scope=Scope.ORGANISATION).update(version=edited, **seasonal)
    money.filter(scope=Scope.DEPARTMENT).update(version=edited, pace_method=PaceMethod.BUSINESS_DAYS)
    money.filter(scope=Scope.TEAM).update(version=edited, pace_method=PaceMethod.LEARNED)
    PresenceChange.objects.all().delete()  # all figures are computed next


def _without_account(company: Company) -> list[Worker]:
    """Reps who have always been in one team, by name."""
    reps = [worker for worker in company.reps if not worker.person.account and len(worker.stays) == 1]
    return sorted(reps, key=lambda worker: worker.person.name)
