"""An exchange rate that is added, changed or deleted changes figures by itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goals import tasks
from goals.actions import rates, recomputes
from goals.models import CorrectionDue, Objective, ObjectiveProgress, Recompute
from teams.actions import exchange_rates
from teams.models import Organisation, RateChange
from teams.tenancy import organisations_due, tenant
from tests.factories.goals import make_guardrail, make_objective
from tests.factories.pipeline import make_deal
from tests.factories.teams import NOW, make_exchange_rate, make_rate_change

EURO: dict[str, Any] = {"currency": "EUR", "starts_on": date(2026, 7, 1), "per_unit": Decimal("1.2")}


@pytest.fixture
def objective(in_tenant: Organisation) -> Objective:
    """EUR 100 won, and no rate for it."""
    made = make_objective()
    make_deal(amount_minor=10_000, currency="EUR", day=date(2026, 8, 3))
    recomputes.everything(at=NOW)
    return made


def figure(objective: Objective) -> ObjectiveProgress:
    return ObjectiveProgress.objects.get(objective=objective)


def test_a_missing_rate_that_is_added_gives_the_number(objective: Objective) -> None:
    assert figure(objective).reason == {"code": "missing_rate", "currency": "EUR", "on": "2026-08-03"}
    exchange_rates.create(values=EURO, by=None, at=NOW)
    assert len(organisations_due("recomputes")) == 1
    assert rates.run(at=NOW).changed == 1
    assert (figure(objective).actual, figure(objective).reason) == (12_000, None)
    assert Recompute.objects.get().reason == Recompute.Reason.RATE


def test_a_change_and_a_deletion_follow_too(objective: Objective) -> None:
    rate = make_exchange_rate("EUR", "1.2", starts_on=date(2026, 7, 1))
    exchange_rates.edit(rate=rate, version=1, values=EURO | {"per_unit": Decimal(2)}, by=None, at=NOW)
    rates.run(at=NOW)
    assert figure(objective).actual == 20_000
    exchange_rates.edit(rate=rate, version=2, values=EURO | {"starts_on": date(2026, 8, 10)}, by=None, at=NOW)
    assert {row.starts_on for row in RateChange.objects.all()} == {date(2026, 7, 1), date(2026, 8, 10)}
    rates.run(at=NOW)
    assert figure(objective).actual is None
    exchange_rates.delete(rate=rate, by=None, at=NOW)
    assert rates.run(at=NOW).changed == 0


def test_only_what_counts_in_money_is_measured_anew(objective: Objective) -> None:
    make_objective(metric_key="deals_won")
    guarded = make_objective(metric_key="calls")
    make_guardrail(objective=guarded, metric_key="gross_margin")
    qualified = make_objective(metric_key="units_sold", qualifying=[["amount_minor", "at_least", [100]]])
    make_rate_change()
    assert rates.run(at=NOW).objectives == 3
    due = set(CorrectionDue.objects.values_list("objective_id", "from_day"))
    assert due == {(one.pk, date(2026, 1, 1)) for one in (objective, guarded, qualified)}


def test_twice_is_harmless(objective: Objective) -> None:
    make_rate_change()
    assert rates.run(at=NOW) is not None
    assert rates.run(at=NOW) is None


def test_the_sweep_does_it(objective: Objective) -> None:
    exchange_rates.create(values=EURO, by=None, at=NOW)
    tasks.run_recomputes(str(objective.organisation_id))
    with tenant(objective.organisation_id):
        assert figure(objective).actual == 12_000
        assert not RateChange.objects.exists()
