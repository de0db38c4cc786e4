"""P(attain) through the real path: the vector of the domain's table, histories, stages and what is left out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goals.actions import recomputes
from goals.models import Objective
from goals.queries.odds import Chances, chances_of
from goals.queries.progress import progress_of
from pipeline.models import Deal
from teams.models import Membership, Organisation, Period
from teams.tenancy import active_organisation_id
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal, make_deal_stage, make_stage_chance
from tests.factories.teams import NOW, make_membership

SEPTEMBER = date(2026, 9, 15)
# Amounts with stages that are won in 6, 5, 3, 2 and 2.5 of ten: 24 closed deals of 40 give 0.6 and so on.
DEALS = [(40_000, "A"), (60_000, "B"), (80_000, "C"), (50_000, "D"), (90_000, "E")]
STAGES = {"A": (5, 8), "B": (4, 8), "C": (5, 18), "D": (1, 8), "E": (4, 18)}


@pytest.fixture
def rep(in_tenant: Organisation) -> Membership:
    return make_membership()


def home() -> Organisation:
    return Organisation.objects.get(pk=active_organisation_id())


def chances(objective: Objective, *, as_of: Any = NOW) -> Chances:
    recomputes.everything(at=as_of)
    row = progress_of(objective.pk, on=NOW.date())
    assert row is not None
    return chances_of(organisation=home(), rows=[row])[objective.pk]


def open_deal(**values: Any) -> Deal:
    return make_deal(**({"status": "open", "expected_day": SEPTEMBER, "day": date(2026, 6, 1)} | values))


def learned(stages: dict[str, tuple[int, int]]) -> None:
    """Chances are (won + 1) ÷ (closed + 2)."""
    for stage, (won, closed) in stages.items():
        for number in range(closed):
            seen = make_deal(status="won" if number < won else "lost", day=date(2026, 6, 1), amount_minor=1)
            make_deal_stage(deal=seen, stage=stage)


def test_the_pipeline_vector(rep: Membership) -> None:
    objective = make_objective(rep=rep, target=Decimal(150_000))
    make_deal(owner=rep, amount_minor=50_000)
    learned(STAGES)
    for amount, stage in DEALS:
        open_deal(owner=rep, amount_minor=amount, stage=stage)
    pipeline = chances(objective).pipeline
    assert pipeline.gap == 100_000
    assert [deal.chance for deal in pipeline.deals] == [
        Decimal(chance) for chance in ("0.25", "0.3", "0.5", "0.2", "0.6")
    ]
    assert round(pipeline.odds.probability, 4) == Decimal("0.5895")
    assert (pipeline.odds.sample, pipeline.weighted, pipeline.coverage) == (5, 110_500, Decimal("3.2"))


@pytest.mark.parametrize(("reached", "missed", "probability"), [(3, 1, "0.666667"), (0, 2, "0.25"), (0, 0, "0.5")])
def test_history_counts_the_periods_before(rep: Membership, reached: int, missed: int, probability: str) -> None:
    quarters = list(Period.objects.filter(kind="quarter", ends_on__lte=date(2026, 7, 1)).order_by("-starts_on"))
    for number, quarter in enumerate(quarters[: reached + missed]):
        make_objective(rep=rep, period=quarter, target=Decimal(100))
        make_deal(owner=rep, day=quarter.starts_on, amount_minor=100 if number < reached else 99)
    found = chances(make_objective(rep=rep, target=Decimal(100)))
    assert (found.history.probability, found.history.sample) == (Decimal(probability), reached + missed)
    assert found.reached == reached


def test_history_is_of_the_same_metric_scope_and_kind_of_period(rep: Membership) -> None:
    other = make_membership()
    before = Period.objects.get(key="2026-Q2")
    make_objective(rep=other, period=before)
    make_objective(rep=rep, metric_key="deals_won", period=before)
    make_objective(rep=rep, period=Period.objects.get(key="2026-M06"))
    make_objective(rep=rep, period=before, is_archived=True)
    assert chances(make_objective(rep=rep)).history.sample == 0


def test_only_deals_of_the_scope_that_close_in_the_period(rep: Membership) -> None:
    objective = make_objective(rep=rep, target=Decimal(100))
    open_deal(owner=rep, amount_minor=100)
    open_deal(amount_minor=100)
    open_deal(owner=rep, amount_minor=100, expected_day=date(2026, 10, 1))
    open_deal(owner=rep, amount_minor=100, expected_day=None)
    make_deal(owner=rep, status="lost")
    pipeline = chances(objective).pipeline
    assert (pipeline.total, pipeline.undated) == (1, 1)


def test_deals_without_an_amount_in_this_currency_are_left_out(rep: Membership) -> None:
    objective = make_objective(rep=rep, target=Decimal(100))
    open_deal(owner=rep, amount_minor=None)
    open_deal(owner=rep, amount_minor=100, currency="EUR")
    pipeline = chances(objective).pipeline
    odds = pipeline.odds
    assert (odds.sample, odds.left_out, odds.probability) == (0, 2, 0)
    assert (pipeline.open_amount, pipeline.weighted, pipeline.coverage) == (None, None, None)


def test_what_is_missing_is_not_said_while_nobody_knows_what_was_booked(rep: Membership) -> None:
    objective = make_objective(rep=rep, target=Decimal(100), currency="CHF")
    make_deal(owner=rep, amount_minor=100)
    open_deal(owner=rep, amount_minor=100, currency="CHF")
    assert chances(objective).pipeline is None


def test_a_stage_with_few_closed_deals_goes_by_all(rep: Membership) -> None:
    objective = make_objective(rep=rep, target=Decimal(100))
    learned({"A": (1, 4), "B": (6, 6)})
    open_deal(owner=rep, amount_minor=100, stage="A")
    deal = chances(objective).pipeline.deals[0]
    assert (deal.is_by_stage, deal.sample, deal.chance) == (False, 10, Decimal("0.666667"))


def test_a_number_of_deals_counts_each_with_one(rep: Membership) -> None:
    objective = make_objective(rep=rep, metric_key="deals_won", target=Decimal(2))
    make_stage_chance(won=0, closed=0)
    open_deal(owner=rep, amount_minor=None)
    open_deal(owner=rep, amount_minor=5)
    odds = chances(objective).pipeline.odds
    assert (odds.probability, odds.sample) == (Decimal("0.25"), 2)


def test_a_target_that_is_reached_is_certain(rep: Membership) -> None:
    objective = make_objective(rep=rep, target=Decimal(100))
    make_deal(owner=rep, amount_minor=100)
    pipeline = chances(objective).pipeline
    assert (pipeline.odds.probability, pipeline.coverage) == (1, None)


@pytest.mark.parametrize("metric_key", ["calls", "win_rate", "deals_lost", "pipeline_opened"])
def test_other_metrics_have_no_pipeline(rep: Membership, metric_key: str) -> None:
    assert chances(make_objective(rep=rep, metric_key=metric_key, target=Decimal("0.5"))).pipeline is None


def test_velocity_is_what_the_pipeline_turns_out_a_day(rep: Membership) -> None:
    objective = make_objective(rep=rep, target=Decimal(10_000))
    closing = {"owner": rep, "day": date(2026, 6, 1)}
    make_deal(**closing, amount_minor=300, opened_at="2026-05-12T12:00Z", closed_at="2026-06-01T12:00Z")
    make_deal(**closing, status="lost")
    for _ in range(4):
        open_deal(owner=rep, amount_minor=500)
    pipeline = chances(objective).pipeline
    assert (pipeline.past.win_rate, pipeline.past.size, pipeline.past.cycle_days) == (Decimal("0.5"), 300, 20)
    assert pipeline.velocity == 30


def test_a_period_that_is_over_has_no_odds(rep: Membership) -> None:
    objective = make_objective(rep=rep, period=Period.objects.get(key="2026-Q2"))
    recomputes.everything(at=NOW)
    row = progress_of(objective.pk, on=NOW.date())
    assert chances_of(organisation=home(), rows=[row]) == {}
