"""What qualifies for an objective, in words."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import models

from metrics.definitions import Condition
from metrics.queries.sentences import conditions_in_words
from metrics.queries.terms import UnusableTerms, conditions_of
from pipeline.definitions import Source
from pipeline.models import LeadSource, Product, ReadingSeries
from teams.models import Department, Membership, Team, Territory

RECORDS: dict[str, type[models.Model]] = {
    "owner_id": Membership,
    "team_id": Team,
    "department_id": Department,
    "territory_id": Territory,
    "product_id": Product,
    "lead_source_id": LeadSource,
    "series_id": ReadingSeries,
}


def in_words(plain: Iterable[Any], *, source: Source, currency: str) -> str:
    """The conditions; empty where everything counts, or where they no longer fit the source."""
    try:
        conditions = conditions_of(plain, source)
    except UnusableTerms:
        return ""
    if not conditions:
        return ""
    return conditions_in_words(source, conditions, _names(conditions) | {"currency": currency})


def _names(conditions: Iterable[Condition]) -> dict[str, str]:
    """A query per condition that names records, and none without any."""
    names: dict[str, str] = {}
    for one in conditions:
        ids = [value for value in one.values if isinstance(value, UUID)]
        if ids:
            names |= {str(row.pk): str(row) for row in RECORDS[one.column]._default_manager.filter(pk__in=ids)}
    return names
