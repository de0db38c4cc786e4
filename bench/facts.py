"""A seeded organisation full of facts and objectives, made by SQL inside the database: two years, any size."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import NOT_PROVIDED
from psycopg2 import sql

INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]+)\)\s+SELECT ")
FIRST_DAY, AS_OF = date(2024, 10, 1), date(2026, 8, 14)

PEOPLE = """
INSERT INTO pipeline_sourcesystem (id, organisation_id, name, created_at)
SELECT md5(%(org)s || 'crm')::uuid, %(org)s, 'CRM', now();
INSERT INTO teams_department (id, organisation_id, name, kind)
SELECT md5(%(org)s || 'department' || n)::uuid, %(org)s, 'Department ' || n, 'sales' FROM generate_series(0, 3) n;
INSERT INTO teams_team (id, organisation_id, name, department_id)
SELECT md5(%(org)s || 'team' || n)::uuid, %(org)s, 'Team ' || n, md5(%(org)s || 'department' || n %% 4)::uuid
FROM generate_series(0, %(teams)s - 1) n;
INSERT INTO teams_territory (id, organisation_id, name)
SELECT md5(%(org)s || 'territory' || n)::uuid, %(org)s, 'Territory ' || n FROM generate_series(0, 9) n;
INSERT INTO pipeline_product (id, organisation_id, name, name_key, code, currency)
SELECT md5(%(org)s || 'product' || n)::uuid, %(org)s, 'Product ' || n, 'product ' || n, '', 'USD' FROM generate_series(0, 19) n;
INSERT INTO pipeline_leadsource (id, organisation_id, name, name_key)
SELECT md5(%(org)s || 'lead_source' || n)::uuid, %(org)s, 'Source ' || n, 'source ' || n FROM generate_series(0, 9) n;
INSERT INTO teams_membership (id, organisation_id, full_name, name_key, email, role, is_active, created_at)
SELECT md5(%(org)s || 'rep' || n)::uuid, %(org)s, 'Rep ' || n, 'rep ' || n, '', 'rep', true, now()
FROM generate_series(0, %(reps)s - 1) n;
"""
# Which rep, product and source each fact belongs to, and its day, as columns that the statements below share.
DRAWN = """
WITH seat AS MATERIALIZED (
    SELECT n AS r, md5(%(org)s || 'rep' || n)::uuid AS owner, md5(%(org)s || 'team' || n %% %(teams)s)::uuid AS team,
           md5(%(org)s || 'department' || n %% %(teams)s %% 4)::uuid AS department,
           md5(%(org)s || 'territory' || n %% 10)::uuid AS territory
    FROM generate_series(0, %(reps)s - 1) n
), sold AS MATERIALIZED (
    SELECT n AS p, md5(%(org)s || 'product' || n)::uuid AS product, md5(%(org)s || 'lead_source' || n %% 10)::uuid AS lead_source
    FROM generate_series(0, 19) n
), dice AS MATERIALIZED (
    SELECT n, floor(random() * %(reps)s)::int AS r, floor(random() * 20)::int AS p, random() AS luck,
           date %(first_day)s + floor(random() * 730)::int AS day
    FROM generate_series(1, %(rows)s) n
), drawn AS (
    SELECT dice.*, seat.owner, seat.team, seat.department, seat.territory, sold.product, sold.lead_source,
           %(org)s::uuid AS org, md5(%(org)s || 'crm')::uuid AS crm, dice.day + interval '12 hours' AS noon
    FROM dice JOIN seat USING (r) JOIN sold USING (p) ORDER BY dice.n
)
"""
SHARED = "id, organisation_id, owner_id, team_id, department_id, territory_id, product_id, lead_source_id"
SHARED_VALUES = "org, owner, team, department, territory, product, lead_source"
FACTS = {
    "leads": f"""
        INSERT INTO pipeline_lead ({SHARED}, source_system_id, external_id, name, company, stage, source_stage, status,
                                   occurred_at, day, won_day)
        SELECT md5(%(org)s || 'lead' || n)::uuid, {SHARED_VALUES}, crm, 'L' || n, 'Lead', '', 'mql', 'mql', '', noon, day,
               CASE WHEN luck < 0.1 AND day + 30 <= %(as_of)s::date THEN day + 30 END FROM drawn""",
    "deals": f"""
        INSERT INTO pipeline_deal ({SHARED}, source_system_id, external_id, name, account, stage, status, currency,
                                   amount_minor, opened_day, closed_day)
        SELECT uuidv7(), {SHARED_VALUES}, crm, 'D' || n, 'Deal', '', '',
               CASE WHEN luck < 0.3 THEN 'won' WHEN luck < 0.8 THEN 'lost' ELSE 'open' END, 'USD',
               1 + floor(luck * 10000000)::bigint, day - 60, CASE WHEN luck < 0.8 THEN day END FROM drawn""",
    "activities": f"""
        INSERT INTO pipeline_activity ({SHARED}, source_system_id, external_id, kind, subject, occurred_at, day, currency)
        SELECT uuidv7(), {SHARED_VALUES}, crm, 'A' || n,
               (ARRAY['call', 'call', 'call', 'email', 'email', 'email', 'meeting', 'presentation', 'proposal', 'task'])
                   [1 + floor(luck * 10)::int], '', noon, day, '' FROM drawn""",
    "transitions": f"""
        INSERT INTO pipeline_stagetransition ({SHARED}, lead_id, from_stage, to_stage, occurred_at, day, is_first)
        SELECT uuidv7(), {SHARED_VALUES}, md5(%(org)s || 'lead' || 1 + n %% %(leads)s)::uuid, '',
               (ARRAY['inquiry', 'mql', 'sal', 'sql', 'opportunity'])[1 + n %% 5], noon + n * interval '1 microsecond',
               day, luck < 0.9 FROM drawn""",
}
# An objective's scope is drawn as in practice: four of five are a rep's, the rest a team's or wider.
OBJECTIVES = """
INSERT INTO goals_goal (id, organisation_id, title, why, is_archived, version, created_at)
SELECT md5(%(org)s || 'goal')::uuid, %(org)s, 'Goal', '', false, 1, now();
WITH period AS MATERIALIZED (
    SELECT kind, id, row_number() OVER (PARTITION BY kind ORDER BY starts_on) - 1 AS p, count(*) OVER (PARTITION BY kind) AS periods
    FROM teams_period WHERE organisation_id = %(org)s AND starts_on >= %(first_day)s AND starts_on <= %(as_of)s
), drawn AS (
    SELECT n, n %% 100 AS share, n / 100 AS round, floor(random() * 1000000)::int AS pick,
           (ARRAY['quarter', 'month', 'quarter', 'week', 'year', 'month'])[1 + n %% 6] AS kind,
           (ARRAY['won_revenue', 'calls', 'win_rate', 'mqls', 'meetings', 'deals_won', 'lead_conversion'])[1 + n %% 7] AS metric
    FROM generate_series(1, %(objectives)s) n
), scoped AS (
    SELECT *, CASE WHEN share < 80 THEN 'rep' WHEN share < 90 THEN 'team' WHEN share < 94 THEN 'product'
                   WHEN share < 97 THEN 'territory' WHEN share < 99 THEN 'department' ELSE 'organisation' END AS scope
    FROM drawn
)
INSERT INTO goals_objective (id, organisation_id, goal_id, title, metric_key, scope, rep_id, team_id, product_id, territory_id,
                             department_id, period_id, direction, target, weight, owner_id, is_archived, version, created_at)
