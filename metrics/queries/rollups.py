from typing import Any

from django.db.models import QuerySet

from metrics.models import Rollup
from pipeline.models import Touched
from pipeline.sources import ROLLED_UP
from teams.models import compiled


def usable() -> frozenset[tuple[str, str]]:
    """Sources and scopes that can be read from their rollup: not while facts of the source wait to be added up again."""
    kept = compiled.tuples_of(_kept)
    if not kept:
        return frozenset()
    waiting = {source for (source,) in compiled.tuples_of(_waiting)}
    stale = {source.key for source in ROLLED_UP if source.fact in waiting}
    return frozenset((source, scope) for source, scope in kept if source not in stale)


def _kept() -> QuerySet[Any, Any]:
    return Rollup.objects.order_by("pk").values_list("source", "scope")


def _waiting() -> QuerySet[Any, Any]:
    return Touched.objects.order_by("source").values_list("source").distinct()
