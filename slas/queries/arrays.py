"""Very many rows out of the database and back as arrays: PostgreSQL's binary COPY is an array already, of big-endian numbers.

Columns are uuid, bigint or timestamptz, and never NULL: a query says what stands for nothing.
"""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

SIGNATURE = b"PGCOPY\n\xff\r\n\0"
HEADER = SIGNATURE + bytes(8)
TRAILER = b"\xff\xff"
# A timestamptz counts microseconds from 2000.
MILLENNIUM = 946_684_800_000_000
KINDS = {"uuid": ("V16", 16), "bigint": (">i8", 8), "timestamptz": (">i8", 8)}


def layout(columns: Mapping[str, str]) -> np.dtype[Any]:
    """One row of a binary COPY: how many fields, then each with its length."""
    fields: list[tuple[str, str]] = [("fields", ">i2")]
    for name, kind in columns.items():
        fields += [(f"{name} length", ">i4"), (name, KINDS[kind][0])]
    return np.dtype(fields)


def read(query: str, columns: Mapping[str, str]) -> NDArray[Any]:
    """The rows of a query (its values are already in it) as a structured array."""
    buffer = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY ({query}) TO STDOUT (FORMAT binary)", buffer)
    return np.frombuffer(buffer.getbuffer()[len(HEADER) : -len(TRAILER)], layout(columns))


def instants(column: NDArray[Any]) -> NDArray[np.int64]:
    """A timestamptz column as microseconds since the epoch."""
    return column.astype(np.int64) + MILLENNIUM


def write(table: str, columns: Mapping[str, str], values: Mapping[str, NDArray[Any]]) -> None:
    """Append rows to a (temporary) table with just these columns; instants are given since the epoch."""
    rows = np.empty(len(next(iter(values.values()))), layout(columns))
    rows["fields"] = len(columns)
    for name, kind in columns.items():
        rows[f"{name} length"] = KINDS[kind][1]
        rows[name] = values[name] - MILLENNIUM if kind == "timestamptz" else values[name]
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(
            f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT binary)",
            io.BytesIO(HEADER + rows.tobytes() + TRAILER),
        )