SELECT uuidv7(), %(org)s, md5(%(org)s || 'goal')::uuid, '', metric, scope,
       CASE scope WHEN 'rep' THEN md5(%(org)s || 'rep' || pick %% %(reps)s)::uuid END,
       CASE scope WHEN 'team' THEN md5(%(org)s || 'team' || pick %% %(teams)s)::uuid END,
       CASE scope WHEN 'product' THEN md5(%(org)s || 'product' || pick %% 20)::uuid END,
       CASE scope WHEN 'territory' THEN md5(%(org)s || 'territory' || pick %% 10)::uuid END,
       CASE scope WHEN 'department' THEN md5(%(org)s || 'department' || pick %% 4)::uuid END,
       period.id, 'at_least', CASE WHEN metric IN ('win_rate', 'lead_conversion') THEN 0.3 ELSE 1 + pick END, 1,
       md5(%(org)s || 'rep0')::uuid, false, 1, now()
FROM scoped JOIN period ON period.kind = scoped.kind AND period.p = scoped.pick %% period.periods
"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    reps: int
    leads: int
    deals: int
    activities: int
    transitions: int
    objectives: int

    @property
    def facts(self) -> int:
        return self.leads + self.deals + self.activities + self.transitions


FULL = Size(
    reps=20_000, leads=2_000_000, deals=1_000_000, activities=10_000_000, transitions=5_000_000, objectives=100_000
)


def zipf(total: Size, organisations: int) -> Iterator[Size]:
    """Share everything among organisations whose sizes follow Zipf's law, the largest first."""
    weights = [1 / rank for rank in range(1, organisations + 1)]
    for weight in weights:
        share = weight / sum(weights)
        columns = (total.reps, total.leads, total.deals, total.activities, total.transitions, total.objectives)
        yield Size(*(max(1, round(column * share)) for column in columns))


def fill(organisation_id: str, size: Size, *, seed: float) -> None:
    """Make people, facts and objectives in an organisation that has its periods; each statement in the given order."""
    arguments: dict[str, Any] = {
        "org": organisation_id,
        "reps": size.reps,
        "teams": max(4, size.reps // 8),
        "leads": size.leads,
        "objectives": size.objectives,
        "first_day": FIRST_DAY.isoformat(),
        "as_of": AS_OF.isoformat(),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(%s)", [seed])
        cursor.execute(with_defaults(PEOPLE), arguments)
        for name, statement in FACTS.items():
            cursor.execute(with_defaults(DRAWN + statement), arguments | {"rows": getattr(size, name)})
        cursor.execute(with_defaults(OBJECTIVES), arguments)


def with_defaults(statements: str) -> str:
    """Give the columns that an INSERT does not name what Django would give them: the statements outlive new fields."""
    models = {model._meta.db_table: model for model in apps.get_models()}

    def complete(insert: re.Match[str]) -> str:
        table, named = insert.groups()
        columns = {name.strip() for name in named.split(",")}
        rest = {
            field.column: field.get_db_prep_save(field.get_default(), connection)
            for field in models[table]._meta.concrete_fields
            if field.column not in columns and not (field.null or field.generated) and field.db_default is NOT_PROVIDED
        }
        values = "".join(
            f"{sql.Literal(value).as_string(connection.connection)}, ".replace("%", "%%") for value in rest.values()
        )
        return f"INSERT INTO {table} ({', '.join([*rest, named])}) SELECT {values}"

    return INSERT.sub(complete, statements)
