"""A database of the benchmark's own beside the organisation's, filled once and kept until the next run asks anew."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection

from bench.facts import Size, fill, zipf
from teams.actions import organisations
from teams.tenancy import every_organisation

NAME = "lockstep_bench"
FACTS = ("pipeline_lead", "pipeline_deal", "pipeline_activity", "pipeline_stagetransition")
NOW = datetime(2026, 8, 14, 12, tzinfo=UTC)


@contextmanager
def bench_database(size: Size, organisations_wanted: int, *, keep: bool) -> Iterator[list[str]]:
    """Point Django at the filled database inside the block; yields the organisations' ids, the largest first."""
    name = connection.settings_dict["NAME"]
    if not keep or not _exists():
        _create()
    connection.close()
    connection.settings_dict["NAME"] = NAME
    try:
        if not every_organisation_or_none():
            call_command("migrate", verbosity=0)
            _fill(size, organisations_wanted)
        yield _largest_first()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = name


def every_organisation_or_none() -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('teams_organisation')")
        return list(every_organisation()) if cursor.fetchone()[0] else []


def _exists() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
        return cursor.fetchone() is not None


def _create() -> None:
    with connection.as_owner(), connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {NAME}")
        cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0 LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'")


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
    """Without the facts' foreign keys (the generator keeps them) and indexes while loading: many times faster."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)",
            [list(FACTS)],
        )
        for table, constraint in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
        indexes = covering_indexes()
        drop(indexes)
        yield
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
