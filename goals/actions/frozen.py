"""What closing a period keeps of each objective: its terms, its figure, and a fingerprint of the records behind it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import models

from goals.models import Close, ClosedResult, Guardrail, Milestone, Objective, ObjectiveProgress
from goals.models.objective import SCOPE_COLUMNS
from goals.models.objective_progress import Figures
from goals.queries.cells import cells_of, terms_of
from goals.rules import closing
from metrics import engine
from teams.models import Organisation, Period
from teams.rules.signing import text_hash

# Neither asked nor a part of the result: whose row it is, and how the last day's status came about.
NO_TERMS = {"id", "organisation_id", "created_at", "is_archived"}
NO_FIGURES = {"id", "organisation_id", "computed_at", "earlier_status", "earlier_better_since", "better_since"}
COLUMNS = [field.attname for field in Figures._meta.local_fields if field.name not in ("id", "organisation")]


def frozen_results(*, close: Close, organisation: Organisation, at: datetime) -> list[ClosedResult]:
    """One per objective of the period that has a figure, not yet saved. As many queries for many as for a few."""
    objectives = Objective.objects.active().in_period(close.period)
    placed = objectives.placed_on(close.period.ends_on - timedelta(days=1)).select_related(
        "goal", "owner", "period", *SCOPE_COLUMNS
    )
    held = ObjectiveProgress.objects.filter(objective__period=close.period, objective__is_archived=False)
    figures = {row.objective_id: row for row in held}
    inputs, parts = _inputs(close.period, figures, organisation), _parts(objectives)
    return [
        _result(close, objective, figures[objective.pk], parts[objective.pk], inputs[objective.pk], at)
        for objective in placed.order_by("pk")
    ]


def _result(
    close: Close,
    objective: Objective,
    progress: ObjectiveProgress,
    parts: dict[str, Any],
    inputs: dict[str, Any],
    at: datetime,
) -> ClosedResult:
    figures = {name: getattr(progress, name) for name in COLUMNS}
    told = {name: value for name, value in figures.items() if name not in NO_FIGURES}
    text = closing.result_text(terms=_terms(objective) | parts, figures=told, inputs=inputs)
    return ClosedResult(
        close=close,
        objective=objective,
        department_id=objective.place_department,  # type: ignore[attr-defined]
        name=str(objective),
        scope_name=_name_of(objective.scope_record),
        target=objective.target,
        text=text,
        hash=text_hash(text),
        **figures | {"computed_at": at},
    )


def _terms(objective: Objective) -> dict[str, Any]:
    """All columns, so that a term that is added later is frozen too, and the names that stood beside them."""
    columns = {
        field.attname: getattr(objective, field.attname)
        for field in objective._meta.concrete_fields
        if field.attname not in NO_TERMS
    }
    period = objective.period
    return columns | {
        "name": str(objective),
        "goal": objective.goal.title,
        "owner": objective.owner.full_name,
        "scope_name": _name_of(objective.scope_record),
        "period": period.key,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
    }


def _name_of(record: models.Model | None) -> str:
    return "" if record is None else str(record)


def _inputs(
    period: Period, figures: Mapping[UUID, ObjectiveProgress], organisation: Organisation
) -> dict[UUID, dict[str, Any]]:
    """How many records each part of each number counts, and their fingerprint."""
    cells = cells_of(terms_of(Objective.objects.active().in_period(period)))
    cells = [cell._replace(as_of=figures[cell.key].as_of) for cell in cells]
    found = engine.fingerprints(organisation=organisation, cells=cells, as_of=period.last_day)
    return {
        cell.key: {part: {"records": one.records, "fingerprint": one.bits} for part, one in parts.items()}
        for cell, parts in zip(cells, found, strict=True)
    }


def _parts(objectives: models.QuerySet[Objective]) -> dict[UUID, dict[str, Any]]:
    """Guardrails and milestones, as their columns."""
    found: dict[UUID, dict[str, Any]] = defaultdict(dict)
    for name, model in (("guardrails", Guardrail), ("milestones", Milestone)):
        rows: Iterable[Any] = model.objects.filter(objective__in=objectives).order_by("pk")
        for row in rows:
            columns = {
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if field.attname not in {"organisation_id", "objective_id"}
            }
            found[row.objective_id].setdefault(name, []).append(columns)
    return found
