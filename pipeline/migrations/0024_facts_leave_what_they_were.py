"""Whatever changes or deletes a fact keeps what it was, for some weeks: “what changed since yesterday” shows it. The function that
notes what was touched does it, as it sees all changed rows of a statement at once.
"""

import django.db.models.deletion
from django.db import migrations, models

import teams.tenancy

BEFORE = """CREATE OR REPLACE FUNCTION pipeline_touch() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
-- Arguments: the kind of fact, then the columns of the days on which it counts.
DECLARE
    changed text := CASE TG_OP WHEN 'INSERT' THEN 'TABLE added' WHEN 'DELETE' THEN 'TABLE removed'
                               ELSE 'TABLE removed UNION ALL TABLE added' END;
    days text := (SELECT string_agg(format('(fact.%I)', name), ', ') FROM unnest(TG_ARGV[1:]) AS name);
    whose text := $q$LATERAL (VALUES ('organisation', organisation_id), ('rep', owner_id), ('team', team_id), ('department', department_id),
                        ('product', product_id), ('territory', territory_id), ('lead_source', lead_source_id))
                AS whose (scope, scope_id) WHERE scope_id IS NOT NULL$q$;
    many bigint;
BEGIN
    EXECUTE format('SELECT count(*) FROM (%s) AS fact', changed) INTO many;
    IF many = 0 THEN
        RETURN NULL;
    ELSIF many > 20000 THEN
        whose := $q$(VALUES (''::text, NULL::uuid)) AS whose (scope, scope_id)$q$;
    END IF;
    EXECUTE format($q$
        INSERT INTO pipeline_touched (organisation_id, source, scope, scope_id, first_day, last_day)
        SELECT organisation_id, %L, scope, scope_id, min(day), max(day) FROM (
            SELECT DISTINCT organisation_id, owner_id, team_id, department_id, product_id, territory_id, lead_source_id, counted.day
            FROM (%s) AS fact, LATERAL (VALUES %s) AS counted (day) WHERE counted.day IS NOT NULL
        ) AS fact, %s
        GROUP BY organisation_id, scope, scope_id, date_trunc('month', day::timestamp)
    $q$, TG_ARGV[0], changed, days, whose);
    RETURN NULL;
END $$
"""
REMEMBER = """    IF TG_OP <> 'INSERT' AND many > 20000 THEN
        INSERT INTO pipeline_formerfact (organisation_id, fact, replaced_at, fact_id, crm_import)
        SELECT organisation_id, TG_ARGV[0], now(), '00000000-0000-0000-0000-000000000000', import_id
        FROM removed GROUP BY organisation_id ON CONFLICT DO NOTHING;
    ELSIF TG_OP <> 'INSERT' THEN
        -- What this very transaction has added was never seen by others.
        INSERT INTO pipeline_formerfact (organisation_id, fact, replaced_at, fact_id, crm_import, row)
        SELECT organisation_id, TG_ARGV[0], now(), id, import_id, to_jsonb(fact)
        FROM removed AS fact WHERE recorded_at < now() ON CONFLICT DO NOTHING;
    END IF;
"""
TOUCH = BEFORE.replace(
    "    many bigint;\n",
    "    many bigint;\n    import_id uuid := nullif(current_setting('lockstep.import', true), '')::uuid;\n",
).replace(
    "    EXECUTE format($q$\n        INSERT INTO pipeline_touched",
    REMEMBER + "    EXECUTE format($q$\n        INSERT INTO pipeline_touched",
)


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0023_first_deals_of_customers_so_far"),
        ("teams", "0015_rate_changes_name_days_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormerFact",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "organisation_id",
                        "fact",
                        "replaced_at",
                        "fact_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("fact", models.CharField(max_length=20)),
                ("replaced_at", models.DateTimeField()),
                ("fact_id", models.UUIDField()),
                ("crm_import", models.UUIDField(null=True)),
                ("row", models.JSONField(null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        default=teams.tenancy.active_organisation_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="teams.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["fact", "replaced_at", "fact_id"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_formerfact_rls")
                ],
            },
        ),
        migrations.RunSQL(TOUCH, BEFORE),
    ]
