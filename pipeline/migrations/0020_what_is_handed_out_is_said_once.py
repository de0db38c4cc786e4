"""Which leads are to be handed out is said once, for the sweep that asks who has such leads and for the distribution itself:
MQLs without an owner that became one lately. A file of old leads is no work for anybody.
"""

from django.db import migrations

ONCE = """
CREATE FUNCTION pipeline_leads_to_hand_out(moment timestamptz) RETURNS TABLE (id uuid, organisation_id uuid)
LANGUAGE sql STABLE AS $$
    SELECT l.id, l.organisation_id FROM pipeline_lead l
    WHERE l.stage = 'mql' AND l.owner_id IS NULL AND EXISTS (
        SELECT FROM pipeline_stagetransition t
        WHERE t.organisation_id = l.organisation_id AND t.lead_id = l.id AND t.to_stage = 'mql'
          AND t.occurred_at >= moment - interval '30 days')
$$;
CREATE OR REPLACE FUNCTION lockstep_due_unassigned_leads() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT l.organisation_id FROM pipeline_leads_to_hand_out(now()) l
    WHERE EXISTS (SELECT FROM pipeline_routingrule r WHERE r.organisation_id = l.organisation_id)
$$
"""
BEFORE = """
CREATE OR REPLACE FUNCTION lockstep_due_unassigned_leads() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT l.organisation_id FROM pipeline_lead l
    WHERE l.stage = 'mql' AND l.owner_id IS NULL
      AND EXISTS (SELECT FROM pipeline_routingrule r WHERE r.organisation_id = l.organisation_id)
$$;
DROP FUNCTION pipeline_leads_to_hand_out(timestamptz)
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0019_leads_remember_what_their_source_said")]
    operations = [migrations.RunSQL(ONCE, BEFORE)]
