"""A database of a benchmark's own beside the organisations', filled by SQL."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from bench.facts import FULL, Size, fill, zipf
from metrics.actions import rollups
from teams.actions import organisations
from teams.tenancy import tenant

PREFIX = "lockstep_bench_"
FACTS = ("pipeline_lead", "pipeline_deal", "pipeline_activity", "pipeline_stagetransition")
# What the full size is divided by, and the number of organisations: their average size stays the same.
SCALES = {"small": (50, 4), "medium": (10, 20), "full": (1, 200)}
# Seconds that a vacuum waits for what is still being read.
PATIENCE = 60
NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)


def scaled(scale: str) -> list[Size]:
    """How much of everything in each organisation."""
    divisor, organisations = SCALES[scale]
    return list(zipf(Size(**{name: count // divisor for name, count in asdict(FULL).items()}), organisations))


@contextmanager
def bench_database(name: str, sizes: list[Size], *, keep: bool) -> Iterator[list[str]]:
    """Point Django at the filled database inside the block; yields the ids of organisations of these sizes.

    To `keep` it is to use the one that a run before has kept, and to leave it there.
    """
    with empty_database(name, keep=keep):
        # Objectives come last, so without them the filling was broken off.
        if not _ids():
            _fill(sizes)
        yield _ids()


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


def _fill(sizes: list[Size]) -> None:
    made = [
        organisations.create(
            slug=f"o{number}",
            name=f"Organisation {number}",
            time_zone="UTC",
            currency="USD",
            fiscal_start_month=1,
            at=NOW,
        )
        for number in range(len(sizes))
    ]
    with connection.as_owner():
        _take_your_time("SET")
        with bare_tables():
            for number, (organisation, size) in enumerate(zip(made, sizes, strict=True)):
                fill(str(organisation.pk), size, seed=number / 1000)
        vacuum(*FACTS, "goals_objective", "teams_membership")
    add_up([str(organisation.pk) for organisation in made])
    with connection.as_owner():
        vacuum_all()


def add_up(ids: list[str]) -> None:
    """The rollups of the organisations, as each night does it."""
    for organisation_id in ids:
        with tenant(UUID(organisation_id)):
            _take_your_time("SET LOCAL")
            rollups.rebuild()
    with connection.as_owner():
        _vacuum_until_visible("metrics_rollupday")


def _vacuum_until_visible(table: str) -> None:
    """An older snapshot, such as that of autovacuum, keeps a vacuum from saying of any page that all may see it."""
    for _ in range(PATIENCE):
        vacuum(table)
        with connection.cursor() as cursor:
            cursor.execute("SELECT relallvisible >= 0.9 * relpages FROM pg_class WHERE oid = %s::regclass", [table])
            if cursor.fetchone()[0]:
                return
        time.sleep(1)


def _take_your_time(how: str) -> None:
    """Filling at full scale takes longer than any page or job may."""
    with connection.cursor() as cursor:
        cursor.execute(f"{how} statement_timeout = 0")


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


def vacuum_all() -> None:
    """Small tables too, as autovacuum has them counted after some days."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def vacuum(*tables: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")


def _ids() -> list[str]:
    """In the order of their sizes; those that have objectives."""
    with connection.as_owner(), connection.cursor() as cursor:
        cursor.execute("""
            SELECT id::text FROM teams_organisation AS o
            WHERE EXISTS (SELECT FROM goals_objective WHERE organisation_id = o.id) ORDER BY substr(slug, 2)::int
        """)
        return [row[0] for row in cursor.fetchall()]
