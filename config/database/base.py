"""Django's PostgreSQL backend with two roles: the app role serves, the owner role migrates.

A superuser, a role with BYPASSRLS or the owner of a table passes through row level security, so a process whose
connection has such a role refuses to start (outside `as_owner`).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, SafeUUID

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base, creation, operations
from psycopg2.extensions import new_array_type, new_type, register_type

from config.database.prepared import Prepared, PreparingCursor

GRANTS = (Path(__file__).parent / "grants.sql").read_text()
ROLE_CHECK = """
    SELECT rolname FROM pg_roles
    WHERE rolname = current_user
      AND (rolsuper OR rolbypassrls
           OR EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relowner = pg_roles.oid))
"""


# The slots themselves: UUID refuses to be changed in any other way.
_new, _set_int, _set_is_safe = object.__new__, vars(UUID)["int"].__set__, vars(UUID)["is_safe"].__set__
_UNKNOWN = SafeUUID.unknown


def _uuid(text: str | None, cursor: object) -> UUID | None:
    """What `UUID(text)` makes, in an eighth of its time: the database has checked the text."""
    if text is None:
        return None
    made = _new(UUID)
    _set_int(made, int(text.replace("-", ""), 16))
    _set_is_safe(made, _UNKNOWN)
    return made


UUIDS = new_type((2950,), "UUID", _uuid)
register_type(UUIDS)
register_type(new_array_type((2951,), "UUID[]", UUIDS))


class DatabaseCreation(creation.DatabaseCreation):
    """Test databases are made and dropped by the owner; the tests themselves run as the app role."""

    connection: "DatabaseWrapper"

    def sql_table_creation_suffix(self) -> str:
        return super().sql_table_creation_suffix() + " LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8'"

    def create_test_db(self, *args: Any, **kwargs: Any) -> str:
        with self.connection.as_owner():
            return super().create_test_db(*args, **kwargs)

    def destroy_test_db(self, *args: Any, **kwargs: Any) -> None:
        with self.connection.as_owner():
            super().destroy_test_db(*args, **kwargs)

    def clone_test_db(self, *args: Any, **kwargs: Any) -> None:
        with self.connection.as_owner():
            super().clone_test_db(*args, **kwargs)


class DatabaseOperations(operations.DatabaseOperations):
    """Emptying all tables between tests is the owner's right."""

    connection: "DatabaseWrapper"

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        with self.connection.as_owner():
            super().execute_sql_flush(sql_list)


class DatabaseWrapper(base.DatabaseWrapper):
    creation_class = DatabaseCreation
    ops_class = DatabaseOperations
    _role_is_checked = False
    _owner_depth = 0
    _calls: dict[Prepared, str]

    def get_new_connection(self, conn_params: Any) -> Any:
        self._calls = {}
        connection = super().get_new_connection(conn_params)
        connection.cursor_factory = PreparingCursor
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = super().create_cursor(name)
        cursor.calls = self._calls
        return cursor

    def prepared(self, statement: str) -> str:
        """The same statement, to be planned once in a connection."""
        return Prepared(statement) if self.settings_dict.get("PREPARE", True) else statement

    @contextmanager
    def as_owner(self) -> Iterator[None]:
        """Use the owner role inside the block (migrations, test databases); re-entrant."""
        owner = self.settings_dict.get("OWNER") or {}
        if self._owner_depth or not owner:
            yield
            return
        app = {key: self.settings_dict[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}
        self.close()
        self.settings_dict.update({key: owner[key] for key in app})
        self._owner_depth += 1
        try:
            yield
        finally:
            self._owner_depth -= 1
            self.close()
            self.settings_dict.update(app)

    def grant_app_role(self) -> None:
        """Give the app role its rights on what the owner creates from now on (idempotent)."""
        with self.cursor() as cursor:
            cursor.execute(GRANTS)

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if self._owner_depth or DatabaseWrapper._role_is_checked:
            return
        with self.connection.cursor() as cursor:
            cursor.execute(ROLE_CHECK)
            if row := cursor.fetchone():
                raise ImproperlyConfigured(
                    f"The database role {row[0]} bypasses row level security (superuser, BYPASSRLS or owner of a table). "
                    "Set DATABASE_URL to the lockstep_app role and OWNER_DATABASE_URL to lockstep_owner."
                )
        DatabaseWrapper._role_is_checked = True
