"""Notices that are there already join the thread of their record (notifications/rules/matters.py), and waiting letters go now."""

from django.db import migrations

THREADS = """
    UPDATE notifications_notification
    SET matter = coalesce(
        substring(path from '^.*?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'), nullif(path, ''), kind)
    FROM (SELECT id AS row_id, split_part(regexp_replace(url, '^/o/[^/]+/', ''), '?', 1) AS path
          FROM notifications_notification) AS pages
    WHERE row_id = id
"""
LETTERS = "UPDATE notifications_notification SET letter_at = created_at WHERE mailed_at IS NULL"
DUE = """
CREATE OR REPLACE FUNCTION lockstep_due_letters() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM notifications_notification WHERE mailed_at IS NULL AND letter_at <= statement_timestamp()
$$
"""
DUE_BEFORE = """
CREATE OR REPLACE FUNCTION lockstep_due_letters() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM notifications_notification WHERE mailed_at IS NULL
$$
"""


class Migration(migrations.Migration):
    dependencies = [("notifications", "0011_threads_and_letters_of_ones_own")]
    operations = [
        migrations.RunSQL(THREADS, migrations.RunSQL.noop),
        migrations.RunSQL(LETTERS, migrations.RunSQL.noop),
        migrations.RunSQL(DUE, DUE_BEFORE),
    ]
