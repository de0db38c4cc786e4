"""Judging very many leads at once: pipeline/rules/lead_judging.py as SQL. One test holds both to the same cases.

Everything is written into the statement as literals, because words of a source may hold any sign.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg2 import sql

from pipeline.rules.lead_judging import POINT, Facts, Seen, weights
from pipeline.rules.lead_terms import BELOW, STAGES, Condition, LeadTerms, StageTerms
from teams.tenancy import active_organisation_id

# What a condition looks at, at the instant j.at.
VALUES = {
    "name": "l.name",
    "company": "l.company",
    "owner": "l.owner_id",
    "first_touched_at": "CASE WHEN l.first_touched_at <= l.at THEN l.first_touched_at END",
    "accepted_at": "t.accepted_at",
    "status": "l.status",
    "lead_source": "l.lead_source_id",
    "product": "l.product_id",
    "territory": "l.territory_id",
    "deals": "d.deals",
}
# `judged` names the leads and for each the instant `at` that it is judged as of.
LEADS = """
    SELECT l.id, l.at, l.lead_class, l.facts FROM (
        SELECT l.id, l.at, {lead_class} AS lead_class,
            jsonb_build_object('values', jsonb_build_object({values}), 'seen', jsonb_build_object({seen})) AS facts
        FROM (
            SELECT l.id, l.at, {columns}, {activities}
            FROM (SELECT l.*, {at} AS at FROM pipeline_lead l
                  WHERE l.organisation_id = {organisation} AND {leads}) l
            CROSS JOIN LATERAL (
                SELECT min(t.occurred_at) AS accepted_at FROM pipeline_stagetransition t
                WHERE t.organisation_id = {organisation} AND t.lead_id = l.id AND t.to_stage = 'sal'
                  AND t.occurred_at <= l.at) t
            CROSS JOIN LATERAL (
                SELECT count(*)::integer AS deals FROM pipeline_deal d
                WHERE d.organisation_id = {organisation} AND d.lead_id = l.id
                  AND (d.opened_at IS NULL OR d.opened_at <= l.at)) d
            CROSS JOIN LATERAL (
                SELECT {sums} FROM (
                    SELECT a.kind, {weight} AS weight
                    FROM pipeline_activity a
                    WHERE a.organisation_id = {organisation} AND a.lead_id = l.id AND a.occurred_at <= l.at) a) a
        ) l
    ) l
