"""The one way to write the audit trail: inside the transaction of the change that it tells of."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.db import models

from audit.models import Event


class Actor(Protocol):
    pk: Any
    full_name: str


def record(
    *,
    action: str,
    record: models.Model,
    at: datetime,
    by: Actor | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> Event:
    """Write one line: who (`by`, None for the system) did what (`noun.verb`) to which record, and its values before and after."""
    return Event.objects.create(
        organisation_id=getattr(record, "organisation_id", None) or record.pk,
        at=at,
        actor_id=by.pk if by else None,
        actor_name=by.full_name if by else "",
        action=action,
        record_type=record._meta.label_lower,
        record_id=str(record.pk),
        record_name=str(record)[:255],
        before=_plain(before or {}),
        after=_plain(after or {}),
    )


def changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Keep the keys whose values differ, on both sides."""
    keys = [key for key in after if before.get(key) != after[key]]
    return {key: before.get(key) for key in keys}, {key: after[key] for key in keys}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, models.Model):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, list | tuple):
        return [_plain_value(one) for one in value]
    return value
