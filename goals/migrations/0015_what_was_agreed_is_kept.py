"""Numbers, steps and signatures are only added; agreed terms and an imposition are never changed or taken back.

The receipt's hash proves a change of the terms, this prevents it: rights for the rows that are only added, a trigger
for the columns of a row that goes on living. The sweep asks once which organisations have any that are due.
"""

from django.db import migrations

ADDED_ONLY = ("goals_offer", "goals_negotiationstep", "goals_signature")

KEEP = """
CREATE FUNCTION goals_negotiation_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF OLD.terms_hash <> '' AND (OLD.terms_hash, OLD.terms, OLD.agreed_at)
        IS DISTINCT FROM (NEW.terms_hash, NEW.terms, NEW.agreed_at) THEN
        RAISE EXCEPTION 'agreed terms are never changed' USING ERRCODE = '42501';
    END IF;
    IF OLD.imposed_at IS NOT NULL AND (OLD.imposed_at, OLD.imposed_by_id)
        IS DISTINCT FROM (NEW.imposed_at, NEW.imposed_by_id) THEN
        RAISE EXCEPTION 'an imposed target stays marked as imposed' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goals_negotiation_keep BEFORE UPDATE ON goals_negotiation
    FOR EACH ROW EXECUTE FUNCTION goals_negotiation_keep();
REVOKE DELETE ON goals_negotiation FROM lockstep_app;
"""
FORGET = """
DROP TRIGGER goals_negotiation_keep ON goals_negotiation;
DROP FUNCTION goals_negotiation_keep();
GRANT DELETE ON goals_negotiation TO lockstep_app;
"""

DUE = """
CREATE FUNCTION lockstep_due_negotiations() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM goals_negotiation WHERE due_at <= now()
$$
"""


class Migration(migrations.Migration):
    dependencies = [("goals", "0014_targets_are_negotiated")]
    operations = [
        migrations.RunSQL(KEEP, FORGET),
        migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_negotiations()"),
        *(
            migrations.RunSQL(
                f"REVOKE UPDATE, DELETE ON {table} FROM lockstep_app",
                f"GRANT UPDATE, DELETE ON {table} TO lockstep_app",
            )
            for table in ADDED_ONLY
        ),
    ]
