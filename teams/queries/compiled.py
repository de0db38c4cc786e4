"""Queries of an organisation that never change: Django makes their text once in a process, PostgreSQL their plan once in a
connection. For what a recompute asks of each organisation, one after the other.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from teams.tenancy import active_organisation_id

type Make = Callable[[], QuerySet[Any, Any]]


def rows_of(make: Make) -> list[tuple[Any, ...]]:
    """Of what `make` gives: a `values_list` whose only variable is the active organisation, of columns that need no converter."""
    organisation_id = active_organisation_id()
    text, places, values = _compiled(make)
    with connection.cursor() as cursor:
        cursor.execute(text, [organisation_id if place else value for place, value in zip(places, values, strict=True)])
        return cursor.fetchall()


def planned_once(statement: str) -> str:
    """The same statement: its plan is made once in a connection, and knows no values (config/database/prepared.py)."""
    wrapper: Any = connection
    prepared: str = wrapper.prepared(statement)
    return prepared


@cache
def _compiled(make: Make) -> tuple[str, Sequence[bool], Sequence[Any]]:
    """The text, which of its values are the organisation, and all of them."""
    compiler = make().query.get_compiler(connection=connection)
    text, values = compiler.as_sql()
    if compiler.get_converters([column for column, *_ in compiler.select]):
        raise TypeError(f"{make.__name__} has columns that Django converts.")
    organisation_id = active_organisation_id()
    ids = organisation_id, UUID(str(organisation_id)).hex
    return planned_once(text), [value in ids for value in values], values
