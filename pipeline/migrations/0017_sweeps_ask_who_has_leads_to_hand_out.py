"""The sweeps ask once which organisations have leads that are nobody's, or that come back from nurture: ids, no more. And who
got a lead and why is never changed.
"""

from django.db import migrations

DUE = """
CREATE FUNCTION lockstep_due_unassigned_leads() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM pipeline_lead WHERE stage = 'mql' AND owner_id IS NULL
$$;
CREATE FUNCTION lockstep_due_returning_leads() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM pipeline_leadrejection
    WHERE settled_at IS NULL AND returns_on <= (now() + interval '14 hours')::date
$$;
CREATE FUNCTION pipeline_assignment_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'who got a lead and why is never changed' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER pipeline_leadassignment_stands BEFORE UPDATE ON pipeline_leadassignment
    FOR EACH ROW EXECUTE FUNCTION pipeline_assignment_stands();
"""
NO_MORE = """
DROP TRIGGER pipeline_leadassignment_stands ON pipeline_leadassignment;
DROP FUNCTION pipeline_assignment_stands();
DROP FUNCTION lockstep_due_returning_leads();
DROP FUNCTION lockstep_due_unassigned_leads();
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0016_leads_are_handed_out_and_given_back")]
    operations = [migrations.RunSQL(DUE, NO_MORE)]
