"""The sweep asks only for organisations that have a rule of distribution: elsewhere nothing is handed out."""

from django.db import migrations

DUE = """
CREATE OR REPLACE FUNCTION lockstep_due_unassigned_leads() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT l.organisation_id FROM pipeline_lead l
    WHERE l.stage = 'mql' AND l.owner_id IS NULL %s
$$
"""
WITH_RULE = "AND EXISTS (SELECT FROM pipeline_routingrule r WHERE r.organisation_id = l.organisation_id)"


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0017_sweeps_ask_who_has_leads_to_hand_out")]
    operations = [migrations.RunSQL(DUE % WITH_RULE, DUE % "")]
