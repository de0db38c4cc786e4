"""Every table is either a walled tenant table or on the list of those that belong to no organisation (TENANCY §1.10)."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

GLOBAL_TABLES = {
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "mfa_authenticator",
    "teams_user",
}
DEFINER_FUNCTIONS = {"audit_chain", "lockstep_organisations", "lockstep_seats"}

TABLES = """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
           (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
           (SELECT a.attnotnull FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organisation_id')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY 1
"""
UNIQUE_KEYS = """
    SELECT t.relname, i.relname FROM pg_index x
    JOIN pg_class t ON t.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'organisation_id'
    WHERE n.nspname = 'public' AND x.indisunique AND NOT x.indisprimary AND x.indkey[0] <> a.attnum
"""
LONE_KEYS = """
    SELECT c.conname FROM pg_constraint c
    JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attname = 'organisation_id'
    JOIN pg_class t ON t.oid = c.confrelid
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1
"""


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


@pytest.fixture
def tables(db):
    return {name: (is_walled, policies, not_null) for name, is_walled, policies, not_null in rows(TABLES)}


def test_every_table_is_walled_or_known_to_be_global(tables):
    unwalled = {name for name, (is_walled, policies, _) in tables.items() if not (is_walled and policies == 2)}
    assert unwalled == GLOBAL_TABLES


def test_organisation_is_never_null(tables):
    walled = set(tables) - GLOBAL_TABLES - {"teams_organisation"}
    assert {name for name in walled if not tables[name][2]} == set()


def test_policies_call_the_raising_function_once_per_statement(db):
    policies = rows(
        "SELECT tablename, policyname, qual, with_check FROM pg_policies WHERE 'lockstep_app' = ANY (roles)"
    )
    wrong = [
        name for name, _, qual, check in policies if qual != check or "( SELECT lockstep_organisation()" not in qual
    ]
    assert policies
    assert wrong == []


def test_unique_keys_of_tenant_tables_begin_with_the_organisation(db):
    assert rows(UNIQUE_KEYS) == []


def test_no_single_column_key_points_at_a_tenant_table(db):
    assert rows(LONE_KEYS) == []


def test_every_tenant_key_has_its_composite_constraint(db):
    from django.apps import apps

    from teams.tenancy import TenantKey

    declared = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, TenantKey)
    }
    held = set(
        rows("""
            SELECT t.relname, a.attname FROM pg_constraint c
            JOIN pg_class t ON t.oid = c.conrelid
            JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[2]
            WHERE c.contype = 'f' AND cardinality(c.conkey) = 2
        """)
    )
    assert declared - held == set()


def test_the_app_role_owns_nothing_and_is_bound_by_policies(db):
    (role,) = rows("SELECT rolname, rolsuper, rolbypassrls, rolinherit FROM pg_roles WHERE rolname = current_user")
    assert role == ("lockstep_app", False, False, False)
    assert rows("SELECT relname FROM pg_class WHERE relowner = 'lockstep_app'::regrole AND relpersistence <> 't'") == []


def test_functions_with_the_owners_rights_are_few_and_pinned(db):
    definers = rows("""
        SELECT proname, coalesce(array_to_string(proconfig, ','), '') FROM pg_proc
        JOIN pg_namespace n ON n.oid = pronamespace WHERE n.nspname = 'public' AND prosecdef
    """)
    assert {name for name, _ in definers if not name.startswith("lockstep_due_")} == DEFINER_FUNCTIONS
    assert all("search_path=pg_catalog" in config for _, config in definers)


def test_no_function_looks_into_temporary_tables_first(db):
    """A search path that does not name pg_temp has it in front, and the app role may make temporary tables."""
    paths = rows("""
        SELECT proname, path FROM pg_proc, unnest(proconfig) AS path
        WHERE pronamespace = 'public'::regnamespace AND path LIKE 'search_path=%'
    """)
    assert paths
    assert [name for name, path in paths if not path.endswith(", pg_temp")] == []


def asked_for():
    """The kinds of work that sweeps ask for."""
    tasks = [path.read_text() for path in Path(settings.BASE_DIR).glob("*/tasks.py")]
    return {work for text in tasks for work in re.findall(r"organisations_due\(\"(\w+)\"", text)}


def test_who_has_due_work_is_told_by_ids_alone(db):
    signatures = rows("""
        SELECT proname, pronargs, pg_get_function_result(oid), provolatile::text FROM pg_proc
        WHERE proname LIKE 'lockstep_due_%'
    """)
    assert {name for name, *_ in signatures} == {f"lockstep_due_{work}" for work in asked_for()}
    assert {tuple(signature) for _, *signature in signatures} == {(0, "SETOF uuid", "s")}


def test_no_views_pass_the_walls(db):
    assert (
        rows(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE n.nspname = 'public' AND relkind IN ('v', 'm')"
        )
        == []
    )
