-- The three roles and the database, made by a superuser with psql; safe to run again:
--   LOCKSTEP_OWNER_PASSWORD=… LOCKSTEP_APP_PASSWORD=… LOCKSTEP_BACKUP_PASSWORD=… psql -f config/database/roles.sql
-- The embedded servers, docker-compose and CI all run this file. What the app role may do with the tables is in
-- grants.sql, which the owner runs before every migrate.
\set ON_ERROR_STOP on
\getenv owner_password LOCKSTEP_OWNER_PASSWORD
\getenv app_password LOCKSTEP_APP_PASSWORD
\getenv backup_password LOCKSTEP_BACKUP_PASSWORD

SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY['lockstep_owner', 'lockstep_app', 'lockstep_backup']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

-- Owns the tables and migrates; CREATEDB is for the test databases.
ALTER ROLE lockstep_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOREPLICATION
    PASSWORD :'owner_password';
-- Serves pages and jobs: owns nothing, so row level security always holds for it.
ALTER ROLE lockstep_app LOGIN NOINHERIT NOCREATEDB NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOREPLICATION
    PASSWORD :'app_password';
-- Dumps every organisation, and can write nothing.
ALTER ROLE lockstep_backup LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE BYPASSRLS NOREPLICATION
    PASSWORD :'backup_password';
ALTER ROLE lockstep_backup SET default_transaction_read_only = on;
GRANT pg_read_all_data TO lockstep_backup;

SELECT 'CREATE DATABASE lockstep OWNER lockstep_owner ENCODING ''UTF8'' LOCALE_PROVIDER builtin'
    ' BUILTIN_LOCALE ''C.UTF-8'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'lockstep') \gexec
