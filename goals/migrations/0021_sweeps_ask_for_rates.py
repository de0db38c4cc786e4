"""The sweep of recomputes also asks which organisations have changed a rate."""

from django.db import migrations

BEFORE = """
CREATE OR REPLACE FUNCTION lockstep_due_recomputes() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT organisation_id FROM goals_recompute WHERE state = 'queued'
    UNION SELECT organisation_id FROM pipeline_touched
    UNION SELECT organisation_id FROM teams_presencechange
$$
"""
AFTER = """
CREATE OR REPLACE FUNCTION lockstep_due_recomputes() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT organisation_id FROM goals_recompute WHERE state = 'queued'
    UNION SELECT organisation_id FROM pipeline_touched
    UNION SELECT organisation_id FROM teams_presencechange
    UNION SELECT organisation_id FROM teams_ratechange
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0020_recomputes_after_rates"),
        ("teams", "0014_rates_leave_what_they_change"),
    ]
    operations = [migrations.RunSQL(AFTER, BEFORE)]
