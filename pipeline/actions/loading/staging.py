"""Records into a temporary table by COPY, in one pass: row level security refuses COPY into the tables themselves."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import psycopg2
from django.db import connection

from pipeline.importers.parsing import Record

BATCH = 1000
MANY = 500
REFERENCES = ("owner_id", "product_id", "lead_source_id")
SOURCELESS = ("activity", "case")
ATTRIBUTED = ("team_id", "department_id", "territory_id")
COLUMNS: dict[str, dict[str, str]] = {
    "lead": {
        "territory_id": "uuid", "name": "text", "company": "text", "stage": "text", "stage_text": "text", "occurred_at": "timestamptz",
        "day": "date", "stage_at": "timestamptz", "stage_day": "date",
    },
    "deal": {
        "name": "text", "account": "text", "status": "text", "status_text": "text", "opened_at": "timestamptz",
        "opened_day": "date", "closed_at": "timestamptz", "closed_day": "date", "expected_day": "date", "amount_minor": "bigint",
        "lead_ref": "text", "customer_key": "text", "cost_minor": "bigint", "quantity": "integer", "list_price_minor": "bigint",
    },
    "activity": {
        "kind": "text", "subject": "text", "occurred_at": "timestamptz", "day": "date", "duration_seconds": "integer",
        "amount_minor": "bigint", "lead_ref": "text", "deal_ref": "text",
    },
    "reading": {
        "series_id": "uuid", "team_id": "uuid", "department_id": "uuid", "territory_id": "uuid", "value_scaled": "bigint",
        "note": "text", "occurred_at": "timestamptz", "day": "date",
    },
    "spend": {
        "team_id": "uuid", "department_id": "uuid", "territory_id": "uuid", "purpose": "text",
        "occurred_at": "timestamptz", "day": "date", "amount_minor": "bigint",
    },
    "case": {
        "team_id": "uuid", "department_id": "uuid", "territory_id": "uuid", "kind": "text", "subject": "text",
        "status": "text", "opened_at": "timestamptz", "opened_day": "date", "first_answered_at": "timestamptz",
        "closed_at": "timestamptz", "closed_day": "date", "due_at": "timestamptz",
    },
    "product": {"name": "text", "name_key": "text", "code": "text", "amount_minor": "bigint"},
}  # fmt: skip
EXTRA = {"lead": "source_territory_id uuid", "deal": "lead_id uuid", "activity": "lead_id uuid, deal_id uuid"}


class _CopyStream(io.RawIOBase):
    """What COPY reads from: pulls records as it needs them, so that memory stays flat."""

    def __init__(self, rows: Iterator[tuple[int, Record]], columns: list[str]) -> None:
        self.rows, self.columns, self.rest, self.count = rows, columns, "", 0
        self.error: Exception | None = None

    def read(self, size: int = -1) -> str:
        try:
            return self._read(size)
        except Exception as error:
            self.error = error  # COPY tells of it as a cancelled query only
            raise

    def _read(self, size: int) -> str:
        while len(self.rest) < size or size < 0:
            batch = self._batch()
            if not batch:
                break
            self.rest += batch
        piece, self.rest = (self.rest, "") if size < 0 else (self.rest[:size], self.rest[size:])
        return piece

    def _batch(self) -> str:
        buffer = io.StringIO()
        write, columns = csv.writer(buffer).writerow, self.columns
        for _ in range(BATCH):
            try:
                line, record = next(self.rows)
            except StopIteration:
                break
            self.count += 1
            write([line, *[record.get(column, "") for column in columns]])
        return buffer.getvalue()


def columns_of(kind: str) -> dict[str, str]:
    if kind == "product":
        return COLUMNS[kind]
    references = dict.fromkeys(
        [name for name in REFERENCES if kind not in SOURCELESS or name != "lead_source_id"], "uuid"
    )
    return {"external_id": "text"} | references | COLUMNS[kind]


def stage(kind: str, rows: Iterator[tuple[int, Record]]) -> int:
    """Fill the temporary table `staged`; returns how many rows it holds."""
    columns = columns_of(kind)
    held = columns | dict.fromkeys(ATTRIBUTED, "uuid")
    definition = ", ".join(f"{name} {type_}" for name, type_ in held.items())
    extra = f", {EXTRA[kind]}" if kind in EXTRA else ""
    stream = _CopyStream(rows, list(columns))
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.staged, pg_temp.changed")
        cursor.execute(f"CREATE TEMPORARY TABLE staged (line integer, {definition}{extra}) ON COMMIT DROP")
        names = ", ".join(["line", *columns])
        try:
            cursor.cursor.copy_expert(f"COPY staged ({names}) FROM STDIN (FORMAT csv, NULL '')", stream, size=65536)
        except psycopg2.Error as error:
            raise stream.error or error from None
        cursor.execute("ANALYZE staged")
        plan_for_many(cursor, is_many=stream.count > MANY)
    return stream.count


def plan_for_many(cursor: Any, *, is_many: bool) -> None:
    """The planner's statistics do not know a new organisation, take its rows for one, and loop over all of them per row."""
    cursor.execute(f"SET LOCAL enable_nestloop = {'off' if is_many else 'on'}")
