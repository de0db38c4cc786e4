"""Held by the database, as the audit trail is: what was frozen, signed or restated is neither changed nor deleted, results
come only while their period is being closed, and a closing only moves on: queued → closed → opened again.
"""

from django.db import migrations

TABLES = ("goals_closedresult", "goals_closesignature", "goals_restatement")
FUNCTIONS = """
CREATE FUNCTION goals_never_changes() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RAISE EXCEPTION 'closed results are never changed' USING ERRCODE = '42501';
END $$;
CREATE FUNCTION goals_result_is_in_time() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    PERFORM FROM goals_close WHERE organisation_id = NEW.organisation_id AND id = NEW.close_id AND state = 'queued';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the results of a closed period are complete' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE FUNCTION goals_close_moves_on() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NOT (OLD.state = 'queued' OR (OLD.state = 'closed' AND NEW.state = 'reopened'
            AND (NEW.organisation_id, NEW.id, NEW.period_id, NEW.number, NEW.asked_by_id, NEW.asked_at, NEW.closed_at,
                 NEW.results, NEW.undefined, NEW.hash)
              = (OLD.organisation_id, OLD.id, OLD.period_id, OLD.number, OLD.asked_by_id, OLD.asked_at, OLD.closed_at,
                 OLD.results, OLD.undefined, OLD.hash))) THEN
        RAISE EXCEPTION 'a closing only moves on' USING ERRCODE = '42501';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER goals_closedresult_in_time BEFORE INSERT ON goals_closedresult
    FOR EACH ROW EXECUTE FUNCTION goals_result_is_in_time();
CREATE TRIGGER goals_close_moves_on BEFORE UPDATE ON goals_close
    FOR EACH ROW EXECUTE FUNCTION goals_close_moves_on();
CREATE TRIGGER goals_close_stays BEFORE DELETE ON goals_close
    FOR EACH ROW EXECUTE FUNCTION goals_never_changes();
REVOKE DELETE ON goals_close FROM lockstep_app;
"""
KEPT = """
REVOKE UPDATE, DELETE ON {table} FROM lockstep_app;
CREATE TRIGGER {table}_never_changes BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION goals_never_changes();
"""
DUE = """
CREATE FUNCTION lockstep_due_closes() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT DISTINCT organisation_id FROM goals_close WHERE state = 'queued'
$$
"""


class Migration(migrations.Migration):
    dependencies = [("goals", "0016_closed_periods")]

    operations = [
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION goals_never_changes() CASCADE; DROP FUNCTION goals_result_is_in_time() CASCADE; "
            "DROP FUNCTION goals_close_moves_on() CASCADE; GRANT DELETE ON goals_close TO lockstep_app",
        ),
        *(
            migrations.RunSQL(KEPT.format(table=table), f"GRANT UPDATE, DELETE ON {table} TO lockstep_app")
            for table in TABLES
        ),
        migrations.RunSQL(DUE, "DROP FUNCTION lockstep_due_closes()"),
    ]
