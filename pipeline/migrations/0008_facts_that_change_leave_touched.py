"""Whatever changes facts, by whatever way, leaves rows of `Touched`: by statement-level triggers, which see all changed rows
of a statement at once and cost a fraction of triggers per row. One row per whose and month; beyond 20,000 facts in one
statement just per month, as nearly everybody is touched anyway.
"""

from django.db import migrations, models

import pipeline.models.touched

TOUCH = """
CREATE FUNCTION pipeline_touch() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
-- Arguments: the kind of fact, then the columns of the days on which it counts.
DECLARE
    changed text := CASE TG_OP WHEN 'INSERT' THEN 'TABLE added' WHEN 'DELETE' THEN 'TABLE removed'
                               ELSE 'TABLE removed UNION ALL TABLE added' END;
    days text := (SELECT string_agg(format('(fact.%I)', name), ', ') FROM unnest(TG_ARGV[1:]) AS name);
    whose text := $q$LATERAL (VALUES (organisation_id), (owner_id), (team_id), (department_id), (product_id), (territory_id),
                                     (lead_source_id)) AS whose (scope_id) WHERE scope_id IS NOT NULL$q$;
    many bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (%s) AS fact', changed) INTO many;
    IF many = 0 THEN
        RETURN NULL;
    ELSIF many > 20000 THEN
        whose := '(VALUES (NULL::uuid)) AS whose (scope_id)';
    END IF;
    EXECUTE format($q$
        INSERT INTO pipeline_touched (organisation_id, source, scope_id, first_day, last_day)
        SELECT organisation_id, %L, scope_id, min(day), max(day) FROM (
            SELECT DISTINCT organisation_id, owner_id, team_id, department_id, product_id, territory_id, lead_source_id, counted.day
            FROM (%s) AS fact, LATERAL (VALUES %s) AS counted (day) WHERE counted.day IS NOT NULL
        ) AS fact, %s
        GROUP BY organisation_id, scope_id, date_trunc('month', day::timestamp)
    $q$, TG_ARGV[0], changed, days, whose);
    RETURN NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0007_customers_and_first_touches_of_facts_so_far"),
    ]

    operations = [
        migrations.RunSQL(TOUCH, "DROP FUNCTION pipeline_touch()"),
        migrations.AddField(
            model_name="touched",
            name="scope_id",
            field=models.UUIDField(null=True),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=pipeline.models.touched.TouchTriggers(
                days=("day",), fact="activity", name="pipeline_activity_touch"
            ),
        ),
        migrations.AddConstraint(
            model_name="deal",
            constraint=pipeline.models.touched.TouchTriggers(
                days=("opened_day", "closed_day"), fact="deal", name="pipeline_deal_touch"
            ),
        ),
        migrations.AddConstraint(
            model_name="lead",
            constraint=pipeline.models.touched.TouchTriggers(days=("day",), fact="lead", name="pipeline_lead_touch"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=pipeline.models.touched.TouchTriggers(
                days=("day",), fact="reading", name="pipeline_reading_touch"
            ),
        ),
        migrations.AddConstraint(
            model_name="stagetransition",
            constraint=pipeline.models.touched.TouchTriggers(
                days=("day",), fact="stage_transition", name="pipeline_stagetransition_touch"
            ),
        ),
    ]
