"""Every measurement finds its facts by an index; those that most objectives are about are read from covering ones alone."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection

from bench.facts import AS_OF, Size, fill
from config.database.prepared import Prepared, numbered
from goals.catalogue import CATALOGUE, METRICS
from metrics import engine
from metrics.actions import rollups
from metrics.definitions import SCOPES, Cell, Metric
from metrics.engine import measuring
from metrics.engine.plans import Branches
from metrics.queries.rollups import usable
from metrics.statements import shape_of
from pipeline.models import Touched
from teams.models import Organisation
from teams.tenancy import tenant

SIZE = Size(reps=20, leads=4_000, deals=4_000, activities=8_000, transitions=4_000, objectives=10)
TABLES = "pipeline_lead, pipeline_deal, pipeline_activity, pipeline_stagetransition, pipeline_spend, pipeline_case"
# What the covering indexes carry besides attribution and day.
COVERED = {
    "deals_closed": {"status", "amount_minor", "is_first_win"},
    "deals_opened": {"amount_minor"},
    "leads": {"won_day"},
    "stage_entries": {"to_stage", "is_first"},
    "activities": {"kind"},
    "spend": {"amount_minor"},
    "cases_opened": {"kind", "seconds_to_answer", "business_seconds_to_answer"},
    "clocks": set(),
}
MORE = """
INSERT INTO pipeline_spend ({columns}, purpose, occurred_at, day, amount_minor, currency)
SELECT {values}, '', closed_day, closed_day, amount_minor, currency FROM pipeline_deal WHERE closed_day IS NOT NULL;
INSERT INTO pipeline_case ({columns}, kind, subject, status, opened_at, opened_day, first_answered_at, due_at)
SELECT {values}, 'complaint', '', 'open', closed_day, closed_day, closed_day + 1, closed_day + 1
FROM pipeline_deal WHERE closed_day IS NOT NULL;
UPDATE pipeline_deal SET is_first_win = true WHERE status = 'won' AND get_byte(uuid_send(id), 15) < 96;
"""
COLUMNS = (
    "organisation_id, owner_id, team_id, department_id, territory_id, product_id, lead_source_id, source_system_id, "
    "external_id"
)


@pytest.fixture
def filled(organisation: Organisation) -> Organisation:
    with tenant(organisation.pk):
        fill(str(organisation.pk), SIZE, seed=0.5)
        with connection.cursor() as cursor:
            cursor.execute(MORE.format(columns=f"id, {COLUMNS}", values=f"uuidv7(), {COLUMNS}"))
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {TABLES}")
    return organisation


def scans_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Of tables; of one that is read by a bitmap, the scan that makes it."""
    is_by_bitmap = plan["Node Type"].startswith("Bitmap Index")
    if is_by_bitmap or ("Relation Name" in plan and not plan["Node Type"].startswith("Bitmap Heap")):
        yield plan
    for child in plan.get("Plans", []):
        yield from scans_of(child)


def is_covered(metric: Metric) -> bool:
    """Whether the indexes carry all that it reads."""
    return all(
        {one.column for one in what.conditions} | ({what.value} - {None}) <= COVERED[what.source.key]
        and shape_of(what).form == "added"
        for what in metric.measures
    )


def cells_of(organisation: Organisation, metrics: list[Metric], *, each: int) -> list[Cell]:
    """A quarter of every metric and scope, of records by chance."""
    quarter = (date(2026, 7, 1), date(2026, 10, 1))
    return [
        Cell(uuid.uuid4(), metric, scope, (organisation.pk if scope == "organisation" else uuid.uuid4(),), *quarter)
        for metric in metrics
        for scope in SCOPES
        for _ in range(each)
    ]


FAST = [metric for metric in METRICS if is_covered(metric)]
OTHERS = [metric for metric in METRICS if not is_covered(metric)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("cells_each", [1, 30])
@pytest.mark.parametrize(
    ("metrics", "ways", "keys"),
    [
        pytest.param(FAST, {"Index Only Scan"}, ("organisation_id", "day"), id="covered"),
        pytest.param(OTHERS, {"Index Only Scan", "Index Scan", "Bitmap Index Scan"}, ("organisation_id",), id="others"),
    ],
)
def test_every_metric_and_scope_finds_its_facts_by_an_index(
    filled: Organisation,
    monkeypatch: pytest.MonkeyPatch,
    cells_each: int,
    metrics: list[Metric],
    ways: set[str],
    keys: tuple[str, ...],
) -> None:
    scans: list[dict[str, Any]] = []

    def explain(statement: str, arguments: dict[str, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            # All of a small table is read sooner than a part of it, whatever indexes there are.
            cursor.execute("SELECT set_config('enable_seqscan', %s, true)", ["on" if metrics is FAST else "off"])
            cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", arguments)
            scans.extend(scans_of(cursor.fetchone()[0][0]["Plan"]))
        return []

    monkeypatch.setattr(measuring, "rows", explain)
    with tenant(filled.pk):
        engine.measure(organisation=filled, cells=cells_of(filled, metrics, each=cells_each), as_of=AS_OF)
    shapes = {shape_of(what) for metric in metrics for what in metric.measures}
    assert len(scans) >= len(shapes) * len(SCOPES)
    for scan in scans:
        assert scan["Node Type"] in ways, scan["Index Name"]
        assert all(key in scan["Index Cond"] for key in keys), scan


@pytest.mark.django_db(transaction=True)
def test_a_plan_without_values_finds_facts_by_the_same_indexes(
    filled: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    statements: list[str] = []
    monkeypatch.setattr(measuring, "rows", lambda statement, _arguments: statements.append(statement) or [])
    monkeypatch.setattr(measuring, "branches", Branches())
    quarter = (date(2026, 7, 1), date(2026, 10, 1))
    keys = ("won_revenue", "calls", "mqls", "lead_conversion")
    cells = [Cell(uuid.uuid4(), CATALOGUE[key], scope, (uuid.uuid4(),), *quarter) for key in keys for scope in SCOPES]
    with tenant(filled.pk):
        engine.measure(organisation=filled, cells=cells, as_of=AS_OF)
        (statement,) = statements
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered(Prepared(statement))[0]}")
            scans = list(scans_of(cursor.fetchone()[0][0]["Plan"]))
    assert isinstance(statement, Prepared)
    assert len(scans) == 5 * len(SCOPES)
    for scan in scans:
        assert scan["Node Type"] == "Index Only Scan", scan
        assert all(key in scan["Index Cond"] for key in ("organisation_id", "day")), scan


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
        rollups.rebuild()
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
