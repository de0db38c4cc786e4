"""Edits that cannot overwrite each other."""

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from django.db import models

import audit.actions
from teams.tenancy import TenantModel

Values = dict[str, Any]


class EditConflict(Exception):
    """Somebody saved first. Holds the row as it is now and what was about to be saved, so that neither is lost."""

    def __init__(self, *, current: models.Model, version: int, proposed: Mapping[str, Any]) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at version {version}")
        self.current, self.version, self.proposed = current, version, dict(proposed)


def change[Record: TenantModel](
    *,
    record: Record,
    version: int | None,
    values: Mapping[str, Any],
    with_parts: bool = False,
    counter: str = "version",
) -> tuple[Record, Values, Values]:
    """Save the values if the row is still at this version; return it with what differed before and after.

    Without a version (no form was open), whatever it holds. Nothing differed: nothing is saved, and the version stays,
    unless its parts (rows of their own) change `with_parts`. `counter` is the field that each change raises.
    """
    relations = [
        field.name for field in type(record)._meta.concrete_fields if field.is_relation and field.name in values
    ]
    rows = type(record).objects.select_related(*relations) if relations else type(record).objects.all()
    current = rows.select_for_update(of=("self",)).get(pk=record.pk)
    held = getattr(current, counter)
    if version is not None and held != version:
        raise EditConflict(current=current, version=held, proposed=values)
    was, now = audit.actions.changes({name: getattr(current, name) for name in values}, dict(values))
    if now or with_parts:
        for name, value in now.items():
            setattr(current, name, value)
        setattr(current, counter, held + 1)
        current.save(update_fields=[*now, counter])
    return current, was, now


def shown_as(row: models.Model, names: Iterable[str]) -> int:
    """What stands for the version of a row that counts none: another number as soon as one of these values is another."""
    fields: list[Any] = [row._meta.get_field(name) for name in sorted(names)]
    return crc32(repr([getattr(row, field.attname) for field in fields]).encode())


def require_shown(*, row: models.Model, version: int | None, values: Mapping[str, Any]) -> None:
    """Hold the row, for this transaction alone, as the form showed it; raises EditConflict. Without a version as it is."""
    if version is None:
        return
    model: Any = type(row)
    relations = [name for name in values if model._meta.get_field(name).is_relation]
    rows = model.objects.select_related(*relations) if relations else model.objects.all()
    # What only points to the row, such as a running import, neither waits nor holds this up.
    current = rows.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    held = shown_as(current, values)
    if held != version:
        raise EditConflict(current=current, version=held, proposed=values)
