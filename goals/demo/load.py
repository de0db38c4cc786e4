"""The demo organisation as a whole: made once, in one transaction."""

import random
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from goals.actions import corrections, recomputes
from goals.demo import (
    accounts,
    allocations,
    calendars,
    canvas,
    cast,
    check_ins,
    company,
    handing_out,
    handovers,
    inboxes,
    lead_definitions,
    loading,
    marketing,
    measurements,
    metrics,
    negotiations,
    objectives,
    past,
    practice,
    presences,
    promises,
    rates,
    reviews,
    sessions,
)
from goals.demo.clock import Clock
from goals.demo.facts import Story
from goals.demo.story import Teller
from goals.models import Objective
from teams.actions import organisations, periods
from teams.models import Organisation, Period
from teams.tenancy import tenant

SEED = "saltmarsh"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much was made."""

    leads: int
    deals: int
    activities: int
    objectives: int


@transaction.atomic
def load(*, at: datetime, scale: float = 1.0, slug: str = cast.SLUG) -> Loaded:
    """Make the organisation as of `at`; `scale` multiplies the number of facts. The same moment gives the same figures."""
    organisation = organisations.create(
        slug=slug, name=cast.NAME, time_zone=cast.TIME_ZONE, currency=cast.CURRENCY, fiscal_start_month=1, at=at
    )
    with tenant(organisation.pk):
        return _fill(organisation, at, scale)


def _fill(organisation: Organisation, at: datetime, scale: float) -> Loaded:
    clock = Clock(now=at.astimezone(organisation.zone), rng=random.Random(SEED))  # noqa: S311
    periods.ensure(organisation=organisation, first=clock.start, last=clock.today)
    calendars.write(at=at)
    rates.write(first=clock.start, at=at)
    made = company.found(organisation=organisation, today=clock.today)
    accounts.open_for(made)
    story = Teller(company=made, clock=clock, scale=scale).tell()
    handovers.add(story, clock=clock)
    loading.write(story, company=made)
    lead_definitions.write(company=made, at=at)
    measurements.write(company=made, clock=clock, at=at)
    marketing.write(company=made, clock=clock, scale=scale)
    count = _agree(made, story, clock, at)
    recomputes.everything(at=at)
    corrections.mark(first_days=Objective.objects.order_by("pk").values_list("pk", "period__starts_on"))
    while corrections.advance(at=at):
        pass
    return Loaded(len(story.leads), len(story.deals), len(story.activities), count)


def _agree(made: company.Company, story: Story, clock: Clock, at: datetime) -> int:
    """What is wanted, said, learned and negotiated; returns how many objectives."""
    count = objectives.create(company=made, clock=clock, at=at)
    canvas.write(company=made, clock=clock)
    check_ins.write(company=made, clock=clock)
    quarter = Period.objects.of_kind(Period.Kind.QUARTER).containing(clock.today).get()
    metrics.write(company=made, quarter=quarter, at=at)
    practice.write(company=made, quarter=quarter, today=clock.today, at=at)
    past.write(story, company=made, clock=clock)
    reviews.write(company=made, clock=clock)
    negotiations.tell(company=made, at=clock.now)
    presences.write(company=made, clock=clock, at=at)
    handing_out.write(company=made, clock=clock)
    inboxes.fill(company=made, clock=clock)
    promises.write(company=made, clock=clock)
    allocations.write(company=made, at=at)
    sessions.write(company=made, at=at)
    return count
