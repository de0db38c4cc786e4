"""Where the courses of objectives should be: what is expected by a day, and how much of each target is asked.

All that they need is loaded for all objectives at once; a plain share is computed once per method, period and day.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from goals.catalogue import metric_or_gone
from goals.models import Milestone as MilestoneRow
from goals.models import PaceMethod
from goals.models.objective import BY_BUSINESS_DAYS, OF_LEVELS
from goals.queries.cells import Terms, cells_of
from goals.queries.presences import presences_of
from goals.queries.seasons import Season, Wanted, seasons_of
from goals.rules import milestones, proration, seasonality, spans
from goals.rules.assessment import Course
from goals.rules.milestones import Milestone
from goals.rules.proration import Presence
from goals.rules.seasonality import UnusableWeights
from goals.rules.spans import DayCount, calendar_days
from teams.queries.calendars import default_calendar
from teams.rules import working_days

ZERO = Decimal(0)
OF_ITS_OWN = frozenset({PaceMethod.LEARNED, PaceMethod.MILESTONES})


def courses_of(*, terms: Sequence[Terms], as_of: date, presences: dict[UUID, Presence]) -> list[Course]:
    """Of each objective, for the end of the day; objectives of a period and a way of pacing share theirs."""
    found = Courses(terms=terms, days=[as_of], presences=presences)
    return [found.course(term, as_of) for term in terms]


def expected_by_day(*, term: Terms, days: Sequence[date]) -> list[Decimal]:
    """What is expected of one objective by the end of each day, for its chart."""
    found = Courses(terms=[term], days=days, presences=presences_of([term]))
    accumulates = metric_or_gone(term.metric_key).accumulates
    expected = []
    for day in days:
        course = found.course(term, day)
        level = term.target if course.level is None else course.level
        expected.append(term.target * course.factor * course.share if accumulates else level)
    return expected


class Courses:
    """The courses of some objectives at the end of some days."""

    def __init__(self, *, terms: Sequence[Terms], days: Sequence[date], presences: dict[UUID, Presence]) -> None:
        self.presences = presences
        self.milestones = _milestones_of(terms)
        self.business_days = _business_days(terms, self.presences)
        self.seasons = self._seasons(terms, days)
        self._plain: dict[tuple[object, ...], Decimal] = {}
        self._courses: dict[tuple[object, ...], Course] = {}

    def course(self, term: Terms, day: date) -> Course:
        """Most objectives of a period share one."""
        is_own = term.pace_method in OF_ITS_OWN or (self.presences and term.id in self.presences) or _is_level(term)
        if is_own:
            return self._course(term, day)
        if term.pace_method == PaceMethod.CALENDAR:
            return _by_calendar(term.starts_on, term.ends_on, day)
        key = (*_key(term), day)
        found = self._courses.get(key)
        if found is None:
            found = self._courses[key] = self._course(term, day)
        return found

    def share(self, term: Terms, day: date) -> Decimal:
        """The plain course: of somebody who is always there."""
        season = self.seasons.get(term.id)
        if season and day in season.shares:
            return season.shares[day]
        if term.id in self.milestones:
            return self._by_milestones(term, day)
        key = (*_key(term), day)
        if key not in self._plain:
            self._plain[key] = self._by_days(term, day)
        return self._plain[key]

    def _course(self, term: Terms, day: date) -> Course:
        season, presence = self.seasons.get(term.id), self.presences.get(term.id)
        days = self.business_days if term.pace_method in BY_BUSINESS_DAYS else calendar_days
        share, factor = self.share(term, day), Decimal(1)
        period = {"starts_on": term.starts_on, "ends_on": term.ends_on}
        elapsed, units = spans.elapsed_of_total(**period, as_of=day, days=days)
        if presence is not None:
            factor = proration.prorated(presence=presence, **period, days=self.business_days).factor
            share = self._own_share(term, presence, day)
            elapsed, units = self._days_there(term, presence, day, days)
        return Course(
            share=share,
            factor=factor,
            level=self._level(term, day, share),
            guarded=self._of_milestones(term, day, is_limit=False) if self._has_limits(term) else None,
            units_elapsed=elapsed,
            units=units,
            learned_from=season.learned_from if season else "",
            learned_periods=season.periods if season else None,
        )

    def _by_days(self, term: Terms, day: date) -> Decimal:
        period = {"starts_on": term.starts_on, "ends_on": term.ends_on, "as_of": day}
        if term.pace_method == PaceMethod.STEPS:
            return seasonality.stepped(**period)
        if term.pace_method == PaceMethod.SEASONAL:
            with suppress(UnusableWeights):  # of a period that had other months when they were typed
                return seasonality.typed(weights=term.season_weights, **period, days=self.business_days)
        days = self.business_days if term.pace_method in BY_BUSINESS_DAYS else calendar_days
        return seasonality.elapsed_share(**period, days=days)

    def _by_milestones(self, term: Terms, day: date) -> Decimal:
        """A staircase from the start to the target; a level without a baseline has no start, and no share."""
        return self._of_milestones(term, day, is_limit=_is_limit(term) and day >= term.starts_on)

    def _of_milestones(self, term: Terms, day: date, *, is_limit: bool) -> Decimal:
        start = _start(term)
        share = milestones.share(
            milestones=self.milestones[term.id],
            target=term.target,
            as_of=day,
            ends_on=term.ends_on,
            start=ZERO if start is None else start,
            is_limit=is_limit,
        )
        return seasonality.ONE if share is None else share

    def _own_share(self, term: Terms, presence: Presence, day: date) -> Decimal:
        period = {"starts_on": term.starts_on, "ends_on": term.ends_on, "as_of": day}
        shares = {one: self.share(term, one) for one in proration.boundaries(**period)}
        own = proration.expected_share(presence=presence, shares=shares, **period, days=self.business_days)
        return shares[day] if own is None else own

    def _days_there(self, term: Terms, presence: Presence, day: date, days: DayCount) -> tuple[int, int]:
        behind = spans.elapsed(starts_on=term.starts_on, ends_on=term.ends_on, as_of=day)
        there = (behind, (term.starts_on, term.ends_on))
        elapsed, units = (proration.days_there(presence=presence, within=span, days=days) for span in there)
        return elapsed, units

    def _has_limits(self, term: Terms) -> bool:
        return term.id in self.milestones and _is_limit(term)

    def _level(self, term: Terms, day: date, share: Decimal) -> Decimal | None:
        """Where a rate or a level should stand: on its way from the baseline, or at the last milestone."""
        if not _is_level(term):
            return None
        if term.baseline is not None:
            return term.baseline + (term.target - term.baseline) * share
        steps = self.milestones.get(term.id, ())
        due = [one for one in steps if one.due_on <= day] or list(steps[:1])
        return due[-1].value if due and day < term.ends_on - spans.ONE_DAY else None

    def _seasons(self, terms: Sequence[Terms], days: Sequence[date]) -> dict[UUID, Season]:
        learned = [term for term in terms if term.pace_method == PaceMethod.LEARNED]
        wanted = [
            Wanted(term, cell, self._days_of(term, days))
            for term, cell in zip(learned, cells_of(learned), strict=True)
            if cell.metric.accumulates
        ]
        return seasons_of(wanted=wanted, as_of=max(days)) if wanted else {}

    def _days_of(self, term: Terms, days: Sequence[date]) -> Sequence[date]:
        if term.id not in self.presences:
            return days
        ends = proration.boundaries(starts_on=term.starts_on, ends_on=term.ends_on, as_of=days[0])
        return sorted({*ends, *days})


@lru_cache(maxsize=4096)
def _by_calendar(starts_on: date, ends_on: date, day: date) -> Course:
    """The same in all organisations."""
    elapsed, units = spans.elapsed_of_total(starts_on=starts_on, ends_on=ends_on, as_of=day, days=calendar_days)
    share = seasonality.elapsed_share(starts_on=starts_on, ends_on=ends_on, as_of=day, days=calendar_days)
    return Course(share=share, units_elapsed=elapsed, units=units)


def _key(term: Terms) -> tuple[object, ...]:
    return term.pace_method, term.starts_on, term.ends_on, tuple(term.season_weights)


def _is_level(term: Terms) -> bool:
    return term.pace_method in OF_LEVELS and not metric_or_gone(term.metric_key).accumulates


def _is_limit(term: Terms) -> bool:
    """What adds up, and to at most so much."""
    return term.direction == "at_most" and metric_or_gone(term.metric_key).accumulates


def _start(term: Terms) -> Decimal | None:
    return ZERO if metric_or_gone(term.metric_key).accumulates else term.baseline


def _business_days(terms: Sequence[Terms], presences: dict[UUID, Presence]) -> DayCount:
    """The organisation's, if anything here goes by them."""
    is_needed = presences or any(term.pace_method in BY_BUSINESS_DAYS for term in terms)
    return working_days.counted_by(default_calendar()) if is_needed else calendar_days


def _milestones_of(terms: Sequence[Terms]) -> dict[UUID, list[Milestone]]:
    wanted = [term.id for term in terms if term.pace_method == PaceMethod.MILESTONES]
    found: dict[UUID, list[Milestone]] = defaultdict(list)
    if wanted:
        rows = MilestoneRow.objects.filter(objective__in=wanted).order_by("due_on", "pk")
        for id_, due_on, value in rows.values_list("objective_id", "due_on", "value"):
            found[id_].append(Milestone(due_on=due_on, value=value))
    return dict(found)
