"""What every kind of import is given, and what it answers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import models

from pipeline.actions.loading.upsert import Counts, fetch
from pipeline.actions.references import (
    Entry,
    References,
    new_lead_source,
    new_member,
    new_product,
    new_reading_series,
)
from pipeline.importers.parsing import Record, RowParser
from pipeline.importers.problems import WARNING, Problem
from pipeline.models import CrmImport
from teams.models import Membership

Span = tuple[date, date]


@dataclass
class Run:
    """One walk through one file. `records` can be walked once; `mapped` are the fields that the file feeds."""

    crm_import: CrmImport
    parser: RowParser
    records: Iterator[tuple[int, Record]]
    references: References
    currency: str
    today: date
    at: datetime
    by: Membership | None = None

    @property
    def is_check(self) -> bool:
        return self.crm_import.state == CrmImport.State.CHECKING

    @property
    def mapped(self) -> set[str]:
        return set(self.parser.mapping.columns) | set(self.parser.mapping.constants)

    @property
    def source(self) -> dict[str, object]:
        return {"source_system": self.crm_import.source_system_id, "at": self.at}

    def create_references(self) -> dict[str, int]:
        """Rows for the unknown names of facts that are to be created."""
        makers: dict[str, tuple[str, Callable[[Entry], models.Model]]] = {
            "member": ("owner_id", new_member),
            "lead_source": ("lead_source_id", new_lead_source),
            "product": ("product_id", lambda entry: new_product(entry, self.currency)),
            "reading_series": ("series_id", lambda entry: new_reading_series(entry, self.references.units[entry.id])),
        }
        return {
            target: self.references.create(target, make, _used(column))
            for target, (column, make) in makers.items()
            if target in self.references.asked
        }


def _used(column: str) -> set[str]:
    return {str(row[0]) for row in fetch(f"SELECT DISTINCT {column} FROM staged WHERE {column} IS NOT NULL", {})}


@dataclass
class Outcome:
    """Counts, problems found by the database, and the days of each fact that changed."""

    counts: Counts
    created: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    touched: dict[str, Span] = field(default_factory=dict)

    def touch(self, fact: str, statement: str, values: dict[str, object] | None = None) -> None:
        """Widen the days of `fact` by (first, last) of a query."""
        first, last = fetch(statement, values or {})[0]
        self.widen(fact, (first, last) if first else None)

    def widen(self, fact: str, span: Span | None) -> None:
        if span is not None:
            known = self.touched.get(fact, span)
            self.touched[fact] = (min(span[0], known[0]), max(span[1], known[1]))

    def warn(self, code: str, statement: str, values: dict[str, object]) -> None:
        """A warning for each (line, value) of a query."""
        rows = fetch(statement, values)
        self.problems += [Problem(line, code, value=str(value or "")[:255], severity=WARNING) for line, value in rows]
