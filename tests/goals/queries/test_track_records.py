"""What the period before brought, beside a target."""

from datetime import date

import pytest

from goals.queries.track_records import last_period
from tests.factories.goals import make_objective
from tests.factories.pipeline import make_deal

pytestmark = pytest.mark.usefixtures("in_tenant")


def test_without_an_objective_then_only_what_qualifies_is_measured(organisation):
    for amount in (60_000, 200_000):
        make_deal(amount_minor=amount, day=date(2026, 4, 10))
    terms = {"metric_key": "deals_won", "qualifying": [["amount_minor", "at_least", [100_000]]]}
    found = last_period(objective=make_objective(**terms), organisation=organisation, today=date(2026, 8, 14))
    assert found.actual == 1
