"""What the demo organisation has behind it: two quarters that were closed and signed, a deal that was found too late, and
what was known on earlier days of this quarter.
"""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

from goals.actions import closes, recomputes
from goals.demo import loading
from goals.demo.clock import Clock, quarter_start
from goals.demo.company import Company
from goals.demo.facts import DealFact, Story
from goals.models import Close
from goals.queries.closes import parts_of
from pipeline.models import Deal
from teams.models import Department, Membership, Period

CLOSED_AFTER = timedelta(days=4)
EACH_DAY, EACH_FORTNIGHT = 5, 14


def write(story: Story, *, company: Company, clock: Clock) -> None:
    """In the order of time. The last quarter still waits for Marketing's signature."""
    for back in (2, 1):
        period = Period.objects.get(kind=Period.Kind.QUARTER, starts_on=quarter_start(clock.today, quarters_back=back))
        at = _at(period.ends_on + CLOSED_AFTER, clock)
        if at < clock.now:
            close = _closed(period, company.with_account("owner"), at)
            _sign(close, company, at + timedelta(hours=3), but="" if back == 2 else "Marketing")
    _find_late(story, company, clock)
    for day in _days(clock):
        _recompute(_at(day, clock))


def _recompute(at: datetime) -> None:
    """The night's, as a worker does it."""
    recomputes.tick(at=at)
    due = recomputes.claim(at=at)
    if due:
        recomputes.run(recompute_id=due.pk, at=at)


def _closed(period: Period, by: Membership, at: datetime) -> Close:
    close = closes.request(period=period, by=by, at=at)
    return closes.freeze(close_id=close.pk, at=at) or close


def _sign(close: Close, company: Company, at: datetime, *, but: str) -> None:
    owner = company.with_account("owner")
    heads = {department.pk: department.head for department in Department.objects.select_related("head")}
    for part in parts_of(close, member=owner, today=at.date()):
        head = heads[part.department.pk] if part.department else None
        if part.department is None or part.department.name != but:
            closes.sign(close=close, department=part.key, shown=part.hash, by=head or owner, at=at)


def _find_late(story: Story, company: Company, clock: Clock) -> None:
    """A won deal of the quarter before last that nobody had entered."""
    starts_on = quarter_start(clock.today, quarters_back=2)
    ends_on = quarter_start(clock.today, quarters_back=1)
    won = [deal for deal in story.deals if deal.closed_at and starts_on <= deal.closed_at.date() < ends_on]
    like: DealFact = max((deal for deal in won if deal.status == Deal.Status.WON), key=lambda deal: deal.number)
    row = loading.deal_row(like, company)
    late = {"id": uuid4(), "external_id": "D-LATE", "name": f"{like.name} (2)", "recorded_at": clock.now}
    loading.copy(Deal, [row | late])


def _days(clock: Clock) -> list[date]:
    """The last days one by one, and one a fortnight before them."""
    begun = (clock.today - quarter_start(clock.today)).days
    backs = {*range(1, min(EACH_DAY, begun) + 1), *range(EACH_DAY + EACH_FORTNIGHT, begun, EACH_FORTNIGHT)}
    return [clock.today - timedelta(days=back) for back in sorted(backs, reverse=True)]


def _at(day: date, clock: Clock) -> datetime:
    return datetime.combine(day, time(18), tzinfo=clock.zone)
