"""Whatever changes the stages or activities of leads leaves the leads, for the clocks of promises: by statement-level
triggers, so that a demo, an import and a move between teams all tell of them; a thousand leads a row, which one transaction takes.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.uuid
from django.db import migrations, models

import pipeline.models.lead_news
import teams.tenancy

TELL = """
CREATE FUNCTION pipeline_tell_of_leads() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    changed text := CASE TG_OP WHEN 'INSERT' THEN 'TABLE added' WHEN 'DELETE' THEN 'TABLE removed'
                               ELSE 'TABLE removed UNION ALL TABLE added' END;
BEGIN
    EXECUTE format($q$
        INSERT INTO pipeline_leadnews (organisation_id, leads)
        SELECT organisation_id, array_agg(lead_id ORDER BY lead_id)
        FROM (SELECT organisation_id, lead_id,
                     (row_number() OVER (PARTITION BY organisation_id ORDER BY lead_id) - 1) / 1000 AS portion
              FROM (SELECT DISTINCT organisation_id, lead_id FROM (%s) AS fact WHERE lead_id IS NOT NULL) AS leads) AS portions
        GROUP BY organisation_id, portion
    $q$, changed);
    RETURN NULL;
END $$
"""
DUE = """
CREATE FUNCTION lockstep_due_lead_news() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM pipeline_leadnews
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0010_deals_are_expected_and_seen_in_stages"),
        ("teams", "0012_invitations_that_wait_are_found"),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadNews",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        db_default=django.db.models.functions.uuid.UUID7(),
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("leads", django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField())),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
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
                "ordering": ["recorded_at", "pk"],
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    teams.tenancy.RowLevelSecurity(column="organisation_id", name="pipeline_leadnews_rls"),
                    models.UniqueConstraint(fields=("organisation", "id"), name="pipeline_leadnews_tenant_key"),
                ],
            },
        ),
        migrations.RunSQL(TELL, "DROP FUNCTION pipeline_tell_of_leads()"),
        migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_lead_news()"),
        migrations.AddConstraint(
            model_name="activity",
            constraint=pipeline.models.lead_news.NewsTriggers(name="pipeline_activity_news"),
        ),
        migrations.AddConstraint(
            model_name="stagetransition",
            constraint=pipeline.models.lead_news.NewsTriggers(name="pipeline_stagetransition_news"),
        ),
    ]
