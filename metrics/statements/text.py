"""SQL as text. Identifiers come from descriptors only (`psycopg2.sql.Identifier`); every value is bound."""

from django.db import connection
from psycopg2 import sql

from metrics.statements.shapes import Shape


def unnested(shape: Shape, number: int) -> sql.Composable:
    """The slices of a group as rows: a slice of a gathered form has several."""
    columns = [("slice", "int"), *shape.columns]
    arrays = [sql.SQL(f"{{}}::{kind}[]").format(sql.Placeholder(f"{name}_{number}")) for name, kind in columns]
    return sql.SQL("unnest({}) AS slices ({})").format(
        sql.SQL(", ").join(arrays), sql.SQL(", ").join(sql.Identifier(name) for name, _ in columns)
    )


def text_of(statement: sql.Composed) -> str:
    with connection.cursor() as cursor:
        return statement.as_string(cursor.connection)
