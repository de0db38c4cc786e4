"""No temporary table stands in for a real one: a search path that does not name pg_temp has it in front.

The app role makes temporary tables, as imports do. One called audit_link took the links of the trail's chain, which a
function with the owner's rights writes; one called goals_close let results be written into a closed period.
"""

from django.db import migrations

LAST = """
DO $$
DECLARE
    known record;
BEGIN
    FOR known IN
        SELECT p.oid::regprocedure AS name, substr(setting, length('search_path=') + 1) AS path
        FROM pg_proc p CROSS JOIN unnest(p.proconfig) AS setting
        WHERE p.pronamespace = 'public'::regnamespace AND setting LIKE 'search_path=%' AND setting NOT LIKE '%pg_temp%'
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %s, pg_temp', known.name, known.path);
    END LOOP;
END $$
"""
FIRST = """
DO $$
DECLARE
    known record;
BEGIN
    FOR known IN
        SELECT p.oid::regprocedure AS name, substr(setting, length('search_path=') + 1) AS path
        FROM pg_proc p CROSS JOIN unnest(p.proconfig) AS setting
        WHERE p.pronamespace = 'public'::regnamespace AND setting LIKE 'search_path=%, pg_temp'
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = %s', known.name, replace(known.path, ', pg_temp', ''));
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("goals", "0028_figures_leave_room_for_all"),
        ("slas", "0016_open_clocks_are_watched"),
        ("metrics", "0004_won_leads_are_added_up_too"),
        ("pipeline", "0026_who_was_told_is_noted"),
        ("notifications", "0012_notices_find_their_threads"),
        ("teams", "0015_rate_changes_name_days_only"),
        ("audit", "0003_events_are_append_only"),
    ]
    operations = [migrations.RunSQL(LAST, FIRST)]
