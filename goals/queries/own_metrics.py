"""What the pages of metrics show: all that can be measured, one metric with its versions, and a preview on real facts."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count

from goals.catalogue import GROUPS, SOURCES
from goals.models import Objective
from goals.queries.explanations import RecordRow, records_of
from goals.queries.reasons import in_words, reason_of
from goals.queries.record_pages import Column, column_of
from metrics import engine
from metrics.definitions import Cell, Metric
from metrics.models import OwnMetric, OwnMetricVersion
from metrics.models.own_metric import PREFIX
from metrics.queries.own_metrics import own_metrics
from teams.models import Department, Organisation, Period

SAMPLES = 5
QUARTERS = 4


@dataclass(frozen=True, slots=True)
class ListedMetric:
    """A metric and how many objectives are about it; `own` only for the organisation's."""

    metric: Metric | None
    own: OwnMetric | None
    objectives: int


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version as its page shows it: None as `metric` if its source is gone."""

    version: OwnMetricVersion
    metric: Metric | None
    objectives: list[Objective]
    is_current: bool


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One scope over the quarters of a preview; None is undefined."""

    name: str
    values: list[Decimal | None]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a description would measure, on the facts as they are now. `reasons`: why some of it is undefined, in words."""

    metric: Metric
    periods: list[Period]
    lines: list[PreviewLine]
    reasons: list[str]
    records: list[RecordRow]
    column: Column | None


def version_of(metric_key: str) -> OwnMetricVersion | None:
    """Which version of the organisation's own metric a key stands for; None for a built-in one."""
    if not metric_key.startswith(PREFIX):
        return None
    return OwnMetricVersion.objects.filter(pk=uuid.UUID(metric_key.removeprefix(PREFIX))).first()


def listed_metrics() -> tuple[list[ListedMetric], list[tuple[Any, list[ListedMetric]]]]:
    """(the organisation's own, the built-in ones under their headings): three queries."""
    used = dict(
        Objective.objects.active()
        .order_by()
        .values_list("metric_key")
        .annotate(count=Count("pk"))
        .values_list("metric_key", "count")
    )
    known = own_metrics(SOURCES)
    versions: dict[Any, list[OwnMetricVersion]] = {}
    for version in OwnMetricVersion.objects.select_related("metric").order_by("metric__name", "metric", "-number"):
        versions.setdefault(version.metric, []).append(version)
    own = [
        ListedMetric(known.get(found[0].key), metric, sum(used.get(version.key, 0) for version in found))
        for metric, found in versions.items()
    ]
    built_in = [
        (heading, [ListedMetric(metric, None, used.get(metric.key, 0)) for metric in metrics])
        for heading, metrics in GROUPS
    ]
    return own, built_in


def current_version(metric: OwnMetric) -> OwnMetricVersion:
    """The one that new objectives get."""
    return OwnMetricVersion.objects.select_related("metric").get(metric=metric, number=metric.latest)


def versions_of(metric: OwnMetric) -> list[ListedVersion]:
    """Newest first, each with the objectives that are about it: three queries."""
    versions = list(OwnMetricVersion.objects.filter(metric=metric).select_related("created_by").order_by("-number"))
    known = own_metrics(SOURCES)
    using: dict[str, list[Objective]] = {}
    objectives = Objective.objects.active().filter(metric_key__in=[version.key for version in versions])
    for objective in objectives.with_scope().order_by("-period__starts_on", "pk"):
        using.setdefault(objective.metric_key, []).append(objective)
    return [
        ListedVersion(one, known.get(one.key), using.get(one.key, []), one.number == metric.latest) for one in versions
    ]


def preview(*, organisation: Organisation, metric: Metric, today: date) -> Preview:
    """The last quarters for the organisation and each department, and some of the records behind the last number."""
    quarters = Period.objects.of_kind(Period.Kind.QUARTER).filter(starts_on__lte=today).order_by("-starts_on")
    periods = list(quarters[:QUARTERS])[::-1]
    scopes: list[tuple[str, str, uuid.UUID]] = [(organisation.name, "organisation", organisation.pk)]
    scopes += [(department.name, "department", department.pk) for department in Department.objects.all()]
    cells = [[_cell(metric, scope, id_, period) for period in periods] for _name, scope, id_ in scopes]
    measured = engine.measure(organisation=organisation, cells=[cell for row in cells for cell in row], as_of=today)
    lines = [
        PreviewLine(name, [measured[cell.key].actual for cell in row])
        for (name, _scope, _id), row in zip(scopes, cells, strict=True)
    ]
    return Preview(
        metric=metric,
        periods=periods,
        lines=lines,
        reasons=list(dict.fromkeys(in_words(reason_of(one)) for one in measured.values() if one.reason)),
        records=_samples(organisation, cells[0], today),
        column=column_of(metric, metric.numerator),
    )


def _cell(metric: Metric, scope: str, scope_id: uuid.UUID, period: Period) -> Cell:
    return Cell(uuid.uuid4(), metric, scope, (scope_id,), period.starts_on, period.ends_on)


def _samples(organisation: Organisation, cells: Iterable[Cell], today: date) -> list[RecordRow]:
    """Of the last quarter that has any."""
    for cell in reversed(list(cells)):
        rows = records_of(organisation=organisation, cell=cell, part="numerator", as_of=today, offset=0, limit=SAMPLES)
        if rows:
            return rows
    return []
