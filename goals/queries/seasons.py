"""Courses learned from the past: what the same scope, else the whole organisation, had usually reached by then.

All past periods of all objectives are measured in one statement, and once more for those whose own past is too short.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from goals.models import LearnedFrom, Scope
from goals.queries.cells import Terms
from goals.rules import seasonality, spans
from goals.rules.seasonality import MOST_PERIODS, TooFewPeriods
from goals.rules.spans import Span
from metrics.definitions import Cell
from metrics.engine import measure
from teams.models import Organisation, Period
from teams.queries.organisations import active_organisation

Values = dict[UUID | None, Decimal]


class Wanted(NamedTuple):
    """The days of an objective's period at whose end its share is asked for."""

    term: Terms
    cell: Cell
    days: Sequence[date]


class Season(NamedTuple):
    """S at the end of each day that was asked for, whose past taught it, and how many periods did."""

    shares: dict[date, Decimal]
    learned_from: str
    periods: int


class Reach(NamedTuple):
    """The cells of one past period: what it had before and after the cut, and in the end."""

    before: UUID | None
    after: UUID | None
    rest: Decimal
    total: UUID


def seasons_of(*, wanted: Sequence[Wanted], as_of: date) -> dict[UUID, Season]:
    """By objective. Without enough past of anybody's the shares are missing: the calendar decides."""
    organisation = active_organisation()
    past = _past_spans(one.term for one in wanted)
    seasons = _learned(organisation, wanted, past, as_of, LearnedFrom.OWN)
    short = [one for one in wanted if one.term.id not in seasons]
    whole = [
        one._replace(cell=one.cell._replace(scope=Scope.ORGANISATION.value, scope_ids=(organisation.pk,)))
        for one in short
    ]
    seasons |= _learned(organisation, whole, past, as_of, LearnedFrom.ORGANISATION)
    for one in short:
        seasons.setdefault(one.term.id, Season({}, LearnedFrom.CALENDAR, 0))
    return seasons


def _past_spans(terms: Iterable[Terms]) -> dict[str, list[Span]]:
    """The periods of each kind, the oldest first."""
    kinds = {term.period_kind for term in terms}
    periods: dict[str, list[Span]] = defaultdict(list)
    rows = Period.objects.filter(kind__in=kinds).order_by("starts_on", "pk")
    for kind, starts_on, ends_on in rows.values_list("kind", "starts_on", "ends_on"):
        periods[kind].append((starts_on, ends_on))
    return periods


def _learned(
    organisation: Organisation,
    wanted: Sequence[Wanted],
    past: dict[str, list[Span]],
    as_of: date,
    learned_from: LearnedFrom,
) -> dict[UUID, Season]:
    cells = Cells()
    reaches = {
        (one.term.id, day): [cells.reach(one.cell, span, one.term, day) for span in _before(one.term, past)]
        for one in wanted
        for day in one.days
    }
    measured = measure(organisation=organisation, cells=cells.all, as_of=as_of) if cells.all else {}
    values: Values = {key: found.actual or Decimal(0) for key, found in measured.items()}
    seasons = {}
    for one in wanted:
        past_shares = {day: _shares(reaches[one.term.id, day], values) for day in one.days}
        try:
            shares = {day: seasonality.usual(past=found) for day, found in past_shares.items()}
        except TooFewPeriods:
            continue
        seasons[one.term.id] = Season(shares, learned_from, len(next(iter(past_shares.values()))))
    return seasons


def _before(term: Terms, past: dict[str, list[Span]]) -> list[Span]:
    return [span for span in past[term.period_kind] if span[1] <= term.starts_on][-MOST_PERIODS:]


def _shares(reaches: Iterable[Reach], values: Values) -> list[Decimal]:
    found = (
        seasonality.reached(
            before=values.get(reach.before, Decimal(0)),
            after=values.get(reach.after, Decimal(0)),
            rest=reach.rest,
            total=values[reach.total],
        )
        for reach in reaches
    )
    return [share for share in found if share is not None]


class Cells:
    """The cells to measure, each once, however many objectives and days ask for it."""

    def __init__(self) -> None:
        self.known: dict[Cell, UUID] = {}

    @property
    def all(self) -> list[Cell]:
        return [cell._replace(key=key) for cell, key in self.known.items()]

    def reach(self, cell: Cell, span: Span, term: Terms, day: date) -> Reach:
        elapsed, total = spans.elapsed_of_total(
            starts_on=term.starts_on, ends_on=term.ends_on, as_of=day, days=spans.calendar_days
        )
        whole, rest = seasonality.cut(elapsed=elapsed, total=total, days=(span[1] - span[0]).days)
        return Reach(
            before=self._key(cell, span[0], whole),
            after=self._key(cell, span[0], whole + 1) if rest else None,
            rest=rest,
            total=self._key(cell, span[0], (span[1] - span[0]).days) or UUID(int=0),
        )

    def _key(self, cell: Cell, starts_on: date, days: int) -> UUID | None:
        """None for no days at all."""
        if not days:
            return None
        part = cell._replace(key=UUID(int=0), starts_on=starts_on, ends_on=starts_on + timedelta(days=days), as_of=None)
        return self.known.setdefault(part, UUID(int=len(self.known) + 1))