"""
AGE = "floor(extract(epoch FROM l.at - a.occurred_at) / 86400)::integer"


@dataclass(frozen=True, slots=True)
class Row:
    """A lead as the statement judged it."""

    lead_id: Any
    at: datetime
    lead_class: str
    facts: dict[str, Any]


def statement(*, terms: LeadTerms, leads: sql.Composable, at: sql.Composable) -> sql.Composed:
    """SELECT of (id, at, lead_class, facts) for the leads `l` that a condition names, each as of the instant `at`."""
    kinds = terms.kinds
    return sql.SQL(LEADS).format(
        lead_class=_class(terms),
        values=_pairs((name, sql.Identifier(name)) for name in VALUES),
        seen=_pairs((kind, _seen(kind)) for kind in kinds),
        columns=sql.SQL(", ").join(sql.SQL(f"{text} AS {name}") for name, text in VALUES.items()),
        activities=sql.SQL("a.*"),
        sums=_sums(kinds),
        weight=_weight(terms.half_life_days),
        leads=leads,
        at=at,
        organisation=sql.Literal(str(active_organisation_id())),
    )


def rows(query: sql.Composed) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(cursor.connection))
        return [Row(lead_id, at, found, json.loads(facts)) for lead_id, at, found, facts in cursor.fetchall()]


def facts_of(stored: dict[str, Any]) -> Facts:
    """The facts as the rule takes them, from what the statement gave or a judgement kept."""
    return Facts(stored["values"], {kind: Seen(*pair) for kind, pair in stored["seen"].items()})


def lead_facts(*, lead_id: Any, terms: LeadTerms, at: datetime) -> Facts:
    """What is known of one lead at an instant."""
    one = sql.SQL("l.id = {}").format(sql.Literal(str(lead_id)))
    (row,) = rows(statement(terms=terms, leads=one, at=instant(at)))
    return facts_of(row.facts)


def instant(at: datetime) -> sql.Composable:
    return sql.SQL("{}::timestamptz").format(sql.Literal(at.isoformat()))


def _pairs(pairs: Any) -> sql.Composable:
    return sql.SQL(", ").join(sql.SQL("{}, {}").format(sql.Literal(name), value) for name, value in pairs)


def _seen(kind: str) -> sql.Composable:
    return sql.SQL("jsonb_build_array({}, {})").format(_number(kind), _weighed(kind))


def _number(kind: str) -> sql.Identifier:
    return sql.Identifier(f"n_{kind}")


def _weighed(kind: str) -> sql.Identifier:
    return sql.Identifier(f"w_{kind}")


def _sums(kinds: Sequence[str]) -> sql.Composable:
    parts = [sql.SQL("count(*) AS activities")]
    for kind in kinds:
        text = "count(*) FILTER (WHERE a.kind = {kind})::integer AS {number}, coalesce(sum(a.weight) FILTER (WHERE a.kind = {kind}), 0)::bigint AS {weighed}"
        parts.append(sql.SQL(text).format(kind=sql.Literal(kind), number=_number(kind), weighed=_weighed(kind)))
    return sql.SQL(", ").join(parts)


def _weight(half_life_days: int | None) -> sql.Composable:
    """The weight of an activity by its age in whole days."""
    table = weights(half_life_days)
    if not table:
        return sql.Literal(POINT)
    return sql.SQL("coalesce(({table}::integer[])[{age} + 1], 0)").format(
        table=sql.Literal(list(table)), age=sql.SQL(AGE)
    )


def _class(terms: LeadTerms) -> sql.Composable:
    """The highest stage whose terms, and those of the stages below, are met."""
    score = _score(terms)
    met = [_met(terms.stages[stage], score) for stage in STAGES]
    cases = [
        sql.SQL("WHEN {} THEN {}").format(sql.SQL(" AND ").join(met[: number + 1]), sql.Literal(STAGES[number]))
        for number in reversed(range(len(STAGES)))
    ]
    return sql.SQL("CASE {} ELSE {} END").format(sql.SQL(" ").join(cases), sql.Literal(BELOW))


def _score(terms: LeadTerms) -> sql.Composable:
    lines = [sql.SQL("0::bigint")]
    for line in terms.lines:
        raw = sql.SQL("{} * {}").format(sql.Literal(line.points), _weighed(line.kind))
        limited = sql.SQL("least({}, {}::bigint)").format(raw, sql.Literal((line.cap or 0) * POINT))
        lines.append(raw if line.cap is None else limited)
    return sql.SQL("({})").format(sql.SQL(" + ").join(lines))


def _met(asked: StageTerms, score: sql.Composable) -> sql.Composable:
    parts = [_condition(condition) for condition in asked.conditions]
    if asked.min_score is not None:
        parts.append(sql.SQL("{} >= {}").format(score, sql.Literal(asked.min_score * POINT)))
    return sql.SQL("({})").format(sql.SQL(" AND ").join([sql.SQL("true"), *parts]))


def _condition(condition: Condition) -> sql.Composable:
    if condition.op == "at_least":
        column = _number(condition.activity) if condition.activity else sql.Identifier(condition.field)
        return sql.SQL("{} >= {}").format(column, sql.Literal(condition.values[0]))
    text = sql.SQL("coalesce({}::text, '')").format(sql.Identifier(condition.field))
    if condition.op == "known":
        return sql.SQL("{} <> ''").format(text)
    is_one = sql.SQL("{} = ANY({}::text[])").format(text, sql.Literal(list(condition.values)))
    return is_one if condition.op == "in" else sql.SQL("({} <> '' AND NOT {})").format(text, is_one)
