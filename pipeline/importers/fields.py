"""What a column of an export can mean: the small vocabulary that the kinds of import are written in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pipeline.rules.text import loose_key


class Parse(StrEnum):
    """How a cell becomes a value."""

    ID = "id"
    TEXT = "text"
    NAME = "name"
    EMAIL = "email"
    MOMENT = "moment"
    DAY = "day"
    AMOUNT = "amount"
    COUNT = "count"
    CURRENCY = "currency"
    WORD = "word"
    REFERENCE = "reference"
    LINK = "link"
    VALUE = "value"


@dataclass(frozen=True)
class Field:
    """One thing an import can read. `to`: what a reference names (member, product, …), and whether an unknown name
    `may_create` one; `choices`: what a word can mean."""

    name: str
    label: Any
    parse: Parse
    synonyms: str = ""
    is_required: bool = False
    limit: int = 255
    to: str = ""
    choices: Callable[[], list[tuple[str, Any]]] | None = None
    guess_word: Callable[[str], str] | None = None
    factor: int = 1
    may_create: bool = True

    def recognises(self, header: str) -> int:
        """Rank of the header among the synonyms (0 is the best), -1 when it is none of them."""
        wanted = loose_key(header)
        names = [loose_key(name) for name in (self.name, *self.synonyms.split("|"))]
        return names.index(wanted) if wanted and wanted in names else -1


@dataclass(frozen=True)
class Kind:
    """A kind of import: its fields, and those that identify a row when the file has no column of ids."""

    name: str
    fields: tuple[Field, ...]
    identity: tuple[str, ...]

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


def guess_mapping(kind: Kind, header: list[str]) -> dict[str, str]:
    """field name → column name: the best synonym wins; a column serves one field only, save for ids that also link."""
    mapping: dict[str, str] = {}
    taken: set[str] = set()
    for field, column in _ranked(kind, header):
        if field.name in mapping or (column in taken and field.parse is not Parse.LINK):
            continue
        mapping[field.name] = column
        if field.parse is not Parse.LINK:
            taken.add(column)
    return mapping


def _ranked(kind: Kind, header: list[str]) -> list[tuple[Field, str]]:
    found = [
        (rank, order, column, field)
        for order, field in enumerate(kind.fields)
        for column in header
        if (rank := field.recognises(column)) >= 0
    ]
    return [(field, column) for _, _, column, field in sorted(found, key=lambda entry: entry[:3])]
