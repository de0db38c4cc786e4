"""The sweep of invitations asks once which organisations have any: a SECURITY DEFINER function that tells ids, no more."""

from django.db import migrations

INVITATIONS = """
CREATE FUNCTION lockstep_due_invitations() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM teams_membership WHERE invited_at IS NOT NULL AND invitation_mailed_at IS NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0012_invitations_that_wait_are_found")]
    operations = [migrations.RunSQL(INVITATIONS, "DROP FUNCTION lockstep_due_invitations()")]
