"""Every measurement is read from covering indexes alone."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from bench.facts import AS_OF, Size, fill
from goals.catalogue import CATALOGUE, METRICS
from metrics import engine
from metrics.actions import rollups
from metrics.definitions import SCOPES, Cell
from metrics.engine import measuring
from metrics.queries.rollups import usable
from metrics.statements import shape_of
from pipeline.models import Touched
from teams.models import Organisation
from teams.tenancy import tenant
from tests.factories.teams import NOW

SIZE = Size(reps=20, leads=4_000, deals=4_000, activities=8_000, transitions=4_000, objectives=10)
TABLES = "pipeline_lead, pipeline_deal, pipeline_activity, pipeline_stagetransition"


@pytest.fixture
def filled(organisation: Organisation) -> Organisation:
    with tenant(organisation.pk):
        fill(str(organisation.pk), SIZE, seed=0.5)
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {TABLES}")
    return organisation


def scans_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "Relation Name" in plan:
        yield plan
    for child in plan.get("Plans", []):
        yield from scans_of(child)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cells_each", [1, 30])
def test_every_metric_and_scope_reads_covering_indexes_only(
    filled: Organisation, monkeypatch: pytest.MonkeyPatch, cells_each: int
) -> None:
    scans: list[dict[str, Any]] = []

    def explain(statement: str, arguments: dict[str, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", arguments)
            scans.extend(scans_of(cursor.fetchone()[0][0]["Plan"]))
        return []

    monkeypatch.setattr(measuring, "rows", explain)
    quarter = (date(2026, 7, 1), date(2026, 10, 1))
    cells = [
        Cell(uuid.uuid4(), metric, scope, (filled.pk if scope == "organisation" else uuid.uuid4(),), *quarter)
        for metric in METRICS
        for scope in SCOPES
        for _ in range(cells_each)
    ]
    with tenant(filled.pk):
        engine.measure(organisation=filled, cells=cells, as_of=AS_OF)
    shapes = {shape_of(what) for metric in METRICS for what in metric.measures}
    assert len(scans) == len(shapes) * len(SCOPES)
    for scan in scans:
        assert scan["Node Type"] == "Index Only Scan", scan
        assert "organisation_id" in scan["Index Cond"], scan
        assert "day" in scan["Index Cond"], scan


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cells_each", [1, 30])
def test_rollups_are_read_from_their_index_alone(
    filled: Organisation, monkeypatch: pytest.MonkeyPatch, cells_each: int
) -> None:
    scans: list[dict[str, Any]] = []

    def explain(statement: str, arguments: dict[str, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", arguments)
            scans.extend(scans_of(cursor.fetchone()[0][0]["Plan"]))
        return []

    monkeypatch.setattr(rollups, "FEWEST", 1)
    monkeypatch.setattr(rollups, "_pays", lambda *_: True)
    with tenant(filled.pk):
        Touched.objects.all().delete()
        rollups.rebuild(at=NOW)
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) metrics_rollupday")
    monkeypatch.setattr(measuring, "rows", explain)
    cells = [
        Cell(uuid.uuid4(), CATALOGUE[key], "product", (uuid.uuid4(),), date(2026, 7, 1), date(2026, 10, 1))
        for key in ("won_revenue", "calls", "mqls", "leads")
        for _ in range(cells_each)
    ]
    with tenant(filled.pk):
        engine.measure(organisation=filled, cells=cells, as_of=AS_OF, rolled=usable())
    assert len(scans) == 4
    for scan in scans:
        assert (scan["Node Type"], scan["Index Name"]) == ("Index Only Scan", "metrics_rollupday_pkey"), scan
        assert all(column in scan["Index Cond"] for column in ("organisation_id", "series", "scope_id", "day")), scan
