"""The two questions that are asked before a tenant is open, each a SECURITY DEFINER function with a pinned search path:
which organisations has this user a seat in, and which organisations are there for the sweeps of the workers.
"""

from django.db import migrations

SEATS = """
CREATE FUNCTION lockstep_seats(seat_user uuid)
RETURNS TABLE (organisation_id uuid, slug text, name text, membership_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id, o.slug, o.name, m.id
    FROM teams_membership m JOIN teams_organisation o ON o.id = m.organisation_id
    WHERE m.user_id = seat_user AND m.is_active
$$
"""

ORGANISATIONS = """
CREATE FUNCTION lockstep_organisations(short_name text DEFAULT NULL) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT id FROM teams_organisation WHERE short_name IS NULL OR slug = short_name
$$
"""


class Migration(migrations.Migration):
    dependencies = [("teams", "0001_organisations_and_people")]
    operations = [
        migrations.RunSQL(SEATS, "DROP FUNCTION lockstep_seats(uuid)"),
        migrations.RunSQL(ORGANISATIONS, "DROP FUNCTION lockstep_organisations(text)"),
    ]
