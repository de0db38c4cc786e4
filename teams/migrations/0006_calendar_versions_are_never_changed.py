"""A running clock and a signed promise keep the hours they began with: an edit is a new version, never an UPDATE."""

from django.db import migrations

NEVER_CHANGED = """
CREATE FUNCTION teams_calendar_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'a version of a calendar is never changed' USING ERRCODE = '42501';
END $$;
CREATE TRIGGER teams_calendarversion_never_changed BEFORE UPDATE ON teams_calendarversion
    FOR EACH ROW EXECUTE FUNCTION teams_calendar_refuse();
CREATE TRIGGER teams_calendarday_never_changed BEFORE UPDATE ON teams_calendarday
    FOR EACH ROW EXECUTE FUNCTION teams_calendar_refuse();
"""

CHANGEABLE = """
DROP TRIGGER teams_calendarversion_never_changed ON teams_calendarversion;
DROP TRIGGER teams_calendarday_never_changed ON teams_calendarday;
DROP FUNCTION teams_calendar_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0005_business_calendars")]
    operations = [migrations.RunSQL(NEVER_CHANGED, CHANGEABLE)]
