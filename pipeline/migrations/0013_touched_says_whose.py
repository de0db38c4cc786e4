"""`Touched` names the scope that its record is one of, so that rollups look at departments and products only."""

from django.db import migrations, models

BEFORE = (
    (
        "LATERAL (VALUES (organisation_id), (owner_id), (team_id), (department_id), (product_id), (territory_id),\n"
        "                                     (lead_source_id)) AS whose (scope_id) WHERE scope_id IS NOT NULL"
    ),
    "(VALUES (NULL::uuid)) AS whose (scope_id)",
    "(organisation_id, source, scope_id, first_day, last_day)\n        SELECT organisation_id, %L, scope_id,",
    "GROUP BY organisation_id, scope_id,",
)
AFTER = (
    (
        "LATERAL (VALUES ('organisation', organisation_id), ('rep', owner_id), ('team', team_id), ('department', department_id),\n"
        "                        ('product', product_id), ('territory', territory_id), ('lead_source', lead_source_id))\n"
        "                AS whose (scope, scope_id) WHERE scope_id IS NOT NULL"
    ),
    "(VALUES (''::text, NULL::uuid)) AS whose (scope, scope_id)",
    "(organisation_id, source, scope, scope_id, first_day, last_day)\n        SELECT organisation_id, %L, scope, scope_id,",
    "GROUP BY organisation_id, scope, scope_id,",
)
TOUCH = """
CREATE OR REPLACE FUNCTION pipeline_touch() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
-- Arguments: the kind of fact, then the columns of the days on which it counts.
DECLARE
    changed text := CASE TG_OP WHEN 'INSERT' THEN 'TABLE added' WHEN 'DELETE' THEN 'TABLE removed'
                               ELSE 'TABLE removed UNION ALL TABLE added' END;
    days text := (SELECT string_agg(format('(fact.%%I)', name), ', ') FROM unnest(TG_ARGV[1:]) AS name);
    whose text := $q$%s$q$;
    many bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (%%s) AS fact', changed) INTO many;
    IF many = 0 THEN
        RETURN NULL;
    ELSIF many > 20000 THEN
        whose := $q$%s$q$;
    END IF;
    EXECUTE format($q$
        INSERT INTO pipeline_touched %s min(day), max(day) FROM (
            SELECT DISTINCT organisation_id, owner_id, team_id, department_id, product_id, territory_id, lead_source_id, counted.day
            FROM (%%s) AS fact, LATERAL (VALUES %%s) AS counted (day) WHERE counted.day IS NOT NULL
        ) AS fact, %%s
        %s date_trunc('month', day::timestamp)
    $q$, TG_ARGV[0], changed, days, whose);
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0012_spend_and_cases")]

    operations = [
        migrations.AddField(
            "touched", "scope", models.CharField(blank=True, default="", max_length=12), preserve_default=False
        ),
        migrations.RunSQL(TOUCH % AFTER, TOUCH % BEFORE),
    ]
