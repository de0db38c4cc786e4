"""What came before the period of a draft: targets, results and attainment of the same thing, and what they make of its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models.functions import Coalesce

from goals.models import Objective, Scope
from goals.queries.cells import branches_of_teams
from goals.queries.drafts import Draft
from goals.rules import precedents
from goals.rules.odds import Odds
from goals.rules.precedents import A_YEAR, Prospects, Verdict
from metrics import engine
from metrics.definitions import Cell
from teams.models import Organisation, Period

# Changes of a year that are looked at, besides the year itself.
MOST_CHANGES = 8
SHOWN = 12
BY_DIFFERENCE = frozenset({"share", "score"})
# The target of an objective, prorated where somebody was not there all the time: what attainment is of.
ASKED = Coalesce("progress__effective_target", "target")
NO_OBJECTIVE = (None, None, None)


@dataclass(frozen=True, slots=True)
class Past:
    """One period before: its target and attainment if there was such an objective, and what was measured of it."""

    period: Period
    result: Decimal | None
    target: Decimal | None
    attainment: Decimal | None
    objective_id: UUID | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class History:
    """The oldest first. `before` is the period just before the drafted one, `year_ago` the same one of the year before."""

    pasts: list[Past]
    before: Past | None
    year_ago: Past | None
    prospects: Prospects

    @property
    def shown(self) -> list[Past]:
        """From the first one of which anything is known."""
        first = next((at for at, past in enumerate(self.pasts) if past.result or past.target), len(self.pasts))
        return self.pasts[first:][-SHOWN:]

    @property
    def marked(self) -> list[Past]:
        """Last year's first; a year before a year is the year before."""
        marked = [past for past in (self.year_ago, self.before) if past is not None]
        return marked if len(marked) < 2 or marked[0] is not marked[1] else marked[:1]

    @property
    def known(self) -> int:
        """Of how many periods there are results."""
        return sum(past.result is not None for past in self.pasts)


@dataclass(frozen=True, slots=True)
class Chance:
    """P(attain) of the typed number: of `odds.sample` comparable changes `reached` would have brought it.

    `verdict` is None while the sample is too small to judge. `easiest` and `hardest` bound what is realistic.
    """

    odds: Odds
    reached: int
    verdict: Verdict | None
    easiest: Decimal | None
    hardest: Decimal | None
    ambitious: Decimal | None


def history_of(draft: Draft, *, organisation: Organisation, today: date) -> History | None:
    """None until the draft says whom it is about, and when. Three queries (a fourth for teams)."""
    if draft.period is None or not draft.is_placed:
        return None
    periods = periods_before(draft.period)
    over = [period for period in periods if period.ends_on <= today]
    results = _results(draft, periods, organisation, today)
    targets = _targets(draft, periods)
    pasts = [
        Past(one, results[one.pk], *targets.get(one.pk, NO_OBJECTIVE), is_over=one.ends_on <= today) for one in periods
    ]
    year = A_YEAR[draft.period.kind]
    return History(
        pasts=pasts,
        before=pasts[-1] if pasts else None,
        year_ago=pasts[-year] if len(pasts) >= year else None,
        prospects=precedents.prospects(
            results=[results[period.pk] for period in over],
            ahead=len(periods) - len(over) + 1,
            kind=draft.period.kind,
            by_difference=draft.metric.unit in BY_DIFFERENCE,
        ),
    )


def periods_before(period: Period) -> list[Period]:
    """Those of its kind that lead up to it without a gap, the oldest first; the future ones among them too."""
    most = A_YEAR[period.kind] + MOST_CHANGES
    earlier = Period.objects.of_kind(period.kind).filter(ends_on__lte=period.starts_on)
    found: list[Period] = []
    following = period.starts_on
    for one in earlier.order_by("-starts_on", "pk")[:most]:
        if one.ends_on != following:
            break
        found.append(one)
        following = one.starts_on
    return found[::-1]


def _results(
    draft: Draft, periods: Sequence[Period], organisation: Organisation, today: date
) -> dict[UUID, Decimal | None]:
    begun = [period for period in periods if period.starts_on <= today]
    ids = scope_ids(draft, organisation)
    cells = [cell_for(draft, key=one.pk, scope=draft.scope, scope_ids=ids, period=one) for one in begun]
    measured = engine.measure(organisation=organisation, cells=cells, as_of=today) if cells else {}
    return {period.pk: measured[period.pk].actual if period.pk in measured else None for period in periods}


def scope_ids(draft: Draft, organisation: Organisation) -> tuple[UUID, ...]:
    """A team counts with all teams below it."""
    if draft.scope == Scope.TEAM:
        return branches_of_teams()[draft.about.pk]
    return (organisation.pk if draft.scope == Scope.ORGANISATION else draft.about.pk,)


def cell_for(draft: Draft, *, key: UUID | None = None, period: Period, **terms: Any) -> Cell:
    """A cell of the draft's metric, with what qualifies, in a period."""
    return Cell(
        key=key or uuid4(),
        metric=draft.measured,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        currency=draft.currency or None,
        **({"conditions": tuple(draft.conditions)} | terms),
    )


def _targets(draft: Draft, periods: Sequence[Period]) -> dict[UUID, tuple[Decimal, Decimal | None, UUID]]:
    """What was asked of the objectives of these periods that were about the same thing, their attainment, and which."""
    same = Objective.objects.active().filter(
        period__in=periods, metric_key=draft.metric.key, scope=draft.scope, direction=draft.direction
    )
    if draft.scope != Scope.ORGANISATION:
        same = same.filter(**{draft.scope: draft.about})
    rows = same.exclude(pk=draft.objective_id).order_by("-created_at", "-pk")
    found = rows.values_list("period_id", ASKED, "progress__credited_attainment", "pk")
    return {period: (target, attainment, pk) for period, target, attainment, pk in found}


def chance_of(draft: Draft, history: History | None) -> Chance | None:
    """None without a number, and where nothing in the past can be compared."""
    projected = history.prospects.projected if history else ()
    if draft.target is None or history is None or not projected:
        return None
    terms: dict[str, Any] = {"projected": projected, "direction": draft.direction}
    found, reached = precedents.chance(target=draft.target, upper=draft.upper, **terms)
    easiest, hardest = precedents.realistic(**terms) or (None, None)
    verdict = precedents.verdict(probability=found.probability) if history.prospects.is_enough else None
    return Chance(found, reached, verdict, easiest, hardest, precedents.ambitious(**terms))
