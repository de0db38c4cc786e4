"""Edits that cannot overwrite each other."""

from collections.abc import Mapping
from typing import Any

from audit import actions as audit
from goals.models import Goal, Objective

Values = dict[str, Any]


class EditConflict(Exception):
    """Somebody saved first. Holds the row as it is now and what was about to be saved, so that neither is lost."""

    def __init__(self, *, current: Goal | Objective, proposed: Mapping[str, Any]) -> None:
        super().__init__(f"{current._meta.label} {current.pk} is at version {current.version}")
        self.current, self.proposed = current, dict(proposed)


def change[Record: (Goal, Objective)](
    *, record: Record, version: int, values: Mapping[str, Any]
) -> tuple[Record, Values, Values]:
    """Save the values if the row is still at this version; return it with what differed before and after."""
    relations = [
        field.name for field in type(record)._meta.concrete_fields if field.is_relation and field.name in values
    ]
    rows = type(record).objects.select_related(*relations) if relations else type(record).objects.all()
    current = rows.select_for_update(of=("self",)).get(pk=record.pk)
    if current.version != version:
        raise EditConflict(current=current, proposed=values)
    before: Values = {name: getattr(current, name) for name in values}
    for name, value in values.items():
        setattr(current, name, value)
    current.version += 1
    current.save(update_fields=[*values, "version"])
    was, now = audit.changes(before, dict(values))
    return current, was, now
