"""The sweep of exports asks once which organisations wait for a file: ids, no more."""

from django.db import migrations

DUE = """
CREATE FUNCTION lockstep_due_clock_exports() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM slas_clockexport WHERE state = 'queued'
$$
"""


class Migration(migrations.Migration):
    dependencies = [("slas", "0008_exports_of_clocks")]
    operations = [migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_clock_exports()")]
