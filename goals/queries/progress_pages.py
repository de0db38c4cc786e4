from datetime import date
from uuid import UUID

from goals.queries.progress import ProgressFilter, ProgressRow, objectives_where, rows_of, with_figures
from teams.models import Period


def progress_page(
    *, period: Period | None, on: date, where: ProgressFilter, after: UUID | None, limit: int
) -> list[ProgressRow]:
    """Rows of `progress_rows` in the order in which the objectives were written, from one of them on."""
    rows = objectives_where(period=period, on=on, where=where)
    if after is not None:
        rows = rows.filter(pk__gt=after)
    return rows_of(with_figures(rows).order_by("pk")[:limit])
