"""The sweep of recomputes asks once which organisations have any: a SECURITY DEFINER function that tells ids, no more."""

from django.db import migrations

RECOMPUTES = """
CREATE FUNCTION lockstep_due_recomputes() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT organisation_id FROM goals_recompute WHERE state = 'queued'
    UNION SELECT organisation_id FROM pipeline_touched
    UNION SELECT organisation_id FROM teams_presencechange
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0010_figures_without_guards_are_credited_whole"),
        ("pipeline", "0008_facts_that_change_leave_touched"),
        ("teams", "0007_leave_and_ramp"),
    ]
    operations = [migrations.RunSQL(RECOMPUTES, "DROP FUNCTION lockstep_due_recomputes()")]
