"""What incremental work left, compared with what the facts say as a whole: before a recompute of all objectives puts it right."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from goals.catalogue import metric_or_gone
from goals.models import Drift, Objective, ObjectiveProgress, Recompute
from goals.queries.cells import cells_of, terms_of
from goals.queries.touched import touched_objectives
from goals.rules.drift import Counted, has_drifted
from metrics.definitions import Cell, Measured
from metrics.engine import measure
from notifications import actions as notifications
from pipeline.models import Touched
from pipeline.models.touched import Taken
from teams.models import Membership, Organisation, RateChange
from teams.permissions import Role

# Thousands of lines say no more than the first ones; the count is whole.
MOST_KEPT = 1000
TOLD = [Role.OPS_AUDITOR, Role.ADMIN, Role.OWNER]


def compare(*, recompute: Recompute, organisation: Organisation, taken: Iterable[Touched | Taken]) -> int:
    """How many figures are not what the facts say of the day that each was computed for; the first of them are kept.

    What was touched and has not been served is none: neither what was `taken`, nor what came in meanwhile.
    """
    found = _drifts(recompute, organisation)
    waiting = _waiting(found, taken) if found else set()
    found = [one for one in found if one.objective_id not in waiting]
    Drift.objects.bulk_create(found[:MOST_KEPT], 500)
    return len(found)


def tell(*, recompute: Recompute, organisation: Organisation, at: datetime) -> None:
    """Whoever looks after the figures gets a notice of drift."""
    if not recompute.has_drifted:
        return
    readers = Membership.objects.active().filter(role__in=TOLD, user__isnull=False).order_by("pk")
    url = reverse("goals:recompute_detail", args=[organisation.slug, recompute.pk])
    values = {"figures": recompute.drifted, "cells": recompute.cells_drifted}
    for reader in readers:
        notifications.notify(to=reader, kind="figures_drifted", values=values, url=url, at=at)


def _waiting(found: Iterable[Drift], taken: Iterable[Touched | Taken]) -> set[UUID]:
    """Objectives whose facts, or whose exchange rates, changed without having been served."""
    waiting = {*touched_objectives(taken), *touched_objectives(Touched.objects.all())}
    if RateChange.objects.exists():
        rows = Objective.objects.filter(pk__in=[one.objective_id for one in found]).order_by("pk")
        terms = rows.values_list("pk", "metric_key", "qualifying")
        waiting |= {pk for pk, key, qualifying in terms if qualifying or metric_or_gone(key).reads_money}
    return waiting


def _drifts(recompute: Recompute, organisation: Organisation) -> list[Drift]:
    """From the facts alone, without rollups. Frozen results stay as they were signed: they are not compared."""
    objectives = Objective.objects.active().filter(progress__isnull=False)
    stored = {row.objective_id: row for row in ObjectiveProgress.objects.filter(objective__is_archived=False)}
    last = _last_whole_day(recompute, organisation)
    cells = [
        cell._replace(as_of=_computed_for(stored[cell.key], cell, last, organisation))
        for cell in cells_of(term for term in terms_of(objectives) if not term.is_closed)
    ]
    measured = measure(organisation=organisation, cells=cells, as_of=date.max)
    pairs = ((stored[cell.key], measured[cell.key]) for cell in cells)
    return [_drift(recompute, row, full) for row, full in pairs if _is_drifted(row, full)]


def _computed_for(row: ObjectiveProgress, cell: Cell, last: date | None, organisation: Organisation) -> date:
    """The day through which a figure was counted. Of a period that is over, it is the day on which it was last looked at."""
    if row.as_of < cell.ends_on:
        return row.as_of
    return max(row.as_of, row.computed_at.astimezone(organisation.zone).date(), last or row.as_of)


def _last_whole_day(recompute: Recompute, organisation: Organisation) -> date | None:
    whole = Recompute.objects.whole().filter(state=Recompute.State.DONE).exclude(pk=recompute.pk)
    at = whole.order_by("-finished_at").values_list("finished_at", flat=True).first()
    return at and at.astimezone(organisation.zone).date()


def _is_drifted(row: ObjectiveProgress, full: Measured) -> bool:
    return has_drifted(
        stored=Counted(row.numerator, row.denominator, row.actual),
        full=Counted(full.numerator, full.denominator, full.actual),
    )


def _drift(recompute: Recompute, row: ObjectiveProgress, full: Measured) -> Drift:
    return Drift(
        recompute=recompute,
        objective_id=row.objective_id,
        as_of=row.as_of,
        stored_numerator=row.numerator,
        stored_denominator=row.denominator,
        stored_actual=row.actual,
        full_numerator=full.numerator,
        full_denominator=full.denominator,
        full_actual=full.actual,
    )
