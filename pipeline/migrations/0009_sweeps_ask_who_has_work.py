"""Sweeps ask once which organisations have work instead of visiting each: SECURITY DEFINER functions that tell ids, no more."""

from django.db import migrations

IMPORTS = """
CREATE FUNCTION lockstep_due_imports() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM pipeline_crmimport WHERE state IN ('checking', 'queued', 'running')
$$
"""
ASSIGNMENT_CHANGES = """
CREATE FUNCTION lockstep_due_assignment_changes() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM teams_assignmentchange
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pipeline", "0008_facts_that_change_leave_touched"),
        ("teams", "0003_invitations_and_assignment_changes"),
    ]
    operations = [
        migrations.RunSQL(IMPORTS, "DROP FUNCTION lockstep_due_imports()"),
        migrations.RunSQL(ASSIGNMENT_CHANGES, "DROP FUNCTION lockstep_due_assignment_changes()"),
    ]
