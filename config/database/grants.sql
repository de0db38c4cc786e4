-- What the app role may do in this database; run by the owner before every migrate (idempotent).
-- Default privileges only: a table that takes a right away (the audit trail) is never given it back.
GRANT USAGE ON SCHEMA public TO lockstep_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO lockstep_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO lockstep_app;
