"""What every tenant table stands on: the function of its row level security, and a range type for `NoOverlap`.

The function raises when no organisation is set: a forgotten tenant must not look like an empty one.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION lockstep_organisation() RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog AS $$
DECLARE
    active text := current_setting('lockstep.organisation', true);
BEGIN
    IF active IS NULL OR active = '' THEN
        RAISE EXCEPTION 'no organisation is active' USING ERRCODE = '42501';
    END IF;
    RETURN active::uuid;
END $$
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list = []
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION lockstep_organisation()"),
        migrations.RunSQL("CREATE TYPE uuidrange AS RANGE (subtype = uuid)", "DROP TYPE uuidrange"),
    ]
