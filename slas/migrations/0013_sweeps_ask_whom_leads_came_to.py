"""The sweep that tells of leads asks once which organisations have handed out some that nobody was told of: ids, no more."""

from django.db import migrations

DUE = """
CREATE FUNCTION lockstep_due_lead_arrivals() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM pipeline_leadassignment WHERE told_at IS NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("slas", "0012_exports_can_be_printed"), ("pipeline", "0026_who_was_told_is_noted")]
    operations = [migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_lead_arrivals()")]
