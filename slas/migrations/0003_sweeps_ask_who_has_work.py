"""The sweep asks once which organisations have clocks that are due instead of visiting each: ids, no more."""

from django.db import migrations

DUE = """
CREATE FUNCTION lockstep_due_clocks() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT organisation_id FROM slas_clock WHERE state = 'running' AND due_at < now()
    UNION
    SELECT organisation_id FROM slas_clock WHERE state = 'waived' AND stopped_at IS NULL AND waived_until < now()
    UNION
    SELECT organisation_id FROM slas_clock WHERE state = 'pending' AND started_at <= now()
$$
"""


class Migration(migrations.Migration):
    dependencies = [("slas", "0002_what_is_signed_or_logged_is_never_changed")]
    operations = [migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_clocks()")]
