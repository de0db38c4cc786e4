"""What both departments do about a lead between its hand-over and a deal. Drawn apart, so that the story of deals stays as it is."""

import random
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from goals.demo.clock import SATURDAY, Clock
from goals.demo.facts import ActivityFact, Entry, LeadFact, Story
from pipeline.models import Activity, Stage

SEED = "lighthouse"
OPENS, CLOSES = time(9), time(18)
# Hours until the first touch, and how much slower these teams are.
FIRST_TOUCH, SLOW = 1.3, {"International": 1.7, "East Asia & Pacific": 1.9, "Gulf & South Asia": 1.4}
NEVER_TOUCHED, NEVER_NURTURED, ANSWERED = 0.03, 0.07, 0.9
NEXT_ATTEMPTS = (0.9, 1.7, 2.6)  # days after the first one
ANSWER_HOURS, NURTURE_DAYS = 3.2, 1.3


def add(story: Story, *, clock: Clock) -> None:
    """First touches and further attempts of sales; answers to rejections and nurturing by marketing."""
    apart = Clock(now=clock.now, rng=random.Random(SEED))  # noqa: S311
    for lead in story.leads:
        story.activities += [deed for deed in _touches(lead, apart) if deed.at <= apart.now]
        _answer(lead, apart)


def _touches(lead: LeadFact, clock: Clock) -> Iterator[ActivityFact]:
    for number, entry in enumerate(list(lead.entries)):
        if entry.stage == Stage.SAL and clock.rng.random() > NEVER_TOUCHED:
            until = lead.entries[number + 1].at if number + 1 < len(lead.entries) else clock.now
            yield from _attempts(lead, entry, until, clock)
        if entry.stage == Stage.RECYCLED and clock.rng.random() > NEVER_NURTURED:
            at = _opened(entry.at + timedelta(days=clock.around(NURTURE_DAYS, 0.7)), clock)
            yield ActivityFact(Activity.Kind.EMAIL, f"Invitation for {lead.company}", at, entry.owner, lead=lead)


def _attempts(lead: LeadFact, entry: Entry, until: datetime, clock: Clock) -> Iterator[ActivityFact]:
    stay = entry.owner.stay_on(entry.at.date())
    slower = SLOW.get(stay.team, 1.0) if stay else 1.0
    first = _opened(entry.at + timedelta(hours=clock.around(FIRST_TOUCH * slower, 0.8)), clock)
    yield ActivityFact(Activity.Kind.CALL, f"First call to {lead.name}", first, entry.owner, lead=lead)
    for days in NEXT_ATTEMPTS:
        at = _opened(first + timedelta(days=clock.around(days, 0.3)), clock)
        if at < until:
            kind = clock.pick((Activity.Kind.CALL, Activity.Kind.EMAIL))
            yield ActivityFact(kind, f"Follow-up with {lead.name}", at, entry.owner, lead=lead)


def _answer(lead: LeadFact, clock: Clock) -> None:
    """Marketing takes most of the leads back that sales gave up."""
    last = lead.entries[-1]
    if last.stage != Stage.RECYCLED or clock.rng.random() > ANSWERED:
        return
    at = _opened(last.at + timedelta(hours=clock.around(ANSWER_HOURS, 0.7)), clock)
    if at <= clock.now:
        lead.entries.append(Entry(Stage.INQUIRY, at, last.owner))


def _opened(moment: datetime, clock: Clock) -> datetime:
    """That moment if the office is open then, else early on the next day that it is."""
    if moment.weekday() < SATURDAY and OPENS <= moment.time() < CLOSES:
        return moment
    day = moment.date() + timedelta(days=1 if moment.time() >= CLOSES else 0)
    day += timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)
    return datetime.combine(day, OPENS, clock.zone) + timedelta(minutes=clock.rng.randint(1, 100))
