"""Comments are only added and check-ins never taken back; the sweep of reminders asks once which organisations have any."""

from django.db import migrations

KEEP = """
REVOKE UPDATE, DELETE ON goals_comment FROM lockstep_app;
REVOKE DELETE ON goals_checkin FROM lockstep_app;
"""
FORGET = """
GRANT UPDATE, DELETE ON goals_comment TO lockstep_app;
GRANT DELETE ON goals_checkin TO lockstep_app;
"""
DUE = """
CREATE FUNCTION lockstep_due_reminders() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM goals_goal WHERE remind_at <= now()
$$
"""


class Migration(migrations.Migration):
    dependencies = [("goals", "0025_check_ins_and_comments")]
    operations = [
        migrations.RunSQL(KEEP, FORGET),
        migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_reminders()"),
    ]
