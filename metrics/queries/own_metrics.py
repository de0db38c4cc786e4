"""The metrics that the active organisation has described itself, ready to be measured."""

import json
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.functional import lazy

from metrics.definitions import Kind, Measure, Metric, Unit
from metrics.models import OwnMetricVersion
from metrics.models.own_metric import PREFIX
from metrics.queries.sentences import sentence
from metrics.queries.terms import UnusableTerms, measure_of
from pipeline.definitions import Source
from teams.models import compiled
from teams.tenancy import looked_up

Sources = tuple[Source, ...]
MEMORY = "own_metrics"


def own_metric(key: str, sources: Sources) -> Metric | None:
    """The metric of a key that an objective stores; None if there is none, or its source is gone."""
    return own_metrics(sources).get(key)


def own_metrics(sources: Sources) -> dict[str, Metric]:
    """All versions by key: one query in a tenant block, however often it is asked."""
    known = looked_up()
    if MEMORY not in known:
        versions = compiled.rows_of(_versions)
        built = [_built(pk, name, direction, json.dumps(terms), sources) for pk, name, direction, terms in versions]
        known[MEMORY] = {metric.key: metric for metric in built if metric is not None}
    return known[MEMORY]


def _versions() -> QuerySet[Any, Any]:
    return OwnMetricVersion.objects.order_by("pk").values_list("pk", "name", "direction", "terms")


def offered(sources: Sources) -> list[Metric]:
    """The current version of each metric that is not archived, by name: what a new objective may be about."""
    known = own_metrics(sources)
    if not known:
        return []
    current = OwnMetricVersion.objects.filter(metric__is_archived=False, number=F("metric__latest"))
    keys = [f"{PREFIX}{pk.hex}" for pk in current.order_by("name", "pk").values_list("pk", flat=True)]
    return [known[key] for key in keys if key in known]


def forget() -> None:
    """A version has been added in this very block."""
    looked_up().pop(MEMORY, None)


def metric_of_terms(*, key: str, name: str, direction: Any, terms: Mapping[str, Any], sources: Sources) -> Metric:
    """The metric that terms describe. Raises `UnusableTerms`."""
    kind: Kind = terms["kind"]
    numerator = measure_of(terms["numerator"], sources)
    denominator = measure_of(terms["denominator"], sources) if terms.get("denominator") else None
    names = terms["numerator"].get("names", {}) | (terms.get("denominator") or {}).get("names", {})
    try:
        return Metric(
            key,
            kind,
            unit_of(numerator, denominator, names.get("unit")),
            name,
            lazy(partial(sentence, kind, numerator, denominator, names), str)(),
            numerator,
            denominator,
            direction,
        )
    except ValueError as error:
        raise UnusableTerms(str(error)) from error


def unit_of(numerator: Measure, denominator: Measure | None, plain: Unit | None = None) -> Unit:
    """Like divided by like is a share; an amount by a number is an amount; anything else is a plain score.

    `plain` is the unit of plain numbers, where the facts have one of their own, as readings have that of their series.
    """
    over, under = _unit(numerator, plain), None if denominator is None else _unit(denominator, plain)
    if under is None:
        return over
    if under == over:
        return "share"
    return over if under == "count" else "score"


def _unit(measure: Measure, plain: Unit | None) -> Unit:
    if measure.aggregate == "compliance":
        return "share"
    if measure.aggregate in ("count", "distinct") or measure.field is None:
        return "count"
    kinds: dict[str, Unit] = {"money": "money", "share": "share", "duration": "duration"}
    return kinds.get(measure.field.kind, plain or ("count" if measure.aggregate == "sum" else "score"))


@lru_cache(maxsize=4096)
def _built(pk: UUID, name: str, direction: str, terms: str, sources: Sources) -> Metric | None:
    """Versions never change, and the engine knows metrics by identity: so each is built once in a process."""
    try:
        return metric_of_terms(
            key=f"{PREFIX}{pk.hex}", name=name, direction=direction, terms=json.loads(terms), sources=sources
        )
    except UnusableTerms:
        return None
