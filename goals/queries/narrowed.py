"""Queries of what a filter shows, whose text is made once for each kind of choice."""

from collections.abc import Callable
from dataclasses import astuple, fields
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from goals.queries.progress import ProgressFilter
from teams.models import Period, compiled

WHERE = [field.name for field in fields(ProgressFilter)]


def compiled_where(
    make: Callable[[UUID, date, ProgressFilter], Any], *, period: Period, on: date, where: ProgressFilter
) -> list[Any]:
    """The rows of `make(period's id, on, where)`; its text is made once for what the dashboard is mostly asked for."""
    if where.team_id is not None or where.known_on is not None:
        return list(make(period.pk, on, where))
    return compiled.rows_of(_where_of(make), period.pk, on, *astuple(where))


@cache
def _where_of(make: Callable[[UUID, date, ProgressFilter], Any]) -> Callable[..., Any]:
    def made(period_id: UUID, on: date, *where: Any) -> Any:
        return make(period_id, on, ProgressFilter(**dict(zip(WHERE, where, strict=True))))

    return made
