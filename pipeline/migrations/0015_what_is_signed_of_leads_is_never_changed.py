"""A definition that both departments signed is evidence: the database refuses to change it. It may still be ended by the next
one, and note when leads were judged by it. And the sweep asks which organisations have leads to judge.
"""

from django.db import migrations

NEVER_CHANGED = """
CREATE FUNCTION pipeline_definition_stands() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.ended_at IS NOT NULL
       OR (to_jsonb(NEW) - 'ended_at' - 'judged_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at' - 'judged_at') THEN
        RAISE EXCEPTION 'a definition that was in force is never changed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pipeline_leaddefinition_stands BEFORE UPDATE OR DELETE ON pipeline_leaddefinition
    FOR EACH ROW WHEN (OLD.in_force_at IS NOT NULL) EXECUTE FUNCTION pipeline_definition_stands();

CREATE FUNCTION pipeline_definition_drafts() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    row record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (SELECT FROM pipeline_leaddefinition d WHERE d.organisation_id = row.organisation_id
               AND d.id = row.definition_id AND d.in_force_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what was signed is never changed' USING ERRCODE = '42501';
    END IF;
    RETURN row;
END $$;
CREATE TRIGGER pipeline_leaddefinitionsignature_drafts BEFORE INSERT OR UPDATE OR DELETE
    ON pipeline_leaddefinitionsignature FOR EACH ROW EXECUTE FUNCTION pipeline_definition_drafts();

CREATE FUNCTION lockstep_due_judgements() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT organisation_id FROM pipeline_leaddefinition
    WHERE in_force_at IS NOT NULL AND ended_at IS NULL
      AND (judged_at IS NULL OR judged_at < now() - interval '1 hour')
$$;
"""
CHANGEABLE = """
DROP FUNCTION lockstep_due_judgements();
DROP TRIGGER pipeline_leaddefinitionsignature_drafts ON pipeline_leaddefinitionsignature;
DROP FUNCTION pipeline_definition_drafts();
DROP TRIGGER pipeline_leaddefinition_stands ON pipeline_leaddefinition;
DROP FUNCTION pipeline_definition_stands();
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0014_lead_definitions_are_signed")]
    operations = [migrations.RunSQL(NEVER_CHANGED, CHANGEABLE)]
