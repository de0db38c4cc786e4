"""What a metric may be made of."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from metrics.definitions import Condition, Measure, Measured, Metric
from pipeline.sources import CASES_CLOSED, CASES_OPENED, DEALS_CLOSED, DEALS_OPENED, STAGE_ENTRIES

COUNT = Measure(DEALS_CLOSED, "count")
REVENUE = Measure(DEALS_CLOSED, "sum", "amount_minor")


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        pytest.param(Condition("name; DROP TABLE", "is", ("x",)), "no field", id="a column that is not offered"),
        pytest.param(Condition("status", "at_least", ("won",)), "cannot be filtered", id="words have no order"),
        pytest.param(Condition("amount_minor", "is", (1,)), "cannot be filtered", id="amounts are compared"),
        pytest.param(Condition("amount_minor", "at_least", ("1",)), "is a money", id="a word for an amount"),
        pytest.param(Condition("amount_minor", "at_least", (True,)), "is a money", id="a flag is no number"),
        pytest.param(Condition("amount_minor", "between", (1,)), "1 values", id="one bound of two"),
        pytest.param(Condition("closed_day", "at_least", ("2026-01-01",)), "is a day", id="a word for a day"),
        pytest.param(Condition("status", "is", ()), "0 values", id="no choice"),
        pytest.param(Condition("status", "is_known", ("won",)), "1 values", id="known is known"),
        pytest.param(Condition("owner_id", "is", ("x",)), "is a record", id="a word for an id"),
    ],
)
def test_a_condition_keeps_to_the_fields_of_its_source(condition: Condition, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Measure(DEALS_CLOSED, "count", conditions=(condition,))


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        pytest.param({"aggregate": "sum", "value": "name"}, "not a value", id="a column that is not offered"),
        pytest.param({"aggregate": "sum"}, "added up", id="a sum of nothing"),
        pytest.param({"aggregate": "average", "value": "status"}, "added up", id="the mean of words"),
        pytest.param({"aggregate": "percentile", "value": "amount_minor"}, "place", id="which percentile"),
        pytest.param({"aggregate": "percentile", "value": "amount_minor", "q": Decimal(2)}, "place", id="beyond all"),
        pytest.param({"aggregate": "sum", "value": "amount_minor", "q": Decimal(1)}, "place", id="a place in a sum"),
        pytest.param({"aggregate": "distinct"}, "tell things apart", id="different what"),
        pytest.param({"aggregate": "stock"}, "from when until when", id="closed deals are not open"),
        pytest.param({"aggregate": "compliance", "limit": 60}, "starts and stops", id="no start"),
        pytest.param({"aggregate": "compliance", "value": "amount_minor", "limit": 1}, "duration", id="late money"),
    ],
)
def test_a_measure_has_the_terms_of_its_aggregate(terms: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        Measure(DEALS_CLOSED, **terms)


def test_what_has_no_day_before_its_end_is_never_seen_open() -> None:
    with pytest.raises(ValueError, match="from when until when"):
        Measure(CASES_CLOSED, "stock")
    assert Measure(CASES_OPENED, "stock").value is None


def test_compliance_needs_a_due_instant_or_a_limit() -> None:
    with pytest.raises(ValueError, match="limit is needed"):
        Measure(DEALS_OPENED, "compliance")
    assert Measure(DEALS_OPENED, "compliance", limit=3600).limit == 3600


def test_a_metric_is_made_of_the_measures_of_its_kind() -> None:
    with pytest.raises(ValueError, match="denominator"):
        Metric("x", "ratio", "share", "X", "X", COUNT)
    with pytest.raises(ValueError, match="denominator"):
        Metric("x", "count", "count", "X", "X", COUNT, COUNT)
    with pytest.raises(ValueError, match="not made of"):
        Metric("x", "sum", "money", "X", "X", COUNT)


def test_what_adds_up_over_time_and_what_divides() -> None:
    revenue = Metric("x", "sum", "money", "X", "X", REVENUE)
    average = Metric("x", "average", "money", "X", "X", Measure(DEALS_CLOSED, "average", "amount_minor"))
    ratio = Metric("x", "ratio", "money", "X", "X", REVENUE, Measure(STAGE_ENTRIES, "count"))
    assert [metric.accumulates for metric in (revenue, average, ratio)] == [True, False, False]
    assert [metric.divides for metric in (revenue, average, ratio)] == [False, True, True]
    assert [metric.is_ratio for metric in (revenue, average, ratio)] == [False, False, True]
    assert ratio.facts == {"deal", "stage_transition"}


@pytest.mark.parametrize(
    ("measured", "actual"),
    [
        (Measured(631, 1000), "0.631"),
        (Measured(0, 10), "0"),
        (Measured(0, 0), None),
        (Measured(5, 0), None),
        (Measured(None, 5), None),
        (Measured(7), "7"),
        (Measured(None, value=Decimal("1.5")), "1.5"),
        (Measured(7, reason="overflow"), None),
        (Measured(None, reason="missing_rate", missing=("EUR", date(2026, 1, 1))), None),
    ],
)
def test_the_number_of_what_was_measured(measured: Measured, actual: str | None) -> None:
    assert measured.actual == (None if actual is None else Decimal(actual))
