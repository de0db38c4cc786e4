"""The sweep of letters asks once which organisations have any: a SECURITY DEFINER function that tells ids, no more."""

from django.db import migrations

LETTERS = """
CREATE FUNCTION lockstep_due_letters() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM notifications_notification WHERE mailed_at IS NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_one_notice_per_key")]
    operations = [migrations.RunSQL(LETTERS, "DROP FUNCTION lockstep_due_letters()")]
