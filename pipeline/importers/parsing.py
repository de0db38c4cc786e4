"""Rows of cells to records of values, with every problem found on the way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Protocol

from pipeline.importers.cells import DAY_OF, Convert, Reading, Refused, converter, keys_of
from pipeline.importers.fields import Field, Kind, Parse
from pipeline.importers.problems import ERROR, WARNING, Problem, Unreadable
from pipeline.importers.reading import Row, Table
from pipeline.rules import amounts, readings
from pipeline.rules.text import key

MEMORY = 20_000
REMEMBERED = {Parse.MOMENT, Parse.DAY, Parse.AMOUNT, Parse.COUNT, Parse.CURRENCY, Parse.WORD}
BLANK = {""}
NOTHING = {"", "-", "--", "–", "—", "n/a", "#n/a", "na", "null", "none", "nan", "\\n"}
WORDLESS = {Parse.MOMENT, Parse.DAY, Parse.AMOUNT, Parse.COUNT, Parse.CURRENCY, Parse.EMAIL}

Record = dict[str, str]


class Resolver(Protocol):
    """Turns names into ids of rows."""

    def reader(self, wanted: Field, clean: Convert) -> Convert: ...

    def unit_of(self, series_id: str) -> str | None: ...

    def settle_unit(self, series_id: str, unit: str) -> None: ...


@dataclass(frozen=True)
class Mapping:
    """Which column (or constant) feeds which field, and what stage words mean."""

    columns: dict[str, str]
    constants: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Mapping":
        return cls(stored.get("columns", {}), stored.get("constants", {}), stored.get("words", {}))


@dataclass(frozen=True, slots=True)
class _Column:
    field: Field
    index: int
    name: str
    keys: tuple[str, ...]
    convert: Convert
    memory: dict[str, tuple[str, ...]] | None
    blanks: set[str]


class RowParser:
    """Compiled from a mapping for one file; `records()` walks the table once."""

    def __init__(
        self, kind: Kind, *, header: list[str], mapping: Mapping, reading: Reading, resolver: Resolver
    ) -> None:
        check_mapping(kind, header=header, mapping=mapping)
        self.kind, self.mapping, self.reading, self.resolver = kind, mapping, reading, resolver
        self.problems: list[Problem] = []
        self.columns = [
            self._column(kind.field(name), column, header.index(column)) for name, column in mapping.columns.items()
        ]
        self.constants = self._constants()
        self.required = [field for field in kind.fields if field.is_required]
        self.has_ids = "external_id" in mapping.columns
        self.finish: Finish = FINISH.get(kind.name, _finish_nothing)

    def _column(self, field: Field, column: str, index: int) -> _Column:
        convert = self._convert(field, column)
        memory: dict[str, tuple[str, ...]] | None = {} if field.parse in REMEMBERED else None
        blanks = NOTHING if field.parse in WORDLESS else NOTHING | {"0"} if field.parse is Parse.LINK else BLANK
        return _Column(field, index, column, keys_of(field), convert, memory, blanks)

    def _convert(self, field: Field, column: str) -> Convert:
        words = {key(word): choice for word, choice in self.mapping.words.get(field.name, {}).items()}
        convert = converter(field, column=column, reading=self.reading, words=words)
        if field.parse is not Parse.REFERENCE:
            return convert
        return self.resolver.reader(field, convert)

    def _constants(self) -> Record:
        record: Record = {}
        for name, value in self.mapping.constants.items():
            field = self.kind.field(name)
            if field.parse is Parse.WORD:
                record |= {name: value, f"{name}_text": ""}
                continue
            try:
                record |= zip(keys_of(field), self._convert(field, "")(value), strict=True)
            except Refused as error:
                raise Unreadable("constant_wrong", column=str(field.label), value=value) from error
        return record

    def records(self, table: Table) -> Iterator[tuple[int, Record]]:
        """(line, record) of every row that can be taken; the others are told in `problems`."""
        for row in table.rows:
            if row.problem:
                self.problems.append(row.problem)
                continue
            record = self.constants.copy()
            if self._read(row, record) and self._complete(row, record):
                yield row.line, record

    def _read(self, row: Row, record: Record) -> bool:
        is_good = True
        for column in self.columns:
            raw = row.cells[column.index]
            memory = column.memory
            values = memory.get(raw) if memory is not None else None
            if values is None:
                if not raw or raw.strip().lower() in column.blanks:
                    continue
                try:
                    values = column.convert(raw)
                except Refused as error:
                    self._tell(row, error.code, column.name, raw)
                    is_good = False
                    continue
                if memory is not None and len(memory) < MEMORY:
                    memory[raw] = values
            record.update(zip(column.keys, values, strict=True))
        return is_good

    def _complete(self, row: Row, record: Record) -> bool:
        is_good = True
        for needed in self.required:
            if not record.get(keys_of(needed)[0]):
                self._tell(row, "value_missing", self.mapping.columns.get(needed.name, ""), "")
                is_good = False
        if self.has_ids and not record.get("external_id"):
            self._tell(row, "id_missing", self.mapping.columns["external_id"], "")
            is_good = False
        if not is_good:
            return False
        for severity, code, name in self.finish(record, self):
            self._tell(row, code, self.mapping.columns.get(name, ""), record.get(DAY_OF.get(name, name), ""), severity)
            is_good = is_good and severity != ERROR
        if not self.has_ids:
            record["external_id"] = self._fingerprint(record)
        return is_good

    def _fingerprint(self, record: Record) -> str:
        names = [name for identity in self.kind.identity for name in keys_of(self.kind.field(identity))]
        content = "\x1f".join(record.get(name, "") for name in names)
        return blake2b(content.encode(), digest_size=16).hexdigest()

    def _tell(self, row: Row, code: str, column: str, value: str, severity: str = ERROR) -> None:
        self.problems.append(Problem(row.line, code, column, value[:255], severity, row.cells))


def check_mapping(kind: Kind, *, header: list[str], mapping: Mapping) -> None:
    """Raise Unreadable where a column is not in the file or a required field has neither column nor constant."""
    for name, column in mapping.columns.items():
        if column not in header:
            raise Unreadable("column_missing", column=column)
        kind.field(name)
    for wanted in kind.fields:
        if wanted.is_required and wanted.name not in mapping.columns and wanted.name not in mapping.constants:
            raise Unreadable("field_unmapped", column=str(wanted.label))


Finish = Callable[[Record, RowParser], Iterator[tuple[str, str, str]]]


def _finish_deal(record: Record, _parser: RowParser) -> Iterator[tuple[str, str, str]]:
    status = record.setdefault("status", "open")
    if status == "open":
        record.pop("closed_at", None)
        planned = record.pop("closed_day", "")  # exports name the day that is hoped for so
        if planned:
            record.setdefault("expected_day", planned)
    elif not record.get("closed_at"):
        yield ERROR, "closed_without_date", "closed_at"
    elif record.get("opened_day", "") > record["closed_day"]:
        yield WARNING, "closed_before_opened", "closed_at"


def _finish_activity(record: Record, _parser: RowParser) -> Iterator[tuple[str, str, str]]:
    record.setdefault("kind", "other")
    if not record.get("duration_seconds") and record.get("duration_minutes"):
        record["duration_seconds"] = record["duration_minutes"]
    return iter(())


def _finish_lead(record: Record, _parser: RowParser) -> Iterator[tuple[str, str, str]]:
    record.setdefault("stage", "inquiry")
    return iter(())


def _finish_case(record: Record, parser: RowParser) -> Iterator[tuple[str, str, str]]:
    """Without a column that says so, a case is closed where its end is known."""
    record.setdefault("kind", "customer_request")
    status = record.setdefault("status", "closed" if record.get("closed_at") else "open")
    if status == "open":
        record.pop("closed_at", None), record.pop("closed_day", None)
    elif not record.get("closed_at"):
        yield ERROR, "case_without_end", "closed_at"
    elif record["closed_at"] < record["opened_at"]:
        yield WARNING, "closed_before_opened_case", "closed_at"


def _finish_reading(record: Record, parser: RowParser) -> Iterator[tuple[str, str, str]]:
    series, text, reading = record["series_id"], record["value"], parser.reading
    known = parser.resolver.unit_of(series)
    word = record.get("unit") or readings.usual_word(known) or readings.guessed_word(text, decimal=reading.decimal)
    try:
        unit, stored = readings.read_from_file(text, word=word, decimal=reading.decimal, currency=reading.currency)
    except amounts.OtherCurrency:
        yield ERROR, "other_currency", "value"
    except (amounts.OutOfRange, readings.TooBig):
        yield ERROR, "value_out_of_range", "value"
    except amounts.Unreadable:
        yield ERROR, "not_a_value", "value"
    else:
        if known and unit != known:
            yield ERROR, "other_unit", "unit"
        parser.resolver.settle_unit(series, known or unit)
        record["value_scaled"] = str(stored)


def _finish_nothing(_record: Record, _parser: RowParser) -> Iterator[tuple[str, str, str]]:
    return iter(())


FINISH: dict[str, Finish] = {
    "deal": _finish_deal,
    "activity": _finish_activity,
    "lead": _finish_lead,
    "reading": _finish_reading,
    "case": _finish_case,
}


def columns_of(rows: Iterable[Row], header: list[str]) -> dict[str, list[str]]:
    """The sample turned on its side: column name → its values, for guessing formats."""
    values: dict[str, list[str]] = {name: [] for name in header if name}
    for row in rows:
        for name, cell in zip(header, row.cells, strict=False):
            if name and cell:
                values[name].append(cell)
    return values
