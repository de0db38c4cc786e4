"""Names in a file that stand for rows: found, matched as chosen before, created, left empty, or refused."""

import uuid
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from pipeline.importers.cells import Convert, Refused
from pipeline.importers.fields import Field
from pipeline.importers.problems import Unreadable
from pipeline.models import LeadSource, Product, ReadingSeries
from pipeline.queries.names import TARGETS
from pipeline.rules import text
from teams.models import Membership
from teams.permissions import Role

CREATE, EMPTY, REFUSE, MATCH = "create", "empty", "refuse", "match:"
MOST_UNKNOWN = 5000
MOST_COMPARED = 300


@dataclass
class Entry:
    """One name in the file: what it stands for, and how often it comes up."""

    name: str
    id: str = ""
    choice: str = ""
    closest: str = ""
    count: int = 0


@dataclass
class References:
    """The `Resolver` of one run. `matches`: target → name key → choice; `unknown`: target → choice for the rest.

    `fixed`: targets of which no new ones are made. `units`: of the series of readings, by id.
    """

    matches: dict[str, dict[str, str]]
    unknown: dict[str, str]
    fixed: frozenset[str] = frozenset()
    units: dict[str, str] = field(default_factory=dict)
    known: dict[str, dict[str, Entry]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: dict[str, dict[str, Entry]] = field(default_factory=dict)

    def prepare(self, targets: Iterable[str]) -> None:
        """Load what is known, before COPY keeps the connection busy."""
        for target in targets:
            self._known(target)
            if target == "reading_series":
                self.units = {str(pk): unit for pk, unit in ReadingSeries.objects.values_list("pk", "unit")}

    def unit_of(self, series_id: str) -> str | None:
        return self.units.get(series_id)

    def settle_unit(self, series_id: str, unit: str) -> None:
        """A new series is measured in the unit of its first row."""
        self.units.setdefault(series_id, unit)

    def reader(self, wanted: Field, clean: Convert) -> Convert:
        """A converter that turns a name into the id of its row; counts each use."""
        memory: dict[str, Entry] = {}

        def read(raw: str) -> tuple[str, ...]:
            entry = memory.get(raw)
            if entry is None:
                entry = memory[raw] = self.entry(wanted.to, clean(raw)[0])
            entry.count += 1
            if entry.choice == REFUSE:
                raise Refused("name_unknown")
            return (entry.id,)

        return read

    def entry(self, target: str, name: str) -> Entry:
        """The entry of a name, made when it is asked for first."""
        if not name:
            return Entry("")
        known, key = self._known(target), text.key(name)
        if key in known:
            return known[key]
        asked = self.asked.setdefault(target, {})
        if key not in asked:
            if len(asked) >= MOST_UNKNOWN:
                raise Unreadable("too_many_names", value=name, limit=MOST_UNKNOWN)
            asked[key] = self._decided(target, name)
        return asked[key]

    def _known(self, target: str) -> dict[str, Entry]:
        if target not in self.known:
            self.known[target], self.names[target] = _load(target)
        return self.known[target]

    def _decided(self, target: str, name: str) -> Entry:
        entry = Entry(name, closest=self._closest(target, name))
        entry.choice = self.matches.get(target, {}).get(text.key(name)) or self._proposal(target, entry)
        if entry.choice.startswith(MATCH):
            matched = self._known(target).get(text.key(entry.choice.removeprefix(MATCH)))
            entry.id, entry.choice = (matched.id, entry.choice) if matched else ("", CREATE)
        if entry.choice == CREATE and target in self.fixed:
            entry.choice = REFUSE
        if entry.choice == CREATE:
            entry.id = str(uuid.uuid4())
        return entry

    def _closest(self, target: str, name: str) -> str:
        if len(self.asked.get(target, {})) > MOST_COMPARED:
            return ""
        return text.closest(name, self.names.get(target, {}).values()) or ""

    def _proposal(self, target: str, entry: Entry) -> str:
        """Only a spelling that differs in spaces, case and punctuation is matched without being asked to."""
        if entry.closest and text.loose_key(entry.closest) == text.loose_key(entry.name):
            return f"{MATCH}{entry.closest}"
        return self.unknown.get(target, CREATE)

    def to_create(self, target: str, used: Container[str]) -> list[Entry]:
        entries = self.asked.get(target, {}).values()
        return [entry for entry in entries if entry.choice == CREATE and entry.id in used]

    def create(self, target: str, make: Callable[[Entry], models.Model], used: Container[str]) -> int:
        """Write the rows of the names that are to be created: `used` are the ids that accepted rows refer to."""
        entries = self.to_create(target, used)
        model = TARGETS[target][0]
        model._default_manager.bulk_create([make(entry) for entry in entries], batch_size=1000)
        return len(entries)

    def as_json(self) -> dict[str, list[dict[str, Any]]]:
        """target → unknown names, the most frequent first, for the report and the page that asks."""
        return {
            target: [
                {"name": entry.name, "count": entry.count, "choice": entry.choice, "closest": entry.closest}
                for entry in sorted(entries.values(), key=lambda entry: (-entry.count, entry.name))
                if entry.count
            ]
            for target, entries in self.asked.items()
            if entries
        }


def _load(target: str) -> tuple[dict[str, Entry], dict[str, str]]:
    """Known rows by key (a person also by e-mail address; a name that several people have stands for none of them)."""
    model, column = TARGETS[target]
    columns = ["pk", column, "email"] if model is Membership else ["pk", column]
    known: dict[str, Entry] = {}
    names: dict[str, str] = {}
    for pk, name, *email in model._default_manager.order_by("pk").values_list(*columns):
        key = text.key(name)
        names[key] = name
        known[key] = Entry(name, "" if key in known else str(pk))
        if email and email[0]:
            known.setdefault(email[0].lower(), Entry(name, str(pk)))
    return known, names


def new_member(entry: Entry) -> Membership:
    return Membership(id=entry.id, full_name=entry.name, name_key=text.key(entry.name), role=Role.REP)


def new_lead_source(entry: Entry) -> LeadSource:
    return LeadSource(id=entry.id, name=entry.name, name_key=text.key(entry.name))


def new_reading_series(entry: Entry, unit: str) -> ReadingSeries:
    return ReadingSeries(id=entry.id, name=entry.name, name_key=text.key(entry.name), unit=unit)


def new_product(entry: Entry, currency: str) -> Product:
    return Product(id=entry.id, name=entry.name, name_key=text.key(entry.name), currency=currency)
