"""Queries that pages and recomputes ask again and again: Django makes the text of each once in a process, PostgreSQL its plan once in
a connection.

`rows_of(make, *given)` is `list(make(*given))`. `make` must be a plain function that reads nothing beside what it is given and the
active organisation, and what it is given must not decide its text: ids, days and moments are told apart from all else, which does.
Making it twice with other values shows what breaks this: a day or an id that is in the query and was not given raises.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import chain
from types import SimpleNamespace
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from teams.tenancy import active_organisation_id

type Make = Callable[..., QuerySet[Any, Any]]
STATEMENTS = 512
ORGANISATION = -1


class Varies(NamedTuple):
    """A value that stands in the text as a place; one of another kind is part of the text."""

    kind: type


class Unrepeatable(TypeError):
    """The query depends on something that it was not given."""


class Statement(NamedTuple):
    """`places`: for each value of the text which one of the given it is; `of` and `ready` are what Django's iterables need."""

    text: str
    places: Sequence[int]
    iterable: Any
    of: SimpleNamespace


class Ready:
    """In place of a compiler: it has done its work, and knows how to read what comes."""

    def __init__(self, compiler: Any) -> None:
        self.select, self.klass_info, self.annotation_col_map = (
            compiler.select,
            compiler.klass_info,
            compiler.annotation_col_map,
        )
        self.converters = compiler.get_converters([column for column, *_ in compiler.select])


class Reading:
    """What came, in the words of `SQLCompiler`."""

    def __init__(self, ready: Ready, rows: list[tuple[Any, ...]]) -> None:
        self.ready, self.rows = ready, rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ready, name)

    def execute_sql(self, **options: Any) -> None:
        """It is done."""

    def results_iter(self, results: Any = None, **options: Any) -> Iterator[Any]:
        converters = self.ready.converters
        return (_converted(row, converters) for row in self.rows) if converters else iter(self.rows)


def rows_of(make: Make, *given: Any) -> list[Any]:
    """The rows of `make(*given)`: models, dictionaries or tuples."""
    statement = _statement_of(make, given)
    if statement is None:
        return []
    reading = Reading(statement.of.ready, _fetched(statement, given))
    query = SimpleNamespace(**vars(statement.of.names), get_compiler=lambda *_args, **_options: reading)
    return list(statement.iterable(SimpleNamespace(**vars(statement.of.queryset), query=query)))


def tuples_of(make: Make, *given: Any) -> list[tuple[Any, ...]]:
    """The same, as the driver gives it, of a `values_list` by the ten thousands; raises TypeError for columns that Django converts."""
    statement = _statement_of(make, given)
    if statement is None:
        return []
    if statement.of.ready.converters:
        raise TypeError(f"{make.__name__} has columns that Django converts.")
    return _fetched(statement, given)


def planned_once(text: str) -> str:
    """The same statement: its plan is made once in a connection, and knows no values (config/database/prepared.py)."""
    wrapper: Any = connection
    prepared: str = wrapper.prepared(text)
    return prepared


def _statement_of(make: Make, given: Sequence[Any]) -> Statement | None:
    return _statement(make, tuple(map(_kind, given)), timezone.get_current_timezone_name(), get_language())


def _fetched(statement: Statement, given: Sequence[Any]) -> list[tuple[Any, ...]]:
    values = {ORGANISATION: active_organisation_id(), **dict(enumerate(given))}
    with connection.cursor() as cursor:
        cursor.execute(statement.text, [values[place] for place in statement.places])
        return cursor.fetchall()


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> tuple[Any, ...]:
    values = list(row)
    for at, (functions, expression) in converters.items():
        for convert in functions:
            values[at] = convert(values[at], expression, connection)
    return tuple(values)


def _kind(value: Any) -> Any:
    return Varies(type(value)) if isinstance(value, UUID | date) else value


def _mark(kind: Varies, number: int, again: int) -> Any:
    days = timedelta(days=1 + 2 * number + again)
    marks: dict[type, Any] = {
        date: date(1, 1, 1) + days,
        datetime: datetime(1, 1, 1, tzinfo=timezone.get_default_timezone()) + days,
    }
    return marks.get(kind.kind) or UUID(int=7919 + 2 * number + again)


@lru_cache(maxsize=STATEMENTS)
def _statement(make: Make, kinds: tuple[Any, ...], _time_zone: str, _language: str | None) -> Statement | None:
    try:
        queryset, compiler, text, values = _compiled(make, kinds, 0)
        _, _, same, others = _compiled(make, kinds, 1)
    except EmptyResultSet:
        return None
    if text != same:
        raise Unrepeatable(f"The text of {make.__name__} depends on its values.")
    places = [_place(pair, kinds) for pair in zip(values, others, strict=True)]
    if ORGANISATION not in places:
        raise Unrepeatable(f"{make.__name__} asks in no organisation.")
    names = ("selected", "extra_select", "values_select", "annotation_select")
    of = SimpleNamespace(
        ready=Ready(compiler),
        names=SimpleNamespace(**{name: getattr(queryset.query, name) for name in names}),
        queryset=SimpleNamespace(
            db=queryset.db,
            model=queryset.model,
            _fetch_mode=queryset._fetch_mode,
            _fields=queryset._fields,
            _known_related_objects={},
        ),
    )
    kept = [place for place in places if place is not None]
    return Statement(planned_once(_written(text, values, places)), kept, queryset._iterable_class, of)


def _compiled(make: Make, kinds: tuple[Any, ...], again: int) -> tuple[Any, Any, str, Sequence[Any]]:
    given = [_mark(kind, at, again) if isinstance(kind, Varies) else kind for at, kind in enumerate(kinds)]
    queryset: Any = make(*given)
    compiler = queryset.query.get_compiler(connection=connection)
    text, values = compiler.as_sql()
    return queryset, compiler, text, values


def _place(pair: tuple[Any, Any], kinds: tuple[Any, ...]) -> int | None:
    """Which of the given a value of the text is; None: it is always the same."""
    value, other = pair
    if value == other == active_organisation_id():
        return ORGANISATION
    for at, kind in enumerate(kinds):
        if isinstance(kind, Varies) and (value, other) == (_mark(kind, at, 0), _mark(kind, at, 1)):
            return at
    if value != other or isinstance(value, UUID | date):
        raise Unrepeatable(f"{value!r} was not given.")
    return None


def _written(text: str, values: Sequence[Any], places: Sequence[int | None]) -> str:
    """With what never changes in the text itself: PostgreSQL reads its type from it."""
    with connection.cursor() as cursor:
        constant = [
            cursor.mogrify("%s", [value]).decode().replace("%", "%%") if place is None else "%s"
            for value, place in zip(values, places, strict=True)
        ]
    parts = text.split("%s")
    return "".join(chain.from_iterable(zip(parts, [*constant, ""], strict=True)))
