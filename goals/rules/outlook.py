"""What follows from a figure for the rest of its period: where it leads, and what is still needed per day.

Days are those of the course: all of them, or business days, and of somebody who is away only those when they are there.
What a guard withholds is still needed. Neither is stored for a period that is over; a rate or a level needs no sum.
"""

from decimal import Decimal
from typing import NamedTuple

from goals.rules import progress
from goals.rules.assessment import Assessment, Course, Promise
from goals.rules.progress import EXACT, ONE, PLACES


class Outlook(NamedTuple):
    """The columns of a figure that tell of its course, at six decimal places."""

    share: Decimal
    units_elapsed: int
    units: int
    learned_from: str
    learned_periods: int | None
    presence: Decimal | None
    forecast: Decimal | None
    required_rate: Decimal | None
    required_ratio: Decimal | None


def outlook(*, promise: Promise, course: Course, judged: Assessment) -> Outlook:
    """Forecast and required rate of one objective, with the course that they go by."""
    rate = ratio = None
    if promise.accumulates and promise.direction != "at_most":
        credited = judged.actual if judged.credited is None else judged.credited
        left = course.units - course.units_elapsed
        rate = progress.required_rate(actual=credited, target=judged.effective_target, units_left=left)
        ratio = progress.required_ratio(required_rate=rate, actual=credited, units_elapsed=course.units_elapsed)
    forecast = progress.forecast(actual=judged.actual, share=course.share, accumulates=promise.accumulates)
    return Outlook(
        share=course.share.quantize(PLACES, context=EXACT),
        units_elapsed=course.units_elapsed,
        units=course.units,
        learned_from=course.learned_from,
        learned_periods=course.learned_periods,
        presence=None if course.factor == ONE else course.factor.quantize(PLACES, context=EXACT),
        forecast=_stored(forecast),
        required_rate=_stored(rate),
        required_ratio=_stored(ratio),
    )


def _stored(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(PLACES, context=EXACT)
