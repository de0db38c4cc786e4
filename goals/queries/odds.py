"""P(attain) of objectives, told two ways, each with its sample: by their own history, and by the open deals.

Asked for when somebody looks, so it is never older than the deals; a page has as many queries for ten objectives as for
one, if they are of one scope and period.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from goals.models import Objective, Status
from goals.models.objective import SCOPE_COLUMNS
from goals.queries.pipelines import Pipeline, pipelines_of
from goals.queries.progress import ProgressRow
from goals.rules import odds
from goals.rules.odds import Odds
from goals.rules.progress import is_over
from teams.models import Organisation

Key = tuple[str, str, UUID | None, str, str]


@dataclass(frozen=True, slots=True)
class Chances:
    """By history: of n comparable periods k were reached (sample 0: none yet). By pipeline only where deals count."""

    history: Odds
    reached: int
    pipeline: Pipeline | None


def chances_of(*, organisation: Organisation, rows: Sequence[ProgressRow]) -> dict[UUID, Chances]:
    """Of those that are not over yet."""
    asked = [row for row in rows if row.as_of is None or not is_over(ends_on=row.ends_on, as_of=row.as_of)]
    if not asked:
        return {}
    past, pipelines = _past(asked), pipelines_of(organisation=organisation, rows=asked)
    return {row.id: _chances(row, past.get(_key(row), []), pipelines.get(row.id)) for row in asked}


def _chances(row: ProgressRow, past: Iterable[tuple[object, bool]], pipeline: Pipeline | None) -> Chances:
    ended = [is_reached for ends_on, is_reached in past if ends_on <= row.starts_on]  # type: ignore[operator]
    history = odds.from_history(reached=sum(ended), periods=len(ended))
    return Chances(history=history, reached=sum(ended), pipeline=pipeline)


def _past(rows: Iterable[ProgressRow]) -> dict[Key, list[tuple[object, bool]]]:
    """How the same metric of the same scope ended in periods of the same kind, with the day after each."""
    same = (
        Q(
            metric_key=row.metric_key,
            scope=row.scope,
            direction=row.direction,
            period__kind=row.period_kind,
            period__ends_on__lte=row.starts_on,
            **({f"{row.scope}_id": row.scope_id} if row.scope in SCOPE_COLUMNS else {}),
        )
        for row in rows
    )
    ended = Objective.objects.active().filter(reduce(or_, same), progress__status__in=[Status.REACHED, Status.MISSED])
    found: dict[Key, list[tuple[object, bool]]] = {}
    scope_id = Coalesce(*(f"{column}_id" for column in SCOPE_COLUMNS))
    columns = ("metric_key", "scope", "scope_id", "direction", "period__kind", "period__ends_on", "progress__status")
    for *key, ends_on, status in ended.annotate(scope_id=scope_id).order_by("pk").values_list(*columns):
        found.setdefault(tuple(key), []).append((ends_on, status == Status.REACHED))
    return found


def _key(row: ProgressRow) -> Key:
    return row.metric_key, row.scope, row.scope_id, row.direction, row.period_kind
