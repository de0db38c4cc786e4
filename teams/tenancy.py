"""The two walls between organisations, each enough alone (docs/adr/0001-tenancy.md).

Wall 1: a tenant model's manager filters by the active organisation and raises `NoTenant` without one.
Wall 2: row level security whose function raises (SQLSTATE 42501) without one.
`tenant(organisation_id)` opens both, for one transaction.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from celery import Task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import connection, models, transaction
from django.db.models.constraints import BaseConstraint
from django.db.models.functions import UUID7

logger = logging.getLogger(__name__)
APP_ROLE, OWNER_ROLE = "lockstep_app", "lockstep_owner"
SETTING = "lockstep.organisation"

_active: ContextVar[UUID | None] = ContextVar("active_organisation", default=None)
_looked_up: ContextVar[tuple[dict[str, Any], ...]] = ContextVar("looked_up", default=())


class NoTenant(RuntimeError):
    """Tenant rows were asked for outside `tenant(…)`."""


def active_organisation_id() -> UUID:
    """Return the id of the organisation opened by `tenant`; raise `NoTenant` without one."""
    active = _active.get()
    if active is None:
        raise NoTenant("No organisation is active: open one with tenant(organisation_id).")
    return active


def looked_up() -> dict[str, Any]:
    """What the present tenant block has looked up once and may read again; gone with the block."""
    active_organisation_id()
    return _looked_up.get()[-1]


def doubt(name: str) -> None:
    """What is looked up under this name changes, and the change may be undone: to be read each time from now on, here and in
    the blocks around.
    """
    for known in _looked_up.get():
        known[name] = None


@contextmanager
def tenant(organisation_id: UUID, reading: tuple[str, list[Any]] | None = None) -> Iterator[tuple[Any, ...] | None]:
    """Open both walls for one organisation: a transaction whose setting ends with it, and the application's own mark.

    What every request asks first goes with the setting, in one statement; its first row is yielded.
    """
    ends_with_it = not connection.in_atomic_block
    with transaction.atomic():
        before = _active.get()
        token, memory = _active.set(organisation_id), _looked_up.set((*_looked_up.get(), {}))
        try:
            yield _set_local(organisation_id, reading)
            # A nested block is a savepoint: what it set must not outlive it. (A rollback undoes it by itself.)
            if not ends_with_it and not transaction.get_rollback():
                _set_local(before)
        finally:
            _active.reset(token)
            _looked_up.reset(memory)


def _set_local(organisation_id: UUID | None, reading: tuple[str, list[Any]] | None = None) -> tuple[Any, ...] | None:
    text, values = reading or ("", [])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT set_config(%s, %s, true); {text}", [SETTING, str(organisation_id or ""), *values])
        found: tuple[Any, ...] | None = cursor.fetchone() if reading else None
    return found


def every_organisation() -> list[UUID]:
    """Ids of all organisations, for what each of them needs once a day."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM lockstep_organisations() AS id ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def organisations_due(work: str) -> list[UUID]:
    """Ids of the organisations that may have such work, for a sweep: `lockstep_due_<work>()` looks across tenants, at nothing else."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {connection.ops.quote_name(f'lockstep_due_{work}')}() AS id ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def apart() -> Iterator[None]:
    """What fails in one organisation stops none of the others, nor what comes after it: it is logged, and due again."""
    try:
        yield
    except SoftTimeLimitExceeded:
        raise
    except Exception:
        logger.exception("a part of a sweep failed; the others go on")


class TenantTask(Task):
    """Celery task whose first argument is an organisation id; runs inside that organisation's `tenant`."""

    abstract = True

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if not args:
            raise NoTenant(f"{self.name} needs an organisation id as its first argument.")
        with tenant(UUID(str(args[0]))):
            return super().__call__(*args, **kwargs)


class TenantManager(models.Manager):
    """Wall 1."""

    def get_queryset(self) -> models.QuerySet:
        queryset = super().get_queryset().filter(organisation_id=active_organisation_id())
        return queryset.fetch_mode(settings.FETCH_MODE)


class TenantModel(models.Model):
    """A row of one organisation. Subclasses list `walls(…)` in `Meta.constraints`."""

    id = models.UUIDField(primary_key=True, db_default=UUID7(), editable=False)
    organisation = models.ForeignKey(
        "teams.Organisation",
        on_delete=models.PROTECT,
        default=active_organisation_id,
        editable=False,
        db_index=False,
        related_name="+",
    )

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class TenantKey(models.ForeignKey):
    """A foreign key between tenant tables; the database's half is the composite key that `walls` adds."""

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs.setdefault("db_index", False)
        super().__init__(to, on_delete, **kwargs)


class SqlConstraint(BaseConstraint):
    """A constraint written as SQL; of a new table at the end of its migration, so that the tables it names all exist by then."""

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        schema_editor.deferred_sql.append(self.sql(model, schema_editor))

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return self.sql(model, schema_editor)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database alone checks it: a form cannot know other tenants' rows."""

    def sql(self, model: Any, schema_editor: Any) -> str:
        raise TypeError(f"{type(self).__name__} must say its SQL")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.deconstruct() == other.deconstruct()

    __hash__ = None  # type: ignore[assignment]


class RowLevelSecurity(SqlConstraint):
    """Wall 2: the app role sees and writes the active organisation's rows only; the owner role sees all.

    The owner's own policy matters: without it `ADD FOREIGN KEY` by a forced owner validates over no rows.
    """

    def __init__(self, *, name: str, column: str = "organisation_id", **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.column = column

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"column": self.column}

    def sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        # The sub-select makes the function an InitPlan: called once, not once per row.
        own = f"{schema_editor.quote_name(self.column)} = (SELECT lockstep_organisation())"
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY; "
            f"CREATE POLICY tenant ON {table} TO {APP_ROLE} USING ({own}) WITH CHECK ({own}); "
            f"CREATE POLICY owner ON {table} TO {OWNER_ROLE} USING (true) WITH CHECK (true)"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        table = schema_editor.quote_name(model._meta.db_table)
        return (
            f"DROP POLICY tenant ON {table}; DROP POLICY owner ON {table}; "
            f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"
        )


class CompositeForeignKey(SqlConstraint):
    """(organisation, field) references (organisation, id): row level security does not watch foreign-key checks."""

    def __init__(self, *, name: str, field: str, to: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.field, self.to = field, to

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field, "to": self.to}

    def sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        column = quote(model._meta.get_field(self.field).column)
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (organisation_id, {column}) REFERENCES {quote(self.to)} (organisation_id, id)"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"


class NoOverlap(SqlConstraint):
    """No two rows with the same key have overlapping [starts_on, ends_on) (no btree_gist needed: uuidrange)."""

    def __init__(self, *, name: str, key: str, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        self.key = key

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"key": self.key}

    def sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        key = quote(model._meta.get_field(self.key).column)
        return (
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} EXCLUDE USING gist "
            f"(uuidrange({key}, {key}, '[]') WITH &&, daterange(starts_on, ends_on, '[)') WITH &&)"
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"


def walls(table: str, **keys: str) -> list[BaseConstraint]:
    """Constraints of a tenant table: its policy, the key others point at, and a composite key per `field="table"`."""
    return [
        RowLevelSecurity(name=f"{table}_rls"),
        models.UniqueConstraint(fields=["organisation", "id"], name=f"{table}_tenant_key"),
        *(CompositeForeignKey(name=f"{table}_{field}_fk", field=field, to=to) for field, to in keys.items()),
    ]
