"""Clocks that are open already are looked at with the next sweep, which asks only for organisations where a look is due."""

from django.db import migrations

WATCH = """
    INSERT INTO slas_clockwatch (organisation_id, clock_id, look_at)
    SELECT organisation_id, id, now() FROM slas_clock WHERE state IN ('running', 'breached_open') AND closed_at IS NULL
"""
DUE = """
CREATE OR REPLACE FUNCTION lockstep_due_clock_notices() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM slas_clockwatch WHERE look_at <= statement_timestamp()
$$
"""
DUE_BEFORE = """
CREATE OR REPLACE FUNCTION lockstep_due_clock_notices() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM slas_clock
    WHERE state IN ('running', 'breached_open') AND closed_at IS NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("slas", "0015_clocks_are_looked_at_when_due")]
    operations = [migrations.RunSQL(WATCH, migrations.RunSQL.noop), migrations.RunSQL(DUE, DUE_BEFORE)]
