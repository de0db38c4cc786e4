"""A database of a benchmark's own beside the organisations', filled by SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection

from bench.facts import Size, fill, zipf
from teams.actions import organisations

PREFIX = "lockstep_bench_"
FACTS = ("pipeline_lead", "pipeline_deal", "pipeline_activity", "pipeline_stagetransition")
NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)


@contextmanager
def bench_database(name: str, size: Size, organisations_wanted: int, *, keep: bool) -> Iterator[list[str]]:
    """Point Django at the filled database inside the block; yields the organisations' ids, the largest first.

    To `keep` it is to use the one that a run before has kept, and to leave it there.
    """
    with empty_database(name, keep=keep):
        # Objectives come last, so without them the filling was broken off.
        if not _largest_first():
            _fill(size, organisations_wanted)
        yield _largest_first()


@contextmanager
def empty_database(name: str, *, keep: bool = False) -> Iterator[None]:
    """Point Django at a database with all tables and, unless one was kept, nothing in them."""
    usual = connection.settings_dict["NAME"]
    name = f"{PREFIX}{name}"
    if not keep or not _exists(name):
        drop_database(name)
        _create(name)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        if not keep:
            drop_database(name)


def _exists(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def drop_database(name: str) -> None:
    with connection.as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")


def _create(name: str) -> None:
    with connection.as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")


def _fill(size: Size, organisations_wanted: int) -> None:
    made = [
        organisations.create(
            slug=f"o{number}",
            name=f"Organisation {number}",
            time_zone="UTC",
            currency="USD",
            fiscal_start_month=1,
            at=NOW,
        )
        for number in range(organisations_wanted)
    ]
    with connection.as_owner():
        with bare_tables():
            for number, (organisation, share) in enumerate(zip(made, zipf(size, len(made)), strict=True)):
                fill(str(organisation.pk), share, seed=number / 1000)
        vacuum(*FACTS, "goals_objective", "teams_membership")


@contextmanager
def bare_tables() -> Iterator[None]:
    """Without the facts' foreign keys (the generator keeps them), indexes and triggers while loading: many times faster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [list(FACTS)],
        )
        for table, constraint in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
        indexes = covering_indexes()
        drop(indexes)
        for table in FACTS:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in FACTS:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for statement in indexes.values():
            cursor.execute(statement)


def covering_indexes() -> dict[str, str]:
    """Name and definition of the facts' indexes that no constraint needs."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) AND indexname NOT IN "
            "(SELECT conname FROM pg_constraint) ORDER BY 1",
            [list(FACTS)],
        )
        return dict(cursor.fetchall())


def drop(indexes: dict[str, str]) -> None:
    with connection.cursor() as cursor:
        for name in indexes:
            cursor.execute(f'DROP INDEX "{name}"')


def vacuum(*tables: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")


def _largest_first() -> list[str]:
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT organisation_id::text FROM goals_objective GROUP BY 1 ORDER BY count(*) DESC, 1")
        return [row[0] for row in cursor.fetchall()]
