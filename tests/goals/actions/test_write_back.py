from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from goals.actions import write_back
from goals.models import ObjectiveProgress
from teams.models import Organisation
from tests.factories.goals import make_objective
from tests.factories.teams import NOW


def figures(**changed: Any) -> dict[str, Any]:
    return {
        "objective_id": make_objective().pk,
        "as_of": date(2026, 8, 14),
        "numerator": Decimal(10**29),
        "actual": None,
        "expected": Decimal("-0.000001"),
        "status": "no_data",
        **changed,
    }


def columns(*rows: dict[str, Any]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


def test_new_and_changed_rows_are_written_and_equal_ones_left(in_tenant: Organisation) -> None:
    one, other = figures(), figures()
    assert write_back.write(columns(one), at=NOW, today=NOW.date()) == 1
    assert write_back.write(columns(one, other), at=NOW, today=NOW.date()) == 1
    assert write_back.write(columns(one | {"actual": Decimal("1.5")}, other), at=NOW, today=NOW.date()) == 1
    assert write_back.write(columns(one | {"actual": Decimal("1.5")}, other), at=NOW, today=NOW.date()) == 0
    assert sorted(ObjectiveProgress.objects.values_list("actual", flat=True), key=str) == [Decimal("1.5"), None]


def test_what_two_columns_both_say_is_written_to_both(in_tenant: Organisation) -> None:
    rows = [figures(actual=Decimal(n), credited=Decimal(n), forecast=Decimal(7)) for n in (1, 2)]
    assert write_back.write(columns(*rows), at=NOW, today=NOW.date()) == 2
    stored = ObjectiveProgress.objects.order_by("actual").values_list("actual", "credited", "forecast")
    assert list(stored) == [(1, 1, 7), (2, 2, 7)]


def test_texts_and_documents_arrive_as_they_are(in_tenant: Organisation) -> None:
    reason = {"code": "gone", "names": ['a "b", \\c', "NULL", "{}", "مبيعات"]}
    assert write_back.write(columns(figures(reason=reason)), at=NOW, today=NOW.date()) == 1
    assert ObjectiveProgress.objects.get().reason == reason


def test_nothing_to_write_is_no_statement(in_tenant: Organisation, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert write_back.write({}, at=NOW, today=NOW.date()) == 0


def test_a_column_that_the_model_does_not_have_is_refused(in_tenant: Organisation) -> None:
    with pytest.raises(KeyError, match="colour"):
        write_back.write(columns(figures(colour="red")), at=NOW, today=NOW.date())
