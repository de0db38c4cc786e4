"""What both sides signed and what the log of a clock says are evidence: the database refuses to change them.

A version may still be ended by the next one; everything else of it, its promises and its signatures stand from the moment
that it is in force.
"""

from django.db import migrations

NEVER_CHANGED = """
CREATE FUNCTION slas_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION '% is never changed', TG_ARGV[0] USING ERRCODE = '42501';
END $$;
CREATE TRIGGER slas_clockevent_append_only BEFORE UPDATE OR DELETE ON slas_clockevent
    FOR EACH ROW EXECUTE FUNCTION slas_refuse('the log of a clock');

CREATE TRIGGER slas_agreementversion_never_changed BEFORE UPDATE OR DELETE ON slas_agreementversion
    FOR EACH ROW WHEN (OLD.in_force_at IS NOT NULL AND OLD.ended_at IS NOT NULL)
    EXECUTE FUNCTION slas_refuse('an agreement that was in force');
CREATE FUNCTION slas_only_ends() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'ended_at') IS DISTINCT FROM (to_jsonb(OLD) - 'ended_at') THEN
        RAISE EXCEPTION 'an agreement in force is never changed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER slas_agreementversion_only_ends BEFORE UPDATE OR DELETE ON slas_agreementversion
    FOR EACH ROW WHEN (OLD.in_force_at IS NOT NULL AND OLD.ended_at IS NULL) EXECUTE FUNCTION slas_only_ends();

CREATE FUNCTION slas_only_drafts() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    row record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (SELECT FROM slas_agreementversion v WHERE v.organisation_id = row.organisation_id
               AND v.id = row.version_id AND v.in_force_at IS NOT NULL) THEN
        RAISE EXCEPTION 'what was signed is never changed' USING ERRCODE = '42501';
    END IF;
    RETURN row;
END $$;
CREATE TRIGGER slas_promise_only_drafts BEFORE INSERT OR UPDATE OR DELETE ON slas_promise
    FOR EACH ROW EXECUTE FUNCTION slas_only_drafts();
CREATE TRIGGER slas_signature_only_drafts BEFORE INSERT OR UPDATE OR DELETE ON slas_signature
    FOR EACH ROW EXECUTE FUNCTION slas_only_drafts();
"""

CHANGEABLE = """
DROP TRIGGER slas_signature_only_drafts ON slas_signature;
DROP TRIGGER slas_promise_only_drafts ON slas_promise;
DROP FUNCTION slas_only_drafts();
DROP TRIGGER slas_agreementversion_only_ends ON slas_agreementversion;
DROP FUNCTION slas_only_ends();
DROP TRIGGER slas_agreementversion_never_changed ON slas_agreementversion;
DROP TRIGGER slas_clockevent_append_only ON slas_clockevent;
DROP FUNCTION slas_refuse();
"""


class Migration(migrations.Migration):
    dependencies = [("slas", "0001_agreements_and_clocks")]
    operations = [migrations.RunSQL(NEVER_CHANGED, CHANGEABLE)]
