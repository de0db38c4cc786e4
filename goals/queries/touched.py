"""The objectives whose figures a change of facts can change."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from goals.catalogue import metric_or_gone
from goals.models import Guardrail, Objective, PaceMethod
from goals.models.objective import SCOPE_COLUMNS
from metrics.engine import array
from pipeline.models import Touched
from pipeline.models.touched import Taken
from teams.models import Team
from teams.tenancy import active_organisation_id

OBJECTIVES = """
    WITH touched AS (
        SELECT * FROM unnest(%(sources)s::text[], %(scope_ids)s::uuid[], %(first_days)s::date[], %(last_days)s::date[])
               AS touched (source, scope_id, first_day, last_day)
    ), own AS (
        SELECT o.id, o.metric_key, o.organisation_id, period.starts_on, period.ends_on,
               coalesce({columns}, o.organisation_id) AS scope_id
        FROM goals_objective AS o
        JOIN teams_period AS period ON period.organisation_id = o.organisation_id AND period.id = o.period_id
        WHERE o.organisation_id = %(organisation)s AND NOT o.is_archived
    ), companions AS (
        SELECT own.id, guard.metric_key, own.starts_on, own.ends_on,
               CASE guard.scope WHEN 'same' THEN own.scope_id ELSE coalesce(guard.department_id, own.organisation_id) END AS scope_id
        FROM own JOIN goals_guardrail AS guard ON guard.organisation_id = %(organisation)s AND guard.objective_id = own.id
    ), asked AS (
        SELECT counted.*, measured.source, measured.is_lasting
        FROM (SELECT id, metric_key, starts_on, ends_on, scope_id FROM own UNION ALL TABLE companions) AS counted
        JOIN unnest(%(metric_keys)s::text[], %(metric_sources)s::text[], %(are_lasting)s::boolean[])
             AS measured (metric_key, source, is_lasting) USING (metric_key)
    )
    SELECT asked.id FROM asked JOIN touched USING (source, scope_id)
    WHERE touched.first_day < asked.ends_on AND (touched.last_day >= asked.starts_on OR asked.is_lasting)
    UNION
    SELECT asked.id FROM asked JOIN touched USING (source)
    WHERE touched.scope_id IS NULL AND touched.first_day < asked.ends_on AND (touched.last_day >= asked.starts_on OR asked.is_lasting)
""".format(columns=", ".join(f"o.{column}_id" for column in SCOPE_COLUMNS))


def touched_objectives(touched: Iterable[Touched | Taken]) -> list[UUID]:
    """Ids of those whose metric, or a guard's, counts such facts, of their scope or below it, in days of their period.

    What was open once may have been open on all days since.
    """
    above = _teams_above()
    rows = {
        (row.source, scope_id, row.first_day, row.last_day)
        for row in touched
        for scope_id in (row.scope_id, *above.get(row.scope_id, ()))
    }
    measured = _measured()
    if not rows or not measured:
        return []
    sources, scope_ids, first_days, last_days = zip(*rows, strict=True)
    metric_keys, metric_sources, are_lasting = zip(*measured, strict=True)
    arguments: dict[str, Any] = {
        "organisation": active_organisation_id(),
        "sources": list(sources),
        "scope_ids": "{" + ",".join(["NULL" if id_ is None else id_.hex for id_ in scope_ids]) + "}",
        "first_days": array(first_days),
        "last_days": array(last_days),
        "metric_keys": list(metric_keys),
        "metric_sources": list(metric_sources),
        "are_lasting": list(are_lasting),
    }
    with connection.cursor() as cursor:
        cursor.execute(OBJECTIVES, arguments)
        return [row[0] for row in cursor.fetchall()]


def _measured() -> set[tuple[str, str, bool]]:
    """Each metric in use, of objectives and of guards, with the facts that it counts and whether it is a stock of them."""
    guards = Guardrail.objects.order_by().values_list("metric_key")
    keys = Objective.objects.active().order_by().values_list("metric_key").union(guards).order_by("metric_key")
    return {
        (key, what.source.fact, what.aggregate == "stock") for (key,) in keys for what in metric_or_gone(key).measures
    }


def taught_objectives(touched: Iterable[Touched | Taken]) -> list[UUID]:
    """Ids of those whose expected course is learned from days before their period, their own or the organisation's."""
    first = min((row.first_day for row in touched), default=None)
    if first is None:
        return []
    sources = {row.source for row in touched}
    rows = Objective.objects.active().filter(pace_method=PaceMethod.LEARNED, period__starts_on__gt=first)
    return [
        id_ for id_, key in rows.order_by("pk").values_list("pk", "metric_key") if metric_or_gone(key).facts & sources
    ]


def _teams_above() -> dict[UUID | None, list[UUID]]:
    """Each team's parents up to the top: what changes in a team changes their figures too."""
    parents = dict(Team.objects.filter(parent__isnull=False).order_by("pk").values_list("pk", "parent_id"))
    above: dict[UUID | None, list[UUID]] = {}
    for team in parents:
        above[team], parent = [], parents.get(team)
        while parent and parent not in above[team]:
            above[team].append(parent)
            parent = parents.get(parent)
    return above
