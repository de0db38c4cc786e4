"""Columns that the database derives from others of the row: plain integers, which an index under row level security serves."""

from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL


def generated(sql: str, output: "models.Field[Any, Any]") -> models.GeneratedField:
    """A stored column with the value of `sql`, which may only name columns of its own row."""
    expression = RawSQL(sql, ())  # noqa: S611 (constants of the models)
    return models.GeneratedField(
        expression=expression, output_field=output, db_persist=True, verbose_name=output.verbose_name
    )


def seconds_between(start: str, stop: str) -> str:
    """Whole seconds from one instant to another; unknown where one is missing or they stand the wrong way round."""
    return f"CASE WHEN {stop} >= {start} THEN floor(extract(epoch FROM {stop} - {start}))::bigint END"
