"""The guards of objectives, as terms and as cells that the engine measures together with the objectives themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from goals.catalogue import metric_or_gone
from goals.models import Guardrail, Objective
from goals.models.objective import ObjectiveQuerySet
from goals.queries.progress import ProgressRow
from goals.rules.guardrails import Kind
from metrics.definitions import Cell
from teams.models import compiled


class GuardTerms(NamedTuple):
    """The terms of a guard: all that its verdict depends on besides its objective and the facts."""

    id: UUID
    objective_id: UUID
    metric_key: str
    scope: str
    department_id: UUID | None
    kind: Kind
    limit: Decimal
    is_hard: bool


def guards_of(objectives: ObjectiveQuerySet | None = None) -> list[GuardTerms]:
    """Of some objectives, or of all that are not archived; one query, in the order in which the guards were written."""
    rows = compiled.tuples_of(_all_guards) if objectives is None else _rows(objectives)
    return [GuardTerms._make(row) for row in rows]


def _all_guards() -> QuerySet[Any, Any]:
    return _rows(Objective.objects.active())


def _rows(objectives: ObjectiveQuerySet) -> QuerySet[Any, Any]:
    rows = Guardrail.objects.filter(objective__in=objectives.order_by().values("pk"))
    return rows.order_by("pk").values_list(*GuardTerms._fields)


def companion_cells(guards: Iterable[GuardTerms], cells: Mapping[UUID, Cell], organisation_id: UUID) -> list[Cell]:
    """A cell per guard, with the guard's id as key: its metric, over its objective's period, in the guard's own scope."""
    return [_companion(guard, cells[guard.objective_id], organisation_id) for guard in guards]


def _companion(guard: GuardTerms, of: Cell, organisation_id: UUID) -> Cell:
    cell = of._replace(key=guard.id, metric=metric_or_gone(guard.metric_key), conditions=())
    if guard.scope == "organisation":
        return cell._replace(scope="organisation", scope_ids=(organisation_id,))
    if guard.department_id is not None:
        return cell._replace(scope="department", scope_ids=(guard.department_id,))
    return cell


@dataclass(frozen=True, slots=True)
class GuardLine:
    """A guard and its last verdict. `due` is the limit as it stands today; figures are None before the first recompute."""

    guardrail: Guardrail
    state: str
    due: Decimal | None
    companion: Decimal | None
    factor: Decimal | None
    binds: bool


def guard_lines(objective: Objective, row: ProgressRow) -> list[GuardLine]:
    """The guards of an objective, in the order in which they were written."""
    verdicts = {line["guard"]: line for line in row.guards or ()}
    guards = Guardrail.objects.filter(objective=objective).select_related("department").order_by("pk")
    return [_line(guard, verdicts.get(str(guard.pk), {})) for guard in guards]


def _line(guardrail: Guardrail, verdict: Mapping[str, Any]) -> GuardLine:
    return GuardLine(
        guardrail=guardrail,
        state=verdict.get("state", ""),
        due=_number(verdict.get("limit")),
        companion=_number(verdict.get("companion")),
        factor=_number(verdict.get("factor")),
        binds=verdict.get("binds", False),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
