"""Statements that a connection plans once."""

import pytest
from django.db import connection, transaction

from config.database import prepared
from config.database.prepared import Prepared, numbered

pytestmark = pytest.mark.django_db
PLANNED = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s"


def planned(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(PLANNED, [f"%{text}%"])
        return int(cursor.fetchone()[0])


def number_of(statement: str, values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("text", "numbered_text", "arguments"),
    [
        ("SELECT %(a)s, %(b)s, %(a)s WHERE 5 %% 2 = 1", "SELECT $1, $2, $1 WHERE 5 % 2 = 1", "%(a)s, %(b)s"),
        ("SELECT %s, %s WHERE 5 %% 2 = 1", "SELECT $1, $2 WHERE 5 % 2 = 1", "%s, %s"),
        ("SELECT '%%s', %(a)s", "SELECT '%s', $1", "%(a)s"),
    ],
)
def test_values_get_numbers(text: str, numbered_text: str, arguments: str) -> None:
    assert numbered(Prepared(text)) == (numbered_text, arguments)


def test_a_statement_is_planned_once_whatever_its_values() -> None:
    statement = connection.prepared("SELECT %(one)s::int + %(other)s::int AS once")
    assert [number_of(statement, {"one": one, "other": 2}) for one in (1, 5)] == [3, 7]
    assert planned("AS once") == 1


def test_it_outlives_a_transaction_that_is_rolled_back() -> None:
    statement = connection.prepared("SELECT %s::int AS outliving")
    with transaction.atomic():
        assert number_of(statement, [1]) == 1
        transaction.set_rollback(True)
    assert number_of(statement, [2]) == 2


def test_the_one_not_used_for_longest_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "MOST", 2)
    connection._calls.clear()
    first, second, third = (connection.prepared(f"SELECT %s::int AS room_{name}") for name in "abc")
    for statement in (first, second, first, third):
        number_of(statement, [1])
    assert [planned(f"AS room_{name}") for name in "abc"] == [1, 0, 1]


def test_where_sessions_are_pooled_nothing_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "PREPARE", False)
    assert number_of(connection.prepared("SELECT %s::int AS pooled"), [1]) == 1
    assert planned("AS pooled") == 0
