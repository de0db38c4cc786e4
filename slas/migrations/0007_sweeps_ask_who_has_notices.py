"""The sweep of warnings and escalations asks once which organisations have a clock that runs or is overdue: ids, no more."""

from django.db import migrations

DUE = """
CREATE FUNCTION lockstep_due_clock_notices() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM slas_clock
    WHERE state IN ('running', 'breached_open') AND closed_at IS NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("slas", "0006_who_was_told_of_clocks")]
    operations = [migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_clock_notices()")]
