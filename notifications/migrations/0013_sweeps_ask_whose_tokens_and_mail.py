"""Two sweeps ask once which organisations have revoked tokens or given up mail to tell of: SECURITY DEFINER functions that tell ids, no more."""

from django.db import migrations

REVOKED_TOKENS = """
CREATE FUNCTION lockstep_due_revoked_tokens() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT t.organisation_id FROM teams_apitoken AS t
    JOIN teams_membership AS m ON m.organisation_id = t.organisation_id AND m.id = t.membership_id
    WHERE t.revoked_by_id <> t.membership_id AND t.revoked_at >= now() - interval '7 days' AND m.is_active AND NOT EXISTS (
        SELECT FROM notifications_notification AS n
        WHERE n.organisation_id = t.organisation_id AND n.to_id = t.membership_id
            AND n.kind = 'token_revoked' AND n.key = t.id::text)
$$
"""
GIVEN_UP_MAIL = """
CREATE FUNCTION lockstep_due_given_up_mail() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT f.organisation_id FROM teams_mailfailure AS f
    JOIN teams_membership AS m ON m.organisation_id = f.organisation_id AND m.id = f.member_id
    WHERE f.retry_at IS NULL AND m.is_active
$$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0012_notices_find_their_threads"),
        ("teams", "0017_tokens_are_revoked_by_somebody_and_mail_fails"),
    ]
    operations = [
        migrations.RunSQL(REVOKED_TOKENS, "DROP FUNCTION lockstep_due_revoked_tokens()"),
        migrations.RunSQL(GIVEN_UP_MAIL, "DROP FUNCTION lockstep_due_given_up_mail()"),
    ]
