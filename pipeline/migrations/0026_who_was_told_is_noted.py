"""Who got a lead and why is never changed, save for the note that they were told of it. Nobody is told of what is long past."""

from django.db import migrations

NOTED = """
CREATE OR REPLACE FUNCTION pipeline_assignment_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.told_at IS NULL AND to_jsonb(OLD) - 'told_at' = to_jsonb(NEW) - 'told_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'who got a lead and why is never changed' USING ERRCODE = '42501';
END $$;
UPDATE pipeline_leadassignment SET told_at = assigned_at
"""
BEFORE = """
CREATE OR REPLACE FUNCTION pipeline_assignment_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'who got a lead and why is never changed' USING ERRCODE = '42501';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("pipeline", "0025_people_are_told_of_leads")]
    operations = [migrations.RunSQL(NOTED, BEFORE)]
