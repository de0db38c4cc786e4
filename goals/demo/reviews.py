"""What the demo organisation learned from the last quarter: two reviews are finished, one is being written."""

from datetime import timedelta

from goals.actions import reviews
from goals.actions.reviews import Judged
from goals.demo.clock import Clock, quarter_start
from goals.demo.company import Company
from goals.demo.wishes import ACCOUNTS, PIPELINE, REVENUE
from goals.models import Assumption, Goal
from goals.queries.reviews import assumptions_of
from teams.models import Period

Outcome = Assumption.Outcome
# Goal: what changed, what to keep, what to change; outcome and what happened of each assumption; whether it is finished.
STORIES = (
    (
        REVENUE,
        "A competitor opened in Europe in the middle of the quarter and sells a tenth below us. Steel went up twice.",
        "Discounts decided together: nobody gave away more than 8 % without a reason that others read.",
        "Price arguments came too late for the large offers. Next time the price book is there before the quarter.",
        (
            (Outcome.PARTLY, "Nobody left after the first month, but one desk stayed empty all quarter."),
            (Outcome.BROKE, "Up 7 %; the list price held only because the stock was old."),
        ),
        True,
    ),
    (
        PIPELINE,
        "Search advertising became dearer, trade fairs were full again.",
        "Friday's half-hour on rejected leads. It is the one meeting that nobody moves.",
        "A lead without the size of the company is not passed on any more.",
        (
            (Outcome.BROKE, "Cost per lead went up by 18 %; referrals made up for two thirds of it."),
            (Outcome.HELD, "Nine of ten within a day, thanks to the agreement."),
        ),
        True,
    ),
    (ACCOUNTS, "Two of the forty accounts were bought by others.", "Account plans of one page.", "", (), False),
)


def write(*, company: Company, clock: Clock) -> None:
    period = Period.objects.get(kind=Period.Kind.QUARTER, starts_on=quarter_start(clock.today, quarters_back=1))
    at = clock.now - timedelta(hours=30)
    for title, market, keep, change, outcomes, is_finished in STORIES:
        goal = Goal.objects.select_related("owner").get(title=title)
        by = goal.owner or company.with_account("owner")
        values = {"market": market, "keep": keep, "change": change}
        judged = [Judged(one, *told) for one, told in zip(assumptions_of(goal), outcomes, strict=False)]
        reviews.save(goal=goal, period=period, version=0, values=values, judged=judged, by=by, at=at)
        if is_finished and at.date() >= period.ends_on:
            reviews.finish(goal=goal, period=period, by=by, at=at)
