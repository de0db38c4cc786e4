"""Read from rollups or from the facts, a number is the same; and rollups follow whatever changes the facts."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from bench.facts import AS_OF, Size, fill
from goals.catalogue import METRICS
from metrics import engine
from metrics.actions import rollups
from metrics.definitions import Cell, Measured
from metrics.engine import measuring
from metrics.models import Rollup, RollupDay
from metrics.queries.rollups import usable
from pipeline.models import Activity, Deal, Lead, Product, StageTransition, Touched
from pipeline.sources import ACTIVITIES, ROLLED_UP
from teams.models import Department, Organisation, Territory
from tests.factories.metrics import make_rollup, make_rollup_day
from tests.factories.pipeline import make_activity, make_deal
from tests.metrics.test_plans import scans_of

SIZE = Size(reps=10, leads=150, deals=150, activities=400, transitions=150, objectives=1)
PERIODS = [
    (date(2026, 1, 1), date(2027, 1, 1)),
    (date(2026, 4, 1), date(2026, 7, 1)),
    (date(2026, 8, 3), date(2026, 8, 10)),
]
WIDE = ("organisation", "department", "product", "territory")
EVERYTHING = {(source.key, scope) for source in ROLLED_UP for scope in (*WIDE, "lead_source")}


@pytest.fixture
def rolled(in_tenant: Organisation, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    monkeypatch.setattr(rollups, "FEWEST", 1)
    monkeypatch.setattr(rollups, "_pays", lambda *_: True)
    fill(str(in_tenant.pk), SIZE, seed=0.5)
    take()
    assert rollups.rebuild() == 0
    return in_tenant


def take() -> list[Touched]:
    rows = list(Touched.objects.all())
    Touched.objects.all().delete()
    return rows


def cells(organisation: Organisation) -> list[Cell]:
    ids: dict[str, list[Any]] = {
        "organisation": [organisation.pk],
        "department": list(Department.objects.values_list("pk", flat=True)),
        "product": list(Product.objects.order_by("pk").values_list("pk", flat=True)[:5]),
        "territory": list(Territory.objects.order_by("pk").values_list("pk", flat=True)[:3]),
    }
    return [
        Cell(uuid.uuid4(), metric, scope, (scope_id,), *period)
        for metric in METRICS
        if "clock" not in metric.facts
        for scope in WIDE
        for scope_id in ids[scope]
        for period in PERIODS
    ]


def both_ways(organisation: Organisation) -> Iterator[tuple[Measured, Measured]]:
    asked = cells(organisation)
    assert usable() == EVERYTHING
    facts = engine.measure(organisation=organisation, cells=asked, as_of=AS_OF)
    cheap = engine.measure(organisation=organisation, cells=asked, as_of=AS_OF, rolled=usable())
    return ((facts[cell.key], cheap[cell.key]) for cell in asked)


def test_a_rollup_gives_the_same_numbers_as_the_facts(rolled: Organisation) -> None:
    numbers = list(both_ways(rolled))
    assert all(facts == cheap for facts, cheap in numbers)
    # Most cells are of few facts: enough of them hold something, whichever products come first.
    assert sum(bool(facts.numerator) for facts, _ in numbers) > len(numbers) / 10


def test_it_is_read_instead_of_the_facts(rolled: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    RollupDay.objects.filter(series="activities:product").update(n=1_000_000)
    asked = [cell for cell in cells(rolled) if cell.metric.key == "calls" and cell.scope == "product"]
    found = engine.measure(organisation=rolled, cells=asked, as_of=AS_OF, rolled=usable())
    assert all(measured.numerator in (0, None) or measured.numerator >= 1_000_000 for measured in found.values())


@pytest.mark.parametrize(
    "change",
    [
        lambda: Deal.objects.filter(status="won").update(amount_minor=7, status="lost"),
        lambda: Activity.objects.filter(kind="call").delete(),
        lambda: Activity.objects.update(day=date(2026, 8, 5), product=None),
        lambda: StageTransition.objects.update(is_first=False),
        lambda: Lead.objects.update(won_day=date(2026, 8, 14)),
        lambda: Lead.objects.update(won_day=date(2026, 8, 15)),
        lambda: Lead.objects.update(department=Department.objects.order_by("pk").first()),
        lambda: make_deal(currency="EUR", department=Department.objects.order_by("pk").first(), day=date(2026, 8, 4)),
        lambda: make_deal(amount_minor=None, day=date(2026, 8, 4)),
        lambda: make_activity(day=date(2026, 12, 31)),
    ],
)
def test_whatever_changes_facts_is_followed(rolled: Organisation, change: Any) -> None:
    change()
    touched = take()
    assert rollups.refresh(touched=touched) > 0
    assert rollups.refresh(touched=touched) == 0
    assert all(facts == cheap for facts, cheap in both_ways(rolled))
    assert rollups.rebuild() == 0


def test_very_many_changed_facts_are_followed_too(rolled: Organisation) -> None:
    Activity.objects.filter(kind="call").update(kind="meeting")
    spans = {(row.source, row.first_day, row.last_day) for row in take()}
    everybody = [Touched(source=source, first_day=first, last_day=last) for source, first, last in spans]
    rollups.refresh(touched=everybody)
    assert all(facts == cheap for facts, cheap in both_ways(rolled))


def test_facts_that_wait_are_read_themselves(rolled: Organisation) -> None:
    make_activity()
    assert usable() == {(source, scope) for source, scope in EVERYTHING if source != ACTIVITIES.key}


def test_a_rebuild_counts_what_had_drifted(rolled: Organisation) -> None:
    RollupDay.objects.filter(series="leads:organisation", day=date(2026, 8, 4)).update(n=99)
    make_rollup_day(day=date(2030, 1, 1))
    make_rollup_day(scope_id=uuid.uuid4(), day=date(2026, 8, 4))
    assert rollups.rebuild() == 3
    assert rollups.rebuild() == 0


def test_a_rollup_is_kept_only_where_it_pays(in_tenant: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    make_rollup(scope="product")
    make_rollup_day(series="activities:product")
    enough = len(Activity.Kind)
    monkeypatch.setattr(rollups, "FEWEST", enough)
    for _ in range(enough):
        make_activity()
    rollups.rebuild()
    assert list(Rollup.objects.values_list("source", "scope")) == [("activities", "organisation")]
    assert set(RollupDay.objects.values_list("series", "n")) == {("activities:organisation", enough)}
    Activity.objects.first().delete()
    rollups.rebuild()
    assert not Rollup.objects.exists() and not RollupDay.objects.exists()


@pytest.mark.parametrize(
    ("key", "read"),
    [
        pytest.param("first_touch_p90", ["pipeline_lead"], id="a percentile"),
        pytest.param(
            "lead_conversion", ["metrics_rollupday", "metrics_rollupday", "pipeline_lead"], id="wins after the day"
        ),
    ],
)
def test_a_measurement_that_a_rollup_cannot_answer_reads_the_facts(
    rolled: Organisation, monkeypatch: pytest.MonkeyPatch, key: str, read: list[str]
) -> None:
    tables: list[str] = []

    def explain(statement: str, arguments: dict[str, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", arguments)
            tables.extend(scan["Relation Name"] for scan in scans_of(cursor.fetchone()[0][0]["Plan"]))
        return []

    monkeypatch.setattr(measuring, "rows", explain)
    asked = [cell for cell in cells(rolled) if cell.metric.key == key and cell.scope == "product"]
    engine.measure(organisation=rolled, cells=asked, as_of=AS_OF, rolled=usable())
    assert sorted(tables) == read
