"""The organisation of the present tenant block: one query in it, however often it is asked."""

from typing import Any

from django.db.models import QuerySet

from teams.models import Organisation, compiled
from teams.models.organisation import LOOKED_UP
from teams.tenancy import active_organisation_id, looked_up


def active_organisation() -> Organisation:
    """As it was when the block first asked; once the block changes it, as it is. Not to be changed in place."""
    known = looked_up()
    found: Organisation = known.get(LOOKED_UP) or _read()
    known.setdefault(LOOKED_UP, found)
    return found


def remember(organisation: Organisation) -> None:
    """It has been read in this very block."""
    looked_up().setdefault(LOOKED_UP, organisation)


def _read() -> Organisation:
    (row,) = compiled.tuples_of(_active)
    return Organisation.from_db(Organisation.objects.db, _columns(), row)


def _active() -> QuerySet[Any, Any]:
    return Organisation.objects.filter(pk=active_organisation_id()).values_list(*_columns())


def _columns() -> list[str]:
    return [field.attname for field in Organisation._meta.concrete_fields]
