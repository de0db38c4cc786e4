"""A promise names the version of its metric: nobody may change afterwards what that version counts."""

from django.db import migrations

FOR_EVER = """
REVOKE UPDATE, DELETE ON metrics_ownmetricversion FROM lockstep_app;
CREATE FUNCTION metrics_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'a version of a metric is never changed' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER metrics_ownmetricversion_for_ever BEFORE UPDATE OR DELETE ON metrics_ownmetricversion
    FOR EACH ROW EXECUTE FUNCTION metrics_refuse();
"""

CHANGEABLE = """
DROP TRIGGER metrics_ownmetricversion_for_ever ON metrics_ownmetricversion;
DROP FUNCTION metrics_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("metrics", "0001_own_metrics_have_versions")]
    operations = [migrations.RunSQL(FOR_EVER, CHANGEABLE)]
