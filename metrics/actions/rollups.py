"""Rollups kept true: counted anew from the facts, for what was touched or as a whole, and never added to."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection, transaction

from metrics.models import Rollup, RollupDay
from metrics.statements.rollups import counted, scopes_of, series_of
from pipeline.definitions import Source
from pipeline.models import LeadSource, Product, Touched
from pipeline.models.touched import Taken
from pipeline.sources import ROLLED_UP
from teams.models import Department, Team, Territory
from teams.tenancy import active_organisation_id

# The most cells that there can be must not outnumber the facts; and few facts are read in one pass as well.
FEWEST = 20_000
RECORDS = {
    "department": Department,
    "team": Team,
    "territory": Territory,
    "product": Product,
    "lead_source": LeadSource,
}
Days = tuple[date, date]


class Extent(NamedTuple):
    facts: int
    first: date
    last: date


@transaction.atomic
def refresh(*, touched: Iterable[Touched | Taken]) -> int:
    """Count anew the cells of touched facts; how many were different. Takes the touched rows' place: call it once for each."""
    kept = _kept()
    if not kept:
        return 0
    rows: dict[str, list[Touched | Taken]] = defaultdict(list)
    for row in touched:
        rows[row.source].append(row)
    return sum(_refresh(source, kept[source.key], rows[source.fact]) for source in ROLLED_UP if source.key in kept)


@transaction.atomic
def rebuild() -> int:
    """Decide which rollups pay, count all their cells anew, and tell how many had drifted from the facts."""
    kept, drift = _kept(), 0
    for source in ROLLED_UP:
        extent = _extent(source)
        wanted = [] if extent is None else [scope for scope in scopes_of(source) if _pays(source, scope, extent)]
        before = [scope for scope in wanted if scope in kept.get(source.key, ())]
        _drop(source, set(kept.get(source.key, ())) - set(wanted))
        if extent is not None:
            days = [(extent.first, extent.last)]
            drift += _drop_outside(source, before, days[0]) + _count(source, before, days, None)
            fresh = [scope for scope in wanted if scope not in before]
            _drop_outside(source, fresh, days[0])
            _count(source, fresh, days, None)
            Rollup.objects.bulk_create(Rollup(source=source.key, scope=scope) for scope in fresh)
    return drift


def _kept() -> dict[str, list[str]]:
    kept: dict[str, list[str]] = defaultdict(list)
    for source, scope in Rollup.objects.order_by("source", "scope").values_list("source", "scope"):
        kept[source].append(scope)
    return kept


def _refresh(source: Source, scopes: Sequence[str], rows: list[Touched | Taken]) -> int:
    if not rows:
        return 0
    everybody = [row for row in rows if row.scope_id is None]
    ids = None if everybody else sorted({str(row.scope_id) for row in rows if row.scope in scopes})
    return _count(source, scopes, _merged((row.first_day, row.last_day) for row in rows), ids)


def _merged(spans: Iterable[Days]) -> list[Days]:
    """The same days in spans that do not overlap."""
    merged: list[Days] = []
    for first, last in sorted(spans):
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


def _count(source: Source, scopes: Sequence[str], days: list[Days], scope_ids: list[str] | None) -> int:
    if not scopes:
        return 0
    first_days, last_days = zip(*days, strict=True)
    statement = counted(source, tuple(scopes), is_everybody=scope_ids is None)
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "organisation": active_organisation_id(),
                "first_days": list(first_days),
                "last_days": list(last_days),
                "first_day": min(first_days),
                "last_day": max(last_days),
                "series": [series_of(source, scope) for scope in scopes],
                "words": _words(source),
                "scope_ids": scope_ids,
            },
        )
        return int(cursor.fetchone()[0])


def _words(source: Source) -> list[str]:
    if source.rolled_known:
        return ["", source.rolled_known]
    return [str(value) for value, _ in source.fields[source.rolled_by].choices] if source.rolled_by else [""]


def _extent(source: Source) -> Extent | None:
    """How many facts there are, and from when until when; none if too few."""
    table, day = connection.ops.quote_name(source.table), connection.ops.quote_name(source.day)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), min({day}), max({day}) FROM {table} WHERE organisation_id = %s AND {day} IS NOT NULL",
            [active_organisation_id()],
        )
        facts, first, last = cursor.fetchone()
    return Extent(facts, first, last) if facts >= FEWEST else None


def _pays(source: Source, scope: str, extent: Extent) -> bool:
    """Judged by the most cells that there can be; those of what is known are as few as the facts that are."""
    records = 1 if scope == "organisation" else RECORDS[scope].objects.count()
    words = len(_words(source)) if source.rolled_by else 1
    cells = records * words * ((extent.last - extent.first).days + 1)
    return 0 < cells <= extent.facts


def _drop(source: Source, scopes: Iterable[str]) -> None:
    for scope in scopes:
        RollupDay.objects.filter(series=series_of(source, scope)).delete()
        Rollup.objects.filter(source=source.key, scope=scope).delete()


def _drop_outside(source: Source, scopes: Sequence[str], days: Days) -> int:
    """Cells before the first and after the last fact."""
    cells = RollupDay.objects.filter(series__in=[series_of(source, scope) for scope in scopes])
    return sum(outside.delete()[0] for outside in (cells.filter(day__lt=days[0]), cells.filter(day__gt=days[1])))
