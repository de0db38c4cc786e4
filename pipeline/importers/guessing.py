"""All guesses about a file in one place, as the JSON that is shown, changed, stored, and read with."""

from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice
from typing import Any

from pipeline.importers import reading
from pipeline.importers.fields import Kind, guess_mapping
from pipeline.importers.parsing import columns_of
from pipeline.importers.reading import Dialect, Row
from pipeline.rules import dates, numbers

Json = dict[str, Any]
CONSTANT_HINTS = {
    "lead": [("stage", "mql", "mql")],
    "deal": [("status", "won_date", "won"), ("status", "won date", "won")],
    "activity": [
        ("kind", "quote", "proposal"),
        ("kind", "call", "call"),
        ("kind", "event", "meeting"),
        ("kind", "task", "task"),
    ],
}


def sample(chunks: Iterable[bytes], dialect: Dialect) -> tuple[list[str], list[Row]]:
    """Header and first rows, as the dialect splits them."""
    table = reading.read(chunks, dialect)
    return table.header, list(islice((row for row in table.rows if row.cells), reading.SAMPLE_ROWS))


def settings(head: bytes, *, time_zone: str, currency: str) -> Json:
    """Encoding and delimiter from the bytes; formats from the columns. Raises Unreadable."""
    dialect = reading.guess(head)
    return asdict(dialect) | {"time_zone": time_zone, "currency": currency, "dates": {}, "rivals": {}, "decimal": "."}


def formats(settings: Json, header: list[str], rows: list[Row]) -> Json:
    """`settings` with the date format of every column that holds dates, and the decimal mark of the file."""
    columns = columns_of(rows, header)
    guesses = {name: guess for name, values in columns.items() if (guess := dates.guess(values[:500]))}
    samples = [value for name, values in columns.items() if name not in guesses for value in values[:300]]
    return settings | {
        "dates": {name: guess.key for name, guess in guesses.items()},
        "rivals": {name: list(guess.rivals) for name, guess in guesses.items() if guess.rivals},
        "decimal": numbers.guess_decimal(samples) or ".",
    }


def mapping(kind: Kind, header: list[str], rows: list[Row]) -> Json:
    """Columns by their names, and the words of stage columns by their meaning."""
    columns = guess_mapping(kind, header)
    return {
        "columns": columns,
        "constants": constants(kind, header, columns),
        "words": words(kind, header, rows, columns),
    }


def constants(kind: Kind, header: list[str], columns: dict[str, str]) -> dict[str, str]:
    """What every row of the file is, where only the names of its columns tell: won deals, quotes, marketing-qualified leads."""
    names = " ".join(header).casefold()
    for field, word, value in CONSTANT_HINTS.get(kind.name, ()):
        if field not in columns and word in names:
            return {field: value}
    return {}


def words(kind: Kind, header: list[str], rows: list[Row], columns: dict[str, str]) -> dict[str, dict[str, str]]:
    """field → {word in the file: what it is taken for}, for the stage columns among `columns`."""
    values = columns_of(rows, header)
    found: dict[str, dict[str, str]] = {}
    for field in kind.fields:
        if field.guess_word and field.name in columns:
            distinct = sorted({" ".join(value.split()) for value in values.get(columns[field.name], [])} - {""})[:60]
            found[field.name] = {word: field.guess_word(word) for word in distinct}
    return found
