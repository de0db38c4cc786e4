"""Attainment, expected today, pace, status, forecast and required rate of one objective.

Every function is pure and keyword-only. Amounts are ``Decimal`` (money in minor units, shares as 0–1).

Time. Days are the organisation's local dates; a period is closed-open (``starts_on`` counts, ``ends_on`` does not).
``as_of`` is *inclusive*: "as of 14 August" counts everything through the end of that day, so of 1 July – 30 September
45 of 92 days have elapsed.

Accumulating and level metrics. A sum or a count grows through its period, so today it is held against the share of
the target that the elapsed time implies. A ratio (a win rate) does not accumulate: expected of it is the target
itself, on any day. For the same reason ``at least`` with a baseline is read as from–to only for a ratio; for a sum or
a count the baseline is last period's total, shown beside the target, and attainment stays actual ÷ target. So it does
where the target does not lie beyond the baseline ("at least 20 %, from 25 % last quarter"): there is no way to go.

"Between" has two ends: see `Band` in goals/rules/targets.py. ``target`` is the lower, ``upper`` the upper end; without
an upper end there is no band.

While nothing is expected yet (a weekend before the first business day, months without weight, the days before the first
step), a limit is kept as long as the whole of it is: not every first euro spent is one too many.

On its last day a period is still open; it closes the day after, and from then on only the target counts.

Undefined stays undefined (``None``), and nothing is clipped: attainment may be negative or above 1.
"""

from datetime import date, timedelta
from decimal import Context, Decimal
from functools import lru_cache
from typing import Literal

Direction = Literal["at_least", "at_most", "between"]
Status = Literal["not_started", "on_track", "watch", "off_track", "reached", "missed", "no_data"]
AttainmentMethod = Literal["actual_over_target", "target_over_actual", "from_baseline", "within_band"]

ON_TRACK = Decimal("0.95")
WATCH = Decimal("0.80")
FORECAST_FROM = Decimal("0.10")
ZERO = Decimal(0)
ONE_DAY = timedelta(days=1)
ONE = Decimal(1)
PLACES = Decimal("0.000001")
MILLION = 10**6
EXACT = Context(prec=60)


def elapsed_days(*, starts_on: date, ends_on: date, as_of: date) -> int:
    """Days of the period that lie behind us at the end of ``as_of``."""
    return max(0, min((as_of - starts_on).days + 1, (ends_on - starts_on).days))


def is_over(*, ends_on: date, as_of: date) -> bool:
    """From the day after the last one on."""
    return as_of >= ends_on


@lru_cache(maxsize=4096)
def calendar_share(*, starts_on: date, ends_on: date, as_of: date) -> Decimal:
    """The elapsed share of the period, every day counting the same."""
    elapsed = elapsed_days(starts_on=starts_on, ends_on=ends_on, as_of=as_of)
    return Decimal(elapsed) / (ends_on - starts_on).days


def attainment_method(
    *, target: Decimal, baseline: Decimal | None, direction: Direction, accumulates: bool
) -> AttainmentMethod:
    """Which of the formulas applies; `attainment` computes it."""
    if direction == "between":
        return "within_band"
    if baseline is not None and not (accumulates and direction == "at_least"):
        is_beyond = target >= baseline if direction == "at_least" else target <= baseline
        if is_beyond:
            return "from_baseline"
    return "target_over_actual" if direction == "at_most" else "actual_over_target"


def attainment(
    *,
    actual: Decimal | None,
    target: Decimal,
    baseline: Decimal | None,
    direction: Direction,
    accumulates: bool,
    upper: Decimal | None = None,
) -> Decimal | None:
    """How much of the objective is achieved: 1 is exactly the target."""
    if actual is None:
        return None
    method = attainment_method(target=target, baseline=baseline, direction=direction, accumulates=accumulates)
    if method == "within_band":
        return None if upper is None else within_band(actual=actual, lower=target, upper=upper)
    if method == "from_baseline" and baseline is not None:
        return (actual - baseline) / (target - baseline) if target != baseline else None
    if method == "target_over_actual":
        return target / actual if actual > 0 else None
    return actual / target if target else None


def within_band(*, actual: Decimal, lower: Decimal, upper: Decimal) -> Decimal | None:
    """1 inside, both ends included; outside the smaller of value and nearer end by the larger, if both are positive."""
    if lower <= actual <= upper:
        return ONE
    small, large = (actual, lower) if actual < lower else (upper, actual)
    return small / large if small >= 0 and large > 0 else None


def expected(*, target: Decimal, share: Decimal, accumulates: bool) -> Decimal:
    """What the actual should be by now."""
    return target * share if accumulates else target


def pace(
    *, actual: Decimal | None, expected: Decimal, direction: Direction, upper: Decimal | None = None
) -> Decimal | None:
    """Actual against expected, turned so that more is better; undefined where a quotient would mislead.

    Of a band ``expected`` and ``upper`` are where its ends should be by now.
    """
    if actual is None or expected < 0:
        return None
    if direction == "between":
        return within_band(actual=actual, lower=expected, upper=upper) if upper else None
    if not expected:
        return None
    if direction == "at_most":
        return expected / actual if actual > 0 else None
    return actual / expected


def is_met(*, actual: Decimal, target: Decimal, direction: Direction, upper: Decimal | None = None) -> bool:
    """On the right side of the target, or between its ends; equality is met."""
    if direction == "between":
        return upper is not None and target <= actual <= upper
    return actual >= target if direction == "at_least" else actual <= target


def status(*, is_met: bool | None, pace: Decimal | None, starts_on: date, ends_on: date, as_of: date) -> Status:
    """The one word for an objective; before its period nothing is judged, after it only the target counts.

    ``is_met`` says whether the target is kept, while the period runs whether what was expected by now is; None: nobody
    can say.
    """
    if as_of < starts_on:
        return "not_started"
    if is_met is None:
        return "no_data"
    if is_over(ends_on=ends_on, as_of=as_of):
        return "reached" if is_met else "missed"
    if pace is None:
        return "on_track" if is_met else "off_track"
    if pace >= ON_TRACK:
        return "on_track"
    return "watch" if pace >= WATCH else "off_track"


def forecast(*, actual: Decimal | None, share: Decimal, accumulates: bool) -> Decimal | None:
    """Where the period ends at this rate; too early (under a tenth) it says nothing. A ratio is its own forecast."""
    if actual is None or share < FORECAST_FROM:
        return None
    return actual / share if accumulates else actual


def required_rate(*, actual: Decimal | None, target: Decimal, units_left: int) -> Decimal | None:
    """What each remaining day (or working day) must bring; nothing is needed beyond the target."""
    if actual is None or units_left <= 0:
        return None
    return max(ZERO, target - actual) / units_left


def required_ratio(*, required_rate: Decimal | None, actual: Decimal | None, units_elapsed: int) -> Decimal | None:
    """The required rate against the rate so far: 1.5 means half as fast again as until now."""
    if required_rate is None or actual is None or actual <= 0 or units_elapsed <= 0:
        return None
    return required_rate * units_elapsed / actual
